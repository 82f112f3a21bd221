import Source
import Tensors

extension Machine {
  /// One backward pass, and one step of the parameters that the loss depends on, or of the chosen ones among them.
  ///
  /// With `clip` the gradients are scaled down together when their norm is larger.
  func step(
    _ optimiser: Optimiser, loss: Value, called name: String? = nil, of chosen: [Parameter]? = nil, clip: Double? = nil,
    at place: Site, in frame: Frame
  ) throws(Stop) {
    let node = try lossNode(loss, at: place)
    var gradients = Gradient.ofParameters(node)
    // An interrupted pass leaves gradients that nobody may use.
    if host.isInterrupted() || Interruption.isRequested { throw .interrupted }
    guard !gradients.isEmpty else { throw place.nothingToStep() }
    if let chosen {
      let ids = Set(chosen.map(\.id))
      gradients = gradients.filter { ids.contains($0.key) }
      guard !gradients.isEmpty else { throw place.noneChosen() }
    }
    if !state.frozen.isEmpty {
      gradients = gradients.filter { !state.frozen.contains($0.key) }
      guard !gradients.isEmpty else { throw place.allFrozen() }
    }
    if state.stepped.isRepeated(by: node, moving: gradients.keys) { noteRepeated(at: place) }
    if let clip { gradients = try clipped(gradients, to: clip, at: place) }
    var rule = try rule(of: optimiser, at: place, in: frame)
    if let trail {
      trail.note(
        PastMove(rule: rule, chosen: chosen.map { Set($0.map(\.id)) }, clip: clip), against: name ?? lastLoss?.name)
      if trail.pace != 1 { rule = rule.with(rate: rule.rate * trail.pace) }
    }
    growth.countUpdate()
    try attempt(at: place) { () throws(TensorError) in
      try state.move(against: gradients, with: optimiser, by: rule)
    }
    state.optimisers[optimiser.slot].steps += 1
    state.optimisers[optimiser.slot].holdsRate = false
    if let onUpdate { onUpdate(snapshot, gradients) }
  }

  /// The rate of an optimiser's next step.
  func rate(of optimiser: Optimiser, at place: Site, in frame: Frame) throws(Stop) -> Double {
    guard optimiser.slot < state.optimisers.count else { return optimiser.rule.rate }
    let cell = state.optimisers[optimiser.slot]
    if let rate = cell.rate { return rate }
    guard let schedule = optimiser.schedule else { return optimiser.rule.rate }
    let made = try evaluate { () throws(Stop) in
      try call(schedule, [.integer(cell.steps)], at: place, from: frame)
    }
    guard let rate = try traced(made, at: place, operand: 0).plain.double, rate.isFinite, rate >= 0 else {
      throw place.noRate(ValueText.plain(made, machine: self), step: cell.steps)
    }
    return rate
  }

  /// Sets the rate of an optimiser's steps from now on.
  func setRate(of optimiser: Optimiser, to value: Value, at place: Site) throws(Stop) -> Value {
    guard let rate = try traced(value, at: place, operand: 1).plain.double, rate.isFinite, rate >= 0 else {
      throw place.noRate(ValueText.plain(value, machine: self), step: nil)
    }
    if optimiser.slot < state.optimisers.count, !state.optimisers[optimiser.slot].holdsRate {
      state.optimisers[optimiser.slot].rate = rate
    }
    return .number(rate)
  }

  private func rule(of optimiser: Optimiser, at place: Site, in frame: Frame) throws(Stop) -> UpdateRule {
    let rate = try rate(of: optimiser, at: place, in: frame)
    return rate == optimiser.rule.rate ? optimiser.rule : optimiser.rule.with(rate: rate)
  }

  /// The gradients scaled down together so that their norm is at most `most`.
  private func clipped(_ gradients: [Int: Traced], to most: Double, at place: Site) throws(Stop) -> [Int: Traced] {
    let squares = gradients.sorted { $0.key < $1.key }.map { $0.value.doubles.reduce(0) { $0 + $1 * $1 } }
    let norm = squares.reduce(0, +).squareRoot()
    guard norm > most else { return gradients }
    return try attempt(at: place) { () throws(TensorError) in
      var scaled: [Int: Traced] = [:]
      for (id, gradient) in gradients { scaled[id] = try Operation.multiply(gradient, .float64(most / norm)) }
      return scaled
    }
  }

