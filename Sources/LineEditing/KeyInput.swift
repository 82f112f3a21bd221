import CEditline

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard input as a stream of events: keys, signals, and lines that others want to show.
struct KeyInput {
  /// What there is to react to.
  enum Event: Equatable {
    case stroke(KeyDecoder.Stroke)
    case interrupt
    case resume
    case resize
    case terminated(signal: Int32)
    case lines(String)
  }

  private enum Readiness {
    case input, silence, somethingElse
  }

  private let signals: Int32
  private var decoder = KeyDecoder()
  private var queued: [UInt32] = []
  private var bytes: [UInt8] = []
  private var position = 0
  private var watched: Int32 = -1
  private var unfinishedLine: [UInt8] = []
  private var interruptsSeen = ce_interrupt_count()

  /// Reads keys; `signals` is readable when a signal has arrived.
  init(signals: Int32) { self.signals = signals }

  /// Whether nothing has been typed that is not yet handled.
  var isIdle: Bool { position == bytes.count && queued.isEmpty && isSilent }

  /// Lets whole lines from the descriptor come as events.
  mutating func watch(_ descriptor: Int32) {
    watched = descriptor
    unfinishedLine = []
  }

  /// Makes the code the next one that is taken from the queue.
  mutating func queue(_ code: UInt32) { queued.append(code) }

  /// Makes the key the next one that is taken from the queue.
  mutating func queue(_ key: KeyCode) { queued.append(key.rawValue) }

  /// Returns a code that was queued.
  mutating func takeQueued() -> UInt32? { queued.isEmpty ? nil : queued.removeFirst() }

  /// Forgets what was typed ahead, if a Ctrl-C has come since the last call: the kernel drops its part as well.
  mutating func discardInterrupted() {
    let count = ce_interrupt_count()
    if count != interruptsSeen {
      bytes = []
      position = 0
      queued = []
      decoder = KeyDecoder()
    }
    interruptsSeen = count
  }

  /// Waits for the next event.
  mutating func next() -> Event {
    while true {
      switch ArrivedSignal.take() {
      case .termination(let signal): return .terminated(signal: signal)
      case .interrupt: return .interrupt
      case .resume: return .resume
      case .resize: return .resize
      case nil: break
      }
      if position < bytes.count {
        position += 1
        if let stroke = decoder.feed(bytes[position - 1]) { return .stroke(stroke) }
        continue
      }
      switch wait(milliseconds: decoder.isInSequence ? 50 : -1) {
      case .silence: if let stroke = decoder.silence() { return .stroke(stroke) }
      case .input: if !fill() { return .terminated(signal: SIGHUP) }
      case .somethingElse: if let lines = watchedLines() { return .lines(lines) }
      }
    }
  }

  /// Returns the bytes up to the mark that ends a paste, or up to a second of silence.
  mutating func pasted() -> [UInt8] {
    let end = Array("\u{1B}[201~".utf8)
    var pasted: [UInt8] = []
    while true {
      while position < bytes.count {
        let byte = bytes[position]
        position += 1
        pasted.append(byte)
        if byte == end.last && pasted.suffix(end.count).elementsEqual(end) { return pasted.dropLast(end.count) }
      }
      guard case .input = wait(milliseconds: 1000, onlyInput: true), fill() else { return pasted }
    }
  }

  private var isSilent: Bool {
    var descriptors = [pollfd(fd: 0, events: Int16(POLLIN), revents: 0)]
    return poll(&descriptors, 1, 0) == 0
  }

  private func wait(milliseconds: Int32, onlyInput: Bool = false) -> Readiness {
    // A negative descriptor is not waited for.
    var descriptors = [0, onlyInput ? -1 : signals, onlyInput ? -1 : watched].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    let count = poll(&descriptors, nfds_t(descriptors.count), milliseconds)
    if count == 0 { return .silence }
    return count > 0 && descriptors[0].revents != 0 ? .input : .somethingElse
  }

  /// Reads what there is; false when the terminal is gone.
  private mutating func fill() -> Bool {
    guard let more = Self.read(0) else { return true }
    bytes = more
    position = 0
    return !more.isEmpty
  }

  /// Returns whole lines from the watched descriptor; a beginning is kept until its end arrives.
  private mutating func watchedLines() -> String? {
    var descriptors = [pollfd(fd: watched, events: Int16(POLLIN), revents: 0)]
    guard watched >= 0, poll(&descriptors, 1, 0) == 1, let more = Self.read(watched) else { return nil }
    unfinishedLine += more
    if more.isEmpty {
      watched = -1
      if !unfinishedLine.isEmpty { unfinishedLine.append(UInt8(ascii: "\n")) }
    }
    guard let end = unfinishedLine.lastIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { unfinishedLine.removeFirst(end + 1) }
    return String(decoding: unfinishedLine[...end], as: UTF8.self)
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
}
