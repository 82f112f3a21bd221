import Documents
import Source
import Tensors
import Testing

@testable import Stepping

/// Another number for a leaf while one walks.
@Suite("A changed leaf on a walk")
struct ChangingTests {
  /// A program, a leaf of it, and the same program with another number there.
  private static let programs: [(program: String, leaf: String, number: Double, other: String)] = [
    (
      "w = param(0.8); b = param(-0.4); x = 1.5; z = w*x + b; a = σ(z); L = (a - 1)^2", "w", 0.9,
      "w = param(0.9); b = param(-0.4); x = 1.5; z = w*x + b; a = σ(z); L = (a - 1)^2"
    ),
    (
      "w = param(0.8); b = param(-0.4); x = 1.5; z = w*x + b; a = σ(z); L = (a - 1)^2", "x", -2,
      "w = param(0.8); b = param(-0.4); x = -2; z = w*x + b; a = σ(z); L = (a - 1)^2"
    ),
    (
      "W = param([[0.4, -0.2], [1.3, 0.6]]); x = [1.5, 2]; L = sum(tanh(x @ W)^2)", "W[0, 1]", 2,
      "W = param([[0.4, 2], [1.3, 0.6]]); x = [1.5, 2]; L = sum(tanh(x @ W)^2)"
    ),
    (
      "W = param([[0.4, -0.2], [1.3, 0.6]]); X = [[1.5, 2], [0.5, -1]]; L = cross_entropy(X @ W, [0, 1])", "W[1, 0]",
      -1,
      "W = param([[0.4, -0.2], [-1, 0.6]]); X = [[1.5, 2], [0.5, -1]]; L = cross_entropy(X @ W, [0, 1])"
    ),
    (
      "h = param(0.3); u = param(1.2); for t in 1..4 { h = tanh(u*h + 0.5) }; L = h^2", "u", 0.5,
      "h = param(0.3); u = param(0.5); for t in 1..4 { h = tanh(u*h + 0.5) }; L = h^2"
    ),
  ]

  /// Whether two values are the same but for the order in which they were summed.
  private static func areClose(_ left: Traced?, _ right: Traced?) -> Bool {
    guard let left, let right, left.shape == right.shape else { return left == nil && right == nil }
    return zip(left.doubles, right.doubles).allSatisfy { abs($0 - $1) <= 1e-13 * max(1, abs($1)) }
  }

  @Test("every value and every gradient is that of the program with the number", arguments: programs.indices)
  func agrees(index: Int) throws {
    let (program, leaf, number, other) = Self.programs[index]
    var ran = try Ran(program)
    var stepper = Stepper(try ran.table("L"))
    let before = stepper.table
    let outcome = stepper.handle(.change(leaf, to: number))
    #expect(!outcome.isRemark, "\(plain(outcome.document))")
    var fresh = try Ran(other)
    let wanted = try fresh.table("L").tape
    let tape = stepper.table.tape
    try #require(tape.nodes.count == wanted.nodes.count)
    for index in tape.nodes.indices {
      #expect(Self.areClose(tape.nodes[index].value, wanted.nodes[index].value))
      #expect(Self.areClose(tape.gradients[index], wanted.gradients[index]))
    }
    // Taken back, everything is as it was.
    _ = stepper.handle(.change(leaf, to: nil))
    #expect(stepper.changes.isEmpty)
    for index in tape.nodes.indices {
      #expect(stepper.table.tape.nodes[index].value.doubles == before.tape.nodes[index].value.doubles)
    }
  }

  @Test("before stands beside after, and the session's own numbers stay")
  func shown() throws {
    var ran = try Ran(Self.programs[0].program)
    var stepper = Stepper(try ran.table("L"))
    let text = plain(stepper.handle(text: "w = 0.9").document)
    #expect(text.contains("0.8 → 0.9") && text.contains("0.096116 → "))
    #expect(try ran.traced("w").scalar == 0.8)
    #expect(stepper.stage(columns: 80, rows: 24).title.plainText.contains("w = 0.9"))
  }

  @Test("a small graph shows every value that moves, and a number that stays is no change")
  func unnamed() throws {
    var ran = try Ran(Self.programs[0].program)
    var stepper = Stepper(try ran.table("L"))
    #expect(lines(stepper.handle(text: "c b").document) == ["b has this number already"])
    #expect(lines(stepper.handle(text: "c b -0.4").document) == ["b has this number already"])
    let text = plain(stepper.handle(text: "c w 0.9").document)
    #expect(text.contains("w*x") && text.contains("a - 1"), "\(text)")
    #expect(!stepper.handle(text: "c w").isRemark && stepper.changes.isEmpty)
  }

  @Test("what is written when the walk is left has the numbers of the session, and says what was tried")
  func record() throws {
    var ran = try Ran(Self.programs[0].program)
    var stepper = Stepper(try ran.table("L"))
    stepper.isInPlace = true
    _ = stepper.handle(text: "")
    _ = stepper.handle(text: "c w = 0.9")
    _ = stepper.handle(text: "a")
    let text = plain(stepper.record)
    #expect(text.contains("∂L/∂w = -0.19895") && text.contains("w = 0.9 on the walk only"), "\(text)")
    #expect(text.contains("step 2/6") && text.contains("step 5/6"), "a takes all steps that are left\n\(text)")
    var jumping = Stepper(try ran.table("L"))
    for key in ["", ":4"] { _ = jumping.handle(text: key) }
    let seen = plain(jumping.record)
    #expect(seen.contains("step 4/6") && !seen.contains("step 3/6"), "only the steps that were seen\n\(seen)")
  }

  @Test("up and down move the changed leaf by a tenth, and back to where it was")
  func nudges() throws {
    var ran = try Ran(Self.programs[0].program)
    var stepper = Stepper(try ran.table("L"))
    #expect(!stepper.keys.contains(.raise))
    _ = stepper.handle(text: "c w 0.88")
    for (key, number) in [("↑", 0.96), ("↑", 1.04), ("↓", 0.96), ("↓", 0.88)] {
      _ = stepper.handle(text: key)
      #expect(
        stepper.table.leaf(named: "w").flatMap(stepper.table.number(of:)).map { abs($0 - number) < 1e-12 } == true)
    }
    _ = stepper.handle(text: "↓")
    #expect(stepper.changes.isEmpty)
  }

  @Test(
    "what cannot be changed is answered in words, and nothing moves",
    arguments: [("z = 2", "starts from: w, b, x"), ("W[0, 0] = 1", "starts from"), ("nothing = 3", "starts from")])
  func refused(line: String, words: String) throws {
    var ran = try Ran(Self.programs[0].program)
    var stepper = Stepper(try ran.table("L"))
    let outcome = stepper.handle(text: line)
    #expect(outcome.isRemark && plain(outcome.document).contains(words), "\(plain(outcome.document))")
    #expect(stepper.changes.isEmpty)
  }

  @Test("a condition that the program would take otherwise is not computed by halves")
  func conditions() throws {
    var ran = try Ran("w = param(0.8); L = where(w > 0.5, w^2, 3w)")
    var stepper = Stepper(try ran.table("L"))
    #expect(plain(stepper.handle(text: "w = 0.1").document).contains("another way"))
  }

  @Test("predictions that a lesson asks for come first")
  func tasks() throws {
    var ran = try Ran(Self.programs[0].program)
    var stepper = Stepper(try ran.table("L"), task: "walk", asking: ["∂L/∂z"])
    #expect(plain(stepper.handle(text: "w = 0.1").document).contains("the lesson asks for ∂L/∂z"))
  }
}
