import Evaluation
import Lessons
import Source
import Syntax
import Tensors

/// One check made on one answer.
///
/// `close`, `same`, `apart`, `uses` and `avoids` are understood here, from the check's own text, so that nothing the student
/// binds can stand in for them, and so that a failure can explain itself.
struct CheckTrial {
  enum Outcome {
    case passed
    case failed([Message])
    case error(Diagnostic)
    case interrupted
  }

  enum Stop: Error {
    case failure(Diagnostic)
    case interrupted
  }

  let judge: Judge
  let code: SourceText
  let operations: Set<String>
  /// Those among them that change nothing: to use them is not enough.
  let idle: Set<String>
  var interpreter: Interpreter
  /// The limit that a function of the answer met on inputs on which it was compared.
  private(set) var limit: Diagnostic?
  /// The student's state, with `expected` bound and the names that the check itself uses meaning what they should.
  private var state: State
  /// The solution's state with `expected` bound: where what mentions `expected` is computed.
  private var reference: State

  init(_ judge: Judge, answer: State, code: SourceText, operations: Set<String>, idle: Set<String> = []) {
    self.judge = judge
    self.code = code
    self.operations = operations
    self.idle = idle
    interpreter = judge.interpreter
    state = answer
    reference = judge.solved
    for name in namesNeeded().sorted() where !judge.targets.contains(name) {
      if interpreter.isGiven(name, in: state), !isTaken(name) {
        // Given names that the lesson itself has not taken for its own purposes are given back to the check.
        interpreter.bind(name, to: nil, in: &state)
      } else if judge.lessonNames?.contains(name) ?? false, let own = interpreter.value(of: name, in: judge.start) {
        interpreter.bind(name, to: own, in: &state)
      }
    }
    interpreter.bind(CheckTrial.expected, to: judge.expected, in: &state)
    interpreter.bind(CheckTrial.expected, to: judge.expected, in: &reference)
  }

  /// What `expected` is called while a check is made: a name as long, which nobody can know.
  private static let expected =
    "exp"
    + String((0..<5).map { _ in Character(Unicode.Scalar(UInt8.random(in: UInt8(ascii: "a")...UInt8(ascii: "z")))) })

  /// The names that the check mentions, and those that the lesson's functions in it do.
  private mutating func namesNeeded() -> Set<String> {
    var needed = AnswerText(code).mentionedNames
    var new = needed
    while !new.isEmpty {
      var found: Set<String> = []
      for name in new where judge.lessonNames?.contains(name) ?? false {
        guard case .function(let function)? = interpreter.value(of: name, in: judge.start),
          let source = function.source
        else { continue }
        found.formUnion(AnswerText(source.text.slice(source.span)).mentionedNames)
      }
      new = found.subtracting(needed)
      needed.formUnion(new)
    }
    return needed
  }

  /// Whether the lesson has bound a given name before the exercise.
  private mutating func isTaken(_ name: String) -> Bool {
    judge.lessonNames?.contains(name) ?? interpreter.boundNames(in: judge.start).contains(name)
  }

  /// Makes the check.
  mutating func run() -> Outcome {
    let program = Parser.parse(
      SourceText(CheckTrial.renamed(code.text), name: code.name, firstLine: code.firstLine))
    if let error = program.diagnostics.first(where: { $0.severity == .error }) { return .error(error) }
    for statement in program.statements.dropLast() {
      switch interpreter.run(statement, of: code, on: &state, emit: { _ in }) {
      case .finished: break
      case .failed(let diagnostic): return .error(diagnostic)
      case .interrupted: return .interrupted
      }
    }
    guard let last = program.statements.last, case .expression(let condition) = last.kind else {
      return .error(
        Diagnostic(
          code: .checkWithoutCondition, "a check ends in a condition", source: code,
          labels: [.init(program.statements.last?.span ?? Span(0, 0))]))
    }
    do throws(Stop) {
      let explanation = try explain(condition)
      return explanation.map { .failed($0) } ?? .passed
    } catch {
      switch error {
      case .failure(let diagnostic): return .error(diagnostic)
      case .interrupted: return .interrupted
      }
    }
  }

