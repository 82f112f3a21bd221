package import Source

/// Writes a document as a fragment of a page: HTML with classes for the roles, SVG figures and MathML.
///
/// The fragment is well-formed XML too. `stylesheet` gives the classes their looks.
package struct HTMLRenderer: Equatable, Sendable {
  /// How much is added to the level of headings, for a fragment inside a page with headings of its own.
  package var headingOffset: Int
  /// The language of the words.
  package var words: Translation

  /// Makes a renderer.
  package init(headingOffset: Int = 0, words: Translation = .english) {
    self.headingOffset = headingOffset
    self.words = words
  }

  /// The document as a fragment.
  package func render(_ document: Document) -> String {
    markup(words(document).blocks) + (WalkMarkup.isIn(document.blocks) ? WalkMarkup.script(words) : "")
  }

  /// The document as a fragment for a page of somebody else's, whose looks it leaves alone: a walk brings its own.
  ///
  /// Jupyter is told to leave the keys to a walk, too.
  package func embedded(_ document: Document) -> String {
    (WalkMarkup.isIn(document.blocks) ? "<style>\n\(WalkMarkup.looks)\n</style>\n" : "") + render(document)
  }

  private func markup(_ blocks: [Block]) -> String {
    var result = ""
    var rest = blocks[...]
    while let block = rest.popFirst() {
      if case .spread(let left, let right) = block {
        // The first line of a value, which has its type beside it: the other lines stand below it.
        var lines = [[Inline]]()
        if case .lines(let more)? = rest.first {
          lines = more
          rest.removeFirst()
        }
        result += spread(left, right, lines) + "\n"
      } else {
        result += markup(block) + "\n"
      }
    }
    return result
  }

  private func spread(_ left: [Inline], _ right: [Inline], _ rest: [[Inline]]) -> String {
    let first = "\(markup(left)) <span class=\"tag\">\(markup(right))</span>"
    return "<pre class=\"lines\">\(([first] + rest.map { markup($0) }).joined(separator: "\n"))</pre>"
  }

  private func markup(_ block: Block) -> String {
    switch block {
    case .heading(let level, let inlines):
      let level = Swift.min(Swift.max(level.addingReportingOverflow(headingOffset).partialValue, 1), 6)
      return "<h\(level)>\(markup(inlines))</h\(level)>"
    case .paragraph(let inlines): return "<p>\(markup(inlines))</p>"
    case .list(let list): return self.list(list)
    case .table(let table): return self.table(table)
    case .quote(let blocks): return "<blockquote>\n\(markup(blocks))</blockquote>"
    case .code(let code): return self.code(code)
    case .math(let source): return "<div class=\"math\">\(MathML.element(source, isDisplay: true))</div>"
    case .figure(let figure): return self.figure(figure)
    case .rule: return "<hr/>"
    case .diagnostic(let diagnostic): return self.diagnostic(diagnostic)
    case .callout(let role, let title, let blocks): return callout(role, title, blocks)
    case .lines(let lines): return "<pre class=\"lines\">\(lines.map { markup($0) }.joined(separator: "\n"))</pre>"
    case .spread(let left, let right): return spread(left, right, [])
    case .cellBox(let cell):
      let footer = cell.footer.isEmpty ? "" : "<div class=\"cell-footer\">\(markup(cell.footer))</div>\n"
      return
        "<div class=\"cell\">\n<div class=\"cell-title\">\(markup(cell.title))</div>\n\(code(cell.code))\n\(footer)</div>"
    case .columns(let columns):
      return self.columns(columns, "columns")
    case .indented(let blocks):
      // A page of steps has hundreds of them: one element is enough.
      if blocks.count == 1, case .columns(let columns)? = blocks.first {
        return self.columns(columns, "columns indented")
      }
      return "<div class=\"indented\">\n\(markup(blocks))</div>"
    case .walk(let walk): return WalkMarkup(walk: walk, words: words, markup: markup).element
    }
  }

  // MARK: - Inlines

  private func markup(_ inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .words(let words, let role): span(HTMLText.escaped(words.description), role)
      case .styled(let role, let inner): span(markup(inner), role)
      case .link(let inner, let url):
        HTMLText.safeAddress(url).map { "<a href=\"\(HTMLText.escaped($0))\">\(markup(inner))</a>" } ?? markup(inner)
      case .math(let source): MathML.element(source, isDisplay: false)
      case .lineBreak: "<br/>"
      }
    }.joined()
  }

  private func span(_ content: String, _ role: Role) -> String {
    switch role {
    case .plain: content
    case .strong: "<strong>\(content)</strong>"
    case .emphasis: "<em>\(content)</em>"
    case .code: "<code>\(content)</code>"
    case .heading, .keyword, .number, .string, .comment, .operator, .name, .function, .command, .parameter, .gradient,
      .math, .dim, .highlight, .prompt, .note, .help, .error, .warning, .success:
      "<span class=\"\(role.rawValue)\">\(content)</span>"
    }
  }

  // MARK: - Blocks

  private func list(_ list: List) -> String {
    let items = list.items.map { blocks -> String in
      // The text of a tight item stands without a paragraph's margins.
      let content = blocks.enumerated().map { index, block -> String in
        if list.isTight, case .paragraph(let inlines) = block { return markup(inlines) + "\n" }
        return markup(block) + "\n"
      }
      return "<li>\(content.joined())</li>\n"
    }
    return switch list.marker {
    case .bullet: "<ul>\n\(items.joined())</ul>"
    case .number(1): "<ol>\n\(items.joined())</ol>"
    case .number(let start): "<ol start=\"\(start)\">\n\(items.joined())</ol>"
    }
  }

  private func table(_ table: Table) -> String {
    func row(_ name: String, _ cells: [[Inline]]) -> String {
      let padded = cells + [[Inline]](repeating: [], count: Swift.max(table.header.count - cells.count, 0))
      return "<tr>" + padded.enumerated().map { cell(name, $0.element, table.alignments[safe: $0.offset]) }.joined()
        + "</tr>\n"
    }
    let body = table.rows.map { row("td", $0) }.joined()
    return "<table>\n<thead>\n\(row("th", table.header))</thead>\n<tbody>\n\(body)</tbody>\n</table>"
  }

  private func columns(_ columns: Columns, _ names: String) -> String {
    // Lines below each other are no table.
    if columns.alignments.isEmpty, columns.rows.allSatisfy({ $0.count == 1 }) {
      return "<p class=\"\(names)\">\(columns.rows.map { markup($0[0]) }.joined(separator: "<br/>\n"))</p>"
    }
    let rows = columns.rows.map { row in
      "<tr>" + row.enumerated().map { cell("td", $0.element, columns.alignments[safe: $0.offset]) }.joined()
        + "</tr>\n"
    }
    return "<table class=\"\(names)\">\n\(rows.joined())</table>"
  }

  private func cell(_ name: String, _ inlines: [Inline], _ alignment: Alignment?) -> String {
    let side = alignment.map { $0 == .left ? "" : " class=\"\($0.rawValue)\"" } ?? ""
    // Spaces that fill a column of a terminal are none of a page.
    let content = markup(inlines).trimmingSpaces
    return "<\(name)\(side)>\(content)</\(name)>"
  }

  private func code(_ code: Code) -> String {
    let language = code.language.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    let attribute = language.isEmpty ? "" : " class=\"language-\(language)\""
    let lines = CodeLines.lines(code).map { pieces in
      pieces.map { span(HTMLText.escaped($0.text), $0.roles.first ?? .plain) }.joined()
    }
    return "<pre><code\(attribute)>\(lines.joined(separator: "\n"))</code></pre>"
  }

  /// A figure as an SVG file of its own, with the looks of its classes inside.
  package static func picture(of figure: Figure, words: Translation = .english) -> String {
    let element = SVGFigure.element(figure, description: description(of: figure, words), words)
    guard let end = element.firstIndex(of: ">") else { return element }
    let style = "svg { font: 12px system-ui, sans-serif; background: var(--page); }"
    return element[...end] + "\n<style>\n\(stylesheet)\n\(style)\n</style>" + element[element.index(after: end)...]
  }

  private func figure(_ figure: Figure) -> String {
    let description = Self.description(of: figure, words)
    if FigureWords.emptySentence(figure) != nil { return "<p class=\"dim\">\(description)</p>" }
    return "<figure>\n\(SVGFigure.element(figure, description: description, words))\n</figure>"
  }

  /// What a figure shows, for readers who do not see it.
  private static func description(of figure: Figure, _ words: Translation) -> String {
    let sentences = FigureWords.sentences(figure).prefix(12).map { words($0) }
    // A full-width stop has its space in itself.
    return HTMLText.escaped(sentences.joined(separator: " ").replacing("。 ", with: "。"))
  }

  private func callout(_ role: Role, _ title: [Inline], _ blocks: [Block]) -> String {
    let title = title.isEmpty ? role.word.map { [Inline.text(words($0))] } ?? [] : title
    let heading = title.isEmpty ? "" : "<p class=\"callout-title\">\(markup(title))</p>\n"
    return "<aside class=\"callout \(role.rawValue)\">\n\(heading)\(markup(blocks))</aside>"
  }

  private func diagnostic(_ diagnostic: Diagnostic) -> String {
    let severity = words("\(diagnostic.severity.word): ")
    var result =
      "<div class=\"diagnostic \(diagnostic.severity.rawValue)\">\n<div class=\"spread\"><strong>\(severity)"
    result +=
      "\(HTMLText.escaped(diagnostic.title.description))</strong> <code class=\"dim\">\(HTMLText.escaped(diagnostic.code.name))</code></div>\n"
    // The excerpt is the terminal's, whose underlines need a fixed width.
    var plain = diagnostic
    plain.notes = []
    plain.help = nil
    let layout = TerminalLayout(
      width: 100, color: .none, glyphs: Glyphs(family: .unicode), background: .unknown, language: words)
    let excerpt = DiagnosticLayout(layout: layout).excerpt(plain).map(\.text)
    if !excerpt.isEmpty { result += "<pre>\(HTMLText.escapedLines(excerpt.joined(separator: "\n")))</pre>\n" }
    for note in diagnostic.notes { result += "<p>\(markup(.sentence(note.description)))</p>\n" }
    if let help = diagnostic.help {
      result +=
        "<p><span class=\"help\">\(words("help: "))</span>\(markup(.sentence(help.description)))</p>\n"
    }
    return result + "</div>"
  }
}
