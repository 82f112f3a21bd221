import Source
import Tensors

extension Builtins {
  /// Optimisers and training.
  static let training = [
    Optimisers.sgd, Optimisers.rmsprop, Optimisers.adam, Optimisers.adamw, Optimisers.step, Learning.train,
    Learning.accuracy, Learning.evaluate,
  ]
}

private enum Optimisers {
  private static let eps = Builtin.Parameter.optional("eps", "1e-8", "keeps the divisor away from 0")

  static let sgd = Builtin(
    "sgd",
    [.optional("rate", "0.01", "the step size η"), .optional("momentum", "0", "the share of the last step kept")],
    group: .training, "Makes plain gradient descent, w := w - rate · ∂L/∂w, with momentum if you like.",
    details: "With momentum the velocity v := momentum·v + ∂L/∂w takes the place of the gradient, as in PyTorch.",
    example: "w = param(3); step(sgd(rate=0.5), w^2); w  //= 0"
  ) { (call) throws(Stop) in
    .optimiser(
      call.machine.state.makeOptimiser(
        .sgd(rate: try rate(call, 0, 0.01), momentum: try share(call, 1, 0))))
  }

  static let rmsprop = Builtin(
    "rmsprop",
    [.optional("rate", "0.01"), .optional("decay", "0.99", "how slowly squared gradients are forgotten"), eps],
    group: .training, "Makes the optimiser that divides each gradient by its usual size.",
    details: "Source: Hinton's lecture 6e (2012); defaults as in PyTorch.",
    example: "w = param(1); step(rmsprop(rate=0.1), w^2); abs(w) < 1e-6  //= true"
  ) { (call) throws(Stop) in
    .optimiser(
      call.machine.state.makeOptimiser(
        .rmsprop(
          rate: try rate(call, 0, 0.01), decay: try share(call, 1, 0.99), epsilon: try call.number(2, default: 1e-8))))
  }

  static let adam = Builtin(
    "adam",
    [
      .optional("rate", "0.001"), .optional("beta1", "0.9", "memory for gradients"),
      .optional("beta2", "0.999", "memory for their squares"), eps,
    ],
    group: .training, "Makes Adam: steps by the mean gradient over its usual size.",
    details: "Source: Kingma and Ba (2015). :source adam_update shows one step written in the language.",
    example: "w = param(1); step(adam(rate=0.1), w^2); w  //= 0.9"
  ) { (call) throws(Stop) in try adam(call, decay: 0) }

  static let adamw = Builtin(
    "adamw",
    [
      .optional("rate", "0.001"), .optional("beta1", "0.9"), .optional("beta2", "0.999"), eps,
      .optional("decay", "0.01", "by how much the weights shrink, times the rate"),
    ], group: .training, "Makes Adam with weights that shrink a little at every step.",
    details: "Source: Loshchilov and Hutter (2019).", example: "w = param(1); step(adamw(rate=0.1), w^2); w  //= 0.899"
  ) { (call) throws(Stop) in try adam(call, decay: try call.number(4, default: 0.01)) }

  private static func adam(_ call: Call, decay: Double) throws(Stop) -> Value {
    .optimiser(
      call.machine.state.makeOptimiser(
        .adam(
          rate: try rate(call, 0, 0.001), beta1: try share(call, 1, 0.9), beta2: try share(call, 2, 0.999),
          epsilon: try call.number(3, default: 1e-8), weightDecay: decay)))
  }

  private static func rate(_ call: Call, _ position: Int, _ defaultValue: Double) throws(Stop) -> Double {
    let rate = try call.number(position, default: defaultValue)
    guard rate.isFinite, rate >= 0 else {
      throw call.failure("wrong-arguments", "rate must be a number from 0 up, and this is \(rate)", at: position)
    }
    return rate
  }

  private static func share(_ call: Call, _ position: Int, _ defaultValue: Double) throws(Stop) -> Double {
    let share = try call.number(position, default: defaultValue)
    guard share >= 0, share < 1 else {
      throw call.failure(
        "wrong-arguments",
        "\(call.builtin.parameters[position].name) must be at least 0 and below 1, and this is \(share)",
        at: position)
    }
    return share
  }

  static let step = Builtin(
    "step", [.required("optimiser", "sgd(…), adam(…) …"), .required("L", "the loss")], group: .training,
    "Takes one step: gradients by one backward pass, then an update of every parameter that L depends on.",
    details: "What was computed before keeps the old values, so ∂L/∂w is still the gradient at the old point.",
    example: "w = param(4); step(sgd(rate=0.25), w^2); w  //= 2"
  ) { (call) throws(Stop) in
    guard case .optimiser(let optimiser) = call[0] else {
      throw call.failure(
        "wrong-arguments", "step takes an optimiser first, and this is \(call[0].kind)", at: 0,
        help: "make one before the loop: opt = adam(); then step(opt, L)")
    }
    // The loss is the second argument here, and the first of a gradient.
    let place = Site(
      source: call.place.source, span: call.place.span, operands: Array(call.place.operands.dropFirst()),
      origin: call.place.origin)
    try call.machine.step(optimiser, loss: call[1], at: place)
    return .nothing
  }
}

