package import Source

/// What is to be shown, as data: a list of blocks that every renderer lays out in its own way.
package struct Document: Equatable, Sendable {
  /// The blocks, from top to bottom.
  package var blocks: [Block]

  /// Makes a document.
  package init(_ blocks: [Block] = []) { self.blocks = blocks }

  /// Whether there is nothing to show.
  package var isEmpty: Bool { blocks.isEmpty }

  /// Adds a block at the end.
  package mutating func append(_ block: Block) { blocks.append(block) }

  /// Adds another document's blocks at the end.
  package mutating func append(_ other: Document) { blocks += other.blocks }
}

/// A part of a document that stands on lines of its own.
package indirect enum Block: Equatable, Sendable {
  /// A heading; 1 is the highest level, 6 the lowest.
  case heading(level: Int, [Inline])
  /// Text that is wrapped to the width.
  case paragraph([Inline])
  /// A numbered or bulleted list.
  case list(List)
  /// A table with a header.
  case table(Table)
  /// Somebody else's words.
  case quote([Block])
  /// Code, kept as it is.
  case code(Code)
  /// Displayed mathematics in LaTeX notation, without its dollars.
  case math(String)
  /// A picture as plain numbers.
  case figure(Figure)
  /// A line between two parts.
  case rule
  /// A message about a place in a source text.
  case diagnostic(Diagnostic)
  /// Blocks set apart: a hint, feedback, a warning.
  case callout(Role, title: [Inline], [Block])
  /// Lines that are kept as they are and follow each other without space: values, listings.
  case lines([[Inline]])
  /// One line whose right part stands at the right edge: `w = 0.8        param`.
  case spread(left: [Inline], right: [Inline])
  /// A cell of a lesson with its frame.
  case cellBox(CellBox)
  /// Rows whose cells line up, without a frame: name and meaning, step and formula.
  case columns(Columns)
  /// Blocks moved two columns to the right.
  case indented([Block])
  /// A walk through steps, which a page plays.
  case walk(Walkthrough)
}

/// A numbered or bulleted list.
package struct List: Equatable, Sendable {
  /// How the items are marked.
  package enum Marker: Equatable, Sendable {
    /// With a bullet.
    case bullet
    /// With numbers that begin here.
    case number(start: Int)
  }

  /// How the items are marked.
  package var marker: Marker
  /// Whether the items follow each other without an empty line.
  package var isTight: Bool
  /// The items' blocks.
  package var items: [[Block]]

  /// Makes a list.
  package init(_ marker: Marker = .bullet, isTight: Bool = true, items: [[Block]]) {
    self.marker = marker
    self.isTight = isTight
    self.items = items
  }
}

/// On which side of its column a cell stands.
package enum Alignment: String, Equatable, Sendable {
  /// At the left edge.
  case left
  /// In the middle.
  case center
  /// At the right edge.
  case right
}

/// A table with a header; short rows count as filled up with empty cells, alignments left out as `left`.
package struct Table: Equatable, Sendable {
  /// The columns' names.
  package var header: [[Inline]]
  /// The columns' alignments.
  package var alignments: [Alignment]
  /// The rows' cells.
  package var rows: [[[Inline]]]

  /// Makes a table.
  package init(header: [[Inline]], alignments: [Alignment] = [], rows: [[[Inline]]]) {
    self.header = header
    self.alignments = alignments
    self.rows = rows
  }
}

/// Code, kept as it is; who knows the language gives the roles of its parts.
package struct Code: Equatable, Sendable {
  /// A part of the code with its role.
  package struct Run: Equatable, Sendable {
    /// The part's UTF-8 bytes in the text.
    package var range: Range<Int>
    /// What it is.
    package var role: Role

    /// Makes a run.
    package init(_ range: Range<Int>, _ role: Role) {
      self.range = range
      self.role = role
    }
  }

  /// The code, its lines separated by newlines.
  package var text: String
  /// What follows the opening fence, such as `nn exercise id=chain`; empty when nothing does.
  package var info: String
  /// The coloured parts, in order and apart; what lies between them is plain.
  package var runs: [Run]

  /// Makes a piece of code.
  package init(_ text: String, info: String = "", runs: [Run] = []) {
    self.text = text
    self.info = info
    self.runs = runs
  }

  /// The first word of the info line: the language's name, or empty.
  package var language: String { String(info.prefix { $0 != " " && $0 != "\t" }) }
}

/// A lesson's cell with its frame: a title above, the code behind a bar, what to do below.
package struct CellBox: Equatable, Sendable {
  /// What stands above: `cell 1`.
  package var title: [Inline]
  /// The cell's code.
  package var code: Code
  /// What stands below: `Enter runs it`.
  package var footer: [Inline]

  /// Makes a cell.
  package init(title: [Inline], code: Code, footer: [Inline] = []) {
    self.title = title
    self.code = code
    self.footer = footer
  }
}

/// Rows whose cells line up, without a frame; the last cell of a row wraps under itself.
package struct Columns: Equatable, Sendable {
  /// The columns' alignments; those left out are `left`.
  package var alignments: [Alignment]
  /// The rows' cells.
  package var rows: [[[Inline]]]
  /// The spaces between two columns.
  package var gap: Int

  /// Makes aligned rows.
  package init(_ rows: [[[Inline]]], alignments: [Alignment] = [], gap: Int = 2) {
    self.rows = rows
    self.alignments = alignments
    self.gap = gap
  }
}
