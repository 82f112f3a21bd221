import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The built program in a terminal of its own: keys are typed, and what it writes is read without colours and movements.
final class TerminalProgram {
  private let terminal: Int32
  private let process: pid_t
  private let folder: String
  private var text = ""
  private var pending: [UInt8] = []
  /// How much of the text has been looked at.
  private var seen: String.Index

  /// Starts the program in a window of some size.
  init(columns: Int = 80, rows: Int = 40, arguments: [String] = []) throws {
    var template = Array("/tmp/learnnn-terminal-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    seen = text.startIndex
    terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    // Swift does not see the functions of C that do this; the requests behind them have numbers.
    let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
    var number: Int32 = 0
    try #require(terminal >= 0 && ioctl(terminal, setLock, &number) == 0 && ioctl(terminal, getNumber, &number) == 0)
    let name = "/dev/pts/\(number)"
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Opened first in a new session, the terminal becomes the session's own.
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    let newSession: Int16 = 0x80
    posix_spawnattr_setflags(&attributes, newSession)
    let environment =
      [
        "HOME=\(folder)", "XDG_STATE_HOME=\(folder)/state", "LEARNNN_HOME=\(Program.repository)", "TERM=xterm-256color",
        "LANG=C.UTF-8", "NO_COLOR=1", "SWIFT_BACKTRACE=enable=no",
      ] + (getenv("LD_LIBRARY_PATH").map { ["LD_LIBRARY_PATH=\(String(cString: $0))"] } ?? [])
    var argv = ([Program.path, "--no-history"] + arguments).map { strdup($0) } + [nil]
    var envp = environment.map { strdup($0) } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var child: pid_t = 0
    let status = posix_spawn(&child, Program.path, &actions, &attributes, &argv, &envp)
    process = child
    try #require(status == 0)
  }

  deinit {
    kill(process, SIGKILL)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    close(terminal)
    system("rm -rf \(folder)")
  }

  /// Types something, and waits until the program has written some words after it; gives what it wrote up to there.
  @discardableResult
  func type(_ keys: String, until words: String, location: SourceLocation = #_sourceLocation) throws -> String {
    let bytes = Array(keys.utf8)
    try #require(write(terminal, bytes, bytes.count) == bytes.count)
    return try wait(for: words, location: location)
  }

  /// Waits until the program has written some words after those waited for last.
  @discardableResult
  func wait(for words: String, location: SourceLocation = #_sourceLocation) throws -> String {
    let deadline = time(nil) + 30
    while time(nil) <= deadline {
      if let range = text[seen...].firstRange(of: words) {
        let part = String(text[seen..<range.upperBound])
        seen = range.upperBound
        return part
      }
      receive()
    }
    Issue.record("\"\(words)\" was not written; since the last words:\n\(text[seen...])", sourceLocation: location)
    throw Silence()
  }

  struct Silence: Error {}

  private func receive() {
    var descriptors = [pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)]
    guard poll(&descriptors, 1, 50) > 0 else { return }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = read(terminal, &bytes, bytes.count)
    guard count > 0 else {
      usleep(10_000)
      return
    }
    let offset = text.utf8.distance(from: text.startIndex, to: seen)
    pending += bytes[..<count]
    text += takeText()
    seen = text.utf8.index(text.startIndex, offsetBy: offset)
  }

  /// What has come in, as far as it is whole: without escape sequences and carriage returns.
  private func takeText() -> String {
    var plain: [UInt8] = []
    var index = 0
    while index < pending.count {
      let byte = pending[index]
      if byte == 0x1B {
        guard let end = escapeEnd(from: index) else { break }
        index = end
      } else if byte >= 0x80 {
        let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
        guard index + length <= pending.count else { break }
        plain += pending[index..<index + length]
        index += length
      } else {
        if byte != 0x0D { plain.append(byte) }
        index += 1
      }
    }
    pending.removeFirst(index)
    return String(decoding: plain, as: UTF8.self)
  }

  /// Where the escape sequence that begins at a place ends; nil when the rest has not come yet.
  private func escapeEnd(from start: Int) -> Int? {
    guard start + 1 < pending.count else { return nil }
    guard pending[start + 1] == UInt8(ascii: "[") else { return start + 2 }
    let last = pending[(start + 2)...].firstIndex { (0x40...0x7E).contains($0) }
    return last.map { $0 + 1 }
  }
}
