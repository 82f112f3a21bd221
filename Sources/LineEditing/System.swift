#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The system calls that the terminal needs; those of the history's file are in `HistoryFile`.
enum System {
  static let hangUp = SIGHUP
  static let termination = SIGTERM

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  static func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Stops the job to which this process belongs, as Ctrl-Z does; returns when it is continued.
  static func stopJob() { kill(0, SIGTSTP) }

  /// Returns the size that the window has, or zeros.
  static func windowSize(of descriptor: Int32) -> (columns: Int, rows: Int) {
    var window = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0 else { return (0, 0) }
    return (Int(window.ws_col), Int(window.ws_row))
  }

  /// Makes the C library treat text as UTF-8 whatever `LANG` says; false when it cannot.
  static func useUTF8() -> Bool {
    func isUTF8() -> Bool { nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } == "UTF-8" }
    setlocale(LC_CTYPE, "")
    if isUTF8() { return true }
    let fallbacks: [String] = ["C.UTF-8", "en_US.UTF-8", "UTF-8"]
    return fallbacks.contains { setlocale(LC_CTYPE, $0) != nil && isUTF8() }
  }

  /// Waits until one of the descriptors can be read, and tells which; negative ones are not waited for.
  ///
  /// All are false when the time is up, a negative time never is. Returns nil when a signal came.
  static func wait(for descriptors: [Int32], milliseconds: Int32) -> [Bool]? {
    var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    guard poll(&polled, nfds_t(polled.count), milliseconds) >= 0 else { return nil }
    return polled.map { $0.revents != 0 }
  }

  /// Reads once; empty at the end or after an error, nil when it is worth another try.
  static func read(_ descriptor: Int32) -> [UInt8]? {
    var chunk = [UInt8](repeating: 0, count: 16_384)
    #if canImport(Glibc)
      let count = Glibc.read(descriptor, &chunk, chunk.count)
    #else
      let count = Darwin.read(descriptor, &chunk, chunk.count)
    #endif
    if count < 0 && (errno == EINTR || errno == EAGAIN) { return nil }
    return Array(chunk.prefix(max(count, 0)))
  }

  /// Lets a text be changed in the editor of `VISUAL` or `EDITOR`, else `vi`; nil when that is left with an error.
  static func edited(_ text: String) -> [UInt8]? {
    var template = Array(((environment("TMPDIR") ?? "/tmp") + "/learnnn-XXXXXX.nn").utf8CString)
    let descriptor = mkstemps(&template, 3)
    guard descriptor >= 0 else { return nil }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    write(text + "\n", to: descriptor)
    close(descriptor)
    let editor = ["VISUAL", "EDITOR"].lazy.compactMap(environment).first { !$0.isEmpty } ?? "vi"
    guard system("\(editor) '\(path.replacing("'", with: "'\\''"))'") == 0 else { return nil }
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    while true {
      guard let chunk = read(file) else { continue }
      if chunk.isEmpty { break }
      bytes += chunk
    }
    while bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    return bytes
  }

  /// Writes everything, waiting where the descriptor is full; what cannot be written is dropped.
  static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        #if canImport(Glibc)
          let count = Glibc.write(descriptor, part.baseAddress, part.count)
        #else
          let count = Darwin.write(descriptor, part.baseAddress, part.count)
        #endif
        if count > 0 {
          rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
          var full = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&full, 1, -1)
        } else if errno != EINTR {
          return
        }
      }
    }
  }
}
