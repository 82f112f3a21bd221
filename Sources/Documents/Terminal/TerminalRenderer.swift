package import Source

/// Lays a document out for a terminal.
///
/// All that it needs to know about the terminal is passed in; it asks the environment for nothing.
package struct TerminalRenderer: Equatable, Sendable {
  /// The columns of the window.
  package var width: Int
  /// How many colours are shown.
  package var color: ColorDepth
  /// The signs to draw with.
  package var glyphs: GlyphSet
  /// The brightness of the background.
  package var background: Background
  /// Whether to write sentences, without boxes, pictures and signs that a screen reader stumbles over.
  package var accessible: Bool
  /// The language of the words.
  package var words: Translation
  /// The most lines inside the axes of a plot.
  package var plotRows = TerminalRenderer.mostPlotRows

  /// The lines inside the axes of a plot that has all the room it wants.
  package static let mostPlotRows = 16

  /// Makes a renderer.
  package init(
    width: Int = 80, color: ColorDepth = .none, glyphs: GlyphSet = .unicode, background: Background = .unknown,
    accessible: Bool = false, words: Translation = .english
  ) {
    self.width = width
    self.color = color
    self.glyphs = glyphs
    self.background = background
    self.accessible = accessible
    self.words = words
  }

  /// The document as text; every line ends with a newline, and an empty document is empty.
  package func render(_ document: Document) -> String {
    let blocks = words(document).blocks
    let lines =
      accessible
      ? AccessibleLayout(glyphs: glyphs, language: words).lines(of: blocks)
      : TerminalLayout(
        width: Swift.max(width, 10), color: color, glyphs: Glyphs(family: glyphs), background: background,
        language: words, plotRows: plotRows
      )
      .lines(of: blocks)
    return written(lines)
  }

  /// One line of inlines, neither wrapped nor ended: a prompt, a status line.
  package func render(line inlines: [Inline]) -> String {
    let layout = TerminalLayout(
      width: Swift.max(width, 10), color: accessible ? .none : color, glyphs: Glyphs(family: glyphs),
      background: background, language: words)
    var text = written([StyledLine(layout.pieces(words(inlines), marksCode: false))], trims: false)
    if text.last == "\n" { text.removeLast() }
    return text
  }

  private func written(_ lines: [StyledLine], trims: Bool = true) -> String {
    let writer = StyleWriter(color: accessible ? .none : color, background: background)
    var result = ""
    for line in lines {
      var pieces = line.pieces
      while trims, let last = pieces.last, last.ink == nil, !last.roles.contains(.highlight),
        last.text.last == " " || last.text.isEmpty
      {
        let bytes = last.text.utf8
        let end = bytes.lastIndex { $0 != UInt8(ascii: " ") }.map { bytes.index(after: $0) } ?? bytes.startIndex
        let kept = String(last.text[..<end])
        pieces.removeLast()
        if !kept.isEmpty {
          pieces.append(last.with(kept))
          break
        }
      }
      var current = ""
      for piece in pieces where !piece.text.isEmpty {
        let sequence = writer.sequence(for: piece)
        if sequence != current {
          if !current.isEmpty { result += "\u{1B}[0m" }
          result += sequence
          current = sequence
        }
        result += piece.text
      }
      if !current.isEmpty { result += "\u{1B}[0m" }
      result += "\n"
    }
    return result
  }
}

/// Turns blocks into styled lines of a width.
struct TerminalLayout {
  let width: Int
  let color: ColorDepth
  let glyphs: Glyphs
  let background: Background
  /// The language of the words that the layout adds; those of the blocks are in it already.
  let language: Translation
  /// The most lines inside the axes of a plot.
  var plotRows = TerminalRenderer.mostPlotRows
  var listDepth = 0

  /// Prose is not wider than this, since longer lines are hard to read.
  private static let measure = 100

  /// The width of prose.
  var proseWidth: Int { Swift.min(width, Self.measure) }

