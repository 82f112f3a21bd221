import Tensors

extension SplitMix {
  /// A number below a bound above zero.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// One of the choices.
  mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }
}

/// Writes well-formed programs of the language that make any sense or none: every form of expression and statement,
/// every given function, with arguments that fit, arguments that do not, and extents nobody should ask for.
struct ProgramGenerator {
  var random: SplitMix
  /// The names of the given functions and constants.
  let given: [String]

  /// What every program can count on.
  static let prologue = """
    w = param(0.5); W = param([[1, 2], [3, 4]]); b = param([1, -1]); x = [1, 2, 3]; z = zeros([0, 3]); i = int(3)
    t = true; s = "text"; r = {a: 1, b: [1, 2]}; xs = [1, "a", [2, w]]; f(u) = u^2; g = (u, v) -> u @ v; q = 1..4
    A = float32([[1, 2], [3, 4]]); y = W @ b; L = sum(y^2) * w; net = sequential(dense(2, 3, relu), dense(3, 1))
    opt = sgd(rate=0.1); d = dataset("xor"); n = nan; k = eye(3); big = 1e300; B = k > 0
    """

  /// Values at the edges: of every kind, of no size and of sizes that nobody should ask for.
  static let extremes = [
    "0", "-1", "1", "2.5", "1e18", "-1e18", "9e18", "int(9e18)", "int(-9e18)", "nan", "inf", "-inf", "[]", "[[]]",
    "zeros([0, 3])", "zeros([1e18, 0])", "zeros([0, 1e18])", "zeros([1e9, 1e9, 0])", "0..1e18", "5..1", "[nan, inf]",
    "[1, 2, 3]", "[[1, 2], [3, 4]]", "\"\"", "\"a\\u{202E}\"", "true", "{a: 1}", "{}", "w", "W", "net", "opt", "d", "f",
    "x -> x", "x -> [x, x]", "xs", "int([])", "float32([1])", "ones([1, 1, 3, 3])", "L",
  ]

  private static let names = [
    "w", "W", "b", "x", "z", "i", "t", "s", "r", "xs", "f", "g", "q", "A", "y", "L", "net", "opt", "d", "n", "k", "big",
    "B", "d.x", "r.b", "net[0].W",
  ]
  private static let numbers = [
    "0", "1", "2", "3", "-1", "0.5", "-0.5", "1e-3", "7", "1e300", "1e12", "-1e18", "inf", "nan", "1e308", "0.1",
  ]
  private static let operators = [
    "+", "-", "*", "/", "@", "·", "%", "^", "**", "==", "!=", "<", "<=", "≥", "≈", "and", "or", "..", "..<",
  ]
  private static let labels = [
    "axis=", "keepdims=", "rate=", "epochs=", "batch=", "dtype=", "stride=", "padding=", "seed=", "start=", "k=",
  ]
  private static let texts = ["xor", "moons", "float32", "mnist", "", "a", "{x}", "{w:.3}", "σ", "blobs", "int"]

  /// A program of one to five statements.
  mutating func program() -> String {
    (0...random.below(4)).map { _ in statement(3) }.joined(separator: random.below(3) == 0 ? "; " : "\n")
  }

