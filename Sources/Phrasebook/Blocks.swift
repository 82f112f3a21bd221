import Source

/// The statements of a text in a language whose blocks are marked by indentation or by `end`, each on one line.
package enum Blocks {
  /// A statement, as `for x in xs: print(x)`, and the lines on which it stands, counted from 0.
  package struct Block: Equatable, Sendable {
    /// The statement on one line.
    package var line: String
    /// Where it stands.
    package var lines: Range<Int>
  }

  /// Takes a text apart.
  package static func blocks(of text: String) -> [Block] {
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap(Row.init)
    var reader = Reader(rows: rows)
    var blocks: [Block] = []
    while let first = reader.next {
      let line = reader.statement(isInside: false)
      blocks.append(Block(line: line, lines: first.number..<reader.lastNumber + 1))
    }
    return blocks
  }

  /// The statements of a line, which semicolons outside of brackets keep apart; behind the colon of a block's head they
  /// all belong to the block.
  package static func parts(of line: String) -> [String] {
    var (depth, start, parts) = (0, 0, [String]())
    let (source, words) = (SourceText(line), Word.words(of: line))
    func close(at end: Int) {
      let part = source.slice(Span(start, end)).trimmingSpaces
      if !part.isEmpty { parts.append(part) }
    }
    for word in words {
      depth += word.nesting
      guard depth == 0 else { continue }
      if word.text == ":", openers.contains(words.first { $0.span.lower >= start }?.text ?? "") {
        break
      }
      guard word.text == ";" else { continue }
      close(at: word.span.lower)
      start = word.span.upper
    }
    close(at: source.count)
    return parts
  }

  /// A loop that counts in a name which would hide the function that it needs, with another name: the `step` of
  /// `for step in range(100): … opt.step()`.
  package static func withPlainCounter(_ line: String) -> String {
    guard line.hasPrefix("for step in "), line.contains("step(") else { return line }
    let (source, words) = (SourceText(line), Word.words(of: line))
    let counter = ["i", "k", "turn"].first { name in !words.contains { $0.text == name } } ?? "turns"
    var (text, last) = ("", 0)
    for (index, word) in words.enumerated() where word.text == "step" {
      let isMember = index > 0 && words[index - 1].text == "."
      guard !isMember, index + 1 == words.count || words[index + 1].text != "(" else { continue }
      text += source.slice(Span(last, word.span.lower)) + counter
      last = word.span.upper
    }
    return text + source.slice(Span(last, source.count))
  }

  /// The head of a block that stands on a line between braces or behind a colon, and its statements; nil where there are
  /// not several behind a colon.
  package static func statements(inBlockOf line: String) -> (head: String, body: [String])? {
    if let (head, rest) = braced(line) { return (head, parts(of: rest)) }
    guard let (head, rest) = cut(line) else { return nil }
    let body = parts(of: rest)
    return body.count > 1 ? (head, body) : nil
  }

  /// The head of a block whose braces end the line, and what stands between them; nil for any other line.
  private static func braced(_ line: String) -> (head: String, body: String)? {
    let (source, words) = (SourceText(line), Word.words(of: line))
    guard openers.contains(words.first?.text ?? ""), let open = words.firstIndex(where: { $0.text == "{" }),
      words.closing(open) == words.count - 1, !words[..<open].contains(where: { $0.text == ":" }), let last = words.last
    else { return nil }
    return (
      source.slice(Span(0, words[open].span.lower)).trimmingSpaces,
      source.slice(Span(words[open].span.upper, last.span.lower)).trimmingSpaces
    )
  }

  /// The head of a block and what follows its colon on the line; nil where no block begins.
  fileprivate static func cut(_ line: String) -> (head: String, body: String)? {
    let (source, words) = (SourceText(line), Word.words(of: line))
    guard openers.contains(words.first?.text ?? "") else { return nil }
    var depth = 0
    for word in words {
      depth += word.nesting
      guard depth == 0, word.text == ":" else { continue }
      return (source.slice(Span(0, word.span.lower)), source.slice(Span(word.span.upper, source.count)).trimmingSpaces)
    }
    return nil
  }

  /// Whether a text begins with a line after which its block is awaited, such as `def f(x):`, and the block has not ended.
  package static func isAwaited(after text: String) -> Bool {
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = rows.first, isHeader(first), let last = rows.last, !last.allSatisfy(\.isWhitespace) else {
      return false
    }
    return isHeader(last) || last.first == " " || last.first == "\t"
  }

  /// How far the row after a text is indented that is such a block; nil for any other.
  package static func indent(after text: String) -> Int? {
    guard isAwaited(after: text), let last = text.split(separator: "\n").last else { return nil }
    return last.prefix { $0 == " " }.count + (isHeader(last) ? 4 : 0)
  }

  fileprivate static func isHeader(_ line: Substring) -> Bool {
    let words = Word.words(of: String(line))
    return words.count > 1 && words.last?.text == ":" && words.first.map { openers.contains($0.text) } ?? false
  }

  fileprivate static let openers: Set<String> = [
    "def", "for", "while", "if", "elif", "else", "with", "class", "try", "except", "finally",
  ]
}

