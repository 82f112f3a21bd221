package import Evaluation
import Lessons
import Source
import Syntax

/// A small exercise with a wrong answer, of which the judge says one sentence.
///
/// They stand in `judged.txt`: paragraphs of a message's key and of lines `given`, `asked` (the solution), `answer` and,
/// where needed, `starter`, `check` and `header`, what stands on the exercise's own opening line.
package struct JudgedExample: Sendable {
  /// The sentence it is an example of.
  package let key: MessageKey
  private let lines: [String: String]

  /// The code before the exercise.
  package var given: String { lines["given"] ?? "" }
  /// The solution.
  package var asked: String { lines["asked"] ?? "" }
  /// The wrong answer.
  package var answer: String { lines["answer"] ?? "" }

  /// Reads a paragraph; nil when it names no message.
  init?(_ paragraph: String) {
    let parts = paragraph.split(separator: "\n")
    guard let first = parts.first, let key = MessageKey(rawValue: String(first)) else { return nil }
    self.key = key
    lines = parts.dropFirst().reduce(into: [:]) { lines, line in
      let words = line.split(separator: " ", maxSplits: 1)
      if words.count == 2 { lines[String(words[0])] = String(words[1]) }
    }
  }

  /// Every example, in the order of the messages.
  package static let all: [JudgedExample] = Translation.paragraphs(
    of: String(decoding: PackageResources.judged_txt, as: UTF8.self)
  ).compactMap(JudgedExample.init)

  /// The exercise as a lesson of its own.
  private var lesson: Lesson {
    let targets = AnswerText(asked).targets
    let check = lines["check"] ?? targets.map { "close(\($0), expected.\($0))" }.joined(separator: " and ")
    let text =
      LessonWriter.frontMatter([
        (name: "format", value: "\(Lesson.currentFormat)"), (name: "id", value: "example"),
        (name: "title", value: "Example"),
      ]) + LessonWriter.block("nn", given)
      + LessonWriter.block(
        "nn exercise id=task \(lines["header"] ?? "")", lines["starter"] ?? "\(targets.first ?? "y") = ___")
      + LessonWriter.block("nn solution for=task", asked) + LessonWriter.block("nn check for=task", check)
    return Lesson.parse(text, name: "example.md").lesson
  }

  /// What the judge finds about the answer, in other worlds too.
  package func verdict(_ interpreter: Interpreter) -> Verdict? {
    let lesson = lesson
    guard let exercise = lesson.exercises.first, let cell = lesson.cells.first else { return nil }
    var (interpreter, state) = (interpreter, State(seed: 7))
    guard case .finished = Quiet.run(cell.code, on: &state, &interpreter) else { return nil }
    return Judge(exercise, of: lesson, in: state, interpreter: interpreter).judge(answer)
  }
}
