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
    let answer = TaskAnswer.plainNumbers(TaskAnswer.trimmed(text), of: current)
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
      show(.document(document))
    case .accepted(let document)?:
      keep(answer, to: step)
      return document
    case nil: break
    }
    return nil
  }

  /// What an answer to a task that is no code comes to in this state; nil where nothing is asked.
  func outcome(of answer: String, at step: Step) -> TaskAnswer.Outcome? {
    // A student's copy does not know what is right.
    let isKept = lesson?.lesson.released != nil && TaskAnswer.numbers(answer) != nil
    let kept = TaskAnswer.Outcome.accepted(feedback.kept(nil))
    return switch step {
    case .quiz where isKept: kept
    case .ordering where isKept: kept
    case .quiz(let quiz): TaskAnswer.judge(answer, quiz, feedback)
    case .ordering(let ordering): TaskAnswer.judge(answer, ordering, feedback)
    case .prediction(let prediction): judge(answer, prediction)
    case .question(let question):
      TaskAnswer.noAnswer(answer).map { TaskAnswer.Outcome.notUnderstood($0) } ?? .accepted(feedback.kept(question))
    case .walk(let task): judge(answer, task)
    case .prose, .cell, .exercise, .note: nil
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

  private func judge(_ answer: String, _ prediction: Lessons.Prediction) -> TaskAnswer.Outcome {
    var interpreter = self.interpreter
    var copy = state
    let program = Parser.parse(prediction.code)
    let lead = Inline.text(feedback.text(Message(.predictionWrong)), .warning)
    switch Judge.run(program, on: &copy, &interpreter) {
    case .finished(let value):
      guard let actual = Comparison.grid(value, in: copy) else { break }
      return Guess(answer, prediction.kind, computed: computed(answer)).judge(
        against: actual, shownAs: shown(value, in: copy), feedback, lead)
    case .failed(let diagnostic):
      return .accepted(feedback.lines(.text("!", .warning), [Message(.faultyCheck, saying: [diagnostic.title])]))
    case .interrupted: return .notUnderstood(Message(.interrupted))
    }
    return .accepted(feedback.lines(.text("!", .warning), [Message(.faultyCheck, "the prediction has no number")]))
  }

  /// The value of a guess that is a small computation, such as `2(a − 1)`; nil for a name alone, which is only looked at.
  private func computed(_ guess: String) -> Grid? {
    var (interpreter, copy) = (interpreter.detached(), state)
    let program = Parser.parse(SourceText(guess))
    guard guess.contains(where: \.isNumber), !program.hasErrors, program.statements.count == 1,
      case .expression? = program.statements.first?.kind,
      case .finished(let value) = Judge.run(program, on: &copy, &interpreter)
    else { return nil }
    return Comparison.grid(value, in: copy)
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

  /// The whole numbers of a text, however they are set apart and enclosed; nil when there is anything else.
  ///
  /// In an order, dashes and arrows set them apart too.
  static func numbers(_ text: String, orders: Bool = false) -> [Int]? {
    var plain = ""
    for scalar in InputFolding.folded(text).unicodeScalars {
      switch scalar {
      case "[", "]", "(", ")", ",", ";", ".", "\t": plain += " "
      case "-", ">", "<", "→", "–", "—", "≻": plain += orders ? " " : String(scalar)
      default: plain.unicodeScalars.append(scalar)
      }
    }
    var result: [Int] = []
    for word in plain.split(separator: " ") {
      guard let number = Int(word), word.allSatisfy(\.isNumber) else { return nil }
      result.append(number)
    }
    return result.isEmpty ? nil : result
  }

  /// Words without the marks of Markdown and mathematics, in small letters.
  static func plain(_ text: String) -> String {
    String(text.lowercased().filter { $0.isLetter || $0.isNumber || "+-−=<>/·".contains($0) })
  }

  /// Whether a text is several words and no code.
  static func isWords(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    return words.count > 1 && words.allSatisfy { $0.allSatisfy { $0.isLetter || "'’,.?!".contains($0) } }
  }

  /// The answer to a quiz or an ordering as plain numbers, where it says the same in another form.
  static func plainNumbers(_ answer: String, of step: Step) -> String {
    var numbers: [Int]?
    switch step {
    case .quiz(let quiz):
      numbers = self.numbers(answer)
      let options = quiz.options.map { plain($0.text) }
      if options.filter({ $0 == plain(answer) }).count == 1, let index = options.firstIndex(of: plain(answer)) {
        numbers = numbers.map { $0.allSatisfy { 1...options.count ~= $0 } ? $0 : [index + 1] } ?? [index + 1]
      }
    case .ordering: numbers = self.numbers(answer, orders: true)
    case .prose, .cell, .exercise, .note, .prediction, .question, .walk: return answer
    }
    return numbers.map { $0.map(String.init).joined(separator: " ") } ?? answer
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

  /// Why a text is no answer to a free question: it asks itself, or is a single word.
  static func noAnswer(_ text: String) -> Message? {
    if text.last == "?" || text.last == "？" { return Message(.questionBack) }
    let isWord = text.allSatisfy { $0.isLetter && $0.isASCII || ".!".contains($0) }
    return isWord ? Message(.singleWord) : nil
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
    if ordering.isRight(chosen) {
      return .accepted(feedback.lines(.text("✓", .success), [Message(.orderRight)]))
    }
    let lead = Inline.text(feedback.text(Message(.notYet)), .warning)
    if let (first, second) = ordering.broken(in: chosen) {
      return .wrong(feedback.lines(lead, [Message(.orderBefore, first, second)]))
    }
    let placed = zip(chosen, ordering.lines).prefix { $0 == $1 }.count
    return .wrong(
      feedback.lines(
        lead,
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
    case .ordering(let ordering):
      "order " + String(ordering.lines.count)
        + ordering.dependences.map { " \($0.first)<\($0.second)" }.joined()
    case .question(let question): "question \(question.id)"
    case .walk(let task): "walk \(task.number) " + task.predicted.joined(separator: " ")
    case .prose, .cell, .exercise, .note: ""
    }
  }
}
