import Source

/// Writes a document as the tree that it is, one block a line: what tests compare and `:ast` of a text shows.
package struct DebugRenderer: Equatable, Sendable {
  /// Makes a renderer.
  package init() {}

  /// The tree; children stand two columns further right.
  package func render(_ document: Document) -> String { tree(document.blocks, 0) }

  private func tree(_ blocks: [Block], _ depth: Int) -> String { blocks.map { tree($0, depth) }.joined() }

  private func tree(_ block: Block, _ depth: Int) -> String {
    func line(_ text: String, _ extra: Int = 0) -> String { DisplayWidth.spaces((depth + extra) * 2) + text + "\n" }
    func cells(_ cells: [[Inline]]) -> String { "[" + cells.map(inline).joined(separator: " | ") + "]" }
    switch block {
    case .heading(let level, let inlines): return line("heading \(level) \(inline(inlines))")
    case .paragraph(let inlines): return line("paragraph \(inline(inlines))")
    case .list(let list):
      let kind =
        switch list.marker {
        case .bullet: "bullets"
        case .number(let start): "numbers from \(start)"
        }
      return line("list \(kind)\(list.isTight ? "" : " loose")")
        + list.items.map { line("item", 1) + tree($0, depth + 2) }.joined()
    case .table(let table):
      let alignments = table.alignments.map(\.rawValue).joined(separator: " ")
      return line("table \(alignments)") + line("header \(cells(table.header))", 1)
        + table.rows.map { line("row \(cells($0))", 1) }.joined()
    case .quote(let blocks): return line("quote") + tree(blocks, depth + 1)
    case .code(let code):
      return line("code\(code.info.isEmpty ? "" : " (\(SafeText.line(code.info)))") \(quoted(code.text))\(runs(code))")
    case .math(let source): return line("math \(quoted(source))")
    case .figure(let figure):
      return line("figure") + FigureWords.sentences(figure).map { line(SafeText.line($0.description), 1) }.joined()
    case .rule: return line("rule")
    case .diagnostic(let diagnostic):
      return line("diagnostic \(diagnostic.code.name) \(quoted(diagnostic.title.description))")
    case .callout(let role, let title, let blocks):
      return line("callout \(role.rawValue) \(inline(title))") + tree(blocks, depth + 1)
    case .lines(let lines): return line("lines") + lines.map { line(inline($0), 1) }.joined()
    case .spread(let left, let right): return line("spread \(inline(left)) … \(inline(right))")
    case .cellBox(let cell): return line("cell \(inline(cell.title)) \(quoted(cell.code.text)) \(inline(cell.footer))")
    case .columns(let columns): return line("columns") + columns.rows.map { line("row \(cells($0))", 1) }.joined()
    case .indented(let blocks): return line("indented") + tree(blocks, depth + 1)
    case .walk(let walk): return line("walk \(walk.title), \(walk.steps.count) steps") + tree(walk.blocks, depth + 1)
    }
  }

  private func runs(_ code: Code) -> String {
    code.runs.map { " \($0.range.lowerBound)..<\($0.range.upperBound):\($0.role.rawValue)" }.joined()
  }

  private func inline(_ inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .words(let words, .plain): quoted(words.description)
      case .words(let words, let role): "\(role.rawValue):\(quoted(words.description))"
      case .styled(let role, let inner): "\(role.rawValue)(\(self.inline(inner)))"
      case .link(let inner, let url): "link(\(self.inline(inner)) → \(SafeText.line(url)))"
      case .math(let source): "math:\(quoted(source))"
      case .lineBreak: "break"
      }
    }.joined(separator: " ")
  }

  private func quoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    return "\"\(SafeText.line(escaped))\""
  }
}
