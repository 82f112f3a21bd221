import Source

/// How something of another language is written here: a line of the table.
struct Rule {
  let pattern: Pattern
  /// What to write; nil when there is nothing of the kind here.
  let template: Template?
  /// What is worth knowing about it.
  let sentence: Template?

  /// Reads `pattern ⇒ template ‖ sentence`, or `pattern ⊘ sentence`; nil for remarks and empty lines.
  init?(_ line: Substring) {
    guard !line.hasPrefix("#"), !line.allSatisfy(\.isWhitespace) else { return nil }
    if let bar = line.firstIndex(of: "⊘") {
      pattern = Pattern(line[..<bar].trimmingSpaces)
      template = nil
      sentence = Template(line[line.index(after: bar)...].trimmingSpaces, labels: pattern.labels)
      return
    }
    guard let arrow = line.firstIndex(of: "⇒") else { return nil }
    pattern = Pattern(line[..<arrow].trimmingSpaces)
    let rest = line[line.index(after: arrow)...]
    let bar = rest.firstIndex(of: "‖") ?? rest.endIndex
    template = Template(rest[..<bar].trimmingSpaces, labels: pattern.labels)
    sentence =
      bar < rest.endIndex ? Template(rest[rest.index(after: bar)...].trimmingSpaces, labels: pattern.labels) : nil
  }

  /// The rules of a table.
  static func table(_ text: String) -> [Rule] { text.split(separator: "\n").compactMap(Rule.init) }
}
