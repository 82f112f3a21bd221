import Source

/// What a rule looks for: tokens as they are, and holes that stand for parts of the line.
///
/// The first letter of a hole's label says what it takes: `e` an expression without a comma, `t` a term of a sum,
/// `o` an operand with what follows it closely, `n` a name, `f` the name of a function that there is, `p` what a function
/// takes that stands without parentheses (the `2x` of `cos 2x`), `k` a number, `s` a string in any quotes, `u` its text
/// without them, `w` the name of the file that it names, `r` anything that is balanced, also nothing, `b` the same and not nothing, and `m` a module of another
/// language.
struct Pattern {
  /// One place of a pattern.
  enum Part {
    case literal(String)
    /// A name that begins and ends in a given way, with a hole between, of which a label with a `k` takes digits and one
    /// with an `a` no Chinese: `d$x`.
    case affixed(String, label: String, String)
    case hole(String, Substring.Element)
  }

  /// Where a pattern was found: the tokens, and what each hole stands for.
  struct Found {
    var range: Range<Int>
    var captures: [String: String]
  }

  let parts: [Part]
  let isWholeLine: Bool
  /// The words that a line must hold for the pattern to fit, so that most rules are passed over quickly.
  let literals: [String]
  /// Those among them that stand behind no point, and no article, and may be names.
  let words: [String]
  /// The labels of its holes.
  let labels: [String]

  init(_ text: String) {
    isWholeLine = text.hasPrefix("^")
    let body = isWholeLine ? String(text.dropFirst()) : text
    parts = Word.words(of: body.replacing("$", with: Pattern.mark)).map { word in
      if word.text == Pattern.mark { return .literal("$") }
      guard let mark = word.text.firstRange(of: Pattern.mark) else { return .literal(word.text) }
      let before = String(word.text[..<mark.lowerBound])
      let rest = word.text[mark.upperBound...]
      let label = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
      let after = String(rest[label.endIndex...])
      if before.isEmpty, after.isEmpty, let kind = label.first { return .hole(String(label), kind) }
      return .affixed(before, label: String(label), after)
    }
    literals = parts.compactMap { part in
      if case .literal(let text) = part { return text }
      return nil
    }
    words = zip([nil] + parts.map(Optional.some), parts).compactMap { last, part in
      guard case .literal(let text) = part else { return nil }
      // `a net` is one, whatever a name net means.
      if case .literal(let before)? = last, Pattern.articles.contains(before) { return nil }
      return text
    }
    labels = parts.compactMap { part in
      switch part {
      case .literal: nil
      case .affixed(_, let label, _), .hole(let label, _): label
      }
    }
  }

  /// Whether it is that of any name after a point: `$o.$n`, `$o.$n($r)`.
  var isAnyMethod: Bool {
    labels.starts(with: ["o", "n"]) && literals.first == "." && literals.allSatisfy { [".", "(", ")"].contains($0) }
  }

  private static let articles: Set<String> = [".", "a", "an", "the", "my", "your", "this", "another", "one"]

  /// Stands for the `$` of a hole, which the language's own lexer would not take as a part of a name.
  private static let mark = "ZZ"

  /// Whether a name stands in the pattern, or fits one that stands there in part.
  func mentions(_ name: String) -> Bool {
    literals.contains(name)
      || parts.contains { part in
        guard case .affixed(let before, _, let after) = part else { return false }
        return name.hasPrefix(before) && name.hasSuffix(after) && name.utf8.count > before.utf8.count + after.utf8.count
      }
  }

  /// The name that is called: what stands before the first parenthesis.
  var calledName: String? {
    for (index, (part, next)) in zip(parts, parts.dropFirst()).enumerated() {
      if case .literal("(") = next, case .literal(let name) = part, name.first?.isLetter ?? false {
        if index > 0, case .literal(".") = parts[index - 1] { return nil }
        return name
      }
    }
    return nil
  }

  /// The places where the pattern fits, from the left.
  func matches(in words: [Word], line: String, _ surroundings: Habits.Surroundings) -> [Found] {
    var search = Search(parts: parts, words: words, line: line, isWholeLine: isWholeLine, surroundings: surroundings)
    var found: [Found] = []
    for start in isWholeLine ? 0..<Swift.min(1, words.count) : words.indices {
      guard search.canStart(at: start), let end = search.match(0, start) else { continue }
      found.append(Found(range: start..<end, captures: search.captures))
      if found.count == 12 { break }
    }
    return found
  }
}

