import Source
import Tensors

/// What the losses of the prelude ask before they compute: labels and probabilities that mean something.
enum LossChecks {
  static let labels = Builtin(
    "check_labels",
    [.required("scores", "[…, classes]"), .required("labels", "whole numbers […], or rows of scores' shape")],
    group: .activations, "Refuses labels that do not fit scores: one whole number or one row for each row of scores.",
    details: "cross_entropy begins with it."
  ) { (call) throws(Stop) in
    let scores = try call.traced(0)
    let (shape, labels) = (scores.shape, try call.traced(1).shape)
    guard let classes = shape.last, labels == shape || labels == Array(shape.dropLast()) else {
      throw call.unfitLabels(shape, labels)
    }
    if labels != shape, try call.traced(1).elementType.isFloat,
      let number = try call.numbers(1).first(where: { Int(exactly: $0) == nil })
    {
      throw call.noClass(number)
    }
    if labels == shape, let unfit = try call.traced(1).unfitRow(classes) {
      throw call.noProbabilities(classes, unfit, alone: shape.count == 1)
    }
    if case .node(let node) = scores, let made = node.call, made.isPrelude, made.function == "softmax" {
      call.warn(
        .softmaxTwice, "softmax is taken twice: cross_entropy begins with it",
        notes: [
          "Probabilities lie between 0 and 1, and as logits that is close together, "
            + "so the \(classes) classes can hardly be told apart."
        ],
        help: "give cross_entropy the logits themselves, and take softmax only to read probabilities")
    }
    return .nothing
  }

  static let probabilities = Builtin(
    "check_probabilities", [.required("p", "probabilities"), .required("y", "what is true, from 0 to 1")],
    group: .activations, "Refuses probabilities and targets outside 0 to 1.",
    details: "binary_cross_entropy begins with it."
  ) { (call) throws(Stop) in
    if let outside = try call.numbers(0).first(where: { $0 < 0 || $0 > 1 }) { throw call.noProbability(outside) }
    if let outside = try call.numbers(1).first(where: { $0 < 0 || $0 > 1 }) { throw call.noTarget(outside) }
    return .nothing
  }
}

// MARK: Words

extension Call {
  /// What measures targets that are no classes.
  private static let ofNumbers: Phrase = "numbers to come near to, such as prices, have another loss: loss=mse"

  fileprivate func noClass(_ number: Double) -> Stop {
    let what: Phrase = .verbatim("labels")
    return failure(
      .notAWholeNumber, "\(what) must be whole numbers, and one of these is \(number)", at: 1, help: Call.ofNumbers)
  }

  fileprivate func noProbabilities(_ classes: Int, _ unfit: UnfitRow, alone: Bool) -> Stop {
    let title: Phrase
    let note: Phrase
    switch unfit {
    case .negative(let number):
      title =
        "labels of the shape of the scores are probabilities, and one of these is \(NumberText.of(number, digits: 5))"
      note = "No probability is below 0."
    case .sum(let sum):
      title =
        "labels of the shape of the scores are probabilities, and one row of \(classes) sums to \(NumberText.of(sum, digits: 5))"
      note = "A row of probabilities sums to 1, as those of one_hot(labels, classes) do."
    }
    let help: Phrase =
      if classes == 1 {
        Call.ofNumbers
      } else if alone {
        "scores of many examples are [n, classes], not yet the class that argmax finds, and labels n whole numbers"
      } else {
        "give a whole number for each row of scores, or softmax(…, axis=-1) of what these are"
      }
    return failure(.notAProbability, title, at: 1, notes: [note], help: help)
  }

  fileprivate func unfitLabels(_ scores: [Int], _ labels: [Int]) -> Stop {
    guard let classes = scores.last else {
      return failure(
        .shapeMismatch, "scores have an axis for the classes, and this is one number",
        help: "give a list of scores, one for each class")
    }
    let wanted = Array(scores.dropLast())
    let help: Phrase =
      if labels == wanted + [1] {
        "squeeze(labels, axis=-1) gives them the shape \(ShapeText.of(wanted))"
      } else if wanted.isEmpty {
        "give one whole number"
      } else {
        "give whole numbers of shape \(ShapeText.of(wanted))"
      }
    return failure(
      .shapeMismatch, "labels of shape \(ShapeText.of(labels)) do not fit scores of shape \(ShapeText.of(scores))",
      notes: [
        "Scores \(ShapeText.of(scores)) take one class from 0 to \(classes - 1) for each row, labels of shape "
          + "\(ShapeText.of(wanted)), or one row of probabilities each, of shape \(ShapeText.of(scores))."
      ],
      help: help)
  }

  fileprivate func noProbability(_ number: Double) -> Stop {
    failure(
      .notAProbability,
      "p must be probabilities from 0 to 1, and one of these is \(NumberText.of(number, digits: 7))",
      help: "σ is missing: binary_cross_entropy(σ(z), y)")
  }

  fileprivate func noTarget(_ number: Double) -> Stop {
    failure(
      .notAProbability, "y must be 1 for yes and 0 for no, and one of these is \(NumberText.of(number, digits: 7))",
      notes: ["Numbers between stand for a share of yes."])
  }
}

/// Why the numbers of a row are no probabilities.
private enum UnfitRow {
  /// One of them is below 0.
  case negative(Double)
  /// They sum to another number than 1.
  case sum(Double)
}

extension Traced {
  /// What is wrong with the first row, along the last axis, whose numbers are no probabilities; nil when all are.
  fileprivate func unfitRow(_ classes: Int) -> UnfitRow? {
    let numbers = plain.doubles
    guard classes > 0 else { return nil }
    for start in stride(from: 0, to: numbers.count, by: classes) {
      let row = numbers[start..<Swift.min(start + classes, numbers.count)]
      let sum = row.reduce(0, +)
      // What is no number is said where it comes from.
      guard sum.isFinite else { continue }
      if let negative = row.first(where: { $0 < -1e-6 }) { return .negative(negative) }
      if (sum - 1).magnitude > 0.01 { return .sum(sum) }
    }
    return nil
  }
}
