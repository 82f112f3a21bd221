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
      byteCount < 1024
      ? UnsafeMutableRawPointer.allocate(byteCount: Swift.max(byteCount, 8), alignment: 8)
      : SpareBlocks.take(byteCount) ?? UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
    Storage.live.add(byteCount, ordering: .relaxed)
    Effort.spend(byteCount / 8)
  }

  deinit {
    if byteCount < SpareBlocks.smallest || !SpareBlocks.keep(address, byteCount) { address.deallocate() }
    Storage.live.subtract(byteCount, ordering: .relaxed)
  }
}

/// Freed large blocks that wait for the next tensor of the same size.
///
/// Training allocates the same gradients at every step; given back to the system, each would come again as fresh pages
/// that fault on first touch.
private enum SpareBlocks {
  static let smallest = 16_384
  private static let limit = 48_000_000
  private static let blocks = Mutex(Blocks())

  private struct Blocks: ~Copyable {
    var bySize: [Int: [UInt]] = [:]
    var total = 0
  }

  static func take(_ size: Int) -> UnsafeMutableRawPointer? {
    if size < smallest { return nil }
    if size > limit / 4 {
      // What waits must not add to a peak.
      discard(toMakeRoomFor: limit)
      return nil
    }
    return blocks.withLock { blocks -> UInt? in
      guard let block = blocks.bySize[size]?.popLast() else { return nil }
      blocks.total -= size
      return block
    }.flatMap { UnsafeMutableRawPointer(bitPattern: $0) }
  }

  /// Keeps a block, unless it is too large; when there is no room, the sizes of the past make room for it.
  static func keep(_ address: UnsafeMutableRawPointer, _ size: Int) -> Bool {
    if size > limit / 4 { return false }
    discard(toMakeRoomFor: size)
    blocks.withLock { blocks in
      blocks.bySize[size, default: []].append(UInt(bitPattern: address))
      blocks.total += size
    }
    return true
  }

  /// Gives all blocks back when there is no room for one more of a size.
  private static func discard(toMakeRoomFor size: Int) {
    let discarded = blocks.withLock { blocks -> [UInt] in
      guard blocks.total + size > limit else { return [] }
      var discarded: [UInt] = []
      for list in blocks.bySize.values { discarded.append(contentsOf: list) }
      blocks.bySize.removeAll(keepingCapacity: true)
      blocks.total = 0
      return discarded
    }
    for block in discarded { UnsafeMutableRawPointer(bitPattern: block)?.deallocate() }
  }
}
