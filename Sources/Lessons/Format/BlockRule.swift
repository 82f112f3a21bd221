extension LessonBlock {
  /// What a block is for.
  package enum Kind: String, CaseIterable, Sendable {
    case cell, output, exercise, setup, solution, check, mistake, says, hint, predict, quiz, order, question, answer,
      step, note

    /// The words that open such a block in a file.
    package var words: String {
      self == .cell ? "nn" : isExerciseCode ? "nn \(rawValue)" : rawValue
    }

    /// Whether it holds code of an exercise: its word stands behind `nn`.
    var isExerciseCode: Bool { [.exercise, .setup, .solution, .check, .mistake].contains(self) }
  }
}

/// What a kind of block may have on its opening line, and what it is for.
struct BlockRule {
  /// What it is for, as Markdown.
  var summary: String
  /// The words that stand alone.
  var flags: [FormatEntry.Part] = []
  /// The words with a value.
  var attributes: [FormatEntry.Part] = []
  /// A piece of a lesson that has one.
  var example: String
  /// What a new lesson says before it.
  var lead: String?
  /// What reads it, where it is a task that is answered in words or numbers.
  var task: (any ReadTask.Type)?
}

extension LessonFormat {
  /// The rule of each kind of block.
  static func block(_ kind: LessonBlock.Kind) -> BlockRule { rules[kind] ?? BlockRule(summary: "", example: "") }

  private static let rules: [LessonBlock.Kind: BlockRule] = Dictionary(
    uniqueKeysWithValues: LessonBlock.Kind.allCases.map { ($0, rule($0)) })

