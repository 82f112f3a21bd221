package import Documents
package import Evaluation
package import Judging
package import Lessons
package import Source
package import Stepping
import Syntax
import Tensors

extension WalkTask: AskedTask {
  package var title: Message { Message(.stepWalk, number) }
  package var marking: Marking { .anywhere }
  package var isDoneOnPicture: Bool { true }

  package var answerHint: Phrase? {
    predicted.isEmpty ? nil : .verbatim(predicted.joined(separator: ", "))
  }

  package func page(_ feedback: Feedback) -> Document {
    var document = Document(text.isEmpty ? [] : LessonText.blocks(text))
    let asks = predicted.isEmpty ? "" : feedback.text(Message(.walkPredicts, saying: [.list(predicted)]))
    document.append(LessonText.box(feedback.text(title), points, asks, Message(.walkFooter), feedback))
    return document
  }

  package func open(in session: inout Session, show: @escaping (Shown) -> Void) { session.open(self, show: show) }

  package func takes(_ answer: String) -> Bool { !predicted.isEmpty && TaskAnswer.isGuess(answer) }

  fileprivate var typing: Message {
    Message(.walkType, String(predicted.count), predicted.joined(separator: ", "))
  }

  /// The predictions that were typed at the prompt, one after the other.
  package func judge(_ answer: String, in session: Session) -> TaskAnswer.Outcome {
    let feedback = session.feedback
    guard
      let table = WalkAnswer.table(of: self, in: session.state, session.interpreter, format: session.stepFormat)
    else { return .failed(session.obstacle(to: self)) }
    guard let predictions = WalkAnswer.predictions(answer, of: self) else { return .notUnderstood(typing) }
    for (name, text) in zip(predicted, predictions) {
      guard let verdict = table.judge(text, of: name) else { continue }
      if !verdict.isRight {
        return .wrong(feedback.lines(.text(name, .warning), [[.text(verdict.sentence)]]))
      }
    }
    let verdict = points > 0 ? Message(.rightPoints, feedback.points(points)) : Message(.walkMade)
    var document = table.wholeDocument()
    document.append(feedback.lines(.text("✓", .success), [verdict]))
    return .accepted(document)
  }

  /// The predictions are judged again; that a walk was made is only claimed and earns nothing.
  ///
  /// Right ones earn their share of the points, rounded down.
  package func grade(_ answer: String, in state: State, _ interpreter: Interpreter) -> TaskGrade {
    guard !predicted.isEmpty, let table = WalkAnswer.table(of: self, in: state, interpreter) else { return .unknown }
    guard let predictions = WalkAnswer.predictions(answer, of: self) else { return .wrong }
    let right = zip(predicted, predictions).count { name, text in table.judge(text, of: name)?.isRight ?? false }
    return right == predicted.count ? .right : .partly(points.part(right, of: predicted.count))
  }

  package func asked(_ say: Translation, withAnswer: Bool) -> String {
    let asks: Phrase = predicted.isEmpty ? "" : " Predict on the way: `\(predicted.joined(separator: "`, `"))`."
    return (text.isEmpty ? "" : text + "\n\n")
      + say("**Walk through the gradients of** `\(number)`, one step after the other.\(asks)")
  }

  /// The walk as a page plays it.
  package func picture(in state: State, _ interpreter: Interpreter) -> Documents.Block? {
    guard var table = WalkAnswer.table(of: self, in: state, interpreter) else { return nil }
    table.format.width = 120
    return .walk(table.walkthrough())
  }

  package func faults(in state: State, of lesson: Lesson, _ interpreter: inout Interpreter) -> [Diagnostic] {
    guard let table = WalkAnswer.table(of: self, in: state, interpreter) else {
      return [
        lesson.fault(
          .walkWithoutGradient, "there is no backward pass of \(number) to walk through", block,
          help: "compute it from a parameter before, as one number")
      ]
    }
    return predicted.filter { table.judge("0", of: $0) == nil }.map { name in
      lesson.fault(
        .walkWithoutGradient, "no step of \(number) brings \(name)", block,
        help: "the gradients are \(list: table.gradientNames.prefix(8))")
    }
  }
}

