import Source

/// Mathematics as a tree.
indirect enum MathNode: Equatable {
  case symbol(String, MathClass)
  /// Words among the signs, with their spaces.
  case text(String)
  /// A space that the author asked for.
  case space
  case row([MathNode])
  case fraction(MathNode, MathNode)
  case root(index: MathNode?, MathNode)
  case scripts(MathNode, sub: MathNode?, sup: MathNode?)
  case accent(Character, MathNode)
  case bold(MathNode)
  /// A body between two brackets that grow with it; an empty bracket is not drawn.
  case fenced(String, MathNode, String)
  case matrix(MathEnvironment, [[MathNode]])
}

extension MathNode {
  /// The tree with the accents' names in place of their signs, for readers and terminals without those.
  func spellingAccents(_ separator: String) -> MathNode {
    func spelled(_ node: MathNode) -> MathNode { node.spellingAccents(separator) }
    return switch self {
    case .symbol, .text, .space: self
    case .row(let nodes): .row(nodes.map(spelled))
    case .fraction(let above, let below): .fraction(spelled(above), spelled(below))
    case .root(let index, let body): .root(index: index.map(spelled), spelled(body))
    case .scripts(let base, let sub, let sup): .scripts(spelled(base), sub: sub.map(spelled), sup: sup.map(spelled))
    case .accent(let mark, let base):
      .symbol(MathText.line(spelled(base)) + separator + MathSymbols.accentName(mark), .ordinary)
    case .bold(let inner): .bold(spelled(inner))
    case .fenced(let left, let body, let right): .fenced(left, spelled(body), right)
    case .matrix(let environment, let rows): .matrix(environment, rows.map { $0.map(spelled) })
    }
  }
}

/// The arrangements in rows and columns.
enum MathEnvironment: String, Equatable {
  case matrix, bmatrix, pmatrix, vmatrix, cases, aligned

  init?(name: String) {
    switch name {
    case "smallmatrix", "array": self = .matrix
    case "align", "align*", "split", "gathered": self = .aligned
    default: self.init(rawValue: name)
    }
  }

  /// The brackets around it.
  var fences: (String, String) {
    switch self {
    case .matrix, .aligned: ("", "")
    case .bmatrix: ("[", "]")
    case .pmatrix: ("(", ")")
    case .vmatrix: ("|", "|")
    case .cases: ("{", "")
    }
  }
}

/// Parses a subset of LaTeX's mathematics; gives up, rather than guess, at what it does not know.
struct MathParser {
  /// Why there is no tree; the source is then shown as it is.
  private struct Unreadable: Error {}

  /// The longest source that is set.
  static let lengthLimit = 4_000
  private static let depthLimit = 40

  private let characters: [Character]
  private var position = 0
  private var depth = 0

  /// The tree of a source, or nil when it cannot be read.
  static func parse(_ source: String) -> MathNode? {
    guard source.utf8.count <= lengthLimit else { return nil }
    var parser = MathParser(characters: Array(source))
    guard let rows = try? parser.rows(until: { $0.isAtEnd }) else { return nil }
    if rows.count == 1, rows[0].count == 1 { return rows[0][0] }
    return .matrix(.aligned, rows)
  }

  private init(characters: [Character]) { self.characters = characters }

  private var isAtEnd: Bool { position >= characters.count }
  private var next: Character? { isAtEnd ? nil : characters[position] }

  private func looking(at text: String) -> Bool { characters[position...].starts(with: text) }

  private mutating func skipSpaces() {
    while let character = next, character.isWhitespace { position += 1 }
  }

  /// Cells separated by `&`, rows by `\\`.
  private mutating func rows(until isDone: (MathParser) -> Bool) throws(Unreadable) -> [[MathNode]] {
    var rows: [[MathNode]] = [[]]
    var cell: [MathNode] = []
    while true {
      skipSpaces()
      let done = isDone(self)
      if done || looking(at: "&") || looking(at: "\\\\") {
        rows[rows.count - 1].append(.row(cell))
        cell = []
        if done { break }
        if looking(at: "&") {
          position += 1
        } else {
          position += 2
          rows.append([])
        }
        continue
      }
      guard !isAtEnd else { throw Unreadable() }
      try cell.append(scripted())
    }
    if rows.count > 1, rows[rows.count - 1] == [.row([])] { rows.removeLast() }
    return rows
  }

  /// Nodes up to a closing brace, or up to `\right`.
  private mutating func row(until isDone: (MathParser) -> Bool) throws(Unreadable) -> MathNode {
    var nodes: [MathNode] = []
    skipSpaces()
    while !isDone(self) {
      guard !isAtEnd else { throw Unreadable() }
      try nodes.append(scripted())
      skipSpaces()
    }
    return nodes.count == 1 ? nodes[0] : .row(nodes)
  }

