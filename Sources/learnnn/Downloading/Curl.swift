import Glibc
import LineEditing

/// Fetches a file over the network with the system's `curl`.
enum Curl {
  /// Why a file could not be fetched.
  enum Failure: Error, Equatable {
    /// There is no `curl` on this machine.
    case missing
    /// Ctrl-C.
    case interrupted
    /// The network, the server or the disk refused; curl's exit status says which.
    case refused(status: Int32)

    /// Whether the connection was lost, or silent, after it had been made.
    var isBreak: Bool { if case .refused(let status) = self { [18, 28, 52, 55, 56].contains(status) } else { false } }

    /// Whether the server may have sent the whole file, but not the rest of it.
    var refusesPart: Bool { self == .refused(status: 22) || self == .refused(status: 33) }

    /// The reason in words.
    var reason: String {
      switch self {
      case .missing: "curl is not on this machine"
      case .interrupted: "interrupted"
      case .refused(let status):
        switch status {
        case 5, 6: "the server's name is not known; the network may be off"
        case 7: "the server does not answer"
        case 18, 52, 55, 56: "the connection broke off"
        case 22: "the server does not have the file"
        case 23: "it cannot be written: the disk may be full"
        case 28: "the server is too slow, or silent"
        case 47: "the server sends from one address to the next without an end"
        case 35, 60: "no secure connection could be made"
        case 63: "it is larger than the original"
        default: "curl ended with status \(status)"
        }
      }
    }
  }

  /// Fetches an address into a file of at most so many bytes; what the file holds already is not fetched again.
  ///
  /// curl draws its own progress bar when somebody watches. A server may send next to nothing for `patience` seconds.
  ///
  /// - Throws: Why not all of it came; the file keeps what came.
  static func fetch(
    _ address: String, into path: String, limit: Int, patience: Int, showsProgress: Bool
  ) throws(Failure) {
    var arguments = [
      "curl", "--fail", "--location", "--proto", "=http,https", "--proto-redir", "=http,https", "--connect-timeout",
      String(patience), "--speed-limit", "1000", "--speed-time", String(patience), "--max-filesize", String(limit),
      "--continue-at", "-", "--output", path,
    ]
    arguments += showsProgress ? ["--progress-bar"] : ["--silent"]
    arguments.append(address)
    let status = try run(arguments) { SystemFiles.size(path) > limit }
    guard status != 0 else { return }
    throw .refused(status: status)
  }

  /// Runs curl with the terminal of this program and waits for it; its exit status.
  private static func run(_ arguments: [String], until isTooLarge: () -> Bool) throws(Failure) -> Int32 {
    var pointers = arguments.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    pointers.append(nil)
    var process = pid_t()
    guard posix_spawnp(&process, "curl", nil, nil, pointers, environ) == 0 else { throw .missing }
    var status: Int32 = 0
    // A signal that reaches this program alone must reach curl too, and a stream without an end must not fill the disk.
    while true {
      let ended = waitpid(process, &status, WNOHANG)
      if ended == process { break }
      guard ended == 0 || errno == EINTR else { throw .missing }
      let isStopped = Interrupts.isRequested
      if isStopped || isTooLarge() {
        kill(process, SIGTERM)
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        if isStopped { throw .interrupted }
        throw .refused(status: 63)
      }
      usleep(20_000)
    }
    if status & 0x7F == SIGINT { throw .interrupted }
    let code = (status >> 8) & 0xFF
    if code == 127 { throw .missing }
    return status & 0x7F == 0 ? code : 128 + (status & 0x7F)
  }
}
