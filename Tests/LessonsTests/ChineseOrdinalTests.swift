import Lessons
import Testing

@Suite struct ChineseOrdinalTests {
  @Test(
    "a lesson goes by its number in Chinese",
    arguments: [
      ("第3课", "3"), ("第 十二 课", "12"), ("课15", "15"), ("课 三", "3"), ("2课", "2"), ("课程11", "11"),
      ("课程 九", "9"), ("下一课", nil), ("课程", nil), ("课", nil), ("第课", nil),
      ("lesson3", nil),
    ] as [(String, String?)])
  func lessons(text: String, number: String?) {
    #expect(ChineseOrdinal.number(in: text) == number)
  }

  @Test(
    "so does an exercise",
    arguments: [("练习5", "ex5"), ("练习 五", "ex5"), ("第5题", "ex5"), ("题3", "ex3"), ("3题", "ex3"), ("练习", nil), ("5", nil)]
      as [(String, String?)])
  func exercises(text: String, id: String?) {
    #expect(ChineseOrdinal.exercise(in: text) == id)
  }
}
