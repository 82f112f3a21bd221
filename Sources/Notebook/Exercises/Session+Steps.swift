import Documents
import Evaluation
import Lessons
import Phrasebook
import Source
import Syntax
import Tensors

extension Session {
  /// Takes a line as the answer to the quiz, prediction, ordering or question that the lesson is at.
  mutating func answerStep(_ text: String, show: @escaping (Shown) -> Void) {
    guard let current = lesson?.current else { return }
    let text = text.replacing("\\\n", with: "\n")
    let answer = current.plain(text)
    guard let document = note(outcome(of: answer, at: current), of: answer, to: current, show: show) else { return }
    moveOn(saying: [document], show: show)
  }

  /// Notes what an answer came to and shows what is wrong with it; gives what is said of an accepted one.
  mutating func note(
    _ outcome: TaskAnswer.Outcome?, of answer: String, to step: Step, show: (Shown) -> Void
  ) -> Document? {
    switch outcome {
    case .notUnderstood(let message)?: show(.document(feedback.lines(.text("?", .warning), [message])))
    case .wrong(let document)?:
      noteWrong(answer, to: step)
      wasAnswerWrong = true
      show(.document(document))
    case .accepted(let document)?:
      keep(answer, to: step)
      return document
    case .failed(let diagnostic)?: fail(diagnostic, show: show)
    case nil: break
    }
    return nil
  }

  /// What an answer to a task that is no code comes to in this state; nil where nothing is asked.
  func outcome(of answer: String, at step: Step) -> TaskAnswer.Outcome? {
    guard let task = step.task else { return nil }
    let outcome = task.judge(answer, in: self)
    guard lesson?.lesson.released != nil, task.marking == .byLesson else { return outcome }
    // A student's copy does not know what is right.
    switch outcome {
    case .notUnderstood, .failed: return outcome
    case .accepted, .wrong: return .accepted(feedback.kept(nil))
    }
  }

  /// Notes a wrong answer to a step that is no exercise: without a right one it is what is handed in.
  private mutating func noteWrong(_ answer: String, to step: Step) {
    guard let id = step.id else { return }
    lesson?.record.entries[id, default: .init()].attempts += 1
    lesson?.record.entries[id]?.tried = answer
  }

  /// Notes an accepted answer to a step that is no exercise.
  mutating func keep(_ answer: String, to step: Step) {
    guard let id = step.id else { return }
    var entry = lesson?.record.entries[id] ?? .init()
    entry.attempts += 1
    entry.answer = answer
    entry.tried = nil
    entry.isSkipped = false
    if let lesson, lesson.lesson.isJudged(step) { entry.points = step.points }
    entry.hash = step.contentHash
    entry.seconds += lesson?.worked ?? 0
    lesson?.record.entries[id] = entry
  }
}
