package import Evaluation
package import Lessons
package import Source
import Syntax
import Tensors

/// A state before an exercise in which the lesson's givens are other numbers.
package struct OtherWorld {
  /// A number of the lesson and what stands in its place.
  struct Given: Equatable {
    let name: String
    let was: Double
    let value: Double
    /// Whether it follows from others.
    var isComputed = false
    /// Whether it is one of several numbers under a name.
    var isPart = false
  }

  /// The state with the cells before the exercise replayed.
  package internal(set) var state: State
  /// The numbers that are others.
  var givens: [Given]
  /// The code that holds them, by the index of its step.
  package internal(set) var codes: [Int: SourceText] = [:]
  /// The statements of cells that hold them, in order.
  package internal(set) var lines: [String] = []
}

/// What somebody has typed in a lesson besides its own code, by the index of the step before which it ran.
package struct OwnLines {
  private(set) var codes: [Int: [SourceText]] = [:]

  /// Nothing yet.
  package init() {}

  /// Notes what ran before the step with an index; an answer runs before the step after its task.
  package mutating func add(_ text: String, before step: Int) {
    codes[step, default: []].append(SourceText(text, name: "answer"))
  }
}

/// Makes other worlds for an exercise.
///
/// The cells and solutions before it are run again on a copy of the lesson's state,
/// with other numbers where numbers are given. What is computed from them follows; what takes long keeps its result.
///
/// A world in which a solution does not pass every check is no world: numbers may be changed boldly.
package struct Worlds {
  /// How many an exercise is judged in besides the lesson's own.
  static let count = 3

  /// What the replay of one statement may cost in steps, that of a world, and that of all of them in units of effort.
  private static let steps = 20_000
  static let effort = 2_000_000
  private static let allEffort = 12_000_000
  /// What is left for a statement whatever those before it cost: what is only looked up follows what it is taken from.
  private static let least = 50_000

  /// Which numbers are changed: those with a fraction to either sign, and where a single one is 0 or 1, the other of the
  /// two; whole ones too, which may be sizes and steps, with those of lists and the rows of data in another order, or a
  /// single 1 too; or only those with a fraction.
  enum Boldness {
    case switches, signs, orders, ones, all, fractions

    /// What is tried for a world, in order: the first has lists in another order, the last one other signs.
    static func levels(of index: Int) -> [Boldness] {
      switch index {
      case 0: [.orders, .all, .fractions]
      case Worlds.count - 1: [.switches, .signs, .all, .fractions]
      default: [.ones, .all, .fractions]
      }
    }

    /// Whether whole numbers are changed too.
    var takesWhole: Bool { [.all, .orders, .ones].contains(self) }
    /// Whether signs are.
    var takesSigns: Bool { self == .signs || self == .switches }
  }

  let lesson: Lesson
  let exercise: Exercise
  var interpreter: Interpreter
  /// The names that the lesson binds before the exercise, in cells, setups and solutions.
  let names: Set<String>
  /// What was typed on the way and may be used in the answer.
  let own: OwnLines
  /// Whether only cells and setups get other numbers, and no solution, so that the world can be made where there is none.
  let isPublic: Bool
  private var spent = 0

  /// Makes worlds for an exercise of a lesson; what somebody typed on the way has their numbers too.
  package init(
    _ lesson: Lesson, _ exercise: Exercise, own: OwnLines = .init(), interpreter: Interpreter, isPublic: Bool = false
  ) {
    self.isPublic = isPublic
    self.lesson = lesson
    self.exercise = exercise
    self.own = own
    self.interpreter = interpreter
    self.interpreter.limits.steps = Worlds.steps
    names = Worlds.names(of: lesson, before: exercise)
  }

  private static func names(of lesson: Lesson, before exercise: Exercise) -> Set<String> {
    var names: Set<String> = []
    for step in lesson.steps {
      switch step {
      case .cell(let cell): names.formUnion(AnswerText(cell.code).targets)
      case .exercise(let other):
        for setup in other.setup where other.id == exercise.id { names.formUnion(AnswerText(setup.code).targets) }
        if other.id == exercise.id { return names }
        for solution in other.solutions.prefix(1) { names.formUnion(AnswerText(solution.code).targets) }
      case .prose, .note, .task: continue
      }
    }
    return names
  }

  /// What the names that the lesson binds before the exercise are computed from.
  var sources: [String: Set<String>] {
    var sources: [String: Set<String>] = [:]
    func add(_ code: SourceText) {
      let text = AnswerText(code)
      for statement in text.program.statements {
        let part = AnswerText(text.source.slice(statement.span))
        let names = part.mentionedNames
        for name in part.targets { sources[name, default: []].formUnion(names) }
      }
    }
    for step in lesson.steps {
      switch step {
      case .cell(let cell): add(cell.code)
      case .exercise(let other):
        for setup in other.setup where other.id == exercise.id { add(setup.code) }
        if other.id == exercise.id { return sources }
        for solution in other.solutions.prefix(1) { add(solution.code) }
      case .prose, .note, .task: continue
      }
    }
    return sources
  }

  /// The state with the lesson's own values under the names of its cells that were typed over.
  mutating func restored(_ state: State, _ typed: Set<String>) -> State {
    guard !typed.isEmpty else { return state }
    var ofCells: Set<String> = []
    for step in lesson.steps.prefix(while: { $0.id != exercise.id }) {
      switch step {
      case .cell(let cell): ofCells.formUnion(AnswerText(cell.code).targets)
      // What earlier answers bind is theirs.
      case .exercise(let other): for code in other.solutions { ofCells.subtract(AnswerText(code.code).targets) }
      default: continue
      }
    }
    let changed = typed.intersection(ofCells)
    guard !changed.isEmpty else { return state }
    var (whole, own) = (state, state)
    for name in typed where interpreter.isGiven(name, in: whole) { interpreter.bind(name, to: nil, in: &whole) }
    let effort = Effort.remaining
    defer { Effort.allow(effort) }
    for (step, stream) in lesson.walk.prefix(while: { $0.0.id != exercise.id }) {
      whole.begin(stream)
      let code: SourceText
      switch step {
      case .cell(let cell) where !cell.long && !cell.fails: code = cell.code
      case .exercise(let other): if let solution = other.solutions.first { code = solution.code } else { continue }
      default: continue
      }
      let text = AnswerText(code)
      for statement in text.program.statements where Worlds.changesState(statement) {
        Effort.allow(Worlds.effort)
        let before = whole
        if case .finished = interpreter.run(statement, of: text.source, on: &whole, emit: { _ in }) { continue }
        whole = before
      }
    }
    // A parameter lives in its state.
    own.adopt(from: whole)
    for name in changed {
      guard let value = interpreter.value(of: name, in: whole), !isStill(name, value, of: whole, in: own) else {
        continue
      }
      interpreter.bind(name, to: value, in: &own)
    }
    return own
  }

  /// Whether a name holds what the lesson made of it, whoever typed it: then it stays, since other names may have been
  /// computed from it and hang on it.
  private func isStill(_ name: String, _ value: Value, of whole: State, in own: State) -> Bool {
    if case .function = value { return false }
    var comparison = Comparison(interpreter: interpreter)
    guard let now = comparison.interpreter.value(of: name, in: own), now.kind == value.kind
    else { return false }
    return comparison.areEqual(now, in: own, value, in: whole)
  }

  /// The judges of the worlds in which the solutions are right.
  mutating func judges(like judge: Judge, in state: State) -> [Judge] {
    guard !exercise.numbers.areOwnOnly else { return [] }
    var found = written(like: judge, in: state)
    guard !exercise.solutions.isEmpty else { return found }
    var failed: Set<Boldness> = []
    for index in 0..<Worlds.count {
      for boldness in Boldness.levels(of: index) where !failed.contains(boldness) && spent < Worlds.allEffort {
        if let other = sound(index, boldness, like: judge, in: state)?.judge {
          found.append(other)
          break
        }
        failed.insert(boldness)
      }
    }
    return found
  }

  /// A world besides those that answers are judged in, to do the exercise once more; nil where there is none.
  package mutating func variation(_ round: Int, like judge: Judge, in state: State) -> OtherWorld? {
    let index = Worlds.count + round
    return sound(index, .all, like: judge, in: state)?.world
      ?? sound(index, .fractions, like: judge, in: state)?.world
  }

  /// One world with its judge, when the solutions are right in it.
  ///
  /// Where a cell fails with other numbers, its own and those before it stay as they are in the lesson.
  mutating func sound(
    _ index: Int, _ boldness: Boldness, like judge: Judge, in state: State
  ) -> (judge: Judge, world: OtherWorld)? {
    // What stands right before the exercise is most likely its own.
    let near = Swift.max(0, (lesson.steps.firstIndex { $0.id == exercise.id } ?? 0) - 3)
    var first = 0
    for attempt in 0..<6 {
      switch world(index, boldness, from: state, changing: first) {
      case .failed(let step): first = attempt < 2 ? step + 1 : Swift.max(step + 1, near)
      case .same: return nil
      case .other(var world):
        world.givens += computed(world.givens, in: state, world.state)
        var draw = Draw(seed: exercise.id + " starter", index)
        let handed = HandedNumber.all(of: exercise, &draw)
        for numbers in handed.isEmpty ? [[]] : [handed, []] {
          var task = numbers.applied(to: exercise)
          vary(&task.setup, in: judge.start, &draw, &world.givens)
          let other = Judge(
            task, in: world.state, interpreter: judge.interpreter, givens: world.givens, lessonNames: names,
            handed: numbers)
          if isSound(other, like: judge) { return (other, world) }
        }
        guard first < near else { return nil }
        first = near
      }
    }
    return nil
  }

  /// Whether every solution is right in a world.
  private func isSound(_ judge: Judge, like own: Judge) -> Bool {
    var other = judge
    return other.faults.isEmpty
      && other.exercise.solutions.allSatisfy { solution in
        // A solution that was reckoned by hand is one for the lesson's numbers.
        if exercise.solutions.count > 1, own.isTyped(solution.code.text, by: { $0.isLiteral }) { return true }
        let verdict = other.judgeHere(solution.code.text, graded: true).verdict
        return verdict.isRight && verdict.faults.isEmpty
      }
  }

  /// Setups with other numbers where the author lets names vary that they bind.
  private mutating func vary(
    _ setup: inout [Exercise.Code], in state: State, _ draw: inout Draw, _ givens: inout [OtherWorld.Given]
  ) {
    guard !exercise.numbers.ranges.isEmpty else { return }
    for index in setup.indices {
      setup[index].code = changed(setup[index].code, in: state, .fractions, &draw, &givens).source
    }
  }

  private enum Replay {
    case other(OtherWorld)
    /// No number was changed.
    case same
    /// The step that fails with other numbers.
    case failed(Int)
  }

  /// The steps before the exercise with other numbers in those from one on.
  private mutating func world(
    _ index: Int, _ boldness: Boldness, from state: State, changing first: Int
  ) -> Replay {
    var draw = Draw(seed: exercise.id, index)
    var world = OtherWorld(state: state, givens: [])
    if !isPublic {
      world.state.restart(seed: draw.next())
      if state.student != nil { world.state.student = "\(exercise.id) \(index)" }
    }
    let effort = Effort.remaining
    var left = Worlds.effort
    defer { Effort.allow(effort) }
    var hasDrawn = !isPublic && exercise.setup.contains { $0.code.text.contains("choose") }
    // Before anything is changed, the state holds what the steps make of it.
    for (number, (step, stream)) in lesson.walk.enumerated() where number >= first {
      world.state.begin(stream)
      let fresh = world.state.stream
      defer { if world.state.stream != fresh, !isPublic { hasDrawn = true } }
      runOwn(before: number, on: &world.state, &left)
      let code: SourceText
      var isSolution = false
      switch step {
      case .cell(let cell) where !cell.long && !cell.fails: code = cell.code
      case .exercise(let other):
        isSolution = true
        if other.id == exercise.id { return world.givens.isEmpty && !hasDrawn ? .same : .other(world) }
        guard let solution = other.solutions.first else { continue }
        code = solution.code
      case .cell, .prose, .note, .task: continue
      }
      let text = isPublic && isSolution ? AnswerText(code) : changed(code, in: state, boldness, &draw, &world.givens)
      if text.source.text != code.text {
        world.codes[number] = text.source
        for (own, other) in zip(AnswerText(code).program.statements, text.program.statements) {
          let line = text.source.slice(other.span)
          if code.slice(own.span) != line { world.lines.append(line) }
        }
      }
      let bound = Set(AnswerText(code).targets)
      for statement in text.program.statements {
        guard Worlds.changesState(statement) else { continue }
        let part = AnswerText(text.source.slice(statement.span))
        switch run(statement, of: text.source, on: &world.state, within: &left) {
        case .finished:
          if boldness == .orders, part.mentionedNames.contains("dataset") {
            shuffle(part.targets, in: &world.state, &draw)
            hasDrawn = true
          }
        case .interrupted: return .same
        case .failed(let diagnostic):
          // What takes long keeps the result that it has in the lesson's own world.
          guard Effort.isSpent || Worlds.isLimit(diagnostic) else { return .failed(number) }
          let given = Set(world.givens.map(\.name))
          // So do networks and the like that it works on; data follows the numbers of its world.
          let worked = part.mentionedNames.filter { !(interpreter.value(of: $0, in: state)?.isPlain ?? true) }
          let kept = worked.union(part.targets).intersection(bound).subtracting(given).sorted()
          for name in kept {
            interpreter.bind(name, to: interpreter.value(of: name, in: state), in: &world.state)
          }
          if boldness == .orders { rearrange(kept, in: &world.state, &draw) }
        }
      }
    }
    return .same
  }

  /// What was typed before a step, as far as it binds names of one's own: they follow the lesson's numbers, too.
  mutating func runOwn(before step: Int, on state: inout State, _ left: inout Int) {
    for code in own.codes[step] ?? [] {
      let text = AnswerText(code)
      for statement in text.program.statements {
        let targets = AnswerText(text.source.slice(statement.span)).targets
        guard !targets.isEmpty, targets.allSatisfy({ !names.contains($0) && !interpreter.isGiven($0, in: state) })
        else { continue }
        _ = run(statement, of: text.source, on: &state, within: &left)
      }
    }
  }

  /// Runs a statement within the effort that is left, half of which, and some at least, stays for the next one; where it
  /// stops, the state is as before.
  mutating func run(
    _ statement: Statement, of source: SourceText, on state: inout State, within left: inout Int
  ) -> Interpreter.Outcome {
    let before = state
    Effort.allow(left)
    let outcome = interpreter.run(statement, of: source, on: &state, emit: { _ in })
    let rest = Swift.max(0, Effort.remaining ?? 0)
    spent += left - rest
    left = Swift.max(left / 2, rest, Worlds.least)
    if case .finished = outcome { return outcome }
    state = before
    return outcome
  }

  /// The numbers with a fraction that names hold in both states, each its own: copied from what is shown, they belong
  /// to their world.
  mutating func computed(
    _ givens: [OtherWorld.Given], in first: State, _ second: State
  ) -> [OtherWorld.Given] {
    var found: [OtherWorld.Given] = []
    for name in interpreter.boundNames(in: first) where !givens.contains(where: { $0.name == name }) {
      guard let was = interpreter.grid(of: name, in: first)?.number,
        let value = interpreter.grid(of: name, in: second)?.number,
        was != value, was != was.rounded(), value.isFinite
      else { continue }
      found.append(.init(name: name, was: was, value: value, isComputed: true))
    }
    return found
  }

  private static func isLimit(_ diagnostic: Diagnostic) -> Bool { diagnostic.code == .tooManySteps }

  /// Whether a statement can matter to what comes later: what only shows a value does not.
  static func changesState(_ statement: Statement) -> Bool {
    switch statement.kind {
    case .bind, .update, .updateField, .function, .forLoop, .whileLoop: true
    case .expression(let expression): ["step", "seed", "train"].contains { expression.mentions($0) }
    case .returnValue, .breakLoop, .continueLoop, .assert, .command: false
    }
  }
}