  /// The check with the other name for `expected`, as long as it, so that places stay.
  private static func renamed(_ text: String) -> String {
    let source = SourceText(text)
    let edits = Lexer.tokens(of: source).compactMap { token -> (Span, String)? in
      token.kind == .name("expected") ? (token.span, expected) : nil
    }
    return source.replacing(edits)
  }

  /// Why a condition does not hold; nil when it does.
  private mutating func explain(_ condition: Expression) throws(Stop) -> [Message]? {
    switch condition.kind {
    case .and(let left, let right):
      if let explanation = try explain(left) { return explanation }
      return try explain(right)
    case .or(let left, let right):
      guard let explanation = try explain(left) else { return nil }
      return try explain(right) == nil ? nil : explanation
    case .unary(.not, let inner): return try explain(inner) == nil ? [] : nil
    case .call(let callee, let arguments):
      guard case .name(let name) = callee.kind, let known = Condition(rawValue: name) else { break }
      switch known {
      case .close where arguments.count >= 2: return try close(arguments)
      case .same where arguments.count == 2: return try same(arguments[0].value, arguments[1].value)
      case .apart where arguments.count >= 3: return try apart(arguments.map(\.value))
      case .uses where arguments.count == 1:
        let wanted = try operation(arguments[0].value)
        return operations.isDisjoint(with: wanted.names.subtracting(idle))
          ? [Message(.shouldUse, saying: [wanted.said])] : nil
      case .avoids where arguments.count == 1:
        let unwanted = try operation(arguments[0].value)
        return operations.isDisjoint(with: unwanted.names) ? nil : [Message(.shouldAvoid, saying: [unwanted.said])]
      case .close, .same, .apart, .uses, .avoids: break
      }
    default: break
    }
    guard case .data(let traced) = state.resolved(try ownValue(condition)), case .bool(let holds) = traced.plain else {
      throw failure(.checkNotBoolean, "a check must be true or false", condition)
    }
    return holds ? nil : try bound(condition).map { [$0] } ?? []
  }

  /// On which side of a number another one should be, and is not.
  private mutating func bound(_ condition: Expression) throws(Stop) -> Message? {
    guard case .comparison(let left, let rest) = condition.kind, rest.count == 1, let second = rest.first,
      second.right.isReckoned, !left.isReckoned, !left.mentions(CheckTrial.expected),
      let own = Comparison.grid(try ownValue(left), in: state)?.number,
      let wanted = Comparison.grid(try ownValue(second.right), in: state)?.number
    else { return nil }
    let number = NumberText.of(wanted, digits: 7)
    let words: Phrase
    switch second.comparator {
    case .less: words = "below \(number)"
    case .lessOrEqual: words = "at most \(number)"
    case .greater: words = "above \(number)"
    case .greaterOrEqual: words = "at least \(number)"
    case .equal:
      // The number itself would be the answer.
      guard case .call = left.kind else { return nil }
      words = .verbatim(number)
    case .notEqual, .approximatelyEqual: return nil
    }
    let subject = code.slice(left.span)
    return Message(.functionValue, saying: [.verbatim(subject), .verbatim(NumberText.of(own, digits: 4)), words])
  }

  private mutating func value(_ expression: Expression, in state: inout State) throws(Stop) -> Value {
    switch interpreter.evaluate(expression, of: code, on: &state) {
    case .finished(let value): return value
    case .failed(let diagnostic): throw .failure(diagnostic)
    case .interrupted: throw .interrupted
    }
  }

  /// The value of an expression in the student's state.
  private mutating func ownValue(_ expression: Expression) throws(Stop) -> Value {
    var trial = state
    defer { state = trial }
    return try value(expression, in: &trial)
  }

  /// A side of a comparison with the state it is to be read in: what mentions `expected` belongs to the solution.
  private mutating func side(_ expression: Expression) throws(Stop) -> (value: Value, state: State) {
    if expression.mentions(CheckTrial.expected) {
      var trial = reference
      do throws(Stop) {
        return (try value(expression, in: &trial), trial)
      } catch {
        if case .interrupted = error { throw error }
      }
    }
    let value = try ownValue(expression)
    return (value, state)
  }

