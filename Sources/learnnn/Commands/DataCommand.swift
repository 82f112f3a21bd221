import ArgumentParser
import Datasets
import Documents
import Notebook
import Source

/// What there is of data on this machine.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Lists the data sets, says where they are, and compares them with the originals.",
    subcommands: [List.self, Path.self, Verify.self], defaultSubcommand: List.self)

  /// Lists the data sets.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the data sets and where each one is.")

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
      abstract: "Prints the folder that holds a data set, or all folders where data are looked for.")

    @Argument(help: "The data set; all folders without it.")
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
          Diagnostic(code: "dataset-generated", "\(description.name) is in no folder: it is made when it is asked for"))
      }
      do {
        StandardStream.output.write(try machine.loader.locate(description).folder + "\n")
      } catch {
        machine.refuse(error.diagnostic)
      }
      ExitStatus.fine.leave()
    }
  }

  /// Compares data sets with the originals.
  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Compares the files of a data set, or of all that are here, with the originals by their SHA-256.")

    @Argument(help: "The data set; all that are here without it.")
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
            StandardStream.output.write("\(file.path): \(words(file.verdict))\n")
          }
        } catch {
          if name == nil, case .notFound = error { continue }
          machine.display.show(.failure(error.diagnostic))
          isSound = false
        }
      }
      if count == 0, isSound { StandardStream.output.write("no data set that has files is on this machine\n") }
      (isSound ? ExitStatus.fine : .badFile).leave()
    }

    private func words(_ verdict: DatasetLoader.Verdict) -> String {
      switch verdict {
      case .same: "the same as the original"
      case .different: "NOT the same as the original"
      case .unknown: "no checksum of the original is known"
      }
    }
  }

  /// What the subcommands share: this machine's data, and where to say something.
  private struct Machine {
    let session: Session
    let display: any Display
    let loader: DatasetLoader

    init() {
      let surroundings = Surroundings()
      let directories = Directories(surroundings)
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
      refuse(DatasetError.unknown(name, suggestion: suggestion).diagnostic)
    }

    /// Ends the program with a message.
    func refuse(_ diagnostic: Diagnostic) -> Never {
      display.show(.failure(diagnostic))
      ExitStatus.badFile.leave()
    }
  }
}
