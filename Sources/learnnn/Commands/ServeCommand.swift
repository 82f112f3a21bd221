import ArgumentParser
import Judging
import LineEditing
import Notebook
import Serving
import Source

/// Answers requests, one JSON object a line: for editors, graders and kernels.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: said("Answers requests on standard input, one JSON object a line, on standard output."),
    discussion: said(
      """
      A request is {"id":1,"do":"run","text":"1 + 1"}; `do` is run, complete, inspect or is_complete. A `cursor` is
      the place that complete and inspect look at, without it they look at the end. Every line of the answer carries
      the id; {"type":"done","id":1,"status":"ok"} closes it.
      """))

  @Option(help: .said("Where random numbers start."))
  var seed: UInt64 = 0

  func run() throws {
    let surroundings = Surroundings()
    var world = World(surroundings, Directories(surroundings))
    // A kernel is a fresh notebook: it neither resumes a lesson nor keeps one.
    world.stateDirectory = nil
    var settings = Settings()
    settings.seed = seed
    var session = ServeSession(world: world, settings: settings)
    let reader = PlainLines { _ in false }
    while true {
      switch reader.readLine(prompt: Prompt(""), prefill: "") {
      case .line(let text):
        let goesOn = session.answer(text) { StandardStream.output.write($0 + "\n") }
        // An interrupt belongs to the request that it stopped.
        Interrupts.clear()
        if !goesOn { ExitStatus.fine.leave() }
      // Nothing was running: there is nothing to stop.
      case .interrupted: continue
      case .endOfFile: ExitStatus.fine.leave()
      case .terminated(let signal): ExitStatus.terminated(by: signal).leave()
      }
    }
  }
}
