import Evaluation
import Judging
import Source
import Stepping
import Syntax
import Tensors

/// A past run under a cursor: reopens its steps, each in a session of its own, and leaves the present alone.
struct Replay {
  let run: PastRun
  /// The session as it is now, from which a step's session differs only in its state.
  private let session: Session
  /// Steps that were reopened lately, with what has a name only there.
  private var near: [Int: (state: State, locals: [(name: String, value: Value)])] = [:]
  private let show: (Shown) -> Void

  /// How many steps before the wanted one are kept at hand, if they are small enough.
  private static let mostNear = 12

  /// The words of the session's language.
  var words: Translation { session.words }

  init(_ run: PastRun, in session: Session, show: @escaping (Shown) -> Void) {
    self.run = run
    self.session = session
    self.show = show
  }

  // MARK: One step

  /// The session as it was after a step, for a text that is to be read there; before the first one for 0.
  ///
  /// - Throws: `interrupted` after Ctrl-C.
  mutating func session(at step: Int, for text: String = "") throws(Diagnostic) -> Session {
    if step <= 0 { return reopened(run.start, [], for: text) }
    let found = try past(step)
    return reopened(found.state, found.locals, loss: run.losses[step - 1], step: step, for: text)
  }

  /// The state after a step, with what has a name only there.
  ///
  /// - Throws: `interrupted` after Ctrl-C.
  mutating func past(_ step: Int) throws(Diagnostic) -> (state: State, locals: [(name: String, value: Value)]) {
    if near[step] == nil { try look(from: step) }
    guard let found = near[step] else { throw ReplayWords.interrupted }
    return found
  }

  /// Runs to a step, and keeps it and those just before it at hand.
  private mutating func look(from step: Int) throws(Diagnostic) {
    let most = run.bytes / Swift.max(run.kept, 1) > 4_000_000 ? 2 : Replay.mostNear
    var found: [Int: (state: State, locals: [(name: String, value: Value)])] = [:]
    try pass(to: step) { past in
      if past.number > step - most { found[past.number] = (past.state, past.locals) }
      return past.number < step ? .goOn : .stop
    }
    near = found
  }

  private func reopened(
    _ state: State, _ locals: [(name: String, value: Value)], loss: Double? = nil, step: Int = 0,
    for text: String
  ) -> Session {
    var guest = session
    guest.state = state
    bind(locals, loss: loss, step: step, for: text, in: &guest.state, &guest.interpreter)
    return guest
  }

  /// Binds what a text may mention at a step besides the names of its state: those of the function that took it, the loss
  /// by its name, or as `L` where the run has no other use for it; what `train` has; and the number of the `step`, where
  /// that is not the function.
  private func bind(
    _ locals: [(name: String, value: Value)], loss: Double?, step: Int, for text: String,
    in state: inout State,
    _ interpreter: inout Interpreter
  ) {
    var names = locals
    if Replay.readsNumber(ofStep: text) { names.append(("step", .data(.int(step)))) }
    if let loss, !locals.contains(where: { $0.name == "L" }),
      !mentionsL || !interpreter.boundNames(in: state).contains("L")
    {
      names.append(("L", .data(.float64(loss))))
    }
    for (name, value) in names { interpreter.bind(name, to: value, in: &state) }
  }

  /// Whether `step` stands in a text for its number, and is not called.
  private static func readsNumber(ofStep text: String) -> Bool {
    let expressions = Parser.parse(SourceText(text)).expressions
    func isStep(_ expression: Expression) -> Bool {
      if case .name("step") = expression.kind { true } else { false }
    }
    let called = expressions.count {
      if case .call(let callee, _) = $0.kind { isStep(callee) } else { false }
    }
    return expressions.count(where: isStep) > called
  }

  /// Whether the run itself has a use for the name `L`.
  private var mentionsL: Bool {
    AnswerText(run.source.slice(run.statement.span)).mentionedNames.contains("L")
  }

  // MARK: The whole run

  /// Goes through the run to a step, and says now and then how far it is.
  ///
  /// - Throws: `interrupted` after Ctrl-C.
  @discardableResult
  private func pass(
    to step: Int, _ body: @escaping (PastStep) -> PastStep.Next
  ) throws(Diagnostic) -> (state: State, failure: Diagnostic?) {
    var interpreter = session.interpreter
    let world = session.world
    let start = world.now()
    var reported = start
    let last = step == Int.max ? run.count : step
    let (show, run) = (show, run)
    let end = interpreter.replay(run, to: step == Int.max ? 1 : step) { past in
      let now = world.now()
      if now - reported > 0.3 {
        reported = now
        // Another course goes on beyond the step that it leaves the run at.
        let end = past.number > last ? Swift.max(run.count, past.number) : last
        let progress = Progress(
          title: "step \(past.number)/\(end)",
          fraction: Swift.min(1, Double(past.number) / Double(Swift.max(end, 1))),
          seconds: now - start)
        show(.event(.progress(progress)))
      }
      return body(past)
    }
    if world.isInterrupted() { throw ReplayWords.interrupted }
    return end
  }

