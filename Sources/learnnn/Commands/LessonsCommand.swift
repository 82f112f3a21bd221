import ArgumentParser
import Judging
import Notebook
import Source

/// Lists the lessons.
struct LessonsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lessons", abstract: said("Lists the lessons, what is done and what comes next."))

  @OptionGroup var output: OutputOptions

  func run() throws {
    let surroundings = Surroundings()
    var settings = Settings()
    settings.width = surroundings.width
    var session = Session(world: World(surroundings, Directories(surroundings)), settings: settings)
    _ = session.submit(":lessons", to: output.display(surroundings))
    (session.hasFailed ? ExitStatus.badFile : .fine).leave()
  }
}
