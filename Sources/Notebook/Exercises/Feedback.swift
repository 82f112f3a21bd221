import Documents
import Judging
import Lessons
import Source

/// How verdicts, hints and solutions are laid out.
package struct Feedback {
  let language: String?

  func text(_ message: Message) -> String { message.text(in: language) }

  /// The message with its commands set apart.
  func inlines(_ message: Message) -> [Inline] { message.inlines(in: language) }

  /// The message as something that may be overlooked, its commands excepted.
  func dim(_ message: Message) -> [Inline] {
    inlines(message).map { inline in
      if case .words(let words, .plain) = inline { return .text(words, .dim) }
      return inline
    }
  }

  /// `1 cell` or `3 cells`.
  func count(_ number: Int, one: MessageKey, several: MessageKey) -> String {
    text(number == 1 ? Message(one) : Message(several, String(number)))
  }

  /// A line that begins with a word about how it went, and further lines below, aligned.
  func lines(_ lead: Inline, _ texts: [[Inline]]) -> Document {
    guard !texts.isEmpty else { return Document([.indented([.lines([[lead]])])]) }
    // A sign such as ✓ stands by itself; a word is set apart.
    let isSign = [lead].plainText.count == 1
    let rows = texts.enumerated().map { index, text -> [[Inline]] in
      [index == 0 ? (isSign ? [lead] : [lead, .text(" ·", .dim)]) : [], text]
    }
    return Document([.indented([.columns(Columns(rows, gap: 1))])])
  }

  func lines(_ lead: Inline, _ messages: [Message]) -> Document {
    lines(lead, messages.map { $0.inlines(in: language) })
  }

  /// Words written as Markdown after a lead.
  func words(_ lead: Inline, _ markdown: String, after first: [Message] = []) -> Document {
    let blocks = LessonText.blocks(markdown)
    var texts = first.map { $0.inlines(in: language) }
    var rest = blocks[...]
    while case .paragraph(let inlines)? = rest.first {
      texts.append(inlines)
      rest = rest.dropFirst()
    }
    var document = lines(lead, texts)
    if !rest.isEmpty { document.append(.indented(Array(rest))) }
    return document
  }

  /// What is said when an answer is kept: with a model answer, where the question has one.
  func kept(_ question: Question?) -> Document {
    var document = lines(.text("✓", .success), [Message(.questionKept)])
    if let answer = question?.answer {
      document.append(.indented([.lines([[.text(text(Message(.modelAnswer)), .strong)]])] + LessonText.blocks(answer)))
    }
    return document
  }

  /// `2 points`.
  func points(_ points: Points) -> String {
    text(points == 1 ? Message(.onePointWord) : Message(.pointsWord, points.text))
  }

  /// A verdict on an answer that is not accepted.
  func document(for verdict: Verdict, followedBy advice: [Message] = []) -> Document {
    let lead = Inline.text(text(Message(.notYet)), .warning)
    var document: Document
    switch verdict.outcome {
    case .right: document = Document()
    case .blanks(let count):
      document = lines(lead, [count == 1 ? Message(.blankLeft) : Message(.blanksLeft, String(count))])
    case .interrupted: document = lines(lead, [Message(.interrupted)])
    case .failed(let diagnostic):
      document =
        verdict.words.map { words(lead, $0) } ?? lines(lead, [Message(.ownError, saying: [diagnostic.title])])
    case .mistake: document = words(lead, verdict.words ?? "")
    case .wrong:
      if verdict.explanation.isEmpty {
        document = words(lead, verdict.words ?? "")
      } else if verdict.explanation.allSatisfy({ Feedback.isWeak($0.key) }), let message = verdict.words {
        document = words(lead, message, after: verdict.explanation)
      } else {
        document = lines(lead, verdict.explanation)
      }
    }
    if let excerpt = verdict.excerpt {
      let indent = DisplayWidth.spaces(DisplayWidth.columns(of: excerpt.before))
      let marks = String(repeating: "~", count: Swift.max(1, DisplayWidth.columns(of: excerpt.marked)))
      document.append(
        .indented([
          .lines([
            [.text("  " + excerpt.before), .text(excerpt.marked, .warning), .text(excerpt.after)],
            [.text("  " + indent + marks, .warning)],
          ])
        ]))
    }
    if !advice.isEmpty { document.append(.indented([.lines(advice.map(dim))])) }
    return document
  }

  /// Explanations that say where, but not why: the author's message says more.
  static func isWeak(_ key: MessageKey) -> Bool {
    [
      .someRight, .nearly, .factor, .offset, .functionValue, .kindOf, .kind, .partsRight, .shouldBePositive,
      .shouldBeNegative, .notExactlyZero, .tooSmall, .tooLarge,
    ].contains(key)
  }

  /// A verdict on an accepted answer.
  ///
  /// Where the teacher has kept checks back, nobody here can say that it is right.
  func accepted(_ verdict: Verdict, of exercise: Exercise) -> Document {
    let word: String
    if verdict.isUntried {
      word = text(Message(.takenUntried))
    } else if exercise.keptBack > 0 {
      let rest = count(exercise.keptBack, one: .hiddenCheck, several: .hiddenChecks)
      word = text(Message(exercise.checks.isEmpty ? .keptToGrade : .passesVisible, rest))
    } else {
      word = exercise.points > 0 ? text(Message(.rightPoints, points(verdict.points))) : text(Message(.right))
    }
    return Document([.indented([.lines([[.text("✓ ", .success), .text(word, .success)]])])])
  }

  /// What is said about faults of the lesson.
  func faults(_ verdict: Verdict) -> Document {
    guard let fault = verdict.faults.first else { return Document() }
    let place = fault.position.map { "\(fault.source?.name ?? ""):\($0.line), " } ?? ""
    return lines(.text("!", .warning), [Message(.faultyCheck, saying: ["\(place)\(fault.title)"])])
  }

  /// Code under a heading.
  func code(_ title: Message, _ text: String) -> [Documents.Block] {
    [.lines([[.text(self.text(title), .strong)]]), .code(CodeColours.code(text))]
  }
}
