import CEditline

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
  var isIdle: Bool { isIdle(for: 0) }

  /// The same, when nothing comes for so long either.
  func isIdle(for milliseconds: Int32) -> Bool {
    position == bytes.count && queued.isEmpty && System.wait(for: [0], milliseconds: milliseconds) == [false]
  }

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
      case .input: if !fill() { return .terminated(signal: System.hangUp) }
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

  private func wait(milliseconds: Int32, onlyInput: Bool = false) -> Readiness {
    let descriptors = onlyInput ? [0] : [0, signals, watched]
    guard let ready = System.wait(for: descriptors, milliseconds: milliseconds) else { return .somethingElse }
    if ready[0] { return .input }
    return ready.contains(true) ? .somethingElse : .silence
  }

  /// Reads what there is; false when the terminal is gone.
  private mutating func fill() -> Bool {
    guard let more = System.read(0) else { return true }
    bytes = more
    position = 0
    return !more.isEmpty
  }

  /// Returns whole lines from the watched descriptor; a beginning is kept until its end arrives.
  private mutating func watchedLines() -> String? {
    guard watched >= 0, System.wait(for: [watched], milliseconds: 0) == [true], let more = System.read(watched) else {
      return nil
    }
    unfinishedLine += more
    if more.isEmpty {
      watched = -1
      if !unfinishedLine.isEmpty { unfinishedLine.append(UInt8(ascii: "\n")) }
    }
    guard let end = unfinishedLine.lastIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { unfinishedLine.removeFirst(end + 1) }
    return String(decoding: unfinishedLine[...end], as: UTF8.self)
  }
}
