package import Source
package import Tensors

extension Interpreter {
  /// Calls a function value; what it prints is dropped, and the state is left as it was.
  ///
  /// - Throws: the error that stopped the call.
  package mutating func call(_ function: Function, _ arguments: [Value], on state: State) throws(Diagnostic) -> Value {
    let source = SourceText(function.signature, name: "call")
    let place = Site(source: source, span: Span(0, source.count), origin: -1)
    let machine = Machine(
      state: state, table: table, library: library(for: state.defaultFloat), host: host, limits: limits, emit: { _ in })
    let frame = Frame(
      machine: machine, slotCount: 0, captures: [], code: nil, function: nil, callOrigin: -1, parent: nil)
    do {
      return try ElementType.$defaultFloat.withValue(state.defaultFloat) {
        machine.state.resolved(try machine.call(function, arguments, at: place, from: frame))
      }
    } catch let error as Stop {
      switch error {
      case .failure(let diagnostic): throw diagnostic
      case .interrupted: throw Diagnostic(code: .interrupted, "interrupted")
      case .returning, .breaking, .continuing:
        throw Diagnostic(code: .outsideLoop, "this only makes sense inside a loop or a function")
      }
    } catch {
      throw Diagnostic(code: .error, .verbatim(String(describing: error)))
    }
  }

  /// The number that a function gives at a point; nil when it gives none.
  package mutating func number(_ function: Function, at point: [Traced], on state: State) -> Double? {
    guard case .data(let traced)? = try? call(function, point.map { .data($0) }, on: state) else { return nil }
    return traced.plain.double
  }

  /// The number that a function gives at a point, recorded, and its gradient with respect to each argument.
  package mutating func gradient(
    of function: Function, at point: [Traced], on state: State
  ) throws(Diagnostic) -> (result: Node, gradients: [Traced])? {
    let leaves = point.map { Node(leaf: $0.plain) }
    let value = try call(function, leaves.map { .data(.node($0)) }, on: state)
    guard case .data(.node(let node)) = value, node.value.shape.isEmpty else { return nil }
    let gradients = Gradient.values(of: node, with: leaves.map { .node($0) })
    return (node, zip(gradients, point).map { $0 ?? $1.plain.zeros })
  }
}
