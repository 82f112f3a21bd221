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
  private static let eps = Builtin.Parameter.number("eps", 1e-8, .from(0), "keeps the divisor away from 0")

  static let sgd = Builtin(
    "sgd",
    [
      .number("rate", 0.01, .from(0), "the step size η, or a function of the step"),
      .number("momentum", 0, .below(0, 1), "the share of the last step kept"),
    ],
    group: .training, "Makes plain gradient descent, w := w - rate · ∂L/∂w, with momentum if you like.",
    details: "With momentum the velocity v := momentum·v + ∂L/∂w takes the place of the gradient, as in PyTorch.",
    example: "w = param(3); step(sgd(rate=0.5), w^2); w  //= 0"
  ) { (call) throws(Stop) in
    try call.refuseParameters()
    let momentum = try call.number("momentum")
    return try make(call) { .sgd(rate: $0, momentum: momentum) }
  }

  static let rmsprop = Builtin(
    "rmsprop",
    [
      .number("rate", 0.01, .from(0)),
      .number("decay", 0.99, .below(0, 1), "how slowly squared gradients are forgotten"), eps,
    ],
    group: .training, "Makes the optimiser that divides each gradient by its usual size.",
    details: "Source: Hinton's lecture 6e (2012); defaults as in PyTorch.",
    example: "w = param(1); step(rmsprop(rate=0.1), w^2); abs(w) < 1e-6  //= true"
  ) { (call) throws(Stop) in
    try call.refuseParameters()
    let (decay, epsilon) = (try call.number("decay"), try call.number("eps"))
    return try make(call) { .rmsprop(rate: $0, decay: decay, epsilon: epsilon) }
  }

  static let adam = Builtin(
    "adam",
    [
      .number("rate", 0.001, .from(0)), .number("beta1", 0.9, .below(0, 1), "memory for gradients"),
      .number("beta2", 0.999, .below(0, 1), "memory for their squares"), eps,
    ],
    group: .training, "Makes Adam: steps by the mean gradient over its usual size.",
    details: "Source: Kingma and Ba (2015). :source adam_update shows one step written in the language.",
    example: "w = param(1); step(adam(rate=0.1), w^2); w  //= 0.9"
  ) { (call) throws(Stop) in try adam(call, decay: 0) }

  static let adamw = Builtin(
    "adamw",
    [
      .number("rate", 0.001, .from(0)), .number("beta1", 0.9, .below(0, 1)), .number("beta2", 0.999, .below(0, 1)), eps,
      .number("decay", 0.01, .from(0), "by how much the weights shrink, times the rate"),
    ], group: .training, "Makes Adam with weights that shrink a little at every step.",
    details: "Source: Loshchilov and Hutter (2019).", example: "w = param(1); step(adamw(rate=0.1), w^2); w  //= 0.899"
  ) { (call) throws(Stop) in try adam(call, decay: try call.number("decay")) }

  private static func adam(_ call: Call, decay: Double) throws(Stop) -> Value {
    try call.refuseParameters()
    let (beta1, beta2) = (try call.number("beta1"), try call.number("beta2"))
    let epsilon = try call.number("eps")
    return try make(call) {
      .adam(rate: $0, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: decay)
    }
  }

  /// An optimiser whose rate is a number, or a function of the step that gives one.
  private static func make(_ call: Call, _ rule: (Double) -> UpdateRule) throws(Stop) -> Value {
    if case .function(let schedule) = call["rate"] {
      return .optimiser(call.machine.state.makeOptimiser(rule(0), schedule: schedule))
    }
    return .optimiser(call.machine.state.makeOptimiser(rule(try call.number("rate"))))
  }

  static let step = Builtin(
    "step",
    [
      .required("optimiser", "sgd(…), adam(…) …"), .required("L", "the loss"),
      .optional("of", "", "parameters, or a model: these alone move"),
      .optional("clip", "", "the largest norm that all gradients together may have"),
    ], group: .training,
    "Takes one step: gradients by one backward pass, then an update of every parameter that L depends on.",
    details: "What was computed before keeps the old values, so ∂L/∂w is still the gradient at the old point. Of two "
      + "nets that L depends on, step(opt, L, of=parameters(G)) trains one. opt.rate is the rate of the next step, "
      + "opt.rate := 0.001 sets it, and a function of the step changes it as it goes: adam(cosine(0.01, steps=500)).",
    example: "w = param(4); step(sgd(rate=0.25), w^2); w  //= 2"
  ) { (call) throws(Stop) in
    let optimiser = try call.givenStep()
    // The loss is the second argument here, and the first of a gradient.
    let place = Site(
      source: call.place.source, span: call.place.span, operands: Array(call.place.operands.dropFirst()),
      origin: call.place.origin)
    let (chosen, clip) = (try call.chosenParameters(2), try call.givenClip(3))
    try call.machine.step(optimiser, loss: call[1], of: chosen, clip: clip, at: place, in: call.frame)
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
      .optional("with", "adam()", "the optimiser"), .whole("epochs", 1, .from(1), "how often all data are seen"),
      .optional("batch", "100", "how many examples a step sees"),
      .optional("test", "", "data to measure the accuracy on after each epoch"),
      .optional("validation", "", "data to measure the loss on after each epoch"),
      .optional("patience", "", "stop after so many epochs without a smaller loss, of validation if given"),
      .text("keep", "last", "which weights stay at the end: \"last\" or \"best\""),
    ], group: .training, "Trains a model: the loop over batches, with loss, accuracy and time as it goes.",
    details:
      "It is: for b in batches(on, batch) { training { step(opt, loss(model(b.x), b.y)) } }, epochs times. Ctrl-C stops "
      + "it at the next batch, what was reached is given, and the weights stay as they are then; with keep=\"best\" they "
      + "are those of the best epoch. It gives a record of the loss and the accuracy of each epoch, for plot. A loss that "
      + "is nan, or a thousand times the first, ends it with the weights before the step that led there."
  ) { (call) throws(Stop) in
    let function = try call.function(0)
    let lossFunction = try loss(call, 2)
    let optimiser =
      try call.givenOptimiser(3)
      ?? call.machine.state.makeOptimiser(
        .adam(rate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0))
    let data = try ExampleSet(call[1], machine: call.machine, at: call.place)
    let epochs = try call.whole("epochs")
    let (test, validation) = (try call.givenExamples(6), try call.givenExamples(7))
    let patience = call.has(8) ? try call.whole(8) : nil
    if let patience, patience < 1 {
      throw call.failure(.argumentValue, "patience is at least one epoch, not \(patience)", at: 8)
    }
    let keep = try call.text("keep")
    guard ["last", "best"].contains(keep) else {
      throw call.failure(.argumentValue, "keep is \"last\" or \"best\", not \"\(keep)\"", at: 9)
    }
    return try TrainingLoop(
      model: function, loss: lossFunction, optimiser: optimiser, epochs: epochs,
      batches: BatchSource(data, size: try Builtins.batchSize(call, 5), isShuffled: true), test: test,
      validation: validation, patience: patience, keepsBest: keep == "best", machine: call.machine, place: call.place,
      frame: call.frame
    ).run()
  }

  private static func loss(_ call: Call, _ position: Int) throws(Stop) -> Function {
    if call.has(position) { return try call.givenLoss(position) }
    guard case .function(let function) = call.machine.library.value(named: "cross_entropy") else {
      throw call.failure(.unknownName, "cross_entropy is not known")
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
    details: "A model is called with up to a thousand examples at a time, without recording and with dropout off. With "
      + "a single score for each example, above 0.5 counts as class 1.",
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
        .shapeMismatch, "these do not fit together as scores and classes",
        notes: ["Scores are [n, classes], or [n] for yes and no; labels are n whole numbers."],
        help: "look at both: shape(…)")
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
      "With inputs alone it gives the outputs. Both are computed up to a thousand examples at a time, with dropout off.",
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
      throw call.failure(.notData, "evaluate takes many inputs, and this is one number", at: 1)
    }
    return .data(try machine.outputs(of: function, on: data, at: call.place, in: call.frame))
  }
}