/// The predictions of a walk that a lesson asks for: read from what was typed or handed in, judged by the walk itself.
enum WalkAnswer {
  /// The backward pass that a task walks through; nil when its number was not computed from a parameter.
  static func table(
    of task: WalkTask, in state: State, _ interpreter: Interpreter, format: StepFormat = StepFormat()
  ) -> StepTable? {
    var (copy, interpreter) = (state, interpreter)
    let names = interpreter.boundNames(in: state).compactMap { name in
      interpreter.value(of: name, in: state).map { (name: name, value: $0) }
    }
    guard
      case .finished(let value) = Quiet.run(SourceText(task.number), on: &copy, &interpreter),
      case .data(.node(let node)) = copy.resolved(value), node.value.shape.isEmpty, node.dependsOnLeaf(besides: [])
    else { return nil }
    return StepTable(
      loss: node, name: task.number, code: interpreter.table, format: format, naming: GraphNaming(names).name)
  }

  /// The predictions in the order of the task, whether typed in a row or as `∂L/∂z = -0.13`; nil when there are not as
  /// many as were asked for.
  static func predictions(_ text: String, of task: WalkTask) -> [String]? {
    var tokens = [""]
    var depth = 0
    for character in text {
      if "[(".contains(character) { depth += 1 } else if "])".contains(character) { depth -= 1 }
      let isBetween = character.isWhitespace || ",;=".contains(character)
      if isBetween, depth <= 0 {
        tokens.append("")
      } else if !character.isWhitespace {
        tokens[tokens.count - 1].append(character)
      }
    }
    let names = Set(task.predicted)
    let found = tokens.filter { !$0.isEmpty && !names.contains($0) }
    return found.count == task.predicted.count ? found : nil
  }

  /// The answer as it is kept and handed in.
  static func text(_ answers: [String: String], of task: WalkTask) -> String {
    guard !task.predicted.isEmpty else { return "✓" }
    return task.predicted.compactMap { name in answers[name].map { "\(name) = \($0)" } }.joined(separator: "\n")
  }
}

extension Session {
  /// Why there is nothing to walk through.
  fileprivate func obstacle(to task: WalkTask) -> Diagnostic {
    var copy = self
    do throws(Diagnostic) {
      _ = try copy.stepTable(.alone(task.number), for: "step")
    } catch {
      return error
    }
    return Diagnostic(code: .notRecorded, "\(task.number) was not computed from a parameter")
  }

  /// Opens a walk on a terminal; elsewhere its predictions are typed, and its text is shown.
  fileprivate mutating func open(_ task: WalkTask, show: @escaping (Shown) -> Void) {
    guard let table = WalkAnswer.table(of: task, in: state, interpreter, format: stepFormat) else {
      return fail(obstacle(to: task), show: show)
    }
    if settings.isInteractive {
      effects.append(.step(Stepper(table, task: task.id, asking: task.predicted)))
    } else if task.predicted.isEmpty {
      accept(task, WalkAnswer.text([:], of: task), saying: table.wholeDocument(), show: show)
    } else {
      show(.document(Document([.paragraph(feedback.inlines(task.typing))])))
    }
  }

  /// Takes back a walk that was made for a task of the lesson: done when it was made to its end, with its predictions.
  package mutating func walked(_ stepper: Stepper, show: @escaping (Shown) -> Void) {
    guard let id = stepper.task, let task = lesson?.current?.task as? WalkTask, task.id == id else { return }
    guard stepper.isMade else {
      lesson?.record.entries[id, default: .init()].attempts += 1
      let what =
        stepper.missing.isEmpty
        ? Message(.walkOpen) : Message(.walkMissing, saying: [.list(stepper.missing)])
      show(.document(feedback.lines(.text("·", .dim), [what])))
      return
    }
    accept(task, WalkAnswer.text(stepper.answers, of: task), saying: Document(), show: show)
  }

  private mutating func accept(
    _ task: WalkTask, _ answer: String, saying words: Document, show: @escaping (Shown) -> Void
  ) {
    keep(answer, to: .task(task))
    let verdict =
      task.points > 0 ? Message(.rightPoints, feedback.points(task.points)) : Message(.walkMade)
    moveOn(saying: [words, feedback.lines(.text("✓", .success), [verdict])], show: show)
  }
}
