package import Source

/// What a session gets from outside; nothing in this module reaches out by itself.
package struct World: Sendable {
  /// The files it may read and write.
  package var files: FileAccess
  /// Where lessons are looked for, in order.
  package var lessonDirectories: [String]
  /// Where data sets are looked for, in order.
  package var dataDirectories: [String]
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
  /// What does the work of the commands that write files for others, by the command's name.
  package var writers: [String: Writer] = [:]

  /// Writes something about a session to a file: given the session, what follows the command, and where to show things.
  package typealias Writer = @Sendable (Session, String, @escaping (Shown) -> Void) throws(Diagnostic) -> Void

  /// Makes a world.
  package init(
    files: FileAccess = .none, lessonDirectories: [String] = [], dataDirectories: [String] = [],
    stateDirectory: String? = nil, isInterrupted: @escaping @Sendable () -> Bool = { false },
    now: @escaping @Sendable () -> Double = { 0 }, residentBytes: @escaping @Sendable () -> Int = { 0 },
    language: String? = nil
  ) {
    self.files = files
    self.lessonDirectories = lessonDirectories
    self.dataDirectories = dataDirectories
    self.stateDirectory = stateDirectory
    self.isInterrupted = isInterrupted
    self.now = now
    self.residentBytes = residentBytes
    self.language = language
  }
}
