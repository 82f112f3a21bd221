import Documents
import Lessons
import Source
import Testing
import Words

@testable import Judging
@testable import Notebook

@Suite("Lessons and messages in another language")
struct TranslationTests {
  private static let english = """
    ---
    format: 1
    id: lesson1
    title: Numbers
    ---
    Some words.

    ```nn
    x = 2  # two
    ```
    ```nn exercise id=double points=1
    y = ___  # twice as much
    ```
    ```nn solution for=double
    y = 2x
    ```
    ```nn check for=double
    close(y, expected.y)
    ```
    ```hint for=double
    Multiply.
    ```
    ```quiz id=end
    Is it over?
    - [x] yes
    - [ ] no
    ```

    """

  private static let chinese = english.replacing("Numbers", with: "数").replacing("Some words.", with: "几句话。")
    .replacing("# twice as much", with: "# 两倍").replacing("# two", with: "# 二").replacing("Multiply.", with: "相乘。")
    .replacing("Is it over?", with: "结束了吗？")

  private func files() -> TestFiles {
    TestFiles(["/lessons/lesson1-numbers.md": Self.english, "/lessons/lesson1-numbers.zh.md": Self.chinese])
  }

  private func session(_ files: TestFiles, language: String? = nil) -> TestSession {
    var world = World.test(files, lessons: ["/lessons"])
    world.language = language
    return TestSession(world)
  }

  @Test("the system's language, a setting or the file's name choose the translation", arguments: 0..<4)
  func chosen(_ way: Int) {
    var student = session(files(), language: way == 0 ? "zh_CN" : nil)
    if way == 1 { _ = student.type(":set language zh") }
    let page = student.type([":load lesson1", ":load numbers", ":load lesson1.zh", ":load lesson1-numbers.zh.md"][way])
    for words in ["第 1 课 · 数", "1 个练习", "几句话。", "单元格 1", "按回车运行"] { #expect(page.contains(words), "\(page)") }
    #expect(student.type("").contains("练习 1 · double · 1 分"))
    #expect(student.type(":hint").contains("相乘。"))
    #expect(student.type("y = 3").contains("还不对"))
    #expect(student.type("y = x + x").contains("正确 · 1 分"))
    #expect(student.type(":progress", in: Translation.of("zh")).contains("练习 1（double）  ✓ 已完成"))
    #expect(student.type(":outline").contains("选择题 end"))
    #expect(student.type(":resume").contains("现在不是自由练习"))
  }

  @Test("what was done in one language is done in the other")
  func shared() {
    let files = files()
    var student = session(files)
    for line in [":load lesson1", "", "y = x + x"] { _ = student.type(line) }
    var other = session(files, language: "zh_CN")
    let page = other.type(":load lesson1")
    #expect(page.contains("欢迎回来：你在第 3 步，共 3 步"), "\(page)")
    #expect(!page.contains("改过了"))
    #expect(other.type(":lessons").contains("1/1"))
    #expect(other.type(":lessons").contains("数"))
  }

  @Test("the language can be changed in the middle of a lesson, at the same step")
  func changed() {
    var student = session(files())
    for line in [":load lesson1", ""] { _ = student.type(line) }
    let page = student.type(":set language zh")
    #expect(page.contains("练习 1 · double"), "\(page)")
    #expect(student.type("y = 5").contains("还不对"))
    #expect(student.type(":set language en").contains("exercise 1 · double"))
    #expect(student.type("y = x + x").contains("right · 1 point"))
  }

  @Test("a lesson without a translation stays as it is, with messages that are translated")
  func untranslated() {
    let files = TestFiles(["/lessons/lesson1-numbers.md": Self.english])
    var student = session(files)
    _ = student.type(":load lesson1")
    #expect(student.type(":set language zh").contains("还没有译文"))
    #expect(student.type(":show").contains("Some words."))
    #expect(student.type(":show").contains("单元格 1"))
    #expect(student.type(":set language klingon").contains("it takes en, zh or auto"))
    #expect(student.type(":load lesson1.zh").contains("no-such-lesson"))
  }
}
