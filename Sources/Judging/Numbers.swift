#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The functions of numbers that judging needs from the platform.
enum Numbers {
  static func exp(_ number: Double) -> Double {
    #if canImport(Glibc)
      Glibc.exp(number)
    #else
      Darwin.exp(number)
    #endif
  }

  static func log(_ number: Double) -> Double {
    #if canImport(Glibc)
      Glibc.log(number)
    #else
      Darwin.log(number)
    #endif
  }
}
