/// An n-dimensional array of one element type that never changes once it is made.
///
/// Elements lie in row-major order unless `strides` says otherwise (a transposed or broadcast view). A tensor inside a
/// `Traced` has at least one axis; single numbers travel unboxed.
package final class Tensor {
  /// What its elements are.
  package let elementType: ElementType
  /// The extent of each axis.
  package let shape: [Int]
  /// The step of each axis in elements; nil when the elements are contiguous in row-major order.
  package let strides: [Int]?
  /// The memory.
  package private(set) var storage: Storage
  /// The first element's position in the storage, in elements.
  package let offset: Int
  /// The number of elements.
  package let count: Int

  /// Makes a view of a storage.
  package init(
    elementType: ElementType, shape: [Int], strides: [Int]? = nil, storage: Storage, offset: Int = 0
  ) {
    self.elementType = elementType
    self.shape = shape
    self.strides = strides
    self.storage = storage
    self.offset = offset
    count = shape.reduce(1, *)
  }

  /// Takes uninitialised memory for a contiguous tensor; its maker fills it before anyone else sees it.
  package init(uninitialized elementType: ElementType, shape: [Int]) {
    self.elementType = elementType
    self.shape = shape
    strides = nil
    offset = 0
    count = shape.reduce(1, *)
    storage = Storage(byteCount: count * elementType.size)
  }

  /// Whether nobody else sees the elements, so that whoever holds the tensor may write them.
  static func isAlone(_ tensor: inout Tensor) -> Bool {
    isKnownUniquelyReferenced(&tensor) && isKnownUniquelyReferenced(&tensor.storage)
  }

  /// The number of axes.
  package var rank: Int { shape.count }

  /// The elements of a contiguous tensor as a typed buffer; `T` must be the Swift type of `elementType`.
  @inline(__always)
  package func elements<T>(_: T.Type) -> UnsafeMutableBufferPointer<T> {
    let start = storage.address.assumingMemoryBound(to: T.self) + offset
    return UnsafeMutableBufferPointer(start: start, count: count)
  }
}
