import Documents
import Evaluation
import Judging
import Lessons
import Source
import Syntax

/// Answers in a form that is nearly one: the right value without its name, under another name, with two signs of
/// equality.
extension Session {
  /// What is said about an input that binds nothing that the exercise asks for, and may be meant as its answer; nil
  /// for what is tried in passing.
  func remark(on statements: [Statement], of program: Program, at exercise: Exercise) -> Document? {
    guard let judge = lesson?.judge, judge.asked.count == 1, let name = judge.asked.first, statements.count == 1,
      let statement = statements.first
    else { return nil }
    let earlier = (lesson?.answer ?? []).joined(separator: "\n")
    func isRight(_ value: String) -> Bool {
      judge.judge(earlier + "\n\(name) = \(value)", graded: true, explains: false).isRight
    }
    switch statement.kind {
    case .bind(let names, _):
      guard let own = names.first?.text, names.count == 1, isRight(own) else { return nil }
      return notYet(Message(.rightOtherName, "\(name) = \(own)"))
    case .function(let definition):
      let own = definition.name.text
      guard isRight(own) else { return nil }
      return notYet(Message(.rightOtherName, "\(name) = \(own)"))
    case .expression(let expression):
      if case .comparison(let left, let rest) = expression.kind, case .name(name) = left.kind, rest.count == 1 {
        let value = program.source.slice(rest[0].right.span)
        let typed = rest[0].comparator == .less && value.hasPrefix("-") ? String(value.dropFirst()) : value
        return notYet(Message(.oneEquals, name, "\(name) = \(typed)"))
      }
      let text = program.source.slice(expression.span)
      if lastFailure?.code == .unknownName, completedStatements == 0, let head = head(of: name, in: exercise),
        head.parameters.contains(where: expression.mentions)
      {
        // What a function gives was typed without its name and arguments, which mean nothing outside of it.
        let verdict = judge.judge(earlier + "\n\(head.text) = \(text)", graded: true)
        return verdict.isRight
          ? notYet(Message(.rightNameless, "\(head.text) = \(text)"))
          : feedback.document(for: verdict, followedBy: [Message(.giveName, "\(head.text) = …")])
      }
      guard !exercise.starter.text.contains("(") || !expression.isLiteral else { return nil }
      if isRight(text) { return notYet(Message(.rightNameless, "\(name) = \(text)")) }
      guard expression.isLiteral else { return nil }
      // A bare value is judged as if it had its name.
      let verdict = judge.judge(earlier + "\n\(name) = \(text)", graded: true)
      return feedback.document(for: verdict, followedBy: [Message(.giveName, "\(name) = …")])
    default: return nil
    }
  }

  /// How the starter of an exercise begins a function that is asked for: `either(a, b)`.
  private func head(of name: String, in exercise: Exercise) -> (text: String, parameters: [String])? {
    for statement in AnswerText(exercise.starter).program.statements {
      guard case .function(let definition) = statement.kind, definition.name.text == name else { continue }
      let parameters = definition.parameters.map(\.name.text)
      return (name + "(" + parameters.joined(separator: ", ") + ")", parameters)
    }
    return nil
  }

  private func notYet(_ message: Message) -> Document {
    feedback.lines(.text(feedback.text(Message(.notYet)), .warning), [message])
  }

  /// What is said about `:=` where the name has no value yet.
  func remark(onUpdate statement: Statement?, of program: Program) -> Message? {
    guard case .update(let name, .assign, let value)? = statement?.kind,
      lesson?.judge?.targets.contains(name.text) ?? false, interpreter.value(ofBound: name.text, in: state) == nil
    else { return nil }
    return Message(.oneEquals, name.text, "\(name.text) = \(program.source.slice(value.span))")
  }
}

extension Interpreter {
  /// What the user bound to a name.
  fileprivate func value(ofBound name: String, in state: State) -> Value? {
    var copy = self
    return boundNames(in: state).contains(name) ? copy.value(of: name, in: state) : nil
  }
}