  /// A number after every step: the value of an expression, of a tensor its norm; nan where it has none.
  ///
  /// A condition must be true or false, and what is to be a number no tensor.
  func course(
    of text: String, isCondition: Bool = false, isNumber: Bool = false, until isFound: (Double) -> Bool = { _ in false }
  ) throws(Diagnostic) -> [Double] {
    let (source, statement) = try ReplayWords.expression(text)
    // A mistake in the expression itself is better said than drawn as nothing.
    var values: [Double] = []
    var failure: Diagnostic?
    var interpreter = session.interpreter
    let run = run
    try withoutActuallyEscaping(isFound) { isFound throws(Diagnostic) in
      _ = try pass(to: .max) { past in
        guard past.number <= run.count else { return .stop }
        var state = past.state
        bind(past.locals, loss: past.loss, step: past.number, for: text, in: &state, &interpreter)
        var value = Double.nan
        switch interpreter.run(statement, of: source, on: &state, emit: { _ in }) {
        case .finished(let made):
          if case .data(let traced) = state.resolved(made) {
            value = Watch.measure(traced)
            if isCondition, traced.elementType != .bool { failure = ReplayWords.noCondition(text) }
            if isNumber, !traced.shape.isEmpty { failure = ReplayWords.noNumber(text, made.kind) }
          } else {
            failure = ReplayWords.noNumber(text, made.kind)
          }
        case .failed(let diagnostic): failure = diagnostic
        case .interrupted: return .stop
        }
        values.append(value)
        let isOver = failure != nil || isFound(value) || past.number == run.count
        return isOver ? .stop : .goOn
      }
    }
    if let failure { throw failure }
    return values
  }

  /// The first step after which a condition holds; nil when there is none.
  ///
  /// The median, the largest and so on of a number are those of its course, so that `L > 2*median(L)` says what it means.
  func first(where condition: String) throws(Diagnostic) -> Int? {
    let condition = overCourse(condition)
    if let whole = try course(ofLosses: condition) { return whole.firstIndex { $0 != 0 && !$0.isNaN }.map { $0 + 1 } }
    let values = try course(of: condition, isCondition: true) { $0 != 0 && !$0.isNaN }
    return values.last.map { $0 != 0 && !$0.isNaN } == true ? values.count : nil
  }

  /// A condition on the loss alone, at every step at once, nan at the steps of another loss; nil when it is about anything
  /// else.
  private func course(ofLosses condition: String) throws(Diagnostic) -> [Double]? {
    let (source, statement) = try ReplayWords.expression(condition)
    let all = run.losses.indices.map { run.lossName(at: $0 + 1) }
    let names: [Set<String>] = run.lossNames.count > 1 ? run.lossNames.map { [$0] } : [lossNames]
    for names in names {
      let steps = names.count > 1 ? Array(run.losses.indices) : run.losses.indices.filter { names == [all[$0] ?? "L"] }
      guard let values = try? Traced.make(steps.map { run.losses[$0] }, shape: [steps.count]) else { continue }
      var interpreter = session.interpreter
      var state = run.start
      // Where only the loss has a value, what mentions anything else is an error.
      for name in interpreter.boundNames(in: state) where !interpreter.isFunction(name, in: state) {
        interpreter.bind(name, to: nil, in: &state)
      }
      for name in names { interpreter.bind(name, to: .data(values), in: &state) }
      guard case .finished(let value) = interpreter.run(statement, of: source, on: &state, emit: { _ in }),
        case .data(let traced) = state.resolved(value), traced.shape == [steps.count], traced.elementType == .bool
      else { continue }
      var course = [Double](repeating: .nan, count: run.count)
      for (step, value) in zip(steps, traced.doubles) { course[step] = value }
      return course
    }
    return nil
  }

  // MARK: What is said of a whole course

  /// What of one number would be that number again, and is meant of all that it was.
  private static let summaries: Set<String> = ["median", "mean", "max", "min", "sum", "std", "var"]

