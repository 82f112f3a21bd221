#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The C library's functions under a name that the operations of the same names do not hide.
enum MathLibrary {
  @inline(__always)
  static func exp(_ x: Double) -> Double { Glibc.exp(x) }
  @inline(__always)
  static func log(_ x: Double) -> Double { Glibc.log(x) }
  @inline(__always)
  static func sin(_ x: Double) -> Double { Glibc.sin(x) }
  @inline(__always)
  static func cos(_ x: Double) -> Double { Glibc.cos(x) }
  @inline(__always)
  static func tan(_ x: Double) -> Double { Glibc.tan(x) }
  @inline(__always)
  static func tanh(_ x: Double) -> Double { Glibc.tanh(x) }
  @inline(__always)
  static func erf(_ x: Double) -> Double { Glibc.erf(x) }
}
