import Documents
import Evaluation
import Formats
package import Source
import Stepping
import Tensors

/// The second reader of a run: every event as one JSON object, for graders, editors and kernels.
///
/// A value of very many numbers is told by its shape, its range and its first numbers, unless all of it is wanted.
package struct EventJSON {
  /// How many numbers one event may hold before they are told in brief.
  package static let mostNumbers = 100_000
  /// How many bytes a text may have before its beginning is told.
  package static let mostText = 1_000_000
  /// How deep lists and records are told.
  private static let mostDepth = 200

  /// How many numbers may still be written.
  private var room: Int
  /// How many bytes of text.
  private var textRoom: Int

  private init(room: Int) {
    self.room = room
    textRoom = room == Int.max ? Int.max : Self.mostText
  }

  /// The object for something shown; nil for what JSON has no use for (prose, progress).
  package static func line(
    for shown: Shown, isWhole: Bool = false, in words: Translation = .english
  ) -> String? {
    object(for: shown, isWhole: isWhole, in: words)?.compact
  }

  static func object(for shown: Shown, isWhole: Bool, in words: Translation) -> JSONValue? {
    switch shown {
    case .event(.value(let name, let value, let isParameter, let line)):
      var writer = EventJSON(room: isWhole ? Int.max : mostNumbers)
      return writer.value(value, name: name, isParameter: isParameter, line: line)
    case .event(.print(let text)):
      var writer = EventJSON(room: isWhole ? Int.max : mostNumbers)
      return .object([Member("type", "print")] + writer.text(text))
    case .event(.diagnostic(let diagnostic)), .failure(let diagnostic): return self.diagnostic(diagnostic, in: words)
    case .event(.progress): return nil
    case .document(let document):
      if document.isEmpty { return nil }
      return .object([
        Member("type", "text"),
        Member("text", .string(TerminalRenderer(width: 80, color: .none, words: words).render(document))),
      ])
    }
  }

  private static func diagnostic(_ diagnostic: Diagnostic, in words: Translation) -> JSONValue {
    var fields = [
      Member("type", .string(diagnostic.severity == .error ? "error" : "warning")),
      Member("code", .string(diagnostic.code.name)), Member("message", .string(words(diagnostic.title))),
    ]
    if diagnostic.severity == .note { fields.append(Member("note", true)) }
    let position = diagnostic.position
    fields.append(Member("line", position.map { .integer($0.line) } ?? .null))
    fields.append(Member("column", position.map { .integer($0.column) } ?? .null))
    if !diagnostic.notes.isEmpty {
      fields.append(Member("notes", .array(diagnostic.notes.map { .string(words($0)) })))
    }
    fields.append(Member("help", diagnostic.help.map { .string(words($0)) } ?? .null))
    return .object(fields)
  }

  private mutating func value(_ value: Value, name: String?, isParameter: Bool, line: Int) -> JSONValue? {
    func object(_ type: String, _ rest: [Member]) -> JSONValue {
      .object(
        [
          Member("type", .string(type)), Member("line", .integer(line)),
          Member("name", name.map { .string($0.description) } ?? .null),
        ] + rest)
    }
    switch value {
    case .data(let traced):
      return object("value", tensor(traced) + (isParameter ? [Member("param", true)] : []))
    case .list(let list):
      if let traced = ValueText.asTensor(list, state: State()) { return object("value", tensor(traced)) }
      return object("list", [Member("items", .array(items(of: list, depth: 0)))])
    case .record(let record): return object("record", [Member("fields", fields(of: record, depth: 0))])
    case .string(let text): return object("string", self.text(text.string))
    case .figure(let picture):
      let text = TerminalRenderer(width: 80, color: .none).render(Document([.figure(picture.figure)]))
      return object("figure", [Member("text", .string(text))])
    case .range(let range):
      let numbers = (0..<Swift.min(range.count, Self.mostNumbers)).map { JSONValue.integer(range.lower &+ $0) }
      return object(
        "value",
        [Member("dtype", "int"), Member("shape", [.integer(range.count)]), Member("data", .array(numbers))])
    case .function, .optimiser, .batches, .parameter:
      return object("text", [Member("text", .string(ValueText.inline(value, state: State())))])
    case .nothing, .unset: return nil
    }
  }

  private mutating func fields(of record: Record, depth: Int) -> JSONValue {
    var members: [Member] = []
    for (name, value) in zip(record.names, record.values) { members.append(Member(name, item(value, depth: depth))) }
    return .object(members)
  }

  private mutating func items(of list: Evaluation.List, depth: Int) -> [JSONValue] {
    var items: [JSONValue] = []
    for value in list.items {
      guard room > 0 else { return items + [.string("… \(list.items.count - items.count) more")] }
      room -= 1
      items.append(item(value, depth: depth))
    }
    return items
  }

  /// A value inside a list or a record.
  private mutating func item(_ value: Value, depth: Int) -> JSONValue {
    guard depth < Self.mostDepth else { return .string("…") }
    return switch value {
    case .data(let traced): .object(tensor(traced))
    case .string(let text): .string(beginning(of: text.string))
    case .list(let list): .array(items(of: list, depth: depth + 1))
    case .record(let record): fields(of: record, depth: depth + 1)
    default: .string(ValueText.inline(value, state: State()))
    }
  }

  /// A text, or its beginning and how much is left out; texts inside one value share the room.
  private mutating func text(_ text: String) -> [Member] {
    let shown = beginning(of: text)
    let rest = text.unicodeScalars.count - shown.unicodeScalars.count
    return [Member("text", .string(shown))] + (rest > 0 ? [Member("elided", .integer(rest))] : [])
  }

  private mutating func beginning(of text: String) -> String {
    let bytes = text.utf8.count
    guard bytes > textRoom else {
      textRoom -= bytes
      return text
    }
    let shown = String(decoding: text.utf8.prefix(textRoom), as: UTF8.self)
    textRoom = 0
    // A character that was cut through is left out.
    return shown.unicodeScalars.last == "\u{FFFD}" ? String(shown.dropLast()) : shown
  }

  private mutating func tensor(_ traced: Traced) -> [Member] {
    let type = traced.elementType
    let head = [
      Member("dtype", .string(type.name)), Member("shape", .array(traced.shape.map { .integer($0) })),
    ]
    guard traced.count <= room else {
      let summary = TensorSummary(traced)
      let first = (0..<10).compactMap { traced.element(at: $0)?.plain.double }
      return head + [
        Member("data", .null), Member("elided", .integer(traced.count)),
        Member("first", .array(first.map { .number($0) })), Member("min", .number(summary.low)),
        Member("max", .number(summary.high)), Member("mean", .number(summary.mean)),
      ]
    }
    room -= traced.count
    let data: [JSONValue] =
      switch type {
      case .bool: traced.doubles.map { .bool($0 != 0) }
      case .int, .byte: traced.integers.map { .integer($0) }
      // The shortest digits that give the same float32 again.
      case .float32: traced.floats.map { .number(Double($0.description) ?? Double($0)) }
      case .float64: traced.doubles.map { .number($0) }
      }
    return head + [Member("data", .array(data))]
  }

  private typealias Member = JSONValue.Member
}
