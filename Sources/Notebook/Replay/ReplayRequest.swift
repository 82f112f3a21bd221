import Source

/// What `:replay` is asked for.
enum ReplayRequest: Equatable {
  /// The run as a whole.
  case overview
  /// A step, and what to do there.
  case step(Int, Action)
  /// The first step after which a condition holds.
  case first(condition: String)
  /// The course of an expression over the whole run.
  case draw(String)

  /// What to do at a step.
  enum Action: Equatable {
    /// Show the loss there and what the parameters were and are.
    case look
    /// Show the value of an expression.
    case show(String)
    /// Step through the loss of that very step, or through another value.
    case walk(String?)
    /// Go back to the state after it.
    case keep
    /// Run on from there in another way.
    case differently(Change, keeps: Bool)
  }

  /// What is done otherwise from a step on.
  enum Change: Equatable {
    /// That step moves nothing.
    case without
    /// The optimisers go on with another rate.
    case rate(String)
    /// A statement is run before that step.
    case statement(String)
  }

  /// Reads what follows `:replay`; steps are counted from 1, and `last` is the last; nil when it is nothing known.
  init?(_ text: String, count: Int) {
    let (word, rest) = ReplayRequest.cut(NormBars.spelledOut(text))
    switch word {
    case "": self = .overview
    case "where", "/":
      guard !rest.isEmpty else { return nil }
      self = .first(condition: rest)
    case "draw", "w", "plot":
      guard !rest.isEmpty else { return nil }
      self = .draw(rest)
    case "keep":
      guard rest.isEmpty else { return nil }
      self = .step(count, .keep)
    default:
      guard let number = word == "last" ? count : Int(word) else { return nil }
      guard let action = Action(rest) else { return nil }
      self = .step(number, action)
    }
  }

  fileprivate static func cut(_ text: String) -> (word: String, rest: String) {
    guard let space = text.firstIndex(of: " ") else { return (text, "") }
    return (String(text[..<space]), String(text[space...]).trimmingSpaces)
  }
}

extension ReplayRequest.Action {
  /// Reads what follows the number of a step; a word that needs more behind it is a name when it stands alone.
  init?(_ text: String) {
    var (word, rest) = ReplayRequest.cut(text)
    switch word {
    case "": self = .look
    case "step" where rest.first.map { $0.isLetter } ?? true:
      self = .walk(rest.isEmpty ? nil : rest)
    case "keep" where rest.isEmpty: self = .keep
    case "without" where rest.isEmpty || rest == "keep": self = .differently(.without, keeps: !rest.isEmpty)
    case "rate" where !rest.isEmpty, "with":
      let keeps = rest.hasSuffix(" keep")
      if keeps { rest = String(rest.dropLast(4)).trimmingSpaces }
      guard !rest.isEmpty, rest != "keep" else { return nil }
      self = .differently(word == "with" ? .statement(rest) : .rate(rest), keeps: keeps)
    case "show" where !rest.isEmpty: self = .show(rest)
    default: self = .show(text)
    }
  }
}

/// The norm as it is written in mathematics, and as a run shows it: `‖W‖`.
enum NormBars {
  /// The text with `norm(W)` for each `‖W‖`; as it is where the bars are no pairs.
  static func spelledOut(_ text: String) -> String {
    let parts = text.split(separator: "‖", omittingEmptySubsequences: false)
    guard parts.count > 1, parts.count % 2 == 1 else { return text }
    return parts.enumerated().map { $0 % 2 == 1 ? "norm(\($1))" : String($1) }.joined()
  }
}
