package import Documents
package import Lessons
package import Source

/// What a command of its own gets from the rim: those that hand out, collect, grade and share.
package struct Desk {
  /// The world outside.
  package var world: World
  /// The settings that lessons run with.
  package var settings: Settings
  /// Shows something to the person at the terminal.
  package var show: (Shown) -> Void
  /// Writes to standard output as it is: tables for other programs.
  package var write: (String) -> Void
  /// Tells how far a long command is, on one line that may be written over.
  package var progress: (String) -> Void
  /// Whether files are replaced that somebody else wrote.
  package var isForced = false
  /// The date, in seconds since the beginning of 1970 (UTC).
  package var date: Int

  /// Makes a desk.
  package init(
    world: World, settings: Settings = Settings(), date: Int = 0, show: @escaping (Shown) -> Void = { _ in },
    write: @escaping (String) -> Void = { _ in }, progress: @escaping (String) -> Void = { _ in }
  ) {
    self.world = world
    self.settings = settings
    self.date = date
    self.show = show
    self.write = write
    self.progress = progress
    self.settings.isInteractive = false
  }

  /// Shows an error.
  package func fail(_ diagnostic: Diagnostic) { show(.failure(diagnostic)) }

  /// Shows blocks.
  package func show(_ blocks: Documents.Block...) { show(.document(Document(blocks))) }

  /// Reads a lesson by its name or path; faults that make it unusable are errors.
  package func lesson(_ name: String) throws(Diagnostic) -> Lesson {
    // A shell knows no commands of the prompt.
    let entry = try LessonCatalogue.find(
      name, language: world.language, in: world.lessonDirectories, world.files,
      listing: "learnnn lessons lists the lessons")
    let parsed = Lesson.parse(try bytes(entry.path), name: entry.path)
    if let fault = parsed.diagnostics.first(where: { $0.severity == .error }) {
      throw fault
    }
    return parsed.lesson
  }

  /// Reads a file.
  package func bytes(_ path: String) throws(Diagnostic) -> [UInt8] {
    do {
      return try world.files.read(path)
    } catch {
      throw .cannotRead(error)
    }
  }

  /// Writes a file; one that is there is replaced when this program wrote it as it is, or when it `replaces` what it has.
  package func write(
    _ text: String, to path: String, replaces: ([UInt8]) -> Bool = { _ in false }
  ) throws(Diagnostic) {
    let bytes = Array(text.utf8)
    let written = WrittenFiles(world)
    if !isForced, world.files.exists(path), let old = try? world.files.read(path), old != bytes, !old.isEmpty,
      !replaces(old), !written.contain(old)
    {
      throw .foreign(path)
    }
    do {
      try world.files.write(path, bytes)
    } catch {
      throw .cannotWrite(error)
    }
    written.add(bytes)
  }

  /// Whether this program wrote a file with exactly these bytes.
  package func hasWritten(_ bytes: [UInt8]) -> Bool { !bytes.isEmpty && WrittenFiles(world).contain(bytes) }

  /// Takes a file away that this program wrote as it is.
  package func remove(_ path: String) {
    guard let old = try? world.files.read(path), hasWritten(old) else { return }
    world.files.remove(path)
  }

  /// The errors that a file is the cause of: it cannot be read, is in the way, or is not what is needed.
  private static let aboutFiles: Set<ErrorCode> = [
    .badMarks, .badRoster, .cannotRead, .cannotWrite, .fileExists, .foreignFile, .handout, .noSuchLesson, .notGrades,
    .progressDamaged, .fileTruncated, .fileKind, .fileMismatch, .fileDamaged, .fileLimit, .fileUnsupported,
    .fileMalformed, .filePath, .tableRagged,
  ]
  /// The errors that what was typed is the cause of, unless they have a place in a file.
  private static let aboutArguments: Set<ErrorCode> = [.badDate, .badLate, .badRequest, .rosterNeeded]

  /// Runs a command whose errors are shown; they end it with status 2 when its arguments are at fault, 3 when a file is,
  /// else 1.
  package func attempt(_ body: () throws(Diagnostic) -> Int32) -> Int32 {
    do throws(Diagnostic) {
      return try body()
    } catch {
      fail(error)
      if Desk.aboutArguments.contains(error.code) { return error.source == nil ? 2 : 3 }
      return Desk.aboutFiles.contains(error.code) ? 3 : 1
    }
  }
}

// MARK: Words

extension Diagnostic {
  fileprivate static func foreign(_ path: String) -> Diagnostic {
    Diagnostic(
      code: .fileExists, "\(SafeText.line(path)) is there already, and is not as this program wrote it",
      help: "add --force to replace it, or give another name")
  }
}
