import Documents
import Evaluation
import Judging
import Lessons
import Notebook
import Source
import Words
import Tensors

/// The teacher's lesson, run once: the state before every task, ready to judge answers on copies.
struct Bench {
  /// A task and the state in which its answers begin.
  struct Place {
    let step: Step
    let state: State
    let judge: Judge?
    /// Whether the lesson's own solution fails with a student's numbers, or comes to none that is finite.
    var isUnsound = false
  }

  let lesson: Lesson
  /// What is said to the student, in the language of the lesson.
  private var say: Translation { Translation.of(lesson.language) }
  let places: [Place]
  private let start: State
  private var interpreter: Interpreter
  private let steps: Int
  /// What the solution of each exercise computes.
  private let efforts: [String: Int]

  /// Runs the lesson up to its last exercise; `steps` is what one statement of an answer may take.
  init(_ lesson: Lesson, student: String?, desk: Desk, steps: Int) {
    self.lesson = lesson
    var interpreter = Session(world: desk.world, settings: desk.settings).interpreter
    var state = Quiet.start(of: lesson, settings: desk.settings, student: student)
    start = state
    self.steps = steps
    var efforts: [String: Int] = [:]
    var places: [Place] = []
    let last = lesson.steps.lastIndex { step in
      switch step {
      case .exercise: true
      case .task: step.task?.marking == .anywhere
      case .prose, .cell, .note: false
      }
    }
    for (index, (step, stream)) in lesson.walk.enumerated() {
      state.begin(stream)
      switch step {
      case .cell(let cell): if index < last ?? 0 { Quiet.run(cell.code, on: &state, &interpreter) }
      case .exercise(let exercise):
        Effort.allow(Bench.plenty)
        let judge = Judge(exercise, of: lesson, in: state, interpreter: interpreter, steps: steps)
        places.append(Place(step: step, state: state, judge: judge))
        efforts[exercise.id] = Bench.plenty - (Effort.remaining ?? Bench.plenty)
        Effort.allow(nil)
        if student != nil {
          places[places.count - 1].isUnsound =
            !judge.faults.isEmpty || HandoutProof.nameThatIsNotFinite(exercise, state, interpreter) != nil
        }
        if let solution = exercise.solutions.first { Quiet.run(solution.code, on: &state, &interpreter) }
      case .task: places.append(Place(step: step, state: state, judge: nil))
      case .prose, .note: break
      }
    }
    self.places = places
    self.efforts = efforts
    self.interpreter = interpreter
    self.interpreter.limits.steps = steps
  }

  /// What a task is worth.
  static func total(_ step: Step) -> Points { step.points }

  /// Judges one answer; `accepted` holds the earlier answers that were right.
  func judge(_ index: Int, _ answer: Submission.Answer?, accepted: [String: String], steps: Int) -> TaskResult {
    let place = places[index]
    var result = TaskResult(id: place.step.id ?? "", status: .unanswered, total: Bench.total(place.step))
    guard let answer else { return result }
    result.attempts = answer.attempts
    result.hints = answer.hints
    result.seconds = answer.seconds
    result.status = .answered
    result.isUnsound = place.isUnsound
    switch place.step {
    case .exercise(let exercise):
      judge(exercise, place, answer.text, accepted, steps, &result)
    case .task:
      result.value = Bench.brief(answer.text)
      switch place.step.task?.grade(answer.text, in: place.state, interpreter) {
      case .right?: result.mark(true)
      case .wrong?: result.mark(false)
      case .partly(let points)?:
        result.mark(false)
        result.points = points
      case .byHand?: result.status = .toBeMarked
      case .unknown?, nil: break
      }
    case .prose, .cell, .note: break
    }
    return result
  }

  /// The beginning of an answer, on one line.
  private static func brief(_ text: String) -> String {
    let line = SafeText.line(text.split(whereSeparator: \.isNewline).joined(separator: " / "))
    return DisplayWidth.truncated(line, to: 60)
  }

