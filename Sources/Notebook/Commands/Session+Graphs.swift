import Documents
import Evaluation
import Source
import Stepping

/// The computation graph in a terminal, on a page, and in a file.
extension Session {
  /// `:graph L` and `:graph L mermaid`.
  mutating func graph(_ input: CommandInput) throws(Diagnostic) {
    guard input.text.hasSuffix(" mermaid") else {
      return input.show(.figure(GraphFigure(try stepTable(input, for: "graph")).figure))
    }
    let name = input.text.dropLast(" mermaid".count).trimmingSpaces
    let graph = GraphFigure(try stepTable(input.part(name), for: "graph"), most: GraphFigure.mostInFile)
    input.show(
      .code(Code(graph.mermaid, info: "mermaid")),
      .paragraph([
        .text("GitHub draws it in a fence with the word mermaid; :export graph \(name) FILE.md writes one.", .dim)
      ]))
  }

  /// `:export graph L FILE`: only what was typed may write, so this is no part of `:graph`, which lessons may use.
  mutating func exportGraph(_ input: CommandInput) throws(Diagnostic) {
    let (number, file) = try input.exported("graph", example: "graph.svg")
    let (path, isForced) = try target(of: file, input)
    guard let form = GraphFile(path: path) else {
      throw input.failure(
        .unknownFormat, "\(path) must end in .svg, or in .md or .mmd for Mermaid",
        help: "type \(":export graph L graph.svg")")
    }
    let graph = GraphFigure(try stepTable(number, for: "export graph"), most: GraphFigure.mostInFile)
    var text = form.text(of: graph, in: words)
    if path.hasSuffix(".md") { text = "```mermaid\n\(text)```\n" }
    try write(text, to: path, isForced: isForced, input)
  }

  /// `:export step L FILE.html`: the stepper as a page of its own.
  mutating func exportSteps(_ input: CommandInput) throws(Diagnostic) {
    let (number, file) = try input.exported("step", example: "steps.html")
    let (path, isForced) = try target(of: file, input)
    guard path.hasSuffix(".html") || path.hasSuffix(".htm") else {
      throw input.failure(.unknownFormat, "\(path) must end in .html", help: "type \(":export step L steps.html")")
    }
    try write(page(of: try stepTable(number, for: "export step")), to: path, isForced: isForced, input)
  }

  /// `:open L`: the stepper, or a picture, as a page that a browser shows, with where it lies; without a name what was
  /// shown last.
  mutating func open(_ input: CommandInput) throws(Diagnostic) {
    if let (number, file) = input.fileAtEnd, [".html", ".htm"].contains(where: file.hasSuffix) {
      throw input.failure(
        .unexpectedArgument, ":open chooses the name of its file by itself",
        help: "type \(":export step \(number) \(file)")")
    }
    let given = input.text.isEmpty ? input.part("_") : input
    guard let value = input.text.isEmpty ? lastValue : try evaluate(input) else {
      throw input.failure(
        .missingArgument, "a picture, or a number computed from parameters, is needed here", help: "type \(":open L")")
    }
    var name = input.text.filter { $0.isLetter || $0.isNumber }
    if name.isEmpty || name.count > 40 { name = "of-it" }
    if case .figure(let picture) = state.resolved(value) {
      try write(page(of: picture.figure), to: free("picture-\(name)"), isForced: true, input)
      return input.show(.paragraph([.text("Open it in a browser.", .dim)]))
    }
    let text = page(of: try stepTable(of: state.resolved(value), given, for: "open"))
    try write(text, to: free("steps-\(name)"), isForced: true, input)
    input.show(.paragraph([.text("Open it in a browser: Enter is the next step, b the one before.", .dim)]))
  }

  private func page(of figure: Figure) -> String {
    let title = words("A picture")
    return HTMLPage.text(
      title: title, body: Self.mark + HTMLRenderer(words: words).render(Document([.figure(figure)])), words: words)
  }

  /// What tells a page of `:open` from a file of anybody else.
  private static let mark = "<!-- written by :open -->\n"

  private func page(of steps: StepTable) -> String {
    var table = steps
    // A page scrolls sideways where it has to; only a terminal folds.
    table.format.width = 120
    table.format.isAccessible = false
    let title: Phrase = "Backpropagation of \(table.lossName)"
    var document = Document([.heading(level: 1, [.text(title)])])
    document.append(table.wholeDocument(forPage: true))
    return HTMLPage.text(
      title: words(title), body: Self.mark + HTMLRenderer(words: words).render(document), words: words)
  }

  /// A file of this name that is not there yet, or holds the page of an earlier `:open`: nobody else's is replaced.
  private func free(_ name: String) -> String {
    for number in 1..<1000 {
      let path = number == 1 ? name + ".html" : "\(name)-\(number).html"
      guard world.files.exists(path) else { return path }
      let old = (try? world.files.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
      if old.contains(Self.mark) { return path }
    }
    return name + ".html"
  }

  private mutating func write(
    _ text: String, to path: String, isForced: Bool, _ input: CommandInput
  ) throws(Diagnostic) {
    try write(Array(text.utf8), to: path, isForced: isForced, input)
    input.show(.lines([[.text("saved "), .text(path, .code)]]))
  }
}

extension CommandInput {
  /// What follows `:export graph` or `:export step`: the number, and the file at the end.
  fileprivate func exported(_ what: String, example: String) throws(Diagnostic) -> (number: CommandInput, path: String)
  {
    guard let (before, path) = fileAtEnd, case let rest = before.dropFirst(what.count).drop(while: { $0 == " " }),
      !rest.isEmpty
    else {
      throw failure(
        .missingArgument,
        "the \(what == "graph" ? "graph's number" : "number to step through") and the name of a file are needed",
        help: "type \(":export \(what) L \(example)")")
    }
    return (part(rest.trimmingSpaces, at: text.utf8.distance(from: text.startIndex, to: rest.startIndex)), path)
  }
}

/// A form in which a graph leaves the program.
enum GraphFile {
  case mermaid, svg

  init?(path: String) {
    if path.hasSuffix(".svg") {
      self = .svg
    } else if path.hasSuffix(".md") || path.hasSuffix(".mmd") {
      self = .mermaid
    } else {
      return nil
    }
  }

  /// The graph as text; what a picture says to those who do not see it is in a language.
  func text(of graph: GraphFigure, in words: Translation) -> String {
    switch self {
    case .mermaid: graph.mermaid
    case .svg: HTMLRenderer.picture(of: graph.figure, words: words) + "\n"
    }
  }
}