  /// The same layout with less room.
  func narrowed(by columns: Int) -> TerminalLayout {
    TerminalLayout(
      width: Swift.max(width - columns, 4), color: color, glyphs: glyphs, background: background, language: language,
      plotRows: plotRows, listDepth: listDepth)
  }

  /// The lines of blocks, an empty one between two where they need air.
  func lines(of blocks: [Block], isTight: Bool = false) -> [StyledLine] {
    var result: [StyledLine] = []
    var last: Block?
    for block in blocks {
      let lines = lines(of: block)
      if lines.isEmpty { continue }
      if let last, !isTight, Spacing.needsGap(last, block) { result.append(StyledLine()) }
      result += lines
      last = block
    }
    return result
  }

  private func lines(of block: Block) -> [StyledLine] {
    switch block {
    case .heading(let level, let inlines): heading(level, inlines)
    case .paragraph(let inlines): Wrapper.wrap(pieces(inlines), width: proseWidth)
    case .list(let list): self.list(list)
    case .table(let table): TableLayout(layout: self, table: table).lines
    case .quote(let blocks): prefixed(Piece(glyphs.bar + " ", .dim), blocks)
    case .code(let code): indented(self.code(code, width: width - 4), by: 4)
    case .math(let source): math(source)
    case .figure(let figure): FigureLayout(layout: self).lines(of: figure)
    case .rule: [StyledLine(String(repeating: glyphs.horizontal, count: Swift.min(proseWidth, 40)), .dim)]
    case .diagnostic(let diagnostic): DiagnosticLayout(layout: self).lines(of: diagnostic)
    case .callout(let role, let title, let blocks): callout(role, title, blocks)
    case .lines(let lines): lines.flatMap { line in broken(pieces(line)) }
    case .spread(let left, let right): spread(pieces(left), pieces(right))
    case .cellBox(let cell): cellBox(cell)
    case .columns(let columns): self.columns(columns)
    case .indented(let blocks): indented(narrowed(by: 2).lines(of: blocks), by: 2)
    case .walk(let walk): self.lines(of: walk.blocks)
    }
  }

  // MARK: - Inlines

  /// The pieces of inlines; where no colour tells code from words, backticks do.
  func pieces(_ inlines: [Inline], roles: [Role] = [], isLink: Bool = false, marksCode: Bool = true) -> [Piece] {
    var result: [Piece] = []
    for inline in inlines {
      switch inline {
      case .words(let words, let role):
        let text = plain(words.description, in: role)
        let quote = role == .code && color == .none && marksCode && !text.isEmpty ? "`" : ""
        let own = role == .plain ? roles : roles + [role]
        result.append(Piece(quote + text + quote, own, isLink: isLink))
      case .styled(let role, let inner):
        result += pieces(inner, roles: roles + [role], isLink: isLink, marksCode: marksCode)
      case .link(let inner, let url):
        result += pieces(inner, roles: roles, isLink: true, marksCode: marksCode)
        let words = inner.plainText
        if !url.isEmpty, url != words, url != "mailto:" + words {
          result.append(Piece(" (\(plain(url)))", roles + [.dim]))
        }
      case .math(let source): result.append(Piece(formula(source), roles + [.math], isLink: isLink))
      case .lineBreak: result.append(Piece("\n"))
      }
    }
    return result
  }

  /// Text that may be shown: no controls, only the signs of the terminal.
  ///
  /// A middle dot between spaces is a separator in words, a product in code and mathematics.
  func plain(_ text: String, in role: Role = .plain) -> String {
    let safe = SafeText.line(text)
    guard glyphs.family == .ascii, role != .math, role != .code else { return glyphs.text(safe) }
    return glyphs.text(safe.replacing(" · ", with: " | "))
  }

  /// Mathematics on one line.
  func formula(_ source: String) -> String {
    plain(MathText.inline(source, accents: glyphs.family == .ascii ? .names : .signs), in: .math)
  }

  /// Words with code in backticks, as diagnostics have them.
  func annotated(_ text: String, _ roles: [Role] = []) -> [Piece] {
    color == .none ? [Piece(plain(text), roles)] : pieces(.sentence(text), roles: roles)
  }

