/// The outside world's files, as closures: the rim passes the real ones, tests pass their own.
package struct FileAccess: Sendable {
  /// Why a file could not be read or written.
  package struct Failure: Error, Equatable, Sendable {
    /// The path as it was asked for.
    package var path: String
    /// The reason in words, such as `no such file`.
    package var reason: Phrase

    /// Makes a failure.
    package init(path: String, reason: Phrase) {
      self.path = path
      self.reason = reason
    }
  }

  /// Reads a whole file.
  package var read: @Sendable (_ path: String) throws(Failure) -> [UInt8]
  /// Writes a whole file aside and renames it into place, so that a crash never leaves half a file.
  package var write: @Sendable (_ path: String, _ bytes: [UInt8]) throws(Failure) -> Void
  /// The names in a directory, sorted; empty when there is none.
  package var list: @Sendable (_ directory: String) -> [String]
  /// Whether a file or directory is there.
  package var exists: @Sendable (_ path: String) -> Bool

  /// Does something to a file while no other session does: reads it, changes it, writes it.
  package var alone: @Sendable (_ path: String, _ body: () -> Void) -> Void = { _, body in body() }

  /// When a file was last changed, in seconds since 1970; nil where nobody knows.
  package var modified: @Sendable (_ path: String) -> Int? = { _ in nil }

  /// Takes a file away; one that cannot be taken away stays.
  package var remove: @Sendable (_ path: String) -> Void = { _ in }

  /// Makes an access from its parts.
  package init(
    read: @escaping @Sendable (String) throws(Failure) -> [UInt8],
    write: @escaping @Sendable (String, [UInt8]) throws(Failure) -> Void,
    list: @escaping @Sendable (String) -> [String],
    exists: @escaping @Sendable (String) -> Bool
  ) {
    self.read = read
    self.write = write
    self.list = list
    self.exists = exists
  }

  /// The same files, none of which can be written.
  package func readOnly(because reason: Phrase) -> FileAccess {
    var access = self
    access.write = { (path: String, _: [UInt8]) throws(Failure) in
      throw Failure(path: path, reason: reason)
    }
    access.remove = { _ in }
    return access
  }

  /// The files below some folders, as if there were no others.
  package func inside(_ folders: [String]) -> FileAccess {
    let isInside: @Sendable (String) -> Bool = { path in
      !path.split(separator: "/").contains("..")
        && folders.contains { !$0.isEmpty && (path == $0 || path.hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/")) }
    }
    var access = self
    access.read = { [read] (path: String) throws(Failure) in
      guard isInside(path) else { throw Failure(path: path, reason: "it lies outside the folders of lessons and data") }
      return try read(path)
    }
    access.list = { [list] in isInside($0) ? list($0) : [] }
    access.exists = { [exists] in isInside($0) && exists($0) }
    access.remove = { [remove] in if isInside($0) { remove($0) } }
    return access
  }

  /// No files at all: what `learnnn -e` in a sandbox, and most tests, see.
  package static let none = FileAccess(
    read: { (path: String) throws(Failure) -> [UInt8] in throw Failure(path: path, reason: "no such file") },
    write: { (path: String, _: [UInt8]) throws(Failure) in
      throw Failure(path: path, reason: "files cannot be written here")
    },
    list: { _ in [] },
    exists: { _ in false })
}

extension Diagnostic {
  /// A file could not be read.
  package static func cannotRead(_ failure: FileAccess.Failure, help: Phrase? = nil) -> Diagnostic {
    Diagnostic(code: .cannotRead, "\(failure.path) cannot be read: \(failure.reason)", help: help)
  }

  /// A file could not be written.
  package static func cannotWrite(_ failure: FileAccess.Failure) -> Diagnostic {
    Diagnostic(code: .cannotWrite, "\(failure.path) cannot be written: \(failure.reason)")
  }
}
