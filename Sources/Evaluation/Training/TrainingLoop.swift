import Source
import Tensors

extension Machine {
  /// One backward pass, and one step of every parameter that the loss depends on.
  func step(_ optimiser: Optimiser, loss: Value, at place: Site) throws(Stop) {
    let node = try lossNode(loss, at: place)
    let gradients = Gradient.ofParameters(node)
    // An interrupted pass leaves gradients that nobody may use.
    if host.isInterrupted() || Interruption.isRequested { throw .interrupted }
    guard !gradients.isEmpty else {
      throw place.failure(
        "not-recorded", "the loss does not depend on any parameter, so there is nothing to step",
        help: "compute it from parameters: w = param(…)")
    }
    growth.countUpdate()
    for cell in state.parameters {
      guard let handle = cell?.handle, let gradient = gradients[handle.id] else { continue }
      do {
        try state.move(handle, against: gradient, with: optimiser)
      } catch {
        throw place.failure(error.code, error.title, notes: error.notes, help: error.help)
      }
    }
    if let onUpdate { onUpdate(snapshot, gradients) }
  }

  /// Calls a model without recording, with dropout off.
  func evaluate<Result>(_ body: () throws(Stop) -> Result) throws(Stop) -> Result {
    let before = (isRecording, isTraining)
    (isRecording, isTraining) = (false, false)
    defer { (isRecording, isTraining) = before }
    return try body()
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
  var accuracy: Double? { counted == 0 ? nil : Double(right) / Double(counted) }

  /// Counts the right predictions of a batch: the largest score, or with one score the side of ½, against the class.
  mutating func count(_ output: Traced, _ targets: Traced) {
    guard let predicted = Score.classes(output), let wanted = Score.labels(targets, like: output),
      predicted.count == wanted.count
    else { return }
    counted += predicted.count
    for (a, b) in zip(predicted, wanted) where a == b { right += 1 }
  }

  /// The class that each row of scores stands for; nil for anything but scores.
  static func classes(_ output: Traced) -> [Int]? {
    let shape = output.shape
    guard output.plain.elementType != .byte, shape.count == 1 || shape.count == 2 else { return nil }
    let scores = output.plain.doubles
    guard shape.count == 2, shape[1] > 1 else { return scores.map { $0 > 0.5 ? 1 : 0 } }
    return (0..<shape[0]).map { row in
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
  let machine: Machine
  let place: Site
  let frame: Frame

  /// Trains; gives the mean loss and the accuracies of each epoch.
  func run() throws(Stop) -> Value {
    let before = (machine.isRecording, machine.isTraining)
    (machine.isRecording, machine.isTraining) = (true, true)
    defer { (machine.isRecording, machine.isTraining) = before }
    let start = machine.host.now()
    var (losses, accuracies, tests): ([Value], [Value], [Value]) = ([], [], [])
    for epoch in 1...epochs {
      let score = try run(epoch, since: start)
      var details = [(name: "loss", value: score.loss)]
      losses.append(.number(score.loss))
      if let accuracy = score.accuracy {
        accuracies.append(.number(accuracy))
        details.append((name: "accuracy", value: accuracy))
      }
      if let test {
        let result = try machine.score(model, on: test, loss: nil, at: place, in: frame)
        if let accuracy = result.accuracy {
          tests.append(.number(accuracy))
          details.append((name: "test", value: accuracy))
        }
      }
      report(epoch, fraction: Double(epoch) / Double(epochs), details, since: start, isFinal: true)
    }
    var fields: [(String, Value)] = [("loss", .list(List(losses)))]
    if !accuracies.isEmpty { fields.append(("accuracy", .list(List(accuracies)))) }
    if !tests.isEmpty { fields.append(("test", .list(List(tests)))) }
    return .record(Record(fields))
  }

  private func run(_ epoch: Int, since start: Double) throws(Stop) -> Score {
    let order = batches.started(machine)
    var score = Score()
    var (number, reported) = (0, start)
    while let batch = try order.cut(number, machine: machine, at: place) {
      // Between two batches the weights are whole: here a wish to stop is met.
      try machine.lookAround()
      try machine.tick()
      let output = try machine.call(model, [.data(batch.x)], at: place, from: frame)
      let targets = batch.y.map { Value.data($0) } ?? .data(batch.x)
      let value = try machine.call(loss, [output, targets], at: place, from: frame)
      try machine.step(optimiser, loss: value, at: place)
      number += 1
      let size = batch.x.shape.first ?? 0
      score.examples += size
      score.lossSum += (try machine.traced(value, at: place, operand: 0).plain.double ?? .nan) * Double(size)
      if case .data(let traced) = output, let y = batch.y { score.count(traced, y) }
      let now = machine.host.now()
      if now - reported >= 0.1 {
        reported = now
        let done = (Double(epoch - 1) + Double(number) / Double(batches.batchCount)) / Double(epochs)
        var details = [(name: "loss", value: score.loss)]
        if let accuracy = score.accuracy { details.append((name: "accuracy", value: accuracy)) }
        report(epoch, fraction: done, details, since: start, isFinal: false)
      }
    }
    return score
  }

  private func report(
    _ epoch: Int, fraction: Double, _ details: [(name: String, value: Double)], since start: Double, isFinal: Bool
  ) {
    machine.emit(
      .progress(
        Progress(
          title: "epoch \(epoch)/\(epochs)", fraction: fraction, details: details,
          seconds: machine.host.now() - start, isFinal: isFinal)))
  }
}

extension Machine {
  /// How a model does on all examples, without recording, a thousand at a time.
  func score(
    _ model: Function, on examples: ExampleSet, loss: Function?, at place: Site, in frame: Frame
  ) throws(Stop) -> Score {
    try evaluate { () throws(Stop) in
      var score = Score()
      let source = BatchSource(examples, size: 1000, isShuffled: false)
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
  /// What a model gives for all examples, without recording, a thousand at a time.
  func outputs(of model: Function, on data: ExampleSet, at place: Site, in frame: Frame) throws(Stop) -> Traced {
    try evaluate { () throws(Stop) in
      let source = BatchSource(data, size: 1000, isShuffled: false)
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
