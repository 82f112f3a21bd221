package import Evaluation
package import Lessons
package import Source
import Syntax
import Tensors

/// Judges answers to one exercise, by value, each on a copy of the state before it.
package struct Judge {
  /// What runs answers and checks.
  package var interpreter: Interpreter
  /// The exercise.
  package let exercise: Exercise
  /// The state before the exercise with its setup run.
  package let start: State
  /// What the first solution makes of the same start.
  private(set) var solved: State
  /// The names that the solution binds or updates.
  package private(set) var targets: [String]
  /// Those among them that checks read, which is what the task asks for; the others are ways to get there.
  package private(set) var asked: [String] = []
  /// The targets that are spoken of: those that are asked for, and those that the starter leaves blank.
  var parts: [String] {
    let starter = AnswerText(exercise.starter)
    let blank = Set(starter.targets).subtracting(starter.given)
    return targets.filter { asked.contains($0) || blank.contains($0) }
  }
  /// Inputs with which the checks call functions that are asked for.
  private(set) var inputs: [String: [[Value]]] = [:]
  /// Further inputs for those whose values the checks compare.
  private(set) var drawn: [String: [[Value]]] = [:]
  /// In another world, the numbers of the starter that are others there.
  let handed: [HandedNumber]
  /// In another world, the state before the exercise in the lesson's own.
  var home: State?
  /// The judges in states like this one, by the names whose numbers are others there, as far as they were made.
  var neighbours: [[String]: [Judge]] = [:]
  /// What names of the lesson are computed from.
  var sources: [String: Set<String>] = [:]
  /// What checks find under `expected`.
  private(set) var expected: Value = .nothing
  /// Faults of setup and solution.
  package private(set) var faults: [Diagnostic] = []
  /// The numbers that are others here than in the lesson; empty in the lesson's own world.
  let givens: [OtherWorld.Given]
  /// The numbers for which its checks are written, where they are; nil for those that hold for any.
  var world: String?
  /// Whether the answer that is judged takes so long that it is not tried often.
  var isCostly = false
  /// The names that the lesson binds before the exercise; nil when nobody knows, and whatever is bound may be its own.
  let lessonNames: Set<String>?
  /// The judges in other worlds; nil when only this one counts.
  private(set) var others: [Judge]?

  /// Prepares to judge answers to an exercise of a lesson: in a state, and in other worlds made from it.
  ///
  /// `typed` are names that somebody else than the lesson has bound: the lesson's own are given their values back.
  /// `own` is what was typed on the way, so that names of one's own have the values of each world.
  package init(
    _ exercise: Exercise, of lesson: Lesson, in state: State, typed: Set<String> = [], own lines: OwnLines = .init(),
    interpreter: Interpreter, steps: Int = 20_000_000
  ) {
    var worlds = Worlds(lesson, exercise, own: lines, interpreter: interpreter)
    var own = worlds.restored(state, typed)
    // What somebody made of the program's functions is no part of the task; numbers of such names are their own.
    for name in typed.subtracting(worlds.names) {
      guard worlds.interpreter.isGiven(name, in: own), worlds.interpreter.isFunction(name, in: own) else { continue }
      interpreter.bind(name, to: nil, in: &own)
    }
    self.init(exercise, in: own, interpreter: interpreter, steps: steps, givens: [], lessonNames: worlds.names)
    sources = worlds.sources
    var judges = faults.isEmpty ? worlds.judges(like: self, in: own) : []
    for index in judges.indices {
      judges[index].sources = sources
      judges[index].home = start
    }
    others = judges
  }

  /// The same judge with fewer steps for each statement.
  package func limited(to steps: Int) -> Judge {
    var judge = self
    judge.interpreter.limits.steps = Swift.min(interpreter.limits.steps ?? steps, steps)
    judge.others = others?.map { $0.limited(to: steps) }
    return judge
  }

  /// Lets trials run elsewhere, in every world.
  mutating func run(with interpreter: Interpreter) {
    let limits = self.interpreter.limits
    self.interpreter = interpreter
    self.interpreter.limits = limits
    for index in (others ?? []).indices { others?[index].run(with: interpreter) }
  }

  /// Prepares to judge answers that begin in a state.
  package init(_ exercise: Exercise, in state: State, interpreter: Interpreter, steps: Int = 20_000_000) {
    self.init(exercise, in: state, interpreter: interpreter, steps: steps, givens: [], lessonNames: nil)
  }

  init(
    _ exercise: Exercise, in state: State, interpreter: Interpreter, steps: Int = 20_000_000,
    givens: [OtherWorld.Given], lessonNames: Set<String>?, handed: [HandedNumber] = []
  ) {
    self.exercise = exercise
    self.handed = handed
    self.lessonNames = lessonNames
    self.givens = givens
    self.interpreter = interpreter
    self.interpreter.limits.steps = Swift.min(interpreter.limits.steps ?? steps, steps)
    var start = state
    var faults: [Diagnostic] = []
    for setup in exercise.setup {
      if case .failed(let diagnostic) = Quiet.run(AnswerText(setup.code).program, on: &start, &self.interpreter) {
        faults.append(diagnostic)
      }
    }
    self.start = start
    // The solution means the program's own functions, whatever was made of their names.
    var solved = start
    for name in interpreter.boundNames(in: solved) {
      if !(lessonNames?.contains(name) ?? true), self.interpreter.isGiven(name, in: solved) {
        interpreter.bind(name, to: nil, in: &solved)
      }
    }
    var targets: [String] = []
    if let solution = exercise.solutions.first {
      let text = AnswerText(solution.code)
      targets = text.targets
      if case .failed(let diagnostic) = Quiet.run(text.program, on: &solved, &self.interpreter) {
        faults.append(diagnostic)
      }
    }
    // A student's copy of a lesson has no solutions: the starter tells which names are asked for.
    if exercise.solutions.isEmpty { targets = AnswerText(exercise.starter).targets }
    self.solved = solved
    self.targets = targets
    self.faults = faults
    addUpdatedParameters()
    expected = expectedRecord()
    (asked, inputs) = whatChecksRead()
    for name in inputs.keys.sorted() { drawn[name] = drawnInputs(name) }
  }

  /// The names among the targets that checks mention, by functions of the lesson too, and the inputs with which they
  /// call those that are functions.
  private mutating func whatChecksRead() -> ([String], [String: [[Value]]]) {
    let texts = exercise.checks.map { AnswerText($0.code) }
    var read: Set<String> = []
    var new = texts.reduce(into: Set<String>()) { $0.formUnion($1.mentionedNames) }
    while !new.isEmpty {
      read.formUnion(new)
      var found: Set<String> = []
      for name in new where !targets.contains(name) {
        guard case .function(let function)? = interpreter.value(of: name, in: start), let source = function.source
        else { continue }
        found.formUnion(AnswerText(source.text.slice(source.span)).mentionedNames)
      }
      new = found.subtracting(read)
    }
    let asked = targets.filter(read.contains)
    var inputs: [String: [[Value]]] = [:]
    for text in texts {
      for expression in text.expressions {
        guard case .call(let callee, _) = expression.kind, case .name(let name) = callee.kind, asked.contains(name),
          let values = arguments(of: expression, in: text)
        else { continue }
        inputs[name, default: []].append(values)
      }
    }
    return (asked.isEmpty ? targets : asked, inputs)
  }

  /// What a call without names passes where the exercise begins; none where an argument has no value there.
  func arguments(of call: Expression, in text: AnswerText) -> [Value]? {
    guard case .call(_, let arguments) = call.kind, arguments.allSatisfy({ $0.name == nil }) else { return nil }
    var (interpreter, trial) = (interpreter, start)
    let values = arguments.compactMap { argument -> Value? in
      guard case .finished(let value) = interpreter.evaluate(argument.value, of: text.source, on: &trial) else {
        return nil
      }
      return trial.resolved(value)
    }
    return values.count == arguments.count ? values : nil
  }

  /// Parameters that the solution updates without naming them, as `step(…)` does.
  private mutating func addUpdatedParameters() {
    for name in interpreter.boundNames(in: solved) where !targets.contains(name) {
      guard case .parameter(let parameter)? = interpreter.value(of: name, in: solved),
        case .parameter(let before)? = interpreter.value(of: name, in: start), before === parameter
      else { continue }
      if solved.value(of: parameter) !== start.value(of: parameter) { targets.append(name) }
    }
  }

  private mutating func expectedRecord() -> Value {
    var fields: [(String, Value)] = []
    for name in targets {
      guard let value = interpreter.value(of: name, in: solved) else { continue }
      fields.append((name, solved.resolved(value)))
    }
    return .record(Record(fields))
  }

  /// What one world says about an answer.
  struct Trial {
    var verdict: Verdict
    /// The state that the answer leaves, when it runs.
    var state: State?
    /// The authored mistakes that it is equal to.
    var mistakes: [Int] = []
    /// What running it took, in units of effort, where these are counted.
    var cost = 0
  }

  /// Judges an answer in this world alone; `among` are the mistakes that it may be, when not all.
  mutating func judgeHere(_ answer: String, graded: Bool = false, among: [Int]? = nil) -> Trial {
    let text = AnswerText(inThisWorld(answer))
    let blanks = text.blanks
    if blanks > 0 { return Trial(verdict: Verdict(.blanks(blanks))) }
    if let message = notAllowed(in: text) {
      var verdict = Verdict(.wrong)
      verdict.explanation = [message]
      return Trial(verdict: verdict)
    }
    var state = start
    let firstOrigin = interpreter.table.nextIndex
    let before = Effort.remaining ?? 0
    let outcome = Quiet.run(text.program, on: &state, &interpreter)
    let cost = before - (Effort.remaining ?? 0)
    switch outcome {
    case .interrupted: return Trial(verdict: Verdict(.interrupted))
    case .failed(let diagnostic):
      var verdict = Verdict(.failed(diagnostic))
      verdict.faults = faults
      if diagnostic.code.isLimit { verdict.limit = Verdict.Limit(diagnostic: diagnostic) }
      if among == nil, let index = mistake(endingIn: diagnostic) { verdict.words = exercise.mistakes[index].says }
      return Trial(verdict: verdict)
    case .finished:
      if let message = oversized(in: state) {
        var verdict = Verdict(.wrong)
        verdict.explanation = [message]
        return Trial(verdict: verdict, cost: cost)
      }
      let found = operations(of: text, in: state, since: firstOrigin)
      let idle = cost > Judge.affordable ? [] : idleOperations(of: text, in: state)
      var trial = judge(state, found, idle: idle, graded: graded, among: among)
      trial.cost = cost
      if trial.verdict.isRight, let message = changedReport(in: text) {
        trial.verdict.outcome = .wrong
        trial.verdict.explanation = [message]
        for index in trial.verdict.checks.indices { trial.verdict.checks[index].isPassed = false }
      }
      return trial
    }
  }

  /// What a puzzle does not allow in an answer.
  mutating func notAllowed(in answer: AnswerText) -> Message? {
    guard let allowed = exercise.allowed else { return nil }
    // What was tried before and stands in nothing any more does not count.
    let other = Puzzle(allowed: allowed).firstOther(in: answer.slice(for: asked)) {
      interpreter.isFunction($0, in: start)
    }
    return other.map { Message(.notAllowed, saying: [.verbatim($0), .list(allowed)]) }
  }

  private mutating func judge(
    _ state: State, _ operations: Set<String>, idle: Set<String>, graded: Bool, among: [Int]?
  ) -> Trial {
    var verdict = Verdict(.right)
    verdict.faults = faults
    for (index, check) in exercise.checks.enumerated() where check.world == world && (graded || !check.hidden) {
      var trial = CheckTrial(self, answer: state, code: check.code, operations: operations, idle: idle)
      var result = Verdict.CheckResult(
        index: index, isPassed: true, points: check.points, isRequired: check.points == 0 || trial.breaksRule,
        explanation: [])
      var limit: Diagnostic?
      switch trial.run() {
      case .passed: break
      case .interrupted: return Trial(verdict: Verdict(.interrupted))
      case .failed(let explanation):
        result.isPassed = false
        result.explanation = explanation
        limit = trial.limit
      case .error(let diagnostic):
        // The lesson is at fault when its own solution cannot pass either.
        var reference = CheckTrial(self, answer: solved, code: check.code, operations: [])
        if !exercise.solutions.isEmpty, case .error = reference.run() {
          verdict.faults.append(diagnostic)
          result.isTried = false
        } else {
          result.isPassed = false
          result.explanation = [
            missing(in: state) ?? misshapen(in: state) ?? Message(.checkFailed, saying: [diagnostic.title])
          ]
          limit = diagnostic.code.isLimit ? diagnostic : nil
        }
      }
      // Of several checks that do not hold, the first is spoken of.
      if let limit, verdict.checks.allSatisfy(\.isPassed) {
        let mentioned = AnswerText(check.code).mentionedNames
        verdict.limit = Verdict.Limit(
          diagnostic: limit,
          function: asked.first { mentioned.contains($0) && interpreter.isFunction($0, in: state) })
      }
      verdict.checks.append(result)
    }
    if verdict.checks.contains(where: { !$0.isPassed }) { withdrawConstants(in: state, from: &verdict) }
    guard let failed = verdict.checks.first(where: { !$0.isPassed }) else {
      if let other = otherwise(state) {
        verdict.outcome = .wrong
        verdict.explanation = [other.message]
        verdict.limit = other.limit.map { Verdict.Limit(diagnostic: $0, function: other.name) }
        for index in verdict.checks.indices {
          let check = exercise.checks[verdict.checks[index].index]
          guard AnswerText(check.code).mentionedNames.contains(other.name) else { continue }
          verdict.checks[index].isPassed = false
          verdict.words = verdict.words ?? check.message
        }
        return Trial(verdict: verdict, state: state, mistakes: mistakes(equalTo: state, among: among))
      }
      // A world in which a mistake is right says nothing against it.
      return Trial(
        verdict: verdict, state: state, mistakes: among.map { self.mistakes(equalTo: state, among: $0) } ?? [])
    }
    let mistakes = mistakes(equalTo: state, among: among)
    verdict.outcome = .wrong
    if let index = mistakes.first {
      verdict.outcome = .mistake(index)
      verdict.words = exercise.mistakes[index].says
    } else {
      verdict.words = exercise.checks[failed.index].message
    }
    let lacking = missing(in: state)
    // A function is finished as soon as it is there, unlike a number that is still to be trained: what is wrong with it
    // is said although another name is not there yet.
    let mentioned = AnswerText(exercise.checks[failed.index].code).mentionedNames
    let checked = asked.filter(mentioned.contains)
    let isFinished = !checked.isEmpty && checked.allSatisfy { interpreter.isFunction($0, in: state) }
    verdict.explanation = (lacking.map { [$0] } ?? []) + (lacking == nil || isFinished ? failed.explanation : [])
    return Trial(verdict: verdict, state: state, mistakes: mistakes)
  }

  /// What sets a function apart from the solution's where no check looks: it is called with further inputs like those of
  /// the checks that compare its values.
  private mutating func otherwise(_ state: State) -> (name: String, message: Message, limit: Diagnostic?)? {
    for name in asked {
      guard let inputs = drawn[name], case .function(let own)? = interpreter.value(of: name, in: state),
        case .function(let official)? = interpreter.value(of: name, in: solved)
      else { continue }
      var comparison = Comparison(interpreter: interpreter)
      // What is reckoned another way may be less exact.
      comparison.relative = 1e-3
      for input in inputs {
        guard let wanted = try? interpreter.call(official, input, on: solved),
          Comparison.grid(wanted, in: solved)?.values.allSatisfy(\.isFinite) ?? false
        else { continue }
        var (value, limit): (Value?, Diagnostic?) = (nil, nil)
        do throws(Diagnostic) {
          value = try interpreter.call(own, input, on: state)
        } catch {
          limit = error.code.isLimit ? error : nil
        }
        if let value, comparison.areEqual(value, in: state, wanted, in: solved) { continue }
        let call = name + "(" + input.map { ValueText.inline($0, state: start) }.joined(separator: ", ") + ")"
        let shown = value.map { ValueText.inline($0, state: state) } ?? "an error"
        return (name, Message(.functionValue, call, shown, ValueText.inline(wanted, state: solved)), limit)
      }
    }
    return nil
  }

  /// What is still to be bound.
  private mutating func missing(in state: State) -> Message? {
    let wanted = asked.filter { interpreter.value(of: $0, in: state) == nil }
    return wanted.isEmpty ? nil : Message(.missingNames, saying: [.list(wanted)])
  }

  /// What holds numbers of another shape than it should, so that a check cannot be made.
  private mutating func misshapen(in state: State) -> Message? {
    for name in asked {
      guard let own = interpreter.grid(of: name, in: state), let wanted = interpreter.grid(of: name, in: solved),
        own.shape != wanted.shape, wanted.shape.isEmpty || !isOpen
      else { continue }
      var miss = NearMiss(subject: name, actual: own, expected: wanted, surroundings: Surroundings())
      return miss.explanation().first
    }
    return nil
  }

  /// The mistakes that make of the start what the answer made of it, in every name that the solution binds.
  private mutating func mistakes(equalTo state: State, among: [Int]?) -> [Int] {
    guard !asked.isEmpty else { return [] }
    var found: [Int] = []
    for (index, mistake) in exercise.mistakes.enumerated() where among?.contains(index) ?? true {
      var wrong = start
      guard case .finished = Quiet.run(AnswerText(mistake.code).program, on: &wrong, &interpreter) else { continue }
      // A mistake that binds nothing that is asked for would be equal to anything that does not either.
      guard asked.contains(where: { interpreter.value(of: $0, in: wrong) != nil }) else { continue }
      // What it binds on the way has to be the mistake's too: its words may speak of that.
      let both = targets.filter { name in
        !asked.contains(name) && interpreter.value(of: name, in: state) != nil && isWritten(name, in: wrong)
      }
      if agree(state, wrong), both.allSatisfy({ isSame($0, in: state, wrong) }) { found.append(index) }
    }
    return found
  }

  /// Whether a name holds numbers, or a function that is written out under it: models and optimisers are made anew in
  /// each run, and never the same.
  private mutating func isWritten(_ name: String, in state: State) -> Bool {
    if case .function(let function)? = interpreter.value(of: name, in: state) { return function.name == name }
    return interpreter.grid(of: name, in: state) != nil
  }

  /// The mistake that ends in the same error.
  private mutating func mistake(endingIn diagnostic: Diagnostic) -> Int? {
    exercise.mistakes.indices.first { index in
      var state = start
      guard
        case .failed(let other) = Quiet.run(AnswerText(exercise.mistakes[index].code).program, on: &state, &interpreter)
      else { return false }
      return other.code == diagnostic.code && other.title == diagnostic.title && other.notes == diagnostic.notes
    }
  }
}
