package import Source

/// Writes a document as Markdown that `Markdown.parse` and GitHub read; pictures become text in a fence.
package struct MarkdownRenderer: Equatable, Sendable {
  /// The width of pictures drawn as text.
  package var pictureWidth: Int
  /// The language of the words.
  package var words: Translation

  /// Makes a renderer.
  package init(pictureWidth: Int = 76, words: Translation = .english) {
    self.pictureWidth = pictureWidth
    self.words = words
  }

  /// The document as Markdown.
  package func render(_ document: Document) -> String {
    document.blocks.isEmpty ? "" : text(words(document).blocks)
  }

  private func text(_ blocks: [Block], isTight: Bool = false) -> String {
    blocks.map(text).filter { !$0.isEmpty }.joined(separator: isTight ? "\n" : "\n\n") + "\n"
  }

  private func text(_ block: Block) -> String {
    switch block {
    case .heading(let level, let inlines):
      return String(repeating: "#", count: Swift.min(Swift.max(level, 1), 6)) + " "
        + inline(inlines).replacing("\n", with: " ")
    case .paragraph(let inlines): return inline(inlines)
    case .list(let list): return self.list(list)
    case .table(let table): return self.table(table)
    case .quote(let blocks): return prefixed(text(blocks), first: "> ", rest: "> ")
    case .code(let code): return fenced(code.text, info: code.info)
    case .math(let source): return "$$\n\(lines(source))\n$$"
    case .figure(let figure): return picture([.figure(figure)])
    case .rule: return "***"
    case .diagnostic(let diagnostic): return picture([.diagnostic(diagnostic)])
    case .callout(let role, let title, let blocks):
      let title = title.isEmpty ? role.word.map { [Inline.text(words($0))] } ?? [] : title
      let heading = title.isEmpty ? "" : "**\(inline(title))**\n\n"
      return prefixed(heading + text(blocks), first: "> ", rest: "> ")
    case .lines(let lines): return fenced(lines.map { plain($0) }.joined(separator: "\n"), info: "")
    case .spread(let left, let right): return fenced("\(plain(left))  \(plain(right))".trimmingSpaces, info: "")
    case .cellBox(let cell): return fenced(cell.code.text, info: cell.code.info.isEmpty ? "nn" : cell.code.info)
    case .columns(let columns): return picture([.columns(columns)])
    case .indented(let blocks): return text(blocks).trimmingNewlines
    case .walk(let walk): return text(walk.blocks).trimmingNewlines
    }
  }

  private func plain(_ inlines: [Inline]) -> String { SafeText.line(inlines.plainText) }

  private func lines(_ text: String) -> String { SafeText.lines(text).joined(separator: "\n") }

  private func picture(_ blocks: [Block]) -> String {
    fenced(TerminalRenderer(width: pictureWidth, words: words).render(Document(blocks)), info: "text")
  }

  /// Code in a fence longer than any in it.
  private func fenced(_ code: String, info: String) -> String {
    var longest = 2
    for line in SafeText.split(code) {
      let start = line.drop { $0 == " " }
      longest = Swift.max(longest, start.prefix { $0 == "`" }.count)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let safeInfo = SafeText.line(info).replacing("`", with: "'")
    return "\(fence)\(safeInfo)\n\(lines(code.trimmingNewlines))\n\(fence)"
  }

  private func prefixed(_ text: String, first: String, rest: String) -> String {
    SafeText.split(text.trimmingNewlines).enumerated().map { index, line in
      let prefix = index == 0 ? first : rest
      return line.isEmpty ? prefix.trimmingSpaces : prefix + line
    }.joined(separator: "\n")
  }

  private func list(_ list: List) -> String {
    list.items.enumerated().map { index, item in
      let marker =
        switch list.marker {
        case .bullet: "- "
        case .number(let start): "\(start.addingReportingOverflow(index).partialValue). "
        }
      return prefixed(text(item, isTight: list.isTight), first: marker, rest: DisplayWidth.spaces(marker.count))
    }.joined(separator: list.isTight ? "\n" : "\n\n")
  }

  private func table(_ table: Table) -> String {
    func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    func cell(_ inlines: [Inline]) -> String {
      inline(inlines).replacing("|", with: "\\|").replacing("\\\n", with: " ").replacing("\n", with: " ")
    }
    let rule = table.header.indices.map { column in
      switch table.alignments[safe: column] ?? .left {
      case .left: "---"
      case .center: ":-:"
      case .right: "--:"
      }
    }
    let rows = table.rows.map { cells in
      row(table.header.indices.map { column in cells[safe: column].map(cell) ?? "" })
    }
    return ([row(table.header.map(cell)), row(rule)] + rows).joined(separator: "\n")
  }

  // MARK: - Inlines

  private func inline(_ inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .words(let words, let role): marked(words.description, as: role)
      case .styled(let role, let inner): marked(self.inline(inner), role)
      case .link(let inner, let url):
        "[\(self.inline(inner))](<\(SafeText.line(url).replacing("<", with: "%3C").replacing(">", with: "%3E"))>)"
      case .math(let source): "$\(SafeText.line(source))$"
      case .lineBreak: "\\\n"
      }
    }.joined()
  }

  private func marked(_ text: String, as role: Role) -> String {
    marked(role == .code ? SafeText.line(text) : Self.escaped(text), role)
  }

  private func marked(_ text: String, _ role: Role) -> String {
    switch role {
    case .strong: text.isEmpty ? "" : "**\(text)**"
    case .emphasis: text.isEmpty ? "" : "*\(text)*"
    case .code: Self.codeSpan(text)
    case .plain, .heading, .keyword, .number, .string, .comment, .operator, .name, .function, .command, .parameter,
      .gradient, .math, .dim, .highlight, .prompt, .note, .help, .error, .warning, .success:
      text
    }
  }

  private static func codeSpan(_ text: String) -> String {
    var (longest, run) = (0, 0)
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = Swift.max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let margin = text.hasPrefix("`") || text.hasSuffix("`") || text.isEmpty ? " " : ""
    return fence + margin + text + margin + fence
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in SafeText.line(text) {
      if "\\`*_[]<>$&".contains(character) || (result.isEmpty && "#+-|>".contains(character)) { result.append("\\") }
      result.append(character)
    }
    // A number with a point at the beginning of a line would start a list.
    let digits = result.prefix { $0.isASCII && $0.isNumber }
    if !digits.isEmpty, let sign = result.dropFirst(digits.count).first, sign == "." || sign == ")" {
      result.insert("\\", at: digits.endIndex)
    }
    return result
  }
}

extension String {
  /// Without the newlines at its end.
  fileprivate var trimmingNewlines: String {
    var result = self
    while result.last == "\n" { result.removeLast() }
    return result
  }
}
