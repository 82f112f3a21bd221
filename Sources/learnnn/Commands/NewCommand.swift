import ArgumentParser
import Judging
import Lessons
import Notebook
import Source

/// Writes the skeleton of a lesson.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: said("Writes a small lesson that shows every kind of block, to start your own from."))

  @Argument(help: .said("The lesson's file, such as Lessons/lesson9-attention.md, or its name alone."))
  var file: String

  @Option(help: .said("The lesson's title."))
  var title: String?

  func validate() throws {
    guard let name, LessonCatalogue.isID(name.short) else {
      throw ValidationError(said("a lesson's name has letters, digits, - and _ only, such as lesson9-attention"))
    }
  }

  func run() throws {
    let display = OutputOptions.text(Surroundings(), color: .auto, accessible: false)
    func refuse(_ diagnostic: Diagnostic) -> Never {
      display.show(.failure(diagnostic))
      ExitStatus.badFile.leave()
    }
    let files = SystemFiles.access
    if files.exists(path) {
      refuse(Diagnostic(code: .fileExists, "\(path) is there already", help: "give another name"))
    }
    let text = LessonSkeleton.text(id: name?.short ?? "", title: title ?? standardTitle, in: Surroundings.words)
    do throws(FileAccess.Failure) {
      try files.write(path, Array(text.utf8))
    } catch {
      refuse(.cannotWrite(error))
    }
    StandardStream.output.write(said("\(path) is written; learnnn check \(path) tries it") + "\n")
    ExitStatus.fine.leave()
  }

  private var path: String { file.hasSuffix(".md") ? file : file + ".md" }

  private var name: LessonCatalogue.Name? { LessonCatalogue.Name(file: path) }

  /// `lesson9-attention` is about attention.
  private var standardTitle: String {
    guard let name else { return "" }
    let words = name.topic.isEmpty ? name.short : name.topic.split(separator: "-").joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}