  /// Calls a model without recording, with dropout off.
  func evaluate<Result>(_ body: () throws(Stop) -> Result) throws(Stop) -> Result {
    let before = (isRecording, isTraining)
    (isRecording, isTraining) = (false, false)
    defer { (isRecording, isTraining) = before }
    return try body()
  }
}

// MARK: Words

extension Site {
  fileprivate func nothingToStep() -> Stop {
    failure(
      .notRecorded, "the loss does not depend on any parameter, so there is nothing to step",
      help: "compute it from parameters: w = param(…)")
  }

  fileprivate func noneChosen() -> Stop {
    failure(
      .notRecorded, "the loss depends on none of the parameters in of=",
      help: "write of=parameters(net), of the net to train")
  }

  /// `loss` is that of a step counted from 1, before which the weights are put back by a step, unless `culprit` says what
  /// made the loss what it is.
  fileprivate func diverged(
    _ loss: Double, step: Int, epoch: Int, from first: Double?, culprit: Phrase?
  ) -> Diagnostic {
    let number = NumberText.of(loss, digits: 5)
    let title: Phrase =
      loss.isNaN
      ? "the loss is nan at step \(step), in epoch \(epoch): training stops here"
      : "the loss has grown to \(number) at step \(step), in epoch \(epoch): training stops here"
    var notes: [Phrase] = []
    if let culprit {
      notes.append("\(culprit); the weights are those before that step.")
    } else if step == 1 {
      notes.append("It was so before the first step: the first weights or the data make it so.")
    } else {
      notes.append("The weights are those before step \(step - 1), which led there.")
    }
    if let first { notes.append("The first loss was \(NumberText.of(first, digits: 5)).") }
    return Diagnostic(
      .warning, code: .trainingStopped, title, source: source, labels: [.init(span)], notes: notes)
  }

  fileprivate func manyLosses(_ shape: [Int]) -> Stop {
    failure(
      .notAScalar, "the loss must be one number, and this one has the shape \(ShapeText.of(shape))",
      notes: ["With many numbers there is one gradient for each of them."],
      help: "take the mean of them: loss=(p, y) -> mean((p - y)^2)")
  }

  /// An element of the data that is no finite number.
  fileprivate static func unfit(_ name: String, _ value: Double) -> Phrase {
    "\(name) of the data is \(NumberText.of(value, digits: 5)), and the batch of that step holds it"
  }

  fileprivate func stoppedEarly(_ epoch: Int, best: Int, watchesValidation: Bool) -> Diagnostic {
    Diagnostic(
      .note, code: .trainingEnded,
      watchesValidation
        ? "the validation loss has not fallen since epoch \(best), so training stops after epoch \(epoch)"
        : "the loss has not fallen since epoch \(best), so training stops after epoch \(epoch)",
      source: source, labels: [.init(span)])
  }

  /// `best` is the epoch whose weights are put back.
  fileprivate func stoppedByHand(_ epoch: Int, best: Int?) -> Diagnostic {
    Diagnostic(
      .note, code: .trainingEnded, "training was stopped in epoch \(epoch); what was reached is given",
      source: source, labels: [.init(span)],
      notes: [
        best.map { "The weights are those of epoch \($0), the best." }
          ?? "The weights are those after the last batch."
      ])
  }

  fileprivate func noAccuracy() -> Diagnostic {
    Diagnostic(
      .note, code: .argumentValue, "test= measures the accuracy, and these targets are no classes", source: source,
      labels: [.init(span)], help: "validation= measures the loss on other data")
  }

  fileprivate func allFrozen() -> Stop {
    failure(
      .notRecorded, "every parameter that this would move is frozen", help: "unfreeze(net) lets them move again")
  }

  fileprivate func noRate(_ text: String, step: Int?) -> Stop {
    guard let step else {
      return failure(.argumentValue, "the rate must be a number from 0 up, and this is \(text)")
    }
    return failure(.argumentValue, "the rate of step \(step) must be a number from 0 up, and this is \(text)")
  }
}

