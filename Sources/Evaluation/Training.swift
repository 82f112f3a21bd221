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
  /// The moments of one parameter, as large as the parameter, and the number of steps it has taken.
  struct Moments {
    var first: Tensor?
    var second: Tensor?
    var steps = 0
  }

  var moments: [Int: Moments] = [:]
}

extension State {
  /// Makes an optimiser that has taken no step.
  mutating func makeOptimiser(_ rule: UpdateRule) -> Optimiser {
    optimisers.append(OptimiserCell())
    return Optimiser(slot: optimisers.count - 1, rule: rule)
  }

  /// Moves a parameter against its gradient; what was computed before keeps the old value.
  mutating func move(_ parameter: Parameter, against gradient: Traced, with optimiser: Optimiser) {
    guard let old = leaf(of: parameter)?.value, optimiser.slot < optimisers.count else { return }
    if case .sgd(let rate, 0) = optimiser.rule, case .float64(let w) = old, case .float64(let g) = gradient {
      update(parameter, to: .float64(w - rate * g))
      return
    }
    // The moments leave the state while they change, so that nobody else holds them and they change in place.
    var moments = optimisers[optimiser.slot].moments.removeValue(forKey: parameter.id) ?? OptimiserCell.Moments()
    moments.steps += 1
    let made =
      old.elementType == .float32
      ? UpdateStep<Float>(old, gradient).take(optimiser.rule, &moments)
      : UpdateStep<Double>(old, gradient).take(optimiser.rule, &moments)
    optimisers[optimiser.slot].moments[parameter.id] = moments
    update(parameter, to: made)
  }
}
