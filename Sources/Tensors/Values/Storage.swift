import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A block of memory that one or more tensors look at.
///
/// It is written only while its maker holds the sole reference, and never changes afterwards.
package final class Storage {
  /// The first byte, aligned to 64 when the block is large enough for vector code to care.
  package let address: UnsafeMutableRawPointer
  /// The number of bytes.
  package let byteCount: Int

  private static let live = Atomic<Int>(0)

  /// The bytes that all tensors, long lists and long texts together hold now.
  package static var liveBytes: Int { live.load(ordering: .relaxed) }

  /// Counts memory that other values take, or give back; small ones are not worth it.
  @inline(__always)
  package static func count(_ bytes: Int) {
    if bytes > 1024 || bytes < -1024 { live.add(bytes, ordering: .relaxed) }
  }

  /// Takes a block of uninitialised memory; the caller has checked the size against the limits.
  package init(byteCount: Int) {
    self.byteCount = byteCount
    address =
      byteCount < SpareBlocks.smallest
      ? UnsafeMutableRawPointer.allocate(byteCount: Swift.max(byteCount, 8), alignment: 8)
      : SpareBlocks.take(byteCount)
    Storage.live.add(byteCount, ordering: .relaxed)
    Effort.spend(byteCount / 8)
  }

  deinit {
    if byteCount < SpareBlocks.smallest || !SpareBlocks.keep(address, byteCount) { address.deallocate() }
    Storage.live.subtract(byteCount, ordering: .relaxed)
  }
}

/// Freed blocks that wait for the next tensor of the same size.
///
/// Training allocates the same tensors at every step; given back to the system, each would come again as fresh pages
/// that fault on first touch. What waits, together with what is in use, is never more than was in use at once before,
/// so it adds nothing to the peak.
private enum SpareBlocks {
  /// Smaller blocks are left to the system, which is quick with them.
  static let smallest = 1024
  /// Up to this size, blocks of one number of kilobytes are of one kind and are found without a hash table.
  private static let largestCommon = 65_536
  /// What may be taken in all, waiting or in use, however little has been in use so far.
  private static let allowance = 48_000_000
  /// The most that waits: a session that once computed something large gives the rest back.
  private static let limit = 256_000_000
  private static let blocks = Mutex(Blocks())

  private struct Blocks: ~Copyable {
    /// By kilobytes: the first of the blocks of that size, each of which begins with the address of the next; 0 for none.
    private var common = [UInt](repeating: 0, count: largestCommon / 1024 + 1)
    private var large: [Int: [UInt]] = [:]
    private(set) var total = 0
    /// The most bytes that were in use at once.
    var peak = 0

    mutating func take(_ size: Int) -> UInt {
      let block: UInt
      if size <= largestCommon {
        block = common[size / 1024]
        guard let next = UnsafePointer<UInt>(bitPattern: block) else { return 0 }
        common[size / 1024] = next.pointee
      } else {
        block = large[size]?.popLast() ?? 0
        if block == 0 { return 0 }
      }
      total -= size
      return block
    }

    mutating func keep(_ block: UInt, _ size: Int) {
      if size <= largestCommon {
        UnsafeMutablePointer<UInt>(bitPattern: block)?.pointee = common[size / 1024]
        common[size / 1024] = block
      } else {
        large[size, default: []].append(block)
      }
      total += size
    }

    /// Gives all blocks up.
    mutating func removeAll() -> [UInt] {
      var all: [UInt] = []
      for list in large.values { all.append(contentsOf: list) }
      large.removeAll(keepingCapacity: true)
      for kind in common.indices {
        while let first = UnsafePointer<UInt>(bitPattern: common[kind]) {
          all.append(common[kind])
          common[kind] = first.pointee
        }
      }
      total = 0
      return all
    }
  }

  /// The bytes of a block for so many.
  private static func rounded(_ size: Int) -> Int { size <= largestCommon ? (size + 1023) & ~1023 : size }

  /// A block of a size, one that waits or a fresh one.
  static func take(_ size: Int) -> UnsafeMutableRawPointer {
    let size = rounded(size)
    if let block = UnsafeMutableRawPointer(bitPattern: blocks.withLock { $0.take(size) }) { return block }
    makeRoom(for: size)
    return UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
  }

  /// Keeps a block, unless enough is waiting.
  static func keep(_ address: UnsafeMutableRawPointer, _ size: Int) -> Bool {
    let size = rounded(size)
    let block = UInt(bitPattern: address)
    return blocks.withLock { blocks in
      guard blocks.total + size <= limit else { return false }
      blocks.keep(block, size)
      return true
    }
  }

  /// Gives all blocks back when a fresh one of a size beside them would make a new peak.
  private static func makeRoom(for size: Int) {
    let needed = Storage.liveBytes + size
    let discarded = blocks.withLock { blocks -> [UInt] in
      blocks.peak = Swift.max(blocks.peak, needed)
      return needed + blocks.total > Swift.max(allowance, blocks.peak) ? blocks.removeAll() : []
    }
    for block in discarded { UnsafeMutableRawPointer(bitPattern: block)?.deallocate() }
  }
}
