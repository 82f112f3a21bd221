import Testing

@Suite("The command line")
struct CommandLineTests {
  /// A command line with what has to come of it.
  struct Case: CustomTestStringConvertible, Sendable {
    let arguments: String
    var input = ""
    var output = ""
    var errors = ""
    let status: Int32

    var testDescription: String { "learnnn \(arguments) < \(input.debugDescription)" }
  }

  @Test(
    "output, messages and exit status are those of the contract",
    arguments: [
      Case(arguments: "--version", output: "learnnn 1.0\n", status: 0),
      Case(arguments: "-e -1", output: "-1\n", status: 0),
      Case(arguments: "-e 'x = 2; x^2'", output: "4\n", status: 0),
      Case(arguments: "-e '（1＋2）＊3'", output: "9\n", status: 0),
      Case(arguments: "-e '5 mod 2'", errors: "-e:1:1: error: this is written another way here", status: 1),
      Case(arguments: "-e '1 +'", errors: "-e:1:4: error: ", status: 1),
      Case(arguments: "--nonsense", errors: "learnnn: error: Unknown option", status: 2),
      Case(arguments: "-e 1 file.nn", errors: "learnnn: error: ", status: 2),
      Case(arguments: "--format xml -e 1", errors: "learnnn: error: ", status: 2),
      Case(arguments: "nothing.nn", errors: "learnnn: error: nothing.nn cannot be read: no such file", status: 3),
      Case(arguments: "/", errors: "it is a directory", status: 3),
      Case(arguments: "-", input: "a = 1\nnope\nb = 2\n", output: "a = 1\n", errors: "stdin:2:1: error: ", status: 1),
      Case(
        arguments: "", input: "a = 1\nnope\nb = 2\n", output: "a = 1\nb = 2\n", errors: "nope is not known", status: 1),
      Case(arguments: "", input: "f(x) = {\n  x + 1\n}\n\nf(2)\n", output: "3\n", status: 0),
      Case(arguments: "", input: "a = 1\n:quit\nb = 2\n", output: "a = 1\n", status: 0),
      Case(arguments: "-", input: "---\nformat: 1\nid: a\n---\n```nn\n", errors: "stdin:5:1: error: ", status: 3),
      Case(
        arguments: "-e 'print(1)' > /dev/full 2> err #",
        errors: "the output cannot be written: the disk is full", status: 3),
      Case(arguments: "data path xor", errors: "it is made when it is asked for", status: 3),
      Case(arguments: "data path nonsense", errors: "no data set is called nonsense", status: 3),
      Case(arguments: "check nowhere", errors: "nowhere cannot be read: no such file or folder", status: 3),
    ])
  func contract(_ example: Case) throws {
    let run = try Program.run(example.arguments, input: example.input)
    #expect(run.status == example.status)
    if !example.errors.isEmpty { #expect(run.errors.contains(example.errors)) } else { #expect(run.errors == "") }
    if !example.arguments.contains(">"), !example.arguments.hasPrefix("check") { #expect(run.output == example.output) }
  }

  @Test("JSON has one object a line, in order, errors among them")
  func json() throws {
    let run = try Program.run("--format json -", input: "z = [[1, 2], [3, 4]]\nw = param(0.5)\nprint(1)\nnope\n")
    let lines = run.output.split(separator: "\n")
    try #require(lines.count == 4)
    #expect(lines[0].contains(#""line":1,"name":"z","dtype":"float64","shape":[2,2],"data":[1.0,2.0,3.0,4.0]"#))
    #expect(lines[1].contains(#""param":true"#))
    #expect(lines[2].hasPrefix(#"{"type":"print""#))
    #expect(lines[3].contains(#""type":"error""#) && lines[3].contains(#""line":4,"column":1"#))
    #expect(run.errors == "")
    #expect(run.status == 1)
  }

  @Test("a pipe has neither colours nor a banner, and colours are had by asking")
  func colours() throws {
    let plain = try Program.run("", input: "w = param(0.8)\n", environment: "TERM=xterm-256color")
    #expect(plain.output.hasPrefix("w = 0.8 ") && !plain.output.contains("\u{1B}"))
    let asked = try Program.run("--color always -e 'w = param(0.8)'", environment: "NO_COLOR=1 TERM=xterm-256color")
    #expect(asked.output.contains("\u{1B}["))
  }

  @Test("COLUMNS decides the width")
  func width() throws {
    let run = try Program.run("-e ':help'", environment: "COLUMNS=40")
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 40 })
  }

  @Test("the seed decides the random numbers")
  func seed() throws {
    let draws = try ["1", "1", "2"].map { try Program.run("--seed \($0) -e 'normal(3)'").output }
    #expect(draws[0] == draws[1])
    #expect(draws[0] != draws[2])
  }

  @Test("a lesson run as a file takes the solutions, and without a HOME it runs as well")
  func lesson() throws {
    let run = try Program.run(
      "\(Program.repository)/Lessons/lesson3-backprop.md", environment: "env -u HOME -u XDG_STATE_HOME")
    #expect(run.output.hasPrefix("L = 0.09611582\n"))
    #expect(run.status == 0)
  }

  @Test("a page of a lesson tells its prose and code beside what the cells print")
  func lessonPage() throws {
    let run = try Program.run("--format html \(Program.repository)/Lessons/lesson3-backprop.md")
    #expect(run.output.contains("<h1>Backpropagation, one node at a time</h1>"))
    #expect(run.output.contains("<p>") && run.output.contains("<code"))
    #expect(run.status == 0)
  }

  @Test("a command in a script that fails is told at its place in the script")
  func commandPlace() throws {
    let run = try Program.run("-", input: "a = 1\n\n:step zz\n")
    #expect(run.errors.hasPrefix("stdin:3:7: error: zz is not known"))
    #expect(run.status == 1)
  }

  @Test("a new lesson passes the check, and is never overwritten")
  func newLesson() throws {
    let run = try Program.run(
      "new mine-first && '\(Program.path)' check mine-first.md && '\(Program.path)' new mine-first")
    #expect(run.errors.contains("mine-first.md is there already"))
    #expect(run.status == 3)
  }

  @Test("Ctrl-C ends a script with status 130, and a request to end with 143")
  func signals() throws {
    for (signal, status) in [("INT", Int32(130)), ("TERM", 143)] {
      // `timeout` passes the program's own status on, and a shell in the foreground says 128 plus the signal.
      let run = try Program.run("-e 'while true {}'", environment: "timeout --preserve-status -s \(signal) 0.5")
      #expect(run.status == status)
    }
  }
}
