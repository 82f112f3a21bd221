import Documents
import Judging
import Lessons
import Source
import Syntax

/// An exercise that is done once more with other numbers: its lesson is open in place of the real one, which waits.
package final class Practice {
  /// The session to go back to.
  let outside: Moment
  /// Which numbers these are, counted from 1.
  let round: Int

  init(outside: Moment, round: Int) {
    self.outside = outside
    self.round = round
  }
}

extension Session {
  /// How many draws of numbers are tried before an exercise counts as one that has no others.
  private static let mostDraws = 4

  /// Gives an exercise once more, with other numbers in the steps before it.
  mutating func practise(_ input: CommandInput) throws(Diagnostic) {
    endPractice()
    let open = try needLesson(input)
    guard open.playing == nil else {
      throw input.failure(.playing, says(.playingUnjudged), help: says(.resumeReturns))
    }
    guard
      let exercise = try namedExercise(input) ?? open.exercise ?? open.lastExercise(before: open.position)?.1,
      let position = open.position(named: exercise.id)
    else {
      throw input.failure(
        .noExercise, says(.noExerciseYet), help: ":back goes back one step, and Enter runs it again")
    }
    let outside = Moment(self)
    let state = open.before.indices.contains(position) ? open.before[position] : lessonState(before: position)
    let judge = Judge(exercise, in: state, interpreter: interpreter)
    var worlds = Worlds(open.lesson, exercise, interpreter: interpreter)
    for _ in 0..<Self.mostDraws {
      let round = rounds[exercise.id, default: 0] + 1
      rounds[exercise.id] = round
      guard let other = worlds.variation(round, like: judge, in: state) else { continue }
      let numbers = open.lesson.numbers(of: exercise, in: other)
      if numbers.isEmpty { continue }
      practice = Practice(outside: outside, round: round)
      let changed = OpenLesson(open.lesson.replacing(other.codes), at: position, in: other.state, now: world.now())
      (lesson, self.state) = (changed, changed.before[position])
      input.show(.document(Document(feedback.code(Message(.againBegins), numbers.joined(separator: "\n")))))
      showStop(show: input.show)
      return
    }
    throw input.failure(.noOtherNumbers, says(.noOtherNumbers, exercise.id), help: says(.hintHelps))
  }

  /// Goes back to the lesson as it was before an exercise was done once more; false where none is.
  @discardableResult
  mutating func endPractice() -> Bool {
    guard let practice else { return false }
    practice.outside.restore(&self)
    return true
  }

  /// Refuses what is about the tasks that count.
  func refuseInPractice(_ input: CommandInput) throws(Diagnostic) {
    if practice != nil { throw input.failure(.practising, says(.practising), help: says(.resumeReturns)) }
  }
}

extension Lesson {
  /// What a step adds to the lesson's names: the code of a cell, or an exercise's solution.
  private func code(at index: Int) -> SourceText? {
    switch steps[index] {
    case .cell(let cell): cell.code
    case .exercise(let exercise): exercise.solutions.first?.code
    case .prose, .note, .task: nil
    }
  }

  /// The lesson with other code in some steps.
  fileprivate func replacing(_ codes: [Int: SourceText]) -> Lesson {
    var changed = self
    for (index, code) in codes {
      switch steps[index] {
      case .cell(var cell):
        cell.code = code
        changed.steps[index] = .cell(cell)
      case .exercise(var exercise):
        exercise.solutions[0].code = code
        changed.steps[index] = .exercise(exercise)
      case .prose, .note, .task: continue
      }
    }
    return changed
  }

  /// The statements of another world that hold other numbers, as far as the exercise depends on them.
  fileprivate func numbers(of exercise: Exercise, in other: OtherWorld) -> [String] {
    func statements(_ code: SourceText) -> [String] {
      AnswerText(code).program.statements.map { code.slice($0.span) }
    }
    let before = steps.indices.prefix { steps[$0].id != exercise.id }
    let codes = before.compactMap { other.codes[$0] ?? code(at: $0) }
    let own = Set(before.compactMap { code(at: $0) }.flatMap(statements))
    let asked = exercise.solutions.map(\.code) + exercise.checks.map(\.code) + [exercise.starter]
    let names = asked.reduce(into: Set<String>()) { $0.formUnion(AnswerText($1).mentionedNames) }
    let slice = AnswerText(codes.map(\.text).joined(separator: "\n")).slice(for: names.sorted())
    return statements(slice.source).filter { !own.contains($0) }
  }
}