  // MARK: - Lines

  func indented(_ lines: [StyledLine], by columns: Int) -> [StyledLine] {
    lines.map { Piece(DisplayWidth.spaces(columns)) + $0 }
  }

  /// A line that is kept as it is, cut into several only where the window ends.
  func broken(_ pieces: [Piece]) -> [StyledLine] {
    var lines: [[Piece]] = [[]]
    var used = 0
    for piece in pieces {
      var rest = piece.text[...]
      while !rest.isEmpty {
        if rest.first == "\n" {
          rest = rest.dropFirst()
          lines.append([])
          used = 0
          continue
        }
        // Looked at only as far as the line reaches: the rest may be long.
        var end = rest.startIndex
        var taken = 0
        if rest.utf8.count <= width - used, !rest.utf8.contains(UInt8(ascii: "\n")) {
          (end, taken) = (rest.endIndex, DisplayWidth.columns(of: String(rest)))
        }
        // Plain letters take a column each, which needs no look at every one.
        if let reach = rest.utf8.index(end, offsetBy: width - used - taken, limitedBy: rest.endIndex), reach > end,
          reach == rest.endIndex || rest.utf8[reach] < 0x80,
          rest.utf8[end..<reach].allSatisfy({ (0x20..<0x7F).contains($0) })
        {
          (end, taken) = (reach, width - used)
        }
        while end < rest.endIndex, rest[end] != "\n" {
          let next = DisplayWidth.columns(of: rest[end])
          if used + taken + next > width { break }
          taken += next
          end = rest.index(after: end)
        }
        if end == rest.endIndex || rest[end] == "\n" {
          lines[lines.count - 1].append(piece.with(String(rest[..<end])))
          used += taken
          rest = rest[end...]
          continue
        }
        // A wide sign at the beginning of a narrow line is taken all the same.
        if end == rest.startIndex, used == 0 { end = rest.index(after: end) }
        if end > rest.startIndex { lines[lines.count - 1].append(piece.with(String(rest[..<end]))) }
        rest = rest[end...]
        let moved = rest.first.map { lines[lines.count - 1].takeUnfinished(before: $0, atMost: width * 2 / 3) } ?? []
        lines.append([Piece(glyphs.continuation, .dim)] + moved)
        used = 2 + StyledLine(moved).width
      }
    }
    return lines.map(StyledLine.init)
  }

  /// Blocks with a sign in front of each line; in a window too narrow for it, without.
  private func prefixed(_ prefix: Piece, _ blocks: [Block]) -> [StyledLine] {
    let columns = DisplayWidth.columns(of: prefix.text)
    guard width - columns >= 8 else { return lines(of: blocks) }
    return narrowed(by: columns).lines(of: blocks).map { prefix + $0 }
  }
}

extension Block {
  /// Whether its last line is left empty on purpose.
  fileprivate var endsWithEmptyLine: Bool {
    if case .lines(let lines) = self { return lines.last?.isEmpty ?? false }
    return false
  }
}

/// Where an empty line stands between two blocks.
enum Spacing {
  static func needsGap(_ above: Block, _ below: Block) -> Bool {
    if case .diagnostic = above, case .diagnostic = below { return true }
    // An empty line is a gap by itself.
    if case .heading = below { return !above.endsWithEmptyLine }
    return !isCompact(above, isAbove: true) && !isCompact(below, isAbove: false)
  }

  /// Whether a block belongs to its neighbours without an empty line.
  private static func isCompact(_ block: Block, isAbove: Bool) -> Bool {
    switch block {
    case .lines, .spread, .cellBox, .columns, .diagnostic: true
    case .indented(let blocks): (isAbove ? blocks.last : blocks.first).map { isCompact($0, isAbove: isAbove) } ?? true
    case .walk: true
    case .heading, .paragraph, .list, .table, .quote, .code, .math, .figure, .rule, .callout: false
    }
  }
}
