import Evaluation
import Judging
import Lessons
import Notebook
import Source
import Syntax
import Tensors

/// A check of the teacher's lesson in the words of the student's: what it expects written out as values.
///
/// It reads a check as the judge does: a side of `close` or `same` that mentions `expected` belongs to the solution, and
/// stands in the student's version as the value that it has there, a function as a table of what it gives.
struct ReleasedCheck {
  private var interpreter: Interpreter
  /// The state that the solution leaves, with `expected` bound.
  private var solved: State
  private var code = SourceText("")
  private var edits: [(Span, String)] = []

  /// Why a check cannot be written as values.
  private struct Unwritable: Error {}

  /// Prepares the checks of an exercise whose first solution left a state.
  init(_ exercise: Exercise, solved state: State, interpreter: Interpreter) {
    self.interpreter = interpreter
    solved = state
    let names = exercise.solutions.first.flatMap { Quiet.targets(of: $0.code) } ?? interpreter.boundNames(in: state)
    var seen: Set<String> = []
    var fields: [(String, Value)] = []
    for name in names where seen.insert(name).inserted {
      guard let value = self.interpreter.value(of: name, in: state) else { continue }
      fields.append((name, state.resolved(value)))
    }
    self.interpreter.bind("expected", to: .record(Record(fields)), in: &solved)
  }

  /// The check without `expected`; nil when some of it cannot be written as values.
  mutating func text(of code: SourceText) -> String? {
    let program = Parser.parse(code)
    guard !program.hasErrors, let last = program.statements.last, case .expression(let condition) = last.kind else {
      return nil
    }
    self.code = code
    edits = []
    let before = solved
    defer { solved = before }
    do throws(Unwritable) {
      for statement in program.statements.dropLast() {
        try members(in: statement.span)
        // Names that the check itself binds may stand in what it expects.
        if case .command = statement.kind { continue }
        _ = interpreter.run(statement, of: code, on: &solved, emit: { _ in })
      }
      try rewrite(condition)
    } catch {
      return nil
    }
    return code.replacing(edits)
  }

  private mutating func rewrite(_ condition: Expression) throws(Unwritable) {
    switch condition.kind {
    case .and(let left, let right), .or(let left, let right):
      try rewrite(left)
      try rewrite(right)
    case .unary(.not, let inner): try rewrite(inner)
    case .call(let callee, let arguments):
      guard case .name(let name) = callee.kind, name == "close" || name == "same", arguments.count >= 2 else {
        return try members(in: condition.span)
      }
      try comparison(condition, arguments.map(\.value), isOfFunctions: name == "same")
    default: try members(in: condition.span)
    }
  }

  /// `close(…)` or `same(…)`: each side that mentions `expected` gives way to its value.
  private mutating func comparison(
    _ call: Expression, _ sides: [Expression], isOfFunctions: Bool
  ) throws(Unwritable) {
    for (index, side) in sides.enumerated() where mentionsExpected(side.span) {
      let value = try value(at: side.span)
      if case .function(let function) = value, index < 2 {
        let other = sides[1 - index]
        guard !mentionsExpected(other.span) else { throw Unwritable() }
        let tolerances = isOfFunctions ? "" : code.slice(Span(sides[1].span.upper, call.span.upper - 1))
        edits.append((call.span, try table(of: function, calledAs: subject(other), tolerances)))
        return
      }
      guard let text = Literal.text(value) else { throw Unwritable() }
      edits.append((side.span, text))
    }
  }

  /// How a function is written where it is called.
  private func subject(_ expression: Expression) -> String {
    let text = code.slice(expression.span)
    switch expression.kind {
    case .name, .member: return text
    default: return "(\(text))"
    }
  }

  private func tokens(in span: Span) -> [Token] {
    Lexer.tokens(of: code, in: span).filter { $0.kind != .newline }
  }

  private func mentionsExpected(_ span: Span) -> Bool { tokens(in: span).contains { $0.kind == .name("expected") } }

  /// The value of a piece of the check in the solution's state.
  private mutating func value(at span: Span) throws(Unwritable) -> Value {
    var state = solved
    guard case .finished(let value) = Quiet.run(SourceText(code.slice(span)), on: &state, &interpreter) else {
      throw Unwritable()
    }
    return state.resolved(value)
  }

  /// Elsewhere every `expected.name`, and every call of one, gives way to its value.
  private mutating func members(in span: Span) throws(Unwritable) {
    let tokens = tokens(in: span)
    var index = 0
    while index < tokens.count {
      guard tokens[index].kind == .name("expected") else {
        index += 1
        continue
      }
      guard index + 2 < tokens.count, tokens[index + 1].kind == .symbol(.point), case .name = tokens[index + 2].kind
      else { throw Unwritable() }
      var end = index + 2
      if case .function = try value(at: Span(tokens[index].span.lower, tokens[end].span.upper)) {
        guard let close = closing(tokens, after: end) else { throw Unwritable() }
        end = close
      }
      let place = Span(tokens[index].span.lower, tokens[end].span.upper)
      guard let text = Literal.text(try value(at: place)) else { throw Unwritable() }
      edits.append((place, text.hasPrefix("-") ? "(\(text))" : text))
      index = end + 1
    }
  }

  /// The token that closes the parenthesis which opens right after a token.
  private func closing(_ tokens: [Token], after index: Int) -> Int? {
    guard index + 1 < tokens.count, tokens[index + 1].kind == .symbol(.openParen) else { return nil }
    var depth = 0
    for place in (index + 1)..<tokens.count {
      if tokens[place].kind == .symbol(.openParen) { depth += 1 }
      if tokens[place].kind == .symbol(.closeParen) {
        depth -= 1
        if depth == 0 { return place }
      }
    }
    return nil
  }

  // MARK: Functions

  /// The most comparisons that stand for a function, and of one combination of shapes.
  private static let (mostRows, rowsPerShape) = (12, 3)

  /// What a function gives on seeded inputs, as comparisons.
  private mutating func table(
    of function: Function, calledAs subject: String, _ tolerances: String
  ) throws(Unwritable) -> String {
    let arity = function.parameters.filter { !$0.isOptional }.count
    guard arity <= 3 else { throw Unwritable() }
    var sampler = Sampler(seed: 11)
    var rows: [String] = []
    for shapes in Sampler.combinations(arity) where rows.count < ReleasedCheck.mostRows {
      var found = 0
      for draw in 0..<8 where found < ReleasedCheck.rowsPerShape && rows.count < ReleasedCheck.mostRows {
        let inputs = shapes.map { sampler.value($0, positive: draw % 2 == 1) }
        guard let output = steadyOutput(of: function, inputs) else { continue }
        let arguments = inputs.compactMap { Literal.text($0) }.joined(separator: ", ")
        let row = "close(\(subject)(\(arguments)), \(output)\(tolerances))"
        if rows.contains(row) { continue }
        rows.append(row)
        found += 1
      }
    }
    guard !rows.isEmpty else { throw Unwritable() }
    return rows.count == 1 ? rows[0] : "(\(rows.joined(separator: " and\n  ")))"
  }

  /// What a function gives, written out; nil where it fails, is not finite, or gives something else the next time.
  private func steadyOutput(of function: Function, _ inputs: [Value]) -> String? {
    func output() -> String? {
      var interpreter = interpreter
      return (try? interpreter.call(function, inputs, on: solved)).flatMap { Literal.text(solved.resolved($0)) }
    }
    guard let text = output(), text == output() else { return nil }
    return Literal.isFinite(text) ? text : nil
  }
}
