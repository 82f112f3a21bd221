import Source

extension LessonParser {
  /// Adds a task whose answer is code; what belongs to it follows in blocks of its own.
  mutating func addExercise(
    _ id: String, _ block: LessonBlock, _ attributes: Attributes, _ fence: Scanner.Fence
  ) {
    exerciseIndex[id] = exercises.count
    if let points = points(attributes), let span = attributes.span("points") {
      declaredPoints[exercises.count] = (points, span)
    }
    drafts.append(.exercise(exercises.count))
    exercises.append(
      Exercise(
        id: id, block: block, numbers: numbers(attributes), starter: code(fence),
        allowed: attributes.text("allow").map { $0.split(separator: " ").map(String.init) }, setup: [], solutions: [],
        checks: [], mistakes: [], hints: [],
        keptBack: lesson.released == nil ? 0 : number(attributes, "kept", 0...1000) ?? 0,
        isDrawn: lesson.released != nil && number(attributes, "draws", 0...1) == 1))
  }

  /// `fixed=x,y`, `vary="x in -3..3, y in 0..1"`, `by=hand` and `worlds=0`.
  private mutating func numbers(_ attributes: Attributes) -> Exercise.Numbers {
    var numbers = Exercise.Numbers()
    if let fixed = attributes.text("fixed") {
      numbers.fixed = Set(fixed.split(separator: ",").map { String($0.filter { $0 != " " }) })
    }
    if let vary = attributes.text("vary"), let span = attributes.span("vary") {
      for part in vary.split(separator: ",") {
        let words = part.split(separator: " ").map(String.init)
        guard words.count == 3, words[1] == "in", let range = Self.range(words[2]) else {
          report(.badValue(String(part), field: "vary", allowed: ["x in -3..3"]), span)
          continue
        }
        numbers.ranges[words[0]] = range
      }
    }
    numbers.isByHand = choice("by", "hand", attributes)
    numbers.areOwnOnly = choice("worlds", "0", attributes)
    return numbers
  }

  /// Whether an attribute has the one value that it may have.
  private mutating func choice(_ field: String, _ value: String, _ attributes: Attributes) -> Bool {
    guard let text = attributes.text(field), let span = attributes.span(field) else { return false }
    if text != value { report(.badValue(text, field: field, allowed: [value]), span) }
    return text == value
  }

  private static func range(_ text: String) -> ClosedRange<Double>? {
    let bytes = Array(text.utf8)
    guard let middle = bytes.indices.dropLast().first(where: { bytes[$0] == 0x2E && bytes[$0 + 1] == 0x2E }),
      let lower = Double(String(decoding: bytes[..<middle], as: UTF8.self)),
      let upper = Double(String(decoding: bytes[(middle + 2)...], as: UTF8.self)), lower < upper, upper - lower < 1e300
    else { return nil }
    return lower...upper
  }
}
