import Tensors

/// The rules by which an optimiser turns gradients into steps, with their settings.
enum UpdateRule: Sendable {
  /// Gradient descent, with momentum when it is not 0.
  case sgd(rate: Double, momentum: Double)
  /// Hinton's rmsprop.
  case rmsprop(rate: Double, decay: Double, epsilon: Double)
  /// Kingma and Ba's Adam; with a weight decay it is Loshchilov and Hutter's AdamW.
  case adam(rate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double)
}

/// What an optimiser remembers between steps, by parameter id.
struct OptimiserCell {
  /// The moments of one parameter and the number of steps it has taken.
  struct Moments {
    var first: Traced?
    var second: Traced?
    var steps = 0
  }

  var moments: [Int: Moments] = [:]
}
