import Glibc

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

    /// The reason in words.
    var reason: String {
      switch self {
      case .missing: "curl is not on this machine"
      case .interrupted: "interrupted"
      case .refused(let status):
        switch status {
        case 5, 6: "the server's name is not known; the network may be off"
        case 7: "the server does not answer"
        case 18: "the connection broke off"
        case 22: "the server does not have the file"
        case 23: "it cannot be written: the disk may be full"
        case 28: "the server is too slow, or silent"
        case 35, 60: "no secure connection could be made"
        case 63: "it is larger than the original"
        default: "curl ended with status \(status)"
        }
      }
    }
  }

  /// Fetches an address into a file, of at most so many bytes; goes on where an earlier attempt broke off.
  ///
  /// curl draws its own progress bar when somebody watches.
  static func fetch(_ address: String, into path: String, limit: Int, showsProgress: Bool) throws(Failure) {
    var arguments = [
      "curl", "--fail", "--location", "--proto", "=http,https", "--proto-redir", "=http,https", "--connect-timeout",
      "15", "--speed-limit", "1000", "--speed-time", "20", "--retry", "2", "--retry-delay", "1", "--max-filesize",
      String(limit), "--continue-at", "-", "--output", path,
    ]
    arguments += showsProgress ? ["--progress-bar"] : ["--silent"]
    arguments.append(address)
    let status = try run(arguments)
    guard status != 0 else { return }
    throw .refused(status: status)
  }

  /// Runs curl with the terminal of this program and waits for it; its exit status.
  private static func run(_ arguments: [String]) throws(Failure) -> Int32 {
    var pointers = arguments.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    pointers.append(nil)
    var process = pid_t()
    guard posix_spawnp(&process, "curl", nil, nil, pointers, environ) == 0 else { throw .missing }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { throw .missing }
    }
    if status & 0x7F == SIGINT { throw .interrupted }
    let code = (status >> 8) & 0xFF
    if code == 127 { throw .missing }
    return status & 0x7F == 0 ? code : 128 + (status & 0x7F)
  }
}
