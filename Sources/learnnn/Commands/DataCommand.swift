import ArgumentParser
import Datasets
import Documents
import Judging
import LineEditing
import Notebook
import Source

/// What there is of data on this machine.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: said("Lists the data sets, says where they are, fetches them, and compares them with the originals."),
    subcommands: [List.self, Path.self, Get.self, Verify.self], defaultSubcommand: List.self)

  /// Lists the data sets.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: said("Lists the data sets and where each one is."))

    func run() throws {
      let machine = Machine()
      var session = machine.session
      _ = session.submit(":data", to: machine.display)
      ExitStatus.fine.leave()
    }
  }

  /// Prints the folder of a data set.
  struct Path: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: said("Prints the folder that holds a data set, or all folders where data are looked for."))

    @Argument(help: .said("The data set; all folders without it."))
    var name: String?

    func run() throws {
      let machine = Machine()
      guard let name else {
        StandardStream.output.write(machine.loader.directories.map { $0 + "\n" }.joined())
        ExitStatus.fine.leave()
      }
      let description = machine.description(of: name)
      guard !description.isGenerated else {
        machine.refuse(
          Diagnostic(code: .datasetGenerated, "\(description.name) is in no folder: it is made when it is asked for"))
      }
      do {
        StandardStream.output.write(try machine.loader.locate(description).folder + "\n")
      } catch {
        machine.refuse(error.diagnostic)
      }
      ExitStatus.fine.leave()
    }
  }

  /// Fetches a data set.
  struct Get: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: said("Fetches a data set from its public mirrors and checks it against the original."),
      discussion: said(
        "It goes into your own data folder. LEARNNN_MIRROR names other servers to ask first, with "
          + "blanks between them."))

    @Argument(help: .said("The data set, such as mnist."))
    var name: String

    @Option(help: .said("How many seconds a server may be silent before the next one is asked."))
    var timeout = 20

    func validate() throws {
      guard (1...3600).contains(timeout) else { throw ValidationError(said("--timeout is between 1 and 3600 seconds")) }
    }

    func run() throws {
      let machine = Machine()
      let description = machine.description(of: name)
      guard !description.isGenerated else {
        StandardStream.output.write(
          said("\(description.name) is made when it is asked for: there is nothing to fetch") + "\n")
        ExitStatus.fine.leave()
      }
      if let location = try? machine.loader.locate(description) {
        StandardStream.output.write(said("\(description.name) is here already, in \(location.folder)") + "\n")
        ExitStatus.fine.leave()
      }
      let named = machine.surroundings.variable("LEARNNN_MIRROR") ?? ""
      let mirrors = named.split(separator: " ").map(String.init) + description.mirrors
      guard !mirrors.isEmpty else {
        machine.refuse(
          Diagnostic(
            code: .noMirror, "no public mirror of \(description.name) is known",
            help: description.name == "fashion_mnist"
              ? "on Debian and Ubuntu, apt-get install dataset-fashion-mnist brings it" : nil))
      }
      guard let folder = machine.directories.userData else {
        machine.refuse(Diagnostic(code: .noHome, "there is no HOME, so there is no folder to keep data in"))
      }
      let target = "\(folder)/\(description.name)"
      let download = Download(
        description: description, folder: target, mirrors: mirrors, patience: timeout,
        showsProgress: machine.surroundings.hasTerminalErrors
      ) { StandardStream.errors.write($0 + "\n") }
      do throws(Diagnostic) {
        try download.run()
      } catch {
        machine.display.show(.failure(error))
        guard error.code == .interrupted else { ExitStatus.badFile.leave() }
        // Ctrl-C, or being told to end.
        (Interrupts.clear() ? ExitStatus.interrupted : .terminated(by: 15)).leave()
      }
      StandardStream.output.write(said("\(description.name) is in \(target), the same as the original") + "\n")
      ExitStatus.fine.leave()
    }
  }

  /// Compares data sets with the originals.
  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: said("Compares the files of a data set, or of all that are here, with the originals by their SHA-256."))

    @Argument(help: .said("The data set; all that are here without it."))
    var name: String?

    func run() throws {
      let machine = Machine()
      let descriptions = name.map { [machine.description(of: $0)] } ?? DatasetDescription.all.filter { !$0.isGenerated }
      var isSound = true
      var count = 0
      for description in descriptions {
        do throws(DatasetError) {
          for file in try machine.loader.verify(description) {
            count += 1
            isSound = isSound && file.verdict != .different
            StandardStream.output.write(said("\(file.path): \(words(file.verdict))") + "\n")
          }
        } catch {
          if name == nil, case .notFound = error { continue }
          machine.display.show(.failure(error.diagnostic))
          isSound = false
        }
      }
      if count == 0, isSound {
        StandardStream.output.write(said("no data set that has files is on this machine") + "\n")
      }
      (isSound ? ExitStatus.fine : .badFile).leave()
    }

    private func words(_ verdict: DatasetLoader.Verdict) -> Phrase {
      switch verdict {
      case .same: "the same as the original"
      case .different: "NOT the same as the original"
      }
    }
  }

  /// What the subcommands share: this machine's data, and where to say something.
  private struct Machine {
    let surroundings = Surroundings()
    let directories: Directories
    let session: Session
    let display: any Display
    let loader: DatasetLoader

    init() {
      directories = Directories(surroundings)
      var settings = Settings()
      settings.width = surroundings.width
      session = Session(world: World(surroundings, directories), settings: settings)
      display = OutputOptions.text(surroundings, color: .auto, accessible: false)
      loader = DatasetLoader(directories: directories.data, files: SystemFiles.access)
    }

    /// The data set of that name; the program ends when there is none.
    func description(of name: String) -> DatasetDescription {
      if let description = DatasetDescription.named(name) { return description }
      let suggestion = Suggestions.closest(to: name, among: DatasetDescription.all.map(\.name))
      var diagnostic = DatasetError.unknown(name, suggestion: suggestion, own: nil).diagnostic
      if suggestion == nil { diagnostic.help = "learnnn data lists the data sets" }
      refuse(diagnostic)
    }

    /// Ends the program with a message.
    func refuse(_ diagnostic: Diagnostic) -> Never {
      display.show(.failure(diagnostic))
      ExitStatus.badFile.leave()
    }
  }
}
