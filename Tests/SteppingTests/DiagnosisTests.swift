import Documents
import Evaluation
import Source
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
    var silence: [String] = []
    /// The rate of the steps that are compared.
    var rate = 0.1
    /// Whether nothing is to be found.
    var isHealthy = false

    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "log of 0", program: "p = param([0.5, 0]); q = log(p); L = sum(q);", kind: .notFinite,
      words: ["q[1]: -inf", "log(0) is minus infinity", "test:1", "try: log(p + 1e-8): on a copy L is then -19.114"]),
    Case(
      name: "overflow of exp", program: "z = param(800); e1 = exp(z); L = e1 + 1;", kind: .notFinite,
      words: ["e1 = exp(z): inf", "exp overflows", "its input z is 800"]),
    Case(
      name: "softmax by hand", program: "z = param([800, 1]); e1 = exp(z); L = e1[0] / sum(e1);", kind: .notFinite,
      words: ["exp overflows", "try: exp(z - max(z)): on a copy L is then 1"]),
    Case(
      name: "division by 0", program: "a = param(1); b = param(0); L = a / b;", kind: .notFinite,
      words: ["L = a / b: inf", "a division by 0", "try: a / (b + 1e-8): on a copy L is then 100000000"]),
    Case(
      name: "infinite slope", program: "a = param(0); s = sqrt(a); L = s + 1;", kind: .notFiniteGradient,
      words: ["all values are finite, but ∂L/∂a is inf", "the slope of sqrt is infinite at 0", "try: sqrt(a + 1e-8)"]),
    Case(
      name: "nan in the data", program: "x = [[1, nan], [3, 4]]; W = param(ones([2, 1])); L = sum(x @ W);",
      kind: .notFinite, words: ["x[0, 1] is nan: it was given so"], silence: ["overflow", "too large", "try: "]),
    Case(
      name: "a number too large", program: "w = param(1e300); L = w * 1e300;", kind: .notFinite,
      words: ["their product or sum overflows"]),
    Case(
      name: "dead relus", program: "x = ones([4, 2]); W = param([[-1, 1], [-1, 1]]); h = relu(x @ W); L = sum(h);",
      kind: .deadUnits, words: ["1 of 2 units of h = relu(x @ W) are dead"]),
    Case(
      name: "relus that a bias has killed",
      program:
        "seed(1); x = normal([20, 2]); V = param(normal([8, 1])); W = param(normal([2, 8])); b = param(full(8, -50)); "
        + "L = mean((relu(x @ W + b) @ V - 1)^2);",
      kind: .deadUnits,
      words: [
        "all 8 units", "try: first weights as he(", ") draws them, biases of 0: on a copy 100 steps", "without at 1",
      ]),
    Case(
      name: "saturated sigmoids", program: "w = param([10, -12, 0.1]); a = σ(w); L = sum(a);", kind: .saturated,
      words: ["a = σ(w)", "2 of 3 values"]),
    Case(
      name: "vanishing gradients",
      program: "w1 = param(0.5); w2 = param(0.5); h = w1 * 0.0001; L = w2 * 1 + (h * 0.01) * 0.1;", kind: .vanishing,
      words: ["the gradients vanish: w1 gets"]),
    Case(
      name: "exploding gradients", program: "w1 = param(0.5); w2 = param(0.5); L = (w1 * 5000 - 1)^2 + w2^2;",
      kind: .exploding, words: ["the gradients explode: w1 gets"]),
    Case(
      name: "data far from 1",
      program: "seed(1); x = normal([50, 2]) * 1000; w = param(normal([2, 1])); L = mean((x @ w - 3)^2);",
      kind: .exploding, words: ["try: fit_scale(x)(x) in place of x: on a copy 100 steps", "without at no number"]),
    Case(
      name: "no gradient", program: "w = param(0.4); L = w * 0;", kind: .noGradient, words: ["every gradient is 0"],
      silence: ["try: "]),
    Case(
      name: "weights of 0",
      program: "x = [[1, 2], [3, 4]]; W = param(zeros([2, 3])); V = param(zeros([3, 1])); c = param(0); "
        + "L = mean((tanh(x @ W) @ V + c - 1)^2);",
      kind: .zeroWeights, words: ["W and V hold nothing but 0"], silence: ["nothing would be learned"]),
    Case(
      name: "nan in the data, which has made the weights nan",
      program: "x = [[1, nan], [3, 4]]; W = param(full([2, 1], nan)); L = sum(x @ W);", kind: .notFinite,
      words: ["x[0, 1] is nan: it was given so"]),
    Case(
      name: "the mean of nothing", program: "w = param(1); L = mean((w * zeros([2, 0]))^2);", kind: .notFinite,
      words: ["it holds no element", "the mean of no elements is 0/0"], silence: ["overflow"]),
    Case(
      name: "a slope of 0 everywhere", program: "w = param([0.4, 1.7]); L = sum(round(w));", kind: .noGradient,
      words: ["the slope of round is 0 everywhere"]),
    Case(
      name: "a rate far too small",
      program: "seed(1); x = normal([40, 3]); y = x @ [1, 2, 3]; w = param(normal([3])); L = mean((x @ w - y)^2);",
      kind: .standing, words: ["L falls slowly", "try: the rate 0.01 in place of"], rate: 1e-6),
    Case(
      name: "first weights far too large",
      program: "seed(3); x = normal([40, 8]); W = param(10 * normal([8, 16])); V = param(10 * normal([16, 4])); "
        + "L = cross_entropy(tanh(x @ W * 0.01) @ V * 10 + 0 * x[:, 0:4], argmax(x[:, 0:4], axis=1));",
      kind: .standing, words: ["first weights as he("], rate: 0.001),
    Case(
      name: "units dead for one use of their weights only",
      program: "W = param([[1, 1], [1, 1]]); f(x) = relu(x @ W); a = f(-ones([6, 2])); b = f(ones([6, 2])); "
        + "L = mean((sum(a) + b - 1)^2);",
      kind: .standing, words: [], silence: ["are dead"], isHealthy: true),
    Case(
      name: "an infinite weight", program: "q = param(inf); L = (1 / q)^2;", kind: .notFinite,
      words: ["q is inf", "it is a parameter"], silence: ["every gradient is 0"]),
    Case(
      name: "equal units",
      program: "W = param(full([2, 4], 0.1)); V = param([[1], [2], [3], [4]]*0 + 0.3); x = [[1, 2], [3, -1], [0, 1]]; "
        + "L = mean((tanh(x @ W) @ V - [[1], [-1], [0.5]])^2);",
      kind: .equalUnits, words: ["the 4 columns of W are equal"], silence: []),
    Case(
      name: "the negative of a loss",
      program: "p = param([1, 2]); L = -mse(p, [5, 5]);", kind: .negated,
      words: ["L is the negative of a mse"], silence: []),
    Case(
      name: "a row of a mask that leaves nothing",
      program: "S = param([[1, 2], [3, 4]]); L = sum(softmax(S + [[-inf, -inf], [0, 0]])^2);", kind: .notFinite,
      words: ["a mask must leave something in every row"], silence: ["it was given so"]),
    Case(
      name: "two layers in one",
      program: "A = dense(2, 4); B = dense(4, 1); x = [[0, 0], [0, 1], [1, 0], [1, 1]]; "
        + "for i in 1..3000 { step(sgd(0.2), mean((B(A(x)) - [[0], [1], [1], [0]])^2)) }; "
        + "L = mean((B(A(x)) - [[0], [1], [1], [0]])^2);",
      kind: .standing, words: ["A and B follow each other with no activation between"], silence: []),
    Case(
      name: "unused parameter", program: "w = param(1); v = param(2); L = w^2;", kind: .unused,
      words: ["L does not depend on v"], silence: ["try: "]),
  ]

  @Test("finds what is wrong, and says to try only what helped on a copy", arguments: cases)
  func finds(_ sick: Case) throws {
    var ran = try Ran(sick.program)
    let table = try ran.table("L")
    let settings = Remedies.Settings(rule: .sgd(rate: sick.rate, momentum: 0))
    let diagnosis = Diagnosis(table, parameters: ran.naming().parameters, settings: settings)
    let text = plain(diagnosis.document)
    #expect(diagnosis.findings.contains { $0.kind == sick.kind } != sick.isHealthy, "\(text)")
    for words in sick.words { #expect(text.contains(words), "\(words) in\n\(text)") }
    for words in sick.silence { #expect(!text.contains(words), "\(words) in\n\(text)") }
  }

  @Test(
    "what is no fault is none",
    arguments: [
      "S = param([[1, 2], [3, 4]]); L = sum(softmax(S + [[0, -inf], [0, 0]])^2);",
      "S = param([[1, 2], [3, 4]]); L = sum(softmax(where([[true, false], [true, true]], S, -inf))^2);",
    ])
  func harmless(_ program: String) throws {
    var ran = try Ran(program)
    #expect(Diagnosis(try ran.table("L")).findings.isEmpty)
  }

  @Test("a rate of 0 is named, and where a clip or a layer keeps a number up, that one is")
  func small() throws {
    var ran = try Ran("w = param([1, 2]); L = sum((w - 3)^2);")
    let table = try ran.table("L")
    let still = plain(Diagnosis(table, settings: Remedies.Settings(rule: .sgd(rate: 0, momentum: 0))).document)
    #expect(still.contains("the rate is 0: no step moves anything"), "\(still)")
    var settings = Remedies.Settings(rule: .sgd(rate: 0.1, momentum: 0))
    settings.clip = 1e-6
    let clipped = plain(Diagnosis(table, settings: settings).document)
    #expect(clipped.contains("try: no clip"), "\(clipped)")
    var nets = try Ran(
      "G = sequential(dense(2, 4), dense(4, 1)); D = sequential(dense(1, 8, relu), dense(8, 1)); "
        + "D[0].b := full([8], -50); L = mean(D(G(ones([8, 2])))^2);")
    let layer = plain(Diagnosis(try nets.table("L"), parameters: nets.naming().parameters).document)
    #expect(layer.contains("(layer D[0])") && !layer.contains("(layer G"), "\(layer)")
  }

  @Test("nothing is tried when the time is over, and then nothing is said to try")
  func outOfTime() throws {
    var ran = try Ran("p = param([0.5, 0]); L = sum(log(p));")
    var settings = Remedies.Settings()
    settings.isOver = { true }
    let text = plain(Diagnosis(try ran.table("L"), settings: settings).document)
    #expect(text.contains("log(0) is minus infinity") && !text.contains("try: "))
  }

  @Test("a parameter that became nan on the way is told what a smaller rate did to the run")
  func slower() throws {
    var ran = try Ran("w = param(nan); L = w^2;")
    var settings = Remedies.Settings()
    settings.slower = { ("rate = 0.1 in place of 1", 20, 0.25) }
    let text = plain(Diagnosis(try ran.table("L"), settings: settings).document)
    #expect(text.contains("try: rate = 0.1 in place of 1: the run of 20 steps, gone through again on a copy"))
  }

  @Test("what rises is not said to fall, and nothing is advised that ends above the number as it is")
  func rising() throws {
    var ran = try Ran("w = param([1, 2]); L = sum((w - 3)^2);")
    let table = try ran.table("L")
    let text = plain(Diagnosis(table, settings: Remedies.Settings(rule: .sgd(rate: 1.01, momentum: 0))).document)
    #expect(text.contains("L rises: on a copy 100 steps of sgd(rate=1.01)"), "\(text)")
    #expect(text.contains("try: the rate 0.101 in place of 1.01"), "\(text)")
    var settings = Remedies.Settings(rule: .sgd(rate: 1.01, momentum: 0))
    settings.began = -1
    #expect(!plain(Diagnosis(table, settings: settings).document).contains("try: "))
    let unknown = plain(Diagnosis(table, settings: Remedies.Settings(rule: nil)).document)
      .split(whereSeparator: \.isWhitespace).filter { $0 != "│" }.joined(separator: " ")
    #expect(unknown.contains("whether it falls was not tried") && !unknown.contains("sgd"), "\(unknown)")
  }

  @Test("the gradient of a number is checked in all its parameters")
  func gradcheck() throws {
    var ran = try Ran("W = param([[1, 2], [3, 4]]); b = param([1, 0.5]); L = sum(tanh([1, 2] @ W + b)^2);")
    let checks = Gradcheck.ofParameters(try ran.table("L"))
    #expect(checks.map(\.parameter) == ["W", "b"])
    #expect(checks.allSatisfy { $0.check.isFine && !$0.check.entries.isEmpty })
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

  @Test("of a frozen net it is said that no step moves anything, and of a frozen part which it is")
  func frozen() throws {
    var ran = try Ran("a = param(1); b = param(2); L = (a * b - 1)^2;")
    let table = try ran.table("L")
    let ids = ran.naming().parameters.map(\.id)
    var settings = Remedies.Settings()
    settings.frozen = Set(ids)
    #expect(
      plain(Diagnosis(table, settings: settings).document).contains("every parameter that L depends on is frozen"))
    settings.frozen = [ids[0]]
    let text = plain(Diagnosis(table, settings: settings).document)
    #expect(text.contains("frozen, so that no step moves them: a") && text.contains("nothing wrong with L was found"))
  }

  @Test("a probability stays one: what a model gives is not replaced by relu")
  func output() throws {
    var ran = try Ran(
      "seed(1); D = sequential(dense(1, 6, sigmoid), dense(6, 1, sigmoid)); x = 20 * normal([30, 1]); "
        + "L = binary_cross_entropy(D(x), ones([30, 1])) + binary_cross_entropy(D(x + 40), zeros([30, 1]));")
    let text = plain(Diagnosis(try ran.table("L")).document)
    #expect(!text.contains("L = -"), "\(text)")
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
    // What is tried has a time of its own.
    var settings = Remedies.Settings()
    settings.isOver = { true }
    settings.isFirstPartOver = { true }
    let time = ContinuousClock().measure { _ = plain(Diagnosis(table, settings: settings).document) }
    #expect(time < .seconds(1))
  }
}
