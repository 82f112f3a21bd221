import Disk
import Testing

@testable import Judging
@testable import Notebook

/// The sentences about what there is not here stay true when it comes to be here.
@Suite("The phrase book")
struct PhrasebookTests {
  @Test("says of no name that there is nothing of the kind when the program has it")
  func missingIsMissing() throws {
    let path = repository + "/Sources/Phrasebook/Words/habits.txt"
    let rules = try Disk.text(of: path)
    let said = rules.split(separator: "\n").filter { $0.contains("⊘") }.compactMap { rule in
      rule.split(separator: "(", maxSplits: 1).first.map(String.init)
    }
    let called = said.filter { !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0 == "_" || $0.isNumber } }
    #expect(called.count > 20)
    let session = TestSession(.test(lessons: [])).session
    // `no_grad` is there, and takes a block.
    for name in called where name != "no_grad" { #expect(!session.isKnown(name), "\(name)") }
  }

  @Test(
    "a Chinese sentence is answered with the ideas in it, and a name alone is a name",
    arguments: [
      ("什么是梯度", "?梯度"), ("什么是梯度下降？", "?梯度下降"), ("请问学习率应该取多大", "?学习率"),
      ("怎样开始学习这门课程呢", ":load lesson0"),
    ])
  func chinese(line: String, advice: String) {
    var session = TestSession(.test(lessons: []))
    session.session.settings.language = "zh"
    #expect(session.type(line).contains(advice))
    #expect(!session.type("权重").contains("句子"))
  }

  @Test("a word that is nearly a command is taken for it, whatever follows")
  func nearly() {
    var session = TestSession(.test(lessons: []))
    #expect(session.type(":laod lesson1").contains("did you mean :load?"))
  }
}
