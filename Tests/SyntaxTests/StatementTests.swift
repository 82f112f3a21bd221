import Source
import Syntax
import Testing

/// How statements are read.
struct StatementTests {
  @Test(
    "statements are read one to a line or separated by `;`",
    arguments: [
      ("x = 1", "x = 1"),
      ("x = 1; y = 2", "x = 1;; y = 2"),
      ("x;", "x;"),
      ("x = 1;;y", "x = 1;; y"),
      ("a, b = f()", "a, b = f()"),
      ("a,\n b = f()", "a, b = f()"),
      ("a, b, c = [1,\n 2, 3]", "a, b, c = [1, 2, 3]"),
      ("w := w - 1", "w := (w - 1)"),
      ("w ← w", "w := w"),
      ("s += 1", "s += 1"),
      ("s -= 1; s *= 2; s /= 3", "s -= 1;; s *= 2;; s /= 3"),
      ("f(x) = x^2", "f(x) = {(x ^ 2)}"),
      ("f(x, k=2) = { y = k*x; return y }", "f(x, k=2) = {y = (k * x);; return y}"),
      ("f() = {}", "f() = {{}}"),
      ("f(x) = {\n  return\n}", "f(x) = {return}"),
      ("for i in 1..3 { print(i) }", "for i in (1 .. 3) {print(i)}"),
      ("for x, y in zip(a, b) { x; y }", "for x, y in zip(a, b) {x;; y}"),
      ("for (x, y) in zip(a, b) { x }", "for x, y in zip(a, b) {x}"),
      ("while a < 3 { a += 1; break; continue }", "while (a < 3) {a += 1;; break; continue}"),
      ("if a { 1 } else { 2 }", "if a {1} else {2}"),
      ("assert a == 1, \"why\"", "assert (a == 1), \"why\""),
      ("assert a", "assert a"),
      (":step L", "command<:step L>"),
      ("x = 1\n  :vars  \n?x # y", "x = 1; command<:vars>; command<?x # y>"),
      ("x = [1,\n  2]\n:vars", "x = [1, 2]; command<:vars>"),
      ("print(no_grad { w })", "print(no_grad((() -> {w})))"),
      ("training { step(o, L) }", "training((() -> {step(o, L)}))"),
      ("# nothing", ""),
      ("", ""),
      ("\n\n  \n", ""),
      ("x = 1 # why\ny = 2", "x = 1; y = 2"),
    ])
  func statements(text: String, reading: String) { #expect(shape(text) == reading) }

  @Test(
    "a line end counts only where a statement can end",
    arguments: [
      ("x = 1 +\n  2", "x = (1 + 2)"),
      ("x =\n  2", "x = 2"),
      ("f(1,\n\n  2\n)", "f(1, 2)"),
      ("(1\n + 2\n)", "(1 + 2)"),
      ("x ->\n x", "((x) -> {x})"),
      ("a and\n b", "(a and b)"),
      ("a # left\n", "a"),
      ("a + # left\n b", "(a + b)"),
      ("if c {\n  1\n} else {\n  2\n}", "if c {1} else {2}"),
      ("if c\n{ 1 }", "if c {1}"),
      ("f({\n  a = 1\n  a\n})", "f({a = 1; a})"),
      ("f(x -> {\n  a = x\n  a\n}, 2)", "f(((x) -> {a = x; a}), 2)"),
      ("x = 1\r\ny = 2\r\n", "x = 1; y = 2"),
      ("a\n-b", "a; (- b)"),
    ])
  func lineEnds(text: String, reading: String) { #expect(shape(text) == reading) }

  @Test(
    "every form of a character has one meaning",
    arguments: [
      ("w₀ + w_0", "(w_0 + w_0)"),
      ("w₁₂", "w_12"),
      ("xᵢ", "x_i"),
      ("σ₁", "σ_1"),
      ("σ(x)", "sigmoid(x)"),
      ("σ = 2", "sigmoid = 2"),
      ("πr", "πr"),
      ("µ", "μ"),
      ("学习率 = 0.1", "学习率 = 0.1"),
      ("a − b", "(a - b)"),
      ("a × b", "(a * b)"),
      ("a ⊙ b", "(a * b)"),
      ("a ÷ b", "(a / b)"),
      ("a ⋅ b", "(a · b)"),
      ("a ≤ b ≥ c ≠ d", "(a <= b >= c != d)"),
      ("x → x", "((x) -> {x})"),
      ("x ↦ x", "((x) -> {x})"),
      ("a ∧ ¬b ∨ c", "((a and (not b)) or c)"),
      ("（１．５，２）；".replacingParentheses, "[1.5, 2];"),
      ("f（x）＝x＾２", "f(x) = {(x ^ 2)}"),
      ("1\u{A0}+\u{202F}2", "(1 + 2)"),
      ("\u{FEFF}x", "x"),
      ("1_000", "1000"),
      ("1e-3", "0.001"),
      ("1.5E+2", "150"),
      ("2 ** 3", "(2 ^ 3)"),
      ("∞", "inf"),
      ("x⊤", "x.T"),
      ("𝜕L/𝜕w", "∂L/∂w"),
    ])
  func characters(text: String, reading: String) { #expect(shape(text) == reading) }

  @Test("names are composed: an accent written after its letter makes the same name")
  func composition() throws {
    let program = parse("e\u{301} = 1; x\u{302} = 2")
    guard case .bind(let first, _) = try #require(program.statements.first).kind else { return }
    #expect(Array(first[0].text.unicodeScalars) == ["é"])
    #expect(program.statements.count == 2)
  }

  @Test("the `##` lines right above a function are its documentation")
  func documentation() throws {
    let text = "## Doubles a number.\n##\n##   f(2) is 4\nf(x) = 2x\n## Not this\n\ng(x) = x"
    let functions = parse(text).statements.compactMap { statement -> FunctionDefinition? in
      if case .function(let definition) = statement.kind { return definition }
      return nil
    }
    #expect(functions.map(\.documentation) == ["Doubles a number.\n\n  f(2) is 4", ""])
  }

  @Test("spans hold brackets, and a statement's span leaves out its `;`")
  func spans() throws {
    let program = parse("x = (1 + 2) * f(3)  ;")
    let statement = try #require(program.statements.first)
    #expect(program.source.slice(statement.span) == "x = (1 + 2) * f(3)")
    #expect(!statement.showsValue)
    guard case .bind(_, let value) = statement.kind, case .binary(_, let left, let right, let sign) = value.kind
    else {
      Issue.record("not a product")
      return
    }
    #expect(left.sourceText(in: program.source) == "(1 + 2)")
    #expect(right.sourceText(in: program.source) == "f(3)")
    #expect(program.source.slice(sign) == "*")
  }
}

extension String {
  /// Full-width brackets of a list, which a test's source cannot show well.
  fileprivate var replacingParentheses: String {
    String(map { $0 == "（" ? "［" : $0 == "）" ? "］" : $0 })
  }
}
