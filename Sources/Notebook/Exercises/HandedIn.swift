import Documents
package import Evaluation
import Formats
package import Lessons
import Source
import Syntax

/// Answers to tasks that are not code, as they are handed in and graded.
package enum HandedIn {
  /// An ordering as its lines, so that it means the same in every version of the lesson; nil when it is no order.
  package static func lines(_ answer: String, of ordering: Ordering) -> [String]? {
    TaskAnswer.lines(TaskAnswer.trimmed(answer), of: ordering)
  }

  /// The lines that are to be put in order, in an order that gives nothing away.
  package static func shuffled(_ ordering: Ordering) -> [String] {
    let keyed = ordering.lines.map { (SHA256.hexadecimal(Array("\(ordering.id)\n\($0)".utf8)), $0) }
    let shuffled = keyed.sorted { $0.0 < $1.0 }.map(\.1)
    return shuffled == ordering.lines ? Array(shuffled.dropFirst()) + shuffled.prefix(1) : shuffled
  }

  /// The lines as a student meets them: those that the numbers of an answer count.
  package static func shown(_ ordering: Ordering) -> [String] {
    Shuffle.order(ordering.lines.count, seed: ordering.id).map { ordering.lines[$0] }
  }

  /// Whether lines are in the right order.
  package static func isRight(_ answer: String, to ordering: Ordering) -> Bool {
    func plain(_ lines: [String]) -> [String] { lines.map(TaskAnswer.trimmed).filter { !$0.isEmpty } }
    var wanted = ordering
    wanted.lines = plain(ordering.lines)
    return wanted.isRight(plain(answer.split(whereSeparator: \.isNewline).map(String.init)))
  }

  /// Whether the right options were chosen, and no others.
  package static func isRight(_ answer: String, to quiz: Quiz) -> Bool {
    guard let numbers = TaskAnswer.numbers(TaskAnswer.trimmed(answer)) else { return false }
    return Set(numbers) == Set(quiz.options.indices.filter { quiz.options[$0].isRight }.map { $0 + 1 })
  }

  /// Whether a prediction comes true in a state; nil when the lesson's own code gives nothing to compare with.
  package static func isRight(
    _ answer: String, to prediction: Lessons.Prediction, in state: State, interpreter: Interpreter
  ) -> Bool? {
    var (copy, interpreter) = (state, interpreter)
    guard case .finished(let value) = Judge.run(Parser.parse(prediction.code), on: &copy, &interpreter),
      let actual = Comparison.grid(value, in: copy)
    else { return nil }
    let guess = Guess(TaskAnswer.trimmed(answer), prediction.kind)
    let outcome = guess.judge(against: actual, shownAs: "", Feedback(language: nil), .text(""))
    if case .accepted = outcome { return true }
    return false
  }
}
