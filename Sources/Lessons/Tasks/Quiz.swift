import Source

/// A question with numbered answers.
package struct Quiz: Equatable, Sendable {
  /// One answer to choose.
  package struct Option: Equatable, Sendable {
    /// The answer, as Markdown.
    package var text: String
    /// Whether it is right.
    package var isRight: Bool
    /// Why this one is right or wrong; empty when the quiz explains itself as a whole.
    package var explanation: String
  }

  /// Its name, unique in the lesson.
  package var id: String
  /// Its place.
  package var block: LessonBlock
  /// What it is worth in a class.
  package var points: Points
  /// The lines before the first option; empty when the prose above asks.
  package var question: String
  /// The answers in order.
  package var options: [Option]
  /// The words said after any answer.
  package var explanation: String

  /// What to say after an answer: its own explanation, or the quiz's.
  package func explanation(of option: Int) -> String {
    guard options.indices.contains(option), !options[option].explanation.isEmpty else { return explanation }
    return options[option].explanation
  }
}

extension Quiz: ReadTask {
  package var name: String { "the quiz `\(id)`" }
  /// A quiz with another right answer is another quiz.
  package var essence: String { "quiz " + options.map { $0.isRight ? "1" : "0" }.joined() }

  /// Reads question, options and explanations.
  ///
  /// `>` lines belong to the option above them. When only the last option has any, they are the quiz's own: said
  /// after every answer.
  static func read(_ head: TaskHead, by parser: inout LessonParser) -> Quiz {
    let (table, fence) = (parser.table, head.fence)
    var quiz = Quiz(
      id: head.id, block: head.block, points: parser.points(head.attributes) ?? 0, question: "", options: [],
      explanation: "")
    var question: [String] = []
    for span in parser.lineSpans(fence) {
      let inner = table.trimmed(span)
      if table.starts(inner, with: ">") {
        let words = table.text(table.trimmed(Span(inner.lower + 1, inner.upper)))
        guard let last = quiz.options.indices.last else {
          parser.report(.quizLine, span)
          continue
        }
        let known = quiz.options[last].explanation
        quiz.options[last].explanation = known.isEmpty ? words : known + " " + words
      } else if let isRight = mark(inner, in: table) {
        let text = table.text(table.trimmed(Span(inner.lower + 5, inner.upper)))
        quiz.options.append(Quiz.Option(text: text, isRight: isRight, explanation: ""))
      } else if inner.isEmpty {
        continue
      } else if let last = quiz.options.indices.last {
        if inner.lower >= span.lower + 2, quiz.options[last].explanation.isEmpty, !table.starts(inner, with: "- [") {
          quiz.options[last].text += " " + table.text(inner)
        } else {
          parser.report(.quizLine, span)
        }
      } else if table.starts(inner, with: "- [") {
        parser.report(.quizLine, span)
      } else {
        question.append(table.text(inner))
      }
    }
    quiz.question = question.joined(separator: "\n")
    if quiz.options.count < 2, !parser.isBlank(fence) { parser.report(.quizWithoutOptions, fence.header) }
    if parser.lesson.released == nil, quiz.options.count >= 2, !quiz.options.contains(where: \.isRight) {
      parser.report(.quizWithoutRight, fence.header)
    }
    if let last = quiz.options.last, quiz.options.dropLast().allSatisfy({ $0.explanation.isEmpty }) {
      quiz.explanation = last.explanation
      quiz.options[quiz.options.count - 1].explanation = ""
    }
    return quiz
  }

  /// Whether a line is `- [ ]` or `- [x]`, and which.
  private static func mark(_ inner: Span, in table: LineTable) -> Bool? {
    if table.starts(inner, with: "- [ ]") { return false }
    if table.starts(inner, with: "- [x]") || table.starts(inner, with: "- [X]") { return true }
    return nil
  }
}
