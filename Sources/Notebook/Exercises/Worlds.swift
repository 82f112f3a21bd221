import Evaluation
import Lessons
import Source
import Syntax
import Tensors

/// A state before an exercise in which the lesson's givens are other numbers.
struct OtherWorld {
  /// A number of the lesson and what stands in its place.
  struct Given: Equatable {
    let name: String
    let was: Double
    let value: Double
    /// Whether it follows from others.
    var isComputed = false
  }

  /// The state with the cells before the exercise replayed.
  var state: State
  /// The numbers that are others.
  var givens: [Given]
}

/// Makes other worlds for an exercise.
///
/// The cells and solutions before it are run again on a copy of the lesson's state,
/// with other numbers where numbers are given. What is computed from them follows; what takes long keeps its result.
///
/// A world in which a solution does not pass every check is no world: numbers may be changed boldly.
struct Worlds {
  /// How many an exercise is judged in besides the lesson's own.
  static let count = 3

  /// What the replay of one statement may cost in steps, and that of all of them in units of effort.
  private static let steps = 50_000
  private static let effort = 6_000_000

  /// Which numbers are changed: only those with a fraction, or whole ones too, which are sizes and steps as well.
  enum Boldness: CaseIterable {
    case fractions, all
  }

  let lesson: Lesson
  let exercise: Exercise
  var interpreter: Interpreter

  init(_ lesson: Lesson, _ exercise: Exercise, interpreter: Interpreter) {
    self.lesson = lesson
    self.exercise = exercise
    self.interpreter = interpreter
    self.interpreter.limits.steps = Worlds.steps
  }

  /// The judges of the worlds in which the solutions are right.
  mutating func judges(like judge: Judge, in state: State) -> [Judge] {
    guard !exercise.solutions.isEmpty else { return [] }
    for boldness in Boldness.allCases {
      var found: [Judge] = []
      for index in 0..<Worlds.count {
        guard var world = world(index, boldness, from: state) else { break }
        world.givens += computed(world.givens, in: state, world.state)
        var other = Judge(exercise, in: world.state, interpreter: judge.interpreter, givens: world.givens)
        let isSound =
          other.faults.isEmpty
          && exercise.solutions.allSatisfy { solution in
            let verdict = other.judgeHere(solution.code.text, graded: true).verdict
            return verdict.isRight && verdict.faults.isEmpty
          }
        guard isSound else { break }
        found.append(other)
      }
      if !found.isEmpty { return found }
    }
    return []
  }

  /// The steps before the exercise with other numbers; nil when something fails that did not.
  private mutating func world(_ index: Int, _ boldness: Boldness, from state: State) -> OtherWorld? {
    var draw = Draw(seed: exercise.id, index)
    var world = OtherWorld(state: state, givens: [])
    world.state.restart(seed: draw.next())
    let effort = Effort.remaining
    var left = Worlds.effort
    defer { Effort.allow(effort) }
    for (step, stream) in lesson.walk {
      world.state.begin(stream)
      let code: SourceText
      switch step {
      case .cell(let cell) where !cell.long && !cell.fails: code = cell.code
      case .exercise(let other):
        if other.id == exercise.id { return world.givens.isEmpty ? nil : world }
        guard let solution = other.solutions.first else { continue }
        code = solution.code
      case .cell, .prose, .note, .prediction, .quiz, .ordering, .question, .walk: continue
      }
      let changed = Worlds.changed(code, boldness, &draw, &world.givens)
      for statement in changed.program.statements {
        guard Worlds.changesState(statement) else { continue }
        let before = world.state
        Effort.allow(left)
        defer { left = Swift.max(left / 2, Effort.remaining ?? 0) }
        switch interpreter.run(statement, of: changed.source, on: &world.state, emit: { _ in }) {
        case .finished: break
        case .interrupted: return nil
        case .failed(let diagnostic):
          // What takes long keeps the result that it has in the lesson's own world.
          guard Effort.isSpent || Worlds.isLimit(diagnostic) else { return nil }
          world.state = before
        }
      }
    }
    return nil
  }

  /// The numbers with a fraction that names hold in both states, each its own: copied from what is shown, they belong
  /// to their world.
  private mutating func computed(
    _ givens: [OtherWorld.Given], in first: State, _ second: State
  ) -> [OtherWorld.Given] {
    var found: [OtherWorld.Given] = []
    for name in interpreter.boundNames(in: first) where !givens.contains(where: { $0.name == name }) {
      guard let here = interpreter.value(of: name, in: first), let there = interpreter.value(of: name, in: second),
        let was = Comparison.grid(here, in: first)?.number, let value = Comparison.grid(there, in: second)?.number,
        was != value, was != was.rounded(), value.isFinite
      else { continue }
      found.append(.init(name: name, was: was, value: value, isComputed: true))
    }
    return found
  }

  private static func isLimit(_ diagnostic: Diagnostic) -> Bool { diagnostic.code == "too-many-steps" }

  /// Whether a statement can matter to what comes later: what only shows a value does not.
  private static func changesState(_ statement: Statement) -> Bool {
    switch statement.kind {
    case .bind, .update, .updateField, .function, .forLoop, .whileLoop: true
    case .expression(let expression): ["step", "seed", "train"].contains { expression.mentions($0) }
    case .returnValue, .breakLoop, .continueLoop, .assert, .command: false
    }
  }

  // MARK: Numbers

  /// The code with other numbers where names are bound to numbers, to lists of them or to parameters of them.
  private static func changed(
    _ code: SourceText, _ boldness: Boldness, _ draw: inout Draw, _ givens: inout [OtherWorld.Given]
  ) -> AnswerText {
    var numbers: [(number: Written, name: String)] = []
    for statement in AnswerText(code).program.statements {
      guard case .bind(let names, let value) = statement.kind, names.count == 1, let name = names.first else {
        continue
      }
      var found: [Written] = []
      guard collect(value, isNegative: false, into: &found) else { continue }
      let hasFraction = found.contains { $0.value != $0.value.rounded() }
      // Zeros and ones are labels, masks and switches.
      if found.allSatisfy({ $0.value == 0 || $0.value == 1 }) { continue }
      if boldness == .fractions, !hasFraction { continue }
      numbers += found.map { ($0, name.text) }
    }
    guard !numbers.isEmpty else { return AnswerText(code) }
    let edits = numbers.map { number, name in
      let value = draw.near(number.value)
      let sign: Double = number.isNegative ? -1 : 1
      givens.append(.init(name: name, was: sign * number.value, value: sign * value))
      return (number.span, "\(value)")
    }
    return AnswerText(SourceText(code.replacing(edits), name: code.name))
  }

  /// A number as it is written, without its sign.
  private struct Written {
    let span: Span
    let value: Double
    let isNegative: Bool
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

/// The numbers of one world: the same on every machine for the same exercise.
private struct Draw {
  private var bits: SplitMix

  init(seed: String, _ index: Int) { bits = SplitMix(state: FNV1a.hash(of: seed) &+ UInt64(index)) }

  mutating func next() -> UInt64 { bits.next() }

  /// A number of the same sign and about the same size, which is never the same: by 7 to 30 % more or less.
  mutating func near(_ value: Double) -> Double {
    let unit = Double(next() >> 11) / 9_007_199_254_740_992
    let part = 0.07 + 0.23 * unit
    let size = value * (next() & 1 == 0 ? 1 + part : 1 - part)
    guard size.magnitude >= 0.001, size.magnitude < 1e9 else { return size }
    return (size * 10_000).rounded() / 10_000
  }
}