private enum Learning {
  private static let model = Builtin.Parameter.required("model", "a function from x to scores")

  static let train = Builtin(
    "train",
    [
      model, .required("on", "data with x and y"),
      .optional("loss", "cross_entropy", "a function of output and targets"),
      .optional("with", "adam()", "the optimiser"), .optional("epochs", "1", "how often all data are seen"),
      .optional("batch", "100", "how many examples a step sees"),
      .optional("test", "", "data to measure the accuracy on after each epoch"),
    ], group: .training, "Trains a model: the loop over batches, with loss, accuracy and time as it goes.",
    details:
      "It is: for b in batches(on, batch) { step(opt, loss(model(b.x), b.y)) }, epochs times. Ctrl-C stops it at "
      + "the next batch, and the weights stay as they are then. It gives a record of the loss and the accuracy of each "
      + "epoch, for plot."
  ) { (call) throws(Stop) in
    let function = try call.function(0)
    let data = try ExampleSet(call[1], machine: call.machine, at: call.place)
    let optimiser: Optimiser
    switch call[3] {
    case .unset:
      optimiser = call.machine.state.makeOptimiser(
        .adam(rate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0))
    case .optimiser(let given): optimiser = given
    default:
      throw call.failure(
        "wrong-arguments", "with= takes an optimiser, and this is \(call[3].kind)", at: 3, help: "write with=adam()")
    }
    let epochs = try call.whole(4, default: 1)
    guard epochs > 0 else {
      throw call.failure("wrong-arguments", "there must be at least one epoch, not \(epochs)", at: 4)
    }
    let test = call.has(6) ? try ExampleSet(call[6], machine: call.machine, at: call.place) : nil
    return try TrainingLoop(
      model: function, loss: try loss(call, 2), optimiser: optimiser, epochs: epochs,
      batches: BatchSource(data, size: try Builtins.batchSize(call, 5), isShuffled: true), test: test,
      machine: call.machine, place: call.place, frame: call.frame
    ).run()
  }

  private static func loss(_ call: Call, _ position: Int) throws(Stop) -> Function {
    if call.has(position) { return try call.function(position) }
    guard case .function(let function) = call.machine.library.value(named: "cross_entropy") else {
      throw call.failure("unknown-name", "cross_entropy is not known")
    }
    return function
  }

  static let accuracy = Builtin(
    "accuracy",
    [
      .required("model", "a function from x to scores, or the scores"),
      .required("data", "data with x and y, or the labels"),
    ],
    group: .training, "Gives the share of examples whose largest score is at the true class.",
    details: "A model is called a thousand examples at a time, without recording and with dropout off. With a single "
      + "score for each example, above 0.5 counts as class 1.",
    example: "accuracy([[0.9, 0.1], [0.2, 0.8]], [0, 0])  //= 0.5"
  ) { (call) throws(Stop) in
    let machine = call.machine
    var score = Score()
    if case .function(let function) = call[0] {
      let data = try ExampleSet(call[1], machine: machine, at: call.place)
      score = try machine.score(function, on: data, loss: nil, at: call.place, in: call.frame)
    } else {
      score.count(try call.traced(0), try call.traced(1))
    }
    guard let accuracy = score.accuracy else {
      throw call.failure(
        "shape-mismatch", "these do not fit together as scores and classes",
        notes: ["Scores are [n, classes], or [n] for yes and no; labels are n whole numbers."])
    }
    return .number(accuracy)
  }

  static let evaluate = Builtin(
    "evaluate",
    [
      model, .required("data", "data with x and y, or inputs alone"),
      .optional("loss", "cross_entropy", "a function of output and targets"),
    ],
    group: .training, "Measures a model on data without recording: its loss and its accuracy.",
    details:
      "With inputs alone it gives the outputs. Both are computed a thousand examples at a time, with dropout off.",
    example: "evaluate(x -> 2x, [1, 2, 3])  //= [2, 4, 6]"
  ) { (call) throws(Stop) in
    let machine = call.machine
    let function = try call.function(0)
    if case .record = call[1] {
      let data = try ExampleSet(call[1], machine: machine, at: call.place)
      let score = try machine.score(function, on: data, loss: try loss(call, 2), at: call.place, in: call.frame)
      var fields: [(String, Value)] = [("loss", .number(score.loss))]
      if let accuracy = score.accuracy { fields.append(("accuracy", .number(accuracy))) }
      return .record(Record(fields))
    }
    let data = ExampleSet(x: try call.traced(1).plain, y: nil)
    guard !data.x.shape.isEmpty else {
      throw call.failure("not-data", "evaluate takes many inputs, and this is one number", at: 1)
    }
    return .data(try machine.outputs(of: function, on: data, at: call.place, in: call.frame))
  }
}
