import Evaluation
import Formats
import Tensors

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs jobs in child processes, as many at a time as there are cores.
///
/// A child starts as a copy of this process with everything prepared, so that what one job does reaches no other: each
/// begins with the same names, the same memory and the same random numbers, and one that crashes is one job's loss.
struct Workers {
  /// The most children at a time; 0 runs the jobs here.
  var count: Int
  /// Seconds of computing that one line of a child may take before it is stopped.
  var patience: Double

  /// Whether this process is one that runs a job; set once, when it begins.
  nonisolated(unsafe) private(set) static var isChild = false

  /// The cores of this machine.
  static var cores: Int { Swift.max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// How a child ended.
  enum End {
    case finished, stopped
    case crashed(Int32)
  }

  private struct Child {
    let job: Int
    let process: pid_t
    let pipe: Int32
    var bytes: [UInt8] = []
    /// When it was last heard, by the clock, and how much it had computed then.
    var heard: Double
    var computed = 0.0
    var isStopped = false

    /// The seconds that it has computed; nil where the system does not tell.
    var seconds: Double? {
      #if canImport(Glibc)
        var (clock, time) = (clockid_t(), timespec())
        guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else { return nil }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
      #else
        return nil
      #endif
    }

    /// Whether it has computed for longer than `patience` without a word.
    ///
    /// The clock alone says nothing while others compute: it is only asked when a child does nothing at all.
    func isLost(at now: Double, _ patience: Double) -> Bool {
      guard let seconds else { return now - heard > patience }
      return seconds - computed > patience || now - heard > 6 * patience
    }
  }

  /// Runs jobs from `next` until it gives nil.
  ///
  /// `body` runs in the child and sends lines; `line` and `end` are called here. Once `isInterrupted` says so, the
  /// children are stopped and nothing more is begun: what has not ended by then never ends.
  func run(
    now: () -> Double, isInterrupted: () -> Bool = { false }, next: () -> Int?,
    body: @escaping (Int, @escaping (String) -> Void) -> Void,
    line: (Int, String) -> Void, end: (Int, End) -> Void
  ) {
    var children: [Child] = []
    var isDry = false
    while true {
      if isInterrupted() {
        for child in children {
          kill(child.process, SIGKILL)
          _ = reap(child)
        }
        return
      }
      while !isDry, children.count < Swift.max(count, 1) {
        guard let job = next() else {
          isDry = true
          break
        }
        if count > 0, let child = start(job, now: now(), body) {
          children.append(child)
        } else {
          var lines: [String] = []
          StackBounds.runOnLargeStack { body(job) { lines.append($0) } }
          // What was under way when somebody pressed Ctrl-C was judged by halves.
          if isInterrupted() { return }
          for text in lines { line(job, text) }
          end(job, .finished)
        }
      }
      if children.isEmpty {
        if isDry { return }
        continue
      }
      var polled = children.map { pollfd(fd: $0.pipe, events: Int16(POLLIN), revents: 0) }
      _ = poll(&polled, nfds_t(polled.count), 50)
      var rest: [Child] = []
      for (index, child) in children.enumerated() {
        var child = child
        var isOver = false
        if polled[index].revents != 0 { isOver = read(&child, now: now(), line) }
        if !isOver, !child.isStopped, child.isLost(at: now(), patience) {
          kill(child.process, SIGKILL)
          child.isStopped = true
        }
        if isOver {
          end(child.job, reap(child))
          // A job that was cut short may ask to go on with the rest of its work.
          isDry = false
        } else {
          rest.append(child)
        }
      }
      children = rest
    }
  }

  /// Takes what a child has sent; true when it is over.
  private func read(_ child: inout Child, now: Double, _ line: (Int, String) -> Void) -> Bool {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = chunk.withUnsafeMutableBytes { systemRead(child.pipe, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { return false }
    guard count > 0, child.bytes.count < 16_000_000 else { return true }
    child.bytes += chunk[..<count]
    while let place = child.bytes.firstIndex(of: 10) {
      line(child.job, String(decoding: child.bytes[..<place], as: UTF8.self))
      child.bytes.removeSubrange(...place)
      child.heard = now
      child.computed = child.seconds ?? 0
    }
    return false
  }

  private func reap(_ child: Child) -> End {
    close(child.pipe)
    kill(child.process, SIGKILL)
    var status: Int32 = 0
    while waitpid(child.process, &status, 0) < 0, errno == EINTR {}
    if child.isStopped { return .stopped }
    let signal = status & 0x7f
    if signal != 0, signal != SIGKILL { return .crashed(signal) }
    return signal == 0 && (status >> 8) & 0xff == 0 ? .finished : .crashed(signal)
  }

  private func start(_ job: Int, now: Double, _ body: @escaping (Int, @escaping (String) -> Void) -> Void) -> Child? {
    guard let fork = Workers.fork else { return nil }
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return nil }
    let process = fork()
    if process < 0 {
      close(ends[0])
      close(ends[1])
      return nil
    }
    if process == 0 {
      close(ends[0])
      Workers.isChild = true
      // Ctrl-C reaches the whole group; the parent decides what becomes of the work.
      signal(SIGINT, SIG_IGN)
      Workers.limitMemory()
      let pipe = ends[1]
      StackBounds.runOnLargeStack { body(job) { Workers.send($0 + "\n", to: pipe) } }
      _exit(0)
    }
    close(ends[1])
    return Child(job: job, process: process, pipe: ends[0], heard: now)
  }

  /// Memory that decides marks is counted in bytes of tensors; the system's own limit is the backstop.
  private static func limitMemory() {
    TensorLimits.tensorBytes = 256_000_000
    TensorLimits.totalBytes = Storage.liveBytes + 1_000_000_000
    var limit = rlimit()
    #if canImport(Glibc)
      let kind = __rlimit_resource_t(RLIMIT_AS.rawValue)
    #else
      let kind = RLIMIT_AS
    #endif
    guard getrlimit(kind, &limit) == 0 else { return }
    limit.rlim_cur = Swift.min(limit.rlim_max, 6_000_000_000)
    setrlimit(kind, &limit)
    // A crash is told by its signal; a core file of gigabytes would help nobody.
    #if canImport(Glibc)
      var none = rlimit(rlim_cur: 0, rlim_max: 0)
      setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
      let errors = open("/dev/null", O_WRONLY)
      if errors >= 0 { dup2(errors, STDERR_FILENO) }
    #endif
  }

  private static func send(_ text: String, to pipe: Int32) {
    let bytes = Array(text.utf8)
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        let count = systemWrite(pipe, part.baseAddress, part.count)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return }
        rest = rest.dropFirst(count)
      }
    }
  }

  private typealias Fork = @convention(c) () -> pid_t

  /// `fork`, looked up by name because Swift's headers advise against it: a child of ours only computes and leaves.
  private static let fork: Fork? = dlsym(nil, "fork").map { unsafeBitCast($0, to: Fork.self) }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
