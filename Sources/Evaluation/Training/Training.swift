import Tensors

/// The rules by which an optimiser turns gradients into steps, with their settings.
enum UpdateRule: Sendable {
  /// Gradient descent, with momentum when it is not 0.
  case sgd(rate: Double, momentum: Double)
  /// Hinton's rmsprop.
  case rmsprop(rate: Double, decay: Double, epsilon: Double)
  /// Kingma and Ba's Adam; with a weight decay it is Loshchilov and Hutter's AdamW.
  case adam(rate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double)

  /// How many running averages it keeps of each parameter.
  var averages: Int {
    switch self {
    case .sgd(_, let momentum): momentum == 0 ? 0 : 1
    case .rmsprop: 1
    case .adam: 2
    }
  }
}

/// What an optimiser remembers between steps, by parameter id.
struct OptimiserCell {
  /// What is remembered of one parameter.
  struct Memory {
    /// Adam's moments.
    var moments: Tensors.Optimiser.Moments?
    /// The velocity of a momentum, or the mean square of rmsprop.
    var average: Tensor?
    /// How many steps it has taken.
    var steps = 0
  }

  var memories: [Int: Memory] = [:]
  /// How many steps it has taken.
  var steps = 0
  /// The rate that was set later; nil for the one it was made with.
  var rate: Double?
}

extension UpdateRule {
  /// The step size η.
  var rate: Double {
    switch self {
    case .sgd(let rate, _), .rmsprop(let rate, _, _), .adam(let rate, _, _, _, _): rate
    }
  }

  /// The rule with another rate.
  func with(rate: Double) -> UpdateRule {
    switch self {
    case .sgd(_, let momentum): .sgd(rate: rate, momentum: momentum)
    case .rmsprop(_, let decay, let epsilon): .rmsprop(rate: rate, decay: decay, epsilon: epsilon)
    case .adam(_, let beta1, let beta2, let epsilon, let weightDecay):
      .adam(rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay)
    }
  }
}

extension State {
  /// Makes an optimiser that has taken no step.
  mutating func makeOptimiser(_ rule: UpdateRule, schedule: Function? = nil) -> Optimiser {
    optimisers.append(OptimiserCell())
    return Optimiser(slot: optimisers.count - 1, rule: rule, schedule: schedule)
  }

  /// The tensors that a step makes for a parameter: its new value, and what the optimiser begins to remember.
  func memory(toMove parameter: Parameter, with optimiser: Optimiser) -> [(shape: [Int], type: ElementType)] {
    guard let value = leaf(of: parameter)?.value, optimiser.slot < optimisers.count else { return [] }
    let isKnown = optimisers[optimiser.slot].memories[parameter.id] != nil
    return Array(repeating: (value.shape, value.elementType), count: isKnown ? 1 : 1 + optimiser.rule.averages)
  }

  /// Moves a parameter against its gradient; what was computed before keeps the old value.
  mutating func move(
    _ parameter: Parameter, against gradient: Traced, with optimiser: Optimiser, by rule: UpdateRule
  ) throws(TensorError) {
    guard let old = leaf(of: parameter)?.value, optimiser.slot < optimisers.count else { return }
    if case .sgd(let rate, 0) = rule {
      if case .float64(let w) = old, case .float64(let g) = gradient {
        update(parameter, to: .float64(w - rate * g))
      } else {
        update(parameter, to: try Tensors.Optimiser.descend(old, gradient: gradient, rate: rate))
      }
      return
    }
    // The memory leaves the state while it changes, so that nobody else holds it and it changes in place.
    var memory = optimisers[optimiser.slot].memories.removeValue(forKey: parameter.id) ?? OptimiserCell.Memory()
    memory.steps += 1
    let made = try memory.step(old, against: gradient, by: rule)
    optimisers[optimiser.slot].memories[parameter.id] = memory
    update(parameter, to: made)
  }
}

extension OptimiserCell.Memory {
  /// The parameter after one step.
  fileprivate mutating func step(
    _ old: Traced, against gradient: Traced, by rule: UpdateRule
  ) throws(TensorError) -> Traced {
    switch rule {
    case .adam(let rate, let beta1, let beta2, let epsilon, let weightDecay):
      var moments = self.moments ?? Tensors.Optimiser.Moments(like: old)
      self.moments = nil
      let made = try Tensors.Optimiser.adam(
        old, gradient: gradient, moments: &moments, step: steps, rate: rate, beta1: beta1, beta2: beta2,
        epsilon: epsilon, decay: weightDecay)
      self.moments = moments
      return made
    case .sgd, .rmsprop:
      return old.elementType == .float32
        ? AveragedStep<Float>(old, gradient).take(rule, &average)
        : AveragedStep<Double>(old, gradient).take(rule, &average)
    }
  }
}
