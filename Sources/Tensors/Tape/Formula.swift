#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes a recorded computation down as a formula of the textbook, by the notation of its operations.
package enum Formula {
  /// The formula of a value; where `naming` knows a name for a node, the name stands for all that is behind it.
  ///
  /// Products are written as one would by hand: `2(a - 1)`, `σ(z)(1 - σ(z))`, `3x^2`, `w*x`; the gradient that comes in,
  /// whose names begin with `∂`, is set off by ` · `.
  package static func text(of value: Traced, naming: (Node) -> String?) -> String {
    var budget = longest
    return render(value, naming, &budget).text
  }

  /// The formula of a node.
  package static func text(of node: Node, naming: (Node) -> String?) -> String { text(of: .node(node), naming: naming) }

  /// A number as a formula shows it: up to `digits` significant digits, without a trailing `.0`.
  package static func number(_ value: Double, digits: Int = 5) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    if value == 0 { return "0" }
    if value == value.rounded(), value.magnitude < 1e15 { return String(Int(value)) }
    let exponent = Int(floor(log10(value.magnitude)))
    // As the numbers beside a formula are written, without a zero before the exponent.
    if exponent < -4 || exponent >= 15 { return "\(value)".replacing("e-0", with: "e-") }
    let scale = pow(10, Double(digits - 1 - exponent))
    let short = scale.isFinite && scale > 0 ? (value * scale).rounded() / scale : value
    let text = "\(short)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A piece of a formula: its text, how tightly its outermost operation binds, and what it begins and ends with.
  private struct Piece {
    enum Kind {
      case number, name, call, gradient, other
    }

    var text: String
    var precedence: Operation.Precedence
    var kind: Kind

    /// The text in parentheses unless it binds at least as tightly as its place demands.
    func at(_ minimum: Operation.Precedence) -> String { precedence < minimum ? "(" + text + ")" : text }
  }

  /// A formula of more operations than this is cut off with `…`: nobody could read it, and a value that is used twice
  /// at every step would double it at every step.
  private static let longest = 120

  private static func render(_ value: Traced, _ naming: (Node) -> String?, _ budget: inout Int) -> Piece {
    guard case .node(let node) = value else { return constant(value) }
    if let name = naming(node) {
      return Piece(text: name, precedence: precedence(ofName: name), kind: kind(ofName: name))
    }
    budget -= 1
    if budget < 0 { return Piece(text: "…", precedence: .postfix, kind: .name) }
    var pieces: [Piece] = []
    for position in 0..<node.inputs.count { pieces.append(render(node.inputs[position], naming, &budget)) }
    guard let first = pieces.first else { return constant(node.value) }
    switch node.operation.notation {
    case .silent:
      return first
    case .function(let name):
      return Piece(
        text: name + "(" + (pieces.map(\.text) + arguments(node)).joined(separator: ", ") + ")",
        precedence: .postfix, kind: .call)
    case .prefix(let sign):
      return Piece(text: sign + first.at(.product), precedence: .negation, kind: .other)
    case .postfix(let sign):
      if !isExchangeOfTheLastAxes(node) { return call("transpose", [first.text] + arguments(node)) }
      return Piece(text: first.at(.postfix) + sign, precedence: .postfix, kind: .name)
    case .condition(let condition):
      return Piece(text: first.at(.sum) + " " + condition, precedence: .comparison, kind: .other)
    case .index:
      return Piece(text: first.at(.postfix) + "[" + places(node) + "]", precedence: .postfix, kind: .name)
    case .infix(let sign, let precedence):
      return pieces.count == 2 ? infix(sign, precedence, first, pieces[1]) : first
    }
  }

  private static func infix(
    _ sign: String, _ precedence: Operation.Precedence, _ left: Piece, _ right: Piece
  ) -> Piece {
    switch sign {
    case "*": return product(left, right)
    case "^":
      let base = left.kind == .number && left.text.hasPrefix("-") ? "(" + left.text + ")" : left.at(.postfix)
      return Piece(text: base + "^" + right.at(.power), precedence: .power, kind: .other)
    case "/":
      let top = left.at(.product)
      let tight = right.precedence > .product ? right.text : "(" + right.text + ")"
      // `1/2x` would read as 1/(2x), and so it is meant; a longer top is set apart.
      return Piece(
        text: left.kind == .number ? top + "/" + tight : top + " / " + tight, precedence: .product, kind: .other)
    case "@":
      let second = right.precedence > .product ? right.text : "(" + right.text + ")"
      return Piece(text: left.at(.product) + " @ " + second, precedence: .product, kind: .other)
    case "-", "%":
      let second = right.precedence > precedence ? right.text : "(" + right.text + ")"
      return Piece(text: left.at(precedence) + " " + sign + " " + second, precedence: precedence, kind: .other)
    default:
      let minimum = precedence == .comparison ? Operation.Precedence.sum : precedence
      return Piece(
        text: left.at(minimum) + " " + sign + " " + right.at(minimum), precedence: precedence, kind: .other)
    }
  }

  private static func product(_ left: Piece, _ right: Piece) -> Piece {
    let (first, second) = (left.at(.product), right.at(.product))
    func made(_ joint: String) -> Piece {
      Piece(text: first + joint + second, precedence: .product, kind: .other)
    }
    if left.text == "1", left.kind == .number { return right }
    if right.text == "1", right.kind == .number { return left }
    if left.kind == .gradient || right.kind == .gradient { return made(" · ") }
    let isBracketed = second.hasPrefix("(")
    let beginsWithLetter = second.first?.isLetter ?? false
    if left.kind == .number, !left.text.contains("e"), isBracketed || (beginsWithLetter && right.precedence > .product)
    {
      return made("")
    }
    // Two brackets, or a function's and one, stand side by side as in σ(z)(1 - σ(z)).
    if isBracketed, left.kind == .call || first.hasPrefix("("), first.hasSuffix(")") { return made("") }
    if first.contains(" ") || second.contains(" ") { return made(" * ") }
    return made("*")
  }

  /// So many digits that what was written with few of them stands as it was written; what was computed is rounded.
  private static func digits(of number: Traced) -> Int {
    guard case .float64(let value) = number.plain else { return 5 }
    return "\(value)".filter(\.isNumber).count <= 10 ? 10 : 5
  }

  private static func constant(_ value: Traced) -> Piece {
    let values = value.plain
    if values.isNumber || Formula.isUniform(values), let number = values.element(at: 0) {
      let text: String
      switch number {
      case .bool(let flag): text = flag ? "true" : "false"
      case .int(let whole): text = String(whole)
      default: text = Formula.number(number.doubles[0], digits: digits(of: number))
      }
      return Piece(text: text, precedence: text.hasPrefix("-") ? .negation : .postfix, kind: .number)
    }
    if values.count <= 6, values.shape.count == 1 {
      return Piece(
        text: "[" + values.doubles.map { Formula.number($0) }.joined(separator: ", ") + "]", precedence: .postfix,
        kind: .name)
    }
    return Piece(text: "tensor" + Shapes.text(values.shape), precedence: .postfix, kind: .name)
  }

  private static func isUniform(_ value: Traced) -> Bool {
    guard case .tensor(let tensor) = value, tensor.count > 0 else { return false }
    return tensor.strides?.allSatisfy { $0 == 0 } ?? false
  }

  private static func call(_ name: String, _ arguments: [String]) -> Piece {
    Piece(text: name + "(" + arguments.joined(separator: ", ") + ")", precedence: .postfix, kind: .call)
  }

  /// How tightly a name binds that is itself a formula, such as `a - 1`.
  private static func precedence(ofName name: String) -> Operation.Precedence {
    var open = 0
    var loosest = name.hasPrefix("-") ? Operation.Precedence.negation : .postfix
    for character in name.hasPrefix("-") ? name.dropFirst() : name[...] {
      switch character {
      case "(", "[", "{": open += 1
      case ")", "]", "}": open -= 1
      case _ where open > 0: break
      case "<", ">", "=", "≤", "≥", "≠", "≈": loosest = Swift.min(loosest, .comparison)
      case "+", "-": loosest = Swift.min(loosest, .sum)
      case "*", "·", "×", "@", "%": loosest = Swift.min(loosest, .product)
      case "/" where !name.hasPrefix("∂"): loosest = Swift.min(loosest, .product)
      case "^", "²", "³": loosest = Swift.min(loosest, .power)
      default: break
      }
    }
    return loosest
  }

  private static func kind(ofName name: String) -> Piece.Kind {
    name.hasPrefix("∂") ? .gradient : name.hasSuffix(")") ? .call : .name
  }

  private static func isExchangeOfTheLastAxes(_ node: Node) -> Bool {
    guard case .permutation(let order) = node.attributes else { return node.inputs[0].shape.count <= 2 }
    let rank = order.count
    return rank >= 2 && order[rank - 1] == rank - 2 && order[rank - 2] == rank - 1
      && order.dropLast(2).elementsEqual(0..<rank - 2)
  }

  /// What a function is told besides its inputs.
  private static func arguments(_ node: Node) -> [String] {
    switch node.attributes {
    case .reduction(let axes?, _): ["axis=" + (axes.count == 1 ? String(axes[0]) : Shapes.text(axes))]
    case .axis(let axis): ["axis=\(axis)"]
    case .permutation(let order): [Shapes.text(order)]
    case .integer(let value) where value != 0: [String(value)]
    case .window(let kernel, _, _), .windowed(_, let kernel, _, _): ["[\(kernel.0), \(kernel.1)]"]
    default: []
    }
  }

  private static func places(_ node: Node) -> String {
    guard case .index(let parts) = node.attributes else { return "…" }
    let shape = node.inputs[0].shape
    return parts.enumerated().map { axis, part in
      switch part {
      case .at(let position): return String(position)
      case .slice(let start, let step, let count):
        if start == 0, step == 1, shape.indices.contains(axis), count == shape[axis] { return ":" }
        let end = start + step * count
        return "\(start):\(end < 0 ? "" : String(end))" + (step == 1 ? "" : ":\(step)")
      case .gather(let positions, _):
        return positions.count <= 4 ? Shapes.text(positions) : "[\(positions[0]), \(positions[1]), …]"
      }
    }.joined(separator: ", ")
  }
}