/// How a model does on examples.
struct Score {
  var lossSum = 0.0
  var right = 0
  var counted = 0
  var examples = 0

  /// The mean loss; nan when there was nothing to average.
  var loss: Double { examples == 0 ? .nan : lossSum / Double(examples) }

  /// The share of right predictions; nil when targets are not classes.
  var accuracy: Double? { counted == 0 || hasOthers ? nil : Double(right) / Double(counted) }

  /// Whether a batch had targets that are no classes: then whole numbers of another batch are none either.
  private var hasOthers = false

  /// Counts the right predictions of a batch: the largest score, or with one score the side of ½, against the class.
  mutating func count(_ output: Traced, _ targets: Traced) {
    guard let predicted = Score.classes(output), let wanted = Score.labels(targets, like: output),
      predicted.count == wanted.count
    else {
      hasOthers = true
      return
    }
    // One score says yes or no; what is neither, such as a price, is a number to come near to.
    guard
      output.shape.count == 2 && output.shape[1] > 1 || !output.elementType.isFloat
        || wanted.allSatisfy({ $0 == 0 || $0 == 1 })
    else {
      hasOthers = true
      return
    }
    counted += predicted.count
    for (a, b) in zip(predicted, wanted) where a == b { right += 1 }
  }

  /// The class that each row of scores stands for; nil for anything but scores.
  static func classes(_ output: Traced) -> [Int]? {
    let shape = output.shape
    guard output.plain.elementType != .byte, shape.count == 1 || shape.count == 2 else { return nil }
    // Whole numbers, such as argmax gives, are the classes themselves.
    if shape.count == 1, !output.elementType.isFloat { return output.plain.integers }
    let scores = output.plain.doubles
    // A score that is no number is no answer: class -1, which nothing belongs to.
    guard shape.count == 2, shape[1] > 1 else { return scores.map { $0.isNaN ? -1 : $0 > 0.5 ? 1 : 0 } }
    return (0..<shape[0]).map { row in
      if scores[row * shape[1]..<(row + 1) * shape[1]].contains(where: \.isNaN) { return -1 }
      var best = row * shape[1]
      for place in row * shape[1]..<(row + 1) * shape[1] where scores[place] > scores[best] { best = place }
      return best - row * shape[1]
    }
  }

  /// The true classes, also of one-hot rows; nil when the targets are not classes.
  private static func labels(_ targets: Traced, like output: Traced) -> [Int]? {
    let shape = targets.shape
    if shape.count == 2, shape[1] > 1, shape == output.shape { return classes(targets) }
    guard shape.count == 1 || (shape.count == 2 && shape[1] == 1) else { return nil }
    if !targets.elementType.isFloat { return targets.plain.integers }
    var labels: [Int] = []
    for number in targets.plain.doubles {
      guard let label = Int(exactly: number) else { return nil }
      labels.append(label)
    }
    return labels
  }
}

/// The loop that `train` is: batches, loss, backward pass, step, and reports on the way.
struct TrainingLoop {
  let model: Function
  let loss: Function
  let optimiser: Optimiser
  let epochs: Int
  let batches: BatchSource
  let test: ExampleSet?
  /// Data to measure the loss on after each epoch.
  let validation: ExampleSet?
  /// After how many epochs without a smaller loss it stops; nil for never.
  let patience: Int?
  /// Whether the weights of the best epoch are put back at the end.
  let keepsBest: Bool
  let machine: Machine
  let place: Site
  let frame: Frame

