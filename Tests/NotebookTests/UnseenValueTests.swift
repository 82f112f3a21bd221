import Testing

@testable import Notebook

/// Values and drawings of a line that nobody would see, and copies that are kept nowhere.
@Suite("A value that is shown nowhere")
struct UnseenValueTests {
  private static let lines: [(line: String, says: String)] = [
    ("x = 3; x + 1; x", "x + 1 is not shown"), ("for i in 0..2 { i^2 }", "print(i^2)"),
    ("for i in 0..1 { if i > 0 { image(zeros(2, 2)) } }", "print(image(zeros(2, 2)))"),
    ("plot([1, 2]); plot([2, 1])", "plot([[1, 2], [2, 1]])"),
    ("xs = [1]; for i in 0..2 { append(xs, i) }", "xs = append(xs, i)"),
    ("xs = [1]; append(xs, 3); xs", "xs = append(xs, 3)"),
    ("f(v) = (1 - v_1)² + v_2", "f(v) = (1 - v[0])² + v[1]"), ("f(v) = v_1^2; f([1, 2])", "f(v) = v[0]^2"),
  ]

  @Test("is said", arguments: lines.map(\.line))
  func said(line: String) throws {
    var session = TestSession(.test(lessons: []))
    let says = try #require(Self.lines.first { $0.line == line }?.says)
    let shown = session.type(line)
    #expect(shown.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(says), "\(shown)")
  }

  @Test(
    "is not made of what prints, trains, is quiet at the end or is meant by a name of its own",
    arguments: [
      "x = 3; x;", "for i in 0..2 { print(i) }", "x = 2; for i in 0..2 { x += i }", "v_1 = 2; f(v) = v_1 * v",
      "w = param(1); o = sgd(rate=0.1); for i in 0..2 { L = w^2; step(o, L) }",
    ])
  func silent(line: String) {
    var session = TestSession(.test(lessons: []))
    #expect(!session.type(line).contains("note:"))
  }
}