  private mutating func close(_ arguments: [Expression.Argument]) throws(Stop) -> [Message]? {
    let (left, right) = (arguments[0].value, arguments[1].value)
    let (actual, own) = try side(left)
    let (wanted, theirs) = try side(right)
    var comparison = Comparison(interpreter: interpreter)
    for (position, argument) in arguments.enumerated().dropFirst(2) {
      let (tolerance, _) = try side(argument.value)
      guard case .data(let traced) = tolerance, let number = traced.double, number >= 0 else {
        throw failure(.checkTolerance, "a tolerance is a number of at least 0", argument.value)
      }
      let isAbsolute = argument.name?.text == "abs" || (argument.name == nil && position == 3)
      if isAbsolute { comparison.absolute = number } else { comparison.relative = number }
    }
    let isStrict = right.mentions(CheckTrial.expected) || left.mentions(CheckTrial.expected)
    if let a = Comparison.grid(actual, in: own), let b = Comparison.grid(wanted, in: theirs) {
      if a.isClose(to: b, relative: comparison.relative, absolute: comparison.absolute) { return nil }
      if !isStrict, a.shape != b.shape, let number = b.number,
        a.isClose(to: a.map { _ in number }, relative: comparison.relative, absolute: comparison.absolute)
      {
        return nil
      }
      let subject = code.slice(left.span)
      var nearMiss = NearMiss(subject: subject, actual: a, expected: b, surroundings: Surroundings(interpreter, own))
      guard case .call = left.kind, a.count <= 4, b.count <= 4 else { return nearMiss.explanation() }
      // What a function gives for an input says more than anything about one of its values.
      return functionMiss(left, own) + [
        Message(
          .functionValue, subject, ValueText.inline(actual, state: own), ValueText.inline(wanted, state: theirs))
      ]
    }
    if comparison.areEqual(actual, in: own, wanted, in: theirs) { return nil }
    if case .function(let f) = actual, case .function(let g) = wanted {
      return describe(comparison.compare(f, in: own, g, in: theirs), code.slice(left.span), own)
    }
    let (kind, other, subject) = (
      own.resolved(actual).kind, theirs.resolved(wanted).kind, Phrase.verbatim(code.slice(left.span))
    )
    return [kind == other ? Message(.kindOf, saying: [subject]) : Message(.kind, saying: [subject, kind, other])]
  }

  /// What is wrong for every input with a function that is asked for and called in a check.
  private mutating func functionMiss(_ call: Expression, _ own: State) -> [Message] {
    guard case .call(let callee, _) = call.kind, case .name(let name) = callee.kind, judge.targets.contains(name),
      case .function(let function)? = interpreter.value(of: name, in: own),
      case .function(let official)? = interpreter.value(of: name, in: judge.solved)
    else { return [] }
    return functionMiss(name, function, own, official, judge.solved)
  }

  private mutating func functionMiss(
    _ name: String, _ function: Function, _ own: State, _ official: Function, _ theirs: State
  ) -> [Message] {
    guard let sample = FunctionSample(name, official, in: theirs, &interpreter) else { return [] }
    let inputs = judge.inputs[name] ?? []
    var further = inputs
    for input in inputs.prefix(2) + sample.inputs.prefix(1) {
      further += FunctionSample.besideBranches(of: [function, official], like: input)
    }
    let message = sample.explanation(
      of: function, in: own, further: further, official: (official, theirs), &interpreter)
    return message.map { [$0] } ?? []
  }

  private mutating func same(_ left: Expression, _ right: Expression) throws(Stop) -> [Message]? {
    let (actual, own) = try side(left)
    let (wanted, theirs) = try side(right)
    let name = code.slice(left.span)
    guard case .function(let g) = wanted else {
      throw failure(.checkNotAFunction, "`same` compares functions, and this is \(wanted.kind)", right)
    }
    guard case .function(let f) = actual else {
      return [Message(.kind, saying: [.verbatim(name), own.resolved(actual).kind, "a function"])]
    }
    var comparison = Comparison(interpreter: interpreter)
    let result = comparison.compare(f, in: own, g, in: theirs)
    if case .untested = result {
      throw failure(.checkUntested, "no input was found on which both functions can be tried", right)
    }
    let found = describe(result, name, own)
    // What takes too long is not called again.
    if limit != nil || found?.isEmpty ?? true { return found }
    return functionMiss(name, f, own, g, theirs) + (found ?? [])
  }

