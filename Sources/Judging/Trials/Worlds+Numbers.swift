import Evaluation
import Lessons
import Source
import Syntax
import Tensors

/// Which numbers of a lesson are others in a world, and which.
extension Worlds {
  /// The code with other numbers where names are bound to numbers, to lists of them or to parameters of them.
  mutating func changed(
    _ code: SourceText, in state: State, _ boldness: Boldness, _ draw: inout Draw,
    _ givens: inout [OtherWorld.Given]
  ) -> AnswerText {
    var drawn: [(Span, String)] = []
    var numbers: [(number: Written, name: String, isPart: Bool)] = []
    for statement in AnswerText(code).program.statements {
      if let seed = Worlds.seed(of: statement) { drawn.append((seed, "\(draw.next() % 1_000_000)")) }
      guard case .bind(let names, let value) = statement.kind, names.count == 1, let name = names.first,
        !exercise.numbers.fixed.contains(name.text)
      else { continue }
      if let was = interpreter.grid(of: name.text, in: state)?.number,
        let choice = self.choice(value, of: code, in: state, besides: was, &draw)
      {
        givens.append(.init(name: name.text, was: was, value: choice))
        drawn.append((value.span, choice == choice.rounded() ? NumberText.of(choice, digits: 15) : "\(choice)"))
        continue
      }
      var found: [Written] = []
      // What the author lets vary is free, whatever it is computed from.
      let span = value.span
      if let range = exercise.numbers.ranges[name.text], !value.isLiteral {
        guard let held = interpreter.value(of: name.text, in: state), let own = Comparison.grid(held, in: state),
          own.count <= 10_000
        else { continue }
        let other = own.map { draw.within(range, like: $0) }
        for (was, value) in zip(own.values, other.values) where own.count <= 100 {
          givens.append(.init(name: name.text, was: was, value: value, isPart: !own.shape.isEmpty))
        }
        var isParameter = false
        if case .parameter = held { isParameter = true }
        drawn.append((span, isParameter ? "param(\(other.text))" : other.text))
        continue
      }
      guard Worlds.collect(value, isNegative: false, into: &found) else { continue }
      // A single one is a factor as well as a switch, and is tried as either.
      if found.count == 1, exercise.numbers.ranges[name.text] == nil,
        found[0].value == 1 && [.ones, .switches].contains(boldness) || found[0].value == 0 && boldness == .switches
      {
        let was = found[0].value
        let other = boldness == .ones ? 2 : 1 - was
        givens.append(.init(name: name.text, was: found[0].own, value: found[0].isNegative ? -other : other))
        drawn.append((found[0].span, "\(Int(other))"))
        continue
      }
      let hasFraction = found.contains { $0.value != $0.value.rounded() }
      if !boldness.takesWhole, !hasFraction, exercise.numbers.ranges[name.text] == nil { continue }
      // Zeros and ones are labels, masks and switches: in a list, one of them is turned.
      if exercise.numbers.ranges[name.text] == nil, found.allSatisfy({ $0.value == 0 || $0.value == 1 }) {
        guard found.count > 2 else { continue }
        var one = found[Int(draw.next() % UInt64(found.count))]
        one.isSwitch = true
        numbers.append((one, name.text, true))
        continue
      }
      if boldness == .orders, found.count > 1 {
        let turn = 1 + Int(draw.next() % UInt64(found.count - 1))
        for place in found.indices { found[place].model = found[(place + turn) % found.count].own }
      }
      numbers += found.map { ($0, name.text, found.count > 1) }
    }
    let edits =
      drawn
      + numbers.map { number, name, isPart in
        let sign: Double = number.isNegative ? -1 : 1
        var value = number.isSwitch ? 1 - number.value : draw.near(number.model.map { sign * $0 } ?? number.value)
        if boldness.takesSigns, value != value.rounded(), draw.next() & 1 == 0 { value = -value }
        if let range = exercise.numbers.ranges[name] { value = sign * draw.within(range, like: number.own) }
        givens.append(.init(name: name, was: number.own, value: sign * value, isPart: isPart))
        return (number.span, value < 0 ? "(\(value))" : "\(value)")
      }
    guard !edits.isEmpty else { return AnswerText(code) }
    return AnswerText(SourceText(code.replacing(edits.sorted { $0.0.lower < $1.0.lower }), name: code.name))
  }

  /// Another number than the one that `choose(…)` gave; nil where it is no such call, or chooses from something else.
  private mutating func choice(
    _ value: Expression, of code: SourceText, in state: State, besides was: Double, _ draw: inout Draw
  ) -> Double? {
    guard case .call(let callee, _) = value.kind, case .name("choose") = callee.kind else { return nil }
    var other = state
    var numbers: [Double] = []
    for _ in 0..<12 {
      other.student = "\(exercise.id) \(draw.next())"
      guard case .finished(let value) = interpreter.evaluate(value, of: code, on: &other),
        let number = Comparison.grid(value, in: other)?.number
      else { return nil }
      numbers.append(number)
    }
    return numbers.first { $0 != was }
  }

  /// The number of a statement `seed(7)`: what is drawn after it is drawn from another one.
  static func seed(of statement: Statement) -> Span? {
    guard case .expression(let expression) = statement.kind, case .call(let callee, let arguments) = expression.kind,
      case .name("seed") = callee.kind, arguments.count == 1, case .number = arguments[0].value.kind
    else { return nil }
    return arguments[0].value.span
  }

  /// A number as it is written, without its sign.
  private struct Written {
    let span: Span
    let value: Double
    let isNegative: Bool
    var isSwitch = false
    /// The number of its list to which the new one is to be near; nil for itself.
    var model: Double?

    /// The number with its sign.
    var own: Double { isNegative ? -value : value }
  }

  /// The numbers of an expression that holds nothing else; false for any other.
  private static func collect(_ expression: Expression, isNegative: Bool, into found: inout [Written]) -> Bool {
    switch expression.kind {
    case .number(let value):
      found.append(Written(span: expression.span, value: value, isNegative: isNegative))
      return true
    case .unary(.negate, let inner): return collect(inner, isNegative: !isNegative, into: &found)
    case .list(let items): return items.allSatisfy { collect($0, isNegative: isNegative, into: &found) }
    case .call(let callee, let arguments):
      guard case .name("param") = callee.kind, arguments.count == 1 else { return false }
      return collect(arguments[0].value, isNegative: isNegative, into: &found)
    default: return false
    }
  }
}
