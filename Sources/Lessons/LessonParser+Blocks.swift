import Source

/// The attributes of one block, checked against what its kind may have.
struct Attributes {
  var flags: Set<String> = []
  var values: [String: Header.Item] = [:]

  func text(_ name: String) -> String? { values[name]?.value }
  func span(_ name: String) -> Span? { values[name]?.valueSpan }
}

extension LessonParser {
  /// Takes one fenced block of the lesson format.
  mutating func readBlock(_ fence: Scanner.Fence) {
    let header = Header(table, fence.info)
    faults += header.faults
    guard let (kind, rest) = kind(of: header) else { return }
    let attributes = attributes(rest, kind)
    var block = LessonBlock(kind: kind, id: nil, span: fence.span, header: fence.header, content: fence.content)
    if kind != .output { closeCell() }
    switch kind {
    case .cell:
      let cell = Cell(
        block: block, code: code(fence), fails: attributes.flags.contains("fails"),
        long: attributes.flags.contains("long"), id: attributes.text("id"), seed: seed(attributes), outputs: [])
      openCell = cell
      lesson.blocks.append(block)
    case .output:
      lesson.blocks.append(block)
      addOutput(Output(block: block, text: lines(fence).joined(separator: "\n"), data: attributes.text("data")))
    case .note:
      lesson.blocks.append(block)
      drafts.append(.step(.note(Note(block: block, text: code(fence).text))))
    case .exercise:
      block.id = takeID(kind, usual: nil, attributes, fence)
      lesson.blocks.append(block)
      if isBlank(fence) { report(.emptyBlock(kind), fence.header) }
      if let id = block.id { addExercise(id, block, attributes, fence) }
    case .answer:
      block.id = attributes.text("for")
      lesson.blocks.append(block)
      addAnswer(block, fence)
    case .setup, .solution, .check, .mistake, .says, .hint:
      block.id = attributes.text("for")
      lesson.blocks.append(block)
      addPart(block, attributes, fence)
    default:
      guard let type = LessonFormat.block(kind).task else { return }
      block.id = takeID(kind, usual: type.usualID, attributes, fence)
      lesson.blocks.append(block)
      addTask(type, block, attributes, fence)
    }
  }

  private mutating func kind(of header: Header) -> (LessonBlock.Kind, [Header.Item])? {
    guard let first = header.items.first else { return nil }
    if first.name == "nn", first.value == nil {
      guard header.items.count > 1, let second = header.items.dropFirst().first,
        Header.exerciseWords.contains(second.name), second.value == nil,
        let kind = LessonBlock.Kind(rawValue: second.name)
      else { return (.cell, Array(header.items.dropFirst())) }
      return (kind, Array(header.items.dropFirst(2)))
    }
    guard Header.words.contains(first.name), let kind = LessonBlock.Kind(rawValue: first.name) else {
      report(.unknownFence(first.name), first.nameSpan)
      return nil
    }
    return (kind, Array(header.items.dropFirst()))
  }

  private mutating func attributes(_ items: [Header.Item], _ kind: LessonBlock.Kind) -> Attributes {
    let rule = LessonFormat.block(kind)
    var attributes = Attributes()
    for item in items {
      if attributes.values[item.name] != nil || attributes.flags.contains(item.name) {
        report(.repeatedAttribute(item.name), item.nameSpan)
      } else if rule.attributes.contains(where: { $0.name == item.name }) {
        if let value = item.value, !value.isEmpty {
          attributes.values[item.name] = item
        } else {
          report(.attributeWithoutValue(item.name), item.nameSpan)
        }
      } else if item.value == nil, rule.flags.contains(where: { $0.name == item.name }) {
        attributes.flags.insert(item.name)
      } else {
        report(.unknownWord(item.name, kind: kind), item.nameSpan)
      }
    }
    return attributes
  }

  private mutating func addOutput(_ output: Output) {
    guard let cell = openCell else {
      report(.outputWithoutCell, output.block.header)
      return
    }
    if cell.outputs.contains(where: { $0.data == output.data }) { report(.secondOutput, output.block.header) }
    // Outputs are few; a hostile file with a million of them keeps the first.
    if cell.outputs.count < 64 { openCell?.outputs.append(output) }
  }

