import Evaluation
import Synchronization
import Testing

@testable import Judging
@testable import Notebook

/// Output for programs is bounded: a summary stands for values above a size.
@Suite("Values as JSON")
struct EventJSONTests {
  private func lines(_ input: String, isWhole: Bool = false) -> String {
    var session = Session(world: .test())
    let lines = Mutex("")
    _ = session.submit(input) { item in
      let line = EventJSON.line(for: item, isWhole: isWhole)
      lines.withLock { $0 += (line ?? "") + "\n" }
    }
    return lines.withLock { $0 }
  }

  @Test("a value of very many numbers is told in brief, and whole on request")
  func summary() {
    let brief = lines("zeros([1000, 1000]) + 2")
    #expect(brief.utf8.count < 1_000)
    #expect(
      brief.contains("\"data\":null") && brief.contains("\"elided\":1000000") && brief.contains("\"shape\":[1000,1000]")
    )
    #expect(brief.contains("\"min\":2") && brief.contains("\"first\":[2"))
    #expect(lines("zeros([1000, 1000])", isWhole: true).utf8.count > 2_000_000)
    #expect(lines("zeros([100, 100])").contains("\"data\":[0"))
  }

  @Test("the first numbers of a large tensor are its first numbers, of any rank and order")
  func first() {
    let start = "reshape(0..<200000, [400, 500])"
    #expect(lines(start + " * 1.0").contains("\"first\":[0.0,1.0,2.0,3.0,4.0,5.0,6.0,7.0,8.0,9.0]"))
    #expect(lines("(" + start + " * 1.0).T").contains("\"first\":[0.0,500.0,1000.0,"))
  }

  @Test("of a long text the beginning is told, wherever it stands, and all of it on request")
  func texts() {
    let text = "s = \"aé\"; for i in 1..20 { s = s + s };"
    for line in ["print(s)", "s", "[s, s]", "{a: s, b: [s]}"] {
      let brief = lines("\(text) \(line)")
      #expect(brief.utf8.count > 900_000 && brief.utf8.count < 1_100_000 && !brief.contains("\u{FFFD}"), "\(line)")
      #expect(lines("\(text) \(line)", isWhole: true).utf8.count >= 1_572_864, "\(line)")
    }
    #expect(lines(text + " s").contains("\"elided\":"))
    #expect(!lines("\"abc\"").contains("elided"))
  }

  @Test("so are records of large tensors and long lists")
  func inside() {
    #expect(lines("{a: zeros([300, 300]), b: zeros([300, 300]), c: 1}").utf8.count < 400_000)
    #expect(lines("map(x -> {a: x}, 1..200000)").utf8.count < 20_000_000)
    #expect(lines("dataset(\"digits\")").utf8.count < 1_000_000)
  }
}
