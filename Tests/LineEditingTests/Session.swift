import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The probe at work on a pseudo-terminal of its own: keys in, screen out.
final class Session {
  private(set) var screen: Screen

  /// Everything that the probe has written.
  private(set) var output: [UInt8] = []

  /// The home directory, empty at the beginning and removed at the end.
  let home: TemporaryFolder

  private var terminal: Int32
  private let child: pid_t
  private var exitStatus: Int32?

  /// How long anything may take on a slow machine.
  static let patience = 20.0

  /// Starts the probe; `environment` adds to a plain UTF-8 terminal's, and nil removes.
  init(
    columns: Int = 80, rows: Int = 24, arguments: [String] = [], environment: [String: String?] = [:],
    home: TemporaryFolder? = nil, waitForPrompt: Bool = true
  ) throws {
    let home = try home ?? TemporaryFolder()
    self.home = home
    screen = Screen(columns: columns, rows: rows)
    terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(terminal >= 0)
    let name = try Self.unlock(terminal)
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
    child = try Child.spawn(arguments, environment: environment, home: home.path) { actions in
      posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
      posix_spawn_file_actions_adddup2(&actions, 0, 1)
      posix_spawn_file_actions_adddup2(&actions, 0, 2)
    }
    if waitForPrompt { try wait("the first prompt") { $0.rows.contains("nn›") && $0.bracketsPastes } }
  }

  deinit {
    if exitStatus == nil {
      kill(child, SIGKILL)
      waitpid(child, nil, 0)
    }
    if terminal >= 0 { close(terminal) }
  }

  /// Closes the terminal's window, so to speak.
  func hangUp() {
    close(terminal)
    terminal = -1
  }

  /// Types.
  func send(_ text: String) { send(Array(text.utf8)) }

  /// Types bytes, and reads what comes back meanwhile.
  func send(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      var descriptors = [pollfd(fd: terminal, events: Int16(POLLIN | POLLOUT), revents: 0)]
      poll(&descriptors, 1, 1000)
      if descriptors[0].revents & Int16(POLLIN) != 0 { receive(milliseconds: 0) }
      if descriptors[0].revents & Int16(POLLOUT) != 0 {
        let count = bytes[sent...].withUnsafeBytes { write(terminal, $0.baseAddress, min($0.count, 512)) }
        if count <= 0 { return }
        sent += count
      } else if descriptors[0].revents & Int16(POLLHUP | POLLERR) != 0 {
        return
      }
    }
  }

  /// Pastes as a terminal does that brackets pastes.
  func paste(_ text: String) {
    send(
      "\u{1B}[200~" + text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r")
        + "\u{1B}[201~")
  }

  /// Waits until the screen is as it should be, or shows it as it is.
  func wait(
    _ what: String, seconds: Double = patience, at location: SourceLocation = #_sourceLocation,
    until condition: (Screen) -> Bool
  ) throws {
    let deadline = Self.now() + seconds
    while !condition(screen) {
      if Self.now() > deadline {
        Issue.record(
          """
          \(what) did not come. The process \(hasEnded ? "has ended" : "goes on"). The screen, with the cursor at \
          \(screen.row),\(screen.column):
          \(screen.text)
          """, sourceLocation: location)
        throw TimeOut()
      }
      receive(milliseconds: 50)
    }
  }

  /// Waits until the screen's text is this.
  func expect(_ text: String, at location: SourceLocation = #_sourceLocation) throws {
    try wait("This screen:\n\(text)\n", at: location) { $0.text == text }
  }

  /// Waits until one of the screen's rows is this.
  func expectRow(_ row: String, at location: SourceLocation = #_sourceLocation) throws {
    try wait("The row `\(row)`", at: location) { $0.rows.contains(row) }
  }

  /// Waits for the process to end and returns its exit status, or 128 plus the number of the signal that ended it.
  func waitForExit(at location: SourceLocation = #_sourceLocation) throws -> Int32 {
    let deadline = Self.now() + Self.patience
    while Self.now() < deadline {
      receive(milliseconds: 20)
      if hasEnded, let exitStatus {
        receive(milliseconds: 20)
        return exitStatus
      }
    }
    Issue.record("the process did not end; the screen:\n\(screen.text)", sourceLocation: location)
    throw TimeOut()
  }

  /// Whether the process has ended, without waiting for it.
  private var hasEnded: Bool {
    var status: Int32 = 0
    if exitStatus == nil && waitpid(child, &status, WNOHANG) == child { exitStatus = Child.exitCode(status) }
    return exitStatus != nil
  }

  /// Sends a signal to the process.
  func signal(_ number: Int32) { kill(child, number) }

  /// Reads for a moment, for things that should not happen.
  func linger(seconds: Double = 0.3) {
    let deadline = Self.now() + seconds
    while Self.now() < deadline { receive(milliseconds: 20) }
  }

  /// Gives the window another width.
  func resize(columns: Int) {
    screen.resize(columns: columns)
    var size = winsize(ws_row: UInt16(screen.height), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
  }

  /// Whether the terminal is as a shell wants it.
  var isSane: Bool {
    var settings = termios()
    let wanted = tcflag_t(ICANON | ECHO | ISIG)
    return tcgetattr(terminal, &settings) == 0 && settings.c_lflag & wanted == wanted && !screen.bracketsPastes
  }

  /// Processor time used so far, in clock ticks of usually 10 ms.
  var processorTicks: Int {
    let fields = (try? TemporaryFolder.read("/proc/\(child)/stat"))?.split(separator: " ") ?? []
    return fields.count > 14 ? (Int(fields[13]) ?? 0) + (Int(fields[14]) ?? 0) : 0
  }

  /// Lets the other side of a pseudo-terminal be opened and returns its name.
  private static func unlock(_ terminal: Int32) throws -> String {
    let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
    var number: Int32 = 0
    try #require(ioctl(terminal, setLock, &number) == 0 && ioctl(terminal, getNumber, &number) == 0)
    return "/dev/pts/\(number)"
  }

  private func receive(milliseconds: Int32) {
    var descriptors = [pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)]
    guard poll(&descriptors, 1, milliseconds) > 0 else { return }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = read(terminal, &bytes, bytes.count)
    if count <= 0 {
      usleep(10_000)
      return
    }
    output += bytes[..<count]
    screen.feed(bytes[..<count])
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// What was waited for did not come; the issue has been recorded.
struct TimeOut: Error {}
