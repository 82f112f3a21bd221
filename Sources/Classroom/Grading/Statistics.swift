import Documents
import Formats
import Lessons
import Source

/// How a class did, by task.
enum Statistics {
  private struct Item {
    let id: String
    let results: [TaskResult]
    let exercise: Exercise?

    var answered: [TaskResult] { results.filter { $0.status != .unanswered } }
    var solved: Int { results.count { $0.status == .right } }

    /// A mean with one digit after the point.
    func mean(_ value: (TaskResult) -> Int) -> String {
      guard !answered.isEmpty else { return "" }
      let tenths = answered.reduce(0) { $0 &+ value($1) } * 10 / answered.count
      return "\(tenths / 10).\(tenths % 10)"
    }

    /// How often each thing occurs, the most frequent first.
    func counts(_ key: (TaskResult) -> String?) -> [(String, Int)] {
      var counts: [String: Int] = [:]
      for result in results { if let key = key(result) { counts[key, default: 0] += 1 } }
      return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }

    var mistakes: [(String, Int)] { counts { $0.mistake.map { "mistake \($0 + 1)" } } }
    /// The values of wrong answers that no mistake explains.
    var values: [(String, Int)] { counts { $0.value.isEmpty || $0.status != .wrong ? nil : $0.value } }
  }

  private static func items(_ book: GradeBook) -> [Item] {
    let graded = book.students.filter { $0.status == .graded }
    return book.tasks.compactMap(\.id).map { id in
      Item(
        id: id, results: graded.compactMap { student in student.tasks.first { $0.id == id } },
        exercise: book.lesson.exercise(id))
    }
  }

  static func document(_ book: GradeBook) -> Document {
    let items = items(book)
    let rows = items.map { item -> [[Inline]] in
      let numbers = ["\(item.answered.count)", "\(item.solved)", item.mean(\.attempts), item.mean(\.hints)]
      return [[.text(item.id, .name)]] + numbers.map { [.text($0, .number)] }
    }
    var document = Document([
      .table(
        Table(
          header: ["task", "answered", "solved", "attempts", "hints"].map { [.text($0)] },
          alignments: [.left, .right, .right, .right, .right], rows: rows))
    ])
    for item in items where !item.mistakes.isEmpty || !item.values.isEmpty {
      document.append(.heading(level: 3, [.text(item.id)]))
      let mistakes = item.mistakes.map { name, count -> [[Inline]] in
        let index = Int(name.dropFirst(8)).map { $0 - 1 } ?? 0
        let mistakes = item.exercise?.mistakes ?? []
        let code = mistakes.indices.contains(index) ? mistakes[index].code.text : ""
        let line = code.split(separator: "\n").first.map(String.init) ?? ""
        return [[.text("\(count) ×", .number)], [.text(name)], [.text(line, .code)]]
      }
      let values = item.values.prefix(5).map { value, count -> [[Inline]] in
        [[.text("\(count) ×", .number)], [.text("value")], [.text(value, .code)]]
      }
      document.append(.columns(Columns(mistakes + values, alignments: [.right])))
    }
    return document
  }

  static func json(_ book: GradeBook) -> JSONValue {
    func list(_ counts: [(String, Int)]) -> JSONValue {
      .array(counts.map { .object([.init("what", .string($0.0)), .init("count", .integer($0.1))]) })
    }
    return .array(
      items(book).map { item in
        .object([
          .init("id", .string(item.id)), .init("answered", .integer(item.answered.count)),
          .init("solved", .integer(item.solved)), .init("attempts", .string(item.mean(\.attempts))),
          .init("hints", .string(item.mean(\.hints))), .init("mistakes", list(item.mistakes)),
          .init("values", list(Array(item.values.prefix(10)))),
        ])
      })
  }
}
