import Source

/// Writes mathematics for browsers.
enum MathML {
  /// A `math` element; the source in a `code` element where it cannot be read.
  static func element(_ source: String, isDisplay: Bool) -> String {
    guard let node = MathParser.parse(source) else { return "<code class=\"math\">\(HTMLText.escaped(source))</code>" }
    let display = isDisplay ? " display=\"block\"" : ""
    return "<math\(display)>\(row(node))</math>"
  }

  private static func row(_ node: MathNode) -> String { "<mrow>\(markup(node))</mrow>" }

  private static func markup(_ node: MathNode) -> String {
    switch node {
    case .symbol(let text, let kind): symbol(text, kind)
    case .text(let words): "<mtext>\(HTMLText.escaped(words.replacing(" ", with: "\u{A0}")))</mtext>"
    case .space: "<mspace width=\"0.5em\"/>"
    case .row(let nodes): nodes.map(markup).joined()
    case .fraction(let above, let below): "<mfrac>\(row(above))\(row(below))</mfrac>"
    case .root(nil, let body): "<msqrt>\(row(body))</msqrt>"
    case .root(let index?, let body): "<mroot>\(row(body))\(row(index))</mroot>"
    case .scripts(let base, let sub, let sup): scripts(base, sub, sup)
    case .accent(let mark, let base): "<mover accent=\"true\">\(row(base))<mo>\(accent(mark))</mo></mover>"
    case .bold(let inner): "<mrow class=\"bold\">\(markup(inner))</mrow>"
    case .fenced(let left, let body, let right): fence(left) + row(body) + fence(right)
    case .matrix(let environment, let rows): matrix(environment, rows)
    }
  }

  private static func symbol(_ text: String, _ kind: MathClass) -> String {
    let escaped = HTMLText.escaped(text)
    switch kind {
    case .ordinary:
      if text.allSatisfy({ $0.isNumber || $0 == "." }) { return "<mn>\(escaped)</mn>" }
      return text.contains(where: \.isLetter) || text.count > 1 ? "<mi>\(escaped)</mi>" : "<mo>\(escaped)</mo>"
    case .function: return "<mi mathvariant=\"normal\">\(escaped)</mi>"
    case .large, .binary, .relation, .punctuation: return "<mo>\(escaped)</mo>"
    case .opening, .closing: return "<mo stretchy=\"false\">\(escaped)</mo>"
    }
  }

  private static func fence(_ text: String) -> String {
    text.isEmpty ? "" : "<mo stretchy=\"true\">\(HTMLText.escaped(text))</mo>"
  }

  private static func scripts(_ base: MathNode, _ sub: MathNode?, _ sup: MathNode?) -> String {
    var name = "sub"
    var isOver = false
    if case .symbol(let text, _) = base, MathSymbols.takesLimits(text) { isOver = true }
    let parts: [MathNode]
    switch (sub, sup) {
    case (let sub?, let sup?): (name, parts) = (isOver ? "underover" : "subsup", [base, sub, sup])
    case (let sub?, nil): (name, parts) = (isOver ? "under" : "sub", [base, sub])
    case (nil, let sup?): (name, parts) = (isOver ? "over" : "sup", [base, sup])
    case (nil, nil): return markup(base)
    }
    return "<m\(name)>\(parts.map(row).joined())</m\(name)>"
  }

  private static func matrix(_ environment: MathEnvironment, _ rows: [[MathNode]]) -> String {
    let body = rows.map { cells in
      "<mtr>" + cells.map { "<mtd>\(row($0))</mtd>" }.joined() + "</mtr>"
    }.joined()
    let (left, right) = environment.fences
    let name = environment == .aligned || environment == .cases ? environment.rawValue : "matrix"
    return "<mrow>\(fence(left))<mtable class=\"\(name)\">\(body)</mtable>\(fence(right))</mrow>"
  }

  private static func accent(_ mark: Character) -> String {
    switch MathSymbols.accentName(mark) {
    case "hat": "^"
    case "bar": "¯"
    case "vec": "→"
    case "tilde": "~"
    case "dot": "˙"
    case "ddot": "¨"
    default: "ˇ"
    }
  }
}
