import Source
import Tensors

/// A column of predictions against a row of targets: [n, 1] with [n] gives [n, n], where every one is compared with every
/// other.
struct Stretch {
  private let shapes: (predictions: [Int], targets: [Int], result: [Int])

  /// nil where nothing is stretched that way.
  init?(_ a: [Int], _ b: [Int]) {
    guard a.count != b.count, let result = Shapes.broadcast(a, b), result != a, result != b else { return nil }
    shapes = (a, b, result)
  }
}

extension Machine {
  /// Warns when a difference that is squared is one of a column and a row of the same length.
  func warnWhenStretched(_ a: Value, _ b: Value, at place: Site) {
    guard let left = shape(a), let right = shape(b), left.count + right.count == 3, let stretch = Stretch(left, right),
      left.first == right.first
    else { return }
    tell(
      Diagnostic(
        .warning, code: .stretchedLoss, stretch.titleOfDifference, source: place.source,
        labels: [.init(place.span)], notes: [stretch.note], help: stretch.helpOfDifference(place)))
  }

  /// The shape that a value has as a tensor; nil when it is none, or a list too long to be looked through twice.
  private func shape(_ value: Value) -> [Int]? {
    switch value {
    case .data(let traced): traced.shape
    case .parameter(let parameter): parameter.shape
    case .list(let list) where list.items.count <= 1_000: ValueText.asTensor(list, state: state)?.shape
    default: nil
    }
  }
}

// MARK: Words

extension Stretch {
  var title: Phrase {
    "the predictions \(ShapeText.of(shapes.predictions)) and the targets \(ShapeText.of(shapes.targets)) are stretched to \(ShapeText.of(shapes.result))"
  }

  var titleOfDifference: Phrase {
    "the difference of \(ShapeText.of(shapes.predictions)) and \(ShapeText.of(shapes.targets)) is stretched to \(ShapeText.of(shapes.result))"
  }

  var note: Phrase {
    "Every element of the one is compared with every element of the other, so the loss is not the one that was meant."
  }

  var help: Phrase {
    let (column, row): (Phrase, Phrase) =
      shapes.predictions.count > shapes.targets.count ? ("predictions", "targets") : ("targets", "predictions")
    return "give both one shape: squeeze(\(column), axis=-1), or expand_dims(\(row), -1)"
  }

  func helpOfDifference(_ place: Site) -> Phrase? {
    guard place.operands.count == 2 else { return nil }
    let texts = place.operands.map { place.source.slice($0.span) }
    let (column, row) = shapes.predictions.count > shapes.targets.count ? (texts[0], texts[1]) : (texts[1], texts[0])
    return "give both one shape: squeeze(\(column), axis=-1), or expand_dims(\(row), -1)"
  }
}
