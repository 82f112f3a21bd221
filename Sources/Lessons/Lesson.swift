package import Source

/// A lesson file as data: its front matter, its steps in reading order, and where each block stands in the text.
package struct Lesson: Equatable, Sendable {
  /// The format that this program reads and writes.
  package static let currentFormat = 1

  /// The name by which progress and `requires` know it; unique in a course, the same in every translation.
  package var id: String
  /// What it is about, for people.
  package var title: String
  /// How long it takes, in minutes.
  package var minutes: Int?
  /// The ids of the lessons to do before this one.
  package var requires: [String]
  /// The ids of lessons in which some of its tasks stood before: what was done there counts here.
  package var former: [String] = []
  /// Where its random numbers start.
  package var seed: Int?
  /// Whether its cells draw their random numbers one after the other, as those of a notebook do.
  package var hasOneStream: Bool
  /// The format it is written in.
  package var format: Int
  /// The significant digits to show.
  package var digits: Int?
  /// The default element type, `float64` or `float32`.
  package var dtype: String?
  /// What `learnnn check` runs smaller; see `GateSize`.
  package var gate: [GateSize]
  /// What to read next, as Markdown.
  package var further: [String]
  /// The language of its prose, such as `zh`; nil is the course's own language.
  package var language: String?
  /// Who wrote it.
  package var author: String?
  /// In a student's copy, which has no solutions: the content hash of the teacher's lesson.
  package var released: String?
  /// The student whose copy this is, for whom `choose` chooses.
  package var student: String?
  /// In a student's own copy: what makes its receipts the student's own.
  package var key: String?
  /// When answers are due, as it is written.
  package var due: String?
  /// What being late costs, as it is written.
  package var late: String?
  /// The terms under which it may be passed on.
  package var licence: String?
  /// What the student meets, in order.
  package var steps: [Step]
  /// Every fenced block of the lesson format, in order, with its place.
  package var blocks: [LessonBlock]
  /// Where each front matter field stands, by name: the span of its whole line or lines.
  package var fields: [String: Span]
  /// The text, with `\n` line ends and without a byte order mark; all spans point into it.
  package var source: SourceText
  /// How the file's lines ended, so that a rewritten file keeps them.
  package var lineEnds: LineEnds

  /// How the lines of a file end.
  package enum LineEnds: Equatable, Sendable { case unix, windows }

  /// A size that the gate uses instead of the lesson's own.
  ///
  /// `rows` cuts every data set to so many rows in each part; any other name is a top-level name of the lesson that
  /// has this value after the cell that binds it, so that cell must not use it.
  package struct GateSize: Equatable, Sendable {
    /// `rows`, or a top-level name.
    package var name: String
    /// The value it has in the gate.
    package var value: Int
  }

  /// The number at the end of its id: 3 for `lesson3`.
  package var number: Int? {
    let digits = id.utf8.reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return digits.count < 6 ? Int(String(decoding: digits.reversed(), as: UTF8.self)) : nil
  }

  /// The code cells.
  package var cells: [Cell] { steps.compactMap { if case .cell(let cell) = $0 { cell } else { nil } } }

  /// The exercises.
  package var exercises: [Exercise] { steps.compactMap { if case .exercise(let found) = $0 { found } else { nil } } }

  /// The exercise with an id.
  package func exercise(_ id: String) -> Exercise? { exercises.first { $0.id == id } }
}

/// A fenced block of the lesson format and its place in the file.
package struct LessonBlock: Equatable, Sendable {
  /// What it is for.
  package var kind: Kind
  /// Its own id, or the id of the exercise it belongs to.
  package var id: String?
  /// The whole block: from the opening fence to the line end after the closing one.
  package var span: Span
  /// The opening line without its line end.
  package var header: Span
  /// The lines between the fences with their line ends; a replacement ends in a line end or is empty.
  package var content: Span
}

/// One thing a student meets.
///
/// An exercise is a case of its own: its code runs, and what follows builds on it. All other tasks are answered.
package enum Step: Sendable {
  case prose(Prose)
  case cell(Cell)
  case exercise(Exercise)
  case task(any LessonTask)
  /// For the teacher only: never shown to a student.
  case note(Note)

  /// Its id, for the kinds that have one.
  package var id: String? {
    switch self {
    case .exercise(let step): step.id
    case .task(let step): step.id
    case .prose, .cell, .note: nil
    }
  }

  /// What it is worth in a class; 0 for what is no task.
  package var points: Points {
    switch self {
    case .exercise(let step): step.points
    case .task(let step): step.points
    case .prose, .cell, .note: 0
    }
  }

  /// The bytes of the lesson that it comes from, without the blocks that an exercise gathers from further down.
  package var span: Span {
    switch self {
    case .prose(let step): step.span
    case .cell(let step): step.block.span
    case .exercise(let step): step.block.span
    case .task(let step): step.block.span
    case .note(let step): step.block.span
    }
  }
}

extension Step: Equatable {
  package static func == (one: Step, other: Step) -> Bool {
    switch (one, other) {
    case (.prose(let one), .prose(let other)): one == other
    case (.cell(let one), .cell(let other)): one == other
    case (.exercise(let one), .exercise(let other)): one == other
    case (.task(let one), .task(let other)): one.isSame(as: other)
    case (.note(let one), .note(let other)): one == other
    case (.prose, _), (.cell, _), (.exercise, _), (.task, _), (.note, _): false
    }
  }
}

/// Markdown between the blocks, with any code listings in other languages.
package struct Prose: Equatable, Sendable {
  /// The Markdown, which knows its own first line.
  package var text: SourceText
  /// Its bytes in the lesson.
  package var span: Span
  /// The numbers in it that come from the lesson's code.
  package var numbers: [TiedNumber] = []
}

/// A number of the text that is tied to code: `0.97<!-- = accuracy(net, test) -->`, of which readers see `0.97`.
package struct TiedNumber: Equatable, Sendable {
  /// The number as the text tells it.
  package var value: Double
  /// How many digits it has after its point: it holds for what rounds to it.
  package var decimals: Int
  /// The bytes of the number in the lesson.
  package var span: Span
  /// The bytes of the comment behind it.
  package var comment: Span
  /// The expression that gives it, run after everything above it in the lesson.
  package var code: SourceText
}

/// Code that runs in the lesson's environment.
package struct Cell: Equatable, Sendable {
  /// Its place.
  package var block: LessonBlock
  /// The code, which knows its own first line.
  package var code: SourceText
  /// Whether it must end in the error shown.
  package var fails: Bool
  /// Whether it takes long enough to say so first.
  package var long: Bool
  /// The place of its random numbers, for a cell that has one of its own.
  package var id: String?
  /// Where its random numbers start, for a cell that says it itself.
  package var seed: UInt64?
  /// What it prints, at most one for each data set and one for any.
  package var outputs: [Output]

  /// The output that holds with a data set, or with any.
  package func output(with data: String?) -> Output? {
    outputs.first { $0.data != nil && $0.data == data } ?? outputs.first { $0.data == nil }
  }
}

/// What a cell prints at 80 columns, plain.
package struct Output: Equatable, Sendable {
  /// Its place.
  package var block: LessonBlock
  /// The expected text without the last line end; a line `…` stands for any lines.
  package var text: String
  /// The data set with which it holds; nil is any.
  package var data: String?
}

/// Lesson text for the teacher only.
package struct Note: Equatable, Sendable {
  /// Its place.
  package var block: LessonBlock
  /// The Markdown.
  package var text: String
}
