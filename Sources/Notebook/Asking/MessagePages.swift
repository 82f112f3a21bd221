package import Documents
package import Evaluation
import Judging
package import Source

/// What the judge can say about an answer, each sentence with an answer of which it says it.
package enum MessagePages {
  /// The whole list, as `learnnn doc --messages` shows it.
  ///
  /// Every answer is judged anew.
  package static func whole(in words: Translation, _ interpreter: Interpreter) -> Document {
    let feedback = Feedback(language: words.language)
    var document = Document(
      [.heading(level: 1, [.text("What the judge can say")])] + Markdown.parse(words(introduction)))
    for example in JudgedExample.all {
      guard let verdict = example.verdict(interpreter) else { continue }
      let lines = [
        example.given, "\(example.asked)  # \(words("the solution"))", "\(example.answer)  # \(words("the answer"))",
      ]
      document.append(.heading(level: 2, [.text(sentence(example.key, in: words))]))
      document.append(.code(CodeColours.code(lines.joined(separator: "\n"))))
      document.append(feedback.document(for: verdict))
    }
    return document
  }

  /// The sentence with `…` in the places that are filled in.
  private static func sentence(_ key: MessageKey, in words: Translation) -> Phrase {
    let places = Phrase.pieces(of: key.english).compactMap { if case .place(let place) = $0 { place } else { nil } }
    let count = (places.max() ?? -1) + 1
    return .verbatim(Message(key, Array(repeating: "…", count: count)).text(in: words.language))
  }

  private static let introduction: Phrase = """
    Each sentence stands above a small exercise and a wrong answer to it, and below them what is said of that answer. A \
    sentence is said only when it was tried: with that one place mended the answer is right, for the numbers given and for \
    others.
    """
}
