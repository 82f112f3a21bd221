import Datasets
import Documents
import Evaluation
import Judging
import Lessons
import Source
import Stepping
import Syntax
import Tensors
import Words

/// One lesson gone through from start to end, as the gate does it.
struct LessonTrial {
  private let lesson: Lesson
  private var session: Session
  /// What is wrong, outputs left out.
  private(set) var diagnostics: [Diagnostic] = []
  /// The `output` blocks that do not agree, and what they should hold.
  private(set) var edits: [(Span, String)] = []
  /// What is wrong with them.
  private(set) var mismatches: [Diagnostic] = []
  /// How much was tried.
  private(set) var counts = Gate.Counts()

  init(_ lesson: Lesson, world: World) {
    self.lesson = lesson
    let settings = Gate.settings
    session = Session(world: world.limited(to: .document), settings: settings)
    session.state = Quiet.start(of: lesson, settings: settings)
  }

  /// Goes through the lesson; a cell that fails ends it, because what follows builds on it.
  mutating func run() {
    for (step, stream) in lesson.walk {
      session.state.begin(stream)
      switch step {
      case .cell(let cell): if !run(cell) { return }
      case .exercise(let exercise): run(exercise)
      case .task:
        let found = step.task?.faults(in: session.state, of: lesson, &session.interpreter) ?? []
        for diagnostic in found { report(diagnostic) }
      case .prose(let prose):
        checkFormulas(of: prose)
        for number in prose.numbers { check(number) }
      case .note: break
      }
    }
  }

  private mutating func report(_ diagnostic: Diagnostic) {
    if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
  }

  /// An error at a block of the lesson.
  private mutating func report(
    _ code: ErrorCode, _ title: Phrase, _ block: LessonBlock, notes: [Phrase] = [], help: Phrase? = nil
  ) {
    report(lesson.fault(code, title, block, notes: notes, help: help))
  }

  /// Formulas that cannot be set are shown as they are typed: nobody meant that.
  private mutating func checkFormulas(of prose: Prose) {
    for formula in Markdown.unreadableFormulas(in: prose.text.text) {
      let place = prose.text.text.firstRange(of: formula).map { range in
        let start = prose.text.text.utf8.distance(from: prose.text.text.startIndex, to: range.lowerBound)
        return Span(start, start + formula.utf8.count)
      }
      report(
        Diagnostic(
          code: .brokenMathematics, "this formula cannot be set, and stands there as it is typed", source: prose.text,
          labels: [.init(place ?? Span(0, 0))], help: "close its braces, and use commands that LaTeX itself has"))
    }
  }

  /// A number in the text has to be what its code gives here, to the digits told.
  private mutating func check(_ number: TiedNumber) {
    counts.numbers += 1
    var copy = session.state
    let outcome = Quiet.run(number.code, on: &copy, &session.interpreter)
    let place = Diagnostic.Label(number.span)
    switch outcome {
    case .interrupted: return
    case .failed(let diagnostic): report(diagnostic)
    case .finished(let value):
      guard let found = Comparison.grid(value, in: copy)?.number else {
        return report(
          Diagnostic(
            code: .numberWithoutValue, "what this number is tied to is no number", source: lesson.source,
            labels: [place], notes: ["`\(number.code.text)` is \(value.kind)."]))
      }
      var unit = 1.0
      for _ in 0..<number.decimals { unit /= 10 }
      guard !((found - number.value).magnitude <= unit / 2 * (1 + 1e-9)) else { return }
      report(
        Diagnostic(
          code: .numberDiffers, "this number is not what its code gives", source: lesson.source, labels: [place],
          notes: ["`\(number.code.text)` is \(NumberText.of(found, digits: 6))."],
          help: "correct it, and read again what the text says about it"))
    }
  }

  // MARK: Cells

