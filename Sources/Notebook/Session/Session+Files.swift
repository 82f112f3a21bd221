import Documents
import Evaluation
import Source

extension Session {
  /// `:save`: the session as a lesson file.
  mutating func save(_ input: CommandInput) throws(Diagnostic) {
    if let (name, file) = input.fileAtEnd.map({ (String($0.before), $0.file) }), isKnown(name) {
      throw input.failure(
        .unexpectedArgument, ":save writes the session, and \(name) is a value of it",
        help: AdviceWords.help(":weights save \(name) \(file.prefix { $0 != "." }).safetensors"))
    }
    var (path, isForced) = try target(of: input.text, input)
    if !path.utf8.reversed().prefix(while: { $0 != UInt8(ascii: "/") }).contains(UInt8(ascii: ".")) { path += ".md" }
    try write(Array(notebookText.utf8), to: path, isForced: isForced, input)
    input.show(.lines([[.text("saved "), .text(path, .code)]]))
  }

  /// `:submit` and `:export`: what they do lies outside, with the classroom.
  mutating func write(_ command: String, _ input: CommandInput) throws(Diagnostic) {
    guard let writer = world.writers[command] else {
      throw input.failure(.notHere, ":\(command) cannot write files here", help: "type it yourself at the prompt")
    }
    var text = input.text
    if command == "export" {
      let (path, isForced) = try target(of: text, input)
      try look(at: path, isForced: isForced, input)
      text = path
    }
    do throws(Diagnostic) {
      try writer(self, text, input.show)
    } catch {
      var placed = error
      if placed.source == nil {
        placed.source = input.source
        placed.labels = [.init(input.span)]
      }
      throw placed
    }
    if command == "export" { written.insert(text) }
  }

  /// Writes a file that a command names; one that is there and was not written by this session is not replaced unless
  /// that is asked for.
  mutating func write(_ bytes: [UInt8], to path: String, isForced: Bool, _ input: CommandInput) throws(Diagnostic) {
    try look(at: path, isForced: isForced, input)
    do {
      try world.files.write(path, bytes)
    } catch {
      throw input.failure(.cannotWrite, Diagnostic.cannotWrite(error).title)
    }
    written.insert(path)
  }

  /// Refuses to replace a file of somebody else's; where somebody types, the line that would is put ready.
  private mutating func look(at path: String, isForced: Bool, _ input: CommandInput) throws(Diagnostic) {
    guard !isForced, !written.contains(path), world.files.exists(path) else { return }
    let line = input.source.text.split(separator: "\n").first.map(String.init) ?? ""
    effects.append(.prefill(line + " --force"))
    throw input.failure(
      .fileExists, "\(path) is there already, and this session did not write it",
      help: "add --force to replace it, or give another name")
  }

  /// The file that a command names, written as in a shell, and whether `--force` follows.
  func target(of text: String, _ input: CommandInput) throws(Diagnostic) -> (path: String, isForced: Bool) {
    guard var words = ShellWords.split(text, home: world.home) else {
      throw input.failure(.unclosedQuotes, "the quotation marks do not close")
    }
    let count = words.count
    words.removeAll { $0 == "--force" }
    guard let first = words.first, !first.isEmpty else {
      throw input.failure(
        .missingArgument, "the name of a file is needed",
        notes: lesson == nil ? [] : ["Your place in the lesson and your answers are kept without it."])
    }
    // A name with spaces needs no quotes where nothing else can follow.
    return (words.joined(separator: " "), words.count < count)
  }

  /// The session as a lesson file: the text that `:save` writes.
  package var notebookText: String { NotebookFile(self).text }
}

extension CommandInput {
  /// What stands before the file that ends a command, and that file with the `--force` that may follow it; nil where
  /// there is one word alone.
  var fileAtEnd: (before: Substring, file: String)? {
    let force = text.hasSuffix(" --force") ? " --force" : ""
    let rest = text.dropLast(force.count)
    guard let space = rest.lastIndex(of: " ") else { return nil }
    return (rest[..<space], String(rest[rest.index(after: space)...]) + force)
  }
}

/// The words of a line as a shell takes them apart: quotes, backslashes, `~` and `$HOME`.
enum ShellWords {
  /// The words; nil when a quotation mark does not close.
  static func split(_ text: String, home: String?) -> [String]? {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in text {
      if isEscaped {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
        word = word ?? ""
      } else if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if character == " " || character == "\t" {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if quote != nil { return nil }
    if let word { words.append(word) }
    guard let home else { return words }
    return words.map { word in
      if word == "~" || word.hasPrefix("~/") { return home + word.dropFirst() }
      for variable in ["$HOME", "${HOME}"] where word == variable || word.hasPrefix(variable + "/") {
        return home + word.dropFirst(variable.count)
      }
      return word
    }
  }
}