  /// A text with the numbers in the place of what it says of whole courses.
  ///
  /// In `w > 2*median(w)` the median is over all steps, but for those where there is no finite number. What is a tensor at
  /// each step is left as it is.
  func overCourse(_ text: String) -> String {
    guard let (source, statement) = try? ReplayWords.expression(text) else { return text }
    // The inner ones first: they stand behind those around them.
    for expression in statement.expressions.flatMap(\.tree).reversed() {
      guard case .call(let callee, let arguments) = expression.kind, case .name(let name) = callee.kind,
        Replay.summaries.contains(name), arguments.count == 1, arguments[0].name == nil,
        let numbers = numbers(of: source.slice(arguments[0].value.span)),
        let number = Replay.summary(name, of: numbers, session)
      else { continue }
      return overCourse(source.replacing([(expression.span, "(\(number))")]))
    }
    return text
  }

  /// The numbers that an expression has over the run; nil where it is another thing at a step.
  private func numbers(of text: String) -> [Double]? {
    let name = text.trimmingSpaces
    if run.lossNames.count <= 1, lossNames.contains(name) { return run.losses }
    return try? course(of: text, isNumber: true)
  }

  private static func summary(_ name: String, of numbers: [Double], _ session: Session) -> Double? {
    let finite = numbers.filter(\.isFinite)
    guard !finite.isEmpty, let values = try? Traced.make(finite, shape: [finite.count]),
      let (source, statement) = try? ReplayWords.expression("\(name)(L)")
    else { return nil }
    var (interpreter, state) = (session.interpreter, session.state)
    interpreter.bind("L", to: .data(values), in: &state)
    guard case .finished(let value) = interpreter.run(statement, of: source, on: &state, emit: { _ in }),
      case .data(let traced) = state.resolved(value)
    else { return nil }
    return traced.plain.double.flatMap { $0.isFinite ? $0 : nil }
  }

  /// What the loss may be called, where it is one.
  private var lossNames: Set<String> {
    guard let name = run.lossName else { return ["L"] }
    return mentionsL ? [name] : ["L", name]
  }

  // MARK: Another course

  /// The losses of the run gone through again from its beginning, until it ends or a point in time.
  func losses(until deadline: Double) throws(Diagnostic) -> [Double] {
    var losses: [Double] = []
    let (count, now) = (run.count, session.world.now)
    try pass(to: 1) { past in
      losses.append(past.loss)
      return past.number < count && now() < deadline ? .goOn : .stop
    }
    return losses
  }

  /// Another course of a run from a step on.
  struct Course {
    /// The losses from that step on.
    var losses: [Double] = []
    /// Where it ended.
    var state: State
    /// The names that were to hold something else and got another value in the step itself.
    var overwritten: [String] = []
    /// Whether the run itself sets another rate after that step.
    var setsRate = false
    /// The error that stopped it.
    var failure: Diagnostic?
  }

  /// Runs on from before a step in another way.
  ///
  /// It ends at the latest after so many steps, and at a point in time.
  func course(
    from step: Int, _ change: ReplayRequest.Change, steps: Int? = nil,
    until deadline: Double = .infinity
  ) throws(Diagnostic) -> Course {
    var losses: [Double] = []
    var before: State?
    // The state as it was changed, and what became of that by the end of the step.
    var begun: State?
    var overwritten: [String] = []
    var setsRate = false
    let interpreter = session.interpreter
    var failure: Diagnostic?
    let changed: (State, [String]) -> State? = { state, locals in
      var guest = self.session
      guest.state = state
      do throws(Diagnostic) {
        try guest.apply(change, locals)
      } catch {
        failure = error
        return nil
      }
      begun = guest.state
      return guest.state
    }
    // What comes before the first step can be changed only at the start.
    var run = run
    if step == 1, change != .without {
      guard let start = changed(run.start, []) else { throw failure ?? ReplayWords.interrupted }
      run = run.beginning(at: start)
    }
    let most = steps.map { step + $0 - 1 } ?? Swift.max(run.count, step) + 1_000_000
    let now = session.world.now
    let other = Replay(run, in: session, show: show)
    let end = try other.pass(to: Swift.max(step - 1, 1)) { past in
      if past.number >= step { losses.append(past.loss) }
      if past.number == step, let begun {
        let now = past.state
        let others = interpreter.changedNames(from: begun, to: now)
        overwritten = change.names.filter { others.contains($0) }
        if case .rate = change, now.hasOtherRates(than: begun) { overwritten = ["rate"] }
      }
      if past.number == step + 1, let begun, case .rate = change { setsRate = past.state.hasOtherRates(than: begun) }
      if change == .without {
        if past.number == step - 1 { before = past.state }
        if past.number == step { return .from(past.state.withParameters(of: before ?? run.start)) }
      } else if past.number == step - 1 {
        guard let state = changed(past.state, past.locals.map(\.name)) else { return .stop }
        return .from(state)
      }
      return past.number < most && (deadline == .infinity || now() < deadline) ? .goOn : .stop
    }
    if let failure { throw failure }
    var state = end.state
    state.releaseRates()
    return Course(
      losses: losses, state: state, overwritten: overwritten, setsRate: setsRate, failure: end.failure)
  }
}

