package import Source

/// A task whose answer is code, judged by value.
package struct Exercise: Equatable, Sendable {
  /// Code that must hold for an answer to be accepted, with its worth.
  package struct Check: Equatable, Sendable {
    /// Its place.
    package var block: LessonBlock
    /// The condition: the last value must be true.
    package var code: SourceText
    /// What it is worth; 1 unless the block says otherwise.
    package var points: Points
    /// What to say when it fails and nothing more exact is known.
    package var message: String?
    /// Whether it runs only when graded.
    package var hidden: Bool
    /// The numbers with which it is made, as code that binds them: a world of its own, besides the lesson's; nil there.
    package var world: String?
  }

  /// A wrong answer that the author expected, with the words for it.
  package struct Mistake: Equatable, Sendable {
    /// Its place.
    package var block: LessonBlock
    /// The wrong answer.
    package var code: SourceText
    /// What to tell the student, as Markdown; empty only in a faulty lesson.
    package var says: String
    /// Where the words stand; nil only in a faulty lesson.
    package var saysBlock: LessonBlock?
  }

  /// Code of an exercise and its place.
  package struct Code: Equatable, Sendable {
    /// Its place.
    package var block: LessonBlock
    /// The code, which knows its own first line.
    package var code: SourceText
  }

  /// A nudge, given when asked for and counted.
  package struct Hint: Equatable, Sendable {
    /// Its place.
    package var block: LessonBlock
    /// The Markdown.
    package var text: String
  }

  /// What the author says about the other numbers with which answers are tried.
  package struct Numbers: Equatable, Sendable {
    /// Names that keep their numbers.
    package var fixed: Set<String> = []
    /// Between what the numbers of names are drawn.
    package var ranges: [String: ClosedRange<Double>] = [:]
    /// Whether a number that was computed by hand counts, to the digits typed.
    package var isByHand = false
    /// Whether answers are judged with the lesson's own numbers alone.
    package var areOwnOnly = false
  }

  /// Its name, unique in the lesson; progress is kept under it.
  package var id: String
  /// Its place.
  package var block: LessonBlock
  /// The numbers with which answers are tried.
  package var numbers = Numbers()
  /// What the student starts from, with `___` for blanks.
  package var starter: SourceText
  /// In a puzzle, the operators and functions that an answer may use; nil where all may be.
  package var allowed: [String]?
  /// What runs before an answer is judged.
  package var setup: [Code]
  /// Right answers, the first one being what `expected` holds.
  package var solutions: [Code]
  /// What an answer must satisfy, in order.
  package var checks: [Check]
  /// The wrong answers the author expected.
  package var mistakes: [Mistake]
  /// The hints, in the order they are given.
  package var hints: [Hint]
  /// In a hand-out: how many checks the teacher has kept back.
  package var keptBack = 0
  /// In a hand-out: whether the solution draws random numbers.
  package var isDrawn = false
  /// In a hand-out: what the exercise is worth with the checks that were kept back.
  package var worth: Points?

  /// What the whole exercise is worth.
  package var points: Points { worth ?? checks.reduce(.zero) { $0 + $1.points } }

  /// How many checks are made when graded only.
  package var hiddenChecks: Int { checks.count(where: \.hidden) &+ keptBack }

  /// Identifies what the task asks, so that progress can tell that it changed since it was solved.
  ///
  /// FNV-1a over the UTF-8 of starter, what a puzzle allows, setup, solutions and checks (code, points, hidden), each piece preceded by its
  /// kind and followed by a zero byte. Hints, messages, mistakes and comments are left out: better words, or words in
  /// another language, do not unsolve a task.
  package var contentHash: UInt64 {
    var hash = FNV1a()
    hash.add("starter", starter.text.withoutComments)
    if let allowed { hash.add("allow", allowed.joined(separator: " ")) }
    for piece in setup { hash.add("setup", piece.code.text.withoutComments) }
    for piece in solutions { hash.add("solution", piece.code.text.withoutComments) }
    for check in checks where check.world == nil {
      hash.add(
        check.hidden ? "hidden \(check.points.text)" : "check \(check.points.text)", check.code.text.withoutComments)
    }
    return hash.value
  }
}

extension FNV1a {
  /// Adds a piece with its kind before it and a zero byte behind it.
  fileprivate mutating func add(_ kind: String, _ text: String) {
    add(kind)
    add(UInt8(ascii: ":"))
    add(text)
    add(0)
  }
}

extension String {
  /// Code without what follows `#` on its lines, and without spaces at their ends.
  package var withoutComments: String {
    var result: [UInt8] = []
    var isText = false
    var isComment = false
    var previous: UInt8 = 0
    for byte in utf8 {
      if byte == UInt8(ascii: "\n") {
        while result.last == UInt8(ascii: " ") { result.removeLast() }
        (isText, isComment) = (false, false)
      } else if byte == UInt8(ascii: "\""), previous != UInt8(ascii: "\\") {
        isText.toggle()
      } else if byte == UInt8(ascii: "#"), !isText {
        isComment = true
      }
      if !isComment { result.append(byte) }
      previous = byte
    }
    while result.last == UInt8(ascii: " ") { result.removeLast() }
    return String(decoding: result, as: UTF8.self)
  }
}