  private static func rule(_ kind: LessonBlock.Kind) -> BlockRule {
    switch kind {
    case .cell:
      BlockRule(
        summary: """
          Code that runs where it stands; all cells of a lesson share their names. A line that begins with `:` is a \
          command, one of those that show something, such as `:step L`.
          """,
        flags: [
          .init("fails", "The cell ends in an error, which its `output` shows."),
          .init("long", "The cell takes long: it says so first, and its result is kept with the progress."),
        ],
        attributes: [
          .init("id=data", "The name of the cell; its random numbers stay when cells before it come or go."),
          .init("seed=7", "Where the random numbers of this cell start."),
        ],
        example: fence("nn", "w = param(0.8);\nx = 1.5;\nz = w*x - 0.4\nL = (z - 1)^2;"))
    case .output:
      BlockRule(
        summary: """
          What the cell above prints at 80 columns. `learnnn check` compares it: numbers to the digits shown, and a line \
          `…` stands for any lines.
          """,
        attributes: [.init("data=strokes", "It holds only where this data set is the one that is there.")],
        example: fence("output", "z = 0.8"))
    case .exercise:
      BlockRule(
        summary: """
          A task whose answer is code: what the student starts from, with `___` for each blank. The blocks below belong \
          to it by `for=`. An answer is judged by its values, with other numbers too.
          """,
        attributes: [
          id, .init("points=2", "What it is worth: the sum of the points of its checks, written once more to be seen."),
          .init("allow=\"@ + where range\"", "A puzzle: nothing but these operators and functions may be used."),
          .init("fixed=x,y", "These names keep their numbers when an answer is tried with others."),
          .init("vary=\"x in -3..3\"", "Between what the numbers of a name are drawn when an answer is tried."),
          .init("by=hand", "A number computed by hand counts, to the digits typed."),
          .init("worlds=0", "Answers are judged with the lesson's own numbers alone."),
          .init("kept=1", "Written by `learnnn release` in a hand-out: how many checks the teacher kept back."),
          .init("draws=1", "Written by `learnnn release` in a hand-out: the solution draws random numbers."),
        ],
        example: fence("nn exercise id=slope points=2", "dz = ___"),
        lead: "Say what to do, and end with a task. What is the derivative of $z$ by $w$?")
    case .setup:
      BlockRule(
        summary: "Code that runs before an answer is judged, such as a function that its checks need.",
        attributes: [part], example: fence("nn setup for=slope", "far(a, b) = abs(a - b) > 0.001"))
    case .solution:
      BlockRule(
        summary: """
          A right answer. In a check, `expected.name` is what the first one gives; further ones are tried too. Students \
          see it after `:solution`, and never in a hand-out.
          """,
        attributes: [part], example: fence("nn solution for=slope", "dz = ∂z/∂w"))
    case .check:
      BlockRule(
        summary: "A condition that a right answer meets. What it compares explains itself when it does not hold.",
        flags: [.init("hidden", "It is made when graded only; students are told how many there are.")],
        attributes: [
          part,
          .init(
            "points=1",
            "What it is worth, such as 1, 0.5 or 0; 1 when nothing is said. Who fails one that is worth 0 earns nothing."
          ),
          .init(
            "with=\"n = 8\"",
            "It is made with these numbers in place of the lesson's, and gives no points of its own; a hand-out has such."
          ),
          .init("message=\"…\"", "What to say when it fails and nothing more exact is known."),
        ],
        example: fence(
          "nn check for=slope points=1 message=\"dz should be the derivative of z by w\"", "close(dz, expected.dz)")
          + fence("nn check for=slope hidden", "not far(dz, expected.dz)"))
    case .mistake:
      BlockRule(
        summary: "A wrong answer that is to be expected; what to say about it stands in `says` below it.",
        attributes: [part], example: fence("nn mistake for=slope", "dz = w + 0"))
    case .says:
      BlockRule(
        summary: """
          What a student is told whose answer is the mistake above: it gives the same values, with other numbers too, and \
          is written with the same operators and functions, or is its number, typed. `w` is not `w + 0`.
          """,
        attributes: [part],
        example: fence("says for=slope", "That is the weight. What is it multiplied by?")
          + fence("nn mistake for=slope", "dz = w * x")
          + fence("says for=slope", "That is the product. How fast does it grow when $w$ grows?"))
    case .hint:
      BlockRule(
        summary: "Help that is given when asked for, one hint after the other, and counted.", attributes: [part],
        example: fence("hint for=slope", "If $w$ grows by 1, by how much does $z$ grow?"))
    case .predict:
      BlockRule(
        summary: "A guess to make before the program shows the answer.",
        attributes: [
          id, .init("kind=sign", "What is guessed: `value`, `sign` or `shape`."), worth,
        ],
        example: fence("predict id=guess kind=sign points=1", "∂L/∂w"),
        lead: "Let a student guess before the program shows:", task: Prediction.self)
    case .quiz:
      BlockRule(
        summary: """
          A question with answers to choose from: `- [x]` is right, `- [ ]` wrong, several may be right. A line `>` \
          explains the answer above it; only one, at the end, is said after any answer.
          """,
        attributes: [id, worth],
        example: fence(
          "quiz id=bias points=1",
          """
          What is the derivative of $z$ by $b$?
          - [x] 1
          > Yes: if $b$ grows by 1, so does $z$.
          - [ ] $b$
          > That is the bias itself.
          """),
        task: Quiz.self)
    case .order:
      BlockRule(
        summary: """
          Lines to put in order. They stand in a right order here, and are shuffled when shown. Where several orders are \
          right, a line `after: 1 < 3, 2 < 3` says which line has to come before which.
          """,
        attributes: [id, worth],
        example: fence("order id=way points=1", "z = w*x + b\na = σ(z)\nL = (a - 1)^2"),
        lead: "Put these lines in order:", task: Ordering.self)
    case .question:
      BlockRule(
        summary: "A question with a free answer, marked by hand: `learnnn grade --sheet` gathers the answers.",
        attributes: [
          .init("id=why", "Its name; `question1` and so on when nothing is said."),
          .init("points=2", "What it is worth; 1 when nothing is said."),
        ],
        example: fence("question id=why points=2", "Why does $x$ stand in the derivative of $z$ by $w$?"),
        task: Question.self)
    case .answer:
      BlockRule(
        summary: "A model answer to a question, shown once the student's own is kept; never in a hand-out.",
        attributes: [.init("for=why", "The question that it answers.")],
        example: fence("answer for=why", "$z$ is $x$ times $w$: how fast it grows with $w$ depends on $x$."))
    case .step:
      BlockRule(
        summary: "A backward pass to walk through: done once the walk was made, with the predictions it asks for.",
        attributes: [
          id, .init("of=L", "The number whose backward pass it is."),
          .init("predict=∂L/∂z,∂L/∂w", "The gradients to predict on the way."),
          .init("points=1", "What the predictions are worth together."),
        ],
        example: fence("step id=walk of=L predict=∂L/∂z points=1", "What reaches `z`?"),
        lead: "Walk from `L` back to `z`:", task: WalkTask.self)
    case .note:
      BlockRule(
        summary: "For the teacher only: no student sees it, and no hand-out has it.",
        example: fence("note", "Ask in class what happens to `dz` when $x$ is negative."))
    }
  }

  private static let id = FormatEntry.Part(
    "id=name", "Its name, once in a lesson; progress and marks are kept under it.")
  private static let part = FormatEntry.Part("for=slope", "The exercise that it belongs to.")
  private static let worth = FormatEntry.Part("points=1", "What it is worth in a class; nothing when nothing is said.")

  /// A block of a lesson.
  static func fence(_ header: String, _ content: String) -> String { LessonWriter.block(header, content) }
}
