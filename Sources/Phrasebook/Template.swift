import Source

/// What a rule writes: text with holes, taken apart once.
struct Template {
  private enum Part {
    case text(String)
    /// A hole; one that stands in parentheses of its own loses them beside an operator when its value is simple.
    case hole(String, inParentheses: Bool)
  }

  /// The holes that are filled from the session.
  static let usual = ["L", "P", "N", "O"]

  private let parts: [Part]

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
      }
    }
    return Phrase(template: template, fillings)
  }

  /// A number or a name needs no parentheses beside an operator.
  private static func isSimple(_ text: String) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }
  }

  /// Whether a parenthesis after this character is that of a call.
  private static func isCalled(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || [")", "]", "'", "∂"].contains(character)
  }
}
