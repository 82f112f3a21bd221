import Lessons
import Source

extension Gate {
  /// The words of a translation are those of the course: a table beside the lessons, `zh/terms.md` for Chinese, says how
  /// each term is called and, in its last column, how it is never called.
  static func checkTerms(_ files: [File], _ world: World, _ report: inout Report) {
    var tables: [String: TermTable] = [:]
    for file in files {
      guard let language = file.name.language else { continue }
      let folder = file.path.lastIndex(of: "/").map { String(file.path[...$0]) } ?? ""
      let path = "\(folder)\(language)/terms.md"
      let table = tables[path] ?? TermTable(at: path, world)
      tables[path] = table
      let text = file.lesson.source
      for (word, term) in table.avoided {
        guard let found = text.text.utf8.firstRange(of: word.utf8) else { continue }
        let offset = text.text.utf8.distance(from: text.text.utf8.startIndex, to: found.lowerBound)
        report.diagnostics.append(
          Diagnostic(
            code: .otherTerm, "\(word) is not a term of this course", source: text,
            labels: [.init(Span(offset, offset + word.utf8.count))], notes: ["\(path) holds the terms."],
            help: "write \(term)"))
      }
    }
  }
}

/// The terms of a course in one language: a Markdown table of the English term, the one to use, and those to avoid.
private struct TermTable {
  /// A word that no lesson uses, and the term to use instead.
  let avoided: [(word: String, term: String)]

  /// Reads the table in a file; without the file nothing is to be avoided.
  init(at path: String, _ world: World) {
    guard world.files.exists(path), let bytes = try? world.files.read(path) else {
      avoided = []
      return
    }
    let rows = String(decoding: bytes, as: UTF8.self).split(separator: "\n").drop { !$0.hasPrefix("|--") }.dropFirst()
    avoided = rows.flatMap { row in
      let columns = row.split(separator: "|").map(\.trimmingSpaces)
      guard columns.count == 3 else { return [(word: String, term: String)]() }
      return columns[2].split { $0 == "、" || $0 == "," }.map { (word: $0.trimmingSpaces, term: columns[1]) }
    }
  }
}
