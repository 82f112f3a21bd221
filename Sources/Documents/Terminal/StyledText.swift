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
  /// Whether a line is not broken inside, as long as there is room for it on one.
  var staysWhole = false

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
  /// Which pieces are cells of a row, formulas or code so short that they stay on one line.
  private let staysWhole: [Bool]
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
    staysWhole = pieces.map { piece in
      (piece.staysWhole || piece.roles.contains(.code) || piece.roles.contains(.math))
        && DisplayWidth.columns(of: piece.text) <= Swift.min(width / 2, 24)
    }
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
        if let last = line.last, Self.canBreak(between: last, and: cell), !isInside(last, cell, of: line),
          !Self.isOrdinal(line, cell)
        {
          let endsItem = keepsItems && line.dropLast().last.map { "·|".contains($0.character) } ?? false
          if endsItem || !isBehindItem { (opportunity, isBehindItem) = (line.count, endsItem) }
        }
        if used + cell.width > width, character != " ", !line.isEmpty {
          let cut = opportunity > 0 ? opportunity : line.count
          // The dot between two lines of items separates nothing.
          append(isBehindItem ? line[..<cut].dropLast(2) : line[..<cut])
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

  /// Whether a break would cut a short formula or piece of code, or leave the sign of an operation behind.
  private func isInside(_ last: Cell, _ next: Cell, of line: [Cell]) -> Bool {
    if last.character == " ", let sign = line.dropLast().last, "=≈×@*".contains(sign.character) { return true }
    return last.piece == next.piece && staysWhole[next.piece]
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
  /// Takes what a line of code that is full must not be broken in, a name, a number, a text or the beginning of a call,
  /// back to the best place within some columns; nothing where there is none.
  mutating func takeUnfinished(before next: Character, atMost limit: Int) -> [Piece] {
    let signs: [Character] = flatMap(\.text)
    let parts = CodePart.parts(of: signs)
    // Something has to stay: the sign of a continued line and the space that a line begins with are nothing.
    let first = signs.firstIndex { $0 != " " && $0 != "↳" && $0 != "\\" } ?? signs.count
    var (following, columns, place) = (next, 0, signs.count)
    var best: (rank: Int, place: Int)?
    while place > first, columns <= limit {
      let last = signs[place - 1]
      if let rank = Self.rank(ofBreakBetween: last, and: following, in: parts[place]), rank < best?.rank ?? Int.max {
        best = (rank, place)
      }
      following = last
      columns += DisplayWidth.columns(of: following)
      place -= 1
    }
    guard let kept = best?.place else { return [] }
    var taken: [Piece] = []
    while kept < reduce(0, { $0 + $1.text.count }), let last = popLast() {
      let here = kept - reduce(0) { $0 + $1.text.count }
      if here > 0 { append(last.with(String(last.text.prefix(here)))) }
      taken.insert(last.with(String(last.text.dropFirst(Swift.max(here, 0)))), at: 0)
    }
    return taken
  }

  /// How bad it is to break code between two signs, from 0 for a space or a comma outside of texts; nil where it may not
  /// be broken.
  private static func rank(ofBreakBetween last: Character, and next: Character, in part: CodePart) -> Int? {
    if isBreak(between: last, and: next) {
      let isPlain = DisplayWidth.columns(of: last) == 1 || "，。；：、？！".contains(last)
      switch part {
      case .code: return 0
      case .text: return isPlain ? 1 : 2
      case .shownValue: return 3
      }
    }
    return next.isLetter && (last == "." || last == "(") ? 4 : nil
  }

  /// Whether code may be broken between two signs; words in it may be between two that are wide.
  private static func isBreak(between last: Character, and next: Character) -> Bool {
    if next == " " { return false }
    if last == " " || last == "," || last == ";" { return true }
    return DisplayWidth.columns(of: last) == 2 && DisplayWidth.columns(of: next) == 2 && !Wrapper.isHeld(last, next)
  }
}

/// What a place in a line of code is part of.
private enum CodePart {
  case code
  /// A text between quotes.
  case text
  /// What a text shows of a value, `{error:.3}`.
  case shownValue

  /// The parts at all places, counted in the signs before them.
  static func parts(of signs: [Character]) -> [CodePart] {
    var (isText, depth) = (false, 0)
    var parts: [CodePart] = [.code]
    for sign in signs {
      switch sign {
      case "\"" where depth == 0: isText.toggle()
      case "{" where isText: depth += 1
      case "}" where isText && depth > 0: depth -= 1
      default: break
      }
      parts.append(!isText ? .code : depth > 0 ? .shownValue : .text)
    }
    return parts
  }
}
