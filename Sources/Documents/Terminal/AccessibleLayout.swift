import Source

/// Writes a document as sentences for readers who hear it.
///
/// Every line can stand alone, nothing is boxed or drawn, and signs are words. Lines are not wrapped, since a screen
/// reader pauses at every end.
struct AccessibleLayout {
  let glyphs: GlyphSet
  /// The language of the words that the layout adds; those of the blocks are in it already.
  let language: Translation

  func lines(of blocks: [Block]) -> [StyledLine] {
    inOrder(blocks).flatMap(texts).map { StyledLine(Glyphs(family: glyphs).text($0)) }
  }

  /// What stands at the right of the first row of a value is said after its last one.
  private func inOrder(_ blocks: [Block]) -> [Block] {
    var result: [Block] = []
    for block in blocks {
      if case .lines(let more) = block, let last = more.last, more.first?.plainText.hasPrefix(" ") == true,
        case .spread(let left, let right)? = result.last
      {
        result[result.count - 1] = .lines([left] + more.dropLast())
        result.append(.spread(left: last, right: right))
      } else {
        result.append(block)
      }
    }
    return result
  }

  private func texts(of block: Block) -> [String] {
    switch block {
    case .heading(_, let inlines): [language("Heading: \(words(inlines))")]
    case .paragraph(let inlines): words(inlines).split(separator: "\n").map(String.init)
    case .list(let list): self.list(list)
    case .table(let table): self.table(table)
    case .quote(let blocks): enclosed(language("Quote"), blocks.flatMap(texts))
    case .code(let code): enclosed(language("Code"), SafeText.lines(code.text))
    case .math(let source): [language("Formula: \(SpokenText.formula(source, language))")]
    case .figure(let figure):
      FigureWords.sentences(figure).map { SpokenText.prose(SafeText.line(language($0)), language) }
    case .rule: []
    case .diagnostic(let diagnostic): self.diagnostic(diagnostic)
    case .callout(let role, let title, let blocks): callout(role, words(title), blocks.flatMap(texts))
    case .lines(let lines): lines.map(words)
    case .spread(let left, let right): [joined([left, right])]
    case .cellBox(let cell):
      [words(cell.title) + language(": ").trimmingSpaces] + SafeText.lines(cell.code.text)
        + (cell.footer.isEmpty ? [] : [words(cell.footer)])
    case .columns(let columns): columns.rows.map(joined)
    case .indented(let blocks): blocks.flatMap(texts)
    case .walk(let walk): walk.blocks.flatMap(texts)
    }
  }

  private func joined(_ cells: [[Inline]]) -> String {
    let texts = cells.map { words($0).trimmingSpaces }.filter { !$0.isEmpty }
    // The row of a matrix ends with a comma of its own.
    return texts.enumerated().map { index, text in
      text.hasSuffix(",") && index < texts.count - 1 ? String(text.dropLast()) : text
    }.joined(separator: language(SpokenText.pause))
  }

  /// A word at the beginning and at the end of more than one line.
  private func enclosed(_ name: String, _ lines: [String]) -> [String] {
    let colon = language(": ")
    return lines.count <= 1
      ? [name + colon + (lines.first ?? "")]
      : [name + colon.trimmingSpaces] + lines + [language("End of \(name.lowercased()).")]
  }

  private func list(_ list: List) -> [String] {
    list.items.enumerated().flatMap { index, item -> [String] in
      let number =
        switch list.marker {
        case .bullet: language("Item \(index + 1) of \(list.items.count)")
        case .number(let start): String(start.addingReportingOverflow(index).partialValue)
        }
      let lines = item.flatMap(texts)
      return ["\(number)\(language(": "))\(lines.first ?? "")"] + lines.dropFirst()
    }
  }

  private func table(_ table: Table) -> [String] {
    let header = table.header.map(words)
    let names = header.filter { !$0.isEmpty }.joined(separator: language(", "))
    return [language("Table of \(Phrase.counted(table.rows.count, "row")) with the columns \(names).")]
      + table.rows.enumerated().map { index, row in
        let cells = row.enumerated().compactMap { column, cell -> String? in
          let (name, text) = (header[safe: column] ?? "", words(cell))
          if text.isEmpty { return nil }
          return name.isEmpty ? text : "\(name) \(text)"
        }
        return language("Row \(index + 1): \(cells.joined(separator: language("; "))).")
      }
  }

  private func callout(_ role: Role, _ title: String, _ lines: [String]) -> [String] {
    let name = title.isEmpty ? role.word.map { language($0) } ?? "" : title
    if name.isEmpty { return lines }
    let end = language(lines.isEmpty ? ". " : ": ").trimmingSpaces
    return lines.count == 1 ? ["\(name)\(language(": "))\(lines[0])"] : [name + end] + lines
  }

  private func diagnostic(_ diagnostic: Diagnostic) -> [String] {
    func spoken(_ text: String) -> String { SpokenText.prose(SafeText.line(text), language) }
    var result = [
      language("\(diagnostic.severity.word): ") + spoken(diagnostic.title.description)
        + " (\(SafeText.line(diagnostic.code.name)))"
    ]
    if let source = diagnostic.source {
      var lastLine: Span?
      for label in diagnostic.labels {
        let position = source.position(at: label.span.lower)
        let span = source.lineSpan(at: label.span.lower)
        if span != lastLine {
          let file = source.isTyped ? "" : "\(SafeText.line(source.name)), "
          result.append(file + language("line \(position.line): \(SafeText.line(source.slice(span)))"))
          lastLine = span
        }
        let end = Swift.min(label.span.upper, span.upper)
        let place = SafeText.line(source.slice(Span(label.span.lower, end)))
        let column = language("at column \(position.column)")
        let words = column + (place.isEmpty ? "" : language(", ") + place)
        let label = label.text.description
        result.append(label.isEmpty ? words : words + language(": ") + spoken(label))
      }
    }
    result += diagnostic.notes.map { spoken($0.description) }
    if let help = diagnostic.help { result.append(language("help: ") + spoken(help.description)) }
    return result
  }

  /// The words of inlines: code as it is typed, everything else spoken.
  private func words(_ inlines: [Inline]) -> String {
    var result = ""
    for inline in inlines {
      switch inline {
      case .words(let text, let role):
        let safe = SafeText.line(text.description)
        result +=
          role == .code ? safe : role == .math ? SpokenText.signs(safe, language) : SpokenText.prose(safe, language)

      case .styled(_, let inner): result += words(inner)
      case .link(let inner, let url):
        let name = words(inner)
        result += language(name == url ? "link \(name)" : "\(name) (link to \(SafeText.line(url)))")
      case .math(let source): result += SpokenText.formula(source, language)
      case .lineBreak: result += "\n"
      }
    }
    return result
  }
}
