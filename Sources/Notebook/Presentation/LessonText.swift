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
  static func stop(_ step: Step, in lesson: OpenLesson) -> Document {
    let number = lesson.position + 1
    switch step {
    case .cell(let cell):
      let footer: [Inline] = [
        .text("Enter runs it", .dim), .text(cell.long ? ", which takes a while" : "", .dim), .text(" · ", .dim),
        .text(":next", .command), .text(" skips it · or type anything", .dim),
      ]
      return Document([
        .cellBox(CellBox(title: ["cell \(number)"], code: CodeColours.code(cell.code.text), footer: footer))
      ])
    case .exercise(let exercise):
      let hidden = exercise.checks.filter(\.hidden).count
      var title = "exercise \(lesson.exerciseNumber(at: lesson.position)) · \(exercise.id)"
      if exercise.points > 0 { title += " · \(exercise.points) point\(exercise.points == 1 ? "" : "s")" }
      var footer: [Inline] = [
        .text("Enter puts it into your line · ", .dim), .text(":hint", .command), .text(" · ", .dim),
        .text(":check", .command), .text(" · ", .dim), .text(":skip", .command),
      ]
      if hidden > 0 {
        footer.append(.text(" · \(hidden) more check\(hidden == 1 ? "" : "s") when it is graded", .dim))
      }
      return Document([
        .cellBox(CellBox(title: [.text(title)], code: CodeColours.code(exercise.starter.text), footer: footer))
      ])
    case .prediction(let prediction):
      let what =
        switch prediction.kind {
        case .value: "What value will this have?"
        case .sign: "What sign will this have: + or - or 0?"
        case .shape: "What shape will this have, such as [2, 3]?"
        }
      return Document([
        .cellBox(
          CellBox(
            title: ["predict"], code: CodeColours.code(prediction.code.text),
            footer: [.text("\(what) Type your guess", .dim)]))
      ])
    case .quiz(let quiz):
      var blocks = quiz.question.isEmpty ? [] : self.blocks(quiz.question)
      blocks.append(
        .list(List(.number(start: 1), items: quiz.options.map { self.blocks($0.text) })))
      blocks.append(.paragraph([.text("Type the number of your answer", .dim)]))
      return Document(blocks)
    case .ordering(let ordering):
      let shuffled = Shuffle.order(ordering.lines.count, seed: ordering.id)
      let rows = shuffled.enumerated().map { place, line -> [Inline] in
        [.text("\(place + 1)  ", .dim), .text(ordering.lines[line])]
      }
      return Document([
        .paragraph(["Put these lines in order:"]), .lines(rows),
        .paragraph([.text("Type their numbers in the right order, such as 2 1 3", .dim)]),
      ])
    case .question(let question):
      return Document(
        blocks(question.text)
          + [.paragraph([.text("Type your answer on one line; a teacher reads it", .dim)])])
    case .prose(let prose): return Document(blocks(prose.text.text))
    case .note: return Document()
    }
  }

  /// What is shown after the last step.
  static func end(of lesson: OpenLesson) -> Document {
    var blocks: [Documents.Block] = [
      .paragraph([
        .text("You are through \(lesson.lesson.title). ", .success), .text(":lessons", .command),
        " lists what comes next.",
      ])
    ]
    if !lesson.lesson.further.isEmpty {
      blocks.append(.paragraph(["To read on:"]))
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