  /// An atom with its scripts and primes.
  private mutating func scripted() throws(Unreadable) -> MathNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw Unreadable() }
    let base: MathNode = next == "^" || next == "_" ? .row([]) : try atom()
    var sub: MathNode?
    var sup: [MathNode] = []
    while true {
      let start = position
      skipSpaces()
      if next == "'" || next == "’" || next == "′" {
        position += 1
        sup.append(.symbol("′", .ordinary))
      } else if next == "^" {
        position += 1
        try sup.append(argument())
      } else if next == "_", sub == nil {
        position += 1
        sub = try argument()
      } else if looking(at: "\\limits") {
        position += 7
      } else {
        position = start
        break
      }
    }
    if sub == nil, sup.isEmpty { return base }
    return .scripts(base, sub: sub, sup: sup.isEmpty ? nil : sup.count == 1 ? sup[0] : .row(sup))
  }

  private mutating func atom() throws(Unreadable) -> MathNode {
    guard let character = next else { throw Unreadable() }
    switch character {
    case "{": return try group()
    case "}", "&", "$", "#": throw Unreadable()
    case "\\": return try command()
    case "~":
      position += 1
      return .space
    case "0"..."9", ".":
      let start = position
      while let digit = next, digit.isASCII, digit.isNumber || digit == "." { position += 1 }
      return .symbol(String(characters[start..<position]), .ordinary)
    case ":" where characters[position...].dropFirst().first == "=":
      position += 2
      return .symbol(":=", .relation)
    case "-":
      position += 1
      return .symbol("−", .binary)
    default:
      position += 1
      return .symbol(String(character), MathSymbols.kind(of: character))
    }
  }

  private mutating func group() throws(Unreadable) -> MathNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw Unreadable() }
    position += 1
    let node = try row { $0.next == "}" }
    position += 1
    return node
  }

  /// What a command or a script applies to: a group or the next sign.
  private mutating func argument() throws(Unreadable) -> MathNode {
    skipSpaces()
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw Unreadable() }
    // A digit alone: x^10 means x¹0 in LaTeX.
    if let digit = next, digit.isASCII, digit.isNumber {
      position += 1
      return .symbol(String(digit), .ordinary)
    }
    return try atom()
  }

  private mutating func command() throws(Unreadable) -> MathNode {
    position += 1
    let start = position
    while let letter = next, letter.isASCII, letter.isLetter { position += 1 }
    if position == start { position = Swift.min(position + 1, characters.count) }
    let name = String(characters[start..<position])
    switch name {
    case "frac", "dfrac", "tfrac":
      let numerator = try argument()
      return .fraction(numerator, try argument())
    case "sqrt":
      var index: MathNode?
      skipSpaces()
      if next == "[" {
        position += 1
        index = try row { $0.next == "]" }
        position += 1
      }
      return .root(index: index, try argument())
    case "text", "textbf", "textit", "mathrm", "operatorname", "mathit", "mathsf", "mathtt", "textrm", "mbox":
      let words = try words()
      return name.hasPrefix("text") || name == "mbox"
        ? .text(words) : .symbol(words, words.count > 1 ? .function : .ordinary)
    case "mathbf", "boldsymbol", "bm": return .bold(try argument())
    case "mathbb", "mathcal", "mathscr":
      return .symbol(String(try words().map { MathSymbols.alphabet(name, $0) ?? $0 }), .ordinary)
    case "left": return try fenced()
    case "begin": return try environment()
    case "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "displaystyle", "textstyle", "limits",
      "nolimits",
      "!", "nonumber":
      return .row([])
    case ",", ":", ";", " ", "quad", "qquad", ">", "\n": return .space
    case "|", "Vert": return .symbol("‖", .ordinary)
    case "vert": return .symbol("|", .ordinary)
    case "colon": return .symbol(":", .punctuation)
    case "not":
      guard case .symbol("=", _) = try argument() else { throw Unreadable() }
      return .symbol("≠", .relation)
    default:
      if let accent = MathSymbols.accent(name) { return .accent(accent, try argument()) }
      guard let symbol = MathSymbols.symbol(name) else { throw Unreadable() }
      return .symbol(symbol.text, symbol.kind)
    }
  }

  /// The raw words of a braced argument.
  private mutating func words() throws(Unreadable) -> String {
    skipSpaces()
    guard next == "{" else {
      guard let character = next, character != "\\" else { throw Unreadable() }
      position += 1
      return String(character)
    }
    position += 1
    let start = position
    while let character = next, character != "}" {
      guard character != "{", character != "\\" else { throw Unreadable() }
      position += 1
    }
    guard !isAtEnd else { throw Unreadable() }
    position += 1
    return String(characters[start..<(position - 1)])
  }

  private mutating func fence() throws(Unreadable) -> String {
    skipSpaces()
    if next == "." {
      position += 1
      return ""
    }
    guard case .symbol(let text, _) = try atom() else { throw Unreadable() }
    return text
  }

  private mutating func fenced() throws(Unreadable) -> MathNode {
    let left = try fence()
    let body = try row { $0.looking(at: "\\right") && !$0.looking(at: "\\rightarrow") }
    position += 6
    return .fenced(left, body, try fence())
  }

  private mutating func environment() throws(Unreadable) -> MathNode {
    let name = try words()
    guard let environment = MathEnvironment(name: name) else { throw Unreadable() }
    if name == "array" { _ = try words() }
    let end = "\\end{\(name)}"
    let rows = try rows { $0.looking(at: end) }
    position += end.count
    return .matrix(environment, rows)
  }
}
