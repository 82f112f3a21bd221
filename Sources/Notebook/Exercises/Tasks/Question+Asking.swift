package import Documents
package import Evaluation
package import Judging
package import Lessons
import Phrasebook
package import Source
import Syntax

extension Question: AskedTask {
  package var title: Message { Message(.stepQuestion, id) }
  package var marking: Marking { .byHand }
  package var answerHint: Phrase? { "your answer, on as many lines as it takes" }
  package var answerWay: AnswerWay { .lines }

  package func page(_ feedback: Feedback) -> Document {
    Document(
      LessonText.blocks(text) + [.paragraph(LessonText.footer(Message(.questionFooter), points, feedback))])
  }

  package func takes(_ answer: String) -> Bool { true }

  /// Every answer is kept for the teacher that is more than a word, and no question itself.
  package func judge(_ answer: String, in session: Session) -> TaskAnswer.Outcome {
    if answer.last == "?" || answer.last == "？" || Question.asks(answer) {
      return .notUnderstood(Message(.questionBack))
    }
    // `rain = 4` is for whoever goes on trying, and no answer in words.
    if Session.binds(Parser.parse(SourceText(answer))) { return .notUnderstood(Message(.singleWord)) }
    let isWord = answer.allSatisfy { ($0.isLetter || $0.isNumber) && $0.isASCII || ".!".contains($0) }
    let isNone = isWord || Question.asksForHelp(answer)
    return isNone ? .notUnderstood(Message(.singleWord)) : .accepted(session.feedback.kept(self))
  }

  /// Whether a few words ask something back: `what is accuracy`, 什么是准确率.
  private static func asks(_ answer: String) -> Bool {
    if Speech.chinese.asks(unspaced: answer) { return answer.count < 10 }
    let words = Speech.words(of: answer.lowercased())
    // `what points do i have`: who asks about themselves.
    let asksOfSelf = zip(words, words.dropFirst()).contains { verb, person in
      person == "i" && ["do", "can", "am", "should", "did", "have", "would", "must"].contains(verb)
    }
    if asksOfSelf, words.count <= 8, Speech.english.isQuestion(answer) { return true }
    guard (2...5).contains(words.count), ["what", "how", "why", "where", "who"].contains(words[0]) else { return false }
    return ["is", "are", "does", "do", "was", "should", "can", "must", "will"].contains(words[1])
      && !words.dropFirst(2).contains { $0 == words[1] }
  }

  /// Whether words say only that somebody does not know: 我不知道, `I don't know`.
  private static func asksForHelp(_ answer: String) -> Bool {
    if let command = Speech.chinese.command(inUnspaced: answer) { return [":hint", ":solution"].contains(command) }
    let words = Speech.words(of: answer.lowercased().replacing("’", with: "'"))
    return words.contains("know") && words.contains { ["don't", "dont", "not"].contains($0) }
      && words.allSatisfy(Speech.english.usual.contains)
  }

  package func grade(_ answer: String, in state: State, _ interpreter: Interpreter) -> TaskGrade { .byHand }

  package func asked(_ say: Translation, withAnswer: Bool) -> String {
    say(
      points == .zero ? "**Question**" : points == 1 ? "**Question** (1 point)" : "**Question** (\(points.text) points)"
    ) + "\n\n\(text)"
  }
}
