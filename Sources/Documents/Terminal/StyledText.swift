/// A piece of a line with its looks.
struct Piece: Equatable {
  var text: String
  /// The roles, from the outermost to the innermost.
  var roles: [Role] = []
  /// A hue that stands above those of the roles: a series of a figure.
  var hue: Hue?
  /// Colours given by data.
  var ink: Ink?
  var isLink = false

  init(_ text: String, _ roles: [Role] = [], hue: Hue? = nil, ink: Ink? = nil, isLink: Bool = false) {
    self.text = text
    self.roles = roles
    self.hue = hue
    self.ink = ink
    self.isLink = isLink
  }

  init(_ text: String, _ role: Role) { self.init(text, [role]) }

  /// The same looks for other text.
  func with(_ text: String) -> Piece {
    var copy = self
    copy.text = text
    return copy
  }
}

/// A line of pieces.
struct StyledLine: Equatable {
  var pieces: [Piece]

  init(_ pieces: [Piece] = []) { self.pieces = pieces }

  init(_ text: String, _ role: Role = .plain) { self.init([Piece(text, role)]) }

  /// The columns that it takes.
  var width: Int { pieces.reduce(0) { $0 + DisplayWidth.columns(of: $1.text) } }

  static func + (left: StyledLine, right: StyledLine) -> StyledLine { StyledLine(left.pieces + right.pieces) }

  static func + (left: Piece, right: StyledLine) -> StyledLine { StyledLine([left] + right.pieces) }

  /// The line with spaces around it, up to a width.
  func padded(to width: Int, _ alignment: Alignment) -> StyledLine {
    let missing = width - self.width
    guard missing > 0 else { return self }
    let before =
      switch alignment {
      case .left: 0
      case .center: missing / 2
      case .right: missing
      }
    let left = before > 0 ? [Piece(DisplayWidth.spaces(before))] : []
    let right = missing > before ? [Piece(DisplayWidth.spaces(missing - before))] : []
    return StyledLine(left + pieces + right)
  }

  /// The words alone, without spaces at the end.
  var text: String {
    var result = pieces.map(\.text).joined()
    while result.last == " " { result.removeLast() }
    return result
  }
}

/// Breaks text into lines of a width: at spaces, beside wide characters, and inside words that are too long.
struct Wrapper {
  private struct Cell {
    let character: Character
    let width: Int
    let piece: Int
  }

  private let pieces: [Piece]
  private let width: Int
  /// Whether a row of commands stays whole between its middle dots.
  private let keepsItems: Bool
  private var lines: [StyledLine] = []

  /// The lines; at least one, which is empty for no text.
  static func wrap(_ pieces: [Piece], width: Int, keepsItems: Bool = false) -> [StyledLine] {
    if pieces.allSatisfy({ $0.text.utf8.count <= width && !$0.text.utf8.contains(0x0A) }),
      pieces.reduce(0, { $0 + $1.text.utf8.count }) <= width
    {
      return [StyledLine(pieces)]
    }
    var wrapper = Wrapper(pieces: pieces, width: Swift.max(width, 2), keepsItems: keepsItems)
    wrapper.run()
    return wrapper.lines
  }

  private init(pieces: [Piece], width: Int, keepsItems: Bool) {
    self.pieces = pieces
    self.width = width
    self.keepsItems = keepsItems
  }

  private mutating func run() {
    var line: [Cell] = []
    var used = 0
    /// How many cells of the line stay on it when it is broken at the last opportunity.
    var opportunity = 0
    /// Whether that opportunity is behind a middle dot.
    var isBehindItem = false
    for (index, piece) in pieces.enumerated() {
      for character in piece.text {
        if character == "\n" {
          append(line[...])
          line = []
          used = 0
          (opportunity, isBehindItem) = (0, false)
          continue
        }
        let cell = Cell(character: character, width: DisplayWidth.columns(of: character), piece: index)
        if let last = line.last, Self.canBreak(between: last, and: cell), !Self.isOrdinal(line, cell) {
          let endsItem = keepsItems && line.dropLast().last.map { "·|".contains($0.character) } ?? false
          if endsItem || !isBehindItem { (opportunity, isBehindItem) = (line.count, endsItem) }
        }
        if used + cell.width > width, character != " ", !line.isEmpty {
          let cut = opportunity > 0 ? opportunity : line.count
          append(line[..<cut])
          line = Array(line[cut...].drop { $0.character == " " })
          used = line.reduce(0) { $0 + $1.width }
          (opportunity, isBehindItem) = (0, false)
        }
        line.append(cell)
        used += cell.width
      }
    }
    append(line[...])
  }

