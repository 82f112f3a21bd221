import Documents
import Formats
import Judging
import Lessons
import Notebook
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
    /// The wrong answers that no mistake explains, those that do the same together.
    var alike: [AlikeAnswers] { AlikeAnswers.groups(of: results) }
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
    for item in items where !item.mistakes.isEmpty || !item.alike.isEmpty {
      document.append(.heading(level: 3, [.text(item.id)]))
      let mistakes = item.mistakes.map { name, count -> [[Inline]] in
        let index = Int(name.dropFirst(8)).map { $0 - 1 } ?? 0
        let mistakes = item.exercise?.mistakes ?? []
        let code = mistakes.indices.contains(index) ? mistakes[index].code.text : ""
        let line = code.split(separator: "\n").first.map(String.init) ?? ""
        return [[.text("\(count) ×", .number)], [.text("mistake \(index + 1)")], [.text(line, .code)]]
      }
      let alike = item.alike
      let others = alike.prefix(5).map { group -> [[Inline]] in
        let line = group.value.isEmpty ? group.line : group.value
        return [[.text("\(group.count) ×", .number)], [.text("alike")], [.text(line, .code)]]
      }
      document.append(.columns(Columns(mistakes + others, alignments: [.right])))
      guard let exercise = item.exercise else { continue }
      for group in alike.prefix(5) where group.count >= AlikeAnswers.isLarge {
        // What a puzzle does not allow is answered with that.
        let other = exercise.allowed.flatMap {
          Puzzle(allowed: $0).firstOther(in: AnswerText(group.example), isFunction: Reference.names.contains)
        }
        guard other == nil else { continue }
        document.append(
          .paragraph([
            .text("To tell these \(group.count) what is wrong, put this below the exercise, with your words:")
          ]))
        document.append(.code(Code(group.mistake(of: exercise), info: "markdown")))
      }
    }
    addSimilar(book, to: &document)
    return document
  }

  /// The pairs of students whose answers share more than the task explains.
  private static func addSimilar(_ book: GradeBook, to document: inout Document) {
    let pairs = Similarity.pairs(book)
    guard !pairs.isEmpty else { return }
    func name(_ student: StudentResult) -> Inline { .text(student.name.isEmpty ? student.id : student.name, .name) }
    document.append(.heading(level: 3, [.text("Answers with much in common")]))
    document.append(
      .paragraph([
        .text("What the starter, a solution or several others have does not count. Look at them: it is no verdict.")
      ]))
    let rows = pairs.prefix(20).map { pair -> [[Inline]] in
      [
        [name(pair.first)], [name(pair.second)], [.text("\(pair.percent) %", .number)],
        [.text(pair.tasks.joined(separator: ", "), .code)],
      ]
    }
    document.append(.columns(Columns(Array(rows), alignments: [.left, .left, .right])))
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
          .init(
            "alike",
            .array(
              item.alike.prefix(10).map {
                .object([
                  .init("count", .integer($0.count)), .init("example", .string($0.example)),
                  .init("value", .string($0.value)),
                ])
              })),
        ])
      })
  }
}
