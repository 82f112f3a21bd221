import Source

extension LessonParser {
  /// Takes the fields over, each checked.
  mutating func readFields(_ head: FrontMatter) {
    faults += head.faults
    for field in head.fields {
      lesson.fields[field.name] = field.span
      if !LessonFormat.fields.contains(where: { $0.name == field.name }) {
        report(.unknownField(field.name), field.span)
      }
    }
    if head.bodyLine > 0 {
      for rule in LessonFormat.fields where rule.isRequired && head.field(rule.name)?.items.isEmpty ?? true {
        report(.missingField(rule.name), Span(0, table.lines.first?.upper ?? 0))
      }
    }
    readFormat(head)
    if let id = head.field("id")?.items.first {
      lesson.id = id.text
      if !isID(id.text) { report(.badID(id.text), id.span) }
    }
    lesson.title = text(head, "title") ?? ""
    lesson.author = text(head, "author")
    lesson.licence = text(head, "licence")
    lesson.released = text(head, "released")
    lesson.student = text(head, "student")
    lesson.key = text(head, "key")
    lesson.due = text(head, "due")
    lesson.late = text(head, "late")
    lesson.language = text(head, "language") ?? LessonCatalogue.Name(file: source.name)?.language
    lesson.minutes = number(head, "minutes", 1...600)
    lesson.seed = number(head, "seed", 0...Int.max)
    lesson.digits = number(head, "digits", 1...17)
    lesson.further = head.field("further")?.items.map(\.text) ?? []
    lesson.dtype = choice(head, "dtype", ["float64", "float32"])
    lesson.hasOneStream = choice(head, "streams", ["cells", "one"]) == "one"
    lesson.requires = ids(head, "requires") { .requiresItself($0) }
    lesson.former = ids(head, "former") { .formerlyItself($0) }
    for item in head.field("gate")?.items ?? [] { readGate(item) }
  }

  /// The ids of other lessons in a list.
  private mutating func ids(_ head: FrontMatter, _ name: String, own: (String) -> Fault.Kind) -> [String] {
    var found: [String] = []
    for item in head.field(name)?.items ?? [] {
      if item.text == lesson.id {
        report(own(item.text), item.span)
      } else if !isID(item.text) {
        report(.badID(item.text), item.span)
      } else {
        found.append(item.text)
      }
    }
    return found
  }

  private mutating func readFormat(_ head: FrontMatter) {
    guard let format = number(head, "format", Int(Int32.min)...Int(Int32.max)) else { return }
    lesson.format = format
    let span = head.field("format")?.valueSpan ?? Span(0, 0)
    if format > Lesson.currentFormat { report(.newerFormat(format), span) }
    if format < 1 { report(.olderFormat(format), span) }
  }

  /// Takes `name: number` from the braces of `gate`.
  private mutating func readGate(_ item: FrontMatter.Item) {
    let parts = item.text.split(separator: ":", maxSplits: 1)
    let name = String(parts.first ?? "")
    let digits = parts.count == 2 ? String(parts[1].drop { $0 == " " }) : ""
    guard let value = Int(digits), (1...1_000_000_000).contains(value), isID(name) else {
      report(.badNumber(digits.isEmpty ? item.text : digits, field: "gate", allowed: 1...1_000_000_000), item.span)
      return
    }
    lesson.gate.append(Lesson.GateSize(name: name, value: value))
  }

  private func text(_ head: FrontMatter, _ name: String) -> String? { head.field(name)?.items.first?.text }

  private mutating func choice(_ head: FrontMatter, _ name: String, _ allowed: [String]) -> String? {
    guard let item = head.field(name)?.items.first else { return nil }
    if allowed.contains(item.text) { return item.text }
    report(.badValue(item.text, field: name, allowed: allowed), item.span)
    return nil
  }

  private mutating func number(_ head: FrontMatter, _ name: String, _ allowed: ClosedRange<Int>) -> Int? {
    guard let item = head.field(name)?.items.first else { return nil }
    guard let value = Int(item.text), allowed.contains(value) else {
      report(.badNumber(item.text, field: name, allowed: allowed), item.span)
      return nil
    }
    return value
  }

  /// Whether a text may be an id.
  func isID(_ text: String) -> Bool { LessonCatalogue.isID(text) }
}
