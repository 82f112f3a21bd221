import Source

/// How something of another language is written here: a line of the table, which many lists share.
final class Rule: Sendable {
  let pattern: Pattern
  /// What to write; nil when there is nothing of the kind here, and for a remark.
  let template: Template?
  /// What is worth knowing about it.
  let sentence: Template?
  /// What holds before the line runs, and when it has run, else it is not what was meant; nil where nothing is asked.
  let (before, after): (Template?, Template?)
  /// Whether the pattern must fit the line as it was typed too, and not only what another rule has written.
  let isOfTypedLine: Bool
  /// The section of rules that alone may answer a line, counted in the order of the table; nil outside of them.
  let section: Int?

  /// Reads `pattern ∵ condition ⇒ template ∴ condition ‖ sentence`, `pattern ⊘ sentence` or
  /// `pattern ∵ condition ✎ remark`; nil for anything else.
  init?(_ line: Substring, section: Int?) {
    guard let sign = line.firstIndex(where: { "⇒⊘✎".contains($0) }) else { return nil }
    var (head, rest) = (line[..<sign], line[line.index(after: sign)...])
    isOfTypedLine = head.hasPrefix("typed ")
    if isOfTypedLine { head = head.dropFirst(6) }
    let asked = Rule.cut(&head, at: "∵")
    let pattern = Pattern(head.trimmingSpaces)
    func template(_ text: Substring) -> Template { Template(text.trimmingSpaces, labels: pattern.labels) }
    let remark = line[sign] == "⇒" ? Rule.cut(&rest, at: "‖") : rest
    let proof = line[sign] == "⇒" ? Rule.cut(&rest, at: "∴") : nil
    self.pattern = pattern
    self.section = section
    self.template = line[sign] == "⇒" ? template(rest) : nil
    sentence = remark.map(template)
    (before, after) = (asked.map(template), proof.map(template))
  }

  /// Takes what follows a sign off a text; nil when the sign is not there.
  private static func cut(_ text: inout Substring, at sign: Character) -> Substring? {
    guard let place = text.firstIndex(of: sign) else { return nil }
    defer { text = text[..<place] }
    return text[text.index(after: place)...]
  }
}