/// The search for one pattern in one line.
private struct Search {
  let parts: [Pattern.Part]
  let words: [Word]
  let line: String
  let isWholeLine: Bool
  let surroundings: Habits.Surroundings
  private(set) var captures: [String: String] = [:]
  private var effort = 0

  init(
    parts: [Pattern.Part], words: [Word], line: String, isWholeLine: Bool, surroundings: Habits.Surroundings
  ) {
    self.parts = parts
    self.words = words
    self.line = line
    self.isWholeLine = isWholeLine
    self.surroundings = surroundings
  }

  /// A part of an operand, such as the `b` of `a.b`, is no beginning.
  mutating func canStart(at start: Int) -> Bool {
    effort = 0
    captures = [:]
    guard start > 0 else { return true }
    guard case .hole(_, let kind) = parts.first else {
      // The parenthesis of a call is not one by itself.
      if words[start].kind == .open, words[start - 1].endsOperand,
        words[start - 1].span.upper == words[start].span.lower
      {
        return false
      }
      return words[start - 1].text != "." || words[start].text == "."
    }
    if words[start - 1].text == "." { return false }
    if words[start - 1].endsOperand, words[start].text == "-" || words[start].kind == .open { return false }
    return kind != "t" || ![".", "*", "/", "@", "^", "**"].contains(words[start - 1].text)
  }

  /// Fits the parts from one on to the words from one on; the word after the last one taken.
  mutating func match(_ part: Int, _ place: Int) -> Int? {
    effort += 1
    guard effort < 4_000 else { return nil }
    guard part < parts.count else { return !isWholeLine || place == words.count ? place : nil }
    switch parts[part] {
    case .literal(let text):
      guard place < words.count, words[place].text == text else { return nil }
      return match(part + 1, place + 1)
    case .affixed(let before, let label, let after):
      guard place < words.count else { return nil }
      let text = words[place].text
      guard words[place].kind == .name || before.hasPrefix("\\"), text.hasPrefix(before), text.hasSuffix(after),
        text.utf8.count > before.utf8.count + after.utf8.count
      else { return nil }
      let inside = String(text.dropFirst(before.count).dropLast(after.count))
      guard label.first != "k" || inside.allSatisfy(\.isWholeNumber),
        label.first != "a" || !inside.contains(where: \.isHan)
      else { return nil }
      return bind(label, inside, part, place + 1)
    case .hole(let label, let kind):
      for end in ends(of: kind, from: place, isLast: part == parts.count - 1) {
        let text = end > place ? slice(place..<end) : ""
        let value =
          switch kind {
          case "s": "\"\(Search.unquoted(text))\""
          case "u": Search.unquoted(text)
          case "w": Search.stem(Search.unquoted(text))
          case "p": self.end(ofBracketAt: place) == end ? String(text.dropFirst().dropLast()) : text
          default: text
          }
        if let found = bind(label, value, part, end) { return found }
      }
      return nil
    }
  }

  private mutating func bind(_ label: String, _ text: String, _ part: Int, _ next: Int) -> Int? {
    if let known = captures[label] { return known == text ? match(part + 1, next) : nil }
    captures[label] = text
    if let found = match(part + 1, next) { return found }
    captures[label] = nil
    return nil
  }

  private func slice(_ range: Range<Int>) -> String {
    SourceText(line).slice(Span(words[range.lowerBound].span.lower, words[range.upperBound - 1].span.upper))
  }

  /// The inside of a string, whose closing quote may be missing.
  private static func unquoted(_ text: String) -> String {
    let isClosed = text.count > 1 && text.last.map { "\"'”’」』＂".contains($0) } == true
    return String(isClosed ? text.dropFirst().dropLast() : text.dropFirst())
  }

  /// The name of a file without what follows its last point, and without its folders.
  private static func stem(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    return String(name.split(separator: ".").first ?? name)
  }

