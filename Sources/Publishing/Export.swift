import Documents
import Evaluation
import Formats
import Lessons
package import Notebook
import Source
import Words

/// Lessons and notebooks, run and written down in forms to be shared.
///
/// Each command takes a request and a desk and returns the exit status: 0 fine, 1 refused, 2 wrong arguments, 3 a file or its
/// format.
package enum Publisher {
  /// The forms in which a lesson or a notebook can be shared.
  package enum ExportFormat: String, CaseIterable, Sendable {
    /// One page that needs nothing but itself.
    case html
    /// Markdown with the outputs of this run.
    case markdown
    /// A Jupyter notebook.
    case ipynb
    /// The code alone, with the prose as comments.
    case script

    /// How files of this form end.
    package var ending: String {
      switch self {
      case .html: "html"
      case .markdown: "md"
      case .ipynb: "ipynb"
      case .script: "nn"
      }
    }
  }

  /// What `learnnn export` is asked for.
  package struct ExportRequest {
    /// A lesson, by name or path, or a saved notebook.
    package var source: String
    /// The form.
    package var format: ExportFormat
    /// Where to write; nil is standard output.
    package var file: String?
    /// Whether the answers stand at the tasks; a script has them always, since it could not run without.
    package var hasSolutions: Bool

    /// Makes a request.
    package init(source: String, format: ExportFormat, file: String? = nil, hasSolutions: Bool = false) {
      self.source = source
      self.format = format
      self.file = file
      self.hasSolutions = hasSolutions
    }
  }

  /// Runs a lesson or a notebook and writes it down with what it shows.
  package static func export(_ request: ExportRequest, desk: Desk) -> Int32 {
    desk.attempt { () throws(Diagnostic) in
      let lesson = try desk.lesson(request.source)
      let text = StackBounds.runOnLargeStack {
        export(ExportRun(lesson, desk: desk, hasSolutions: request.hasSolutions), as: request.format)
      }
      guard let file = request.file, file != "-" else {
        desk.write(text)
        return 0
      }
      try desk.write(text, to: file)
      desk.show(.lines([[.text("saved "), .text(file, .code)]]))
      return 0
    }
  }

  /// A run in one of the forms.
  static func export(_ run: ExportRun, as format: ExportFormat) -> String {
    switch format {
    case .html: html(run)
    case .markdown: markdown(run)
    case .ipynb: JupyterNotebook.text(run)
    case .script: script(run)
    }
  }

  // MARK: HTML

  private static func html(_ run: ExportRun) -> String {
    let words = Translation.of(run.lesson.language)
    let renderer = HTMLRenderer(headingOffset: 1, words: words)
    let presenter = Presenter(width: 80, digits: run.digits)
    var body = HTMLRenderer().render(Document([.heading(level: 1, [.text(run.lesson.title)])]))
    for part in run.parts {
      guard case .cell(let cell) = part.step else {
        body += renderer.render(Document(coloured(run.task(part.step))))
        if let form = run.answerForm(of: part.step, words) { body += form.element }
        for case .document(let page) in part.shown { body += renderer.render(page) }
        continue
      }
      body += renderer.render(Document([.code(code(cell.code.text))]))
      var page = Document()
      for shown in part.shown { page.append(presenter.document(for: shown)) }
      guard !page.isEmpty else { continue }
      let output = renderer.render(page)
      // The pages of the stepper and other tools are long, and can be folded away.
      if cell.code.text.split(separator: "\n").contains(where: { $0.hasPrefix(":") }) {
        let title = HTMLRenderer().render(Document([.paragraph([.text(firstLine(cell.code.text), .code)])]))
        let inner = title.replacing("<p>", with: "").replacing("</p>\n", with: "")
        body += "<details open><summary>\(inner)</summary>\n<div class=\"output\">\n\(output)</div>\n</details>\n"
      } else {
        body += "<div class=\"output\">\n\(output)</div>\n"
      }
    }
    if !run.lesson.further.isEmpty {
      let items = run.lesson.further.map { Markdown.parse($0) }
      body += renderer.render(Document([.heading(level: 1, ["To read on"]), .list(List(.bullet, items: items))]))
    }
    if body.contains("data-answer=") { body += AnswerForm.script }
    return HTMLPage.text(title: run.lesson.title, body: body, language: run.lesson.language, words: words)
  }

  private static func firstLine(_ code: String) -> String { code.split(separator: "\n").first.map(String.init) ?? "" }

  private static func coloured(_ markdown: String) -> [Documents.Block] {
    Markdown.parse(markdown).map { block in
      guard case .code(let listing) = block, listing.language == "nn" else { return block }
      return .code(code(listing.text))
    }
  }

  private static func code(_ text: String) -> Code { CodeColours.code(text) }

  // MARK: Markdown

  private static func markdown(_ run: ExportRun) -> String {
    var parts = ["# \(run.lesson.title)\n"]
    // What `choose` gives belongs to the student.
    if let student = run.lesson.student { parts.append(":set student \(student)\n") }
    for part in run.parts {
      guard case .cell(let cell) = part.step else {
        parts.append(run.task(part.step))
        continue
      }
      parts.append(LessonWriter.block("nn", cell.code.text))
      let output = OutputText()
      for shown in part.shown { output.add(shown) }
      let text = output.text(digits: run.digits, withPictures: true)
      if !text.isEmpty { parts.append(LessonWriter.block("text", text)) }
    }
    return parts.map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }.joined(separator: "\n")
  }

  // MARK: Script

  private static func script(_ run: ExportRun) -> String {
    var parts = ["# \(run.lesson.title)\n"]
    func comment(_ text: String) -> String {
      text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "#" : "# \($0)" }
        .joined(separator: "\n") + "\n"
    }
    for part in run.parts {
      switch part.step {
      case .cell(let cell):
        // A cell that must fail would end the script.
        let code = ExportRun.code(cell.code.text.trimmingLineEnds, part)
        parts.append(cell.fails ? comment(code) : code + "\n")
      case .exercise(let exercise):
        let answer = exercise.solutions.first.map { ExportRun.code($0.code.text.trimmingLineEnds, part) + "\n" }
        parts.append(answer ?? comment(exercise.starter.text.trimmingLineEnds))
      case .prose, .task:
        parts.append(comment(run.task(part.step).trimmingLineEnds))
      case .note: break
      }
    }
    return parts.joined(separator: "\n")
  }
}
