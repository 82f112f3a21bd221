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
      ("5 减 负2", "5 - -2"), ("5减负二", "5 - -2"), ("非 真", "not true"), ("负3", "-3"), ("[1，负2] + 1", "[2, -1]"),
      ("x等于3", "type x = 3"),
      ("8 7 6 5", "[8, 7, 6, 5]"), ("8，7，6", "[8, 7, 6]"), ("求导 sin", "sin'"), ("画图 sin", "plot(sin, -2, 2)"),
      ("如果 3 > 2 那么 1 否则 0", "if 3 > 2 { 1 } else { 0 }"), ("如果 x > 2", "if x > 2 { … }"),
      ("二分之一", "1/2"), ("3万", "3 * 10000"), ("2 的 3 次方", "2^3"), ("x = 3、4", "x = [3, 4]"),
      ("平均值（[1, 2]）", "mean([1, 2])"), ("10 / 50%", "10 / (50 / 100)"),
      ("百分之九十二", "type 92/100"), ("３分之１", "type 1/3"), ("约10000", "type 10000"), ("一万左右", "type 10000"),
      ("√－4", "type √(-4)"), ("softmax（2，1）", "type softmax([2, 1])"), ("bytes ＝ 14 KB", "no units"),
      ("bytes = 14440 字节", "no units"), ("R² ＝ 0.92", "type R2 = 0.92"), ("measured ＝（1，2，4）", "measured = [1, 2, 4]"),
      ("scaled = 为什么不对？", "sentence"), ("什么是像素", "sentence"), ("《x：1》", "{x: 1}"),
      ("?验证集", "?验证数据集"), ("转置（[[1, 2]]）", ".T"), ("∂w", "∂L/∂w"), ("怎么输入σ", "?σ"), ("我的答案：评判的人是学生。“好”", "sentence"),
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
      ("第一课讲什么", ":load lesson1"), ("打开第3课", ":load lesson3"), ("打开练习3", ":goto ex3"),
      ("跳到练习3", ":goto ex3"), ("跳到第5题", ":goto ex5"), ("练习3", nil), ("第十二课", ":load lesson12"), ("去第18步", ":goto 18"),
      ("我做对了几道题", ":progress"), ("总分多少", ":progress"),
      ("还差什么", ":check"), ("检查我的答案", ":check"), ("为什么不对", ":why"), ("不会排", ":hint"), ("我不知道", ":hint"),
      ("清空", ":clear"), ("看答案", ":solution"), ("我卡住了", ":hint"), ("上一页", ":back"),
      ("再做一遍", ":again"), ("为什么报错", ":why"), ("如何读取文件", ":help data"), ("第一课和第二课", nil), ("学习率", nil),
    ] as [(String, String?)])
  func asked(line: String, command: String?) {
    #expect(Speech.chinese.command(inUnspaced: line) == command)
  }

  private static let formulas: [(before: String, line: String, advice: String)] = [
    ("", "设 x = 3", "type x = 3"), ("", "定义 f(x) = x^2", "type f(x) = x^2"), ("", "求 x^2 的导数", "type (x -> x^2)'"),
    ("", "求导 sin（x）", "type sin'"), ("", "求和 [1,2,3]", "type sum([1, 2, 3])"),
    ("", "最大值（[1,2]）", "type max([1, 2])"), ("", "5 除 2", "type 5 / 2"), ("", "一百", "type 100"),
    ("", "e的2次方", "type e^2"), ("", "e的1.1次方", "type e^1.1"), ("", "left = 0.25 的 10 次方", "left = 0.25^10"),
    ("", "he＝根号（2／784）", "he = sqrt(2/784)"), ("", "π的一半", "type π / 2"), ("x = 2", "打印 x", "type print(x)"),
    ("S = [1, 2]", "S 的均值", "type mean(S)"), ("S = [1, 2]", "max（S）－最小（S）", "type max(S)-min(S)"),
    ("S = [1, 2]", "3 * S的总和", "type 3 * sum(S)"), ("数据 = [1, 2]", "数据的均值", "type mean(数据)"),
    ("H = [[1, 2]]; d = [[3], [4]]", "dU = H转置 @ d.T", "type dU = H.T @ d.T"),
    ("W1 = [[1, 2]]", "W1的转置", "type W1.T"),
    ("", "对 i 从 1 到 3 ｛print（i）｝", "type for i in 1..3 { print(i) }"),
    ("", "r(i) = 如果 i≤20 ｛1｝ 否则 ｛2｝", "r(i) = if i≤20 { 1 } else { 2 }"),
    ("", "当 x > 2 时", "if x > 2 { … }"), ("", "循环3次", "for i in 1..3 { print(i) }"),
    ("", "导入 numpy", ":help functions"), ("", "0.1到0.5", "0.1..0.5"), ("", "3～5", "type 3..5"),
    ("", "1…5", "type 1..5"), ("", "1000×（55,000÷100）", "1000×(55000÷100)"), ("", "y ＝ １ ２ ３", "y = [1, 2, 3]"),
    ("", "again = 1＋2＋…＋100", "again = sum(1..100)"), ("", "a = 1，b = 2，c = 3", "a = 1; b = 2; c = 3"),
    ("", "ln(2)", "natural logarithm"), ("L(x) = x^2", "梯度(L)", "grad(L)"), ("", "如何求导", "?导数"),
    ("", "请解释softmax", "?softmax"),
    ("", "从 1 到 10 的和", "type sum(1..10)"), ("", "1 到 100 的和", "type sum(1..100)"),
    ("", "1 到 4 的平均值", "type mean(1..4)"), ("", "从 1 加到 100", "type sum(1..100)"),
    ("", "负 3 的绝对值", "type abs(-3)"), ("", "负3的绝对值", "type abs(-3)"), ("", "负 2 的平方", "type (-2)^2"),
    ("", "softmax 怎么用", "type ?softmax"), ("", "怎么用 plot", "type ?plot"), ("x = 3", "plot 怎么用", "type ?plot"),
    ("f(x) = x^2", "f 对 x 求导", "type ∂f/∂x"), ("f(x) = x^2", "求 f 的导数", "type f'"),
    ("f(x) = x^2", "f 在 2 处的导数", "type f'(2)"), ("f(x) = x^2", "求 f 在 x＝2 处的导数", "type f'(2)"),
    ("x = 3", "x 等于 5 吗", "type x == 5"), ("x = 3", "x 大于 2 吗？", "type x > 2"),
    ("x = 3", "x 等于多少", "type x"), ("x = 3", "x 是多少", "type x"), ("f(x) = x^2", "f(3) 是多少", "type f(3)"),
    ("", "３ 乘以 ４ 等于多少", "type 3 * 4"), ("", "3 的阶乘", "type prod(1..3)"), ("", "随机数", "?随机数"),
    ("", "课程列表", "type :lessons"), ("", "变量列表", "type :vars"), ("", "数据集列表", "type :data"),
    ("", "答案是什么", "Shows the solution beside your own answer"),
    ("", "导出", "type :export"), ("", "列出变量", "type :vars"), ("", "帮我", "type :help"), ("", "太难了", "type :hint"),
    ("", "零矩阵（2，2）", "type zeros(2, 2)"), ("", "《x》", "no brackets"), ("", "保存到 笔记", "type :save 笔记.md"),
    ("A = [[1, 2], [3, 4]]", "A 乘 A", "type A @ A"), ("A = [[1, 2], [3, 4]]", "A 的逆", "type inv(A)"),
    ("A = [[1, 2], [3, 4]]", "A 的行列式", "type det(A)"), ("A = [[1, 2], [3, 4]]", "A 转置", "type A.T"),
    ("A = [[1, 2], [3, 4]]", "A 的第一行", "type A[0]"), ("A = [[1, 2], [3, 4]]", "A 的第 2 列", "type A[:, 1]"),
    ("a = [1, 2]; b = [3, 4]", "a 和 b 的点积", "type a · b"), ("", "3x3 单位矩阵", "type eye(3)"),
    ("", "向量 [1，2] 的长度", "type norm([1,2])"), ("x = 3", "把 x 改成 5", "type x = 5"),
    ("x = 3", "x 是 5", "type x = 5"), ("x = 3", "x 除以 2 的余数", "type x % 2"), ("x = 3", "x 的类型", "type :type x"),
    ("f(x) = x^2", "f 的图像", "type plot(f, -2, 2)"), ("f(x) = x^2", "画出 f(x) 的图像", "type plot(f, -2, 2)"),
    ("", "对 i 从 1 到 10 求和", "type sum(1..10)"), ("x = 3", "删除 x", "type :clear x"),
    ("", "积分 x^2", "integrals are not taken here"), ("", "解方程 x^2 = 4", "not solved in symbols"),
    ("row = [1, 2, 3, 4]; dz = [1, 2, 3]", "dz×row［0：3］的和", "type sum(dz×row[0:3])"),
    ("row = [1, 2, 3, 4]; dz = [1, 2, 3]", "dz×row［0：3］之和", "type sum(dz×row[0:3])"),
    ("a = [1, 2]; b = [3, 4]", "a×b 的平均", "type mean(a×b)"), ("a = [1, 2]; b = 3", "a 乘 b 的和", "type sum(a * b)"),
    ("w = param(3); L = w^2", "L对w求导", "type ∂L/∂w"), ("w = param(3); L = w^2", "L 对 w 的导数", "type ∂L/∂w"),
    ("w = param(3); L = w^2", "求导 L", "type ∂L/∂w"), ("w = param(3); L = w^2", "对L求导", "type ∂L/∂w"),
    ("w = param(3); L = w^2", "对w求导", "type ∂L/∂w"), ("w = param(3); L = w^2", "w 的梯度", "type ∂L/∂w"),
    ("w = param(3); L = w^2", "derivative of L with respect to w", "type ∂L/∂w"),
    ("w = 3; L = w^2", "L对w求导", "type (w -> L)'"), ("x = 3", "x ！ ＝ 2", "type x != 2"),
    ("", "矩阵怎么相乘", "?@"), ("", "怎么输入希腊字母", "?\\"),
  ]

  @Test("words of Chinese formulas are read before and behind what they belong to", arguments: formulas.indices)
  func chineseFormulas(_ index: Int) {
    let test = Self.formulas[index]
    var session = TestSession(.test(lessons: []))
    session.session.settings.language = "zh"
    if !test.before.isEmpty { _ = session.type(test.before) }
    // A line that is long is broken.
    let said = session.type(test.line).filter { !$0.isWhitespace }
    #expect(said.contains(test.advice.filter { !$0.isWhitespace }), "\(test.line): \(said)")
  }

  @Test("a Chinese word that means nothing here is no factor", arguments: ["看 x", "令人 x = 3", "看看 sin 吧"])
  func chineseFactors(line: String) {
    var session = TestSession(.test(lessons: []))
    session.session.settings.language = "zh"
    _ = session.type("x = 2")
    let said = session.type(line)
    #expect(!said.contains(" * ") && !said.contains(" @ "), "\(said)")
  }

  @Test("quotation marks of Chinese and the signs of a title stand around a text")
  func chineseQuotes() {
    var session = TestSession(.test(lessons: []))
    session.session.settings.language = "zh"
    #expect(!session.type("print（「你好」）").contains("closed"))
    #expect(session.type("s = 《你好》").contains("\"你好\""))
    #expect(session.type("\"值是｛1＋2｝\"").contains("plain braces"))
    // A name that begins with a word is told from a word before a name.
    #expect(session.type("设x = 3").contains("is a part of it here"))
    #expect(!session.type("设计 = 3").contains("is a part of it here"))
  }

  @Test(
    ":help and :set take Chinese words",
    arguments: [
      (":help 语法", "{"), (":help 命令", ":load 课程"), (":help 练习", ":load 课程"), (":help 提示", ":hint"),
      (":help 函数", "softmax"), (":help 键盘", ":quit"), ("?求和", "sum("), ("?张量是什么", "张量"),
      (":descend（v -> v^2，rate=0.1）", "type :descend v -> v^2"), (":帮助 语法", "{"), (":数据", "moons"),
      (":设置 语言 中文; :set language", "= zh"), (":set 位数 4; :set digits", "digits = 4"),
      (":set pager 开; :set pager", "pager = on"), (":set digits 三; :set digits", "digits = 3"), ("独热(3)", "one_hot"),
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
      ("", "t = open(\"licence.txt\").read()", "text_file(\"name\")"), ("", "import re", "nothing is imported here"),
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

  private static let libraries: [(String, String, String)] = [
    // An index of what a call gave is no factor.
    ("c = [1, 0] == 1", "np.where(c)[0]", "type where(c) "),
    ("c = [1, 0] == 1", "len(np.where(c)[0])", "len(where(c))"),
    ("c = [1, 0] == 1", "np.where(c)[0][0]", "type where(c)[0] "),
    ("x = [1, 2]; y = [2, 3]", "np.cov(x, y)[0, 1]", "type mean((x - mean(x)) * (y - mean(y))) "),
    ("x = [1, 2]; y = [2, 3]", "np.corrcoef(x, y)[0][1]", "type corr(x, y) "),
    // Measures and pictures.
    ("y = [1, 2.5]; p = [1, 2]", "r2_score(y, p)", "type 1 - mse(p, y) / var(y)"),
    ("y = [1, 2.5]; p = [[1], [2]]", "r2_score(y, p)", "mse(flatten(p), flatten(y))"),
    ("y = [1, 2.5]; p = [1, 2]", "mean_absolute_error(y, p)", "type mean(abs(y - p))"),
    ("", "?r2", "1 minus their squared error"),
    ("h = {loss: [3, 2]}", "plt.plot(h.history['loss'], label='loss')", "type plot(h.loss) "),
    ("x = [1, 2]", "plt.plot(x, label=\"a\"); plt.legend()", "type plot(x) "),
    ("x = [1, 2]", "plt.plot(x, x, \"o\")", "type scatter(x, x)"),
    ("x = [1, 2]", "plot(x, x, \"o\")", "scatter(x, x)"),
    ("x = [1, 2]", "plt.plot(x, x, 'r--', linewidth=2)", "type plot(x, x)"),
    ("", "plt.scatter(a[:,0], a[:,1], c=a[:,2])", "classes=int(a[:,2])"),
    // Training.
    ("X = [[1.0], [2]]; y = [0, 1]", "a, b, c, d = train_test_split(X, y, test_size=0.2)", "share=0.8"),
    ("s = fit_scale([[1.0], [2]])", "s.transform([[1.0], [2]])", "type s([[1.0], [2]])"),
    ("m = dense(1, 1); X = [[1], [2]]; y = [[0.5], [1]]", "m.fit(X, y, epochs=2)", "loss=mse, epochs=2"),
    ("m = dense(1, 1)", "m.compile(optimizer='sgd', loss='mse')", "loss=mse, with=sgd()"),
    ("m = dense(1, 1)", "for n, p in m.named_parameters(): print(n, p.shape)", "for p in parameters(m)"),
    ("p = [[0.2, 0.8]]; y = [1]", "p[range(len(y)), y] -= 1", "type p = p - one_hot(y, shape(p)[1])"),
    ("idx = [1, 0]; y = [1.0, 2]", "y[idx].long()", "type int(y[idx])"),
    // A name alone is answered as its call is, and a command that is none by what does it.
    ("", "cross_val_score", "split(data, share=0.8)"), ("", "Net()", "built of its layers"),
    ("", "os.listdir()", ":data lists"), ("", ":exercises", "type :outline"),
    ("", "np.linalg.eig([[2,1],[1,2]])", "eigenvalues([[2,1],[1,2]])"),
    ("d = {train: {x: [[1]], y: [0]}}", "len(d)", "len(d.train.x)"),
  ]

  @Test("what NumPy, pandas, Keras and PyTorch have is answered with what does the same", arguments: libraries)
  func library(before: String, line: String, advice: String) {
    var session = TestSession(.test(lessons: []))
    if !before.isEmpty { _ = session.type(before) }
    let answer = session.type(line).split(whereSeparator: \.isWhitespace).joined(separator: " ") + " "
    #expect(answer.contains(advice), "\(answer)")
  }

  @Test(
    "a table is asked for its columns and rows as pandas does",
    arguments: [
      ("d.age", "d.train.x[:, 0]"), ("d['age'].mean()", "mean(d.train.x[:, 0])"),
      ("d[d.age > 30]", "d.train.x[d.train.x[:, 0] > 30]"),
      ("d.corr()", "corr(concat([d.train.x, expand_dims(d.train.y, 1)], axis=1))"),
      ("d.plot.scatter(x='age', y='income')", "scatter(d.train.x[:, 0], d.train.x[:, 1])"),
      ("d.income.value_counts()", "unique(d.train.x[:, 1], true)"),
      ("d.groupby('age').mean()", "unique(d.train.x[:, 0])"),
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

  @Test(
    "the column that is predicted is asked for by its name, and a new one is a name",
    arguments: [
      ("d.price", "type d.train.y"), ("d['price'].mean()", "type mean(d.train.y)"), ("d.area", "d.train.x[:, 0]"),
      ("plt.scatter(d.area, d.price)", "type scatter(d.train.x[:, 0], d.train.y)"),
      ("d.sort_values('price')", "d.train.x[argsort(d.train.y)]"),
      ("d['each'] = d['price'] / d['area']", "type each = d.train.y / d.train.x[:, 0]"),
      ("X = d.drop('price', axis=1)", "type X = d.train.x"),
      ("a, b, c, e = train_test_split(d.x, d.y, test_size=0.2)", "[d.train.x, d.test.x, d.train.y, d.test.y]"),
    ])
  func target(line: String, advice: String) {
    let files = TestFiles(["/data/houses.csv": "area,rooms,price\n50,2,1.5\n60,3,2.25\n70,1,3\n80,2,4\n90,5,5\n"])
    let world = World(
      files: files.access, lessonDirectories: [], dataDirectories: ["/data"], stateDirectory: "/state")
    var session = TestSession(world)
    _ = session.type("d = csv(\"houses\")")
    let answer = session.type(line).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(answer.contains(advice), "\(answer)")
  }

  @Test("a test that measures nothing says so, and the loss of numbers is named")
  func numbers() {
    var session = TestSession(.test(lessons: []))
    _ = session.type("m = dense(1, 1); d = {x: [[1.0], [2]], y: [[1.5], [2]]}")
    #expect(session.type("h = train(m, d, loss=mse, test=d)").contains("validation="))
    #expect(session.type("evaluate(m, d)").contains("loss=mse"))
    #expect(session.type("evaluate(m, {x: d.x, y: [1.5, 2]})").contains("loss=mse"))
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
      "q.groupby(\"a\").mean()", "r 0.001", "v norm(W)", "evaluate(net, x, 3)",
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
