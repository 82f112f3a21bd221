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
    let second = stepper.handle(.next).document
    let third = stepper.handle(.next).document
    #expect(stepper.handle(.back).document == second)
    #expect(stepper.handle(.next).document == third)
    #expect(stepper.handle(.jump(6)).document == stepper.table.document(step: 5))
    let end = lines(stepper.handle(.next).document)
    #expect(end == ["gradients of the parameters", "∂L/∂w = -0.19895", "∂L/∂b = -0.13263"])
    #expect(lines(stepper.handle(.next).document) == ["that was the last step: b goes back, q leaves"])
    #expect(stepper.handle(.back).document == stepper.table.document(step: 5))
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
      Refusal(keys: "xyz", sentence: "xyz is not one of the keys here: ? lists them"),
      Refusal(keys: "i", sentence: "this step is a single operation: there is nothing to open"),
      Refusal(keys: "o", sentence: "this step is not inside a call"),
      Refusal(keys: "[0]", sentence: "this step has no elements to look into"),
    ])
  func refusals(_ refusal: Refusal) throws {
    var stepper = try neuronStepper()
    let outcome = stepper.handle(StepCommand(refusal.keys))
    #expect(lines(outcome.document) == [refusal.sentence])
    #expect(stepper.position == 0)
    #expect(!outcome.isFinished)
  }

  @Test("goes on until the gradient of a name is complete")
  func until() throws {
    var ran = try Ran(mazur)
    var stepper = Stepper(try ran.table("E"))
    let text = plain(stepper.handle(StepCommand("u h1")).document)
    #expect(text.contains("= 0.03635"))
    let other = stepper.handle(StepCommand("until w₅")).document
    #expect(plain(other).contains("∂E/∂w5 = "))
  }

  @Test("explains a step with its reason and its source line")
  func explaining() throws {
    var stepper = try neuronStepper()
    _ = stepper.handle(.jump(4))
    let text = lines(stepper.handle(.explain).document)
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
    #expect(stepper.handle(.predict).expectsAnswer)
    let wrong = stepper.handle(StepCommand("0.62"))
    #expect(wrong.expectsAnswer)
    #expect(lines(wrong.document).first == "not yet: the size is right, but the sign is not")
    let nonsense = stepper.handle(StepCommand("hm"))
    #expect(lines(nonsense.document) == ["hm is not a number, or + or -: ∂L/∂(a - 1) is still to be predicted"])
    #expect(stepper.position == 0)
    let right = stepper.handle(StepCommand("-0.62"))
    #expect(lines(right.document).first == "right: ∂L/∂(a - 1) is -0.62005")
    #expect(stepper.position == 1)
    _ = stepper.handle(.predict)
    _ = stepper.handle(StepCommand("-"))
    #expect(stepper.score.asked == 2)
    #expect(stepper.score.right == 1)
    #expect(lines(stepper.handle(.all).document).last == "predictions: 1 of 2 right at the first try")
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
    _ = stepper.handle(.predict)
    let text = lines(stepper.handle(.answer(miss.answer)).document)
    #expect(text.first?.contains(miss.hint) == true, "\(text)")
  }

  @Test("notices that another path was forgotten")
  func forgottenPath() throws {
    var ran = try Ran("u = param(3); v = u^2; y = v + 2u;")
    var stepper = Stepper(try ran.table("y"))
    _ = stepper.handle(.jump(3))
    _ = stepper.handle(.predict)
    let text = lines(stepper.handle(.answer("6")).document)
    #expect(text.first?.contains("the other path brought 2: add both") == true, "\(text)")
    #expect(lines(stepper.handle(.answer("8")).document).first == "right: ∂y/∂u is 8")
  }

  @Test("judges shapes of tensors")
  func shapes() throws {
    var ran = try Ran("W = param(ones([3, 2])); x = ones([4, 3]); L = sum(x @ W);")
    var stepper = Stepper(try ran.table("L"))
    _ = stepper.handle(.next)
    _ = stepper.handle(.predict)
    #expect(lines(stepper.handle(StepCommand("[2, 3]")).document).first?.contains("transposed") == true)
    #expect(lines(stepper.handle(StepCommand("[3, 2]")).document).first == "right: the shape of ∂L/∂W is [3, 2]")
  }

  @Test("leaves when asked to")
  func leaving() throws {
    var stepper = try neuronStepper()
    #expect(stepper.handle(StepCommand("q")).isFinished)
  }
}
