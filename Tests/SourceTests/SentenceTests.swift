import Disk
import Source
import Testing

/// The sentences that stand in the code, to which the tables of every language are held.
@Suite("The sentences of the program")
struct SentenceTests {
  @Test("every sentence in the code has its translation")
  func complete() throws {
    let notSaid = Set(Translation.paragraphs(of: try Disk.text(of: repository + "/Tests/SourceTests/NotSaid.txt")))
    var said: [String] = []
    for file in swiftFiles(in: repository + "/Sources") {
      for literal in SwiftLiterals(try Disk.text(of: file)).literals {
        let sentence = literal.template.trimmingBlanks
        // A counted word is two sentences.
        if literal.before.contains(/counted\([^"]*,\s*$/) { said += ["{0} \(sentence)", "{0} \(sentence)s"] }
        let first = sentence.split(separator: "\n").first.map(String.init) ?? ""
        guard Self.isSaid(sentence, after: literal.before), !notSaid.contains(first) else { continue }
        said.append(sentence)
      }
    }
    let prelude = repository + "/Sources/Evaluation/Prelude"
    for file in Disk.files.list(prelude) where file.hasSuffix(".nn") {
      said += Self.assertions(in: try Disk.text(of: prelude + "/" + file))
    }
    #expect(said.count > 2000)
    for language in folders(in: repository + "/Sources/Words") {
      let tables = try textFiles(in: repository + "/Sources/Words/" + language).map(Disk.text(of:))
      let missing = Translation(language: language, files: tables).lacking(said)
      #expect(
        missing.isEmpty,
        """
        These need a translation in Sources/Words/\(language), or, when nobody is told them, a place in \
        Tests/SourceTests/NotSaid.txt: \(missing.joined(separator: " ‖ "))
        """)
    }
  }

  @Test("no sentence has two translations")
  func once() throws {
    for language in folders(in: repository + "/Sources/Words") {
      var seen: Set<String> = []
      for file in textFiles(in: repository + "/Sources/Words/" + language) {
        for (sentence, _) in Translation.blocks(of: try Disk.text(of: file)) {
          #expect(seen.insert(sentence).inserted, "\(file): \(sentence) stands twice")
        }
      }
    }
  }

  /// What the assertions of a program say, each interpolation a place.
  private static func assertions(in program: String) -> [String] {
    program.matches(of: /assert [^"\n]*, "([^"\n]*)"/).map { found in
      let parts = found.1.split(separator: /\{[^}]*\}/, omittingEmptySubsequences: false)
      return parts.dropFirst().enumerated().reduce(String(parts.first ?? "")) { "\($0){\($1.offset)}\($1.element)" }
    }
  }

  /// Whether a literal is words: several of them, or one where words are asked for.
  static func isSaid(_ sentence: String, after code: String) -> Bool {
    if sentence.contains("//=") || sentence.contains("</") { return false }
    var words = 0
    for piece in Phrase.pieces(of: sentence) {
      guard case .literal(let text) = piece else { continue }
      words += text.split { !$0.isLetter && $0 != "'" }.count { $0.count > 1 && $0.allSatisfy(\.isASCII) }
    }
    if words == 0 { return false }
    let isSeveral = words > 1 && sentence.contains(" ")
    let wordPlaces = [".text(", "Phrase = ", "language(", "words(", "? ", ": ", "counted(", "title: ", "header: ["]
    return isSeveral || (words == 1 && wordPlaces.prefix(4).contains { code.hasSuffix($0) })
  }

  @Test("literals are read with their places, and joined where they are added")
  func literals() {
    let source = #"f("a \(x) b" + "c \(y)", g("\(h ? "in" : "out") end"), "\u{3C3}\n") // "no""#
    let templates = SwiftLiterals(source).literals.map(\.template).filter { !$0.isEmpty }
    #expect(templates == ["a {0} bc {1}", "{0} end", "in", "out", "σ\n"])
  }
}