extension ReplayRequest.Change {
  /// The names that its statements give a value.
  fileprivate var names: [String] {
    guard case .statement(let text) = self else { return [] }
    return Parser.parse(SourceText(text)).statements.flatMap { statement -> [String] in
      if case .bind(let names, _) = statement.kind { names.map(\.text) } else { [] }
    }
  }
}

extension Session {
  /// Does on the state of a step what is to be otherwise from there on; `locals` are names that only a call has there.
  fileprivate mutating func apply(_ change: ReplayRequest.Change, _ locals: [String]) throws(Diagnostic) {
    switch change {
    case .without: return
    case .rate(let text):
      let input = CommandInput.alone(text)
      guard case .data(let traced) = state.resolved(try evaluate(input)), let rate = traced.plain.double,
        rate.isFinite, rate >= 0
      else { throw input.failure(.notANumber, "a rate is a number from 0 up") }
      guard state.setRates(to: rate) else { throw ReplayWords.noOptimiser }
    case .statement(let text):
      let program = Parser.parse(SourceText(text))
      if let error = program.diagnostics.first(where: { $0.severity == .error }) { throw error }
      for statement in program.statements {
        if case .command = statement.kind { throw ReplayWords.noCommand }
        if case .bind(let names, _) = statement.kind {
          let bound = interpreter.boundNames(in: state)
          for name in names.map(\.text) {
            if locals.contains(name) { throw ReplayWords.isLocal(name) }
            if !bound.contains(name) { throw ReplayWords.unknown(name) }
          }
        }
        var (quiet, source) = update(meantBy: statement, of: program.source) ?? (statement, program.source)
        quiet.showsValue = false
        switch execute(quiet, of: source, emit: { _ in }) {
        case .finished: continue
        case .failed(let diagnostic): throw diagnostic
        case .interrupted: throw ReplayWords.interrupted
        }
      }
    }
  }
}

extension Session {
  /// `w := 5` for `w = 5` where `w` is a parameter: it stays one, and its value is what is meant.
  private mutating func update(meantBy statement: Statement, of source: SourceText) -> (Statement, SourceText)? {
    guard case .bind(let names, let value) = statement.kind, names.count == 1,
      case .parameter? = interpreter.value(of: names[0].text, in: state)
    else { return nil }
    let text = source.slice(value.span)
    guard !AnswerText(text).mentionedNames.contains("param") else { return nil }
    let update = SourceText("\(names[0].text) := \(text)")
    return Parser.parse(update).statements.first.map { ($0, update) }
  }
}

// MARK: Words

enum ReplayWords {
  static var interrupted: Diagnostic { Diagnostic(code: .interrupted, "interrupted") }

  static var noOptimiser: Diagnostic {
    Diagnostic(
      code: .nothingToReplay, "no optimiser takes the steps of this run",
      help: "where a name of the program holds the rate, change that: :replay 3 with rate = 0.01")
  }

  static var noCommand: Diagnostic {
    Diagnostic(code: .notAnExpression, "a statement is needed after with, and this is a command")
  }

  static func isLocal(_ name: String) -> Diagnostic {
    Diagnostic(
      code: .unknownName,
      "\(name) is a name within a function there, and only what has a name outside can be another")
  }

  static func unknown(_ name: String) -> Diagnostic {
    Diagnostic(
      code: .unknownName, "nothing is called \(name) there",
      help: "give a name another value that has one at that step"
    )
  }

  static func noCondition(_ text: String) -> Diagnostic {
    Diagnostic(
      code: .notABoolean, "\(text) is a number, and a condition is needed here, which holds or not",
      help: "type \(":replay where \(text) > 1")")
  }

  static func noNumber(_ text: String, _ kind: Phrase) -> Diagnostic {
    Diagnostic(
      code: .notANumber, "\(text) is \(kind): over a run a number can be followed, or a tensor by its norm")
  }

  /// An expression, to be evaluated at every step.
  static func expression(_ text: String) throws(Diagnostic) -> (source: SourceText, statement: Statement) {
    let source = SourceText(text)
    let program = Parser.parse(source)
    if let error = program.diagnostics.first(where: { $0.severity == .error }) { throw error }
    guard var statement = program.statements.first, program.statements.count == 1,
      case .expression = statement.kind
    else { throw Diagnostic(code: .notAnExpression, "one expression is needed here", source: source) }
    statement.showsValue = false
    return (source, statement)
  }
}