/// A line that holds something, without its comment.
private struct Row {
  let number: Int
  let indent: Int
  let text: String
  let words: [String]

  init?(_ number: Int, _ line: Substring) {
    let words = Word.words(of: String(line))
    // What only says what a function is for is left out.
    guard let first = words.first, let last = words.last, !line.trimmingSpaces.hasPrefix("\"\"\""),
      !line.trimmingSpaces.hasPrefix("'''")
    else { return nil }
    self.number = number
    indent = first.span.lower
    text = SourceText(String(line)).slice(Span(first.span.lower, last.span.upper))
    self.words = words.map(\.text)
  }

  /// Whether a deeper block follows, after a colon.
  var isHeader: Bool { Blocks.isHeader(Substring(text)) || text == "else:" }
  /// How many blocks it leaves open that `end` or a brace closes.
  var opened: Int {
    words.count { $0 == "{" } - words.count { $0 == "}" } + (isOpener ? 1 : 0) - words.count { $0 == "end" }
  }
  /// Whether its block stands in the rows below it.
  var isHead: Bool { isOpener || words[0] == "elseif" }
  /// The head of a block that follows on the row itself, and the block; nil for any other row.
  var inline: (head: String, body: String)? {
    isHeader || words.contains("{") ? nil : Blocks.cut(text)
  }
  /// Whether a block follows that `end` closes.
  var isOpener: Bool {
    !isHeader && !words.contains("{") && ["for", "while", "if", "function"].contains(words[0])
  }
}

private struct Reader {
  let rows: [Row]
  private var place = 0

  init(rows: [Row]) { self.rows = rows }

  var next: Row? { place < rows.count ? rows[place] : nil }
  var lastNumber: Int { rows[Swift.max(place - 1, 0)].number }

  /// Reads a statement with its block; `isInside` writes the blocks between braces.
  mutating func statement(isInside: Bool) -> String {
    guard let row = next else { return "" }
    let goesOn = place + 1 < rows.count && ["elif", "else"].contains(rows[place + 1].words[0])
    guard row.isHeader || row.inline != nil && (isInside || goesOn) else { return closed() }
    var parts: [(head: String, body: String)] = []
    while let row = next, row.isHeader || row.inline != nil,
      parts.isEmpty || row.words[0] == "elif" || row.words[0] == "else"
    {
      place += 1
      if let inline = row.inline {
        parts.append((inline.head.trimmingSpaces, inline.body))
        continue
      }
      var body: [String] = []
      while let inner = next, inner.indent > row.indent { body.append(statement(isInside: true)) }
      parts.append((String(row.text.dropLast()).trimmingSpaces, body.joined(separator: "; ")))
    }
    if parts.count == 1, !isInside { return parts[0].head + ": " + parts[0].body }
    return parts.map { part in
      var head = part.head.hasPrefix("elif ") ? "else if " + part.head.dropFirst(5) : part.head
      if head.hasPrefix("def ") { head = head.dropFirst(4) + " =" }
      return "\(head) { \(part.body) }"
    }.joined(separator: " ")
  }

  /// Reads a line, or the lines up to the one that closes what it opens.
  private mutating func closed() -> String {
    let start = place
    var depth = 0
    repeat {
      depth += rows[place].opened
      place += 1
    } while depth > 0 && place < rows.count
    if depth > 0 { place = start + 1 }
    var (text, opens) = ("", false)
    for row in rows[start..<place] {
      let isApart =
        opens || text.hasSuffix("{") || row.text.hasPrefix("}") || ["end", "else", "elseif"].contains(row.words[0])
      text += (text.isEmpty ? "" : isApart ? " " : "; ") + row.text
      // What follows the head of a block is kept apart from it by a comma.
      opens = place - start > 1 && row.isHead || row.words == ["else"]
      if opens, row.words != ["else"] { text += "," }
    }
    return text
  }
}
