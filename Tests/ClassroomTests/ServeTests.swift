import Formats
import Notebook
import Testing

@testable import Serving

@Suite("Serving editors and kernels")
struct ServeTests {
  /// The answer to some requests, as JSON.
  private func answers(_ requests: [String], world: World = World()) throws -> [JSONValue] {
    var serve = ServeSession(world: world)
    let lines = Lines()
    for request in requests { _ = serve.answer(request) { lines.all.append($0) } }
    return try lines.all.map { try JSONValue(parsing: $0) }
  }

  private final class Lines {
    var all: [String] = []
  }

  @Test("a run answers with its values, tagged, and closes with done")
  func run() throws {
    let lines = try answers([#"{"id":7,"do":"run","text":"z = 1 + 1\nz * 2"}"#])
    #expect(lines.count == 3)
    #expect(lines.allSatisfy { $0["id"]?.int == 7 })
    #expect(lines[0]["name"]?.string == "z")
    #expect(lines[1]["data"]?.elements?.first?.double == 4)
    #expect(lines[1]["shown"]?.string == "4\n")
    #expect(lines[2]["type"]?.string == "done")
    #expect(lines[2]["status"]?.string == "ok")
  }

  @Test("names last from one request to the next, and an error does not end the session")
  func session() throws {
    let lines = try answers([
      #"{"id":1,"do":"run","text":"a = 3;"}"#, #"{"id":2,"do":"run","text":"a + nothing_here"}"#,
      #"{"id":3,"do":"run","text":"a"}"#,
    ])
    #expect(lines.map { $0["status"]?.string }.compactMap { $0 } == ["ok", "error", "ok"])
    #expect(lines[1]["type"]?.string == "error")
    #expect(lines[1]["line"]?.int == 1)
  }

  @Test("pictures come as text and as SVG")
  func figures() throws {
    let lines = try answers([#"{"id":1,"do":"run","text":"plot([1, 2, 3])"}"#])
    let figure = try #require(lines.first { $0["type"]?.string == "figure" })
    let svg = try #require(figure["svg"]?.string)
    #expect(svg.hasPrefix("<svg") && svg.hasSuffix("</svg>"))
    #expect(svg.contains("<style>") && svg.contains("--text"))
    #expect(figure["text"]?.string?.isEmpty == false)
  }

  @Test("a walk brings the style it is seen by, for itself alone")
  func walk() throws {
    let lines = try answers([
      #"{"id":1,"do":"run","text":"w = param(0.8)\nL = (w - 1)^2"}"#, #"{"id":2,"do":"run","text":":step L"}"#,
    ])
    let html = try #require(lines.compactMap { $0["html"]?.string }.first { $0.contains("class=\"walk\"") })
    #expect(html.contains(".walk.playing .walk-step") && html.contains("<script>"))
    #expect(html.ranges(of: "<style>").count == 1)
    let rules = html[..<(html.firstRange(of: "</style>")?.lowerBound ?? html.endIndex)]
    for line in rules.split(separator: "\n").dropFirst() where line.contains("{") {
      #expect(line.contains(".walk") || line.contains("@media"), "\(line)")
    }
    // Where nothing is walked through, nothing is brought along.
    #expect(
      try answers([#"{"id":1,"do":"run","text":":help"}"#]).allSatisfy {
        !($0["html"]?.string ?? "").contains("<style>")
      })
  }

  @Test("a cell that opens a lesson does not show it once more, and one that names no task says so")
  func lesson() throws {
    let files = MemoryFiles(["hw.md": School.lesson])
    let world = World(files: files.access)
    let lines = try answers(
      [#"{"id":1,"do":"run","text":":load hw.md"}"#, #"{"id":2,"do":"run","text":":task nosuch\nx = 1"}"#], world: world
    )
    let text = lines.filter { $0["id"]?.int == 1 }.compactMap { $0["text"]?.string }.joined()
    #expect(!text.contains("Enter runs it") && text.contains("A slope"))
    #expect(lines.last { $0["type"]?.string == "error" }?["message"]?.string?.contains("nosuch") == true)
  }

  @Test(
    "an unfinished text is told from a finished and from a wrong one",
    arguments: [("x = (1 + 2", "incomplete"), ("x = 1", "ok"), ("x = )", "error"), ("f(x) = {", "incomplete")])
  func isComplete(text: String, status: String) throws {
    let request = JSONValue.object([.init("id", 1), .init("do", "is_complete"), .init("text", .string(text))])
    let lines = try answers([request.compact])
    #expect(lines.last?["status"]?.string == status)
  }

  @Test(
    "completion offers names, fields, arguments, symbols and commands",
    arguments: [
      (#"softm"#, "softmax", 0), (#"y = \\sig"#, "σ", 4), (#"r.al"#, "alpha", 2), (#":les"#, ":lessons", 0),
      (#":help softm"#, "softmax", 6),
      (#":help les"#, "lessons", 6), (#":set language "#, "zh", 14), (#":set language z"#, "zh", 14),
      (#":watch r."#, "alpha", 9), (#":watch sgd(rate=0.1, "#, "momentum=", 21), (#"sgd(rate=0.1, "#, "momentum=", 14),
      (#"adam(ra"#, "rate=", 5), (#"rate_of"#, "rate_of_change", 0), (#"dataset(\"spi"#, "spirals\"", 9),
    ])
  func complete(text: String, match: String, start: Int) throws {
    let lines = try answers([
      #"{"id":1,"do":"run","text":"r = {alpha: 1, beta: 2}; rate_of_change = 2;"}"#,
      #"{"id":2,"do":"complete","text":"\#(text)"}"#,
    ])
    let completion = try #require(lines.first { $0["type"]?.string == "completion" })
    #expect(completion["matches"]?.elements?.contains { $0["text"]?.string == match } == true)
    #expect(completion["start"]?.int == start)
  }

  @Test("inspection explains the name at the cursor, and the function of an open call")
  func inspect() throws {
    let lines = try answers([
      #"{"id":1,"do":"inspect","text":"y = softmax(x)","cursor":7}"#,
      #"{"id":2,"do":"inspect","text":"softmax(","cursor":8}"#, #"{"id":3,"do":"inspect","text":"1 + 2"}"#,
    ])
    let pages = lines.filter { $0["type"]?.string == "documentation" }
    #expect(pages.map { $0["found"]?.bool } == [true, true, false])
    #expect(pages.first?["text"]?.string?.contains("softmax") == true)
  }

  @Test(
    "what is no request is answered, never fatal",
    arguments: ["{", "[]", "\"run\"", #"{"id":1}"#, #"{"id":1,"do":"fly","text":""}"#, #"{"id":1,"do":"run"}"#])
  func badRequests(line: String) throws {
    let lines = try answers([line])
    #expect(lines.first?["code"]?.string == "bad-request")
    #expect(lines.last?["status"]?.string == "error")
  }

  @Test("an interruption is told from an error, and what was computed is kept")
  func interruption() throws {
    let lines = try answers(
      [#"{"id":1,"do":"run","text":"a = 1; while true { a = a + 1 }"}"#], world: World(isInterrupted: { true }))
    #expect(lines.last?["status"]?.string == "interrupted")
  }
}
