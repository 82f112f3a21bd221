import CKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Who multiplies matrices: OpenBLAS when it is on the machine, or the blocked kernel that comes with the program.
package enum Backend: UInt8, Sendable, CaseIterable {
  /// OpenBLAS when it is there, else our own kernel.
  case automatic
  /// Our own kernel.
  case own
  /// OpenBLAS.
  case blas

  private static let chosen = Atomic<UInt8>(0)

  /// The backend in use; `blas` without a library behaves like `automatic`.
  package static var current: Backend {
    get { Backend(rawValue: chosen.load(ordering: .relaxed)) ?? .automatic }
    set { chosen.store(newValue.rawValue, ordering: .relaxed) }
  }

  /// Whether OpenBLAS can be used.
  package static var hasBLAS: Bool { OpenBLAS.shared != nil }

  /// OpenBLAS when it is to multiply [m, k] by [k, n]: small products are left to our own kernel, which is faster there
  /// and spares a short program the loading of the library.
  static func blas(m: Int, n: Int, k: Int) -> OpenBLAS? {
    switch current {
    case .own: nil
    case .blas: OpenBLAS.shared
    case .automatic: n * k <= 65_536 && m <= 1_500_000 / Swift.max(n * k, 1) ? nil : OpenBLAS.shared
    }
  }
}

/// The few functions of OpenBLAS that are used, looked up when the first product is computed.
struct OpenBLAS: Sendable {
  typealias DoubleProduct =
    @Sendable @convention(c) (
      Int32, Int32, Int32, Int32, Int32, Int32, Double, UnsafePointer<Double>, Int32, UnsafePointer<Double>, Int32,
      Double, UnsafeMutablePointer<Double>, Int32
    ) -> Void
  typealias FloatProduct =
    @Sendable @convention(c) (
      Int32, Int32, Int32, Int32, Int32, Int32, Float, UnsafePointer<Float>, Int32, UnsafePointer<Float>, Int32,
      Float, UnsafeMutablePointer<Float>, Int32
    ) -> Void

  let doubleProduct: DoubleProduct
  let floatProduct: FloatProduct

  /// The library on this machine, if any.
  ///
  /// The reference `libblas.so.3` is not looked for: our own kernel is faster. OpenBLAS works on one thread: its own
  /// ones wait for each other at every product, which costs up to ten times the work when one of them is kept away.
  static let shared: OpenBLAS? = {
    setenv("OPENBLAS_NUM_THREADS", "1", 1)
    for name in ["libopenblas.so.0", "libopenblas.so", "libopenblas.dylib"] {
      guard let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) else { continue }
      guard let double = dlsym(library, "cblas_dgemm"), let float = dlsym(library, "cblas_sgemm"),
        let threads = dlsym(library, "openblas_set_num_threads")
      else { continue }
      unsafeBitCast(threads, to: (@convention(c) (Int32) -> Void).self)(1)
      return OpenBLAS(
        doubleProduct: unsafeBitCast(double, to: DoubleProduct.self),
        floatProduct: unsafeBitCast(float, to: FloatProduct.self))
    }
    return nil
  }()

  static let rowMajor: Int32 = 101
  static func flag(_ isTransposed: Bool) -> Int32 { isTransposed ? 112 : 111 }
}

/// An element type that matrix products are fast for: `out` = a·b, the rows of `out` [m, n] `outStride` apart.
protocol MatrixElement: Element {
  static func multiply(
    m: Int, n: Int, k: Int, a: UnsafePointer<Self>, aIsTransposed: Bool, aStride: Int, b: UnsafePointer<Self>,
    bIsTransposed: Bool, bStride: Int, out: UnsafeMutablePointer<Self>, outStride: Int)
}

extension Double: MatrixElement {
  static func multiply(
    m: Int, n: Int, k: Int, a: UnsafePointer<Double>, aIsTransposed: Bool, aStride: Int, b: UnsafePointer<Double>,
    bIsTransposed: Bool, bStride: Int, out: UnsafeMutablePointer<Double>, outStride: Int
  ) {
    if let blas = Backend.blas(m: m, n: n, k: k), let sizes = Sizes(m, n, k, aStride, bStride, outStride) {
      blas.doubleProduct(
        OpenBLAS.rowMajor, OpenBLAS.flag(aIsTransposed), OpenBLAS.flag(bIsTransposed), sizes.m, sizes.n, sizes.k, 1, a,
        sizes.a, b, sizes.b, 0, out, sizes.out)
    } else {
      kernels_dgemm(m, n, k, a, aIsTransposed ? 1 : 0, aStride, b, bIsTransposed ? 1 : 0, bStride, out, outStride)
    }
  }
}

extension Float: MatrixElement {
  static func multiply(
    m: Int, n: Int, k: Int, a: UnsafePointer<Float>, aIsTransposed: Bool, aStride: Int, b: UnsafePointer<Float>,
    bIsTransposed: Bool, bStride: Int, out: UnsafeMutablePointer<Float>, outStride: Int
  ) {
    if let blas = Backend.blas(m: m, n: n, k: k), let sizes = Sizes(m, n, k, aStride, bStride, outStride) {
      blas.floatProduct(
        OpenBLAS.rowMajor, OpenBLAS.flag(aIsTransposed), OpenBLAS.flag(bIsTransposed), sizes.m, sizes.n, sizes.k, 1, a,
        sizes.a, b, sizes.b, 0, out, sizes.out)
    } else {
      kernels_sgemm(m, n, k, a, aIsTransposed ? 1 : 0, aStride, b, bIsTransposed ? 1 : 0, bStride, out, outStride)
    }
  }
}

/// The sizes as OpenBLAS takes them; nil when one does not fit in 32 bits.
private struct Sizes {
  let m, n, k, a, b, out: Int32

  init?(_ m: Int, _ n: Int, _ k: Int, _ a: Int, _ b: Int, _ out: Int) {
    guard let m = Int32(exactly: m), let n = Int32(exactly: n), let k = Int32(exactly: k), let a = Int32(exactly: a),
      let b = Int32(exactly: b), let out = Int32(exactly: out)
    else { return nil }
    (self.m, self.n, self.k, self.a, self.b, self.out) = (m, n, k, a, b, out)
  }
}
