package import Documents
package import Judging
import Phrasebook
package import Source

/// Answers to tasks that are not code.
package enum TaskAnswer {
  /// What an answer comes to, with what is said.
  package enum Outcome {
    case accepted(Document)
    case wrong(Document)
    case notUnderstood(Message)
    /// What it is about is not there, since a cell was skipped or a name means something else now.
    case failed(Diagnostic)
  }

  static func trimmed(_ text: String) -> String {
    text.trimming { $0 == " " || $0 == "\t" || $0.isNewline }
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
      guard let number = word.allSatisfy(\.isASCII) ? Int(word) : ChineseNumber.whole(word), number >= 0 else {
        return nil
      }
      result.append(number)
    }
    return result.isEmpty ? nil : result
  }

  /// An answer without the words around it: `2` for `I think 2`, `answer 2`, 应该是第2个吧.
  static func withoutAsides(_ text: String) -> String {
    let plain = text.filter { !"?!？！".contains($0) }
    let marks = unspacedAsides.reduce(plain) { $0.replacing($1, with: " ") }.split(separator: " ")
    // Around an answer in words they belong to it.
    return (marks.allSatisfy { $0.count <= 2 } ? marks : plain.split(separator: " "))
      .filter { !asides.contains($0.lowercased()) }.joined(separator: " ")
  }

  /// The one number that words say; nil where they say anything else, or nothing stands beside it.
  static func saidNumber(_ text: String) -> String? {
    let said = withoutAsides(text)
    if let number = numberWords[said.lowercased().trimmingPrefix("a ").description] { return number }
    let number = FractionSign.plain(said)
    return number != text && (Double(number) != nil || number != said) ? number : nil
  }

  private static let numberWords = [
    "half": "0.5", "zero": "0", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "a quarter": "0.25", "quarter": "0.25",
  ]

  private static let asides: Set<String> = [
    "answer", "number", "option", "choice", "choose", "i", "think", "it", "it's", "is", "the", "maybe", "pick", "take",
    "my", "guess", "and", "right", "correct", "one", "would", "say", "be", "must", "that", "that's", "probably",
    "about", "around", "roughly", "approximately", "nearly", "almost", "so", "well", "hm", "hmm",
  ]

  /// What stands around a Chinese answer without spaces, longer ones first where one holds another.
  private static let unspacedAsides = [
    "我觉得", "我认为", "我猜", "我选", "我的", "答案", "应该", "可能", "大概", "选项", "选择", "那个", "这个", "还有", "是", "为", "选",
    "第", "个", "号", "项", "行", "条", "吧", "和", "与", "跟",
  ]

  /// Words without the marks of Markdown and mathematics, in small letters, with digits for those that stand lower or
  /// higher: `w0` for `$w_0$` and for `w₀`.
  static func plain(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber || "+-−=<>/·".contains($0) }
      .map { character in character.wholeNumberValue.map(String.init) ?? String(character) }.joined()
  }

  /// Whether a text is several words and no code.
  static func isWords(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    return words.count > 1 && words.allSatisfy { $0.allSatisfy { $0.isLetter || "'’,.?!".contains($0) } }
  }

  /// Whether a text can be a guess: it calls nothing and binds nothing; what does is tried out by the way.
  static func isGuess(_ text: String) -> Bool {
    let hasCall = zip(text, text.dropFirst()).contains { $0.0.isLetter && $0.1 == "(" }
    // The shape of a matrix may be said by its space.
    let isSpace = ["ℝ^{", "R^{"].contains(where: text.hasPrefix)
    return !text.contains("=") && (!text.contains("{") || isSpace) && !hasCall
  }
}
