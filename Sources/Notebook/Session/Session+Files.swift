import Documents
import Evaluation
import Source

extension Session {
  /// `:save`: the session as a lesson file.
  mutating func save(_ input: CommandInput) throws(Diagnostic) {
    guard !input.text.isEmpty else { throw input.failure("missing-argument", ":save needs the name of a file") }
    let path = input.text.contains(".") ? input.text : input.text + ".md"
    do {
      try world.files.write(path, Array(notebookText.utf8))
    } catch {
      throw input.failure("cannot-write", "\(error.path) cannot be written: \(error.reason)")
    }
    input.show(.lines([[.text("saved "), .text(path, .code)]]))
  }

  /// `:submit` and `:export`: what they do lies outside, with the classroom.
  func write(_ command: String, _ input: CommandInput) throws(Diagnostic) {
    guard let writer = world.writers[command] else {
      throw input.failure("not-here", ":\(command) cannot write files here")
    }
    do throws(Diagnostic) {
      try writer(self, input.text, input.show)
    } catch {
      var placed = error
      if placed.source == nil {
        placed.source = input.source
        placed.labels = [.init(input.span)]
      }
      throw placed
    }
  }

  /// The session as a lesson file: the text that `:save` writes.
  package var notebookText: String {
    NotebookFile.text(of: self)
  }
}
