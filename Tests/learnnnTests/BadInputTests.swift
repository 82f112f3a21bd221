import Testing

/// What is not as it should be gives a clear error with its place and an exit status, and nothing traps.
@Suite("Bad input, from the command line")
struct BadInputTests {
  /// A shell line that may use `$learnnn`, with what has to come of it.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let line: String
    var input = ""
    let says: String
    var status: Int32 = 1

    var testDescription: String { name }
  }

  @Test(
    "a program that asks too much is refused with its place, and the session goes on",
    arguments: [
      Case(
        name: "a huge tensor", line: "", input: "a = 1;\nzeros([1000000, 1000000])\na\n", says: "input:2:1: error: "),
      Case(
        name: "endless recursion", line: "", input: "a = 1;\nf(n) = f(n + 1)\nf(0)\na\n", says: "input:3:1: error: "),
      Case(name: "mutual recursion", line: "", input: "a = 1;\nf(n) = g(n); g(n) = f(n)\nf(0)\na\n", says: "error: "),
      Case(name: "a wrong shape", line: "", input: "a = 1;\n[1, 2] @ ones([3, 3])\na\n", says: "shape-mismatch"),
      Case(name: "an index too far", line: "", input: "a = 1;\n[1, 2][9]\na\n", says: "input:2:"),
      Case(name: "integer overflow", line: "", input: "a = 1;\nint(9e18) + int(9e18)\na\n", says: "input:2:"),
      Case(name: "an unknown name", line: "", input: "a = 1;\nnope\na\n", says: "input:2:1: error: nope is not known"),
      Case(
        name: "deep brackets", line: "",
        input: "a = 1;\n" + String(repeating: "(", count: 20_000) + "1" + String(repeating: ")", count: 20_000)
          + "\na\n",
        says: "input:2:"),
      Case(
        name: "a long chain of signs", line: "", input: "a = 1;\n" + String(repeating: "-", count: 50_000) + "1\na\n",
        says: "input:2:"),
      Case(name: "bytes that are no text", line: "", input: "a = 1;\n\u{FFFD}\u{7}\na\n", says: "input:2:1: error: "),
    ])
  func program(_ item: Case) throws {
    let run = try Program.run(item.line, input: item.input)
    #expect(run.status == 1)
    #expect(run.errors.contains(item.says), "\(run.errors.prefix(600))")
    #expect(run.output.hasSuffix("1\n"), "the session goes on")
  }

  @Test(
    "a file that is damaged is told by its name",
    arguments: [
      Case(
        name: "a lesson without its front matter", line: "echo hello > a.md; $learnnn a.md", says: "a.md:1:1: error: ",
        status: 3),
      Case(
        name: "a lesson with an open fence",
        line: #"printf -- '---\nformat: 1\nid: a\ntitle: A\n---\n\n```nn\n1\n' > a.md; $learnnn a.md"#,
        says: "a.md:7:1: error: ", status: 3),
      Case(
        name: "a lesson with an unknown attribute",
        line: #"printf -- '---\nformat: 1\nid: a\ntitle: A\n---\n\n```nn wide\n1\n```\n' > a.md; $learnnn a.md"#,
        says: "a.md:7:7: error: ", status: 3),
      Case(
        name: "a script with a mistake", line: #"printf 'x = 1;\ny = x +* 2\n' > a.nn; $learnnn a.nn"#,
        says: "a.nn:2:8: error: "),
      Case(name: "a script that is missing", line: "$learnnn none.nn", says: "none.nn", status: 3),
      Case(
        name: "bytes that are not UTF-8", line: #"printf 'x = \377\n' > a.nn; $learnnn a.nn"#, says: "a.nn:1:5: ",
        status: 3),
      Case(
        name: "a folder as the input", line: "mkdir a; $learnnn < a",
        says: "the input cannot be read: it is a directory",
        status: 3),
      Case(
        name: "a folder as the input, in Chinese", line: "mkdir a; LC_ALL=zh_CN.UTF-8 $learnnn < a",
        says: "learnnn：错误：无法读取输入：它是一个文件夹\n", status: 3),
      Case(
        name: "a name that was left out, in Chinese", line: "LC_ALL=zh_CN.UTF-8 $learnnn submit lesson1",
        says: "缺少参数“--as <名字>”", status: 2),
      Case(name: "an empty name", line: "$learnnn submit lesson1 --as ' '", says: "--as needs your name", status: 2),
      Case(name: "an unknown topic", line: "$learnnn doc zzz", says: "learnnn: error: there is no help about zzz"),
      Case(name: "where to look for a topic", line: "$learnnn doc zzz", says: "help: learnnn doc lists all names"),
      Case(name: "an empty script", line: ": > a.nn; $learnnn a.nn", says: "", status: 0),
      Case(
        name: "MNIST with a wrong magic number",
        line: "mkdir mnist; for f in train-images-idx3 train-labels-idx1 t10k-images-idx3 t10k-labels-idx1; do "
          + "echo nonsense > mnist/$f-ubyte; done; LEARNNN_DATA=$PWD $learnnn -e 'dataset(\"mnist\")'",
        says: "mnist/train-images-idx3-ubyte"),
      Case(
        name: "MNIST with a damaged gzip stream",
        line: "mkdir mnist; for f in train-images-idx3 train-labels-idx1 t10k-images-idx3 t10k-labels-idx1; do "
          + "printf '\\037\\213\\010nonsense' > mnist/$f-ubyte.gz; done; "
          + "LEARNNN_DATA=$PWD $learnnn -e 'dataset(\"mnist\")'",
        says: "mnist/train-images-idx3-ubyte.gz"),
    ])
  func file(_ item: Case) throws {
    let run = try Program.shell(item.line)
    #expect(run.status == item.status, "\(run.errors)")
    #expect(run.errors.contains(item.says), "\(run.errors.prefix(600))")
  }

  @Test("an endless loop ends by Ctrl-C with status 130, and by SIGTERM with 143")
  func endless() throws {
    for (signal, status) in [("INT", 130), ("TERM", 143)] {
      let run = try Program.shell(
        "timeout --preserve-status --foreground -s \(signal) 0.5 $learnnn -e 'while true { 1 }'")
      #expect(run.status == Int32(status))
    }
  }

  @Test("no accepted answer is lost by kill -9")
  func killed() throws {
    let run = try Program.shell(
      #"""
      mkfifo pipe; $learnnn < pipe > first & exec 3> pipe
      printf ':load lesson3\n:goto chain\ndb = dL_da * da_dz\n' >&3
      i=0; until grep -q right first; do sleep 0.1; i=$((i+1)); [ $i -lt 100 ] || break; done
      kill -9 $!; exec 3>&-
      printf ':load lesson3\ndb\n:progress\n' | $learnnn
      """#)
    #expect(run.output.contains("welcome back"))
    #expect(run.output.contains("2/2"))
    #expect(run.status == 0)
  }

  @Test("JSON tells values, prints, warnings and errors in order, one object a line")
  func json() throws {
    let run = try Program.run(
      "--format json -", input: "z = [[1, 2], [3, 0/0]]\nprint(\"a\")\nw = param(1)\nz @ 1..2\n")
    let lines = run.output.split(separator: "\n")
    try #require(lines.count == 4, "\(run.output)")
    #expect(
      lines[0] == #"{"type":"value","line":1,"name":"z","dtype":"float64","shape":[2,2],"data":[1.0,2.0,3.0,"nan"]}"#)
    #expect(lines[1].contains(#""type":"print""#))
    #expect(lines[2].contains(#""param":true"#))
    #expect(lines[3].hasPrefix(#"{"type":"error","code":""#))
    #expect(lines[3].contains(#""line":4,"column":"#))
    #expect(run.errors.isEmpty)
    #expect(run.status == 1)
  }
}
