import CEditline

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The rim: questions about the terminal behind a file descriptor, and writing to it.
package enum Terminal {
  /// Returns whether the file descriptor is a terminal.
  package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Returns whether `TERM` names a terminal that understands escape sequences.
  package static var understandsEscapes: Bool {
    guard let term = environment("TERM") else { return false }
    return !term.isEmpty && term != "dumb"
  }

  /// Returns the size of the window, or of the classic 80 by 24 when there is none.
  package static func size(of descriptor: Int32 = 1) -> (columns: Int, rows: Int) {
    var window = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0 else { return (80, 24) }
    return (window.ws_col > 1 ? Int(window.ws_col) : 80, window.ws_row > 0 ? Int(window.ws_row) : 24)
  }

  /// Writes to standard output at once and remembers whether the last line was ended.
  ///
  /// Output that comes by this way makes the next prompt start on a fresh line. A terminal that has vanished is ignored.
  package static func write(_ text: String) {
    if text.isEmpty { return }
    _ = ce_at_line_start(endsLine(text) ? 1 : 0)
    writeAll(text, to: 1)
  }

  /// Writes to the descriptor, waiting where it is full, and returns whether everything went through.
  @discardableResult
  static func writeAll(_ text: String, to descriptor: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var sent = 0
      while sent < bytes.count {
        let count = Self.write(descriptor, UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[sent...]))
        if count > 0 {
          sent += count
        } else if errno == EAGAIN {
          var descriptors = [pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)]
          poll(&descriptors, 1, -1)
        } else if errno != EINTR {
          return false
        }
      }
      return true
    }
  }

  private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }

  /// Returns whether the cursor is in column 0 of an empty line after the text; colour changes do not move it.
  static func endsLine(_ text: String) -> Bool {
    var scalars = text.unicodeScalars[...]
    var erased = false
    while let last = scalars.last, last == "m" || last == "K" {
      guard let escape = scalars.lastIndex(of: "\u{1B}") else { break }
      let body = scalars[escape...].dropFirst().dropLast()
      guard body.first == "[", body.dropFirst().allSatisfy({ ("0"..."9").contains($0) || $0 == ";" }) else { break }
      erased = erased || last == "K"
      scalars = scalars[..<escape]
    }
    return scalars.last == "\n" || (erased && scalars.last == "\r")
  }

  /// Makes the C library treat text as UTF-8 whatever `LANG` says; false when it cannot.
  static func useUTF8() -> Bool {
    func isUTF8() -> Bool { nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } == "UTF-8" }
    setlocale(LC_CTYPE, "")
    if isUTF8() { return true }
    let fallbacks: [String] = ["C.UTF-8", "en_US.UTF-8", "UTF-8"]
    return fallbacks.contains { setlocale(LC_CTYPE, $0) != nil && isUTF8() }
  }

  static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
