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

  /// Calls a function that a state holds, with values from outside; what it changes stays in the state.
  package mutating func call(_ function: Function, _ arguments: [Value], on state: inout State) -> Outcome {
    let span = Span(0, 0)
    // Names with a space cannot be written in a program, so none of the user's is touched.
    let names = arguments.indices.map { "argument \($0)" }
    bind("called function", to: .function(function), in: &state)
    for (name, value) in zip(names, arguments) { bind(name, to: value, in: &state) }
    let call = Expression(
      .call(
        Expression(.name("called function"), span: span),
        names.map { Expression.Argument(value: Expression(.name($0), span: span)) }), span: span)
    let outcome = evaluate(call, of: SourceText(function.signature, name: "call"), on: &state)
    bind("called function", to: nil, in: &state)
    for name in names { bind(name, to: nil, in: &state) }
    return outcome
  }

  /// Whether the program itself gives a name, whatever the user has bound to it.
  package mutating func isGiven(_ name: String, in state: State) -> Bool {
    library(for: state.defaultFloat).value(named: name) != nil
  }
}
