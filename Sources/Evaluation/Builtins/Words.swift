import Datasets
import Formats
import Source
import Tensors

extension Builtins {
  /// Functions of texts.
  static let words = [
    Words.textFile, Words.lower, Words.upper, Words.trim, Words.join, Words.replace, Words.find, Words.count,
    Words.startsWith, Words.endsWith, Words.number,
  ]
}

private enum Words {
  private static let text = Builtin.Parameter.required("text")

  static let textFile = Builtin(
    "text_file",
    [
      .required("name", "the file's name without .txt"),
      .optional("encoding", else: "a guess", "how the characters are written, such as \"utf-8\" or \"gbk\""),
    ], group: .data, "Gives a text of your own.",
    details: "NAME.txt, NAME.txt.gz or NAME.md is looked for in the data directories; :data lists them. Line ends are "
      + "made \\n. UTF-8, UTF-16, GBK and Latin-1 are told apart, and what is not UTF-8 is said; \"big5\", "
      + "\"shift-jis\" and \"windows-1251\" are read when encoding= says so."
  ) { (call) throws(Stop) in
    let name = try call.string(0)
    var encoding: TextEncoding?
    if call.has(1) {
      let word = try call.string(1)
      guard let known = TextEncoding(named: word) else {
        let words = Phrase.list(TableChoices.words(of: "encoding").map { "\"\($0)\"" })
        throw call.failure(.wrongArguments, "encoding is one of \(words), and this is \"\(word)\"", at: 1)
      }
      encoding = known
    }
    let said = encoding
    let found = try DataFiles.found(call) { () throws(DatasetError) in
      try call.machine.host.datasets.text(name, encoding: said)
    }
    if let reading = found.reading, said == nil || reading != .encoding(said ?? .utf8) {
      call.machine.emit(
        .diagnostic(
          Diagnostic(
            .note, code: .datasetUnfit, "\(name) is not plain UTF-8", source: call.place.source,
            labels: [.init(call.span(of: 0))], notes: [reading.sentence])))
    }
    return try call.machine.admitted(.text(found.text), at: call.place)
  }

  static let lower = changed("lower", "Gives a text in small letters.", "lower(\"AbC\")  //= \"abc\"") {
    $0.lowercased()
  }
  static let upper = changed("upper", "Gives a text in capital letters.", "upper(\"abc\")  //= \"ABC\"") {
    $0.uppercased()
  }
  static let trim = changed(
    "trim", "Gives a text without the blanks and line ends around it.", "trim(\"  ab \")  //= \"ab\""
  ) { text in
    let start = text.drop { $0.isWhitespace }
    return String(start.prefix(start.count - start.reversed().prefix { $0.isWhitespace }.count))
  }

  private static func changed(
    _ name: String, _ summary: String, _ example: String, _ change: @escaping @Sendable (String) -> String
  ) -> Builtin {
    Builtin(name, [text], group: .lists, summary, example: example) { (call) throws(Stop) in
      .text(change(try call.string(0)))
    }
  }

  static let join = Builtin(
    "join", [.required("texts", "a list of texts"), .optional("separator", "\"\"", "what stands between two of them")],
    group: .lists, "Makes one text of several.", details: "split takes it apart again.",
    example: "join([\"a\", \"b\"], \"-\")  //= \"a-b\""
  ) { (call) throws(Stop) in
    // Python has the separator in front.
    var (texts, separator) = (call[0], call[1])
    if case .string = texts, case .list = separator { swap(&texts, &separator) }
    var parts: [String] = []
    for element in try call.machine.elements(of: texts, at: call.place) {
      guard case .string(let text) = element else {
        throw call.failure(
          .notAText, "join takes texts, and one of these is \(element.kind)", at: 0,
          help: "join(map(text, xs), \", \") makes texts of them first")
      }
      parts.append(text.string)
    }
    guard case .string(let between) = separator else {
      if case .unset = separator { return .text(parts.joined()) }
      throw call.failure(.notAText, "separator must be a text, and this is \(separator.kind)", at: 1)
    }
    return .text(parts.joined(separator: between.string))
  }

