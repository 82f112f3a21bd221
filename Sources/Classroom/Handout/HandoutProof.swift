import Evaluation
import Judging
import Lessons
import Notebook
import Source

/// Proves a hand-out before it is written: every solution is accepted in it, and what its checks can see is refused.
enum HandoutProof {
  /// What is wrong with a student's version.
  struct Fault {
    let diagnostic: Diagnostic
    /// The exercise whose worlds are to blame, so that without them nothing is wrong with it.
    var ofWorlds: String?

    fileprivate init(_ diagnostic: Diagnostic, ofWorlds: String? = nil) {
      self.diagnostic = diagnostic
      self.ofWorlds = ofWorlds
    }
  }

  /// What is wrong with a student's version; nil when nothing is.
  static func fault(of version: StudentVersion, _ lesson: Lesson, student: String?, desk: Desk) -> Fault? {
    let parsed = Lesson.parse(version.text, name: lesson.source.name)
    if let fault = parsed.diagnostics.first(where: { $0.severity == .error }) { return Fault(fault) }
    var interpreter = Session(world: desk.world, settings: desk.settings).interpreter
    var state = Quiet.start(of: lesson, settings: desk.settings, student: student)
    // What a student has answered on the way.
    var answers = OwnLines()
    for (index, (step, stream)) in lesson.walk.enumerated() {
      state.begin(stream)
      switch step {
      case .cell(let cell): Quiet.run(cell.code, on: &state, &interpreter)
      case .exercise(let exercise):
        guard let given = parsed.lesson.exercise(exercise.id) else { continue }
        let original = Judge(exercise, in: state, interpreter: interpreter)
        let handout = Judge(given, of: parsed.lesson, in: state, own: answers, interpreter: interpreter)
        for solution in exercise.solutions {
          let verdict = original.judge(solution.code.text, graded: true)
          guard verdict.isRight else {
            return Fault(.solutionFails(exercise, lesson, student, reason(verdict, exercise)))
          }
          let seen = handout.judge(solution.code.text)
          guard seen.isRight else {
            var plain = given
            plain.checks.removeAll { $0.world != nil }
            let isOfWorlds =
              plain.checks.count < given.checks.count
              && Judge(plain, in: state, interpreter: interpreter).judge(solution.code.text).isRight
            return Fault(
              .handoutRefuses(exercise, lesson, student, reason(seen, exercise)),
              ofWorlds: isOfWorlds ? exercise.id : nil)
          }
        }
        if student != nil, let name = nameThatIsNotFinite(exercise, state, interpreter) {
          return Fault(.notFinite(exercise, name, lesson, student))
        }
        for (index, mistake) in exercise.mistakes.enumerated() {
          let isSeen = !original.judge(mistake.code.text).isRight && version.isWhole(exercise.id)
          if isSeen, handout.judge(mistake.code.text).isRight {
            return Fault(.handoutAccepts(exercise, index, lesson, student))
          }
        }
        if let solution = exercise.solutions.first {
          Quiet.run(solution.code, on: &state, &interpreter)
          answers.add(solution.code.text, before: index + 1)
        }
      case .prose, .task, .note: break
      }
    }
    return nil
  }

  private static func reason(_ verdict: Verdict, _ exercise: Exercise) -> Phrase {
    if case .failed(let diagnostic) = verdict.outcome { return diagnostic.title }
    return (verdict.explanation.first.map { $0.text(in: nil) } ?? verdict.words).map { .verbatim($0) }
      ?? "a check does not hold"
  }

  /// A name that the solution makes infinite or not a number, where nothing of the lesson says so for another student.
  static func nameThatIsNotFinite(_ exercise: Exercise, _ state: State, _ interpreter: Interpreter) -> String? {
    var (copy, interpreter) = (state, interpreter)
    for code in exercise.setup.map(\.code) + exercise.solutions.prefix(1).map(\.code) {
      Quiet.run(code, on: &copy, &interpreter)
    }
    let names = exercise.solutions.first.flatMap { Quiet.targets(of: $0.code) } ?? []
    return names.first { name in
      guard let text = interpreter.value(of: name, in: copy).flatMap({ Literal.text(copy.resolved($0)) }) else {
        return false
      }
      return !Literal.isFinite(text)
    }
  }
}

// MARK: Words

extension Diagnostic {
  private static func numbers(of student: String?) -> Phrase { student.map { " with the numbers of `\($0)`" } ?? "" }

  fileprivate static func solutionFails(
    _ exercise: Exercise, _ lesson: Lesson, _ student: String?, _ reason: Phrase
  ) -> Diagnostic {
    Diagnostic(
      code: .solutionFails, "the solution of `\(exercise.id)` does not pass\(numbers(of: student))",
      source: lesson.source, labels: [.init(exercise.block.header)], notes: [reason],
      help: "choose from numbers for which it works")
  }

  fileprivate static func handoutRefuses(
    _ exercise: Exercise, _ lesson: Lesson, _ student: String?, _ reason: Phrase
  ) -> Diagnostic {
    Diagnostic(
      code: .handoutRefuses, "the hand-out would refuse the solution of `\(exercise.id)`\(numbers(of: student))",
      source: lesson.source, labels: [.init(exercise.block.header)], notes: [reason],
      help: "make its checks `hidden`, or write them with numbers that the solution does not change")
  }

  fileprivate static func handoutAccepts(
    _ exercise: Exercise, _ index: Int, _ lesson: Lesson, _ student: String?
  ) -> Diagnostic {
    Diagnostic(
      code: .handoutAccepts,
      "the hand-out would take mistake \(index + 1) of `\(exercise.id)` for right\(numbers(of: student))",
      source: lesson.source, labels: [.init(exercise.mistakes[index].block.header)],
      help: student == nil ? "add a check that tells it from the solution" : "choose from numbers for which they differ"
    )
  }

  fileprivate static func notFinite(
    _ exercise: Exercise, _ name: String, _ lesson: Lesson, _ student: String?
  ) -> Diagnostic {
    Diagnostic(
      code: .notFinite, "`\(name)` in the solution of `\(exercise.id)` is not a finite number\(numbers(of: student))",
      source: lesson.source, labels: [.init(exercise.block.header)], help: "choose from numbers for which it is")
  }
}
