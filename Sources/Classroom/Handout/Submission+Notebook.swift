import Formats
import Lessons

extension Submission {
  /// Reads a Jupyter notebook that `learnnn export` wrote and a student filled in; nil for what is none.
  ///
  /// Whose it is has to come from the platform or the roster: a notebook does not say, and has no receipt.
  init?(notebook text: String) {
    guard text.utf8.first == UInt8(ascii: "{"), let json = try? JSONValue(parsing: Array(text.utf8)),
      let cells = json["cells"]?.elements, let origin = json["metadata"]?["learnnn"]
    else { return nil }
    self.init()
    lesson = origin["lesson"]?.string ?? ""
    content = origin["content"]?.string ?? ""
    for cell in cells.prefix(Submission.countLimit) {
      guard let id = cell["metadata"]?["learnnn"]?["task"]?.string, LessonCatalogue.isID(id) else { continue }
      let source = cell["source"]?.string ?? cell["source"]?.elements?.compactMap(\.string).joined() ?? ""
      let lines = source.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
        !line.hasPrefix(":task ") && !line.drop { $0 == " " }.hasPrefix("#")
      }
      let answer = lines.joined(separator: "\n")
      guard answer.utf8.count <= Submission.answerLimit, answer.contains(where: { !$0.isWhitespace }) else { continue }
      answers[id] = Answer(text: answer)
    }
  }
}
