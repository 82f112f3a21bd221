import Datasets
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
    NotebookFile.text(of: log.map { (text: $0.text, isProse: $0.isProse) }, world: world, settings: settings)
  }

  /// `:data`: the data sets, or one of them.
  func describeData(_ input: CommandInput) throws(Diagnostic) {
    let loader = interpreter.host.datasets
    func place(_ description: DatasetDescription) -> Inline {
      if description.isGenerated { return .text("always there", .dim) }
      if let location = try? loader.locate(description) { return .text("found in \(location.folder)", .success) }
      return .text("not found", .warning)
    }
    if input.text.isEmpty {
      let rows = DatasetDescription.all.map { description -> [[Inline]] in
        [[.text(description.name, .name)], [.text(description.summary)], [place(description)]]
      }
      input.show(.columns(Columns(rows)))
      return
    }
    guard let description = DatasetDescription.named(input.text) else {
      let help = Suggestions.closest(to: input.text, among: DatasetDescription.all.map(\.name))
      throw input.failure(
        "unknown-dataset", "there is no data set \(input.text)",
        help: help.map { "did you mean \($0)?" } ?? ":data lists them")
    }
    input.show(
      .heading(level: 3, [.text(description.name, .name)]), .paragraph([.text(description.summary)]),
      .columns(
        Columns([
          [[.text("where", .dim)], [place(description)]], [[.text("source", .dim)], [.text(description.source)]],
          [[.text("licence", .dim)], [.text(description.licence)]],
        ])))
  }
}