  private mutating func run(_ cell: Cell) -> Bool {
    counts.cells += 1
    let program = Parser.parse(cell.code)
    for statement in program.statements {
      guard case .command(let line) = statement.kind, let name = try? Command.find(Session.split(line).name).name,
        Command.all.first(where: { $0.name == name })?.isShowing != true
      else { continue }
      let showing = Command.all.filter(\.isShowing).map { ":" + $0.name }.joined(separator: " ")
      report(
        Diagnostic(
          code: .commandInLesson, "a cell may not use :\(name)", source: cell.code, labels: [.init(statement.span)],
          notes: ["A lesson uses only commands that show something and change nothing."],
          help: "these may stand here: \(showing)"))
    }
    let output = OutputLines(digits: session.state.digits, in: Translation.of(lesson.language))
    let failures = FailureList()
    let ran =
      session.run(program, by: .document) { shown in
        if case .failure(let diagnostic) = shown { failures.all.append(diagnostic) }
        output.add(shown)
      } == .finished
    if cell.fails, ran {
      report(
        .cellRuns, "this cell should fail, and it runs", cell.block,
        help: "take the word `fails` out, or make the cell wrong again")
    }
    if !cell.fails, !ran {
      for failure in failures.all { report(failure) }
      return false
    }
    compare(cell, output)
    applyGateSizes(program)
    return true
  }

  private mutating func compare(_ cell: Cell, _ output: OutputLines) {
    guard let expected = expectedOutput(of: cell), !output.agree(with: expected.text) else { return }
    edits.append((expected.block.content, output.block))
    var shown = output.lines.prefix(12).map { $0 == OutputLines.picture ? "…" : $0 }
    if output.lines.count > 12 { shown.append("…") }
    mismatches.append(
      Diagnostic(
        code: .outputDiffers, "this output is not what the cell prints", source: lesson.source,
        labels: [.init(expected.block.header)],
        notes: [shown.isEmpty ? "The cell prints nothing." : "The cell prints:\n\(shown.joined(separator: "\n"))"],
        help: "learnnn check --update \(lesson.source.name) writes it in"))
  }

  /// The output that holds here: the first for a data set that is on this machine, else the one for any.
  private func expectedOutput(of cell: Cell) -> Output? {
    let here = cell.outputs.first { output in
      guard let data = output.data, let description = DatasetDescription.named(data) else { return false }
      return description.isGenerated || (try? session.interpreter.host.datasets.locate(description)) != nil
    }
    return here ?? cell.output(with: nil)
  }

  /// Makes data sets and sizes as small as the front matter says, right after the cell that binds them.
  private mutating func applyGateSizes(_ program: Program) {
    let bound = AnswerText(program.source).targets
    for size in lesson.gate {
      if size.name == "rows" {
        for name in bound { cutRows(of: name, to: size.value) }
      } else if bound.contains(size.name) {
        session.interpreter.bind(size.name, to: .number(Double(size.value)), in: &session.state)
      }
    }
  }

  /// Cuts both parts of a data set to so many rows.
  private mutating func cutRows(of name: String, to rows: Int) {
    guard case .record(let data)? = session.interpreter.value(of: name, in: session.state), data["train"] != nil else {
      return
    }
    var values = data.values
    for (index, field) in data.names.enumerated() where field == "train" || field == "test" {
      guard case .record(let part) = values[index] else { continue }
      let cut = part.values.map { value -> Value in
        guard case .data(let traced) = value, let count = traced.shape.first, count > rows, rows > 0 else {
          return value
        }
        let slice = try? Operation.index(traced, .index([.slice(start: 0, step: 1, count: rows)]))
        return slice.map { .data($0) } ?? value
      }
      values[index] = .record(Record(names: part.names, values: cut))
    }
    session.interpreter.bind(name, to: .record(Record(names: data.names, values: values)), in: &session.state)
  }

  // MARK: Tasks

