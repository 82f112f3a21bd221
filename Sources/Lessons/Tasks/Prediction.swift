package import Source

/// A guess to make before the program shows the answer.
package struct Prediction: Equatable, Sendable {
  /// What is guessed.
  package enum Kind: String, CaseIterable, Sendable { case value, sign, shape }

  /// Its name, unique in the lesson.
  package var id: String
  /// Its place.
  package var block: LessonBlock
  /// What it is worth in a class.
  package var points: Points
  /// What is guessed.
  package var kind: Kind
  /// The expression whose value, sign or shape is asked for.
  package var code: SourceText
}

extension Prediction: ReadTask {
  package var name: String { "the prediction `\(id)`" }
  package var essence: String { "predict \(kind.rawValue) \(code.text)" }

  static func read(_ head: TaskHead, by parser: inout LessonParser) -> Prediction {
    let text = head.attributes.text("kind")
    let kind = text.flatMap(Kind.init)
    if text == nil { parser.report(.missingAttribute("kind", kind: .predict), head.fence.info) }
    if let text, kind == nil {
      parser.report(
        .badValue(text, field: "kind", allowed: Kind.allCases.map(\.rawValue)),
        head.attributes.span("kind") ?? head.fence.info)
    }
    return Prediction(
      id: head.id, block: head.block, points: parser.points(head.attributes) ?? 0, kind: kind ?? .value,
      code: parser.code(head.fence))
  }
}
