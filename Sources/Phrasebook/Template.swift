import Source

/// What a rule writes: text with holes, taken apart once.
struct Template {
  private enum Part {
    case text(String)
    /// A hole; one that stands in parentheses of its own loses them beside an operator when its value is simple.
    case hole(String, inParentheses: Bool)
    /// A place counted from 1, as it is counted from 0: `$k⁻`.
    case place(String)
  }

  /// The holes that are filled from the session.
  static let usual = ["L", "P", "N", "O", "U", "V"] + data

  /// Those of them that stand for lists and a table.
  static let data = ["X", "Y", "T"]

  private let parts: [Part]

  /// Whether a hole of it is filled from the session.
  var isOfSession: Bool { hasHole(of: Template.usual) }

  /// Whether it is about the lists or the table of the session.
  var isOfData: Bool { hasHole(of: Template.data) }

  private func hasHole(of labels: [String]) -> Bool {
    parts.contains { if case .hole(let label, _) = $0 { labels.contains(label) } else { false } }
  }

  /// Whether it begins as a command or a question.
  let isCommand: Bool

  /// Reads `f($e, $k)`; a `$` before none of the labels stands for itself.
  init(_ text: String, labels: [String]) {
    isCommand = text.hasPrefix(":") || text.hasPrefix("?")
    // Longer labels first, so that `$e2` is not read as `$e` and a 2.
    let labels = (labels + Template.usual).sorted { ($0.count, $0) > ($1.count, $1) }
    var parts: [Part] = []
    var before = ""
    var rest = Substring(text)
    var followsHole = false
    while let first = rest.first {
      if first == "$", let label = labels.first(where: { rest.dropFirst().hasPrefix($0) }) {
        rest = rest.dropFirst(1 + label.count)
        if rest.first == "⁻" {
          rest.removeFirst()
          parts += [.text(before), .place(label)]
          before = ""
          continue
        }
        let isAlone = before.last == "(" && rest.first == ")"
        let isCall = before.dropLast().last.map(Template.isCalled) ?? followsHole
        if isAlone, !isCall {
          before.removeLast()
          rest.removeFirst()
        }
        if !before.isEmpty { parts.append(.text(before)) }
        before = ""
        parts.append(.hole(label, inParentheses: isAlone && !isCall))
        followsHole = true
      } else {
        before.append(first)
        rest.removeFirst()
      }
    }
    if !before.isEmpty { parts.append(.text(before)) }
    self.parts = parts
  }

  /// The text with its holes filled; a hole without a value stays as it is written.
  func filled(with captures: [String: String], _ usual: [String: String] = [:]) -> String {
    parts.reduce(into: "") { text, part in
      switch part {
      case .text(let piece): text += piece
      case .hole(let label, let inParentheses):
        let value = captures[label] ?? usual[label] ?? "$" + label
        text += inParentheses && !Template.isSimple(value) ? "(\(value))" : value
      case .place(let label): text += Template.countedFrom0(captures[label] ?? "1")
      }
    }
  }

  /// The text as words of the program, whose holes are places.
  func phrase(with captures: [String: String], _ usual: [String: String] = [:]) -> Phrase {
    var template = ""
    var fillings: [Phrase.Filling] = []
    for part in parts {
      switch part {
      case .text(let piece): template += piece
      case .hole(let label, _):
        template += "{\(fillings.count)}"
        fillings.append(.text(captures[label] ?? usual[label] ?? "$" + label))
      case .place(let label):
        template += "{\(fillings.count)}"
        fillings.append(.text(Template.countedFrom0(captures[label] ?? "1")))
      }
    }
    return Phrase(template: template, fillings)
  }

  /// A place that counts from 1, counted from 0.
  private static func countedFrom0(_ place: String) -> String {
    if let number = Int(place) { return String(number > 0 ? number - 1 : number) }
    for end in [" + 1", "+1"] where place.hasSuffix(end) { return String(place.dropLast(end.count)) }
    return place + " - 1"
  }

  /// A number or a name needs no parentheses beside an operator; the product `2x` does.
  static func isSimple(_ text: String) -> Bool {
    guard let first = text.first, first.isLetter || first == "_" else {
      return !text.isEmpty && (text.allSatisfy { $0.isNumber || $0 == "." } || Double(text) != nil)
    }
    return text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }
  }

  /// Whether a parenthesis after this character is that of a call.
  private static func isCalled(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || [")", "]", "'", "∂"].contains(character)
  }
}
