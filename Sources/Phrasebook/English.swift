/// What is known of English: enough to see that a line is a sentence, and which command it asks for.
package struct English: Sendable {
  /// What is said alone and to no program.
  package let greetings: Set<String>
  /// The words that hold sentences together, greetings among them.
  package let usual: Set<String>
  /// The words that begin a question.
  package let questions: Set<String>
  /// The words that begin a statement of code.
  package let statements: Set<String>
  private let things: Set<String>
  private let commands: [(line: String, words: Set<String>)]
  /// What is explained, by words other than its name.
  private let topics: [(question: String, words: Set<String>)]

  /// The words of the program.
  package static let all = English(String(decoding: PackageResources.sentences_txt, as: UTF8.self))

  /// Reads `label = words`, a line each.
  package init(_ text: String) {
    var sets: [String: Set<String>] = [:]
    var commands: [(line: String, words: Set<String>)] = []
    var topics: [(question: String, words: Set<String>)] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      guard let sign = line.firstRange(of: " = ") else { continue }
      let (label, words) = (String(line[..<sign.lowerBound]), line[sign.upperBound...].split(separator: " "))
      if label.hasPrefix(":") {
        commands.append((label, Set(words.map(String.init))))
      } else if label.hasPrefix("?") {
        topics.append((label, Set(words.map(String.init))))
      } else {
        sets[label] = Set(words.map(String.init))
      }
    }
    greetings = sets["greetings"] ?? []
    usual = (sets["usual"] ?? []).union(greetings)
    questions = sets["questions"] ?? []
    statements = sets["statements"] ?? []
    things = sets["things"] ?? []
    self.commands = commands
    self.topics = topics
  }

  /// The words of a line.
  package static func words(of line: String) -> [String] {
    line.split { !$0.isLetter && $0 != "-" && $0 != "'" && $0 != "’" }.map(String.init)
  }

  /// The command that a sentence asks for; nil when it asks for something else too.
  package func command(in line: String) -> String? {
    guard !line.contains(where: \.isNumber) else { return nil }
    let words = English.words(of: line).map { $0.lowercased() }
    let asked = words.filter { !usual.contains($0) && !things.contains($0) }
    if !asked.isEmpty { return commands.first { $0.words.isSuperset(of: asked) }?.line }
    // `go back`, `all lessons`: a usual word, or a thing, is what is asked for.
    return words.reversed().lazy.compactMap { word in self.commands.first { $0.words.contains(word) }?.line }.first
  }

  /// What is explained of that which a sentence mentions, as it is asked for.
  package func questions(in line: String) -> [String] {
    let words = Set(English.words(of: line).map { $0.lowercased() })
    return topics.filter { !$0.words.isDisjoint(with: words) }.map(\.question)
  }

  /// Whether a line asks how something is done.
  package func isQuestion(_ line: String) -> Bool {
    line.hasSuffix("?") || English.words(of: line).first.map { questions.contains($0.lowercased()) } ?? false
  }
}