  private mutating func run(_ exercise: Exercise) {
    counts.exercises += 1
    counts.mistakes += exercise.mistakes.count
    let judge = Judge(exercise, in: session.state, interpreter: session.interpreter)
    for fault in judge.faults { report(fault) }
    if judge.faults.isEmpty {
      tryStarter(exercise, judge)
      tryChecks(exercise, judge)
      for (index, mistake) in exercise.mistakes.enumerated() { tryMistake(mistake, index, exercise, judge) }
    }
    // A solution that never ends was reported, and would not end here either.
    if let solution = exercise.solutions.first, judge.faults.isEmpty { session.runQuietly(solution.code) }
  }

  private mutating func tryStarter(_ exercise: Exercise, _ judge: Judge) {
    guard judge.judge(exercise.starter.text, explains: false).isRight else { return }
    report(
      .starterPasses, "the starter of `\(exercise.id)` passes already", exercise.block,
      help: "leave a blank `___` in it, or make the checks stricter")
  }

  /// Every solution must pass every check, hidden ones too.
  private mutating func tryChecks(_ exercise: Exercise, _ judge: Judge) {
    for solution in exercise.solutions {
      let verdict = judge.judge(solution.code.text, graded: true, explains: false)
      for fault in verdict.faults { report(fault) }
      guard !verdict.isRight else { continue }
      var notes = verdict.explanation.map { Phrase.verbatim($0.text(in: nil)) }
      switch verdict.outcome {
      case .failed(let diagnostic): notes = ["It ends in an error: \(diagnostic.title)."]
      case .blanks: notes = ["It has blanks."]
      case .mistake(let index): notes = ["It is the same as mistake \(index + 1)."]
      case .interrupted: notes = ["It was interrupted."]
      case .right, .wrong: break
      }
      report(
        .solutionFails, "this solution of `\(exercise.id)` does not pass", solution.block, notes: notes,
        help: "correct the solution or the check")
    }
  }

  private mutating func tryMistake(
    _ mistake: Exercise.Mistake, _ index: Int, _ exercise: Exercise, _ judge: Judge
  ) {
    // One that only a hidden check finds out is a mistake all the same.
    let verdict = judge.judge(mistake.code.text, graded: true, explains: false)
    switch verdict.outcome {
    case .mistake(index): return
    case .failed where verdict.words == mistake.says: return
    case .mistake(let other):
      let line = lesson.source.position(at: exercise.mistakes[other].block.header.lower).line
      report(
        .mistakeShadowed, "this mistake of `\(exercise.id)` gets the words of another", mistake.block,
        notes: ["It gives the same values as the one on line \(line)."],
        help: "make them differ, or drop one of the two")
    case .right:
      // One that is right for the lesson's numbers alone is found out by others.
      let whole = Judge(exercise, of: lesson, in: session.state, interpreter: session.interpreter)
      if case .mistake(index) = whole.judge(mistake.code.text, graded: true, explains: false).outcome { return }
      report(
        .mistakePasses, "this mistake of `\(exercise.id)` passes the checks", mistake.block,
        help: "make a check stricter, or turn the mistake into a solution")
    case .failed(let diagnostic):
      report(
        .mistakeShadowed, "this mistake of `\(exercise.id)` gets the words of another", mistake.block,
        notes: ["Both end in the error: \(diagnostic.title)."], help: "make them differ, or drop one of the two")
    case .blanks, .wrong, .interrupted:
      report(
        .mistakeUnrecognised, "this mistake of `\(exercise.id)` does not get its own words", mistake.block,
        notes: verdict.explanation.map { .verbatim($0.text(in: nil)) },
        help: "bind the same names as the solution does")
    }
  }
}

/// Errors, gathered from a closure.
private final class FailureList {
  var all: [Diagnostic] = []
}

extension Lesson {
  /// An error at a block of the lesson.
  func fault(
    _ code: ErrorCode, _ title: Phrase, _ block: LessonBlock, notes: [Phrase] = [], help: Phrase? = nil
  ) -> Diagnostic {
    Diagnostic(code: code, title, source: source, labels: [.init(block.header)], notes: notes, help: help)
  }
}
