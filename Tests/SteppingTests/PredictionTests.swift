import Documents
import Stepping
import Testing

@Suite("A prediction on a walk")
struct SteppingPredictionTests {
  /// An answer at a step of a program, and what is said about it.
  struct Answer: CustomTestStringConvertible, Sendable {
    let program: String
    let step: Int
    let answer: String
    let said: String

    var testDescription: String { "\(program), step \(step): \(answer)" }
  }

  private static let three = "u = param(3); y = u*u + 2u"
  private static let signs = "u = param(1); y = u*2 + (u - 5*u)*1"
  private static let broken = "u = param(0); y = sqrt(u)/u + 0*u"

  @Test(
    "of one path is no gradient, and at a sum names only what has been on the screen",
    arguments: [
      Answer(program: three, step: 3, answer: "2", said: "right: this path adds 2"),
      Answer(program: three, step: 3, answer: "+", said: "right: what this path adds to ∂y/∂u is positive"),
      Answer(
        program: three, step: 4, answer: "3",
        said: "not yet: that is what one path brings, and this step has 2; the path before brought 2: add all of them"),
      Answer(program: three, step: 4, answer: "5", said: "not yet: one of the 2 paths of this step is missing: add it"),
      Answer(
        program: three, step: 4, answer: "2",
        said: "not yet: that is what came before this step, which brings more: add both"),
      Answer(
        program: three, step: 4, answer: "6",
        said: "not yet: that is what this step brings; the path before brought 2: add both"),
      Answer(program: three, step: 4, answer: "8", said: "right: ∂y/∂u is 8"),
      Answer(program: three, step: 4, answer: "-100", said: "not yet: neither the sign nor the size is right"),
    ])
  func paths(_ example: Answer) throws {
    #expect(try said(example) == example.said)
  }

  @Test("of a wrong sign at a sum is told what decides it")
  func signOfSum() throws {
    var ran = try Ran(Self.signs)
    let stepper = Stepper(try ran.table("y"))
    let last = stepper.table.stepCount
    let text = try said(Answer(program: Self.signs, step: last, answer: "+", said: ""))
    #expect(text?.hasPrefix("not yet: ∂y/∂u is negative: the 2 paths before brought ") == true, "\(text ?? "")")
    #expect(text?.contains("local derivative") == false)
  }

