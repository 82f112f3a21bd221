import LineEditing
import Stepping

/// Words that are typed where single keys are read: `back`, `why`, `quit`.
///
/// A key acts at once. When the letters of a word follow it quickly, what it did is taken back, and the word counts; so
/// does a sentence, which no walk can answer, but whose letters are no keys either.
extension RequestReader {
  /// How long the next letter of a word may take, in milliseconds.
  private static let pause: Int32 = 350

  /// The next key; those that were looked at and made no word come first.
  func nextKey() -> Key { waiting.isEmpty ? reader.readKey() : waiting.removeFirst() }

  /// The word that a letter begins, when the rest of it is typed right away.
  func word(from first: String, in walk: some Walk) -> String? {
    guard hasKeys, waiting.isEmpty, first.count == 1, first.first?.isLetter ?? false else { return nil }
    let words = walk.keys.flatMap(\.words).filter { $0.count > 1 && $0.first?.isLetter ?? false }
    var (typed, found, looked): (String, String?, [Key]) = (first, nil, [])
    while reader.typesMore(within: Self.pause) {
      let key = reader.readKey()
      // The Enter or the question mark behind a word belongs to it.
      if found == typed, key == .enter || key == .character("?") { return found }
      looked.append(key)
      guard let letter = key.letter else { break }
      guard words.contains(where: { $0.hasPrefix(typed + letter) }) else {
        let isText = letter == " " || letter.first?.isLetter ?? false
        if found == nil, isText, letter != first, let sentence = sentence(from: typed + letter, looked: &looked) {
          return sentence
        }
        break
      }
      typed += letter
      if words.contains(typed) { (found, looked) = (typed, []) }
    }
    waiting = looked
    return found
  }

  /// The rest of a line that is several words, to its Enter or a pause; nil when it is none, and what was looked at are keys.
  private func sentence(from start: String, looked: inout [Key]) -> String? {
    var text = start
    while text.count < 80, reader.typesMore(within: Self.pause) {
      let key = reader.readKey()
      if key == .enter, text.contains(" ") { break }
      looked.append(key)
      guard let letter = key.letter, letter.first != text.last else { break }
      text += letter
    }
    let words = text.split(separator: " ")
    guard words.count > 1, text.count > 5, text.allSatisfy({ $0.isLetter || $0.isNumber || " ?'’.,".contains($0) })
    else {
      return nil
    }
    return text
  }
}

extension Key {
  /// What the key adds to a word.
  fileprivate var letter: String? {
    switch self {
    case .character(let character): String(character)
    case .space: " "
    default: nil
    }
  }
}
