import Synchronization

/// How much memory tensors may take; adjusted by the session, checked before each allocation that input can size.
package enum TensorLimits {
  private static let tensor = Atomic<Int>(2_000_000_000)
  private static let total = Atomic<Int>(8_000_000_000)
  private static let suspensions = Atomic<Int>(0)

  /// The most bytes one tensor may take.
  package static var tensorBytes: Int {
    get { tensor.load(ordering: .relaxed) }
    set { tensor.store(newValue, ordering: .relaxed) }
  }

  /// The most bytes that all tensors together may take.
  package static var totalBytes: Int {
    get { total.load(ordering: .relaxed) }
    set { total.store(newValue, ordering: .relaxed) }
  }

  /// Checks that a tensor of this shape may be made.
  package static func check(_ shape: [Int], _ type: ElementType) throws(TensorError) {
    if shape.contains(where: { $0 < 0 }) { throw .negativeExtent(shape: shape) }
    let limit = tensorBytes
    guard let count = Shapes.count(shape) else { throw .tooLarge(shape: shape, bytes: nil, limit: limit) }
    let (bytes, overflows) = count.multipliedReportingOverflow(by: type.size)
    if overflows { throw .tooLarge(shape: shape, bytes: nil, limit: limit) }
    if suspensions.load(ordering: .relaxed) > 0 { return }
    if bytes > limit { throw .tooLarge(shape: shape, bytes: bytes, limit: limit) }
    let live = Storage.liveBytes
    if bytes > totalBytes - live {
      throw .memoryExhausted(shape: shape, bytes: bytes, live: live, limit: totalBytes)
    }
  }

  /// Runs what must be finished once it is begun, such as a backward pass, whose tensors are as large as those of the
  /// forward pass.
  static func suspended<Result>(_ body: () throws(TensorError) -> Result) throws(TensorError) -> Result {
    suspensions.add(1, ordering: .relaxed)
    defer { suspensions.subtract(1, ordering: .relaxed) }
    return try body()
  }
}

/// The wish to stop, polled by long operations between pieces of at most a tenth of a second.
package enum Interruption {
  private static let flag = Atomic<Bool>(false)
  private static let suspensions = Atomic<Int>(0)
  /// The address of whoever else knows of a wish to stop; 0 for nobody.
  private static let watcher = Atomic<UInt>(0)

  private final class Watcher: Sendable {
    let isRequested: @Sendable () -> Bool

    init(_ isRequested: @escaping @Sendable () -> Bool) { self.isRequested = isRequested }
  }

  /// Whether somebody asked to stop; whoever answers the request sets it back.
  package static var isRequested: Bool {
    get { (flag.load(ordering: .relaxed) || isSeen) && suspensions.load(ordering: .relaxed) == 0 }
    set { flag.store(newValue, ordering: .relaxed) }
  }

  /// Asks somebody else too, such as the keyboard, from now on and for as long as the program runs.
  package static func watch(_ isRequested: @escaping @Sendable () -> Bool) {
    // It is never freed: a computation on another thread may be asking it.
    let made = Unmanaged.passRetained(Watcher(isRequested))
    watcher.store(UInt(bitPattern: made.toOpaque()), ordering: .releasing)
  }

  private static var isSeen: Bool {
    guard let address = UnsafeRawPointer(bitPattern: watcher.load(ordering: .acquiring)) else { return false }
    return Unmanaged<Watcher>.fromOpaque(address)._withUnsafeGuaranteedRef { $0.isRequested() }
  }

  /// The simple steps after which a wish to stop is looked for.
  package static let piece = 1 << 20

  /// Ends the work when somebody wants that.
  ///
  /// - Throws: `interrupted`.
  package static func check() throws(TensorError) {
    if isRequested { throw .interrupted }
  }

  /// Works through `0..<count` piece by piece.
  ///
  /// - Throws: What the body throws, and `interrupted` between two pieces.
  @inline(__always)
  package static func inPieces(
    _ count: Int, of piece: Int = piece, _ body: (Range<Int>) throws(TensorError) -> Void
  ) throws(TensorError) {
    var start = 0
    while start < count {
      if start > 0 { try check() }
      let end = Swift.min(start + piece, count)
      try body(start..<end)
      start = end
    }
  }

  /// Places in the order that a rule gives them; those that neither precedes stay as they are.
  ///
  /// - Throws: `interrupted`.
  @inline(__always)
  package static func sorted(
    _ places: [Int], by precedes: (Int, Int) -> Bool
  ) throws(TensorError) -> [Int] {
    var (sorted, looks) = (places, 0)
    defer { Effort.spend(looks * 8) }
    do {
      try sorted.sort { a, b in
        looks &+= 1
        if looks & 0x3ffff == 0, isRequested { throw TensorError.interrupted }
        return precedes(a, b)
      }
    } catch {
      throw .interrupted
    }
    return sorted
  }

  /// Runs what must be finished although somebody wants to stop.
  static func ignored<Result>(_ body: () throws(TensorError) -> Result) throws(TensorError) -> Result {
    suspensions.add(1, ordering: .relaxed)
    defer { suspensions.subtract(1, ordering: .relaxed) }
    return try body()
  }
}