  @Test("where something is not finite is told so, and nothing about sizes", arguments: ["-", "+", "0", "7", "inf"])
  func notFinite(answer: String) throws {
    var ran = try Ran(Self.broken)
    let stepper = Stepper(try ran.table("y"))
    for step in 2...stepper.table.stepCount {
      let text = try said(Answer(program: Self.broken, step: step, answer: answer, said: "")) ?? ""
      if answer == "inf" { #expect(!text.contains("in size"), "\(text)") }
      if text.contains("nan") { #expect(!text.contains("local derivative") && !text.contains("in size"), "\(text)") }
    }
  }

  @Test("keeps its question on the stage until it is answered or given up", arguments: [(80, 24), (20, 5)])
  func question(columns: Int, rows: Int) throws {
    var ran = try Ran(neuron)
    var stepper = Stepper(try ran.table("L", format: StepFormat(width: columns)))
    stepper.isInPlace = true
    _ = stepper.handle(text: ":3")
    _ = stepper.handle(text: "p")
    for answer in ["", "0.7", "abc", "w"] {
      if !answer.isEmpty { _ = stepper.handle(text: answer) }
      let screen = stepper.stage(columns: columns, rows: rows)
        .screen(TerminalRenderer(width: columns), rows: rows, keeping: 1).lines.joined(separator: "\n")
      #expect(screen.contains("step 4/6"), "after \(answer)\n\(screen)")
      if rows == 24 {
        #expect(screen.contains("what is ∂L/∂z?"), "after \(answer)\n\(screen)")
        #expect(screen.contains("not yet") == (answer == "0.7"), "after \(answer)\n\(screen)")
      }
    }
    _ = stepper.handle(text: "")
    #expect(!stepper.expectsAnswer)
    #expect(!plain(stepper.stage(columns: columns, rows: rows).aside).contains("what is"))
  }

  /// The first line of what is said about an answer.
  private func said(_ example: Answer) throws -> String? {
    var ran = try Ran(example.program)
    var stepper = Stepper(try ran.table("y", format: StepFormat(width: 200)))
    if example.step > 2 { _ = stepper.handle(.jump(example.step - 1)) }
    _ = stepper.handle(.key(.predict))
    return lines(stepper.handle(.answer(example.answer)).document, width: 200).first
  }
}

@Suite("Where the numbers of a step come from")
struct SteppingOriginTests {
  @Test("through a closed call, which is a factor and no copy")
  func closedCall() throws {
    var ran = try Ran(
      "W = param([[0.5], [-0.2]]); X = [[1, 2], [3, 4]]; Y = [[1], [0]]; P = X @ W; M = mse(P, Y);")
    var stepper = Stepper(try ran.table("M"))
    let closed = stepper.table.stepCount
    _ = stepper.handle(.jump(closed))
    let text = plain(stepper.handle(text: "w").document)
    #expect(text.contains("∂M/∂P = ") && text.contains("the chain rule through mse(P, Y)"), "\(text)")
    #expect(text.contains("from step 2") && !text.contains("unchanged"), "\(text)")
  }

  @Test("one element of a stretched axis is one sum, with a letter for the axis")
  func stretched() throws {
    var ran = try Ran("b = param([1, 2]); x = [[1, 2], [3, 4], [5, 6]]; z = x + b; y = x * b; L = sum(z^2) + sum(y);")
    var stepper = Stepper(try ran.table("L"))
    _ = stepper.handle(text: "/z")
    _ = stepper.handle(text: "")
    var all = ""
    for step in 1...stepper.table.stepCount {
      _ = stepper.handle(.jump(step))
      all += plain(stepper.handle(text: "e").document, width: 200)
    }
    #expect(all.contains("∂L/∂b[0] = Σᵢ ∂L/∂z[i, 0]"), "\(all)")
    #expect(all.contains("∂L/∂b[0] = Σᵢ (∂L/∂y · x)[i, 0]"), "\(all)")
    #expect(!all.contains("Σ (sum"), "\(all)")
  }

  @Test("a literal stands in a formula as it was written")
  func literal() throws {
    var ran = try Ran("s = param(1); y = (s * 1.00001)^2;")
    #expect(plain(try ran.table("y").wholeDocument()).contains("· 1.00001 = "))
  }

  @Test("a walk is made when its last step is shown, without another Enter")
  func made() throws {
    var ran = try Ran(neuron)
    var stepper = Stepper(try ran.table("L"), task: "walk")
    for _ in 1..<stepper.table.stepCount {
      #expect(!stepper.isMade)
      _ = stepper.handle(text: "")
    }
    #expect(stepper.isMade && !stepper.isAtEnd)
  }

  @Test("an answer that needs pages stands above the whole step, and not between its lines")
  func wholeStep() throws {
    var ran = try Ran(
      "W = param([[0.5, -0.2], [0.1, 0.3]]); U = param([[0.4, 0.1], [-0.3, 0.2]]); b = param([0, 0.1]); h = [0, 0]; "
        + "for t in 0..4 { h = tanh([1, t] @ W + h @ U + b) }; L = sum((h - 1)^2);")
    var stepper = Stepper(try ran.table("L", format: StepFormat(width: 60)))
    stepper.isInPlace = true
    _ = stepper.handle(text: "/U")
    let renderer = TerminalRenderer(width: 60)
    func written(_ document: Document) -> [String] { renderer.render(document).split(separator: "\n").map(String.init) }
    let step = written(stepper.table.document(step: stepper.position))
    let asked = written(stepper.handle(text: "e").aside)
    let pages = (0..<12).flatMap {
      stepper.stage(columns: 60, rows: 20).screen(renderer, rows: 20, keeping: 2, page: $0).lines
    }
    let answer = try #require(asked.first.flatMap(pages.firstIndex(of:)))
    for line in step.dropFirst() {
      let place = try #require(pages.firstIndex(of: line), "\(line) is on no page")
      #expect(place > answer, "\(line) stands above the answer")
    }
  }

  @Test("names the summands that came before, where paths meet")
  func summands() throws {
    var ran = try Ran("u = param(3); y = u*u + 2u;")
    var stepper = Stepper(try ran.table("y"))
    _ = stepper.handle(.jump(4))
    let text = plain(stepper.handle(text: "w").document)
    #expect(text.contains("∂y/∂u += 2") && text.contains("∂y/∂(2u) · 2   from step 3"), "\(text)")
    #expect(lines(stepper.handle(text: "/u").document) == ["this step completes ∂y/∂u already"])
  }

  @Test("a mark stands below its own text in a window of any width", arguments: [30, 44, 60, 80, 120])
  func mark(width: Int) throws {
    var ran = try Ran(
      "first = param(0.8); second = param(-0.4); L = (first*1.5 + second)^2 + tanh(first*second) + 0.25*first^2;")
    var stepper = Stepper(try ran.table("L", format: StepFormat(width: width)))
    _ = stepper.handle(text: "/first")
    for _ in 2..<stepper.position {
      _ = stepper.handle(text: "b")
      let all = plain(stepper.handle(text: "e").document, width: width).split(separator: "\n").map(String.init)
      guard let under = all.last, under.contains("─"), let source = all.dropLast().last else { continue }
      let start = under.prefix { $0 == " " }.count
      #expect(!under.contains("↳") && source.count <= width, "\(all)")
      #expect(source.dropFirst(start).first.map { $0 != " " } == true, "\(all)")
    }
  }
}
