import Disk
import Phrasebook
import Source
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
      ("怎样开始学习这门课程呢", ":load lesson0"), ("什么是词元", "?词元"), ("怎么画图", "?plot"),
      ("softmax是什么意思", "?softmax"), ("怎么提交作业", ":submit"), ("怎么换成英文", ":set language en"),
      ("怎么定义函数", ":help syntax"), ("圆周率", "π"), ("2 的平方", "2^2"), ("根号9", "sqrt(9)"),
      ("a ≥ 3 且 b ≠ 4", "a ≥ 3 and b ≠ 4"), ("负 pi", "-pi"), ("《1，2》", "[1, 2]"), ("10％", "10 / 100"),
      ("5 减 负2", "5 - -2"), ("5减负二", "5 - -2"), ("非 真", "not true"), ("负3", "type -3"), ("x等于3", "type x = 3"),
      ("8 7 6 5", "[8, 7, 6, 5]"), ("8，7，6", "[8, 7, 6]"), ("求导 sin", "sin'"), ("画图 sin", "plot(sin, -2, 2)"),
      ("如果 3 > 2 那么 1 否则 0", "if 3 > 2 { 1 } else { 0 }"), ("如果 x > 2", "if x > 2 { … }"),
      ("转置（[[1, 2]]）", ".T"), ("∂w", "∂L/∂w"), ("怎么输入σ", "?σ"), ("我的答案：评判的人是学生。“好”", "sentence"),
    ])
  func chinese(line: String, advice: String) {
    var session = TestSession(.test(lessons: []))
    session.session.settings.language = "zh"
    #expect(session.type(line).contains(advice))
    #expect(!session.type("权重").contains("句子"))
  }

  @Test(
    "a Chinese sentence asks for a command",
    arguments: [
      ("第一课讲什么", ":load lesson1"), ("打开第3课", ":load lesson3"), ("第十二课", ":load lesson12"), ("总分多少", ":progress"),
      ("还差什么", ":check"), ("检查我的答案", ":check"), ("为什么不对", ":why"), ("不会排", ":hint"), ("我不知道", ":hint"),
      ("清空", ":clear"), ("看答案", ":solution"), ("第一课和第二课", nil), ("学习率", nil),
    ] as [(String, String?)])
  func asked(line: String, command: String?) {
    #expect(Speech.chinese.command(inUnspaced: line) == command)
  }

  @Test(
    ":help and :set take Chinese words",
    arguments: [
      (":help 语法", "{"), (":help 命令", ":load LESSON"), (":help 练习", ":load LESSON"), (":help 提示", ":hint"),
      (":help 函数", "softmax"), (":help 键盘", ":quit"), ("?求和", "sum("), (":帮助 语法", "{"), (":数据", "moons"),
      (":设置 语言 中文; :set language", "= zh"), (":set 位数 4; :set digits", "digits = 4"),
      (":set pager 开; :set pager", "pager = on"), (":set digits 三; :set digits", "digits = 3"),
    ])
  func chineseTopics(lines: String, answer: String) {
    var session = TestSession(.test(lessons: []))
    session.session.settings.language = "zh"
    let said = lines.split(separator: ";").map { session.type(String($0)) }.joined()
    #expect(said.contains(answer), "\(said)")
  }

  @Test(
    "what is advised for a line was not only parsed: it is what was meant",
    arguments: [
      ("xs = [\"a\", \"b\"]", "\"a\" in xs", "contains(xs, \"a\")"),
      ("xs = [1, 2]", "1 in xs", "any(xs == 1)"),
      ("xs = [1, 2, 2]", "set(xs)", "unique(xs)"),
      ("xs = [1, 2, 3]", "random.sample(xs, 2)", "shuffle(xs)[0:2]"),
      ("", "(a, b) = (1, 2)", "a, b = [1, 2]"),
      ("", "Image.open(\"neu.jpg\")", "image_file(\"name\")"),
      ("", "img = Image.open(\"neu.jpg\")", "image_file(\"name\")"),
      ("", "t = open(\"licence.txt\").read()", "text_file(\"name\")"), ("", "import re", ":help functions"),
      ("", "scheduler.step()", "adam(rate="), ("", "{\"the\": 5}", "{the: 5}"),
      ("", "{\"a b\": 1}", "with({}, \"a b\""),
      ("", "max_pool(2)", "x -> max_pool2d(x, 2)"),
    ])
  func meant(before: String, line: String, advice: String) {
    var session = TestSession(.test(lessons: []))
    if !before.isEmpty { _ = session.type(before) }
    let answer = session.type(line)
    #expect(answer.contains(advice), "\(answer)")
  }

  @Test(
    "a table is asked for its columns and rows as pandas does",
    arguments: [
      ("d.age", "d.train.x[:, 0]"), ("d['age'].mean()", "mean(d.train.x[:, 0])"),
      ("d[d.age > 30]", "d.train.x[d.train.x[:, 0] > 30]"), ("d.corr()", "corr(d.train.x)"),
      ("d.plot.scatter(x='age', y='income')", "scatter(d.train.x[:, 0], d.train.x[:, 1])"),
      ("d.income.value_counts()", "unique(d.train.x[:, 1], true)"), ("d.groupby('age').mean()", "by a condition"),
      ("train(net, d, epochs=2, lr=0.1)", "train(net, d.train, epochs=2, with=adam(rate=0.1))"),
    ])
  func tables(line: String, advice: String) {
    var session = TestSession(.test(lessons: []))
    _ = session.type("net = dense(2, 2)")
    _ = session.type(
      "d = {train: {x: [[23, 1200], [45, 3000]], y: [0, 1]}, test: {x: [[31, 2000]], y: [0]}, columns: "
        + "[\"age\", \"income\"]}")
    let answer = session.type(line).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(answer.contains(advice), "\(answer)")
  }

  @Test("an element that is given a value makes no function of the list")
  func elements() {
    var session = TestSession(.test(lessons: []))
    let answer = session.type("y = zeros(3)\nfor j in 0..2 { y[j] = relu(j) }")
    #expect(!answer.contains("y(j)"), "\(answer)")
    #expect(session.type("relu[3]").contains("relu(3)"))
  }

  @Test(
    "a name that is not known is what is said, whatever field or number follows it",
    arguments: [
      ("d.train.x[0]", "d"), ("q.train", "q"), ("shape(d.train.x)", "d"), ("X = q.train.x / 255", "q"),
      ("tally(d.train.y)", "d"), ("train(net, q.train, epochs=3)", "q"), ("zz.train.y[2]", "zz"), ("q.step", "q"),
    ])
  func unknownReceiver(line: String, name: String) {
    var session = TestSession(.test(lessons: []))
    _ = session.type("net = dense(2, 2)")
    let answer = session.type(line)
    #expect(answer.contains("\(name) is not known") && !answer.contains("other-habit"), "\(answer)")
  }

  @Test(
    "no product is advised with a word that means nothing, nor with a function that is to be called",
    arguments: [
      "model.predict(x)", "q.groupby(\"a\").mean()", "r 0.001", "v norm(W)", "train(net, x, y)", "evaluate(net, x, 3)",
    ])
  func noProduct(line: String) {
    var session = TestSession(.test(lessons: []))
    for text in ["net = dense(2, 2)", "x = [[1.0, 2]]", "y = [0]", "W = param([1, 2])"] { _ = session.type(text) }
    let answer = session.type(line)
    #expect(!answer.contains("other-habit"), "\(answer)")
  }

  @Test("each idea names a lesson that speaks of it")
  func lessons() throws {
    let folder = repository + "/Lessons"
    let files = Disk.files.list(folder).filter {
      $0.hasPrefix("lesson") && $0.hasSuffix(".md") && !$0.hasSuffix(".zh.md")
    }
    #expect(files.count > 15)
    for entry in Guide.all.entries {
      guard let lesson = entry.lesson else { continue }
      let file = try #require(files.first { $0.hasPrefix(lesson + "-") }, "\(lesson)")
      let text = Self.plain(try Disk.text(of: folder + "/" + file))
      let words = entry.names.flatMap { name -> [String] in
        // Of `vanishing gradient` a lesson may say that gradients vanish.
        let first = String(name.split(separator: " ").first ?? "")
        let stem = first.hasSuffix("ing") ? String(first.dropLast(3)) : first
        return name.contains(" ") && first.count > 3 ? [name, stem] : [name]
      }
      #expect(words.contains { text.contains(Self.plain($0)) }, "\(lesson) does not speak of \(entry.names)")
    }
  }

  private static func plain(_ text: String) -> String {
    String(text.lowercased().map { $0 == "_" || $0 == "-" ? " " : $0 })
  }

  @Test(
    "somebody with a table, a picture or a text of their own finds what reads it",
    arguments: [
      ("?table", "csv("), ("?photo", "images("), ("?picture", "image_file("), ("?file", "text_file("),
      ("?text", "text_file("), ("?folder", ":help data"), ("?\"own data\"", "text_file"),
      (":help data", "LEARNNN_DATA"),
      ("?date", "days("), ("?pandas", "csv("), (":help functions", "cross_entropy"), (":help", ":help functions"),
    ])
  func ownData(question: String, answer: String) {
    var session = TestSession(.test(lessons: []))
    let said = session.type(question)
    #expect(said.contains(answer), "\(said)")
  }

  @Test("a word that is nearly a command is taken for it, whatever follows")
  func nearly() {
    var session = TestSession(.test(lessons: []))
    #expect(session.type(":laod lesson1").contains("did you mean :load?"))
    #expect(session.type(":lode lesson3").contains("did you mean :load?"))
  }
}
