import Documents
import Evaluation
import Formats
import Source
import Tensors

/// The second reader of a run: every event as one JSON object, for graders, editors and kernels.
package enum EventJSON {
  /// The object for something shown; nil for what JSON has no use for (prose, progress).
  package static func line(for shown: Shown) -> String? {
    object(for: shown)?.compact
  }

  static func object(for shown: Shown) -> JSONValue? {
    switch shown {
    case .event(.value(let name, let value, let isParameter, let line)):
      self.value(value, name: name, isParameter: isParameter, line: line)
    case .event(.print(let text)): .object([Member("type", "print"), Member("text", .string(text))])
    case .event(.diagnostic(let diagnostic)), .failure(let diagnostic): self.diagnostic(diagnostic)
    case .event(.progress): nil
    case .document(let document):
      document.isEmpty
        ? nil
        : .object([
          Member("type", "text"),
          Member("text", .string(TerminalRenderer(width: 80, color: .none).render(document))),
        ])
    }
  }

  private static func diagnostic(_ diagnostic: Diagnostic) -> JSONValue {
    var fields = [
      Member("type", .string(diagnostic.severity == .error ? "error" : "warning")),
      Member("code", .string(diagnostic.code)), Member("message", .string(diagnostic.title.description)),
    ]
    if diagnostic.severity == .note { fields.append(Member("note", true)) }
    let position = diagnostic.position
    fields.append(Member("line", position.map { .integer($0.line) } ?? .null))
    fields.append(Member("column", position.map { .integer($0.column) } ?? .null))
    if !diagnostic.notes.isEmpty {
      fields.append(Member("notes", .array(diagnostic.notes.map { .string($0.description) })))
    }
    fields.append(Member("help", diagnostic.help.map { .string($0.description) } ?? .null))
    return .object(fields)
  }

  private static func value(_ value: Value, name: String?, isParameter: Bool, line: Int) -> JSONValue? {
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
      return object("list", [Member("items", .array(list.items.map(item)))])
    case .record(let record):
      return object("record", [Member("fields", fields(of: record))])
    case .string(let text): return object("string", [Member("text", .string(text.string))])
    case .figure(let picture):
      let text = TerminalRenderer(width: 80, color: .none).render(Document([.figure(picture.figure)]))
      return object("figure", [Member("text", .string(text))])
    case .range(let range):
      let numbers = (0..<Swift.min(range.count, 100_000)).map { JSONValue.integer(range.lower &+ $0) }
      return object(
        "value",
        [Member("dtype", "int"), Member("shape", [.integer(range.count)]), Member("data", .array(numbers))])
    case .function, .optimiser, .batches, .parameter:
      return object("text", [Member("text", .string(ValueText.inline(value, state: State())))])
    case .nothing, .unset: return nil
    }
  }

  private static func fields(of record: Record) -> JSONValue {
    .object(zip(record.names, record.values).map { Member($0, item($1)) })
  }

  /// A value inside a list or a record.
  private static func item(_ value: Value) -> JSONValue {
    switch value {
    case .data(let traced): .object(tensor(traced))
    case .string(let text): .string(text.string)
    case .list(let list): .array(list.items.map(item))
    case .record(let record): fields(of: record)
    default: .string(ValueText.inline(value, state: State()))
    }
  }

  private static func tensor(_ traced: Traced) -> [Member] {
    let type = traced.elementType
    let data: [JSONValue] =
      switch type {
      case .bool: traced.doubles.map { .bool($0 != 0) }
      case .int, .byte: traced.integers.map { .integer($0) }
      // The shortest digits that give the same float32 again.
      case .float32: traced.floats.map { .number(Double($0.description) ?? Double($0)) }
      case .float64: traced.doubles.map { .number($0) }
      }
    return [
      Member("dtype", .string(type.name)), Member("shape", .array(traced.shape.map { .integer($0) })),
      Member("data", .array(data)),
    ]
  }

  private typealias Member = JSONValue.Member
}
