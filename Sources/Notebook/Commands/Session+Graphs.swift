import Documents
import Source
import Stepping

/// The computation graph in a terminal, on a page, and in a file.
extension Session {
  /// `:graph L` and `:graph L mermaid`.
  mutating func graph(_ input: CommandInput) throws(Diagnostic) {
    guard input.text.hasSuffix(" mermaid") else {
      return input.show(.figure(GraphFigure(try stepTable(input, for: "graph")).figure))
    }
    let name = Session.trimmed(input.text.dropLast(" mermaid".count))
    let graph = GraphFigure(try stepTable(input.part(name), for: "graph"), most: GraphFigure.mostInFile)
    input.show(
      .code(Code(graph.mermaid, info: "mermaid")),
      .paragraph([
        .text("GitHub draws it in a fence with the word mermaid; :export graph \(name) FILE.md writes one.", .dim)
      ]))
  }

  /// `:export graph L FILE`: only what was typed may write, so this is no part of `:graph`, which lessons may use.
  mutating func exportGraph(_ input: CommandInput) throws(Diagnostic) {
    let rest = Session.trimmed(input.text.dropFirst("graph".count))
    guard let space = rest.lastIndex(of: " ") else {
      throw input.failure(
        "missing-argument", "the graph's number and the name of a file are needed", help: ":export graph L graph.svg")
    }
    let path = String(rest[rest.index(after: space)...])
    guard let form = GraphFile(path: path) else {
      throw input.failure(
        "unknown-format", "\(path) must end in .svg, or in .md or .mmd for Mermaid", help: ":export graph L graph.svg")
    }
    let name = Session.trimmed(rest[..<space])
    let offset = input.text.utf8.count - rest.utf8.count
    let graph = GraphFigure(
      try stepTable(input.part(name, at: offset), for: "export graph"), most: GraphFigure.mostInFile)
    var text = form.text(of: graph)
    if path.hasSuffix(".md") { text = "```mermaid\n\(text)```\n" }
    do {
      try world.files.write(path, Array(text.utf8))
    } catch {
      throw input.failure("cannot-write", "\(error.path) cannot be written: \(error.reason)")
    }
    input.show(.lines([[.text("saved "), .text(path, .code)]]))
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return String(text.drop { $0 == " " })
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

  /// The graph as text.
  func text(of graph: GraphFigure) -> String {
    switch self {
    case .mermaid: graph.mermaid
    case .svg: HTMLRenderer.picture(of: graph.figure) + "\n"
    }
  }
}
