import Source

/// Formulas in Chinese words, which stand without spaces beside what they belong to: 负3, x等于3, S的均值, e的2次方.
enum ChineseSigns {
  /// What each word is written as: a sign, the name of a function, or itself where only the rules say what it means.
  private static let meanings: [String: String] = {
    var meanings: [String: String] = [:]
    for (label, words) in Speech.rows(of: String(decoding: PackageResources.words_zh_txt, as: UTF8.self)) {
      for word in words { meanings[word] = label == "words" ? word : label }
    }
    return meanings
  }()

  /// Longer words first where one begins another.
  private static let words = meanings.keys.sorted { ($0.count, $0) > ($1.count, $1) }

  /// A run of letters and digits with its words apart and as they are written here: `5 - -2` for 5减负2, `S 的 mean` for
  /// S的均值; nil where it has no Chinese, or any that is neither such a word nor a number nor a name of the user's.
  static func plain(_ run: String, bound: [String]) -> String? {
    guard run.contains(where: \.isHan) else { return nil }
    // 一半 and 约 100; what is a whole number by itself is read with what stands beside it.
    let number = ChineseNumber.plain(run)
    if number != run, number.allSatisfy(\.isASCII), ChineseNumber.whole(run) == nil { return number }
    let own = bound.filter { $0.contains(where: \.isHan) }
    var (rest, text, isNegated) = (run[...], "", false)
    while !rest.isEmpty {
      let number = rest.prefix { "零〇一二两三四五六七八九十百千万点".contains($0) }
      let other = rest.prefix { !$0.isHan }
      let piece: (typed: String, written: String)
      if let word = own.first(where: { rest.hasPrefix($0) }) ?? words.first(where: { rest.hasPrefix($0) }) {
        piece = (word, own.contains(word) ? word : meanings[word] ?? word)
      } else if let value = ChineseNumber.decimal(number) {
        piece = (String(number), value)
      } else if !other.isEmpty {
        piece = (String(other), String(other))
      } else {
        return nil
      }
      text += (text.isEmpty || isNegated ? "" : " ") + piece.written
      isNegated = piece.typed == "负"
      rest = rest.dropFirst(piece.typed.count)
    }
    return text
  }

  /// A line with the words of its formulas apart, but for names that mean something and what stands in strings.
  ///
  /// A 负 that stands alone belongs to what follows it, which a rule sees to.
  static func line(_ line: String, _ surroundings: Habits.Surroundings) -> String {
    var (text, last) = ("", line.startIndex)
    for range in runs(in: line) {
      let run = String(line[range])
      guard run != "负", !surroundings.isKnown(run), let plain = plain(run, bound: surroundings.bound) else { continue }
      text += String(line[last..<range.lowerBound]) + plain
      last = range.upperBound
    }
    return text + String(line[last...])
  }

  /// Whether there is Chinese in a line, and all of it is known or made of words of formulas.
  static func reads(_ line: String, _ surroundings: Habits.Surroundings) -> Bool {
    let runs = runs(in: line).map { String(line[$0]) }
    return !runs.isEmpty
      && runs.allSatisfy { surroundings.isKnown($0) || plain($0, bound: surroundings.bound) != nil }
  }

  /// The runs of letters and digits with Chinese in them, outside of strings.
  private static func runs(in line: String) -> [Range<String.Index>] {
    guard line.contains(where: \.isHan) else { return [] }
    let strings = Word.words(of: line).filter { $0.kind == .string }.map(\.span)
    return line.matches(of: /[\p{L}\p{M}\p{N}_.]+/).map(\.range).filter { range in
      let place = line.utf8.distance(from: line.startIndex, to: range.lowerBound)
      return line[range].contains(where: \.isHan) && !strings.contains { $0.lower <= place && place < $0.upper }
    }
  }
}
