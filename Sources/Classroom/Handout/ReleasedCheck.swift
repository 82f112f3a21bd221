import Evaluation
import Lessons
import Notebook
import Source
import Syntax
import Tensors

/// A check of the teacher's lesson in the words of the student's: what it expects written out as values.
struct ReleasedCheck {
  private var interpreter: Interpreter
  /// The state that the solution leaves, with `expected` bound.
  private var solved: State
  private var expected: [String: Value] = [:]

  /// Prepares the checks of an exercise whose first solution left a state.
  init(_ exercise: Exercise, solved state: State, interpreter: Interpreter) {
    self.interpreter = interpreter
    solved = state
    let names = exercise.solutions.first.flatMap { Quiet.targets(of: $0.code) } ?? interpreter.boundNames(in: state)
    var fields: [(String, Value)] = []
    for name in names where expected[name] == nil {
      guard let value = self.interpreter.value(of: name, in: state) else { continue }
      let resolved = state.resolved(value)
      expected[name] = resolved
      fields.append((name, resolved))
    }
    self.interpreter.bind("expected", to: .record(Record(fields)), in: &solved)
  }

  /// The check without `expected`; nil when some of it cannot be written as values.
  mutating func text(of code: SourceText) -> String? {
    let tokens = Lexer.tokens(of: code)
    var result: [UInt8] = []
    let bytes = Array(code.text.utf8)
    var done = 0
    var index = 0
    func replace(_ lower: Int, _ upper: Int, _ text: String) {
      result += bytes[done..<lower]
      result += text.utf8
      done = upper
    }
    while index < tokens.count {
      if let (end, subject, name) = comparison(tokens, index, code) {
        guard case .function(let function)? = expected[name] else { return nil }
        guard let table = table(of: function, calledAs: subject) else { return nil }
        replace(tokens[index].span.lower, tokens[end].span.upper, table)
        index = end + 1
      } else if let name = member(tokens, index) {
        guard let value = expected[name] else { return nil }
        var end = index + 2
        var text = Literal.text(value)
        if case .function = value {
          guard let close = closing(tokens, after: end) else { return nil }
          let call = code.slice(Span(tokens[index].span.lower, tokens[close].span.upper))
          var state = solved
          guard case .finished(let result) = Quiet.run(SourceText(call), on: &state, &interpreter) else { return nil }
          text = Literal.text(state.resolved(result))
          end = close
        }
        guard let text else { return nil }
        replace(tokens[index].span.lower, tokens[end].span.upper, text.hasPrefix("-") ? "(\(text))" : text)
        index = end + 1
      } else {
        if tokens[index].kind == .name("expected") { return nil }
        index += 1
      }
    }
    return String(decoding: result + bytes[done...], as: UTF8.self)
  }

  /// `expected.name` at a token.
  private func member(_ tokens: [Token], _ index: Int) -> String? {
    guard index + 2 < tokens.count, tokens[index].kind == .name("expected"),
      tokens[index + 1].kind == .symbol(.point), case .name(let name) = tokens[index + 2].kind
    else { return nil }
    return name
  }

  /// `same(f, expected.f)` at a token: where it ends, what is compared, and with what.
  private func comparison(_ tokens: [Token], _ index: Int, _ code: SourceText) -> (Int, String, String)? {
    guard tokens[index].kind == .name("same"), index + 1 < tokens.count,
      tokens[index + 1].kind == .symbol(.openParen), let close = closing(tokens, after: index)
    else { return nil }
    guard let comma = ((index + 2)..<close).first(where: { tokens[$0].kind == .symbol(.comma) }) else { return nil }
    guard let name = member(tokens, comma + 1), comma + 4 == close else { return nil }
    let subject = code.slice(Span(tokens[index + 2].span.lower, tokens[comma - 1].span.upper))
    return (close, subject, name)
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

  /// What a function gives on seeded inputs, as comparisons.
  private mutating func table(of function: Function, calledAs subject: String) -> String? {
    let arity = function.parameters.filter { !$0.isOptional }.count
    guard arity <= 3 else { return nil }
    var sampler = TableSampler()
    for shape in [[], [3], [2, 3], [2, 2]] as [[Int]] {
      var rows: [String] = []
      for _ in 0..<12 where rows.count < 6 {
        let inputs = (0..<arity).compactMap { _ in sampler.value(shape) }
        guard inputs.count == arity, let value = try? interpreter.call(function, inputs, on: solved),
          let output = Literal.text(value), !output.contains("nan")
        else { continue }
        let arguments = inputs.compactMap { Literal.text($0) }.joined(separator: ", ")
        rows.append("close(\(subject)(\(arguments)), \(output))")
        if arity == 0 { break }
      }
      if !rows.isEmpty { return rows.joined(separator: "\n  and ") }
    }
    return nil
  }
}

/// The inputs of such tables: the same on every machine.
private struct TableSampler {
  private var state: UInt64 = 11

  mutating func value(_ shape: [Int]) -> Value? {
    let numbers = (0..<shape.reduce(1, *)).map { _ -> Double in
      // Knuth's linear congruential generator; its upper bits are random enough for test inputs.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(Int(Double(state >> 11) / 9_007_199_254_740_992 * 400) - 200) / 100
    }
    guard !shape.isEmpty else { return numbers.first.map { .number($0) } }
    return (try? Traced.make(numbers, shape: shape)).map { .data($0) }
  }
}
