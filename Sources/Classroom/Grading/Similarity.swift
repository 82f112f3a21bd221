import Judging
import Lessons
import Notebook
import Source
import Syntax

/// Answers of two students that share what neither the task nor the rest of the class explains: a list to look at, never
/// a verdict.
///
/// Answers are compared by runs of a few tokens, their own names left out, as Schleimer, Wilkerson and Aiken, "Winnowing:
/// Local Algorithms for Document Fingerprinting" (2003) do; runs that the starter, a solution or several others have do
/// not count.
struct Similarity {
  /// Two students and what they share.
  struct Pair {
    let first: StudentResult
    let second: StudentResult
    /// The tasks with runs that only few have.
    let tasks: [String]
    /// How many such runs there are.
    let shared: Int
    /// The part of the shorter answers' rare runs that is shared, in per cent.
    let percent: Int
  }

  /// The tokens of a run of code, and the words of one of prose.
  private static let (codeRun, wordRun) = (6, 4)
  /// The least that is worth a look.
  private static let (leastShared, leastPercent) = (8, 50)
  /// How many students may have a run before it counts as the task's own.
  private static let rare = 3

  /// The pairs worth a look, those that share most first.
  static func pairs(_ book: GradeBook) -> [Pair] {
    // What a group handed in is one file.
    var files: Set<String> = []
    let students = book.students.filter {
      $0.status == .graded && ($0.file.isEmpty || files.insert($0.file).inserted)
    }
    var shared: [SIMD2<Int>: (count: Int, tasks: [String])] = [:]
    var own = [Int](repeating: 0, count: students.count)
    for task in book.tasks {
      guard let id = task.id, let given = explained(task) else { continue }
      var owners: [String: [Int]] = [:]
      for (index, student) in students.enumerated() {
        let answer = student.tasks.first { $0.id == id }?.answer ?? ""
        for run in runs(answer, of: task).subtracting(given) { owners[run, default: []].append(index) }
      }
      var here: [SIMD2<Int>: Int] = [:]
      for group in owners.values where group.count <= rare {
        for first in group {
          own[first] += 1
          for second in group where second > first { here[SIMD2(first, second), default: 0] += 1 }
        }
      }
      for (pair, count) in here {
        shared[pair, default: (0, [])].count += count
        shared[pair]?.tasks.append(id)
      }
    }
    return shared.compactMap { place, found -> Pair? in
      let percent = found.count * 100 / Swift.max(1, Swift.min(own[place.x], own[place.y]))
      guard found.count >= leastShared, percent >= leastPercent else { return nil }
      return Pair(
        first: students[place.x], second: students[place.y], tasks: found.tasks, shared: found.count, percent: percent)
    }.sorted { ($1.shared, $0.first.id, $0.second.id) < ($0.shared, $1.first.id, $1.second.id) }
  }

  /// The runs that the task itself explains; nil for tasks whose answers are too small to tell anything.
  private static func explained(_ task: Step) -> Set<String>? {
    switch task {
    case .exercise(let exercise):
      let given = [exercise.starter] + (exercise.solutions + exercise.setup).map(\.code) + exercise.mistakes.map(\.code)
      return given.reduce(into: []) { $0.formUnion(runs($1.text, of: task)) }
    case .task: return task.task.flatMap { $0.isLong ? runs($0.text, of: task) : nil }
    case .prose, .cell, .note: return nil
    }
  }

  private static func runs(_ text: String, of task: Step) -> Set<String> {
    if task.task?.isLong == true {
      return runs(text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init), wordRun)
    }
    let source = SourceText(text)
    let names = Set(Quiet.targets(of: source) ?? [])
    let tokens = Lexer.tokens(of: source).compactMap { token -> String? in
      switch token.kind {
      case .newline: nil
      case .name(let name) where names.contains(name): "_"
      default: source.slice(token.span)
      }
    }
    return runs(tokens, codeRun)
  }

  private static func runs(_ tokens: [String], _ length: Int) -> Set<String> {
    guard tokens.count >= length else { return [] }
    return Set((0...(tokens.count - length)).map { tokens[$0..<($0 + length)].joined(separator: " ") })
  }
}
