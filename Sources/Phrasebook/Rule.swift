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
      pattern = Pattern(Rule.trimmed(line[..<bar]))
      template = nil
      sentence = Template(Rule.trimmed(line[line.index(after: bar)...]), labels: pattern.labels)
      return
    }
    guard let arrow = line.firstIndex(of: "⇒") else { return nil }
    pattern = Pattern(Rule.trimmed(line[..<arrow]))
    let rest = line[line.index(after: arrow)...]
    let bar = rest.firstIndex(of: "‖") ?? rest.endIndex
    template = Template(Rule.trimmed(rest[..<bar]), labels: pattern.labels)
    sentence =
      bar < rest.endIndex ? Template(Rule.trimmed(rest[rest.index(after: bar)...]), labels: pattern.labels) : nil
  }

  /// The rules of a table.
  static func table(_ text: String) -> [Rule] { text.split(separator: "\n").compactMap(Rule.init) }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
