import ArgumentParser
import Judging
import Notebook
import Serving
import Source

/// Makes the program a kernel of Jupyter.
struct KernelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel", abstract: said("Makes learnnn a kernel of Jupyter."), subcommands: [Install.self])

  /// Writes the files that Jupyter looks for.
  struct Install: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: said("Writes a kernel specification and a small Python file; Jupyter itself brings all they need."))

    @Flag(help: .said("Install for yourself, which is what happens anyway unless --prefix is given."))
    var user = false

    @Option(help: .said("Install below this folder, such as that of a virtual environment."))
    var prefix: String?

    func validate() throws {
      if user, prefix != nil { throw ValidationError(said("--user and --prefix cannot go together")) }
    }

    func run() throws {
      let surroundings = Surroundings()
      ClassroomDesk.work { desk in
        guard let folder = folder(surroundings) else {
          desk.show(.failure(Diagnostic(code: .noHome, "HOME is not set", help: "say --prefix FOLDER")))
          return ExitStatus.badFile.code
        }
        return Kernel.install(in: folder, program: Directories.executable ?? "learnnn", desk: desk)
      }
    }

    /// Where Jupyter looks for kernels.
    private func folder(_ surroundings: Surroundings) -> String? {
      if let prefix { return SystemFiles.absolute(prefix) + "/share/jupyter/kernels" }
      if let data = surroundings.variable("JUPYTER_DATA_DIR") { return data + "/kernels" }
      if let data = surroundings.variable("XDG_DATA_HOME"), data.hasPrefix("/") { return data + "/jupyter/kernels" }
      return surroundings.variable("HOME").map { $0 + "/.local/share/jupyter/kernels" }
    }
  }
}
