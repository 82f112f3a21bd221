import Syntax
import Testing

/// How expressions are read: each case shows the text and its reading with every operation in parentheses.
struct ExpressionTests {
  @Test(
    "operators bind as in a textbook",
    arguments: [
      ("1 + 2 * 3", "(1 + (2 * 3))"),
      ("1 - 2 - 3", "((1 - 2) - 3)"),
      ("a / b * c", "((a / b) * c)"),
      ("x @ W + b", "((x @ W) + b)"),
      ("x · y % 2", "((x · y) % 2)"),
      ("-x^2", "(- (x ^ 2))"),
      ("2^3^2", "(2 ^ (3 ^ 2))"),
      ("2**-1", "(2 ^ (- 1))"),
      ("2^-3^2", "(2 ^ (- (3 ^ 2)))"),
      ("-a * b", "((- a) * b)"),
      ("a * -b", "(a * (- b))"),
      ("--x", "(- (- x))"),
      ("x--1", "(x - (- 1))"),
      ("+x + +1", "(x + 1)"),
      ("a or b and not c == d", "(a or (b and (not (c == d))))"),
      ("not not a", "(not (not a))"),
      ("a < b <= c != d", "(a < b <= c != d)"),
      ("1..n + 1", "(1 .. (n + 1))"),
      ("0..<5 == r", "((0 ..< 5) == r)"),
      ("a ≈ b", "(a ≈ b)"),
      ("(a + b) * c", "((a + b) * c)"),
      ("f(x)^2", "(f(x) ^ 2)"),
      ("-f'(x)", "(- f'(x))"),
      ("a.T @ b", "(a.T @ b)"),
    ])
  func precedence(text: String, reading: String) { #expect(shape(text) == reading) }

  @Test(
    "a number before a name, a parenthesis or a ∂ is a product",
    arguments: [
      ("2x", "(2 * x)"),
      ("3(x + 1)", "(3 * (x + 1))"),
      ("3x^2", "(3 * (x ^ 2))"),
      ("-2x", "(- (2 * x))"),
      ("3x^2y", "((3 * (x ^ 2)) * y)"),
      ("2π", "(2 * pi)"),
      ("2e1", "20"),
      ("2e", "(2 * e)"),
      ("2e1x", "(20 * x)"),
      ("2e - 1", "((2 * e) - 1)"),
      ("0.5 x", "(0.5 * x)"),
      ("2sin(x)", "(2 * sin(x))"),
      ("2f'(x)", "(2 * f'(x))"),
      ("4x²y", "((4 * (x ^ 2)) * y)"),
      ("1 - 2x", "(1 - (2 * x))"),
      ("a * 2b", "(a * (2 * b))"),
      ("0.1 ∂L/∂w", "(0.1 * ∂L/∂w)"),
      ("2∂L/∂w", "(2 * ∂L/∂w)"),
      ("w − η ∂L/∂w", "(w - (η * ∂L/∂w))"),
      ("∂L/∂a ∂a/∂z", "(∂L/∂a * ∂a/∂z)"),
      ("(1 - β) ∂L/∂w", "((1 - β) * ∂L/∂w)"),
      ("1/2x", "(1 / (2 * x))"),
      ("1/(2x)", "(1 / (2 * x))"),
      ("1/2 * x", "((1 / 2) * x)"),
      ("2√x", "(2 * sqrt(x))"), ("√f(16)", "sqrt(f(16))"), ("√r.x", "sqrt(r.x)"), ("√x[0]", "sqrt(x[0])"),
      ("√x^2", "(sqrt(x) ^ 2)"), ("√d.train.y[0]", "sqrt(d.train.y[0])"), ("√mean(p)", "sqrt(mean(p))"),
      ("√(x + 1)", "sqrt((x + 1))"), ("√2 x", "(sqrt(2) * x)"),
    ])
  func implicitProducts(text: String, reading: String) { #expect(shape(text) == reading) }

  @Test("a product without a sign in a denominator is remarked on, with parentheses it is not")
  func denominators() {
    #expect(problems("1/2x") == ["implicit-product@2x"])
    #expect(problems("a/η ∂L/∂w") == ["implicit-product@η ∂L/∂w"])
    #expect(problems("1/(2x)").isEmpty)
    #expect(problems("1/2*x").isEmpty)
    #expect(parse("1/2x").hasErrors == false)
  }

  @Test(
    "gradients take plain names or parentheses, and postfixes apply to the whole",
    arguments: [
      ("∂L/∂w", "∂L/∂w"),
      ("∂L/∂W[0]", "∂L/∂W[0]"),
      ("∂L/∂W.T", "∂L/∂W.T"),
      ("∂(a * b)/∂(net[0].W)", "∂(a * b)/∂net[0].W"),
      ("∂ L / ∂ w₁", "∂L/∂w_1"),
      ("∂L/∂w * 2", "(∂L/∂w * 2)"),
      ("∂L/∂w²", "(∂L/∂w ^ 2)"),
      ("-∂L/∂w", "(- ∂L/∂w)"),
      ("∇f", "grad(f)"),
      ("∇f(x)", "grad(f)(x)"),
      ("∇(f)", "grad(f)"),
      ("map(∇, fs)", "map(grad, fs)"),
    ])
  func gradients(text: String, reading: String) { #expect(shape(text) == reading) }

  @Test("the postfixes of a gradient belong to it, not to what stands below the line")
  func gradientPostfixes() throws {
    let statement = try #require(parse("∂L/∂W[0]").statements.first)
    guard case .expression(let value) = statement.kind, case .index(let inner, _) = value.kind,
      case .gradient = inner.kind
    else {
      Issue.record("not an index of a gradient")
      return
    }
  }

  @Test(
    "calls, subscripts, fields, primes and exponents stand behind their operand",
    arguments: [
      ("f(x, k=2)", "f(x, k=2)"),
      ("f()", "f()"),
      ("f(x,)", "f(x)"),
      ("f(1)(2)", "f(1)(2)"),
      ("x[0]", "x[0]"),
      ("x[-1]", "x[(- 1)]"),
      ("x[1:3, :2]", "x[1:3, :2]"),
      ("x[::2]", "x[::2]"),
      ("x[:, 0]", "x[:, 0]"),
      ("x[1:]", "x[1:]"),
      ("x[[2, 0]]", "x[[2, 0]]"),
      ("data.train.x", "data.train.x"),
      ("net[0].W", "net[0].W"),
      ("r.in", "r.in"),
      ("f'", "f'"),
      ("f''(2)", "f''(2)"),
      ("σ′(z)", "sigmoid'(z)"),
      ("f’(2)", "f'(2)"),
      ("f″(2)", "f''(2)"),
      ("xᵀ @ y", "(x.T @ y)"),
      ("x²", "(x ^ 2)"),
      ("x⁻¹", "(x ^ (- 1))"),
      ("x¹⁰", "(x ^ 10)"),
      ("xⁿ", "(x ^ n)"),
      ("(a + b)²", "((a + b) ^ 2)"),
      ("x²ᵀ", "(x ^ 2).T"),
      ("2²", "(2 ^ 2)"),
      ("a₁²", "(a_1 ^ 2)"),
      ("no_grad { x }", "no_grad((() -> {x}))"),
      ("f(1) { x }", "f(1, (() -> {x}))"),
      ("∑(x)", "sum(x)"),
      ("Σ(x)", "sum(x)"),
    ])
  func postfixes(text: String, reading: String) { #expect(shape(text) == reading) }

  @Test(
    "functions, records, blocks and choices are expressions",
    arguments: [
      ("x -> x^2", "((x) -> {(x ^ 2)})"),
      ("(x, y) -> x + y", "((x, y) -> {(x + y)})"),
      ("(x, k=2) -> x", "((x, k=2) -> {x})"),
      ("() -> 1", "(() -> {1})"),
      ("x → y → x", "((x) -> {((y) -> {x})})"),
      ("map(x -> 2x, xs)", "map(((x) -> {(2 * x)}), xs)"),
      ("x -> { y = x; y }", "((x) -> {y = x;; y})"),
      ("x -> {a: x}", "((x) -> {{a: x}})"),
      ("{}", "{}"),
      ("{x: 1, y: 2}", "{x: 1, y: 2}"),
      ("{\n x: 1,\n y: 2,\n}", "{x: 1, y: 2}"),
      ("{ a = 1; a }", "{a = 1;; a}"),
      ("y = if c { 1 } else { 2 }", "y = if c {1} else {2}"),
      ("if a { 1 } else if b { 2 } else { 3 }", "if a {1} else if b {2} else {3}"),
      ("if x == f { 1 }", "if (x == f) {1}"),
      ("[1, [2, 3], ]", "[1, [2, 3]]"),
      ("[]", "[]"),
      ("___", "___"),
      ("dz = ___ * 2", "dz = (___ * 2)"),
    ])
  func compound(text: String, reading: String) { #expect(shape(text) == reading) }

  @Test(
    "strings hold text, escapes and expressions",
    arguments: [
      (#""a""#, "\"a\""),
      (#""""#, "\"\""),
      (#""x = {x:.3}!""#, "\"x = {x:.3}!\""),
      (#""{x[1:2]}""#, "\"{x[1:2]}\""),
      (#""{f("b")} c""#, "\"{f(\"b\")} c\""),
      (#""a\n\t\"\\\{x\}""#, "\"a\n\t\"\\{x}\""),
      (#""\u{3c3}""#, "\"σ\""),
      (#""{{x}}""#, "\"{x}\""),
      (#""}""#, "\"}\""),
      ("“curly”", "\"curly\""),
      ("\"全角（）１\"", "\"全角（）１\""),
    ])
  func strings(text: String, reading: String) { #expect(shape(text) == reading) }
}
