extension Markdown {
  /// The formulas of a text that cannot be set, and would be shown as they are typed.
  package static func unreadableFormulas(in text: String) -> [String] {
    parse(text).flatMap(formulas).filter { MathParser.parse($0) == nil }
  }

  private static func formulas(_ block: Block) -> [String] {
    switch block {
    case .math(let source): [source]
    case .heading(_, let inlines), .paragraph(let inlines): inlines.flatMap(formulas)
    case .list(let list): list.items.flatMap { $0.flatMap(formulas) }
    case .table(let table): (table.header + table.rows.flatMap { $0 }).flatMap { $0.flatMap(formulas) }
    case .quote(let inner), .indented(let inner), .callout(_, _, let inner): inner.flatMap(formulas)
    case .code, .figure, .rule, .diagnostic, .lines, .spread, .cellBox, .columns, .walk: []
    }
  }

  private static func formulas(_ inline: Inline) -> [String] {
    switch inline {
    case .math(let source): [source]
    case .styled(_, let inner), .link(let inner, _): inner.flatMap(formulas)
    case .words, .lineBreak: []
    }
  }
}
