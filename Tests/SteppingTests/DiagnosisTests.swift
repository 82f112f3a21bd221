import Documents
import Evaluation
import Stepping
import Tensors
import Testing

@Suite("The diagnosis")
struct SteppingDiagnosisTests {
  /// A sick program, what is found, and words that must be said.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let program: String
    let kind: Diagnosis.Kind
    let words: [String]

    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "log of 0", program: "p = param([0.5, 0]); q = log(p); L = sum(q);", kind: .notFinite,
      words: ["q[1]: -inf", "log(0) is minus infinity", "test:1", "1e-8"]),
    Case(
      name: "overflow of exp", program: "z = param(800); e1 = exp(z); L = e1 + 1;", kind: .notFinite,
      words: ["e1 = exp(z): inf", "exp overflows", "its input z is 800"]),
    Case(
      name: "division by 0", program: "a = param(1); b = param(0); L = a / b;", kind: .notFinite,
      words: ["L = a / b: inf", "a division by 0"]),
    Case(
      name: "infinite slope", program: "a = param(0); s = sqrt(a); L = s + 1;", kind: .notFiniteGradient,
      words: ["all values are finite, but ∂L/∂a is inf", "the slope of sqrt is infinite at 0"]),
    Case(
      name: "dead relus", program: "x = ones([4, 2]); W = param([[-1, 1], [-1, 1]]); h = relu(x @ W); L = sum(h);",
      kind: .deadUnits, words: ["1 of 2 units of h = relu(x @ W) are dead"]),
    Case(
      name: "saturated sigmoids", program: "w = param([10, -12, 0.1]); a = σ(w); L = sum(a);", kind: .saturated,
      words: ["a = σ(w)", "2 of 3 values"]),
    Case(
      name: "vanishing gradients",
      program: "w1 = param(0.5); w2 = param(0.5); h = w1 * 0.0001; L = w2 * 1 + (h * 0.01) * 0.1;", kind: .vanishing,
      words: ["the gradients vanish: w1 gets"]),
    Case(
      name: "exploding gradients", program: "w1 = param(0.5); w2 = param(0.5); L = w1 * 5000 + w2;", kind: .exploding,
      words: ["the gradients explode: w1 gets 5000 times what w2 gets"]),
    Case(
      name: "no gradient", program: "w = param(0.4); L = w * 0;", kind: .noGradient, words: ["every gradient is 0"]),
    Case(
      name: "unused parameter", program: "w = param(1); v = param(2); L = w^2;", kind: .unused,
      words: ["L does not depend on v"]),
  ]

  @Test("finds what is wrong, and says what to try", arguments: cases)
  func finds(_ sick: Case) throws {
    var ran = try Ran(sick.program)
    let table = try ran.table("L")
    let diagnosis = Diagnosis(table, parameters: ran.naming().parameters)
    let text = plain(diagnosis.document)
    #expect(diagnosis.findings.contains { $0.kind == sick.kind }, "\(text)")
    for words in sick.words { #expect(text.contains(words), "\(words) in\n\(text)") }
    #expect(text.contains("try: "))
  }

  @Test("names only those unused parameters that belong to the model, or are few")
  func relevant() throws {
    var ran = try Ran(
      "net = dense(2, 3); other = dense(2, 3); p = param(1); q = param(2); L = sum((ones([5, 2]) @ net.W)^2);")
    let table = try ran.table("L")
    let beside = plain(Diagnosis(table, parameters: ran.naming().parameters).document)
    #expect(beside.contains("L does not depend on net.b"))
    #expect(!beside.contains("other") && !beside.contains(" p,"))
    var long = try Ran("w = param(1); a = param(1); b = param(1); c = param(1); d = param(1); e1 = param(1); L = w^2;")
    let text = plain(Diagnosis(try long.table("L"), parameters: long.naming().parameters).document)
    #expect(text.contains("5 other parameters of this session have nothing to do with L"))
  }

  @Test("says that all is well when it is")
  func healthy() throws {
    var ran = try Ran(neuron)
    let table = try ran.table("L")
    let diagnosis = Diagnosis(table, parameters: ran.naming().parameters)
    #expect(diagnosis.findings.isEmpty)
    #expect(plain(diagnosis.document).contains("nothing wrong with L"))
  }

  @Test("takes less than a second for a network for handwritten digits")
  func speed() throws {
    var ran = try Ran(
      """
      seed(1); W = param(he(784, 512)); b = param(zeros(512)); V = param(glorot(512, 10)); c = param(zeros(10))
      x = uniform([100, 784]); y = map(n -> n % 10, 0..<100)
      h = relu(x @ W + b); L = cross_entropy(h @ V + c, y)
      """)
    let table = try ran.table("L")
    let time = ContinuousClock().measure { _ = plain(Diagnosis(table).document) }
    #expect(time < .seconds(1))
  }
}
