/// The rules by which an optimiser turns gradients into steps, with their settings.
package enum UpdateRule: Sendable {
  /// Gradient descent, with momentum when it is not 0.
  case sgd(rate: Double, momentum: Double)
  /// Hinton's rmsprop.
  case rmsprop(rate: Double, decay: Double, epsilon: Double)
  /// Kingma and Ba's Adam; with a weight decay it is Loshchilov and Hutter's AdamW.
  case adam(rate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double)

  /// Whether it needs to know of earlier steps.
  package var remembers: Bool {
    if case .sgd(_, 0) = self { false } else { true }
  }

  /// The step size η.
  package var rate: Double {
    switch self {
    case .sgd(let rate, _), .rmsprop(let rate, _, _), .adam(let rate, _, _, _, _): rate
    }
  }

  /// The rule with another rate.
  package func with(rate: Double) -> UpdateRule {
    switch self {
    case .sgd(_, let momentum): .sgd(rate: rate, momentum: momentum)
    case .rmsprop(_, let decay, let epsilon): .rmsprop(rate: rate, decay: decay, epsilon: epsilon)
    case .adam(_, let beta1, let beta2, let epsilon, let weightDecay):
      .adam(rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay)
    }
  }
}

/// What an optimiser remembers of one parameter between steps.
package struct OptimiserMemory {
  /// The running mean of the gradients: Adam's first moment.
  var mean: Tensor?
  /// The running mean of their squares: Adam's second moment.
  var square: Tensor?
  /// The velocity of a momentum, or the mean square of rmsprop.
  var average: Tensor?
  /// How many steps the parameter has taken.
  package internal(set) var steps = 0

  /// Nothing yet.
  package init() {}

  /// How many bytes it takes.
  package var byteCount: Int {
    [mean, square, average].reduce(0) { $0 + ($1.map { $0.count * $0.elementType.size } ?? 0) }
  }

  /// All numbers of it, in order.
  package var numbers: [Double] { [mean, square, average].flatMap { $0.map { Traced($0).doubles } ?? [] } }
}

/// One parameter's part in a step: its value, the gradient against which it moves, and what is remembered of it.
package struct OptimiserMove {
  let old: Traced
  let gradient: Traced
  /// What is remembered of the parameter; the step brings it up to date.
  package internal(set) var memory: OptimiserMemory
  /// The value after the step; the old one until it is taken.
  package internal(set) var new: Traced

  /// Makes a move that is not taken yet.
  package init(_ value: Traced, against gradient: Traced, memory: OptimiserMemory) {
    old = value
    new = value
    self.gradient = gradient
    self.memory = memory
  }
}
