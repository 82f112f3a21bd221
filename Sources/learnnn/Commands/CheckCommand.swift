import ArgumentParser
import Evaluation
import Judging
import LineEditing
import Notebook
import Source
import Tensors
import Words

/// Tries everything that lessons claim.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: said("Tries everything that lessons claim: cells, outputs, exercises, mistakes, links."))

  /// The memory that the tensors of a lesson may take: what a student's machine has to spare.
  private static let mostBytes = 4_000_000_000

  @Argument(help: .said("Lesson files, or folders of them; Lessons without any."))
  var paths: [String] = []

  @Flag(help: .said("Write the outputs that have changed into the lessons."))
  var update = false

  @Option(help: .said("Instead list the sentences of the program that a language such as fr has no translation of."))
  var language: String?

  @Option(help: .said("Whether output has colours: auto, always or never."))
  var color = ColorChoice.auto

  func run() throws {
    if let language {
      let missing = Sentences.missing(in: Translation.of(language))
      StandardStream.output.write(Sentences.table(missing))
      StandardStream.errors.write(
        said("\(missing.count) of \(Sentences.all.count) sentences have no translation") + "\n")
      (missing.isEmpty ? ExitStatus.fine : .failed).leave()
    }
    Interrupts.watch()
    let surroundings = Surroundings()
    let directories = Directories(surroundings)
    var world = World(surroundings, directories)
    // A check neither sees nor changes anybody's progress.
    world.stateDirectory = nil
    TensorLimits.totalBytes = Swift.min(TensorLimits.totalBytes, CheckCommand.mostBytes)
    let display = OutputOptions.text(surroundings, color: color, accessible: false)
    let paths = paths.isEmpty ? Array(directories.lessons.prefix(1)) : paths
    let report = StackBounds.runOnLargeStack {
      Gate.check(paths.isEmpty ? ["Lessons"] : paths, world: world, update: update) { path in
        if surroundings.canRewriteLines { Terminal.write("\r\u{1B}[K\(path)") }
      }
    }
    if surroundings.canRewriteLines { Terminal.write("\r\u{1B}[K") }
    if Interrupts.isRequested { ExitStatus.interrupted.leave() }
    for diagnostic in report.diagnostics { display.show(.event(.diagnostic(diagnostic))) }
    for path in report.updated { StandardStream.output.write(said("\(path): outputs written") + "\n") }
    let counts = report.counts
    var tried: [Phrase] = [
      .counted(counts.lessons, "lesson"), .counted(counts.cells, "cell"), .counted(counts.exercises, "exercise"),
      .counted(counts.mistakes, "mistake"),
    ]
    if counts.numbers > 0 { tried.append(.counted(counts.numbers, "number")) }
    StandardStream.output.write(said("\(Phrase.joined(tried, separator: ", ")): \(verdict(report))") + "\n")
    if report.isPassed { ExitStatus.fine.leave() }
    (counts.lessons == 0 ? ExitStatus.badFile : .failed).leave()
  }

  private func verdict(_ report: Gate.Report) -> Phrase {
    if report.isPassed { return "everything is as the lessons say" }
    return .counted(report.diagnostics.count { $0.severity == .error }, "error")
  }
}
