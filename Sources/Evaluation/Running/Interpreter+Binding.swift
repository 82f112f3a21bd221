package import Source
package import Syntax

extension Interpreter {
  /// Binds a top-level name of a state from outside, or with nil takes its binding away so that the given name shows
  /// again: how a check gets its `expected`.
  package func bind(_ name: String, to value: Value?, in state: inout State) {
    let slot = table.slot(for: name)
    while state.globals.count <= slot { state.globals.append(.unset) }
    state.globals[slot] = value ?? .unset
  }

  /// Evaluates an expression on a state and shows nothing.
  package mutating func evaluate(_ expression: Expression, of source: SourceText, on state: inout State) -> Outcome {
    let statement = Statement(.expression(expression), span: expression.span, showsValue: false)
    return run(statement, of: source, on: &state, emit: { _ in })
  }

  /// Whether a name stands for a function.
  package mutating func isFunction(_ name: String, in state: State) -> Bool {
    if case .function? = value(of: name, in: state) { true } else { false }
  }

  /// Whether the program itself gives a name, whatever the user has bound to it.
  package mutating func isGiven(_ name: String, in state: State) -> Bool {
    library(for: state.defaultFloat).value(named: name) != nil
  }
}
