import Source

/// Mathematics in LaTeX notation set as readable text.
package enum MathText {
  /// One line of text, for mathematics inside a sentence; the source itself where it cannot be read.
  package static func inline(_ source: String, accents: Accents = .signs) -> String {
    guard let node = MathParser.parse(source) else { return source }
    return line(accents.applied(to: node))
  }

  /// How a hat or a bar over a letter is written.
  package enum Accents: String, Equatable, Sendable {
    /// As a sign over the letter.
    case signs
    /// As a word behind it: `y_hat`.
    case names
    /// As a spoken word: `y hat`.
    case words

    /// The tree with its accents written so.
    func applied(to node: MathNode) -> MathNode {
      switch self {
      case .signs: node
      case .names: node.spellingAccents("_")
      case .words: node.spellingAccents(" ")
      }
    }
  }

  /// The tree as one line.
  static func line(_ node: MathNode) -> String { joined(atoms(node)) }

  /// How a piece stands among its neighbours.
  enum Kind: Equatable {
    case sign(MathClass)
    case fraction
    case space
  }

  /// A piece of a line.
  private struct Atom {
    var text: String
    var kind: Kind
  }

  private static func atoms(_ node: MathNode) -> [Atom] {
    switch node {
    case .symbol(let text, let kind): return [Atom(text: text, kind: .sign(kind))]
    case .text(let words): return [Atom(text: words, kind: .sign(.ordinary))]
    case .space: return [Atom(text: " ", kind: .space)]
    case .row(let nodes):
      return zip(nodes, [nil] + nodes.map(Optional.some)).flatMap { node, before -> [Atom] in
        // log(a/b) is not (log a)/b.
        guard case .fraction = node, let before, kinds(before).last == .sign(.function) else { return atoms(node) }
        return atoms(.fenced("(", node, ")"))
      }
    case .bold(let inner): return atoms(inner)
    case .accent(let mark, let base): return [Atom(text: accented(line(base), mark), kind: .sign(.ordinary))]
    case .fraction(let numerator, let denominator):
      let above = isSum(numerator) ? "(\(line(numerator)))" : line(numerator)
      let below = isOneFactor(denominator) ? line(denominator) : "(\(line(denominator)))"
      return [Atom(text: above + "/" + below, kind: .fraction)]
    case .root(let index, let body):
      let degree = index.map { MathScripts.raised(line($0)) ?? "(\(line($0)))" } ?? ""
      let inside = isOneSign(body) ? line(body) : "(\(line(body)))"
      return [Atom(text: degree + "√" + inside, kind: .sign(.ordinary))]
    case .scripts(let base, let sub, let sup): return scripted(base, sub, sup)
    case .fenced(let left, let body, let right):
      return [
        Atom(text: left, kind: .sign(.opening)), Atom(text: line(body), kind: .sign(.ordinary)),
        Atom(text: right, kind: .sign(.closing)),
      ]
    case .matrix(let environment, let rows): return [Atom(text: matrix(environment, rows), kind: .fraction)]
    }
  }

  private static func scripted(_ base: MathNode, _ sub: MathNode?, _ sup: MathNode?) -> [Atom] {
    var result = atoms(base)
    let scripts = (sub.map { lowered($0) } ?? "") + (sup.map { raised($0) } ?? "")
    switch base {
    case .fraction, .matrix(.aligned, _), .matrix(.matrix, _):
      return [Atom(text: "(" + joined(result) + ")" + scripts, kind: .sign(.ordinary))]
    case .row(let nodes) where nodes.count > 1 && isSum(base):
      return [Atom(text: "(" + joined(result) + ")" + scripts, kind: .sign(.ordinary))]
    default:
      if result.isEmpty { return [Atom(text: scripts, kind: .sign(.ordinary))] }
      result[result.count - 1].text += scripts
      return result
    }
  }

  /// A superscript: raised letters where Unicode has all of them.
  static func raised(_ node: MathNode) -> String {
    if case .symbol("⊤", _) = node { return "ᵀ" }
    let text = compact(node)
    if text.allSatisfy({ $0 == "′" }) { return text }
    if text.hasPrefix("′") {
      let rest = text.drop { $0 == "′" }
      return text.prefix { $0 == "′" } + (MathScripts.raised(String(rest)) ?? "^(\(rest))")
    }
    return MathScripts.raised(text) ?? marked("^", node, text)
  }

  /// A subscript: lowered letters where Unicode has all of them.
  static func lowered(_ node: MathNode) -> String {
    let text = compact(node)
    return MathScripts.lowered(text) ?? marked("_", node, text)
  }

  private static func marked(_ mark: String, _ node: MathNode, _ text: String) -> String {
    if case .scripts = node { return "\(mark)(\(text))" }
    return isOneSign(node) ? mark + text : "\(mark)(\(text))"
  }

  /// The tree as one line without spaces between its signs, as in a script.
  private static func compact(_ node: MathNode) -> String {
    atoms(node).map { $0.kind == .sign(.punctuation) && $0.text == "," ? "," : $0.text }.joined()
  }

  /// Whether a sum or an equation needs brackets when something is done to all of it.
  private static func isSum(_ node: MathNode) -> Bool {
    atoms(node).dropFirst().contains { $0.kind == .sign(.binary) || $0.kind == .sign(.relation) || $0.kind == .space }
  }

  /// Whether it is one sign, perhaps with scripts.
  static func isOneSign(_ node: MathNode) -> Bool {
    switch node {
    case .symbol, .text, .accent: true
    case .bold(let inner): isOneSign(inner)
    case .scripts(let base, _, _): isOneSign(base)
    case .row(let nodes): nodes.count == 1 && nodes.allSatisfy(isOneSign)
    case .space, .fraction, .root, .fenced, .matrix: false
    }
  }

  /// Whether it can stand below a slash as it is: one sign, a differential such as ∂w, or one function's value.
  private static func isOneFactor(_ node: MathNode) -> Bool {
    if isOneSign(node) { return true }
    guard case .row(let nodes) = node, let first = nodes.first else {
      if case .root = node { return true }
      return false
    }
    let base: MathNode = if case .scripts(let inner, _, _) = first { inner } else { first }
    if [.symbol("∂", .ordinary), .symbol("d", .ordinary), .symbol("Δ", .ordinary)].contains(base) {
      return nodes.count == 2 && isOneSign(nodes[1])
    }
    // σ(z): a name and one pair of brackets that ends where the row ends.
    guard isOneSign(first), nodes.count > 1, !isNumber(first) else { return false }
    if nodes.count == 2, case .fenced = nodes[1] { return true }
    var depth = 0
    for (index, inner) in nodes.enumerated().dropFirst() {
      if case .symbol(_, .opening) = inner { depth += 1 }
      if case .symbol(_, .closing) = inner { depth -= 1 }
      if depth <= 0, index < nodes.count - 1 { return false }
    }
    return depth == 0 && nodes.count > 2
  }

  private static func isNumber(_ node: MathNode) -> Bool {
    if case .symbol(let text, _) = node { return text.first?.isNumber ?? false }
    return false
  }

  static func accented(_ text: String, _ mark: Character) -> String {
    guard text.count == 1, let letter = text.first else {
      let names: [Character: String] = ["\u{304}": "mean", "\u{305}": "mean", "\u{302}": "hat", "\u{20D7}": "vec"]
      guard let name = names[mark] else { return text }
      return name == "mean" ? text.map { "\($0)\u{305}" }.joined() : "\(name)(\(text))"
    }
    return String(MathSymbols.composed(letter, mark) ?? Character(String(letter) + String(mark)))
  }

  private static func matrix(_ environment: MathEnvironment, _ rows: [[MathNode]]) -> String {
    let separator = environment == .cases ? ", " : environment == .aligned ? " " : " "
    let lines = rows.map { $0.map(line).filter { !$0.isEmpty }.joined(separator: separator) }
    let (left, right) = environment.fences
    let body = lines.joined(separator: "; ")
    return environment == .cases ? "{ \(body) }" : left + body + right
  }

  /// Puts spaces between the pieces, as the classes of both neighbours ask for.
  private static func joined(_ atoms: [Atom]) -> String {
    let atoms = atoms.filter { !$0.text.isEmpty }
    var result = ""
    for (atom, hasSpace) in zip(atoms, spaces(atoms.map { ($0.kind, $0.kind) })) {
      if hasSpace || atom.kind == .space {
        if !result.isEmpty, result.last != " " { result += " " }
      }
      if atom.kind != .space { result += atom.text }
    }
    while result.last == " " { result.removeLast() }
    return result
  }

  /// Whether a space stands before each piece, given how its two ends stand among their neighbours.
  static func spaces(_ pieces: [(first: Kind, last: Kind)]) -> [Bool] {
    var last: Kind?
    return pieces.enumerated().map { index, piece in
      // A sign in front of a term belongs to it.
      let isUnary = piece.first == .sign(.binary) && (index == pieces.count - 1 || beginsTerm(after: last))
      let first = isUnary ? .sign(.ordinary) : piece.first
      // Like an opening bracket, it touches what follows.
      defer { last = isUnary ? .sign(.opening) : piece.last }
      return last.map { needsSpace($0, first) } ?? false
    }
  }

  private static func beginsTerm(after last: Kind?) -> Bool {
    switch last {
    case nil, .sign(.binary), .sign(.relation), .sign(.opening), .sign(.punctuation), .sign(.function), .sign(.large):
      true
    case .sign(.ordinary), .sign(.closing), .fraction, .space: false
    }
  }

  private static func needsSpace(_ last: Kind, _ next: Kind) -> Bool {
    switch (last, next) {
    case (.space, _), (_, .space): false
    case (.sign(.binary), _), (_, .sign(.binary)), (.sign(.relation), _), (_, .sign(.relation)): true
    case (.sign(.punctuation), _): true
    case (.sign(.opening), _), (_, .sign(.closing)), (_, .sign(.punctuation)): false
    case (.fraction, _), (_, .fraction), (.sign(.large), _), (_, .sign(.large)): true
    case (.sign(.function), .sign(.ordinary)), (.sign(.function), .sign(.function)): true
    case (.sign(.ordinary), .sign(.function)), (.sign(.closing), .sign(.function)): true
    case (.sign(.function), .sign(.opening)), (.sign(.ordinary), .sign), (.sign(.closing), .sign): false
    }
  }

  /// How the two ends of a node stand among their neighbours.
  static func kinds(_ node: MathNode) -> (first: Kind, last: Kind) {
    switch node {
    case .symbol(_, let kind): (.sign(kind), .sign(kind))
    case .text, .accent, .root, .row: (.sign(.ordinary), .sign(.ordinary))
    case .space: (.space, .space)
    case .fraction, .matrix: (.fraction, .fraction)
    case .bold(let inner): kinds(inner)
    case .scripts(.fraction, _, _): (.sign(.ordinary), .sign(.ordinary))
    case .scripts(let base, _, _): kinds(base)
    case .fenced: (.sign(.opening), .sign(.closing))
    }
  }
}
