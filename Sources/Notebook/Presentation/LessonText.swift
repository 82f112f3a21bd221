import Documents
import Lessons
import Source
import Syntax

/// How the parts of a lesson are shown in a session.
enum LessonText {
  /// The blocks of a piece of Markdown, with code in the language coloured.
  static func blocks(_ markdown: String) -> [Documents.Block] { Markdown.parse(markdown).map(coloured) }

  private static func coloured(_ block: Documents.Block) -> Documents.Block {
    guard case .code(let code) = block, code.language == "nn" else { return block }
    return .code(CodeColours.code(code.text, info: code.info))
  }

  /// A stop of a lesson as a student meets it.
  static func stop(_ step: Step, in lesson: OpenLesson, _ feedback: Feedback) -> Document {
    func box(_ title: [Inline], _ code: String, _ footer: [Inline]) -> Document {
      Document([.cellBox(CellBox(title: title, code: CodeColours.code(code), footer: footer))])
    }
    func footer(_ message: Message, _ points: Int) -> [Inline] {
      feedback.dim(message) + (points > 0 ? [.text(" · " + feedback.points(points), .dim)] : [])
    }
    switch step {
    case .cell(let cell):
      return box(
        [.text(feedback.text(Message(.cellTitle, String(lesson.position + 1))))], cell.code.text,
        feedback.dim(Message(cell.long ? .longCellFooter : .cellFooter)))
    case .exercise(let exercise):
      let hidden = exercise.hiddenChecks
      let number = String(lesson.exerciseNumber(at: lesson.position))
      var title = [feedback.text(Message(.exerciseTitle, number)), exercise.id]
      if exercise.points > 0 { title.append(feedback.points(exercise.points)) }
      var footer = feedback.dim(Message(.exerciseFooter))
      if hidden > 0 {
        let more = feedback.count(hidden, one: .hiddenCheck, several: .hiddenChecks)
        footer.append(.text(" · " + more, .dim))
      }
      var document = Document()
      if let allowed = exercise.allowed {
        document.append(.paragraph(feedback.inlines(Message(.puzzleAllows, allowed.joined(separator: "  ")))))
      }
      document.append(box([.text(title.joined(separator: " · "))], exercise.starter.text, footer))
      return document
    case .prediction(let prediction):
      let what: MessageKey =
        switch prediction.kind {
        case .value: .predictValue
        case .sign: .predictSign
        case .shape: .predictShape
        }
      var title = [feedback.text(Message(.predictTitle))]
      if prediction.points > 0 { title.append(feedback.points(prediction.points)) }
      return box([.text(title.joined(separator: " · "))], prediction.code.text, feedback.dim(Message(what)))
    case .quiz(let quiz):
      var blocks = quiz.question.isEmpty ? [] : self.blocks(quiz.question)
      blocks.append(
        .list(List(.number(start: 1), items: quiz.options.map { self.blocks($0.text) })))
      blocks.append(.paragraph(footer(Message(.quizFooter), quiz.points)))
      return Document(blocks)
    case .ordering(let ordering):
      let shuffled = Shuffle.order(ordering.lines.count, seed: ordering.id)
      let rows = shuffled.enumerated().map { place, line -> [Inline] in
        [.text("\(place + 1)  ", .dim), .text(ordering.lines[line])]
      }
      return Document([
        .paragraph(feedback.inlines(Message(.orderLead))), .lines(rows),
        .paragraph(footer(Message(.orderFooter), ordering.points)),
      ])
    case .question(let question):
      return Document(blocks(question.text) + [.paragraph(footer(Message(.questionFooter), question.points))])
    case .walk(let task):
      var title = [feedback.text(Message(.walkTitle, task.number))]
      if task.points > 0 { title.append(feedback.points(task.points)) }
      var document = Document(task.text.isEmpty ? [] : blocks(task.text))
      let asks =
        task.predicted.isEmpty
        ? "" : feedback.text(Message(.walkPredicts, task.predicted.joined(separator: ", ")))
      document.append(
        box([.text(title.joined(separator: " · "))], asks, feedback.dim(Message(.walkFooter))))
      return document
    case .prose(let prose): return Document(blocks(prose.text.text))
    case .note: return Document()
    }
  }

  /// What is shown after the last step.
  static func end(of lesson: OpenLesson, _ feedback: Feedback) -> Document {
    let done = feedback.text(Message(.lessonDone, lesson.lesson.title))
    // A full-width sign has its space in itself.
    let through = Inline.text(done + (done.hasSuffix("。") ? "" : " "), .success)
    var blocks: [Documents.Block] = [.paragraph([through] + feedback.inlines(Message(.lessonsNext)))]
    if !lesson.lesson.further.isEmpty {
      blocks.append(.paragraph(feedback.inlines(Message(.readOn))))
      blocks.append(.list(List(.bullet, items: lesson.lesson.further.map { self.blocks($0) })))
    }
    return Document(blocks)
  }
}

/// The order in which lines to be put in order are shown: the same on every machine, never the right one.
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
    return order == Array(0..<count) ? Array(order.dropFirst()) + [0] : order
  }
}
