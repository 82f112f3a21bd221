/// What a fused operation stands for: the function of the prelude that it computed in one pass.
///
/// Whoever wants to see the steps, or to differentiate twice, has it spelled out (`Node.spellOut`).
package protocol SpelledOut: AnyObject {
  /// The same value computed step by step, recorded; nil when it cannot be.
  func spelledOut() -> Node?
}

// Operations that compute what a function of the prelude spells out, forward and back in one pass each. The prelude's
// text is their plain twin, and the place where everything is refused that does not fit: they are called with inputs
// that were looked at (`PreludeKernel` in Evaluation). They are no names of the language, so `Operation.all` has none.

extension Operation {
  /// Declares an operation that stands for a function of the prelude.
  static func fused(
    _ name: String, arity: Int,
    forward: @escaping @Sendable (Node.Inputs, Attributes) throws(TensorError) -> Traced,
    back:
      @escaping @Sendable (
        _ gradient: Traced, _ position: Int, _ inputs: Node.Inputs, _ result: Traced,
        _ attributes: Attributes
      ) -> Traced?
  ) -> Operation {
    Operation(
      name: name, notation: .function(name), summary: "Computes \(name) in one pass.", why: "", example: "",
      arity: arity, forward: forward, derivative: .pullback(back))
  }
}

/// A tensor as rows along its last axis, shared out among the threads.
struct RowShare {
  let count: Int
  let width: Int

  init(_ shape: [Int]) {
    width = shape.last ?? 1
    count = shape.dropLast().reduce(1, *)
  }

  /// Calls `body` with ranges of rows.
  func forEach(_ body: (Range<Int>) -> Void) {
    Parallel.run(over: count, grain: Swift.max(Parallel.worthwhile / Swift.max(width, 1), 1), body)
  }
}

extension Traced {
  /// A float tensor's elements in row-major order.
  var dense: Tensor { asTensor.contiguous }
}
