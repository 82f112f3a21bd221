import Lessons
import Phrasebook
import Source
import Testing
import Words

@testable import Notebook

/// Chinese words for commands, places and terms.
@Suite("Chinese words for commands")
struct ChineseCommandTests {
  @Test(
    "words of sentences and formulas are commands behind a colon",
    arguments: [
      ("显示", true, "show"), ("再显示", true, "show"), ("看", true, "show"), ("回退", true, "back"), ("为啥", true, "why"),
      ("找", false, "find"), ("图", false, "graph"), ("单步", false, "step"), ("梯度", false, "grads"),
      ("源代码", false, "source"), ("课", false, "load"), ("课程", false, "load"), ("课程", true, "lessons"),
      ("完成", true, "check"),
    ])
  func named(word: String, isAlone: Bool, command: String) {
    #expect(Speech.chinese.commandName(for: word, isAlone: isAlone) == command)
    #expect(Speech.chinese.command(inUnspaced: "看") == nil)
  }

  @Test(
    "a lesson is opened by its number and by its title",
    arguments: [
      (":load 2课", "lesson2"), ("：载入 第6课", "lesson6"), ("：课程 9", "lesson9"), ("：课 9", "lesson9"),
      ("：加载 课程11", "lesson11"), (":load 神经元", "lesson1"), (":load 层就是矩阵", "lesson2"),
    ])
  func loaded(line: String, lesson: String) {
    var session = TestSession()
    session.session.settings.language = "zh"
    let said = session.type(line)
    #expect(session.session.lesson?.lesson.id == lesson, "\(said)")
  }

  @Test("the next lesson is opened by a word when one is over")
  func following() {
    var session = TestSession()
    session.session.settings.language = "zh"
    session.session.settings.isInteractive = true
    _ = session.type(":load lesson1")
    #expect(session.type("下一课").contains(":lessons"))
    guard let count = session.session.lesson?.stops.count else { return }
    session.session.go(to: count)
    #expect(session.type("打开下一课").contains(":load lesson2"))
    #expect(session.type("下一课").contains(":load lesson2"))
    #expect(session.session.lesson?.lesson.id == "lesson2")
  }

  @Test("a name that no step has is told, and of an unknown command the word alone is marked")
  func unknownPlaces() {
    var session = TestSession()
    _ = session.type(":load lesson1")
    #expect(session.type(":goto kept").contains("no step is called kept"))
    #expect(session.type(":goto 999").contains("the steps go from 1"))
    let said = session.type(":qqqq 5")
    #expect(said.contains("^^^^^") && !said.contains("^^^^^^") && said.contains(":help commands"), "\(said)")
  }

  @Test(
    "a term is explained by itself, and by none that it begins with",
    arguments: [
      ("？批量规范化", "批量规范化", "小批量"), ("？特征图", "特征映射", "年龄"), ("？词元", "lesson12", "lesson15"),
      ("？批量某某", "批量某某", "小批量"),
    ])
  func terms(question: String, told: String, untold: String) {
    var session = TestSession(.test(lessons: []))
    session.session.settings.language = "zh"
    let said = session.type(question, in: .of("zh"))
    #expect(said.contains(told) && !said.contains(untold), "\(said)")
  }
}
