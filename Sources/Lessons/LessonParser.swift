package import Source

extension Lesson {
  /// What a lesson file says, and everything that is wrong with it.
  package struct Parsed: Equatable, Sendable {
    /// The lesson, as far as it could be read.
    package var lesson: Lesson
    /// The faults in the order of their places; a lesson with an error among them should not be used.
    package var diagnostics: [Diagnostic]

    /// Whether the lesson can be used: warnings do not count.
    package var isSound: Bool { !diagnostics.contains { $0.severity == .error } }
  }

  /// Reads the bytes of a lesson file; `name` is the path shown in messages, and gives the language of a translation.
  package static func parse(_ bytes: [UInt8], name: String) -> Parsed {
    let text = String(decoding: bytes, as: UTF8.self)
    var parsed = parse(text, name: name)
    if !text.utf8.elementsEqual(bytes) {
      let source = parsed.lesson.source
      let first = source.text.utf8.firstReplacementCharacter ?? Span(0, 0)
      parsed.diagnostics.insert(Fault(.notUTF8, first).diagnostic(in: source), at: 0)
    }
    return parsed
  }

  /// Reads the text of a lesson file.
  package static func parse(_ text: String, name: String) -> Parsed {
    let (plain, lineEnds) = normalised(text)
    var parser = LessonParser(SourceText(plain, name: name), lineEnds)
    return parser.parse()
  }

  /// The text with `\n` line ends and no byte order mark, and the line ends it had.
  private static func normalised(_ text: String) -> (String, LineEnds) {
    let bytes = Array(text.utf8)
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard start > 0 || bytes.contains(UInt8(ascii: "\r")) else { return (text, .unix) }
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var windows = false
    for offset in start..<bytes.count {
      guard bytes[offset] == UInt8(ascii: "\r") else {
        plain.append(bytes[offset])
        continue
      }
      if offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "\n") {
        windows = true
      } else {
        plain.append(UInt8(ascii: "\n"))
      }
    }
    return (String(decoding: plain, as: UTF8.self), windows ? .windows : .unix)
  }
}

extension String.UTF8View {
  /// The span of the first U+FFFD.
  fileprivate var firstReplacementCharacter: Span? {
    var previous: (UInt8, UInt8) = (0, 0)
    var offset = 0
    for byte in self {
      if previous == (0xEF, 0xBF), byte == 0xBD { return Span(offset - 2, offset + 1) }
      previous = (previous.1, byte)
      offset += 1
    }
    return nil
  }
}

/// Puts the pieces of a lesson file together.
///
/// Steps are drafted first and finished at the end, because the blocks of an exercise may follow anywhere after it.
struct LessonParser {
  /// A step whose exercise may still grow.
  enum Draft {
    case step(Step)
    case exercise(Int)
  }

  /// More faults than this help nobody.
  static let faultLimit = 100

  let source: SourceText
  let table: LineTable
  var lesson: Lesson
  var drafts: [Draft] = []
  var exercises: [Exercise] = []
  var declaredPoints: [Int: (points: Points, span: Span)] = [:]
  /// The exercises by id.
  var exerciseIndex: [String: Int] = [:]
  /// Every id with the place that took it.
  var ids: [String: Span] = [:]
  /// The cell that outputs may still follow.
  var openCell: Cell?
  /// Blocks whose exercise was not seen yet: either it follows, or there is none.
  var strays: [(kind: LessonBlock.Kind, id: String, span: Span)] = []
  var counts: [LessonBlock.Kind: Int] = [:]
  var faults: [Fault] = []

  init(_ source: SourceText, _ lineEnds: Lesson.LineEnds) {
    self.source = source
    table = LineTable(source.text)
    lesson = Lesson(
      id: "", title: "", requires: [], hasOneStream: false, format: Lesson.currentFormat, gate: [], further: [],
      steps: [], blocks: [], fields: [:], source: source, lineEnds: lineEnds)
  }

  mutating func parse() -> Lesson.Parsed {
    let head = FrontMatter(table)
    readFields(head)
    let scanner = Scanner(table, from: head.bodyLine)
    faults += scanner.faults
    for segment in scanner.segments {
      switch segment {
      case .prose(let span, let line):
        closeCell()
        let text = SourceText(table.text(span), name: source.name, firstLine: line)
        drafts.append(.step(.prose(Prose(text: text, span: span, numbers: tiedNumbers(in: span)))))
      case .fence(let fence): readBlock(fence)
      }
    }
    closeCell()
    reportStrays()
    for index in exercises.indices { judge(index) }
    lesson.steps = drafts.map { draft in
      switch draft {
      case .step(let step): step
      case .exercise(let index): .exercise(exercises[index])
      }
    }
    return Lesson.Parsed(lesson: lesson, diagnostics: diagnostics())
  }

  mutating func closeCell() {
    guard let cell = openCell else { return }
    drafts.append(.step(.cell(cell)))
    openCell = nil
  }

  mutating func report(_ kind: Fault.Kind, _ span: Span) { faults.append(Fault(kind, span)) }

  private mutating func reportStrays() {
    let known = Array(exercises.prefix(1000).map(\.id))
    for stray in strays.prefix(Self.faultLimit) {
      if exerciseIndex[stray.id] != nil {
        report(.beforeItsExercise(stray.kind, id: stray.id), stray.span)
      } else {
        report(.orphan(stray.kind, id: stray.id, known: known), stray.span)
      }
    }
  }

  /// Reports what a whole exercise lacks.
  private mutating func judge(_ index: Int) {
    let exercise = exercises[index]
    // A student's copy has no solutions, and of the checks only those that do not tell them.
    if lesson.released != nil {
      exercises[index].worth = declaredPoints[index]?.points
      return
    }
    if exercise.solutions.isEmpty { report(.noSolution(exercise.id), exercise.block.header) }
    if exercise.checks.isEmpty { report(.noCheck(exercise.id), exercise.block.header) }
    for mistake in exercise.mistakes where mistake.saysBlock == nil {
      report(.mistakeWithoutSays(exercise.id), mistake.block.header)
    }
    if let declared = declaredPoints[index], declared.points != exercise.points, !exercise.checks.isEmpty {
      report(.pointsDiffer(exercise.id, declared: declared.points, sum: exercise.points), declared.span)
    }
  }

  /// The faults in words, by place; the first hundred of them.
  private func diagnostics() -> [Diagnostic] {
    let sorted = faults.enumerated().sorted {
      ($0.element.span.lower, $0.offset) < ($1.element.span.lower, $1.offset)
    }
    var shown = sorted.prefix(Self.faultLimit).map { $0.element.diagnostic(in: source) }
    if sorted.count > shown.count {
      shown.append(Fault(.tooMany(sorted.count), sorted[shown.count].element.span).diagnostic(in: source))
    }
    return shown
  }
}
