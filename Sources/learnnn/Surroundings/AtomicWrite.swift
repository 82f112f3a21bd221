import Glibc
import Source

/// Writes a file so that at every moment, whatever fails and whoever is killed, either the old content is there or the
/// new one.
struct AtomicWrite {
  /// The system calls it makes, so that a test can let each of them fail.
  struct Calls {
    var open: (String, mode_t) -> Int32 = { Glibc.open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, $1) }
    var write: (Int32, UnsafeRawBufferPointer) -> Int = { Glibc.write($0, $1.baseAddress, $1.count) }
    var sync: (Int32) -> Int32 = { fsync($0) }
    var close: (Int32) -> Int32 = { Glibc.close($0) }
    var rename: (String, String) -> Int32 = { Glibc.rename($0, $1) }
  }

  var calls = Calls()

  /// Writes all bytes; an error names the path as it was asked for.
  func write(_ bytes: [UInt8], to target: String, path: String) throws(FileAccess.Failure) {
    let aside = "\(target).\(getpid()).part"
    // A file that is there keeps its permissions.
    var old = stat()
    let mode = stat(target, &old) == 0 ? old.st_mode & 0o777 : 0o666
    unlink(aside)
    let descriptor = calls.open(aside, mode)
    guard descriptor >= 0 else { throw FileAccess.Failure(path: path, reason: SystemFiles.reason()) }
    var failure: Phrase?
    func attempt(_ isDone: Bool) {
      if !isDone, failure == nil { failure = SystemFiles.reason() }
    }
    attempt(writeAll(bytes, to: descriptor))
    if failure == nil { attempt(calls.sync(descriptor) == 0) }
    attempt(calls.close(descriptor) == 0)
    if failure == nil { attempt(calls.rename(aside, target) == 0) }
    guard let failure else { return }
    unlink(aside)
    throw FileAccess.Failure(path: path, reason: failure)
  }

  private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = calls.write(descriptor, UnsafeRawBufferPointer(rebasing: rest))
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }

  /// Whether a name is that of a file whose writer has ended before it was done.
  static func isLeftOver(_ name: String) -> Bool {
    let parts = name.split(separator: ".")
    guard parts.count >= 3, parts.last == "part", let process = pid_t(parts[parts.count - 2]), process > 0 else {
      return false
    }
    return kill(process, 0) != 0 && errno == ESRCH
  }
}
