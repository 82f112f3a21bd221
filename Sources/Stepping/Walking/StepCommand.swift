package import Documents

/// What a person may ask of the stepper.
package enum StepCommand: Equatable, Sendable {
  /// The next step; after a prediction was asked for, the answer without a guess.
  case next
  /// The step before.
  case back
  /// The picture of the graph with the current step marked.
  case graph
  /// A question about the next step.
  case predict
  /// What was typed as a prediction.
  case answer(String)
  /// Why the rule of this step holds.
  case explain
  /// All steps that are left.
  case all
  /// On to the step that completes the gradient of a name.
  case until(String)
  /// To a step by its number.
  case jump(Int)
  /// Into the call that is one step.
  case open
  /// Out of the call around this step.
  case close
  /// How one element of a tensor's gradient comes about; the name may be left out.
  case element(name: String?, [Int])
  /// The forward table again.
  case table
  /// The keys.
  case help
  /// The end.
  case leave
  /// Something else.
  case unknown(String)

  /// A key, or a typed line: `u z`, `12`, `[3, 4]`, `W[3, 4]`.
  package init(_ text: String) {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    switch line.lowercased() {
    case "", "n", "next", "\n", "\r": self = .next
    case "b", "back": self = .back
    case "g", "graph": self = .graph
    case "p", "predict": self = .predict
    case "e", "explain", "why": self = .explain
    case "a", "all": self = .all
    case "i", "in", "open": self = .open
    case "o", "out", "close": self = .close
    case "t", "table": self = .table
    case "?", "h", "help": self = .help
    case "q", "quit", "leave": self = .leave
    default:
      if let number = Int(line) {
        self = .jump(number)
      } else if words.count == 2, words[0] == "u" || words[0] == "until" {
        self = .until(words[1])
      } else if let place = StepCommand.element(line) {
        self = place
      } else {
        self = .unknown(line)
      }
    }
  }

  private static func element(_ line: String) -> StepCommand? {
    guard line.hasSuffix("]"), let start = line.lastIndex(of: "[") else { return nil }
    let parts = line[line.index(after: start)...].dropLast().split(separator: ",", omittingEmptySubsequences: false)
    let indices = parts.compactMap { Int($0.filter { $0 != " " }) }
    guard indices.count == parts.count else { return nil }
    let name = line[..<start].filter { $0 != " " }
    return .element(name: name.isEmpty ? nil : name, indices)
  }
}

/// What the stepper answers.
package struct StepOutcome {
  /// What to show.
  package var document: Document
  /// Whether the stepper is left.
  package var isFinished = false
  /// Whether the next line that is typed is a prediction.
  package var expectsAnswer = false
}
