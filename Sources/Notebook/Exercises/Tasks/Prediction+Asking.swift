package import Documents
package import Evaluation
package import Judging
package import Lessons
package import Source
import Syntax
import Tensors

extension Lessons.Prediction: AskedTask {
  package var title: Message { Message(.stepPredict, LessonText.firstLine(of: code.text)) }
  package var text: String { LessonWriter.block("nn", code.text) }
  package var marking: Marking { .anywhere }
  package var answerHint: Phrase? { "your guess" }
  package var told: SourceText? { kind == .value ? code : nil }

  package func page(_ feedback: Feedback) -> Document {
    let what: MessageKey =
      switch kind {
      case .value: .predictValue
      case .sign: .predictSign
      case .shape: .predictShape
      }
    return LessonText.box(feedback.text(Message(.predictTitle)), points, code.text, Message(what), feedback)
  }

  /// The number that is said in words around it, or by words: 0.5 for `is it 0.5` and `one half`.
  package func plain(_ answer: String) -> String { TaskAnswer.saidNumber(answer) ?? answer }

  package func takes(_ answer: String) -> Bool { TaskAnswer.isGuess(guess(answer)) }

  /// Whether a text is the very expression that is asked for, however it is spaced.
  private func isAsked(_ text: some StringProtocol) -> Bool {
    func words(_ text: String) -> [Token.Kind] {
      Lexer.tokens(of: SourceText(text)).map(\.kind).filter { kind in
        switch kind {
        case .comment, .newline, .end, .symbol(.openParen), .symbol(.closeParen), .symbol(.bind): false
        default: true
        }
      }
    }
    return code.text.split(whereSeparator: \.isNewline).last.map { words(String($0)) == words(String(text)) } ?? false
  }

  /// A guess without what it is at, as 0.5 of `σ(0) = 0.5`, how it was reckoned, as 3 of `3·1² = 3`, and why, as 8 of
  /// `8, since y' is 2u + 2`; what binds a name or a function is code.
  private func guess(_ answer: String) -> String {
    if let found = answer.wholeMatch(of: /([-−]?\d+(?:\.\d+)?)[,;:]? +(?:since|because|as|for) .+/) {
      return String(found.1)
    }
    guard let sign = answer.lastIndex(of: "="),
      isAsked(answer[..<sign]) || !answer[..<sign].contains(where: { $0.isLetter || "=<>!≈".contains($0) })
    else { return answer }
    switch Parser.parse(SourceText(answer)).statements.first?.kind {
    case .bind?, .function?: return answer
    default: return TaskAnswer.trimmed(String(answer[answer.index(after: sign)...]))
    }
  }

  package func judge(_ answer: String, in session: Session) -> TaskAnswer.Outcome {
    let feedback = session.feedback
    var (interpreter, state) = (session.interpreter, session.state)
    let lead = Inline.text(feedback.text(Message(.predictionWrong)), .warning)
    let guess = guess(answer)
    // It would leave to the program what was to be guessed.
    if kind == .value, isAsked(guess), Double(guess) == nil { return .notUnderstood(Message(.predictionForm)) }
    switch Quiet.run(code, on: &state, &interpreter) {
    case .finished(let value):
      guard let actual = Comparison.grid(value, in: state) else { break }
      let shown = ValueText.inline(state.resolved(value), state: state)
      return Guess(guess, kind, computed: session.computed(guess)).judge(
        against: actual, shownAs: shown, feedback, lead)
    case .failed(let diagnostic): return .failed(diagnostic)
    case .interrupted: return .notUnderstood(Message(.interrupted))
    }
    return .accepted(feedback.lines(.text("!", .warning), [Message(.faultyCheck, "the prediction has no number")]))
  }

  package func grade(_ answer: String, in state: State, _ interpreter: Interpreter) -> TaskGrade {
    var (copy, interpreter) = (state, interpreter)
    guard case .finished(let value) = Quiet.run(code, on: &copy, &interpreter),
      let actual = Comparison.grid(value, in: copy)
    else { return .unknown }
    let guess = Guess(self.guess(TaskAnswer.trimmed(answer)), kind)
    let outcome = guess.judge(against: actual, shownAs: "", Feedback(language: nil), .text(""))
    if case .accepted = outcome { return .right }
    return .wrong
  }

  package func asked(_ say: Translation, withAnswer: Bool) -> String {
    say("**Predict the \(Phrase.sentence(kind.rawValue))** of") + "\n\n" + text
  }

  package func faults(in state: State, of lesson: Lesson, _ interpreter: inout Interpreter) -> [Diagnostic] {
    var copy = state
    switch Quiet.run(code, on: &copy, &interpreter) {
    case .finished(let value):
      guard Comparison.grid(value, in: copy) == nil else { return [] }
      return [
        lesson.fault(
          .predictionWithoutNumber, "what is predicted in `\(id)` has no number", block,
          help: "end it in an expression whose value is a number or a tensor")
      ]
    case .failed(let diagnostic): return [diagnostic]
    case .interrupted: return []
    }
  }
}

extension Session {
  /// The value of a guess that is a small computation, such as `2(a − 1)`; nil for a name alone, which is only looked at.
  fileprivate func computed(_ guess: String) -> Grid? {
    var (interpreter, copy) = (interpreter.detached(), state)
    let program = Parser.parse(SourceText(guess))
    guard guess.contains(where: \.isNumber), !program.hasErrors, program.statements.count == 1,
      case .expression? = program.statements.first?.kind,
      case .finished(let value) = Quiet.run(program, on: &copy, &interpreter)
    else { return nil }
    return Comparison.grid(value, in: copy)
  }
}
