import Testing

/// The forms of the command line, and what each may write.
@Suite("Ways in")
struct WaysInTests {
  @Test("a script run by name writes only with --allow-write; a pipe, standard input and -e count as typed")
  func writing() throws {
    let cases: [(line: String, writes: Bool)] = [
      ("s.nn", false), ("--allow-write s.nn", true), ("- < s.nn", true), ("< s.nn", true), ("-e ':save out.md'", true),
    ]
    for (line, writes) in cases {
      let run = try Program.shell(
        "printf 'x = 5\\n:save out.md\\n' > s.nn; $learnnn \(line) > /dev/null 2>&1; test -e out.md && echo written")
      #expect(run.output.contains("written") == writes, "\(line)")
    }
  }

  @Test("a request writes only where the front end asked for it")
  func serve() throws {
    for (extra, writes) in [("", false), (",\\\"write\\\":true", true), (",\\\"write\\\":false", false)] {
      let run = try Program.shell(
        "printf '%s\\n' \"{\\\"id\\\":1,\\\"do\\\":\\\"run\\\",\\\"text\\\":\\\":save out.md\\\"\(extra)}\" | $learnnn serve > replies; test -e out.md && echo 'a file'; cat replies"
      )
      #expect(run.output.contains("a file") == writes, "\(run.output)")
    }
  }

  @Test("several -e share a session and end at the first error")
  func expressions() throws {
    let run = try Program.run("-e 'x = 2;' -e 'x * 3' -e '_ + 1' -e 'nope' -e '99'")
    #expect(run.output == "6\n7\n" && run.status == 1)
  }

  @Test("a lesson's name opens it, -i goes on after a file, unknown words are helped, lessons are listed")
  func forms() throws {
    #expect(try Program.run("lesson1", input: ":outline\n").output.contains("exercise line"))
    #expect(try Program.run("-i s.nn", input: "x + 1\n", files: ["s.nn": "x = 5;\n"]).output == "6\n")
    #expect(try Program.run("chekc").errors.contains("did you mean learnnn check?"))
    #expect(try Program.run("lessons").output.contains("lesson1"))
    #expect(try Program.run("check --nope").errors.contains("learnnn check --help"))
    #expect(try Program.run("--help").output.contains("LEARNNN_HOME"))
  }

  @Test("closed and full standard streams end the program with its status")
  func streams() throws {
    for (line, status) in [
      ("-e 1 >&-", 3), ("-e 1 > /dev/full", 3), ("-e '1 +' 2> /dev/full", 3), ("-e '1 +' 2>&-", 3), ("<&-", 0),
      ("- <&-", 0),
      ("-e 1 <&- 2>&-", 0),
    ] {
      let run = try Program.shell(
        "timeout 20 $learnnn \(line); echo status $? >> log; cat log 2>/dev/null | tee /dev/null")
      #expect(run.output.contains("status \(status)"), "\(line): \(run.output) \(run.errors)")
    }
  }
}
