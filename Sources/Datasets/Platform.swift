#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The sine and the cosine of an angle in radians.
func sineAndCosine(_ angle: Double) -> (sine: Double, cosine: Double) { (sin(angle), cos(angle)) }
