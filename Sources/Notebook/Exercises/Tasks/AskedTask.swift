package import Documents
package import Evaluation
package import Judging
package import Lessons
package import Source

/// How a task is shown, asked, judged and handed in: everything about a kind of task besides its place in a lesson.
package protocol AskedTask: LessonTask {
  /// Its line in the outline of a lesson.
  var title: Message { get }
  /// What its author asks, as Markdown; empty where the prose above does.
  var text: String { get }
  /// Who can tell whether an answer is right.
  var marking: Marking { get }
  /// What is to be typed, where a page or a notebook asks; nil for what is not answered there.
  var answerHint: Phrase? { get }
  /// How it is answered where more than typing can be done.
  var answerWay: AnswerWay { get }
  /// Whether it is done on the picture that an export shows, which has its own places for answers.
  var isDoneOnPicture: Bool { get }
  /// Code whose value is the answer, so that nothing printed further down a hand-out may tell it.
  var told: SourceText? { get }

  /// What the student sees: the question, and what to type.
  func page(_ feedback: Feedback) -> Document
  /// Opens it on Enter.
  func open(in session: inout Session, show: @escaping (Shown) -> Void)
  /// An answer in the form in which it is kept, where it says the same in another.
  func plain(_ answer: String) -> String
  /// Whether a line is an answer, and neither code nor a part of it.
  func takes(_ answer: String) -> Bool
  /// What an answer comes to in a session at this task.
  func judge(_ answer: String, in session: Session) -> TaskAnswer.Outcome

  /// An answer as it stands in a submission, so that it means the same in every version of the lesson.
  func handedIn(_ answer: String) -> String
  /// What an answer that was handed in is worth in the lesson's own state.
  func grade(_ answer: String, in state: State, _ interpreter: Interpreter) -> TaskGrade
  /// The lines of its block in a hand-out, which does not say what is right; nil where they say nothing of it.
  func released(in lesson: Lesson) -> String?
  /// What an export asks, as Markdown, with the answer or without.
  func asked(_ say: Translation, withAnswer: Bool) -> String
  /// The picture of an export that goes with it.
  func picture(in state: State, _ interpreter: Interpreter) -> Block?
  /// What is wrong with it where it stands in a lesson.
  func faults(in state: State, of lesson: Lesson, _ interpreter: inout Interpreter) -> [Diagnostic]
}

/// Who can tell whether an answer is right.
package enum Marking: Sendable {
  /// Everybody: it follows from the lesson's own code.
  case anywhere
  /// Who has the lesson with its answers, which a hand-out has not.
  case byLesson
  /// A teacher, who reads it.
  case byHand
}

/// How a task is answered on a page.
package enum AnswerWay: String, Sendable {
  /// By a line of text.
  case line
  /// By sentences, on as many lines as they take.
  case lines
  /// By one of the items of the list above.
  case option
  /// By some of them.
  case options
  /// By moving them.
  case order
}

/// What an answer that was handed in is worth.
package enum TaskGrade: Equatable, Sendable {
  case right
  case wrong
  /// So many points for what is right of it.
  case partly(Points)
  /// It is to be marked.
  case byHand
  /// The lesson's own code gives nothing to compare it with.
  case unknown
}

extension AskedTask {
  package var answerWay: AnswerWay { .line }
  /// Whether it is answered in sentences, on as many lines as they take.
  package var isLong: Bool { answerWay == .lines }
  package var isDoneOnPicture: Bool { false }
  package var told: SourceText? { nil }

  package func open(in session: inout Session, show: @escaping (Shown) -> Void) {
    show(.document(Document([.paragraph(session.feedback.inlines(Message(.typeAnswer)))])))
  }

  package func plain(_ answer: String) -> String { answer }
  package func handedIn(_ answer: String) -> String { answer + "\n" }
  package func released(in lesson: Lesson) -> String? { nil }
  package func picture(in state: State, _ interpreter: Interpreter) -> Block? { nil }

  package func faults(in state: State, of lesson: Lesson, _ interpreter: inout Interpreter) -> [Diagnostic] { [] }
}

extension Step {
  /// The task, for a step that is one and no exercise.
  package var task: (any AskedTask)? { if case .task(let task) = self { task as? any AskedTask } else { nil } }

  /// What was typed as an answer, in the form in which it is kept.
  func plain(_ text: String) -> String {
    let answer = TaskAnswer.trimmed(text)
    return task?.plain(answer) ?? answer
  }

  /// Identifies what the step asks, so that a changed task can be told from the one that was answered.
  var contentHash: UInt64 {
    switch self {
    case .exercise(let exercise): exercise.contentHash
    case .task(let task): FNV1a.hash(of: task.essence)
    case .prose, .cell, .note: FNV1a.hash(of: "")
    }
  }
}

extension Lesson {
  /// Whether a task is judged where it is done: a teacher reads free answers, and a hand-out does not know which option or
  /// order is right.
  package func isJudged(_ step: Step) -> Bool {
    if case .exercise = step { return true }
    return switch step.task?.marking {
    case .anywhere?: true
    case .byLesson?: released == nil
    case .byHand?, nil: false
    }
  }
}
