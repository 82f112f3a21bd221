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

  /// The bytes that all tensors together hold now.
  package static var liveBytes: Int { live.load(ordering: .relaxed) }

  /// Takes a block of uninitialised memory; the caller has checked the size against the limits.
  package init(byteCount: Int) {
    self.byteCount = byteCount
    address =
      byteCount < 1024
      ? UnsafeMutableRawPointer.allocate(byteCount: Swift.max(byteCount, 8), alignment: 8)
      : UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
    Storage.live.add(byteCount, ordering: .relaxed)
  }

  deinit {
    address.deallocate()
    Storage.live.subtract(byteCount, ordering: .relaxed)
  }
}
