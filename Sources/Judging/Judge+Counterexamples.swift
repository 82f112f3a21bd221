import Evaluation
import Lessons
import Source
import Syntax
import Tensors

/// What an answer that is right for the lesson's numbers gives for others.
extension Judge {
  /// What an answer gives in this world and what it should give.
  mutating func counterexample(_ trial: Trial, to answer: String, from lesson: State) -> Message {
    let near = givens(behind: answer)
    var shown: [String] = []
    for given in near where !given.isPart && shown.count < 3 {
      let text = "\(given.name) = \(NumberText.of(given.value, digits: 7))"
      if !shown.contains(text) { shown.append(text) }
    }
    // Of a list it is enough to say that it is another.
    let parts = near.filter(\.isPart).map(\.name)
    let culprit = parts.first { isWrong(answer, with: $0, from: lesson) }
    let other = culprit ?? (shown.isEmpty ? parts.first : nil)
    let with = other ?? (shown.isEmpty ? nil : shown.joined(separator: ", "))
    let keys: (MessageKey, MessageKey) =
      with == nil
      ? (.onlyHereElse, .onlyHereElseValue)
      : other == nil ? (.onlyHere, .onlyHereValue) : (.onlyHereOther, .onlyHereOtherValue)
    let words = with.map { [$0] } ?? []
    let plain = Message(keys.0, words)
    guard let state = trial.state else { return plain }
    for name in asked {
      guard let own = interpreter.value(of: name, in: state), let wanted = interpreter.value(of: name, in: solved),
        let a = Comparison.grid(own, in: state), let b = Comparison.grid(wanted, in: solved), a.count <= 4,
        !a.isClose(to: b)
      else { continue }
      return Message(keys.1, words + [ValueText.inline(own, state: state), ValueText.inline(wanted, state: solved)])
    }
    return plain
  }

  /// The numbers that are others here and that an answer or a solution reads: those under the names that they mention,
  /// or else those that these are computed from.
  private func givens(behind answer: String) -> [OtherWorld.Given] {
    var level = exercise.solutions.reduce(AnswerText(answer).mentionedNames) {
      $0.union(AnswerText($1.code).mentionedNames)
    }
    var seen = level
    while !level.isEmpty {
      let found = givens.filter { level.contains($0.name) }
      let free = found.filter { !$0.isComputed }
      if !found.isEmpty { return free.isEmpty ? found : free }
      level = level.reduce(into: Set<String>()) { $0.formUnion(sources[$1] ?? []) }.subtracting(seen)
      seen.formUnion(level)
    }
    return []
  }

  /// Everything that names of the lesson are computed from, they themselves included.
  private func roots(of names: Set<String>) -> Set<String> {
    var (all, new) = (names, names)
    while !new.isEmpty {
      new = new.reduce(into: Set<String>()) { $0.formUnion(sources[$1] ?? []) }.subtracting(all)
      all.formUnion(new)
    }
    return all
  }

  /// Judges in a state like this one in which numbers are others, each by itself: what is related here by chance is not
  /// related there.
  ///
  /// They are those that an answer and the solution both read, and those that the solution reads and nothing in the
  /// answer has to do with. None where the solution is not right in such a state.
  mutating func nearby(_ answer: String) -> [Judge] {
    guard let solution = exercise.solutions.first, faults.isEmpty else { return [] }
    let own = AnswerText(answer).mentionedNames
    let reach = roots(of: own)
    let both = AnswerText(solution.code).mentionedNames.subtracting(targets).filter { name in
      own.contains(name) || lessonNames != nil && roots(of: [name]).isDisjoint(with: reach)
    }.sorted()
    if let known = neighbours[both] { return known }
    let made = nearby(solution, changing: both)
    neighbours[both] = made
    return made
  }

  private mutating func nearby(_ solution: Exercise.Code, changing both: [String]) -> [Judge] {
    for onlyFractions in [false, true] {
      var state = start
      var isChanged = false
      for (index, name) in both.enumerated() {
        guard let value = interpreter.value(of: name, in: start), let grid = Comparison.grid(value, in: start),
          value.isPlain, grid.count <= 10_000, grid.values.allSatisfy(\.isFinite),
          !onlyFractions || grid.values.contains(where: { $0 != $0.rounded() })
        else { continue }
        var draw = Draw(seed: exercise.id, index)
        var numbers = grid.values
        if numbers.count > 1, numbers.allSatisfy({ $0 == 0 || $0 == 1 }) {
          // Labels, masks and switches: one of them is turned.
          let one = Int(draw.next() % UInt64(numbers.count))
          numbers[one] = 1 - numbers[one]
        } else {
          numbers = numbers.map { draw.like($0) }
        }
        guard let other = Judge.value(Grid(shape: grid.shape, values: numbers), like: value) else { continue }
        interpreter.bind(name, to: other, in: &state)
        isChanged = true
      }
      guard isChanged else { return [] }
      var judge = Judge(
        exercise, in: state, interpreter: interpreter, steps: interpreter.limits.steps ?? .max, givens: [],
        lessonNames: lessonNames)
      let verdict = judge.judgeHere(solution.code.text, graded: true, among: []).verdict
      if judge.faults.isEmpty, verdict.isRight, verdict.faults.isEmpty { return [judge] }
    }
    return []
  }

  static func value(_ grid: Grid, like own: Value) -> Value? {
    if case .list = own, grid.shape.count == 1 { return .list(List(grid.values.map { .number($0) })) }
    return value(grid)
  }

  static func value(_ grid: Grid) -> Value? {
    if let number = grid.number { return .number(number) }
    return (try? Traced.make(grid.values, shape: grid.shape)).map { .data($0) }
  }

  /// Whether an answer is wrong in the lesson's own world already when one name there holds what it holds here.
  private mutating func isWrong(_ answer: String, with name: String, from lesson: State) -> Bool {
    guard let value = interpreter.value(of: name, in: start), let solution = exercise.solutions.first else {
      return false
    }
    if case .parameter = value { return false }
    var (own, official) = (lesson, lesson)
    interpreter.bind(name, to: start.resolved(value), in: &own)
    interpreter.bind(name, to: start.resolved(value), in: &official)
    guard case .finished = Quiet.run(AnswerText(solution.code).program, on: &official, &interpreter),
      case .finished = Quiet.run(AnswerText(answer).program, on: &own, &interpreter)
    else { return false }
    return !agree(own, official)
  }
}

extension Value {
  /// Whether it is data that hangs on nothing: a number, a tensor or a list of such.
  var isPlain: Bool {
    switch self {
    case .data(let traced): traced.node == nil
    case .list(let list):
      list.items.allSatisfy { item in
        if case .data(let traced) = item { traced.node == nil } else { false }
      }
    default: false
    }
  }
}
