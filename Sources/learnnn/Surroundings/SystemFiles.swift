import Glibc
import Source

/// The files of this machine.
enum SystemFiles {
  /// Files as the modules want them.
  static let access: FileAccess = {
    var access = FileAccess(
      read: { (path: String) throws(FileAccess.Failure) -> [UInt8] in try read(path) },
      write: { (path: String, bytes: [UInt8]) throws(FileAccess.Failure) in try write(path, bytes) },
      list: list, exists: { Glibc.access($0, F_OK) == 0 })
    access.alone = alone
    access.remove = { if isPlain($0) { unlink($0) } }
    access.modified = { path in
      var status = stat()
      return stat(path, &status) == 0 ? status.st_mtim.tv_sec : nil
    }
    return access
  }()

  /// Everything that standard input holds.
  static func readStandardInput() throws(FileAccess.Failure) -> [UInt8] {
    try contents(of: STDIN_FILENO, path: "standard input", limit: 1 << 31)
  }

  /// The number of bytes of a file; 0 when there is none.
  static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Why the last system call failed, in words.
  static func reason() -> Phrase {
    switch errno {
    case ENOENT: "no such file"
    case EACCES, EPERM: "permission denied"
    case EISDIR: "it is a directory"
    case ENOSPC, EDQUOT: "the disk is full"
    case EROFS: "the disk is read-only"
    default: strerror(errno).map { .sentence(String(cString: $0)) } ?? "error \(errno)"
    }
  }

  private static func read(_ path: String) throws(FileAccess.Failure) -> [UInt8] {
    guard isPlain(path) else { throw FileAccess.Failure(path: path, reason: "no such file") }
    // A pipe or a device in a file's place may never open, or never end: opened so, it answers at once.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileAccess.Failure(path: path, reason: reason()) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileAccess.Failure(path: path, reason: reason()) }
    if status.st_mode & S_IFMT == S_IFDIR { throw FileAccess.Failure(path: path, reason: "it is a directory") }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileAccess.Failure(path: path, reason: "it is no file but a pipe or a device")
    }
    return try contents(of: descriptor, path: path, limit: 1 << 31)
  }

  /// All bytes up to the end, which some files, such as /dev/zero, do not have.
  private static func contents(
    of descriptor: Int32, path: String, limit: Int
  ) throws(FileAccess.Failure) -> [UInt8] {
    var status = stat()
    let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    var bytes: [UInt8] = []
    if isFile, status.st_size > limit { throw tooLarge(path) }
    if isFile { bytes.reserveCapacity(Int(status.st_size) &+ 1) }
    var chunk = [UInt8](repeating: 0, count: isFile && status.st_size > 1 << 16 ? 1 << 20 : 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw FileAccess.Failure(path: path, reason: reason()) }
      if count == 0 { return bytes }
      if bytes.count > limit - count { throw tooLarge(path) }
      bytes += chunk[..<count]
    }
  }

  private static func tooLarge(_ path: String) -> FileAccess.Failure {
    FileAccess.Failure(path: path, reason: "it is larger than 2 GB")
  }

  /// Writes to a file of another name, which takes the place of the old one only when all of it is on the disk.
  private static func write(_ path: String, _ bytes: [UInt8]) throws(FileAccess.Failure) {
    guard isPlain(path) else { throw FileAccess.Failure(path: path, reason: "no file can have this name") }
    makeFolders(above: path)
    // A link stays a link: what it leads to is replaced.
    try AtomicWrite().write(bytes, to: realPath(path) ?? path, path: path)
  }

  /// Does something while no other session does anything in the same folder; where the system cannot say so, at once.
  @Sendable private static func alone(_ path: String, _ body: () -> Void) {
    makeFolders(above: path)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
    defer { if descriptor >= 0 { close(descriptor) } }
    if descriptor >= 0 {
      // Another session holds it for milliseconds; one that was stopped meanwhile must not stop this one.
      var turns = 0
      while flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK || errno == EINTR, turns < 200 {
        usleep(10_000)
        turns += 1
      }
    }
    body()
  }

  /// Puts away what killed sessions have left half written in a folder and the folders in it.
  static func sweep(_ folder: String, depth: Int = 3) {
    for name in list(folder) {
      let path = folder + "/" + name
      if AtomicWrite.isLeftOver(name) {
        unlink(path)
      } else if depth > 0, isFolder(path) {
        sweep(path, depth: depth - 1)
      }
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func list(_ directory: String) -> [String] {
    guard isPlain(directory), let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Where a path leads to, links followed; nil when there is nothing.
  static func realPath(_ path: String) -> String? {
    guard isPlain(path), let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// A path that means the same from every folder.
  static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    return (realPath(".") ?? "") + "/" + path
  }

  /// Whether the system sees the whole name: it ends names at a zero byte.
  static func isPlain(_ path: String) -> Bool { !path.isEmpty && !path.utf8.contains(0) }

  /// Makes the folders that a file needs, readable by their owner alone; those that exist stay as they are.
  private static func makeFolders(above path: String) {
    var folder = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
      folder += part + "/"
      if !part.isEmpty, Glibc.access(folder, F_OK) != 0 { mkdir(folder, 0o700) }
    }
  }
}
