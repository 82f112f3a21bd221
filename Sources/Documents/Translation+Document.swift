package import Source

/// A document in another language: its words are replaced, what stays the same in every language is kept.
extension Translation {
  /// A document whose words are in this language.
  package func callAsFunction(_ document: Document) -> Document {
    isEnglish ? document : Document(document.blocks.map(block))
  }

  /// Inlines whose words are in this language.
  package func callAsFunction(_ inlines: [Inline]) -> [Inline] { isEnglish ? inlines : inlines.map(inline) }

  private func inline(_ inline: Inline) -> Inline {
    switch inline {
    case .words(let words, let role): .words(.verbatim(self(words)), role)
    case .styled(let role, let inner): .styled(role, self(inner))
    case .link(let inner, let url): .link(self(inner), url: url)
    case .math, .lineBreak: inline
    }
  }

  private func blocks(_ blocks: [Block]) -> [Block] { blocks.map(block) }

  private func block(_ block: Block) -> Block {
    switch block {
    case .heading(let level, let inlines): .heading(level: level, self(inlines))
    case .paragraph(let inlines): .paragraph(self(inlines))
    case .list(let list): .list(List(list.marker, isTight: list.isTight, items: list.items.map(blocks)))
    case .table(let table):
      .table(
        Table(
          header: table.header.map { self($0) }, alignments: table.alignments,
          rows: table.rows.map { $0.map { self($0) } }))
    case .quote(let inner): .quote(blocks(inner))
    case .diagnostic(let diagnostic): .diagnostic(self(diagnostic))
    case .callout(let role, let title, let inner): .callout(role, title: self(title), blocks(inner))
    case .lines(let lines): .lines(lines.map { self($0) })
    case .spread(let left, let right): .spread(left: self(left), right: self(right))
    case .cellBox(let cell): .cellBox(CellBox(title: self(cell.title), code: cell.code, footer: self(cell.footer)))
    case .columns(let columns):
      .columns(Columns(columns.rows.map { $0.map { self($0) } }, alignments: columns.alignments, gap: columns.gap))
    case .indented(let inner): .indented(blocks(inner))
    case .walk(let walk): .walk(self.walk(walk))
    case .figure(.graph(let graph)): .figure(.graph(graph.said(in: self)))
    case .code, .math, .figure, .rule: block
    }
  }

  private func walk(_ walk: Walkthrough) -> Walkthrough {
    Walkthrough(
      title: walk.title, graph: walk.graph?.said(in: self), introduction: blocks(walk.introduction),
      steps: walk.steps.map { step in
        Walkthrough.Step(
          blocks(step.blocks), rule: blocks(step.rule), origins: blocks(step.origins), mark: step.mark,
          changes: step.changes, questions: step.questions, flows: step.flows)
      }, ending: blocks(walk.ending), numbers: walk.numbers)
  }
}