  /// Trains; gives the mean loss and the accuracies of each epoch.
  ///
  /// Ctrl-C ends it between two batches, and what was reached is given all the same; so does a loss that is no number.
  func run() throws(Stop) -> Value {
    let before = (machine.isRecording, machine.isTraining)
    (machine.isRecording, machine.isTraining) = (true, true)
    defer { (machine.isRecording, machine.isTraining) = before }
    let start = machine.host.now()
    let canBegin = machine.trail?.isResumable(machine.state) ?? false
    var way = canBegin ? machine.trail?.resumedTraining(machine) ?? Way() : Way()
    do {
      while way.epoch <= epochs {
        guard try runEpoch(&way, since: start, isKept: canBegin) else { break }
        let watched = try measure(way, since: start, &way.history)
        if way.best.map({ watched < $0.loss }) ?? true { way.best = (watched, way.epoch, machine.state.parameters) }
        if let patience, let best = way.best, way.epoch - best.epoch >= patience {
          if way.epoch < epochs {
            machine.tell(place.stoppedEarly(way.epoch, best: best.epoch, watchesValidation: validation != nil))
          }
          break
        }
        way.nextEpoch()
      }
    } catch .interrupted where machine.trail?.isStopped != true {
      // The record is still given; the run ends when it is bound.
      machine.endsAfterStatement = true
      machine.tell(place.stoppedByHand(way.epoch, best: keepsBest ? way.best?.epoch : nil))
    }
    if keepsBest, let best = way.best { machine.state.restore(best.weights) }
    return way.history.record
  }

  /// How far a training is: everything that one batch hands on to the next, besides the state.
  struct Way {
    /// The epoch under way, counted from 1.
    fileprivate(set) var epoch = 1
    /// Its batches in their order; nil before it begins.
    fileprivate var order: BatchSource?
    /// The next batch.
    fileprivate var number = 0
    fileprivate var score = Score()
    /// The weights before the last step.
    fileprivate var weights: [ParameterCell?] = []
    fileprivate var history = History()
    fileprivate var best: (loss: Double, epoch: Int, weights: [ParameterCell?])?

    fileprivate mutating func nextEpoch() {
      epoch += 1
      (order, number, score) = (nil, 0, Score())
    }
  }

  /// What `train` gives: a list for each number, with an element for each epoch.
  fileprivate struct History {
    private var columns: [(name: String, values: [Value])] = ["loss", "accuracy", "validation", "test"].map { ($0, []) }
    /// The first loss of all.
    var first: Double?
    /// How many steps there have been.
    var steps = 0

    mutating func add(_ name: String, _ value: Double) {
      for place in columns.indices where columns[place].name == name { columns[place].values.append(.number(value)) }
    }

    var record: Value {
      .record(
        Record(
          columns.filter { $0.name == "loss" || !$0.values.isEmpty }.map { ($0.name, Value.list(List($0.values))) }))
    }
  }

  /// Enters an epoch into the history and reports it; gives the loss that patience watches.
  private func measure(_ way: Way, since start: Double, _ history: inout History) throws(Stop) -> Double {
    let (score, epoch) = (way.score, way.epoch)
    var watched = score.loss
    var details = [(name: "loss", value: score.loss)]
    if let accuracy = score.accuracy { details.append((name: "accuracy", value: accuracy)) }
    if let validation {
      watched = try machine.score(model, on: validation, loss: loss, at: place, in: frame).loss
      details.append((name: "validation", value: watched))
    }
    if let test {
      if let accuracy = try machine.score(model, on: test, loss: nil, at: place, in: frame).accuracy {
        details.append((name: "test", value: accuracy))
      } else {
        machine.tell(place.noAccuracy(), counts: false)
      }
    }
    for detail in details { history.add(detail.name, detail.value) }
    report(epoch, fraction: Double(epoch) / Double(epochs), details, since: start, isFinal: true)
    return watched
  }

