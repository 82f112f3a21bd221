package import Documents
package import Evaluation
package import Lessons
import Source
package import Stepping
import Syntax
import Tensors

/// The predictions of a walk that a lesson asks for: read from what was typed or handed in, judged by the walk itself.
package enum WalkAnswer {
  /// The backward pass that a task walks through; nil when its number was not computed from a parameter.
  static func table(
    of task: WalkTask, in state: State, _ interpreter: Interpreter, format: StepFormat = StepFormat()
  ) -> StepTable? {
    var (copy, interpreter) = (state, interpreter)
    let names = interpreter.boundNames(in: state).compactMap { name in
      interpreter.value(of: name, in: state).map { (name: name, value: $0) }
    }
    guard
      case .finished(let value) = Judge.run(Parser.parse(SourceText(task.number)), on: &copy, &interpreter),
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
    guard !task.predicted.isEmpty else { return "walked" }
    return task.predicted.compactMap { name in answers[name].map { "\(name) = \($0)" } }.joined(separator: "\n")
  }

  /// Which of the predictions that were handed in are right in a state, judged anew; nil when the lesson has no such walk.
  package static func verdicts(
    _ answer: String, of task: WalkTask, in state: State, interpreter: Interpreter
  ) -> [Bool]? {
    guard let table = table(of: task, in: state, interpreter) else { return nil }
    guard let predictions = predictions(answer, of: task) else { return task.predicted.map { _ in false } }
    return zip(task.predicted, predictions).map { name, text in table.judge(text, of: name)?.isRight ?? false }
  }

  /// What so many right predictions earn: their share of the points, rounded down.
  package static func points(_ verdicts: [Bool], of task: WalkTask) -> Int {
    verdicts.isEmpty ? 0 : task.points * verdicts.count { $0 } / verdicts.count
  }

  /// The walk as a page plays it; nil when there is none.
  package static func walkthrough(of task: WalkTask, in state: State, interpreter: Interpreter) -> Documents.Block? {
    guard var table = table(of: task, in: state, interpreter) else { return nil }
    table.format.width = 120
    return .walk(table.walkthrough())
  }
}

extension Session {
  /// Enter at a walk: opens it on a terminal; elsewhere its predictions are typed, and its text is shown.
  mutating func open(_ task: WalkTask, show: @escaping (Shown) -> Void) {
    guard let table = WalkAnswer.table(of: task, in: state, interpreter, format: stepFormat) else {
      show(.document(feedback.lines(.text("!", .warning), [Message(.faultyCheck, task.number)])))
      return moveOn(show: show)
    }
    if settings.isInteractive {
      effects.append(.step(Stepper(table, task: task.id, asking: task.predicted)))
    } else if task.predicted.isEmpty {
      accept(task, WalkAnswer.text([:], of: task), saying: table.wholeDocument(), show: show)
    } else {
      show(.document(Document([.paragraph(feedback.inlines(typing(task)))])))
    }
  }

  private func typing(_ task: WalkTask) -> Message {
    Message(.walkType, String(task.predicted.count), task.predicted.joined(separator: ", "))
  }

  /// Takes back a walk that was made for a task of the lesson: done when it was made to its end, with its predictions.
  package mutating func walked(_ stepper: Stepper, show: @escaping (Shown) -> Void) {
    guard let id = stepper.task, case .walk(let task)? = lesson?.current, task.id == id else { return }
    guard stepper.isMade else {
      lesson?.record.entries[id, default: .init()].attempts += 1
      let what =
        stepper.missing.isEmpty
        ? Message(.walkOpen) : Message(.walkMissing, stepper.missing.joined(separator: ", "))
      show(.document(feedback.lines(.text(feedback.text(Message(.notYet)), .warning), [what])))
      return
    }
    accept(task, WalkAnswer.text(stepper.answers, of: task), saying: Document(), show: show)
  }

  private mutating func accept(
    _ task: WalkTask, _ answer: String, saying words: Document, show: @escaping (Shown) -> Void
  ) {
    keep(answer, to: .walk(task))
    let verdict =
      task.points > 0 ? Message(.rightPoints, feedback.points(task.points)) : Message(.walkMade)
    moveOn(saying: [words, feedback.lines(.text("✓", .success), [verdict])], show: show)
  }

  /// What is said about predictions that were typed at the prompt.
  func judge(_ answer: String, _ task: WalkTask) -> TaskAnswer.Outcome {
    guard let table = WalkAnswer.table(of: task, in: state, interpreter, format: stepFormat) else {
      return .accepted(feedback.lines(.text("!", .warning), [Message(.faultyCheck, task.number)]))
    }
    guard let predictions = WalkAnswer.predictions(answer, of: task) else { return .notUnderstood(typing(task)) }
    for (name, text) in zip(task.predicted, predictions) {
      guard let verdict = table.judge(text, of: name) else { continue }
      if !verdict.isRight {
        return .wrong(feedback.lines(.text(name, .warning), [[.text(verdict.sentence)]]))
      }
    }
    let verdict = task.points > 0 ? Message(.rightPoints, feedback.points(task.points)) : Message(.walkMade)
    var document = table.wholeDocument()
    document.append(feedback.lines(.text("✓", .success), [verdict]))
    return .accepted(document)
  }
}
