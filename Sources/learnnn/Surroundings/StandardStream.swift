import Glibc
import Source

/// Standard output or standard error, written to without a buffer.
struct StandardStream: Sendable {
  let descriptor: Int32

  static let output = StandardStream(descriptor: STDOUT_FILENO)
  static let errors = StandardStream(descriptor: STDERR_FILENO)

  /// Opens what the caller has closed, so that no file gets the number of a standard stream: an input that is closed
  /// has ended, and an output that is closed takes nothing.
  static func prepare() {
    for (number, path, mode) in [
      (STDIN_FILENO, "/dev/null", O_RDONLY), (STDOUT_FILENO, "/dev/full", O_WRONLY),
      (STDERR_FILENO, "/dev/full", O_WRONLY),
    ] where fcntl(number, F_GETFD) == -1 {
      _ = open(path, mode)
    }
    var status = stat()
    if fstat(STDIN_FILENO, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      StandardStream.errors.write(said("learnnn: error: the input cannot be read: it is a directory") + "\n")
      ExitStatus.badFile.leave()
    }
  }

  /// Writes everything; output that nobody can take ends the program, since its results would be lost unnoticed.
  func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        let count = Glibc.write(descriptor, part.baseAddress, part.count)
        if count > 0 {
          rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
          var full = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&full, 1, -1)
        } else if errno != EINTR {
          fail()
        }
      }
    }
  }

  /// Messages that nobody can take are as bad as results that nobody can take.
  private func fail() -> Never {
    if descriptor == STDOUT_FILENO {
      StandardStream.errors.write(said("learnnn: error: the output cannot be written: \(SystemFiles.reason())") + "\n")
    }
    ExitStatus.badFile.leave()
  }
}
