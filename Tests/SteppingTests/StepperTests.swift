import Documents
import Stepping
import Testing

@Suite("The stepper")
struct SteppingStepperTests {
  private func neuronStepper() throws -> Stepper {
    var ran = try Ran(neuron)
    return Stepper(try ran.table("L"))
  }

  @Test("opens with the forward table and the seed")
  func opening() throws {
    let text = lines(try neuronStepper().opening)
    #expect(text.first == "backpropagation of L · 7 nodes · 2 parameters")
    #expect(text.last == "step 1/6   seed              ∂L/∂L = 1")
  }

  @Test("walks forwards and back through the same steps")
  func walking() throws {
    var stepper = try neuronStepper()
    let second = stepper.handle(.key(.next)).document
    let third = stepper.handle(.key(.next)).document
    #expect(stepper.handle(.key(.back)).document == second)
    #expect(stepper.handle(.key(.next)).document == third)
    #expect(stepper.handle(.jump(6)).document == stepper.table.document(step: 5))
    let end = lines(stepper.handle(.key(.next)).document)
    #expect(end == ["gradients of the parameters", "∂L/∂w = -0.19895", "∂L/∂b = -0.13263"])
    #expect(lines(stepper.handle(.key(.next)).document) == ["that was the last step: b goes back, q leaves"])
    #expect(stepper.handle(.key(.back)).document == stepper.table.document(step: 5))
  }

  /// Something that cannot be done, and what is said.
  struct Refusal: CustomTestStringConvertible, Sendable {
    let keys: String
    let sentence: String

    var testDescription: String { keys }
  }

  @Test(
    "says a sentence and stays where it was",
    arguments: [
      Refusal(keys: "b", sentence: "this is the first step: nothing comes before the seed"),
      Refusal(keys: "99", sentence: "there is no step 99: the steps are 1 to 6"),
      Refusal(keys: "0", sentence: "there is no step 0: the steps are 1 to 6"),
      Refusal(keys: "u v", sentence: "no value of this graph is called v: its names are w, b, z, a, L"),
      Refusal(keys: "c", sentence: "c needs more: c w 0.9"),
      Refusal(keys: "xyz", sentence: "xyz is not one of the keys here: ? lists them"),
      Refusal(keys: "i", sentence: "this step is a single operation: there is nothing to open"),
      Refusal(keys: "o", sentence: "this step is not inside a call"),
      Refusal(keys: "[0]", sentence: "this step has no elements to look into"),
    ])
  func refusals(_ refusal: Refusal) throws {
    var stepper = try neuronStepper()
    let outcome = stepper.handle(text: refusal.keys)
    #expect(lines(outcome.document) == [refusal.sentence])
    #expect(stepper.position == 0)
    #expect(!outcome.isFinished)
  }

  @Test("goes on until the gradient of a name is complete")
  func until() throws {
    var ran = try Ran(mazur)
    var stepper = Stepper(try ran.table("E"))
    let text = plain(stepper.handle(text: "u h1").document)
    #expect(text.contains("= 0.03635"))
    let other = stepper.handle(text: "until w₅").document
    #expect(plain(other).contains("completes ∂E/∂w5 already"))
  }

