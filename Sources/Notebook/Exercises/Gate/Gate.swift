import Evaluation
import Lessons
package import Source

/// The gate that keeps lessons honest: everything a lesson claims is tried.
///
/// Every cell runs and prints what the lesson shows; every starter fails, every solution passes, every mistake gets its
/// own words; ids are unique, and links and requirements lead somewhere.
package enum Gate {
  /// A session as it begins, but that no statement may run for ever: a gate that nobody watches has to end.
  static var settings: Settings {
    var settings = Settings()
    settings.limits.steps = 100_000_000
    return settings
  }

  /// What the gate found.
  package struct Report {
    /// Everything wrong, in the order of files and lines.
    package var diagnostics: [Diagnostic] = []
    /// The files whose `output` blocks were rewritten.
    package var updated: [String] = []
    /// How much was tried.
    package var counts = Counts()

    /// Whether the lessons may be shipped.
    package var isPassed: Bool { !diagnostics.contains { $0.severity == .error } }
  }

  /// How much was tried.
  package struct Counts: Equatable, Sendable {
    /// Lesson files, translations among them.
    package var lessons = 0
    /// Cells that ran.
    package var cells = 0
    /// Exercises whose starter, solutions and mistakes were judged.
    package var exercises = 0
    /// Mistakes among them.
    package var mistakes = 0
    /// Numbers of the text that are tied to code.
    package var numbers = 0
  }

  /// Checks lesson files, or all lesson files of folders; with `update` it rewrites `output` blocks that have changed.
  ///
  /// `show` is told the name of each file before it is tried.
  package static func check(
    _ paths: [String], world: World, update: Bool = false, show: (String) -> Void = { _ in }
  ) -> Report {
    var report = Report()
    var files: [File] = []
    for path in paths {
      var found = LessonCatalogue.entries(in: [path], world.files)
      if found.isEmpty, let file = try? LessonCatalogue.find(path, in: world.lessonDirectories, world.files) {
        found = [file]
      }
      if found.isEmpty {
        report.diagnostics.append(
          Diagnostic(
            code: .noLessons,
            world.files.exists(path)
              ? "there are no lessons in \(path)" : "\(path) cannot be read: no such file or folder",
            help: "learnnn new lesson1 writes a skeleton of one")
        )
      }
      files += found.compactMap { read($0, world, &report) }
    }
    checkOrder(files, world, &report)
    checkTranslations(files, world, &report)
    checkTerms(files, world, &report)
    for file in files {
      report.counts.lessons += 1
      show(file.path)
      report.diagnostics += LessonLinks.check(file.lesson, path: file.path, world)
      guard file.isSound else { continue }
      var trial = LessonTrial(file.lesson, world: world)
      trial.run()
      report.counts.cells += trial.counts.cells
      report.counts.exercises += trial.counts.exercises
      report.counts.mistakes += trial.counts.mistakes
      report.counts.numbers += trial.counts.numbers
      report.diagnostics += trial.diagnostics
      if trial.diagnostics.isEmpty { report.diagnostics += OwnNumbersTrial.check(file.lesson, world: world) }
      guard !trial.edits.isEmpty else { continue }
      if update {
        write(file, trial, world, &report)
      } else {
        report.diagnostics += trial.mismatches
      }
    }
    return report
  }

  private static func write(_ file: File, _ trial: LessonTrial, _ world: World, _ report: inout Report) {
    do {
      try world.files.write(file.path, Array(file.lesson.replacing(trial.edits).utf8))
      report.updated.append(file.path)
    } catch {
      report.diagnostics.append(.cannotWrite(error))
    }
  }

  /// A lesson file that was read.
  struct File {
    let path: String
    let name: LessonCatalogue.Name
    let lesson: Lesson
    let isSound: Bool
  }

  private static func read(_ entry: LessonCatalogue.Entry, _ world: World, _ report: inout Report) -> File? {
    let bytes: [UInt8]
    do {
      bytes = try world.files.read(entry.path)
    } catch {
      report.diagnostics.append(.cannotRead(error))
      return nil
    }
    let parsed = Lesson.parse(bytes, name: entry.path)
    report.diagnostics += parsed.diagnostics
    return File(path: entry.path, name: entry.name, lesson: parsed.lesson, isSound: parsed.isSound)
  }

  /// Ids, requirements and cycles, over the whole folder even when one file of it is checked.
  private static func checkOrder(_ files: [File], _ world: World, _ report: inout Report) {
    var all = files.filter { $0.name.language == nil }
    var ignored = Report()
    for folder in Set(files.map { LessonLinks.folder(of: $0.path) }).sorted() {
      for entry in LessonCatalogue.entries(in: [folder], world.files)
      where entry.name.language == nil && !all.contains(where: { $0.name == entry.name }) {
        if let file = read(entry, world, &ignored) { all.append(file) }
      }
    }
    // The lessons that come with the program are known everywhere.
    for entry in LessonCatalogue.entries(in: world.lessonDirectories, world.files)
    where entry.name.language == nil && !all.contains(where: { $0.path == entry.path }) {
      guard let file = read(entry, world, &ignored), !all.contains(where: { $0.lesson.id == file.lesson.id }) else {
        continue
      }
      all.append(file)
    }
    let checked = Set(files.map(\.path))
    report.diagnostics += LessonCatalogue.order(all.map(\.lesson)).diagnostics.filter { diagnostic in
      diagnostic.source.map { checked.contains($0.name) } ?? true
    }
  }
}
