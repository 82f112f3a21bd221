import Source
import Syntax
import Testing

/// When a prompt should ask for another line.
struct UnfinishedTests {
  @Test(
    "a text is unfinished when something is missing at its end",
    arguments: [
      "(", "[", "{", "f(", "f(1,", "f(1, 2", "x = [1,\n2", "{a: 1,", "x =", "x :=", "x +=", "a +", "a and", "a or",
      "not",
      "-", "2 ^", "x ->", "(x, y) ->", "f(x) =", "f(x) = {", "f(x) = {\n  y = 1", "f(x) = {\n  y = 1\n", "a, b =", "if",
      "if a", "if a {", "if a { 1 } else", "if a { 1 } else {", "if a { 1 } else if", "while", "while a", "for i in",
      "for i in 1..", "for i in 1..3", "for i in 1..3 {", "no_grad {", "f({\n a = (", "x[", "x[1:", "a <", "a,",
      "1 .. # c",
      "(1 + 2\n# more", "x = 1\ny = (2",
    ])
  func unfinished(text: String) {
    #expect(parse(text).isUnfinished)
    #expect(parse(text).hasErrors)
  }

  @Test(
    "a text is finished when it is whole, or wrong in a way that more text cannot mend",
    arguments: [
      "", "x", "x = 1;", "f(x) = {}", "if a { 1 }", "\"abc", "x = \"a {b", "(1 2", "x = = (", ")", "f(1]", "∂L", "x.",
      "for", "for i", "return", "# (", ":load (", "?(", "x 2 (", "assert", "😀 (", "'", "x = 1 +\n) (", "f(a=1, 2",
    ])
  func finished(text: String) { #expect(!parse(text).isUnfinished) }

  @Test("whatever is unfinished can be finished by the lines that follow")
  func finishing() {
    for (start, rest) in [
      ("f(x) =", "  x^2"), ("if a", "{ 1 }"), ("if a { 1 } else", "{ 2 }"), ("for i in 1..3", "{ i }"),
      ("if a { 1 } else if", "b { 2 }"), ("a and", "b"), ("f(1,", "2)"), ("while", "a { 1 }"), ("x ->", "x"),
      ("a, b =", "f()"), ("x = [1", ", 2]"), ("-", "x"), ("f(x) = {", "}"),
    ] {
      #expect(parse(start).isUnfinished, "\(start)")
      #expect(problems(start + "\n" + rest).isEmpty, "\(start)")
    }
  }

  @Test(
    "the next row is indented by two columns for every open bracket",
    arguments: [("x = 1", 0), ("f(x) = {", 2), ("f(x) = {\n  g(", 4), ("f(x) = {\n  y\n}", 0), ("[(1), {", 4)])
  func indentation(text: String, columns: Int) { #expect(Parser.indent(for: text) == columns) }
}
