package import Source

/// What a session gets from outside; nothing in this module reaches out by itself.
///
/// A world is a wall, too: what may not be done in it cannot be done, whatever asks for it.
package struct World: Sendable {
  /// Whose text runs in it, and so what it may do; each may do what those before it may.
  package enum Author: Int, Comparable, Sendable {
    /// A lesson, a notebook, a submission: it shows, and nothing else.
    case document
    /// A script run by name, a request without leave: it may also change its own session and read files.
    case program
    /// A line that a person typed: it may also write files.
    case person

    /// Whether one may do less than another.
    package static func < (a: Author, b: Author) -> Bool { a.rawValue < b.rawValue }
  }

  /// Whose text runs here at most.
  package private(set) var author = Author.person
  /// The files it may read and write.
  package var files: FileAccess
  /// Where lessons are looked for, in order.
  package var lessonDirectories: [String]
  /// Where data sets are looked for, in order.
  package var dataDirectories: [String]
  /// The home folder, which `~` stands for; nil when there is none.
  package var home: String?
  /// The files as what writes for others sees them, which looks itself to what it may write.
  package private(set) var filesOfWriters: FileAccess
  /// Where progress is kept; nil when nothing is kept.
  package var stateDirectory: String?
  /// Whether somebody pressed Ctrl-C.
  package var isInterrupted: @Sendable () -> Bool
  /// Seconds on a clock that only goes forward.
  package var now: @Sendable () -> Double
  /// The memory that the process takes, in bytes; 0 when nobody knows.
  package var residentBytes: @Sendable () -> Int
  /// The language of lessons and messages, such as `zh`; nil for English.
  package var language: String?
  /// The file that keeps the language from one start to the next; nil when nothing is kept.
  package var languageFile: String?
  /// What does the work of the commands that write files for others, by the command's name.
  package var writers: [String: Writer] = [:]

  /// Writes something about a session to a file: given the session, what follows the command, and where to show things.
  package typealias Writer = @Sendable (Session, String, @escaping (Shown) -> Void) throws(Diagnostic) -> Void

  /// The world as a text of somebody sees it: never wider than this one.
  package func limited(to author: Author) -> World {
    guard author < self.author else { return self }
    var world = self
    world.author = author
    world.files = files.readOnly(
      because: author == .document
        ? "a document writes no files" : "a script or a request writes only where that is allowed (--allow-write)")
    world.stateDirectory = nil
    // Handing in has its own place, which it cannot leave.
    world.writers = author == .program ? writers.filter { $0.key == "submit" } : [:]
    if author == .document { world.files = world.files.inside(lessonDirectories + dataDirectories) }
    return world
  }

  /// Makes a world.
  package init(
    files: FileAccess = .none, lessonDirectories: [String] = [], dataDirectories: [String] = [],
    stateDirectory: String? = nil, isInterrupted: @escaping @Sendable () -> Bool = { false },
    now: @escaping @Sendable () -> Double = { 0 }, residentBytes: @escaping @Sendable () -> Int = { 0 },
    language: String? = nil
  ) {
    self.files = files
    filesOfWriters = files
    self.lessonDirectories = lessonDirectories
    self.dataDirectories = dataDirectories
    self.stateDirectory = stateDirectory
    self.isInterrupted = isInterrupted
    self.now = now
    self.residentBytes = residentBytes
    self.language = language
  }
}
