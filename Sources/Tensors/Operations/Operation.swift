/// An operation of the tensor runtime, declared once: help, completion, the stepper's text, the graph's labels, the
/// reference and the gradient tests are all read from here.
package final class Operation: Sendable {
  /// How it is written in a formula.
  package enum Notation: Sendable, Equatable {
    /// `name(x, y)`, under the given symbol (`σ` for sigmoid).
    case function(String)
    /// `x + y`, with its precedence (see `Precedence`).
    case infix(String, Precedence)
    /// `-x`.
    case prefix(String)
    /// `xᵀ`.
    case postfix(String)
    /// `x[i]`.
    case index
    /// Written as its input alone: a change of shape that a formula does not mention.
    case silent
    /// `(x > 0)`: 1 where the condition holds, else 0.
    case condition(String)
  }

  /// How tightly an infix operation binds, loosest first.
  package enum Precedence: Int, Sendable, Comparable {
    case comparison, sum, product, negation, power, postfix

    /// Compares by tightness.
    package static func < (a: Precedence, b: Precedence) -> Bool { a.rawValue < b.rawValue }
  }

  /// One factor of the chain rule for an elementwise operation: how the result moves when one input does.
  package enum Local: Sendable {
    /// The result moves as the input does.
    case one
    /// The result moves against the input.
    case minusOne
    /// The local derivative from the inputs (as given to the operation) and the result, written in recorded operations.
    case factor(@Sendable (_ inputs: Node.Inputs, _ result: Traced) -> Traced)
    /// The result does not move smoothly with this input: no gradient flows.
    case none
  }

  /// How gradients flow back through the operation.
  package enum Derivative: Sendable {
    /// No gradient flows (comparisons, `argmax`, …).
    case none
    /// Elementwise: the contribution to input i is the incoming gradient times `locals[i]`, summed back to the input's shape.
    case elementwise([Local])
    /// Anything else: the contribution to the input at `position`, written in recorded operations.
    case pullback(
      @Sendable (_ gradient: Traced, _ position: Int, _ inputs: Node.Inputs, _ result: Traced, _ attributes: Attributes)
        -> Traced?)
  }

  /// The name in the language.
  package let name: String
  /// How it is written.
  package let notation: Notation
  /// What it does: one sentence.
  package let summary: String
  /// Why its derivative is what it is: a sentence or two for the learner; empty when it has none.
  package let why: String
  /// An example in the language, `expression //= result`.
  package let example: String
  /// The number of inputs; nil when it takes any number.
  package let arity: Int?
  /// Computes the result from plain inputs; shapes and element types are checked first.
  package let forward: @Sendable (_ inputs: Node.Inputs, _ attributes: Attributes) throws(TensorError) -> Traced
  /// The function of one float64 number when it is elementwise with one input: the fast path for scalars.
  package let scalar1: (@Sendable (Double) -> Double)?
  /// Likewise with two inputs.
  package let scalar2: (@Sendable (Double, Double) -> Double)?
  /// How gradients flow back.
  package let derivative: Derivative
  /// The same for an elementwise operation as one pass over plain tensors, where nobody wants to see or differentiate it;
  /// its plain twin is `derivative`.
  let slope: Slope.Pass?
  /// The factors of an elementwise operation with one or two inputs, at hand for the backward pass of numbers.
  let factors: (first: Local, second: Local)?
  /// Whether gradients flow back at all, so that its results are recorded.
  package let records: Bool

  /// Declares an operation.
  init(
    name: String, notation: Notation, summary: String, why: String, example: String, arity: Int?,
    forward: @escaping @Sendable (Node.Inputs, Attributes) throws(TensorError) -> Traced,
    scalar1: (@Sendable (Double) -> Double)? = nil, scalar2: (@Sendable (Double, Double) -> Double)? = nil,
    derivative: Derivative, slope: Slope.Pass? = nil
  ) {
    self.name = name
    self.notation = notation
    self.summary = summary
    self.why = why
    self.example = example
    self.arity = arity
    self.forward = forward
    self.scalar1 = scalar1
    self.scalar2 = scalar2
    self.derivative = derivative
    self.slope = slope
    if case .none = derivative { records = false } else { records = true }
    if case .elementwise(let locals) = derivative, let first = locals.first {
      factors = (first, locals.count > 1 ? locals[1] : .none)
    } else {
      factors = nil
    }
  }
}

/// What an operation is told besides its inputs.
package enum Attributes: Sendable {
  case none
  /// A reduction's axes (already non-negative and sorted; nil for all) and whether they stay with extent 1.
  case reduction(axes: [Int]?, keepsAxes: Bool)
  /// One axis, non-negative.
  case axis(Int)
  /// A target shape.
  case shape([Int])
  /// The order of axes of a transposition.
  case permutation([Int])
  /// The places that `x[…]` picks.
  case index([IndexPart])
  /// A window: kernel height and width, stride, padding.
  indirect case window(kernel: (Int, Int), stride: (Int, Int), padding: (Int, Int))
  /// A shape and a window, for the operation that puts patches back.
  indirect case windowed(shape: [Int], kernel: (Int, Int), stride: (Int, Int), padding: (Int, Int))
  /// An index and the shape it was taken from, for the operation that puts elements back.
  indirect case scatter([IndexPart], shape: [Int])
  /// An element type to convert to.
  case elementType(ElementType)
  /// A whole number, such as the diagonal of `triu`.
  case integer(Int)
}

/// One place between the brackets of `x[…]`, already checked against the axis's extent.
package enum IndexPart: Sendable, Equatable {
  /// One position: the axis disappears.
  case at(Int)
  /// Positions `start`, `start + step`, …, `count` of them.
  case slice(start: Int, step: Int, count: Int)
  /// Positions in any order, repeats allowed, arranged in the given shape (NumPy's integer-array index).
  case gather([Int], shape: [Int])
}
