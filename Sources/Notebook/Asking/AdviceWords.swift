import Source

/// The words around an advice.
enum AdviceWords {
  static let title: Phrase = "this is written another way here"
  static let lessonTitle: Phrase = "this is the name of a lesson"
  static let unread: Phrase =
    "this command of LaTeX is not read in this line; :help syntax shows how formulas are written here"
  static let unreadWhole: Phrase =
    "this formula of LaTeX is not read as a whole: type it in parts, or see :help syntax for how it is written here"
  /// The sentence of the phrase book about `solve`, for lines that ask for the same without the word.
  static let equations: Phrase =
    "equations are not solved in symbols here: solve(A, b) solves linear ones, :descend f walks down to a minimum"
  /// The sentence of the phrase book for claims that are written with `=`.
  static let comparing: Phrase = "≈ compares up to rounding, == every digit; = gives a name a value."
  static let missingTitle: Phrase = "there is nothing of this kind here"

  static func noModules(_ name: String, missing: String?) -> Phrase {
    if let missing {
      return "there is no \(missing) here, and there are no modules; :help functions lists what there is"
    }
    return
      "there are no modules: what \(name) would be needed for stands by itself; :help functions lists what there is"
  }

  static func stops(_ line: String, _ error: Diagnostic) -> Phrase {
    "It is written \(line) here, and with these values that stops: \(error.title)"
  }

  static func hidden(_ name: String) -> Phrase {
    "your value hides the function of this name: :clear \(name) brings it back"
  }

  static func quotes(_ name: String) -> Phrase { "A text stands between quotes: \"\(name)\"." }

  static func keys(_ symbol: String, _ command: String) -> Phrase { "\(symbol) is typed as \(command) and Tab." }

  static let refused: Phrase = "The exercise wants it found in another way: as an answer this does not count."

  /// Names of the user's in an advice that hold nothing yet.
  static func unbound(_ names: [String]) -> Phrase {
    names.count == 1
      ? "\(names[0]) is not known yet: bind it first"
      : "\(names.joined(separator: ", ")) are not known yet: bind them first"
  }

  static func notRun(_ count: Int) -> Phrase {
    count == 1 ? "The other line was not run." : "The other \(count) lines were not run."
  }

  static func help(_ line: String) -> Phrase {
    // The quotation marks of a Chinese keyboard are advised as the plain ones.
    let plain = line.contains("\"") ? line : line.replacing("“", with: "\"").replacing("”", with: "\"")
    return "type \(plain)"
  }
}