  static let replace = Builtin(
    "replace", [text, .required("old", "what is looked for"), .required("new", "what is put in its place")],
    group: .lists, "Gives a text with every occurrence of a part replaced.",
    example: "replace(\"banana\", \"an\", \"o\")  //= \"booa\""
  ) { (call) throws(Stop) in
    let (whole, old, new) = (try call.string(0), try call.string(1), try call.string(2))
    return .text(whole.parts(between: old).joined(separator: new))
  }

  static let find = Builtin(
    "find", [.required("xs", "a text, a list or a tensor"), .required("value", "what is looked for")], group: .lists,
    "Gives the position where a part of a text, or an element of a list, stands first; -1 where it does not.",
    example: "find(\"banana\", \"na\")  //= 2"
  ) { (call) throws(Stop) in
    if case .string(let whole) = call[0] {
      let part = try call.string(1)
      let first = whole.string.parts(between: part)
      return .integer(part.isEmpty ? 0 : first.count < 2 ? -1 : first[0].count)
    }
    for (place, element) in try call.elements(0).enumerated()
    where try call.machine.areClose(element, call[1], relative: 0, absolute: 0, at: call.place) {
      return .integer(place)
    }
    return .integer(-1)
  }

  static let count = Builtin(
    "count", [.required("xs", "a text, a list or a tensor"), .required("value", "what is counted")], group: .lists,
    "Counts how often a part occurs in a text, without overlaps, or an element in a list.",
    details: "len counts all elements; tally counts how often each of them occurs.",
    example: "count(\"banana\", \"a\")  //= 3"
  ) { (call) throws(Stop) in
    if case .string(let whole) = call[0] {
      let part = try call.string(1)
      return .integer(part.isEmpty ? whole.count + 1 : whole.string.parts(between: part).count - 1)
    }
    var times = 0
    for element in try call.elements(0)
    where try call.machine.areClose(element, call[1], relative: 0, absolute: 0, at: call.place) {
      times += 1
    }
    return .integer(times)
  }

  static let startsWith = Builtin(
    "starts_with", [text, .required("part")], group: .lists, "Says whether a text begins with a part.",
    example: "starts_with(\"banana\", \"ba\")  //= true"
  ) { (call) throws(Stop) in
    let part = try call.string(1)
    return .boolean(try call.string(0).hasPrefix(part))
  }

  static let endsWith = Builtin(
    "ends_with", [text, .required("part")], group: .lists, "Says whether a text ends with a part.",
    example: "ends_with(\"banana\", \"na\")  //= true"
  ) { (call) throws(Stop) in
    let part = try call.string(1)
    return .boolean(try call.string(0).hasSuffix(part))
  }

  static let number = Builtin(
    "number", [.required("text", "digits, with a point before the fraction")], group: .lists,
    "Gives the number that a text says.", example: "number(\" 12.5 \")  //= 12.5"
  ) { (call) throws(Stop) in
    guard case .string(let text) = call[0] else { return .data(try call.traced(0)) }
    let plain = text.string.filter { !$0.isWhitespace && $0 != "_" }.lowercased()
    let known: [String: Double] = ["nan": .nan, "inf": .infinity, "+inf": .infinity, "-inf": -.infinity]
    let isPlain = plain.utf8.allSatisfy { (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x65].contains($0) }
    guard let number = known[plain] ?? (isPlain ? Double(plain) : nil) else {
      throw call.failure(
        .notANumber, "“\(text.string.prefix(40))” does not say a number", at: 0,
        help: plain.contains(",") ? "a point stands before the fraction: replace(text, \",\", \".\")" : nil)
    }
    return try call.tensor([number], shape: [])
  }
}

extension String {
  /// The pieces between the occurrences of a separator; the whole text when that is empty.
  func parts(between separator: String) -> [String] {
    if separator.isEmpty { return [self] }
    return split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
