import Testing

@testable import Lessons

@Suite("A lesson called by its number in Chinese")
struct ChineseOrdinalTests {
  @Test(
    "numbers in digits and in characters",
    arguments: [
      ("第3课", "3"), ("第 12 课", "12"), ("第零课", "0"), ("第三课", "3"), ("第十课", "10"), ("第十二课", "12"),
      ("第二十课", "20"), ("第二十一课", "21"),
    ])
  func numbers(text: String, number: String) { #expect(ChineseOrdinal.number(in: text) == number) }

  @Test("anything else is none", arguments: ["课", "第课", "第x课", "第十十课", "第三", "三课", "lesson3", "第三四课"])
  func others(text: String) { #expect(ChineseOrdinal.number(in: text) == nil) }
}