  private func judge(
    _ exercise: Exercise, _ place: Place, _ answer: String, _ accepted: [String: String], _ steps: Int,
    _ result: inout TaskResult
  ) {
    guard let judge = place.judge else { return }
    if let words = GradingLimits.words(of: answer) {
      result.status = .limit
      result.words = [say(words)]
      return
    }
    if Workers.isChild { Effort.allow(effort(for: exercise)) }
    defer { if Workers.isChild { Effort.allow(nil) } }
    var verdict = judge.judge(answer, graded: true, explains: false)
    var state = place.state
    let isSpent = Effort.isSpent
    // What earlier answers took is no part of what this one may take.
    if Workers.isChild { Effort.allow(Bench.plenty) }
    // What a student defined on the way to an earlier answer may be used in this one.
    if !verdict.isRight, let own = ownState(before: exercise.id, accepted) {
      let typed = accepted.values.reduce(into: Set<String>()) {
        $0.formUnion(Quiet.targets(of: SourceText($1)) ?? [])
      }
      let second = Judge(
        exercise, of: lesson, in: own, typed: typed, own: ownLines(accepted), interpreter: interpreter, steps: steps)
      if Workers.isChild { Effort.allow(effort(for: exercise)) }
      let other = second.judge(answer, graded: true, explains: false)
      // Where the lesson's own solution fails on that path, nothing was found out.
      if other.isRight, other.faults.isEmpty { (verdict, state) = (other, own) }
    }
    if isSpent, !verdict.isRight {
      result.status = .limit
      result.words = [say("It computes more than it may.")]
      return
    }
    result.points = Swift.min(verdict.points, result.total)
    report(verdict, exercise, &result)
    if [.wrong, .mistake].contains(result.status) { result.value = value(of: answer, exercise, state) }
  }

  /// What a wrong answer does in the numbers of this bench, by which it is compared with those of others.
  func behaviour(_ index: Int, _ answer: String) -> String {
    guard case .exercise(let exercise) = places[index].step, let judge = places[index].judge else { return "" }
    // What it may compute is for all numbers and inputs together.
    if Workers.isChild { Effort.allow(effort(for: exercise)) }
    defer { if Workers.isChild { Effort.allow(nil) } }
    return judge.behaviour(of: answer)
  }

  /// What keeps the lesson from judging anybody: a solution of its own that does not pass.
  var fault: Diagnostic? {
    for place in places {
      guard case .exercise(let exercise) = place.step, let judge = place.judge else { continue }
      if let fault = judge.faults.first { return .unsound(exercise, lesson, reason: fault.title) }
      let plain = Judge(exercise, in: place.state, interpreter: interpreter)
      for solution in exercise.solutions {
        let verdict = plain.judge(solution.code.text, graded: true, explains: false)
        if let fault = verdict.faults.first { return .unsound(exercise, lesson, reason: fault.title) }
        if !verdict.isRight { return .unsound(exercise, lesson, reason: nil) }
      }
    }
    return nil
  }

  /// How much the answer to an exercise may compute: several times what the lesson's own solution does.
  private func effort(for exercise: Exercise) -> Int {
    let usual = Swift.min(steps, Int.max / 1024) * Bench.effortPerStep
    return Swift.max(usual, Swift.min(efforts[exercise.id] ?? 0, Int.max / 64) * 8)
  }

  /// The answers that were right, where they were given.
  private func ownLines(_ accepted: [String: String]) -> OwnLines {
    var lines = OwnLines()
    for (index, step) in lesson.steps.enumerated() {
      if let id = step.id, let answer = accepted[id] { lines.add(answer, before: index + 1) }
    }
    return lines
  }

  /// The state before an exercise on the student's own path; nil when it would be the prepared one.
  private func ownState(before id: String, _ accepted: [String: String]) -> State? {
    let differs = lesson.exercises.prefix { $0.id != id }.contains { exercise in
      guard let answer = accepted[exercise.id] else { return false }
      guard let own = Quiet.targets(of: SourceText(answer)) else { return true }
      let given = exercise.solutions.first.flatMap { Quiet.targets(of: $0.code) } ?? []
      return !Set(own).isSubset(of: given)
    }
    guard differs else { return nil }
    var interpreter = interpreter
    var state = start
    for (step, stream) in lesson.walk {
      state.begin(stream)
      switch step {
      case .cell(let cell): Quiet.run(cell.code, on: &state, &interpreter)
      case .exercise(let exercise):
        if exercise.id == id { return helpers(in: state, before: id) }
        let code = accepted[exercise.id].map { SourceText($0, name: "answer") } ?? exercise.solutions.first?.code
        if let code { Quiet.run(code, on: &state, &interpreter) }
      case .prose, .task, .note: break
      }
    }
    return nil
  }

