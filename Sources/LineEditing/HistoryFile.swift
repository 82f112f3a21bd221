#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The history on disk: a text file with one entry a line.
///
/// Entries are appended one by one, each with a single write as soon as it is entered, so that sessions that run side by
/// side lose nothing and a crash costs nothing. A lock on the file, shared to append and exclusive to shorten, keeps an
/// entry from ending up in a file that has just been replaced. `\` and the newlines within an entry are escaped as `\\`
/// and `\n`. Lines that cannot be read are skipped and kept; the file is never deleted.
struct HistoryFile {
  let path: String

  /// More than this at the file's end is not looked at.
  private static let byteLimit = 8 << 20

  /// Returns the newest entries, at most `limit`, and a sentence about what could not be read.
  ///
  /// A file with more than twice as many is shortened.
  func load(limit: Int) -> (entries: [String], warning: Complaint?) {
    createDirectory()
    guard let (descriptor, size) = openLocked(O_RDWR | O_CREAT, lock: LOCK_EX) else {
      return ([], Complaint("the history cannot be kept: {0}: {1}", path, Self.reason()))
    }
    defer { close(descriptor) }
    _ = fchmod(descriptor, 0o600)
    guard let bytes = read(descriptor, size: size) else {
      return ([], Complaint("the history cannot be read: {0}: {1}", path, Self.reason()))
    }
    var lines = bytes.split(separator: UInt8(ascii: "\n"))
    // The first line may have been cut.
    if size > Self.byteLimit && !lines.isEmpty { lines.removeFirst() }
    let decoded = lines.map(Self.decode)
    let damaged = decoded.count { $0 == nil }
    var entries = decoded.compactMap { $0 }
    entries.removeFirst(max(entries.count - limit, 0))
    if lines.count > 2 * limit || size > Self.byteLimit { shorten(to: lines.suffix(limit)) }
    switch damaged {
    case 0: return (entries, nil)
    case 1: return (entries, Complaint("the history has 1 line that cannot be read, now skipped: {0}", path))
    default:
      let warning = Complaint(
        "the history has {0} lines that cannot be read, now skipped: {1}", String(damaged), path)
      return (entries, warning)
    }
  }

  /// Adds an entry to the file and returns a sentence when that was not possible.
  func append(_ entry: String) -> Complaint? {
    func failed() -> Complaint { Complaint("the history is no longer kept: {0}: {1}", path, Self.reason()) }
    guard let (descriptor, size) = openLocked(O_RDWR | O_CREAT | O_APPEND, lock: LOCK_SH) else { return failed() }
    defer { close(descriptor) }
    var line = Self.encode(entry) + [UInt8(ascii: "\n")]
    // A full disk may have left half a line: this entry does not continue it.
    var last: UInt8 = 0
    if size > 0, pread(descriptor, &last, 1, off_t(size - 1)) == 1, last != UInt8(ascii: "\n") {
      line.insert(UInt8(ascii: "\n"), at: 0)
    }
    let written = write(descriptor, line, line.count)
    return written == line.count ? nil : failed()
  }

  // MARK: Lines

  /// Returns the entry as a line, without the newline that ends it.
  static func encode(_ entry: String) -> [UInt8] {
    var line: [UInt8] = []
    for byte in entry.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): line += [UInt8(ascii: "\\"), UInt8(ascii: "\\")]
      case UInt8(ascii: "\n"): line += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      default: line.append(byte)
      }
    }
    return line
  }

  /// Returns the entry of a line, or nil when no entry is written like this.
  static func decode(_ line: ArraySlice<UInt8>) -> String? {
    var entry: [UInt8] = []
    var isEscaped = false
    for byte in line {
      if isEscaped {
        switch byte {
        case UInt8(ascii: "\\"): entry.append(byte)
        case UInt8(ascii: "n"): entry.append(UInt8(ascii: "\n"))
        default: return nil
        }
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte < 0x20 && byte != UInt8(ascii: "\t") {
        return nil
      } else {
        entry.append(byte)
      }
    }
    return isEscaped ? nil : String(validating: entry, as: UTF8.self)
  }

  // MARK: Files

  /// Opens the file and locks it; a file that was replaced between the two is opened anew.
  private func openLocked(_ flags: Int32, lock: Int32) -> (descriptor: Int32, size: Int)? {
    for _ in 0..<10 {
      let descriptor = open(path, flags | O_CLOEXEC | O_NONBLOCK, 0o600)
      if descriptor < 0 { return nil }
      // Where locks are not supported an entry may be lost to a session that shortens the file, no more.
      while flock(descriptor, lock) != 0 && errno == EINTR {}
      var opened = stat()
      var named = stat()
      if fstat(descriptor, &opened) == 0, stat(path, &named) == 0, opened.st_ino == named.st_ino {
        if opened.st_mode & S_IFMT == S_IFREG { return (descriptor, Int(opened.st_size)) }
        close(descriptor)
        errno = EINVAL
        return nil
      }
      close(descriptor)
    }
    errno = EBUSY
    return nil
  }

  private func read(_ descriptor: Int32, size: Int) -> [UInt8]? {
    let length = min(size, Self.byteLimit)
    var bytes = [UInt8](repeating: 0, count: length)
    var count = 0
    while count < length {
      let got = bytes.withUnsafeMutableBytes { buffer in
        pread(descriptor, buffer.baseAddress?.advanced(by: count), length - count, off_t(size - length + count))
      }
      if got < 0 && errno == EINTR { continue }
      if got < 0 { return nil }
      if got == 0 { break }
      count += got
    }
    return Array(bytes.prefix(count))
  }

  /// Replaces the file by one with these lines; when that fails the long one stays.
  private func shorten(to lines: ArraySlice<ArraySlice<UInt8>>) {
    let aside = "\(path).\(getpid())"
    let descriptor = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    if descriptor < 0 { return }
    let bytes = lines.reduce(into: [UInt8]()) { $0 += $1 + [UInt8(ascii: "\n")] }
    let isWritten = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
    close(descriptor)
    if !isWritten || rename(aside, path) != 0 { unlink(aside) }
  }

  /// Makes the folders above the file, readable by their owner alone; those that exist stay as they are.
  private func createDirectory() {
    var folder = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
      folder += part + "/"
      if part != "" { mkdir(folder, 0o700) }
    }
  }

  private static func reason() -> String { strerror(errno).map { String(cString: $0) } ?? "error \(errno)" }
}
