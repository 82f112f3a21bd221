import Documents
import Evaluation
import Formats
import Lessons
import Notebook
import Source
import Words

/// A lesson as a Jupyter notebook, format 4.5.
enum JupyterNotebook {
  static func text(_ run: ExportRun) -> String {
    var cells: [JSONValue] = [markdown("# \(run.lesson.title)", index: 0)]
    var count = 0
    var isUnsolved = false
    if let opening = run.opening {
      // Of a student's own numbers the notebook and the lesson have to know alike.
      cells.append(code(opening, [], run, number: nil, mayFail: false, index: 1))
    }
    for part in run.parts {
      let index = cells.count
      switch part.step {
      case .cell(let cell):
        count += 1
        let mayFail = cell.fails || isUnsolved
        let text = ExportRun.code(cell.code.text, part)
        cells.append(code(text, part.shown, run, number: count, mayFail: mayFail, index: index))
      case .exercise(let exercise):
        cells.append(markdown(run.heading(of: exercise), index: index))
        // Blanks are an error until they are filled in, and what needs the answer fails so long too.
        if !run.hasSolutions || exercise.solutions.isEmpty { isUnsolved = true }
        let answer = run.code(of: exercise).text
        let text = run.opening == nil ? ExportRun.code(answer, part) : ":task \(exercise.id)\n" + answer
        cells.append(
          code(text, [], run, number: nil, mayFail: isUnsolved, index: index + 1, task: exercise.id))
      case .prose, .task:
        cells.append(markdown(run.task(part.step), index: index))
        if run.opening != nil, let id = part.step.id, let answer = run.answerCell(of: part.step) {
          cells.append(
            code(":task \(id)\n" + answer, [], run, number: nil, mayFail: false, index: index + 1, task: id))
        } else if case .task(let task) = part.step, let walk = task as? WalkTask {
          // Walked in a cell of its own: its output is the picture that goes through the steps.
          cells.append(
            code(":step \(walk.number)", part.shown, run, number: nil, mayFail: isUnsolved, index: index + 1))
        }
      case .note: break
      }
    }
    let kernel: JSONValue = ["display_name": "learnnn", "language": "learnnn", "name": "learnnn"]
    // Signs, comments and loops look as in Julia, whose highlighting every front end has.
    let language: JSONValue = [
      "name": "learnnn", "file_extension": ".nn", "mimetype": "text/x-learnnn", "codemirror_mode": "julia",
      "pygments_lexer": "julia",
    ]
    let content = run.lesson.released ?? SHA256.hexadecimal(Array(run.lesson.source.text.utf8))
    var origin: [JSONValue.Member] = [
      .init("lesson", .string(run.lesson.id)), .init("content", .string(content)),
      .init("handout", .bool(run.lesson.released != nil)),
    ]
    if let student = run.lesson.student { origin.append(.init("student", .string(student))) }
    if let key = run.lesson.key {
      let text = HandoutKey.origin(lesson: run.lesson.id, content: content)
      origin.append(.init("proof", .string(HandoutKey.proof(of: text, key: key))))
    }
    let notebook: JSONValue = .object([
      .init("cells", .array(cells)),
      .init(
        "metadata",
        .object([.init("kernelspec", kernel), .init("language_info", language), .init("learnnn", .object(origin))])),
      .init("nbformat", 4), .init("nbformat_minor", 5),
    ])
    return notebook.compact + "\n"
  }

  private static func markdown(_ text: String, index: Int) -> JSONValue {
    .object([
      .init("cell_type", "markdown"), .init("id", .string("cell-\(index)")), .init("metadata", .object([])),
      .init("source", lines(text.trimmingLineEnds)),
    ])
  }

  private static func code(
    _ text: String, _ shown: [Shown], _ run: ExportRun, number: Int?, mayFail: Bool, index: Int,
    task: String? = nil
  ) -> JSONValue {
    var metadata: [JSONValue.Member] = mayFail ? [.init("tags", ["raises-exception"])] : []
    if let task { metadata.append(.init("learnnn", ["task": .string(task)])) }
    return .object([
      .init("cell_type", "code"), .init("id", .string("cell-\(index)")), .init("metadata", .object(metadata)),
      .init("execution_count", number.map { .integer($0) } ?? .null), .init("source", lines(text.trimmingLineEnds)),
      .init("outputs", .array(outputs(shown, run))),
    ])
  }

  private static func outputs(_ shown: [Shown], _ run: ExportRun) -> [JSONValue] {
    let presenter = Presenter(width: 80, digits: run.digits)
    let renderer = TerminalRenderer(width: 80, color: .none)
    var outputs: [JSONValue] = []
    var stream = ""
    func flush() {
      guard !stream.isEmpty else { return }
      outputs.append(
        .object([.init("output_type", "stream"), .init("name", "stdout"), .init("text", lines(stream))]))
      stream = ""
    }
    for item in shown {
      if case .failure(let diagnostic) = item {
        flush()
        let text = renderer.render(Document([.diagnostic(diagnostic)]))
        outputs.append(
          .object([
            .init("output_type", "error"), .init("ename", .string(diagnostic.code.name)),
            .init("evalue", .string(diagnostic.title.description)), .init("traceback", lines(text)),
          ]))
        continue
      }
      for part in DocumentParts.split(presenter.document(for: item)) {
        switch part {
        case .text(let document) where document.holdsWalk:
          flush()
          let words = Translation.of(run.lesson.language)
          let data: [JSONValue.Member] = [
            .init("text/html", lines(HTMLRenderer(headingOffset: 2, words: words).embedded(document))),
            .init("text/plain", lines(renderer.render(document))),
          ]
          outputs.append(
            .object([
              .init("output_type", "display_data"), .init("data", .object(data)), .init("metadata", .object([])),
            ]))
        case .text(let document): stream += renderer.render(document)
        case .figure(let figure):
          flush()
          let data: [JSONValue.Member] = [
            .init("image/svg+xml", lines(SVGText.standalone(figure))),
            .init("text/plain", lines(renderer.render(Document([.figure(figure)])))),
          ]
          outputs.append(
            .object([
              .init("output_type", "display_data"), .init("data", .object(data)), .init("metadata", .object([])),
            ]))
        }
      }
    }
    flush()
    return outputs
  }

  /// A text as notebooks keep it: its lines, each with its line end.
  private static func lines(_ text: String) -> JSONValue {
    let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
    return .array(
      parts.enumerated().compactMap { index, line in
        if index == parts.count - 1 { return line.isEmpty ? nil : .string(String(line)) }
        return .string(line + "\n")
      })
  }
}