  /// One epoch; false when the loss was no number, or a thousand times what it was at first.
  private func runEpoch(_ way: inout Way, since start: Double, isKept: Bool) throws(Stop) -> Bool {
    let order: BatchSource
    if let begun = way.order {
      order = begun
    } else {
      order = try batches.started(machine, at: place)
      (way.order, way.weights) = (order, machine.state.parameters)
    }
    var reported = start
    while let batch = try order.cut(way.number, machine: machine, at: place) {
      // Between two batches the weights are whole: here a wish to stop is met.
      try machine.lookAround()
      try machine.tick()
      let output = try machine.call(model, [.data(batch.x)], at: place, from: frame)
      let targets = batch.y.map { Value.data($0) } ?? .data(batch.x)
      let value = try machine.call(loss, [output, targets], at: place, from: frame)
      let made = try machine.traced(value, at: place, operand: 0)
      guard made.shape.isEmpty else { throw place.manyLosses(made.shape) }
      let now = made.plain.double ?? .nan
      if now.isNaN || way.history.first.map({ $0 > 0 && now > 1000 * $0 }) ?? false {
        // The step that cannot be taken belongs to the run all the same: it is the one to look at.
        machine.lastLoss = PastLoss(value: now, name: "L")
        try machine.countStep { [("L", value), ("x", .data(batch.x)), ("y", targets)] }
        let areWeightsFinite = machine.state.parameters.allSatisfy {
          $0?.leaf.value.doubles.allSatisfy(\.isFinite) ?? true
        }
        let culprit = now.isNaN && areWeightsFinite ? order.firstNotFinite(way.number, batch) : nil
        if culprit == nil { machine.state.restore(way.weights) }
        machine.tell(
          place.diverged(
            now, step: way.history.steps + 1, epoch: way.epoch, from: way.history.first,
            culprit: culprit.map(Site.unfit)))
        return false
      }
      if way.history.first == nil { way.history.first = now }
      way.weights = machine.state.parameters
      try machine.step(optimiser, loss: value, called: "L", at: place, in: frame)
      way.history.steps += 1
      way.number += 1
      let size = batch.x.shape.first ?? 0
      way.score.examples += size
      way.score.lossSum += now * Double(size)
      if case .data(let traced) = output, let y = batch.y { way.score.count(traced, y) }
      machine.lastLoss = PastLoss(value: now, name: "L")
      try machine.countStep { [("L", value), ("x", .data(batch.x)), ("y", targets)] }
      if isKept { machine.trail?.keep(machine, at: .training(way)) }
      let time = machine.host.now()
      if time - reported >= 0.1 {
        reported = time
        let done = (Double(way.epoch - 1) + Double(way.number) / Double(batches.batchCount)) / Double(epochs)
        var details = [(name: "loss", value: way.score.loss)]
        if let accuracy = way.score.accuracy { details.append((name: "accuracy", value: accuracy)) }
        report(way.epoch, fraction: done, details, since: start, isFinal: false)
      }
    }
    return true
  }

  private func report(
    _ epoch: Int, fraction: Double, _ details: [(name: String, value: Double)], since start: Double, isFinal: Bool
  ) {
    machine.emit(
      .progress(
        Progress(
          title: "epoch \(epoch)/\(epochs)", fraction: fraction, details: details,
          seconds: machine.host.now() - start, isFinal: isFinal, count: epochs)))
  }
}

extension Machine {
  /// How a model does on all examples, a portion at a time, without recording.
  func score(
    _ model: Function, on examples: ExampleSet, loss: Function?, at place: Site, in frame: Frame
  ) throws(Stop) -> Score {
    try evaluate { () throws(Stop) in
      var score = Score()
      let source = BatchSource(examples, size: examples.portion, isShuffled: false)
      var number = 0
      while let batch = try source.cut(number, machine: self, at: place) {
        try lookAround()
        let output = try call(model, [.data(batch.x)], at: place, from: frame)
        let size = batch.x.shape.first ?? 0
        score.examples += size
        number += 1
        guard let y = batch.y else { continue }
        score.count(try traced(output, at: place, operand: 0), y)
        if let loss {
          let value = try call(loss, [output, .data(y)], at: place, from: frame)
          score.lossSum += (try traced(value, at: place, operand: 0).plain.double ?? .nan) * Double(size)
        }
      }
      return score
    }
  }
}

extension Machine {
  /// What a model gives for all examples, a portion at a time, without recording.
  func outputs(of model: Function, on data: ExampleSet, at place: Site, in frame: Frame) throws(Stop) -> Traced {
    try evaluate { () throws(Stop) in
      let source = BatchSource(data, size: data.portion, isShuffled: false)
      var parts: [Traced] = []
      while let piece = try source.cut(parts.count, machine: self, at: place) {
        try lookAround()
        parts.append(
          try traced(try call(model, [.data(piece.x)], at: place, from: frame), at: place, operand: 0))
      }
      if parts.count == 1 { return parts[0] }
      do throws(TensorError) {
        return try Operation.concat(parts, .axis(0))
      } catch {
        throw place.failure(error.code, error.title, notes: error.notes, help: error.help)
      }
    }
  }
}
