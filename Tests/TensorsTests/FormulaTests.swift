import Tensors
import Testing

@Suite("A formula")
struct FormulaTests {
  /// A rule as it should read.
  struct Rule: CustomTestStringConvertible {
    let operation: Operation
    let names: [String]
    let shapes: [[Int]]
    var attributes = Attributes.none
    let local: String?
    let rules: [String]
    var constant: Double?

    var testDescription: String { "\(operation.name) of \(names.joined(separator: ", "))" }
  }

  static let rules: [Rule] = [
    Rule(
      operation: .sigmoid, names: ["z"], shapes: [[]], local: "σ(z)(1 - σ(z))", rules: ["∂L/∂y · σ(z)(1 - σ(z))"]),
    Rule(operation: .tanh, names: ["z"], shapes: [[]], local: "1 - tanh(z)^2", rules: ["∂L/∂y · (1 - tanh(z)^2)"]),
    Rule(operation: .exp, names: ["z"], shapes: [[2]], local: "exp(z)", rules: ["∂L/∂y · exp(z)"]),
    Rule(operation: .log, names: ["z"], shapes: [[2]], local: "1/z", rules: ["∂L/∂y · 1/z"]),
    Rule(operation: .sqrt, names: ["z"], shapes: [[2]], local: "1/(2sqrt(z))", rules: ["∂L/∂y · 1/(2sqrt(z))"]),
    Rule(operation: .relu, names: ["z"], shapes: [[2]], local: "z > 0", rules: ["∂L/∂y · (z > 0)"]),
    Rule(operation: .cos, names: ["z"], shapes: [[]], local: "-sin(z)", rules: ["∂L/∂y · -sin(z)"]),
    Rule(operation: .negate, names: ["z"], shapes: [[]], local: "-1", rules: ["-∂L/∂y"]),
    Rule(operation: .add, names: ["u", "v"], shapes: [[], []], local: "1", rules: ["∂L/∂y", "∂L/∂y"]),
    Rule(operation: .subtract, names: ["u", "v"], shapes: [[], []], local: "1", rules: ["∂L/∂y", "-∂L/∂y"]),
    Rule(operation: .multiply, names: ["w", "x"], shapes: [[], []], local: "x", rules: ["∂L/∂y · x", "∂L/∂y · w"]),
    Rule(
      operation: .multiply, names: ["w", "(-1)"], shapes: [[], []], local: "(-1)",
      rules: ["∂L/∂y · (-1)", "∂L/∂y · w"]),
    Rule(
      operation: .divide, names: ["u", "v"], shapes: [[], []], local: "1/v",
      rules: ["∂L/∂y · 1/v", "∂L/∂y · -u / v^2"]),
    Rule(
      operation: .power, names: ["a - 1"], shapes: [[]], local: "2(a - 1)", rules: ["∂L/∂y · 2(a - 1)"], constant: 2),
    Rule(operation: .power, names: ["x"], shapes: [[]], local: "3x^2", rules: ["∂L/∂y · 3x^2"], constant: 3),
    Rule(
      operation: .matmul, names: ["x", "W"], shapes: [[4, 3], [3, 2]], local: nil, rules: ["∂L/∂y @ Wᵀ", "xᵀ @ ∂L/∂y"]),
    Rule(
      operation: .matmul, names: ["x", "W"], shapes: [[3], [3, 2]], local: nil, rules: ["∂L/∂y @ Wᵀ", "xᵀ @ ∂L/∂y"]),
    Rule(operation: .matmul, names: ["u", "v"], shapes: [[3], [3]], local: nil, rules: ["∂L/∂y · v", "∂L/∂y · u"]),
    Rule(
      operation: .add, names: ["z", "b"], shapes: [[4, 3], [3]], local: "1", rules: ["∂L/∂y", "sum(∂L/∂y, axis=0)"]),
    Rule(
      operation: .multiply, names: ["x", "s"], shapes: [[3], []], local: "s", rules: ["∂L/∂y · s", "sum(∂L/∂y · x)"]),
    Rule(operation: .sum, names: ["x"], shapes: [[3]], local: nil, rules: ["∂L/∂y"]),
    Rule(operation: .mean, names: ["x"], shapes: [[3]], local: nil, rules: ["∂L/∂y / 3"]),
    Rule(operation: .max, names: ["x"], shapes: [[3]], local: nil, rules: ["∂L/∂y · (x == max(x))"]),
    Rule(
      operation: .transpose, names: ["x"], shapes: [[2, 3]], attributes: .permutation([1, 0]), local: nil,
      rules: ["∂L/∂yᵀ"]),
  ]

  @Test("of a derivative reads as in a textbook", arguments: rules)
  func derivative(_ rule: Rule) throws {
    var inputs = try rule.shapes.enumerated().map { place, shape in
      Traced.node(Node(leaf: try Usages.values(shape, from: 0.5, to: 2, salt: place)))
    }
    if let constant = rule.constant { inputs.append(.float64(constant)) }
    let node = try #require(try rule.operation(inputs, rule.attributes).node)
    for (position, expected) in rule.rules.enumerated() {
      let found = try #require(
        DerivativeRule(of: node, position: position, inputs: rule.names, gradient: "∂L/∂y"))
      #expect(found.rule == expected)
      if position == 0 { #expect(found.local == rule.local) }
    }
  }

  @Test("stops at the names it is given and brackets what needs it")
  func names() throws {
    let (x, y) = (Node(leaf: .float64(2)), Node(leaf: .float64(3)))
    let sum = try Operation.add(.node(x), .node(y))
    let product = try Operation.multiply(sum, try Operation.subtract(.node(x), sum))
    let power = try Operation.power(try Operation.negate(product), .float64(2))
    let names = [ObjectIdentifier(x): "x", ObjectIdentifier(y): "y"]
    #expect(Formula.text(of: power) { names[ObjectIdentifier($0)] } == "(-(x + y)(x - (x + y)))^2")
    let half = try Operation.multiply(.float64(0.5), .node(x))
    #expect(Formula.text(of: half) { names[ObjectIdentifier($0)] } == "0.5x")
    let plain = try Operation.multiply(.node(x), .node(y))
    #expect(Formula.text(of: plain) { names[ObjectIdentifier($0)] } == "x*y")
  }

  @Test("shows numbers with few digits", arguments: [(2.0, "2"), (0.1, "0.1"), (1.0 / 3, "0.33333"), (-1.5, "-1.5")])
  func numbers(_ value: Double, _ text: String) { #expect(Formula.number(value) == text) }
}
