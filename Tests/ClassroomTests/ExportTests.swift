import Formats
import Notebook
import Source
import Testing

@testable import Publishing
@testable import Serving

@Suite("Sharing lessons")
struct ExportTests {
  private func exported(_ format: Publisher.ExportFormat) throws -> String {
    let lesson = School.lesson.replacing("A slope $m$.", with: "A slope $m$.\n\n```nn\nplot([1, 3, 2])\n```\n")
    let school = School(lesson: lesson)
    #expect(Publisher.export(.init(source: "lesson1", format: format), desk: school.desk) == 0)
    return school.written
  }

  @Test("the page needs nothing but itself and gives no answer away")
  func html() throws {
    let page = try exported(.html)
    #expect(page.contains("<svg") && page.contains("<math") && page.contains("prefers-color-scheme: dark"))
    #expect(!page.contains("src=") && !page.contains("2m") && page.contains("class=\"output\""))
  }

  @Test("guesses and quizzes can be answered on the page, which keeps them and judges nothing")
  func answers() throws {
    let page = try exported(.html)
    for task in ["double", "square", "sign", "why"] {
      #expect(page.contains("<p class=\"answer\" data-answer=\"lesson1/\(task)\""), "\(task)")
    }
    let kinds = page.split(separator: "data-kind=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    #expect(kinds == ["lines", "lines", "option", "lines"] && page.contains("<ol>"))
    #expect(page.split(separator: "<script").count == 2 && page.contains("localStorage"))
    let school = School()
    let solved = Publisher.ExportRequest(source: "lesson1", format: .html, hasSolutions: true)
    #expect(Publisher.export(solved, desk: school.desk) == 0)
    #expect(!school.written.contains("data-answer="))
  }

  @Test("options are chosen and lines are moved in the lists that stand on the page without its script, too")
  func lists() throws {
    let lesson = School.lesson + "\n```order id=way\na = 1\nb = 2\nc = 3\n```\n"
    let school = School(lesson: lesson)
    #expect(Publisher.export(.init(source: "lesson1", format: .html), desk: school.desk) == 0)
    let form = try #require(school.written.split(separator: "data-answer=\"lesson1/way\"").last)
    #expect(form.hasPrefix(" data-kind=\"order\"") && form.contains("data-up=\"move up\""))
    // What the script reads of the form is written there.
    for name in ["up", "down", "colon", "kept", "listed", "lost"] { #expect(form.contains("data-\(name)=\"")) }
    let before = try #require(school.written.split(separator: "<p class=\"answer\" data-answer=\"lesson1/way\"").first)
    #expect(before.hasSuffix("</ol>\n"))
  }

  @Test("Markdown has the outputs of this run")
  func markdown() throws {
    let text = try exported(.markdown)
    #expect(text.hasPrefix("# A slope\n"))
    #expect(text.contains("```nn\nm = 3\n```\n\n```text\nm = 3\n```"))
  }

  @Test("the notebook has a cell for every cell, with ids, outputs and a picture")
  func notebook() throws {
    let notebook = try JSONValue(parsing: try exported(.ipynb))
    #expect(notebook["nbformat"]?.int == 4 && notebook["nbformat_minor"]?.int == 5)
    let cells = try #require(notebook["cells"]?.elements)
    let ids = cells.compactMap { $0["id"]?.string }
    #expect(Set(ids).count == cells.count)
    let code = cells.filter { $0["cell_type"]?.string == "code" }
    // One opens the lesson, and every task has one for its answer.
    #expect(code.count == 7)
    #expect(code[0]["source"]?.elements?.first?.string == ":load lesson1")
    let tasks = code.compactMap { $0["metadata"]?["learnnn"]?["task"]?.string }
    #expect(tasks == ["double", "square", "sign", "why"])
    #expect(code[1]["outputs"]?.elements?.first?["data"]?["image/svg+xml"] != nil)
    #expect(code[2]["outputs"]?.elements?.first?["text"]?.elements?.first?.string == "m = 3\n")
  }

  @Test("the script runs: prose is comments, exercises are solved")
  func script() throws {
    let text = try exported(.script)
    #expect(text.contains("# A slope $m$.") && text.contains("\nm = 3\n") && text.contains("\nd = 2m\n"))
  }

  @Test("the kernel's specification starts Python with the program's path")
  func kernel() throws {
    let school = School()
    #expect(Kernel.install(in: "kernels", program: "/bin/learnnn", desk: school.desk) == 0)
    let specification = try JSONValue(parsing: try #require(school.files["kernels/learnnn/kernel.json"]))
    #expect(specification["argv"]?.elements?.last?.string == "{connection_file}")
    #expect(specification["env"]?["LEARNNN_PROGRAM"]?.string == "/bin/learnnn")
    #expect(school.files["kernels/learnnn/learnnn_kernel.py"]?.contains("IPKernelApp") == true)
  }
}