  /// Attaches a part to its exercise, or remembers that it has none yet.
  private mutating func addPart(_ block: LessonBlock, _ attributes: Attributes, _ fence: Scanner.Fence) {
    guard let id = block.id else {
      report(.missingAttribute("for", kind: block.kind), fence.info)
      return
    }
    guard let index = exerciseIndex[id] else {
      strays.append((block.kind, id, attributes.span("for") ?? fence.info))
      return
    }
    let code = code(fence)
    if block.kind != .setup, isBlank(fence) { report(.emptyBlock(block.kind), fence.header) }
    switch block.kind {
    case .setup: exercises[index].setup.append(.init(block: block, code: code))
    case .solution: exercises[index].solutions.append(.init(block: block, code: code))
    case .check:
      exercises[index].checks.append(
        .init(
          block: block, code: code,
          // In other numbers it is made once more, and gives nothing for that.
          points: attributes.text("with") == nil ? points(attributes) ?? 1 : .zero,
          message: attributes.text("message"), hidden: attributes.flags.contains("hidden"),
          world: attributes.text("with")))
    case .mistake:
      exercises[index].mistakes.append(.init(block: block, code: code, says: "", saysBlock: nil))
    case .says:
      guard let last = exercises[index].mistakes.indices.last, exercises[index].mistakes[last].saysBlock == nil else {
        report(.saysWithoutMistake(id), fence.header)
        return
      }
      exercises[index].mistakes[last].says = code.text
      exercises[index].mistakes[last].saysBlock = block
    case .hint: exercises[index].hints.append(.init(block: block, text: code.text))
    default: break
    }
  }

  /// Attaches a model answer to the question before it.
  private mutating func addAnswer(_ block: LessonBlock, _ fence: Scanner.Fence) {
    guard let id = block.id else {
      report(.missingAttribute("for", kind: block.kind), fence.info)
      return
    }
    if isBlank(fence) { report(.emptyBlock(block.kind), fence.header) }
    for index in drafts.indices {
      guard case .step(.task(let task)) = drafts[index], var question = task as? Question, question.id == id,
        question.answer == nil
      else { continue }
      question.answer = code(fence).text
      drafts[index] = .step(.task(question))
      return
    }
    report(.answerWithoutQuestion(id), fence.header)
  }

  /// The seed of a cell, reported when it is no number.
  private mutating func seed(_ attributes: Attributes) -> UInt64? {
    guard let text = attributes.text("seed"), let span = attributes.span("seed") else { return nil }
    if let seed = UInt64(text) { return seed }
    report(.badNumber(text, field: "seed", allowed: 0...Int.max), span)
    return nil
  }

  /// The points of a block, reported when they are no number.
  mutating func points(_ attributes: Attributes) -> Points? {
    guard let text = attributes.text("points"), let span = attributes.span("points") else { return nil }
    if let points = Points(text), (.zero...1000).contains(points) { return points }
    report(.badPoints(text), span)
    return nil
  }

  /// The number that an attribute gives, reported when it is none of those allowed.
  mutating func number(_ attributes: Attributes, _ name: String, _ allowed: ClosedRange<Int>) -> Int? {
    guard let text = attributes.text(name), let span = attributes.span(name) else { return nil }
    if let number = Int(text), allowed.contains(number) { return number }
    report(.badNumber(text, field: name, allowed: allowed), span)
    return nil
  }

  /// The code between the fences, without the last line end, on the lines where it stands.
  func code(_ fence: Scanner.Fence) -> SourceText {
    var content = fence.content
    if content.upper > content.lower, table.bytes[content.upper - 1] == UInt8(ascii: "\n") { content.upper -= 1 }
    return SourceText(table.text(content), name: source.name, firstLine: fence.contentLine)
  }

  /// The lines between the fences; none when they touch.
  func lines(_ fence: Scanner.Fence) -> [String] { lineSpans(fence).map(table.text) }

  /// The spans of the lines between the fences.
  func lineSpans(_ fence: Scanner.Fence) -> ArraySlice<Span> {
    let first = fence.contentLine - 1
    var end = first
    while end < table.lines.count, table.lines[end].lower < fence.content.upper { end += 1 }
    return first <= end && end <= table.lines.count ? table.lines[first..<end] : []
  }

  /// Whether nothing but blanks stands between the fences.
  func isBlank(_ fence: Scanner.Fence) -> Bool { table.isBlank(fence.content) }
}
