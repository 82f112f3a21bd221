import Documents
import Evaluation
import Lessons
import Source
import Syntax
import Tensors

extension Session {
  /// Takes a line as the answer to the quiz, prediction, ordering or question that the lesson is at.
  mutating func answerStep(_ text: String, show: @escaping (Shown) -> Void) {
    guard let current = lesson?.current else { return }
    let answer = TaskAnswer.trimmed(text)
    let outcome: TaskAnswer.Outcome
    // A student's copy does not know what is right.
    let isKept = lesson?.lesson.released != nil && TaskAnswer.numbers(answer) != nil
    let kept = TaskAnswer.Outcome.accepted(feedback.lines(.text("✓", .success), [Message(.questionKept)]))
    switch current {
    case .quiz where isKept: outcome = kept
    case .ordering where isKept: outcome = kept
    case .quiz(let quiz): outcome = TaskAnswer.judge(answer, quiz, feedback)
    case .ordering(let ordering): outcome = TaskAnswer.judge(answer, ordering, feedback)
    case .prediction(let prediction): outcome = judge(answer, prediction)
    case .question: outcome = kept
    case .walk(let task): outcome = judge(answer, task)
    case .prose, .cell, .exercise, .note: return
    }
    guard let id = current.id else { return }
    var entry = lesson?.record.entries[id] ?? .init()
    switch outcome {
    case .notUnderstood(let message): show(.document(feedback.lines(.text("?", .warning), [message])))
    case .wrong(let document):
      entry.attempts += 1
      lesson?.record.entries[id] = entry
      show(.document(document))
    case .accepted(let document):
      keep(answer, to: current)
      moveOn(saying: [document], show: show)
    }
  }

  /// Notes an accepted answer to a step that is no exercise.
  mutating func keep(_ answer: String, to step: Step) {
    guard let id = step.id else { return }
    var entry = lesson?.record.entries[id] ?? .init()
    entry.attempts += 1
    entry.answer = answer
    entry.isSkipped = false
    entry.hash = step.contentHash
    entry.seconds += lesson?.worked ?? 0
    lesson?.record.entries[id] = entry
  }

  private func judge(_ answer: String, _ prediction: Lessons.Prediction) -> TaskAnswer.Outcome {
    var interpreter = self.interpreter
    var copy = state
    let program = Parser.parse(prediction.code)
    let lead = Inline.text(feedback.text(Message(.predictionWrong)), .warning)
    switch Judge.run(program, on: &copy, &interpreter) {
    case .finished(let value):
      guard let actual = Comparison.grid(value, in: copy) else { break }
      return Guess(answer, prediction.kind).judge(against: actual, shownAs: shown(value, in: copy), feedback, lead)
    case .failed(let diagnostic):
      return .accepted(feedback.lines(.text("!", .warning), [Message(.faultyCheck, diagnostic.title.description)]))
    case .interrupted: return .notUnderstood(Message(.interrupted))
    }
    return .accepted(feedback.lines(.text("!", .warning), [Message(.faultyCheck, "the prediction has no number")]))
  }

  private func shown(_ value: Value, in state: State) -> String {
    ValueText.inline(state.resolved(value), state: state)
  }
}

/// Answers to tasks that are not code.
enum TaskAnswer {
  enum Outcome {
    case accepted(Document)
    case wrong(Document)
    case notUnderstood(Message)
  }

  static func trimmed(_ text: String) -> String {
    func isSpace(_ character: Character) -> Bool { character == " " || character == "\t" || character.isNewline }
    return String(text.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
  }

  /// The whole numbers of a text, however they are set apart; nil when there is anything else.
  static func numbers(_ text: String) -> [Int]? {
    var result: [Int] = []
    for word in text.split(whereSeparator: { " ,;\t".contains($0) }) {
      guard let number = Int(word) else { return nil }
      result.append(number)
    }
    return result.isEmpty ? nil : result
  }

  static func judge(_ answer: String, _ quiz: Quiz, _ feedback: Feedback) -> Outcome {
    guard let numbers = numbers(answer), numbers.allSatisfy({ $0 >= 1 && $0 <= quiz.options.count }) else {
      return .notUnderstood(Message(.quizRange, String(quiz.options.count)))
    }
    let chosen = Set(numbers.map { $0 - 1 })
    let right = Set(quiz.options.indices.filter { quiz.options[$0].isRight })
    func explanation(_ option: Int) -> String { quiz.explanation(of: option) }
    if chosen == right {
      let words = right.sorted().map(explanation).filter { !$0.isEmpty }
      let distinct = words.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      return .accepted(
        feedback.words(
          .text("✓ " + feedback.text(Message(.quizRight)), .success), distinct.joined(separator: "\n\n")))
    }
    let lead = Inline.text(feedback.text(Message(.quizWrong)), .warning)
    if let wrong = chosen.subtracting(right).min() { return .wrong(feedback.words(lead, explanation(wrong))) }
    return .wrong(feedback.lines(lead, [Message(.quizSeveral)]))
  }

  /// The lines in the order that an answer gives them; nil when it is no order.
  static func lines(_ answer: String, of ordering: Ordering) -> [String]? {
    let count = ordering.lines.count
    // `213` is as clear as `2 1 3` while there are fewer than ten lines.
    var given = numbers(answer)
    if count < 10, given?.count == 1, answer.utf8.count == count { given = answer.compactMap { $0.wholeNumberValue } }
    guard let numbers = given, numbers.sorted() == Array(1...Swift.max(count, 1)) else { return nil }
    let shuffled = Shuffle.order(count, seed: ordering.id)
    return numbers.map { ordering.lines[shuffled[$0 - 1]] }
  }

  static func judge(_ answer: String, _ ordering: Ordering, _ feedback: Feedback) -> Outcome {
    guard let chosen = lines(answer, of: ordering) else {
      return .notUnderstood(Message(.orderForm, String(ordering.lines.count)))
    }
    if chosen == ordering.lines {
      return .accepted(feedback.lines(.text("✓", .success), [Message(.orderRight)]))
    }
    let placed = zip(chosen, ordering.lines).prefix { $0 == $1 }.count
    return .wrong(
      feedback.lines(
        .text(feedback.text(Message(.notYet)), .warning),
        [placed == 0 ? Message(.orderNone) : placed == 1 ? Message(.orderOne) : Message(.orderWrong, String(placed))]))
  }
}

extension Step {
  /// Identifies what the step asks, so that a changed task can be told from the one that was answered.
  var contentHash: UInt64 {
    if case .exercise(let exercise) = self { return exercise.contentHash }
    return FNV1a.hash(of: content)
  }

  /// The words that matter: a quiz with another right answer is another quiz.
  private var content: String {
    switch self {
    case .quiz(let quiz): "quiz " + quiz.options.map { $0.isRight ? "1" : "0" }.joined()
    case .prediction(let prediction): "predict \(prediction.kind.rawValue) \(prediction.code.text)"
    case .ordering(let ordering): "order " + String(ordering.lines.count)
    case .question(let question): "question \(question.id)"
    case .walk(let task): "walk \(task.number) " + task.predicted.joined(separator: " ")
    case .prose, .cell, .exercise, .note: ""
    }
  }
}