  /// Where what a hole takes may end, in the order in which it is tried.
  private func ends(of kind: Character, from place: Int, isLast: Bool) -> [Int] {
    if kind == "r" || kind == "b" {
      let ends = (kind == "r" ? [place] : []) + (place < words.count ? runs(from: place) { _ in true } : [])
      return isLast ? ends.reversed() : ends
    }
    guard place < words.count else { return [] }
    switch kind {
    case "n": return words[place].kind == .name && words[place].text != "true" ? [place + 1] : []
    case "k": return words[place].kind == .number ? [place + 1] : []
    case "s", "u", "w": return words[place].kind == .string ? [place + 1] : []
    case "m": return words[place].kind == .name && surroundings.isModule(words[place].text) ? [place + 1] : []
    case "f": return words[place].kind == .name && surroundings.isFunction(words[place].text) ? [place + 1] : []
    case "p": return argument(from: place).map { [$0] } ?? []
    case "o": return isIndex(at: place) ? [] : operands(from: place).reversed()
    default:
      guard startsExpression(words[place]) else { return [] }
      let ends = runs(from: place) { word in
        switch word.kind {
        case .separator, .binder, .colon: false
        case .keyword: word.text == "not" || kind == "e" && (word.text == "and" || word.text == "or")
        case .operation: kind == "e" || Search.factors.contains(word.text) || word.span == words[place].span
        default: true
        }
      }.filter { words[$0 - 1].kind != .operation && words[$0 - 1].text != "." }
      return isLast ? ends.reversed() : ends
    }
  }

  private static let factors: Set<String> = ["*", "×", "/", "÷", "@", "^", "**", "·", "%"]

  private func startsExpression(_ word: Word) -> Bool {
    switch word.kind {
    case .name, .number, .string, .open, .other: word.text != "."
    case .operation: word.text == "-"
    case .keyword: word.text == "not" || word.text == "if"
    default: false
    }
  }

  /// The ends of the balanced runs of words that a condition allows outside of brackets.
  private func runs(from place: Int, while allows: (Word) -> Bool) -> [Int] {
    var ends: [Int] = []
    var depth = 0
    for index in place..<words.count {
      let word = words[index]
      if depth == 0, word.nesting == 0, !allows(word) { break }
      depth += word.nesting
      if depth < 0 { break }
      if depth == 0 { ends.append(index + 1) }
    }
    return ends
  }

  /// Whether a bracket takes an element of what a call gave, or an index: the `[0, 1]` of `cov(x, y)[0, 1]` is no factor.
  private func isIndex(at place: Int) -> Bool {
    guard place > 0, words[place].text == "[", touches(place), words[place - 1].kind == .close else { return false }
    return words[..<place].indices.contains { open in
      open > 0 && words[open].kind == .open && words.closing(open) == place - 1 && touches(open)
        && words[open - 1].endsOperand
    }
  }

  /// Whether a word stands close to the one before it.
  private func touches(_ place: Int) -> Bool { words[place - 1].span.upper == words[place].span.lower }

  /// The ends of an operand with more and more of what follows it closely.
  private func operands(from place: Int) -> [Int] {
    var ends: [Int] = []
    var end = place
    switch words[place].kind {
    case .name, .number, .string: end = place + 1
    case .open: end = self.end(ofBracketAt: place) ?? place
    case .other where words[place].text == "∂" || words[place].text == "√" || words[place].text == "∇":
      return place + 1 < words.count ? operands(from: place + 1) : []
    default: return []
    }
    guard end > place else { return [] }
    ends.append(end)
    while end < words.count {
      let touches = words[end].span.lower == words[end - 1].span.upper
      if words[end].kind == .postfix {
        end += 1
      } else if words[end].text == ".", end + 1 < words.count, words[end + 1].kind == .name {
        end += 2
      } else if touches, words[end].text == "(" || words[end].text == "[", let next = self.end(ofBracketAt: end) {
        end = next
      } else {
        break
      }
      ends.append(end)
    }
    return ends
  }

  /// The end of a product without signs, each factor close to the one before or behind a number, with its power, and
  /// perhaps a minus before all; of a parenthesis nothing but itself.
  private func argument(from place: Int) -> Int? {
    guard words[place].kind != .open else { return self.end(ofBracketAt: place) }
    var start = place
    if words[place].text == "-", place > 0, place + 1 < words.count {
      // In `f - x` and `f-x` it subtracts.
      guard words[place - 1].span.upper < words[place].span.lower,
        words[place].span.upper == words[place + 1].span.lower
      else { return nil }
      start += 1
    }
    var end = start
    while end < words.count {
      let touches = end == start || words[end].span.lower == words[end - 1].span.upper
      guard touches || words[end - 1].kind == .number && words[end].kind == .name, words[end].kind != .string,
        let next = operands(from: end).last
      else { break }
      end = next
      if end + 1 < words.count, words[end].text == "^", let power = operands(from: end + 1).last { end = power }
    }
    return end > start ? end : nil
  }

  /// The place behind the bracket that closes the one at a place; nil where none opens there or it stays open.
  private func end(ofBracketAt place: Int) -> Int? {
    words[place].kind == .open ? words.closing(place).map { $0 + 1 } : nil
  }
}
