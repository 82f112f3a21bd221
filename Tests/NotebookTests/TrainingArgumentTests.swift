import Testing

@testable import Notebook

@Suite("Wrong arguments of a training")
struct TrainingArgumentTests {
  /// A line with a wrong argument, what is said, and what it says to type.
  struct Case: CustomTestStringConvertible, Sendable {
    let line: String
    let words: [String]
    var testDescription: String { line }

    init(_ line: String, _ words: String...) { (self.line, self.words) = (line, words) }
  }

  static let cases = [
    Case("train(net, d.train, 5)", "the third argument of train is the loss", "epochs=5"),
    Case("train(net, d.train, loss=\"mse\")", "without quotation marks: loss=mse"),
    Case("train(net, d.train, epoch=3)", "train has no parameter epoch", "epochs="),
    Case("train(net, d.train, with=adam)", "call it: with=adam()"),
    Case("train(net, d.train, with=\"adam\")", "with=adam()"),
    Case("train(net, d.train, epochs=2, with=0.1)", "with=adam(rate=0.1)"),
    Case("train(net, d.train, adam())", "write with=adam()"),
    Case("train(net, d.train, with=sgd(-1))", "rate"),
    Case("train(net, d.train, lr=0.1)", "with=adam(rate=0.1)"),
    Case("train(net, d.train, validation=0.2)", "split(data, 0.2)"),
    Case("train(net, d.train, test=0.2)", "split(data, 0.2)"),
    Case("train(net, d.train.x, d.train.y)", "inputs and targets are one argument, {x: …, y: …}"),
    Case("train(net, d.train, keep=\"first\")", "keep is \"last\" or \"best\""),
    Case("train(net, d.train, keep=best)", "keep=\"best\""),
    Case("train(net, d.train, patience=0)", "at least one epoch"),
    Case("step(opt, L, clip=0)", "clip must be a number above 0"),
    Case("step(opt, L, of=\"w\")", "without quotation marks"),
    Case("step(opt, L, of=3)", "of=parameters(net)"),
    Case("step(L, opt)", "write step(opt, L)"),
    Case("step(opt)", "step needs a value for L"),
    Case("step(opt, L, max_norm=1)", "step(opt, L, clip=1)"),
    Case("adam(parameters(net), 0.01)", "adam takes the rate first", "write adam(0.01)"),
    Case("sgd([{params: [1]}])", "sgd takes the rate first"),
    Case("adam(0.1, weight_decay=0.01)", "adamw(0.1, decay=0.01)"),
    Case("opt.decay", "optimiser"),
  ]

  @Test("are told with the argument that was meant, and never by a call of a field", arguments: cases)
  func told(_ wrong: Case) {
    var session = TestSession()
    _ = session.type(
      "d = dataset(\"xor\"); net = sequential(dense(2, 2)); opt = adam(0.01); w = param(1); L = w^2; x = 1; z = 2;")
    let text = session.type(wrong.line)
    for words in wrong.words { #expect(text.contains(words), "\(words) in\n\(text)") }
    for nonsense in ["train(d)", "@ [", "sgd @", "sgd *", ":step", "decay(opt)", "x(d", "z *"] {
      #expect(!text.contains(nonsense), "\(text)")
    }
  }
}
