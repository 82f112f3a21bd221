package import Documents
package import Evaluation
import Formats
package import Judging
package import Lessons
package import Source

extension Ordering: AskedTask {
  package var title: Message { Message(.stepOrder, id) }
  package var text: String { "" }
  package var marking: Marking { .byLesson }
  package var answerHint: Phrase? { "the numbers of the lines in their order, such as 2 1 3" }
  package var answerWay: AnswerWay { .order }

  /// The lines as a student meets them: those that the numbers of an answer count.
  var shown: [String] {
    isShuffled ? lines : notRight(Shuffle.order(lines.count, seed: id).map { lines[$0] })
  }

  /// Shuffled lines, moved round and turned about as far as it takes for them to stand in no order that counts as right.
  private func notRight(_ shuffled: [String]) -> [String] {
    [shuffled, shuffled.reversed()].lazy
      .flatMap { lines in lines.indices.map { Array(lines[$0...] + lines[..<$0]) } }
      .first { !isRight($0) } ?? shuffled
  }

  package func page(_ feedback: Feedback) -> Document {
    let rows = shown.enumerated().map { place, line -> [Inline] in [.text("\(place + 1)  ", .dim), .text(line)] }
    return Document([
      .paragraph(feedback.inlines(Message(.orderLead))), .lines(rows),
      .paragraph(LessonText.footer(Message(.orderFooter, example), points, feedback)),
    ])
  }

  /// An order of as many lines: `2 1 3 4` for four.
  private var example: String {
    let numbers = Array(1...Swift.max(lines.count, 1)).map(String.init)
    return (numbers.prefix(2).reversed() + numbers.dropFirst(2)).joined(separator: " ")
  }

  package func plain(_ answer: String) -> String {
    TaskAnswer.numbers(answer, orders: true).map { $0.map(String.init).joined(separator: " ") } ?? answer
  }

  package func takes(_ answer: String) -> Bool {
    // Lines that are put in order by their words are asked for by their numbers.
    let isChinese = answer.unicodeScalars.allSatisfy {
      (0x4E00...0x9FFF).contains($0.value) || " ,，、→".unicodeScalars.contains($0)
    }
    return TaskAnswer.numbers(answer, orders: true) != nil || TaskAnswer.isWords(answer)
      || isChinese && answer.count > 3
  }

  /// The lines in the order that an answer gives them; nil when it is no order.
  private func chosen(_ answer: String) -> [String]? {
    // `213` is as clear as `2 1 3` while there are fewer than ten lines.
    var given = TaskAnswer.numbers(answer)
    if lines.count < 10, given?.count == 1, answer.utf8.count == lines.count {
      given = answer.compactMap { $0.wholeNumberValue }
    }
    guard let numbers = given, numbers.sorted() == Array(1...Swift.max(lines.count, 1)) else { return nil }
    let shown = self.shown
    return numbers.map { shown[$0 - 1] }
  }

  package func judge(_ answer: String, in session: Session) -> TaskAnswer.Outcome {
    let feedback = session.feedback
    guard let chosen = chosen(answer) else { return .notUnderstood(Message(.orderForm, String(lines.count), example)) }
    if isRight(chosen) { return .accepted(feedback.lines(.text("✓", .success), [Message(.orderRight)])) }
    let lead = Inline.text(feedback.text(Message(.notYet)), .warning)
    if let (first, second) = broken(in: chosen) {
      return .wrong(feedback.lines(lead, [Message(.orderBefore, first, second)]))
    }
    let placed = zip(chosen, lines).prefix { $0 == $1 }.count
    return .wrong(
      feedback.lines(
        lead,
        [placed == 0 ? Message(.orderNone) : placed == 1 ? Message(.orderOne) : Message(.orderWrong, String(placed))]))
  }

  /// The lines themselves, whatever numbers they have in the reader's version.
  package func handedIn(_ answer: String) -> String {
    chosen(TaskAnswer.trimmed(answer)).map { $0.map { $0 + "\n" }.joined() } ?? answer + "\n"
  }

  package func grade(_ answer: String, in state: State, _ interpreter: Interpreter) -> TaskGrade {
    func plain(_ lines: [String]) -> [String] { lines.map(TaskAnswer.trimmed).filter { !$0.isEmpty } }
    var wanted = self
    wanted.lines = plain(lines)
    let chosen = plain(answer.split(whereSeparator: \.isNewline).map(String.init))
    return wanted.isRight(chosen) ? .right : .wrong
  }

  /// The lines in an order that gives nothing away.
  package func released(in lesson: Lesson) -> String? {
    let keyed = lines.map { (SHA256.hexadecimal(Array("\(id)\n\($0)".utf8)), $0) }
    return notRight(keyed.sorted { $0.0 < $1.0 }.map(\.1)).map { $0 + "\n" }.joined()
  }

  package func asked(_ say: Translation, withAnswer: Bool) -> String {
    let rows = (withAnswer ? lines : shown).enumerated().map { "\($0 + 1). `\($1)`\n" }
    return say("**Put these lines in order**") + "\n\n" + rows.joined()
  }
}

/// The order in which lines to be put in order are shown: the same on every machine.
enum Shuffle {
  static func order(_ count: Int, seed: String) -> [Int] {
    guard count > 1 else { return Array(0..<count) }
    var state: UInt64 = 1_469_598_103_934_665_603
    for byte in seed.utf8 { state = (state ^ UInt64(byte)) &* 1_099_511_628_211 }
    var order = Array(0..<count)
    for index in stride(from: count - 1, to: 0, by: -1) {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      order.swapAt(index, Int((state >> 33) % UInt64(index + 1)))
    }
    return order
  }
}