  @Test("explains a step with its reason and its source line")
  func explaining() throws {
    var stepper = try neuronStepper()
    _ = stepper.handle(.jump(4))
    let text = lines(stepper.handle(.key(.explain)).document)
    #expect(text.contains("∂L/∂z = ∂L/∂a · σ(z)(1 - σ(z))"))
    #expect(
      text.contains(
        "nudge z up by 0.001 and a moves by about 0.00021391; L moves -0.62005 times as far as a: by -0.00013263"))
    #expect(text.contains { $0.contains("a = σ(z)") && $0.hasPrefix("test:1") })
    #expect(stepper.position == 3)
  }

  @Test("asks for predictions and keeps the score")
  func predicting() throws {
    var stepper = try neuronStepper()
    _ = stepper.handle(.key(.predict))
    #expect(stepper.expectsAnswer)
    let wrong = stepper.handle(text: "0.62")
    #expect(stepper.expectsAnswer)
    #expect(lines(wrong.document).first == "not yet: the size is right, but the sign is not")
    let nonsense = stepper.handle(text: "hm")
    #expect(lines(nonsense.document) == ["hm is not a number, or + or -: ∂L/∂(a - 1) is still to be predicted"])
    #expect(lines(stepper.handle(text: "2(a-1)").document) == ["2(a-1) is a formula: type the number that it comes to"])
    #expect(stepper.position == 0)
    let right = stepper.handle(text: "-0.62")
    #expect(lines(right.document).first == "right: ∂L/∂(a - 1) is -0.62005")
    #expect(stepper.position == 1)
    _ = stepper.handle(.key(.predict))
    _ = stepper.handle(text: "-")
    #expect(stepper.score.asked == 2)
    #expect(stepper.score.right == 1)
    #expect(lines(stepper.handle(.key(.all)).document).last == "predictions: 1 of 2 right at the first try")
  }

  /// An answer and what is said about it.
  struct NearMiss: CustomTestStringConvertible, Sendable {
    let step: Int
    let answer: String
    let hint: String

    var testDescription: String { "step \(step): \(answer)" }
  }

  @Test(
    "explains near misses",
    arguments: [
      NearMiss(step: 4, answer: "0.2139", hint: "local derivative alone"),
      NearMiss(step: 4, answer: "-0.62", hint: "which arrives: multiply"),
      NearMiss(step: 4, answer: "0.1326", hint: "the sign is not"),
      NearMiss(step: 4, answer: "-0.2653", hint: "factor 2"),
      NearMiss(step: 4, answer: "-0.406", hint: "multiplied, not added"),
      NearMiss(step: 4, answer: "[2, 3]", hint: "its shape is []"),
      NearMiss(step: 4, answer: "0,13", hint: "write 0,13 with a point: 0.13"),
      NearMiss(step: 4, answer: "+", hint: "∂L/∂z is negative"),
    ])
  func nearMisses(_ miss: NearMiss) throws {
    var stepper = try neuronStepper()
    _ = stepper.handle(.jump(miss.step - 1))
    _ = stepper.handle(.key(.predict))
    let text = lines(stepper.handle(.answer(miss.answer)).document)
    #expect(text.first?.contains(miss.hint) == true, "\(text)")
  }

  @Test("notices that another path was forgotten")
  func forgottenPath() throws {
    var ran = try Ran("u = param(3); v = u^2; y = v + 2u;")
    var stepper = Stepper(try ran.table("y"))
    _ = stepper.handle(.jump(3))
    _ = stepper.handle(.key(.predict))
    let text = lines(stepper.handle(.answer("6")).document)
    #expect(text.first?.contains("the other path brought 2: add both") == true, "\(text)")
    #expect(lines(stepper.handle(.answer("8")).document).first == "right: ∂y/∂u is 8")
  }

  @Test("judges shapes of tensors")
  func shapes() throws {
    var ran = try Ran("W = param(ones([3, 2])); x = ones([4, 3]); L = sum(x @ W);")
    var stepper = Stepper(try ran.table("L"))
    _ = stepper.handle(.key(.next))
    _ = stepper.handle(.key(.predict))
    #expect(lines(stepper.handle(text: "[2, 3]").document).first?.contains("transposed") == true)
    #expect(lines(stepper.handle(text: "[3, 2]").document).first == "right: the shape of ∂L/∂W is [3, 2]")
  }

  @Test(
    "takes a prediction for right when the value rounds to it, and for nothing else",
    arguments: [
      ("-0.1326", true), ("-0.133", true), ("-0.13", true), ("-0.1", true), ("-0.134", false), ("-0.1327", false),
      ("-0.14", false), ("0", false), ("-1.3e-1", true), ("-1.4e-1", false), ("-0.133e0", true),
      ("-0.62005*0.21391", true), ("-0.13263*1", true), ("-0.13263*2", false), ("-1", false), ("-1*1", false),
    ])
  func precision(_ answer: String, _ isRight: Bool) throws {
    var stepper = try neuronStepper()
    _ = stepper.handle(.jump(3))
    _ = stepper.handle(.key(.predict))
    _ = stepper.handle(text: answer)
    #expect(stepper.score.right == (isRight ? 1 : 0), "\(answer)")
  }

  @Test("asks for both results of a step that has two")
  func twoResults() throws {
    var ran = try Ran("u = param(3); v = param(4); y = u * v;")
    var stepper = Stepper(try ran.table("y"))
    _ = stepper.handle(.key(.predict))
    #expect(lines(stepper.handle(text: "4").document).last?.contains("what is ∂y/∂v?") == true)
    #expect(stepper.position == 0)
    _ = stepper.handle(text: "3")
    #expect(stepper.position == 1)
    #expect(stepper.predicted == ["∂y/∂u", "∂y/∂v"])
  }

  @Test("predicts every step from here, and keeps the score")
  func predictingAll() throws {
    var stepper = try neuronStepper()
    _ = stepper.handle(text: "P")
    var answers = 0
    while stepper.expectsAnswer, answers < 20 {
      _ = stepper.handle(text: "-")
      if stepper.expectsAnswer { _ = stepper.handle(text: "") }
      answers += 1
    }
    #expect(stepper.isAtEnd || stepper.position == stepper.table.stepCount - 1)
    #expect(stepper.score.asked >= 3)
  }

  @Test("takes a number for a prediction whenever one is asked for, and jumps with a colon")
  func numbers() throws {
    var stepper = try neuronStepper()
    _ = stepper.handle(.key(.predict))
    _ = stepper.handle(text: "4")
    #expect(stepper.position == 0)
    #expect(stepper.score.asked == 1)
    _ = stepper.handle(text: ":4")
    #expect(stepper.position == 3)
    #expect(!stepper.expectsAnswer)
  }

  @Test("goes to a value, and from one sum of paths or zero gradient to the next and back")
  func searching() throws {
    var ran = try Ran("u = param(3); v = u^2; y = v + 2u + relu(-u);")
    var stepper = Stepper(try ran.table("y"))
    let found = plain(stepper.handle(text: "]").document)
    #expect(found.contains("here the last of 3 paths to u arrives") || found.contains("is 0"), "\(found)")
    let place = stepper.position
    _ = stepper.handle(text: "/v")
    #expect(plain(stepper.handle(text: "[").document).isEmpty == false)
    #expect(stepper.position <= place)
    #expect(plain(stepper.handle(text: "|1").document).contains("|∂| is above 1"))
  }

  @Test("says where the numbers of a step come from")
  func origins() throws {
    var stepper = try neuronStepper()
    _ = stepper.handle(.jump(6))
    let text = plain(stepper.handle(text: "w").document)
    #expect(text.contains("over a mere copy"), "\(text)")
    #expect(stepper.position == 5)
  }

  @Test(
    "says of each number that a step multiplies by where it comes from, and of no other",
    arguments: [
      (6, ["x = 1.5", "given"], ["w = 0.8", "b = "]), (5, ["∂L/∂z"], ["w*x = ", "b = "]),
      (4, ["z = 0.8", "computed"], ["a = 0.68997"]), (2, ["a - 1 = -0.31003"], []),
    ] as [(Int, [String], [String])])
  func factors(_ step: Int, _ named: [String], _ others: [String]) throws {
    var stepper = try neuronStepper()
    _ = stepper.handle(.jump(step))
    let text = plain(stepper.handle(text: "w").document)
    for name in named { #expect(text.contains(name), "\(text)") }
    for name in others { #expect(!text.contains(name), "\(text)") }
  }

  @Test("ends with the numbers of small parameters, and the norms of others")
  func smallParameters() throws {
    var ran = try Ran(
      "W = param([[0.4, -0.2], [1.3, 0.6]]); V = param(ones([2, 4])); X = [[1.5, 2], [0.5, -1]]; "
        + "L = sum((tanh(X @ W) @ V - 1)^2);")
    let text = plain(try ran.table("L", format: StepFormat(width: 80)).finalGradients())
    #expect(text.contains("∂L/∂W = [[") && text.contains("∂L/∂V [2, 4], norm "), "\(text)")
  }

  @Test("lists all its keys in the smallest stage", arguments: ["b", "c w 0.9"])
  func keyList(_ before: String) throws {
    var stepper = try neuronStepper()
    stepper.isInPlace = true
    _ = stepper.handle(text: before)
    _ = stepper.handle(text: "?")
    let (lines, isPaged) = stepper.stage(columns: 80, rows: 24)
      .screen(TerminalRenderer(width: 80), rows: 24, keeping: 2)
    #expect(lines.contains { $0.contains("this list · leave") }, "\(lines.joined(separator: "\n"))")
    #expect(!isPaged)
  }

  @Test(
    "shows what was asked for first, below the step's first line, and the rest of it on further pages",
    arguments: ["e", "w"])
  func pages(_ key: String) throws {
    var ran = try Ran(
      "W = param([[0.5, -0.2], [0.1, 0.3]]); U = param([[0.4, 0.1], [-0.3, 0.2]]); b = param([0, 0.1]); h = [0, 0]; "
        + "for t in 0..4 { h = tanh([1, t] @ W + h @ U + b) }; L = sum((h - 1)^2);")
    var stepper = Stepper(try ran.table("L", format: StepFormat(width: 60)))
    stepper.isInPlace = true
    _ = stepper.handle(text: "/U")
    let asked = stepper.handle(text: key).aside
    let renderer = TerminalRenderer(width: 60)
    func screen(_ page: Int) -> (lines: [String], isPaged: Bool) {
      stepper.stage(columns: 60, rows: 20).screen(renderer, rows: 20, keeping: 2, page: page)
    }
    let words = renderer.render(asked).split(separator: "\n").map(String.init)
    let first = screen(0)
    #expect(first.isPaged && first.lines.count == 18, "\(first.lines.joined(separator: "\n"))")
    #expect(first.lines.contains(words[0]) && first.lines.contains { $0.contains("step \(stepper.position + 1)/") })
    let seen = (0..<12).flatMap { screen($0).lines }
    for line in words { #expect(seen.contains(line), "\(line) is on no page") }
  }

  @Test("leaves as text every step that was taken or shown, also before a call was opened")
  func written() throws {
    var ran = try Ran("z = param([1, 2, 3]); p = softmax(z); L = sum((p * [1, 0, 0])^2);")
    var stepper = Stepper(try ran.table("L"))
    stepper.isInPlace = true
    for key in ["", "", "/z", "i"] { _ = stepper.handle(text: key) }
    #expect(plain(stepper.record).contains("step 2/"), "\(plain(stepper.record))")
    _ = stepper.handle(text: "a")
    let text = plain(stepper.record)
    for step in stepper.position - 2...stepper.position { #expect(text.contains("step \(step)/"), "\(text)") }
  }

  @Test("takes the question from the screen when predicting ends")
  func predictingEnds() throws {
    var stepper = try neuronStepper()
    #expect(plain(stepper.handle(text: "P").aside).contains("what is"))
    let outcome = stepper.handle(text: "P")
    #expect(!stepper.expectsAnswer && !outcome.isRemark && lines(outcome.aside) == ["predicting ends here"])
  }

  @Test("explains a product of matrices down to one element, in the letters of the program")
  func element() throws {
    var ran = try Ran("W = param([[1, 2], [3, 4]]); x = [[5, 6], [7, 8]]; Z = x @ W; L = sum(Z^2);")
    var stepper = Stepper(try ran.table("L"))
    _ = stepper.handle(text: "/W")
    let text = plain(stepper.handle(text: "e").document)
    #expect(text.contains("∂L/∂W[0, 0] = Σₖ x[k, 0] · ∂L/∂Z[k, 0]"), "\(text)")
    #expect(plain(stepper.handle(text: "1 0").document).contains("∂L/∂W[1, 0] = Σₖ x[k, 1] · ∂L/∂Z[k, 0]"))
    let place = stepper.position
    _ = stepper.handle(text: ":2")
    #expect(plain(stepper.handle(text: "/W[1, 0]").document).contains("∂L/∂W[1, 0] = Σₖ x[k, 1] · ∂L/∂Z[k, 0]"))
    #expect(stepper.position == place, "the gradient that is named has a step of its own")
  }

  @Test(
    "a stage fills its window exactly, and shows no gradient before the pass has come to it", arguments: [24, 40, 60])
  func stage(rows: Int) throws {
    var stepper = try neuronStepper()
    let renderer = TerminalRenderer(width: 120)
    for position in 0...6 {
      let lines = stepper.stage(columns: 120, rows: rows).screen(renderer, rows: rows, keeping: 2).lines
      #expect(lines.count == rows - 2)
      let picture = lines.prefix { !$0.hasPrefix("──") }.joined(separator: "\n")
      #expect(picture.contains("-0.13263") == (position >= 3), "step \(position + 1)\n\(picture)")
      _ = stepper.handle(text: "")
    }
  }

  @Test(
    "writes one element of a product out for matrices and vectors alike, with the sum that the pass computed",
    arguments: [
      ("W = param([[1, 2], [3, 4]]); x = [5, 6]; Z = W @ x; L = sum(Z^2);", "W", "∂L/∂W[0, 0] = ∂L/∂Z[0] · x[0]"),
      ("W = [[1, 2], [3, 4]]; x = param([5, 6]); Z = W @ x; L = sum(Z^2);", "x", "∂L/∂x[0] = Σₖ W[k, 0] · ∂L/∂Z[k]"),
      ("x = param([5, 6]); W = [[1, 2], [3, 4]]; Z = x @ W; L = sum(Z^2);", "x", "∂L/∂x[0] = Σₖ ∂L/∂Z[k] · W[0, k]"),
      ("W = param([[1, 2], [3, 4]]); x = [5, 6]; Z = x @ W; L = sum(Z^2);", "W", "∂L/∂W[0, 0] = x[0] · ∂L/∂Z[0]"),
      ("u = param([5, 6]); v = [1, 2]; Z = u @ v; L = Z^2;", "u", "∂L/∂u[0] = ∂L/∂Z · v[0]"),
    ])
  func vectorElements(_ program: String, _ name: String, _ formula: String) throws {
    var ran = try Ran(program)
    var stepper = Stepper(try ran.table("L"))
    _ = stepper.handle(text: "/" + name)
    let text = plain(stepper.handle(text: "e").document)
    #expect(text.contains(formula), "\(text)")
  }

  @Test("a page folds the middle of a long walk and says so")
  func longPage() throws {
    var ran = try Ran("w = param(0.5); h = w; for k in range(300) { h = tanh(w * h) }; L = h^2;")
    let table = try ran.table("L")
    let page = HTMLRenderer().render(table.wholeDocument())
    #expect(table.stepCount > 600)
    #expect(page.contains("are folded away: a page holds 300 of \(table.stepCount)"))
    #expect(page.split(separator: "<div class=\"walk-step\"").count - 1 <= 301)
    // What only a page shows is made only for the steps that it plays, of which the folded ones are none.
    let steps = table.walkthrough().steps
    #expect(!steps[1].origins.isEmpty && !steps[149].rule.isEmpty && !steps[steps.count - 150].origins.isEmpty)
    #expect(steps[150].rule.isEmpty && steps[steps.count - 151].origins.isEmpty && !steps[150].blocks.isEmpty)
  }

  @Test("leaves when asked to")
  func leaving() throws {
    var stepper = try neuronStepper()
    #expect(stepper.handle(text: "q").isFinished)
  }
}
