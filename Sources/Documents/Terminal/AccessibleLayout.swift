import Source

/// Writes a document as sentences for readers who hear it.
///
/// Every line can stand alone, nothing is boxed or drawn, and signs are words. Lines are not wrapped, since a screen
/// reader pauses at every end.
struct AccessibleLayout {
  let glyphs: GlyphSet

  func lines(of blocks: [Block]) -> [StyledLine] {
    blocks.flatMap(texts).map { StyledLine(Glyphs(family: glyphs).text($0)) }
  }

  private func texts(of block: Block) -> [String] {
    switch block {
    case .heading(_, let inlines): ["Heading: " + words(inlines)]
    case .paragraph(let inlines): words(inlines).split(separator: "\n").map(String.init)
    case .list(let list): self.list(list)
    case .table(let table): self.table(table)
    case .quote(let blocks): enclosed("Quote", blocks.flatMap(texts))
    case .code(let code): enclosed("Code", SafeText.lines(code.text))
    case .math(let source): ["Formula: " + SpokenText.formula(source)]
    case .figure(let figure): FigureWords.sentences(figure).map { SpokenText.prose(SafeText.line($0)) }
    case .rule: []
    case .diagnostic(let diagnostic): self.diagnostic(diagnostic)
    case .callout(let role, let title, let blocks): callout(role, words(title), blocks.flatMap(texts))
    case .lines(let lines): lines.map(words)
    case .spread(let left, let right): [joined([left, right])]
    case .cellBox(let cell):
      [words(cell.title) + ":"] + SafeText.lines(cell.code.text) + (cell.footer.isEmpty ? [] : [words(cell.footer)])
    case .columns(let columns): columns.rows.map(joined)
    case .indented(let blocks): blocks.flatMap(texts)
    case .walk(let walk): walk.blocks.flatMap(texts)
    }
  }

  private func joined(_ cells: [[Inline]]) -> String {
    cells.map { words($0).trimmingSpaces }.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// A word at the beginning and at the end of more than one line.
  private func enclosed(_ name: String, _ lines: [String]) -> [String] {
    lines.count <= 1 ? [name + ": " + (lines.first ?? "")] : [name + ":"] + lines + ["End of \(name.lowercased())."]
  }

  private func list(_ list: List) -> [String] {
    list.items.enumerated().flatMap { index, item -> [String] in
      let number =
        switch list.marker {
        case .bullet: "Item \(index + 1) of \(list.items.count)"
        case .number(let start): String(start.addingReportingOverflow(index).partialValue)
        }
      let lines = item.flatMap(texts)
      return ["\(number): \(lines.first ?? "")"] + lines.dropFirst()
    }
  }

  private func table(_ table: Table) -> [String] {
    let header = table.header.map(words)
    let start =
      "Table of \(Numbers.counted(table.rows.count, "row")) with the columns \(header.joined(separator: ", "))."
    return [start]
      + table.rows.enumerated().map { index, row in
        let cells = row.enumerated().map { column, cell in
          let name = header[safe: column] ?? ""
          return name.isEmpty ? words(cell) : "\(name) \(words(cell))"
        }
        return "Row \(index + 1): \(cells.joined(separator: "; "))."
      }
  }

  private func callout(_ role: Role, _ title: String, _ lines: [String]) -> [String] {
    let name = title.isEmpty ? role.word ?? "" : title
    if name.isEmpty { return lines }
    return lines.count == 1 ? ["\(name): \(lines[0])"] : ["\(name)\(lines.isEmpty ? "." : ":")"] + lines
  }

  private func diagnostic(_ diagnostic: Diagnostic) -> [String] {
    func spoken(_ text: String) -> String { SpokenText.prose(SafeText.line(text)) }
    var result = [
      "\(diagnostic.severity.rawValue): \(spoken(diagnostic.title.description)) (\(SafeText.line(diagnostic.code)))"
    ]
    if let source = diagnostic.source {
      var lastLine: Span?
      for label in diagnostic.labels {
        let position = source.position(at: label.span.lower)
        let span = source.lineSpan(at: label.span.lower)
        if span != lastLine {
          let file = DiagnosticLayout.unnamedSources.contains(source.name) ? "" : "\(SafeText.line(source.name)), "
          result.append("\(file)line \(position.line): \(SafeText.line(source.slice(span)))")
          lastLine = span
        }
        let end = Swift.min(label.span.upper, span.upper)
        let place = SafeText.line(source.slice(Span(label.span.lower, end)))
        let words = "at column \(position.column)" + (place.isEmpty ? "" : ", \(place)")
        let label = label.text.description
        result.append(label.isEmpty ? words : "\(words): \(spoken(label))")
      }
    }
    result += diagnostic.notes.map { spoken($0.description) }
    if let help = diagnostic.help { result.append("help: \(spoken(help.description))") }
    return result
  }

  /// The words of inlines: code as it is typed, everything else spoken.
  private func words(_ inlines: [Inline]) -> String {
    var result = ""
    for inline in inlines {
      switch inline {
      case .text(let text, let role):

        let safe = SafeText.line(text)
        result += role == .code ? safe : role == .math ? SpokenText.signs(safe) : SpokenText.prose(safe)

      case .styled(_, let inner): result += words(inner)
      case .link(let inner, let url):
        let name = words(inner)
        result += name == url ? "link \(name)" : "\(name) (link to \(SafeText.line(url)))"
      case .math(let source): result += SpokenText.formula(source)
      case .lineBreak: result += "\n"
      }
    }
    return result
  }
}
