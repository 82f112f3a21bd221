import Source
import Syntax
import Testing

/// A faulty text with what is said about it: `code@text underlined`, in order.
struct Fault: CustomTestStringConvertible, Sendable {
  var text: String
  var said: [String]

  init(_ text: String, _ said: String...) {
    self.text = text
    self.said = said
  }

  var testDescription: String { text.debugDescription }
}

/// What is said about faulty texts, and where.
struct DiagnosticTests {
  @Test(
    "brackets are reported where they opened or closed",
    arguments: [
      Fault("foo(1, 2", "unclosed-bracket@("),
      Fault("x = [1, (2", "unclosed-bracket@("),
      Fault("foo(1, 2\nx = 3", "unclosed-bracket@("),
      Fault("f(1, 2]", "mismatched-bracket@]"),
      Fault("[1, 2)", "mismatched-bracket@)"),
      Fault("f(x) = { (1 }", "mismatched-bracket@}"),
      Fault(")", "unmatched-bracket@)"),
      Fault("x = 1]", "unmatched-bracket@]"),
      Fault("}\nx = 1", "unmatched-bracket@}"),
      Fault("[1, 2\n 3]", "expected-token@3"),
      Fault("()", "expected-value@()"),
      Fault("x[]", "expected-value@[]"),
      Fault("(1, 2)", "parentheses-hold-one@,"),
      Fault("f({x: 1)", "mismatched-bracket@)"),
    ])
  func brackets(fault: Fault) { #expect(problems(fault.text) == fault.said) }

  @Test(
    "something missing is named",
    arguments: [
      Fault("x = 1 + * 2", "expected-value@*"),
      Fault("f(x,, y)", "expected-value@,"),
      Fault("f(x y)", "expected-token@y"),
      Fault("x y", "missing-operator@x y"),
      Fault("2 3", "missing-operator@2 3"),
      Fault("sin²(x)", "missing-operator@("),
      Fault("for i", "expected-token@"),
      Fault("if c 5", "expected-block@5"),
      Fault("∂L", "expected-gradient@"),
      Fault("∂L + 1", "expected-gradient@+"),
      Fault("∂²L/∂w", "higher-gradient@∂²L/∂w"), Fault("∂²L/∂w³", "higher-gradient@∂²L/∂w³"),
      Fault("1..2..3", "several-ranges@.."),
      Fault("2 + x -> x", "loose-lambda@->"),
      Fault("x = 1\n+ 2", "operator-starts-line@+"),
      Fault("* 2", "operator-starts-line@*"),
      Fault("a, b", "comma-outside-list@,"),
      Fault("x = 1,000", "comma-outside-list@,"),
      Fault("a, b = 1, 2", "comma-outside-list@,"),
      Fault("assert x \"why\"", "expected-token@\"why\""),
      Fault("x.", "expected-token@"),
    ])
  func missing(fault: Fault) { #expect(problems(fault.text) == fault.said) }

  @Test(
    "characters and literals that cannot be read are explained",
    arguments: [
      Fault("x = 5 – 3", "odd-character@–"),
      Fault("x = 5 😀😀", "odd-character@😀😀"),
      Fault("x = \u{7}1", "odd-character@\u{7}"),
      Fault("1…5", "odd-character@…"),
      Fault("\"abc", "unclosed-string@\"abc"),
      Fault("print(\"abc)\ny = 2", "unclosed-string@\"abc)"),
      Fault("\"a {b\"", "unclosed-string@{"),
      Fault("\"{}\"", "empty-interpolation@{}"),
      Fault("\"{x y}\"", "expected-token@y"),
      Fault("\"{x +}\"", "expected-value@"),
      Fault("\"\\q\"", "unknown-escape@\\q"),
      Fault("'abc'", "single-quotes@'abc'"),
      Fault("x = ‘abc’", "single-quotes@‘abc’"),
      Fault("x = 'abc", "lone-quote@'"),
      Fault(".5 + 1", "number-point@.5"),
      Fault("5. + 1", "number-point@5."),
      Fault("1.2.3", "number-point@1.2.3"),
      Fault("0x1F", "number-base@0x1F"),
      Fault("x" + String(repeating: "⁹", count: 400), "number-too-large@" + String(repeating: "⁹", count: 400)),
      Fault("1e999", "number-too-large@1e999"),
      Fault("\\sigma(3)", "backslash@\\sigma"),
      Fault("W⁽²⁾", "raised-label@⁽²⁾"),
    ])
  func characters(fault: Fault) { #expect(problems(fault.text) == fault.said) }

  @Test(
    "values and names stand where they can",
    arguments: [
      Fault("if x = 1 { 2 }", "assignment-in-condition@="),
      Fault("while x = 1 { 2 }", "assignment-in-condition@="),
      Fault("(x = 2)", "assignment-in-condition@="),
      Fault("x = = 1", "spaced-equals@= ="),
      Fault("a == = b", "spaced-equals@== ="),
      Fault("x = y = 1", "chained-binding@="),
      Fault("x[0] = 5", "cannot-assign-element@x[0]"),
      Fault("x[0] += 5", "cannot-assign-element@x[0]"),
      Fault("r.x = 5", "cannot-assign-field@r.x"),
      Fault("for = 3", "cannot-assign-keyword@for"),
      Fault("true = 3", "cannot-assign-keyword@true"),
      Fault("5 = x", "cannot-assign-value@5"),
      Fault("x' = 3", "cannot-assign-prime@x'"),
      Fault("f'(x) = 3", "cannot-assign-prime@f'"),
      Fault("f(x) := 3", "function-updated@:="),
      Fault("f(x := 3)", "update-inside@:="),
      Fault("f(3) = 2", "parameter-not-name@3"),
      Fault("f(x, x) = 2", "repeated-name@x"),
      Fault("a, a = 2", "repeated-name@a"),
      Fault("{a: 1, a: 2}", "repeated-name@a"),
      Fault("g(a=1, a=2)", "repeated-name@a"),
      Fault("f(x=1, y) = 2", "default-before-required@y"),
      Fault("f(a=1, 2)", "positional-after-named@2"),
      Fault("f(a: 1)", "colon-argument@a:"),
      Fault("{\"a\": 1}", "record-key@\"a\""),
      Fault("return 3", "return-outside-function@return"),
      Fault("break", "outside-loop@break"),
      Fault("for i in a { f(x) = { continue } }", "outside-loop@continue"),
      Fault("if a { 1 }\nelse { 2 }", "else-without-if@else"),
      Fault("else { 2 }", "else-without-if@else"),
      Fault("f(x) = {\n  :vars\n}", "command-inside@:vars"),
      Fault("x = 1 :vars", "command-not-first@:"),
    ])
  func names(fault: Fault) { #expect(problems(fault.text) == fault.said) }

  @Test(
    "habits of other languages get their own words",
    arguments: [
      Fault("def f(x):\n    return x\ny = 2", "other-language@def"),
      Fault("f = lambda x: x + 1", "other-language@lambda"),
      Fault("import numpy as np", "other-language@import"),
      Fault("from x import y", "other-language@from"),
      Fault("class A:\n  def f(self):\n    pass", "other-language@class"),
      Fault("for i in range(3):\n    print(i)\n    y = i", "colon-block@:"),
      Fault("if x:\n  1\nelif y:\n  2\nelse:\n  3\nz = = 1", "colon-block@:", "spaced-equals@= ="),
      Fault("let x = 3", "other-language@let"),
      Fault("var x = 3", "other-language@var"),
      Fault("function f(x) { return x }", "other-language@function"),
      Fault("elif x { 1 }", "other-language@elif"),
      Fault("for (i = 0; i < 3; i++) { }", "other-language@for (i"),
      Fault("for i = 1:3 { }", "other-language@for i"),
      Fault("for i in 1:3 { }", "range-with-colon@:"),
      Fault("x = 1:5", "range-with-colon@:"),
      Fault("print \"a\"", "other-language@print \"a\""),
      Fault("x: int = 3", "type-annotation@:"),
      Fault("[x for x in xs]", "other-language@for"),
      Fault("a if c else b", "other-language@if"),
      Fault("c ? a : b", "other-operator@?"),
      Fault("x in xs", "other-language@in"),
      Fault("a && b", "other-operator@&&"),
      Fault("a || b", "other-operator@||"),
      Fault("!x", "other-operator@!"),
      Fault("x++", "other-operator@++"),
      Fault("x--", "other-operator@--"),
      Fault("a // b", "other-operator@//"),
      Fault("x => x", "other-operator@=>"),
      Fault("x %= 2", "other-operator@%="),
      Fault("a === b", "other-operator@==="),
      Fault("a <> b", "other-operator@<>"),
      Fault("0..=5", "other-operator@..="),
    ])
  func habits(fault: Fault) { #expect(problems(fault.text) == fault.said) }

  @Test("a percentage ends its line, and the next one is read for itself")
  func percent() {
    let said = problems("keep = 80%\nold = 2")
    #expect(said.count == 1 && said[0].hasPrefix("expected-value"))
    #expect(problems("x = 7 %\n 4").isEmpty)
  }

  @Test(
    "the place underlined is exactly the one between the marks",
    arguments: [
      ("f(1, ⟦(⟧2", "unclosed-bracket"),
      ("x = (1) + ⟦)⟧", "unmatched-bracket"),
      ("σ(x) ⟦&&⟧ σ(y)", "other-operator"),
      ("a = b; ⟦c[0]⟧ = 1", "cannot-assign-element"),
      ("学 = 1\n习 = ⟦“abc⟧", "unclosed-string"),
      ("x = \"{a} {b ⟦c⟧}\"", "expected-token"),
      ("f(x) = {\n  if x ⟦=⟧ 1 { 2 }\n}", "assignment-in-condition"),
      ("1 + 1/⟦2x⟧ + 2x", "implicit-product"),
    ])
  func places(marked: String, code: String) throws {
    let parts = marked.split(separator: "⟦", omittingEmptySubsequences: false)
    let rest = try #require(parts.last).split(separator: "⟧", omittingEmptySubsequences: false)
    let lower = parts[0].utf8.count
    let program = parse(String(parts[0] + rest[0] + rest[1]))
    #expect(program.diagnostics.map(\.code.name) == [code])
    #expect(program.diagnostics.first?.labels.first?.span == Span(lower, lower + rest[0].utf8.count))
  }

  @Test("the words of other languages are plain names where they mean nothing else")
  func ordinaryNames() {
    #expect(shape("var(x)") == "var(x)")
    #expect(shape("let = 3") == "let = 3")
    #expect(shape("def + 1") == "(def + 1)")
  }

  @Test("what follows a mistake is read again, and five mistakes are enough")
  func recovery() {
    let program = parse("x = = 1\ny = 2\nz = (3\n+ ]\nf(x) = {\n  a = = 1\n  b = 2\n}\nw = 4")
    #expect(program.diagnostics.count >= 2)
    #expect(program.statements.contains { shape($0) == "y = 2" })
    #expect(problems("f(x) = {\n  a = = 1\n  b = = 2\n}\nw = = 4").count == 3)
    #expect(problems(String(repeating: "x = = 1\n", count: 100)).count == 5)
    #expect(problems(String(repeating: "😀 1 \n", count: 100)).count == 5)
    #expect(problems(String(repeating: "1/2x\n", count: 100)).count == 5)
    #expect(parse(String(repeating: "1/2x\n", count: 100)).statements.count == 100)
  }

  @Test("every message has a code, a place in its text and no period at the end of its title")
  func shapeOfMessages() throws {
    for text in ["x = = 1", "x[0] = 1", "(", "\"", "def f(x):", "x &&"] {
      for diagnostic in parse(text).diagnostics {
        #expect(diagnostic.source?.text == text)
        #expect(!diagnostic.labels.isEmpty)
        #expect(!diagnostic.title.description.hasSuffix("."))
        #expect(diagnostic.position?.line == 1)
      }
    }
  }
}
