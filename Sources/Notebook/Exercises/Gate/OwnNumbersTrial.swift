import Evaluation
import Judging
import Lessons
import Source

/// Tries a lesson in which `choose` gives every student numbers of their own, with the numbers of several: what works
/// with those of one may divide by zero with another's.
enum OwnNumbersTrial {
  /// For whom it is tried.
  static let students = (1...12).map { "student \($0)" }

  /// What does not hold for some of them; each task is named once.
  static func check(_ lesson: Lesson, world: World) -> [Diagnostic] {
    guard lesson.hasOwnNumbers else { return [] }
    var found: [Diagnostic] = []
    // What takes long is tried with few.
    for student in students.prefix(lesson.cells.contains(where: \.long) ? 2 : students.count) {
      let session = Session(world: world.limited(to: .document), settings: Gate.settings)
      let state = Quiet.start(of: lesson, settings: Gate.settings, student: student)
      for diagnostic in check(lesson, state, session.interpreter, student)
      where !found.contains(where: { $0.code == diagnostic.code && $0.labels == diagnostic.labels }) {
        found.append(diagnostic)
      }
    }
    return found
  }

  private static func check(
    _ lesson: Lesson, _ start: State, _ interpreter: Interpreter, _ student: String
  ) -> [Diagnostic] {
    var (state, interpreter) = (start, interpreter)
    var found: [Diagnostic] = []
    for (step, stream) in lesson.walk {
      state.begin(stream)
      switch step {
      case .cell(let cell):
        guard !cell.fails, case .failed(let diagnostic) = Quiet.run(cell.code, on: &state, &interpreter) else {
          continue
        }
        return found + [fails(cell.block, diagnostic.title, lesson, student)]
      case .exercise(let exercise):
        let judge = Judge(exercise, in: state, interpreter: interpreter)
        for solution in exercise.solutions {
          let verdict = judge.judge(solution.code.text, graded: true, explains: false)
          if !verdict.isRight {
            found.append(
              fails(solution.block, verdict.explanation.first.map { .verbatim($0.text(in: nil)) }, lesson, student))
          }
        }
        if let solution = exercise.solutions.first {
          Quiet.run(solution.code, on: &state, &interpreter)
          if let name = judge.targets.first(where: { isEndless($0, in: state, interpreter) }) {
            found.append(endless(name, solution.block, lesson, student))
          }
        }
      case .prose, .task, .note: continue
      }
    }
    return found
  }

  /// Whether a name holds a number that is infinite or none.
  private static func isEndless(_ name: String, in state: State, _ interpreter: Interpreter) -> Bool {
    var interpreter = interpreter
    return interpreter.grid(of: name, in: state)?.values.contains { !$0.isFinite } ?? false
  }

  // MARK: Words

  private static func fails(_ block: LessonBlock, _ reason: Phrase?, _ lesson: Lesson, _ student: String) -> Diagnostic
  {
    Diagnostic(
      code: .ownNumbers, "this does not work with the numbers that `choose` gives some students",
      source: lesson.source,
      labels: [.init(block.header)], notes: reason.map { [$0] } ?? [],
      help: "choose from numbers for which it works; :set student \(student) gives such numbers")
  }

  private static func endless(_ name: String, _ block: LessonBlock, _ lesson: Lesson, _ student: String) -> Diagnostic {
    Diagnostic(
      code: .ownNumbers, "`\(name)` is not a finite number with the numbers that `choose` gives some students",
      source: lesson.source, labels: [.init(block.header)],
      help: "choose from numbers for which it is; :set student \(student) gives such numbers")
  }
}
