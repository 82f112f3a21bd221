import Testing

@testable import Evaluation

/// The short ways for numbers against the general way, which the same program takes when a name holds a one-element
/// tensor instead.
@Suite struct ShortWayTests {
  struct Case: CustomTestStringConvertible {
    let expression: String
    var testDescription: String { expression }
  }

  static let cases = [
    "a + b", "a - b", "a * b", "a / b", "a + 2", "2 - a", "a * b + c", "a + b * c", "(a + b) / (c - 0.5)", "a / 0",
    "0 / (a - a)", "a - b - c * a / 4", "k * a + b", "a + k", "k * 0.5", "0.5 * k",
  ].map(Case.init)

  /// The number that a program ends with.
  private func number(_ program: String) throws -> Double {
    let run = Run(program)
    #expect(run.failure == nil, "\(program)")
    return try #require(run.last.first)
  }

  private static let names = "a = 1.75\nb = -3.5\nc = 1e-3\nk = int(7)\n"
  private static let listed = "a = [1.75]\nb = [-3.5]\nc = [1e-3]\nk = int(7)\n"

  @Test("a number computed the short way is the one computed the general way", arguments: cases)
  func expressions(_ example: Case) throws {
    let top = try number(Self.names + "s = 0\nfor i in 1..2 { s = \(example.expression) }\ns")
    let inside = try number(
      Self.names + "f(a, b, c) = { s = 0; for i in 1..2 { s = \(example.expression) }; s }\nf(a, b, c)")
    let general = try number(Self.listed + "for i in 1..2 { s = [0] + \(example.expression) }\nsum(s)")
    #expect(top.bitPattern == general.bitPattern || (top.isNaN && general.isNaN))
    #expect(inside.bitPattern == top.bitPattern || (inside.isNaN && top.isNaN))
  }

  @Test("an update takes the short way to the same number", arguments: ["+", "-", "*", "/"])
  func updates(_ sign: String) throws {
    let short = try number("s = 3\nfor i in 1..5 { s \(sign)= i * 0.5 }\ns")
    let general = try number("s = 3\nfor i in [1, 2, 3, 4, 5] { s = sum([s] \(sign) (i * 0.5)) }\ns")
    #expect(short == general)
  }

  @Test("a name that stops holding a number leaves the short way")
  func changing() throws {
    #expect(try number("s = 1\nfor i in 1..3 { s = s + 1; s = if i == 2 { param(s) } else { s } }\nw = s\nw + 0") == 4)
    #expect(try number("w = param(2)\ns = 0\nfor i in 1..3 { s = s + w * i }\n∂s/∂w") == 6)
  }

  @Test(
    "a comparison of numbers takes the short way to the same answer",
    arguments: ["<", "<=", ">", ">=", "==", "!="])
  func comparisons(_ sign: String) throws {
    for (a, b) in [("1", "2"), ("2", "2"), ("3", "2"), ("nan", "1"), ("nan", "nan")] {
      let short = try number("a = \(a)\nb = \(b)\nif a \(sign) b { 1 } else { 0 }")
      let general = try number("a = [\(a)]\nb = [\(b)]\nsum(where(a \(sign) b, 1, 0))")
      #expect(short == general, "\(a) \(sign) \(b)")
    }
  }

  @Test("the same seed gives the same bits, run after run")
  func repeats() throws {
    let program = """
      seed(7)
      net = sequential(dense(4, 16, relu), dense(16, 3))
      x = normal([32, 4])
      y = map(i -> int(i % 3), 0..<32)
      opt = adam()
      for i in 1..20 { L = cross_entropy(net(x), y); step(opt, L) }
      cross_entropy(net(x), y)
      """
    let first = try number(program)
    let second = try number(program)
    #expect(first.isFinite)
    #expect(first.bitPattern == second.bitPattern)
  }
}
