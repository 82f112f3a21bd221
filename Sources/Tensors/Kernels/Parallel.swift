import CKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The program's own threads, for the few passes that are worth splitting: products, optimisers, scaling of images.
///
/// Where a pass is cut depends on the number of threads and on nothing else, so equal inputs give equal bits whatever
/// else the machine does. Whoever asks takes pieces too, and takes all of them while the others are kept away: a busy
/// machine makes nobody wait for a thread that does not run.
package enum Parallel {
  /// How many threads a pass is cut for; more than the cores of the machine is of no use.
  package static var count: Int {
    get { chosen.load(ordering: .relaxed) }
    set { chosen.store(Swift.min(Swift.max(newValue, 1), most), ordering: .relaxed) }
  }

  /// The elements of a simple pass from which on a thread of its own is worth it.
  static let worthwhile = 16_384

  /// The most threads that are used.
  package static let most = 16

  /// The cores that this process may use.
  package static let cores = Int(kernels_cores())

  private static let chosen = Atomic<Int>(Swift.min(cores, most))

  /// Runs `body` for each of `pieces` pieces, on several threads when they are free; returns when all are done.
  ///
  /// A piece must not itself ask for workers.
  static func run(_ pieces: Int, _ body: (Int) -> Void) {
    guard pieces > 1, count > 1, Pool.shared.begin() else {
      for piece in 0..<pieces { body(piece) }
      return
    }
    withoutActuallyEscaping(body) { body in
      Pool.shared.run(pieces, body)
    }
    Pool.shared.end()
  }

  /// Cuts `0..<length` into as many equal parts as there are threads, each but the last a multiple of `grain` long.
  package static func run(over length: Int, grain: Int, _ body: (Range<Int>) -> Void) {
    let grains = (length + grain - 1) / grain
    let pieces = Swift.min(count, grains)
    guard pieces > 1 else { return body(0..<length) }
    let step = (grains + pieces - 1) / pieces * grain
    run((length + step - 1) / step) { piece in
      body(piece * step..<Swift.min((piece + 1) * step, length))
    }
  }
}

/// Threads that wait for the pieces of one pass at a time.
private final class Pool: @unchecked Sendable {
  static let shared = Pool()

  /// The pass under way: its number, the next piece and the number of pieces, in one word, so that a thread that comes
  /// late cannot take a piece of a pass that it does not know.
  private let ticket = Atomic<UInt64>(0)
  /// How many pieces are not finished.
  private let unfinished = Atomic<Int>(0)
  private let isTaken = Atomic<Bool>(false)
  private let sleepers = Atomic<Int>(0)
  /// What to do with a piece; written while no piece can be taken.
  private var body: ((Int) -> Void)?
  private var threads = 0
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// How often a thread without work looks for some before it sleeps: longer than the gaps within a training step.
  private static let looks = 400

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  /// Whether the caller may run a pass now; another evaluation may be using the threads.
  func begin() -> Bool {
    guard isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else { return false }
    while threads < Parallel.count - 1, start() { threads += 1 }
    return true
  }

  func end() { isTaken.store(false, ordering: .releasing) }

  func run(_ pieces: Int, _ body: @escaping (Int) -> Void) {
    self.body = body
    unfinished.store(pieces, ordering: .relaxed)
    let pass = ticket.load(ordering: .relaxed) >> 32 &+ 1
    ticket.store(pass << 32 | UInt64(truncatingIfNeeded: pieces), ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
      pthread_mutex_lock(mutex)
      pthread_cond_broadcast(condition)
      pthread_mutex_unlock(mutex)
    }
    work()
    while unfinished.load(ordering: .acquiring) > 0 { sched_yield() }
    self.body = nil
  }

  /// Takes pieces until there are none.
  private func work() {
    var seen = ticket.load(ordering: .acquiring)
    while Pool.hasPieces(seen) {
      let (taken, now) = ticket.compareExchange(
        expected: seen, desired: seen &+ 1 << 16, ordering: .acquiringAndReleasing)
      guard taken else {
        seen = now
        continue
      }
      body?(Int(seen >> 16 & 0xffff))
      unfinished.subtract(1, ordering: .releasing)
      seen = ticket.load(ordering: .acquiring)
    }
  }

  private static func hasPieces(_ ticket: UInt64) -> Bool { ticket >> 16 & 0xffff < ticket & 0xffff }

  /// Starts one thread; false when the system gives none.
  private func start() -> Bool {
    var thread = pthread_t(bitPattern: 0)
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    // Signals belong to the threads that know what to do with them.
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    return pthread_create(
      &thread, &attributes,
      { _ in
        Pool.shared.serve()
        return nil
      }, nil) == 0
  }

  private func serve() {
    var looks = 0
    while true {
      if Pool.hasPieces(ticket.load(ordering: .acquiring)) {
        work()
        looks = 0
      } else if looks < Pool.looks {
        looks += 1
        sched_yield()
      } else {
        pthread_mutex_lock(mutex)
        sleepers.add(1, ordering: .sequentiallyConsistent)
        while !Pool.hasPieces(ticket.load(ordering: .sequentiallyConsistent)) { pthread_cond_wait(condition, mutex) }
        sleepers.subtract(1, ordering: .relaxed)
        pthread_mutex_unlock(mutex)
        looks = 0
      }
    }
  }
}