  private mutating func statement(_ depth: Int) -> String {
    let name = random.pick(["a", "c", "h", "w", "W", "x", "xs", "L"])
    switch random.below(depth > 0 ? 16 : 7) {
    case 0, 1: return "\(name) = \(expression(depth))"
    case 2, 3: return expression(depth)
    case 4:
      return
        "\(random.pick(["w", "W", "b", "x", "a"])) \(random.pick([":=", "+=", "-=", "*=", "/="])) \(expression(depth))"
    case 5: return "\(name), e = \(expression(depth))"
    case 6: return "assert \(expression(depth)), \"no\""
    case 7: return "h(u, v=\(expression(1))) = \(expression(depth - 1))"
    case 8: return "h(u) = { \(statement(depth - 1)); return \(expression(1)) }"
    case 9: return "for \(random.pick(["j", "j, m"])) in \(expression(depth - 1)) { \(statement(depth - 1)) }"
    case 10: return "while \(expression(depth - 1)) { \(statement(depth - 1)); break }"
    case 11: return "if \(expression(depth - 1)) { \(statement(depth - 1)) } else { \(statement(depth - 1)) }"
    case 12: return "no_grad { \(statement(depth - 1)) }"
    case 13: return "for j in 1..3 { x = [x, \(expression(1))]; \(statement(depth - 1)) }"
    case 14:
      return
        ":\(random.pick(["type", "step", "graph", "grads", "gradcheck", "diagnose", "watch", "descend"])) \(expression(1))"
    default: return "print(\(expression(depth - 1)), \(expression(1)))"
    }
  }

  private mutating func expression(_ depth: Int) -> String {
    if depth == 0 || random.below(5) == 0 {
      return random.below(2) == 0 ? random.pick(Self.names) : random.pick(Self.numbers)
    }
    switch random.below(20) {
    case 0, 1, 2: return "\(expression(depth - 1)) \(random.pick(Self.operators)) \(expression(depth - 1))"
    case 3: return "(\(expression(depth - 1))) \(random.pick(Self.operators)) (\(expression(depth - 1)))"
    case 4: return random.pick(["-", "not ", "√", "∇"]) + "(\(expression(depth - 1)))"
    case 5: return "[" + list(depth) + "]"
    case 6: return "{a: \(expression(depth - 1)), b: \(expression(depth - 1))}"
    case 7: return "\(random.pick(Self.names))[\(index(depth)), \(index(depth))]"
    case 8: return "(\(expression(depth - 1)))[\(index(depth))]"
    case 9: return "(\(expression(depth - 1)))\(random.pick([".T", "ᵀ", "'", "''", ".a", ".W", ".x", ".shape", "²"]))"
    case 10:
      return "∂\(random.pick(["L", "w", "y", "n"]))/∂\(random.pick(["w", "W", "b", "y", "x", "(\(expression(1)))"]))"
    case 11: return "grad(\(expression(depth - 1)), [w, \(random.pick(["W", "b", "y", "x"]))])"
    case 12: return "(u -> \(expression(depth - 1)))(\(expression(depth - 1)))"
    case 13: return "if \(expression(depth - 1)) { \(expression(depth - 1)) } else { \(expression(depth - 1)) }"
    case 14: return "\"\(random.pick(Self.texts))\""
    case 15: return "\"{\(random.pick(Self.names))\(random.pick(["", ":.3", ":.0", ":.99", ":x"]))}\""
    default: return call(depth)
    }
  }

  private mutating func call(_ depth: Int) -> String {
    let name = random.below(8) == 0 ? random.pick(["f", "g", "net", "h", "f'"]) : random.pick(given)
    let arguments = (0..<random.below(4)).map { _ in
      let label = random.below(8) == 0 ? random.pick(Self.labels) : ""
      return label + (random.below(8) == 0 ? "u -> u * 2" : expression(depth - 1))
    }
    return "\(name)(\(arguments.joined(separator: ", ")))"
  }

  private mutating func list(_ depth: Int) -> String {
    (0..<random.below(4)).map { _ in expression(depth - 1) }.joined(separator: ", ")
  }

  private mutating func index(_ depth: Int) -> String {
    switch random.below(6) {
    case 0: ":"
    case 1: "\(random.pick(["", "0", "-1", "5", "-9"])):\(random.pick(["", "1", "-2", "9"]))"
    case 2: "::\(random.pick(["1", "2", "-1", "0"]))"
    case 3: "[\(random.pick(Self.numbers)), \(random.pick(Self.numbers))]"
    case 4: expression(depth - 1)
    default: random.pick(["0", "1", "-1", "3", "B"])
    }
  }
}