  /// The prepared state with what else a student has defined: names of the lesson and of the language stay as they are,
  /// so that no earlier answer changes what a later check compares with.
  private func helpers(in own: State, before id: String) -> State? {
    guard var result = places.first(where: { $0.step.id == id })?.state else { return nil }
    var interpreter = interpreter
    for name in interpreter.boundNames(in: own) where interpreter.value(of: name, in: result) == nil {
      if let value = interpreter.value(of: name, in: own) {
        interpreter.bind(name, to: own.resolved(value), in: &result)
      }
    }
    return result
  }

  private func report(_ verdict: Verdict, _ exercise: Exercise, _ result: inout TaskResult) {
    let words = verdict.words.map { [$0] } ?? []
    switch verdict.outcome {
    case .right:
      result.status = .right
    case .blanks(let count):
      result.status = .blanks
      result.points = 0
      result.words = [say(count == 1 ? "1 blank is left." : "\(count) blanks are left.")]
    case .failed(let diagnostic):
      result.points = 0
      result.status = verdict.limit == nil ? .error : .limit
      result.words = GradingLimits.words(verdict.limit ?? .init(diagnostic: diagnostic)).map { say($0) } + words
    case .mistake(let index):
      result.status = .mistake
      result.mistake = index
      result.words = words
    case .wrong where verdict.limit != nil:
      result.status = .limit
      result.words = verdict.limit.map { GradingLimits.words($0).map { say($0) } } ?? []
    case .wrong:
      result.status = .wrong
      // A check that students do not see must not be given away by what it says.
      let failed = verdict.checks.first { !$0.isPassed }
      let isHidden = failed.map { exercise.checks[$0.index].isHidden } ?? false
      result.words =
        isHidden
        ? [say("A further check does not hold.")]
        : verdict.explanation.map { $0.text(in: lesson.language) } + words
    case .interrupted:
      result.status = .limit
      result.points = 0
      result.words = [say("It was stopped.")]
    }
  }

  /// What the answer made of the first name that it should bind, for statistics.
  private func value(of answer: String, _ exercise: Exercise, _ state: State) -> String {
    guard let name = exercise.solutions.first.flatMap({ Quiet.targets(of: $0.code) })?.first else { return "" }
    var (copy, interpreter) = (state, interpreter)
    for setup in exercise.setup { Quiet.run(setup.code, on: &copy, &interpreter) }
    Quiet.run(SourceText(answer), on: &copy, &interpreter)
    guard let value = interpreter.value(of: name, in: copy) else { return "" }
    // Of a function its code says more than its name.
    if case .function = copy.resolved(value) { return "" }
    let text = "\(name) = \(ValueText.inline(copy.resolved(value), state: copy))"
    return DisplayWidth.truncated(text, to: 60)
  }

  /// What an answer may compute for each of its steps, in units of `Effort`; all statements of an answer share it.
  private static let effortPerStep = 250
  private static let plenty = Int.max / 2
}

// MARK: Words

extension Diagnostic {
  fileprivate static func unsound(_ exercise: Exercise, _ lesson: Lesson, reason: Phrase?) -> Diagnostic {
    Diagnostic(
      code: .lessonRefused, "nobody is graded with this lesson: its own solution of `\(exercise.id)` does not pass",
      source: lesson.source, labels: [.init(exercise.block.header)], notes: reason.map { [$0] } ?? [],
      help: "`learnnn check \(lesson.source.name)` lists what is wrong")
  }
}

extension Exercise.Check {
  fileprivate var isHidden: Bool { hidden }
}
