import Source

/// A backward pass to walk through: open until the walk was made, with the predictions that it asks for.
package struct WalkTask: Equatable, Sendable {
  /// Its name, unique in the lesson.
  package var id: String
  /// Its place.
  package var block: LessonBlock
  /// The number whose backward pass is walked through: `L`.
  package var number: String
  /// The gradients to predict on the way, as they are written: `∂L/∂z`.
  package var predicted: [String]
  /// What the predictions are worth together; 0 without any.
  package var points: Points
  /// What is asked, as Markdown; may be empty.
  package var text: String
}

extension WalkTask: ReadTask {
  package var name: String { "the walk `\(id)`" }
  package var essence: String { "walk \(number) " + predicted.joined(separator: " ") }

  static var mayBeEmpty: Bool { true }

  /// A walk needs the number it is of; its points come from what is predicted on the way.
  static func read(_ head: TaskHead, by parser: inout LessonParser) -> WalkTask {
    let number = head.attributes.text("of")
    if number == nil { parser.report(.missingAttribute("of", kind: .step), head.fence.info) }
    let predicted = (head.attributes.text("predict") ?? "").split(separator: ",").map { name in
      name.filter { $0 != " " }
    }.filter { !$0.isEmpty }
    let points = parser.points(head.attributes)
    if points ?? 0 > 0, predicted.isEmpty { parser.report(.missingAttribute("predict", kind: .step), head.fence.info) }
    return WalkTask(
      id: head.id, block: head.block, number: number ?? "", predicted: predicted,
      points: predicted.isEmpty ? 0 : points ?? 0, text: parser.isBlank(head.fence) ? "" : parser.code(head.fence).text)
  }
}
