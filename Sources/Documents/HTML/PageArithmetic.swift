/// The operations on single numbers that a page computes itself, by their names, in the page's language.
///
/// Derivatives are not among them: a page is given those written down in these operations, too.
enum PageArithmetic {
  static let rules: [String: String] = {
    var rules: [String: String] = [:]
    for line: Substring in table.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      rules[String(line.prefix(upTo: colon))] = String(line.suffix(from: colon).drop { ": ".contains($0) })
    }
    return rules
  }()

  /// In the order of their declarations; `a` is the first input, `b` the second.
  private static let table = """
    add: a + b
    subtract: a - b
    multiply: a * b
    divide: a / b
    remainder: b === 0 || !isFinite(a) ? NaN : !isFinite(b) ? (a === 0 || (a < 0) === (b < 0) ? a : b) : a % b !== 0 && (a % b < 0) !== (b < 0) ? a % b + b : a % b
    power: b === 2 ? a * a : a === 1 ? 1 : Math.pow(a, b)
    negate: -a
    maximum: a > b || a !== a ? a : b
    minimum: a < b || a !== a ? a : b
    leads: a > b ? 1 : a === b ? 0.5 : 0
    exp: Math.exp(a)
    log: Math.log(a)
    sqrt: Math.sqrt(a)
    abs: Math.abs(a)
    sign: a > 0 ? 1 : a < 0 ? -1 : a
    sin: Math.sin(a)
    cos: Math.cos(a)
    tan: Math.tan(a)
    tanh: Math.tanh(a)
    sigmoid: a >= 0 ? 1 / (1 + Math.exp(-a)) : Math.exp(a) / (1 + Math.exp(a))
    relu: a > 0 || a !== a ? a : 0
    positive: a > 0 ? 1 : 0
    softplus: a !== a ? a : Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)))
    floor: Math.floor(a)
    ceil: Math.ceil(a)
    round: Math.abs(a % 1) === 0.5 ? 2 * Math.round(a / 2) : Math.round(a)
    log1p: Math.log1p(a)
    expm1: Math.expm1(a)
    log2: Math.log2(a)
    log10: Math.log10(a)
    sinh: Math.sinh(a)
    cosh: Math.cosh(a)
    atan: Math.atan(a)
    """

  /// The rules as a table of the script, which has no word that needs a space.
  static var script: String {
    let entries = rules.sorted { $0.key < $1.key }.map { "\($0.key):(a,b)=>\($0.value)" }
    return "{\(entries.joined(separator: ",\n"))}".filter { $0 != " " }
  }
}
