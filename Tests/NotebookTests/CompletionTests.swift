import Evaluation
import Source
import Testing

@testable import Judging
@testable import Notebook

@Suite("Completion")
struct CompletionTests {
  /// A text with `|` at the cursor, what is offered, and what the line becomes with the first of it.
  struct Case: CustomTestStringConvertible {
    let text: String
    let offered: String
    let line: String?

    var testDescription: String { text }
  }

  @Test(
    "what is offered goes on from what stands there, the same for the prompt, editors and notebooks",
    arguments: [
      Case(text: "softm|", offered: "softmax", line: "softmax"),
      Case(text: "1 + softm| * 2", offered: "softmax", line: "1 + softmax * 2"),
      Case(text: #"y = \sigm|"#, offered: #"\sigma"#, line: "y = σ"),
      Case(text: "σ(r.|)", offered: "alpha", line: "σ(r.alpha)"),
      Case(text: ":help softm|", offered: "softmax", line: ":help softmax"),
      Case(text: ":help loa|", offered: "load", line: ":help load"),
      Case(text: "?softm|", offered: "softmax", line: "?softmax"),
      Case(text: ":set langu|", offered: "language", line: ":set language "),
      Case(text: ":set language |", offered: "en", line: ":set language en"),
      Case(text: ":set language z|", offered: "zh", line: ":set language zh"),
      Case(text: ":watch r.|", offered: "alpha", line: ":watch r.alpha"),
      Case(text: ":watch mean(r.b|", offered: "beta", line: ":watch mean(r.beta"),
      Case(text: "sgd(rate=0.1, |", offered: "momentum=", line: "sgd(rate=0.1, momentum="),
      Case(text: "sgd(|", offered: "rate=", line: "sgd(rate="),
      Case(text: #"dataset("spi|"#, offered: "spirals", line: #"dataset("spirals""#),
      Case(text: #"dataset("spi|")"#, offered: "spirals", line: #"dataset("spirals")"#),
      Case(text: ":data spi|", offered: "spirals", line: ":data spirals"),
      Case(text: "1 + delta1|", offered: "δ_1", line: "1 + δ_1"),
      Case(text: ":les|", offered: ":lessons", line: ":lessons"),
      Case(text: "# softm|", offered: "", line: nil),
      Case(text: "\"softm|", offered: "", line: nil),
    ])
  func offers(_ item: Case) throws {
    var session = Session(world: World())
    _ = session.submit("r = {alpha: 1, beta: 2}; δ₁ = 1;") { _ in }
    let parts = item.text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    let text = parts.joined()
    let found = session.completion(of: text, at: parts[0].utf8.count)
    guard let line = item.line else {
      #expect(found == nil)
      return
    }
    let completions = try #require(found)
    let first = try #require(completions.candidates.first { $0.name == item.offered })
    let bytes = Array(text.utf8)
    let result = bytes[..<completions.span.lower] + Array(first.text.utf8) + bytes[completions.span.upper...]
    #expect(String(decoding: result, as: UTF8.self) == line)
  }

  @Test(
    "a name is found where the cursor touches it, and the function of an open call elsewhere",
    arguments: [
      ("y = sof|tmax(x)", "softmax"), ("softmax(|", "softmax"), ("softmax([1, 2|", nil), ("1 + 2|", nil),
      ("f(g(1), |", "f"),
    ] as [(String, String?)])
  func names(_ text: String, _ name: String?) {
    let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    #expect(InputPlace.name(in: parts.joined(), at: parts[0].utf8.count) == name)
  }
}