  /// Whether inputs tell the first of some functions apart from each of the others: `apart(x, right, wrong, …)`.
  ///
  /// A program that gives other values, another shape or an error there is told apart.
  private mutating func apart(_ arguments: [Expression]) throws(Stop) -> [Message]? {
    var inputs: [Value] = []
    var programs: [(name: String, function: Function)] = []
    for argument in arguments {
      // The programs are the lesson's own, whatever the answer has bound to their names.
      // What a copy without the solution does not know is the answer's.
      if let function = try program(argument) {
        programs.append((code.slice(argument.span), function))
      } else {
        inputs.append(state.resolved(try ownValue(argument)))
      }
    }
    guard let right = programs.first, !inputs.isEmpty, programs.count > 1 else {
      throw failure(.checkNotAFunction, "`apart` takes inputs, then two functions or more", arguments[0])
    }
    let call = { [state] (name: String) in
      name + "(" + inputs.map { ValueText.inline($0, state: state) }.joined(separator: ", ") + ")"
    }
    let wanted: Value
    do throws(Diagnostic) {
      wanted = try interpreter.call(right.function, inputs, on: reference)
    } catch {
      if error.code == .interrupted { throw .interrupted }
      return [Message(.apartFails, saying: [.verbatim(call(right.name)), error.title])]
    }
    // On what is no number, programs differ that are the same.
    if let grid = Comparison.grid(wanted, in: reference), !grid.values.allSatisfy(\.isFinite) {
      return [Message(.apartInfinite, call(right.name), ValueText.inline(wanted, state: reference))]
    }
    var comparison = Comparison(interpreter: interpreter)
    let same = programs.dropFirst().filter { program in
      guard let value = try? comparison.interpreter.call(program.function, inputs, on: reference) else { return false }
      return comparison.areEqual(value, in: reference, wanted, in: reference)
    }
    guard !same.isEmpty else { return nil }
    return same.map { program in
      Message(.notApart, program.name, call(right.name), ValueText.inline(wanted, state: reference))
    }
  }

  /// A function as the lesson knows it; nil for everything else, and for what only the answer binds.
  private mutating func program(_ argument: Expression) throws(Stop) -> Function? {
    var official = reference
    do throws(Stop) {
      if case .function(let function) = try value(argument, in: &official) { return function }
    } catch {
      if case .interrupted = error { throw error }
    }
    return nil
  }

  /// What sets two functions apart, by the first input on which they differ.
  private mutating func describe(_ result: Comparison.FunctionResult, _ name: String, _ own: State) -> [Message]? {
    switch result {
    case .equal: return nil
    case .untested: return []
    case .arity(let own, let wanted): return [Message(.functionArguments, name, String(own), String(wanted))]
    case .differ(let inputs, let value, let error, let wanted):
      let call = name + "(" + inputs.map { ValueText.inline($0, state: own) }.joined(separator: ", ") + ")"
      guard let value else {
        if let error, error.code.isLimit { limit = error }
        return [Message(.functionFails, saying: [.verbatim(call), error?.title ?? ""])]
      }
      var messages = [
        Message(.functionValue, call, ValueText.inline(value, state: own), ValueText.inline(wanted, state: own))
      ]
      if let a = Comparison.grid(value, in: own), let b = Comparison.grid(wanted, in: own) {
        var nearMiss = NearMiss(subject: call, actual: a, expected: b, surroundings: Surroundings())
        let explanation = nearMiss.explanation()
        // One input is too few for factors and the like: only what concerns the shape or the sign is telling.
        let telling = explanation.first.map {
          [.transposed, .permuted, .sign, .negated, .shape, .shapeOf, .shapeNumber, .numberShape].contains($0.key)
        }
        if telling == true { messages += explanation }
      }
      return messages
    }
  }

  func failure(_ errorCode: ErrorCode, _ title: Phrase, _ place: Expression) -> Stop {
    .failure(Diagnostic(code: errorCode, title, source: code, labels: [.init(place.span)]))
  }
}