  private mutating func append(_ cells: ArraySlice<Cell>) {
    var result: [Piece] = []
    var last: Int?
    let end = (cells.lastIndex { $0.character != " " } ?? cells.startIndex - 1) + 1
    for cell in cells[..<end] {
      if cell.piece == last {
        result[result.count - 1].text.append(cell.character)
      } else {
        result.append(pieces[cell.piece].with(String(cell.character)))
        last = cell.piece
      }
    }
    lines.append(StyledLine(result))
  }

  private static func canBreak(between last: Cell, and next: Cell) -> Bool {
    // A middle dot stays with what it follows.
    if last.character == " " { return next.character != " " && next.character != "·" }
    // Between wide characters a line may be broken.
    guard last.width == 2 || next.width == 2, next.character != " " else { return false }
    return !isHeld(last.character, next.character)
  }

  /// Whether a Chinese ordinal would be torn: 第 2 章 stays in one piece.
  private static func isOrdinal(_ line: [Cell], _ next: Cell) -> Bool {
    guard line.last?.character == " " else { return false }
    let words = line.dropLast()
    if words.last?.character == "第" { return true }
    let number = words.reversed().prefix { $0.character.isNumber || "、–-".contains($0.character) }.count
    return next.width == 2 && number > 0 && words.dropLast(number).suffix(2).map(\.character) == ["第", " "]
  }

  /// Whether closing punctuation keeps to what is before it, or opening punctuation to what follows.
  fileprivate static func isHeld(_ last: Character, _ next: Character) -> Bool {
    "、。，．：；？！）］｝」』】〉》”’ー…・:;,.!?)]}".contains(next) || "（［｛「『【〈《“‘([{".contains(last)
  }
}

extension [Piece] {
  /// Takes what a line of code that is full must not be broken in, a name, a number or the beginning of a call, back to
  /// a space or a comma; nothing where that is further than some columns.
  mutating func takeUnfinished(before next: Character, atMost limit: Int) -> [Piece] {
    let signs: [Character] = flatMap(\.text)
    let kept =
      Self.lastBreak(in: signs, before: next, atMost: limit, isFine: true)
      ?? Self.lastBreak(in: signs, before: next, atMost: limit, isFine: false)
    guard let kept else { return [] }
    // Something has to stay: the sign of a continued line and the space that a line begins with are nothing.
    guard signs[..<kept].contains(where: { $0 != " " && $0 != "↳" && $0 != "\\" }) else { return [] }
    var taken: [Piece] = []
    while kept < reduce(0, { $0 + $1.text.count }), let last = popLast() {
      let here = kept - reduce(0) { $0 + $1.text.count }
      if here > 0 { append(last.with(String(last.text.prefix(here)))) }
      taken.insert(last.with(String(last.text.dropFirst(Swift.max(here, 0)))), at: 0)
    }
    return taken
  }

  /// How many signs stay where the last place to break is, not too far from the end; a fine one is a space or a sign of
  /// punctuation, and not inside what a text shows of a value, `{error:.3}`.
  private static func lastBreak(
    in signs: [Character], before next: Character, atMost limit: Int, isFine: Bool
  ) -> Int? {
    let shown = isFine ? insideShown(signs) : []
    var (following, columns, kept) = (next, 0, signs.count)
    while kept > 0 {
      let last = signs[kept - 1]
      let isPlain = DisplayWidth.columns(of: last) == 1 || "，。；：、？！".contains(last)
      if isBreak(between: last, and: following), !isFine || isPlain && !shown.contains(kept) { return kept }
      following = last
      columns += DisplayWidth.columns(of: following)
      kept -= 1
      if columns > limit { return nil }
    }
    return nil
  }

  /// The places, counted in the signs before them, that are inside the braces of a text.
  private static func insideShown(_ signs: [Character]) -> Set<Int> {
    var (isText, depth, inside) = (false, 0, Set<Int>())
    for (index, sign) in signs.enumerated() {
      if depth > 0 { inside.insert(index) }
      switch sign {
      case "\"" where depth == 0: isText.toggle()
      case "{" where isText: depth += 1
      case "}" where isText && depth > 0: depth -= 1
      default: break
      }
    }
    if depth > 0 { inside.insert(signs.count) }
    return inside
  }

  /// Whether code may be broken between two signs; words in it may be between two that are wide.
  private static func isBreak(between last: Character, and next: Character) -> Bool {
    if next == " " { return false }
    if last == " " || last == "," || last == ";" { return true }
    return DisplayWidth.columns(of: last) == 2 && DisplayWidth.columns(of: next) == 2 && !Wrapper.isHeld(last, next)
  }
}
