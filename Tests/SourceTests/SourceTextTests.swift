import Source
import Testing

@Suite("Source texts and suggestions")
struct SourceTextTests {
  @Test("a place is a line of the file and a column of Unicode scalars")
  func positions() {
    let source = SourceText("σ = 1\nz = σ + y", name: "cell", firstLine: 41)
    func place(_ offset: Int) -> [Int] {
      let position = source.position(at: offset)
      return [position.line, position.column]
    }
    #expect(place(0) == [41, 1])
    #expect(place(3) == [41, 3])
    #expect(place(7) == [42, 1])
    #expect(place(999) == [42, 10])
    #expect(source.slice(source.lineSpan(at: 8)) == "z = σ + y")
    #expect(source.slice(Span(0, 2)) == "σ")
    #expect(source.slice(Span(-5, 900)) == source.text)
  }

  @Test(
    "numbers in Chinese words",
    arguments: [
      ("三百零五", 305), ("三百五", 350), ("一万二", 12_000), ("一万零二", 10_002), ("3万", 30_000), ("1.5万", 15_000), ("一二三", 123),
      ("十五", 15), ("二十", 20), ("权重", nil), ("万", nil), ("", nil),
    ] as [(String, Int?)])
  func chineseNumbers(word: String, number: Int?) {
    #expect(ChineseNumber.whole(word) == number)
  }

  @Test("fractions and signs in Chinese words")
  func chineseParts() {
    #expect(FractionSign.plain("-½") == "-1/2" && FractionSign.plain("2½") == "2½")
    #expect(ChineseNumber.plain("一半") == "1/2" && ChineseNumber.plain("四成五") == "45/100")
    #expect(ChineseNumber.plain("三成") == "3/10" && ChineseNumber.plain("百分之五十") == "50/100")
    #expect(ChineseNumber.plain("约10000") == "10000" && ChineseNumber.plain("一万左右") == "10000")
    #expect(ChineseNumber.plain("3分之1") == "1/3" && ChineseNumber.plain("左右") == "左右")
    #expect(ChineseNumber.plain("完成") == "完成" && ChineseNumber.plain("成") == "成")
    #expect(ChineseNumber.sign("下降") == -1 && ChineseNumber.sign("更少") == -1 && ChineseNumber.sign("增大") == 1)
    #expect(ChineseNumber.sign("大于 0") == 1 && ChineseNumber.sign("不变") == 0 && ChineseNumber.sign("权重") == nil)
  }

  @Test("a Chinese name inside a Chinese sentence stands between quotes, and no space beside them")
  func chineseNames() {
    let words = Translation(
      language: "zh",
      files: [
        "{0} is not known\n= {0} 没有定义\n\nnothing is called {0}\n= 没有叫 {0} 的值\n\nerror: {0}\n= 错误：{0}",
        ":clear {0} brings it back\n= :clear {0} 让它回来",
      ])
    let (name, letter) = ("三", "w")
    #expect(words("\(name) is not known") == "“三”没有定义")
    #expect(words("nothing is called \(name)") == "没有叫“三”的值")
    #expect(words("nothing is called \(letter)") == "没有叫 w 的值")
    #expect(words("error: \(name)") == "错误：三")
    let (mixed, code) = ("成绩.csv", "f(三)")
    #expect(words("\(mixed) is not known") == "“成绩.csv”没有定义")
    #expect(words(":clear \(mixed) brings it back") == ":clear 成绩.csv 让它回来")
    #expect(words("\(code) is not known") == "f(三) 没有定义")
  }

  @Test("a name of a megabyte is quoted by its two ends")
  func longNames() {
    let name = String(repeating: "a", count: 1_000_000) + "z"
    let diagnostic = Diagnostic(code: .unknownName, "\(name) is not known", notes: ["\(name)"], help: "write \(name)")
    #expect(diagnostic.title.description.count < 1000)
    #expect(diagnostic.title.description.hasSuffix("az is not known"))
    #expect(diagnostic.notes[0].description.count < 1000)
    #expect((diagnostic.help?.description.count ?? 0) < 1000)
  }

  @Test("a diagnostic fits on one line with its place")
  func oneLine() {
    let source = SourceText("x\n  y", name: "a.md")
    let diagnostic = Diagnostic(code: .blank, "y is not known", source: source, labels: [.init(Span(4, 5))])
    #expect(diagnostic.oneLine == "a.md:2:3: error: y is not known")
    #expect(Diagnostic(.warning, code: .blank, "hm").oneLine == "warning: hm")
  }

  @Test(
    "the closest name is suggested, and none when all are far",
    arguments: [
      ("sofmax", "softmax"), ("SOFTMAX", "softmax"), ("sigmoud", "sigmoid"), ("xyzzy", nil), ("zx", nil), ("Xp", nil),
      ("agmoid", nil),
    ] as [(String, String?)])
  func suggestions(name: String, expected: String?) {
    #expect(Suggestions.closest(to: name, among: ["softmax", "sigmoid", "sum", "exp"]) == expected)
  }

  @Test("the edit distance counts a swap of neighbours once")
  func distance() {
    #expect(Suggestions.editDistance(Array("abcd"), Array("abdc")) == 1)
    #expect(Suggestions.editDistance(Array("abc"), Array("")) == 3)
    #expect(Suggestions.editDistance(Array("kitten"), Array("sitting")) == 3)
  }
}
