#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ElementType {
  /// The float type that whole numbers become in a division or a function such as `exp`: a run of a program sets it for
  /// as long as it lasts.
  @TaskLocal package static var defaultFloat: ElementType = .float64
}

/// A Swift type that is the elements of tensors.
protocol Element: Sendable {
  static var elementType: ElementType { get }
  static var zero: Self { get }
  static var one: Self { get }
  /// The element as a number on its own.
  var traced: Traced { get }
  var double: Double { get }
  /// The value of a plain number in this type; the caller has checked that it fits.
  static func read(_ number: Traced) -> Self
}

extension Double: Element {
  static var elementType: ElementType { .float64 }
  static var one: Double { 1 }
  var traced: Traced { .float64(self) }
  var double: Double { self }
  static func read(_ number: Traced) -> Double {
    switch number {
    case .float64(let value): value
    case .float32(let value): Double(value)
    case .int(let value): Double(value)
    case .bool(let value): value ? 1 : 0
    case .node(let node): read(node.value)
    case .tensor: .nan
    }
  }
}

extension Float: Element {
  static var elementType: ElementType { .float32 }
  static var one: Float { 1 }
  var traced: Traced { .float32(self) }
  var double: Double { Double(self) }
  static func read(_ number: Traced) -> Float {
    switch number {
    case .float32(let value): value
    case .int(let value): Float(value)
    default: Float(Double.read(number))
    }
  }
}

extension Int: Element {
  static var elementType: ElementType { .int }
  static var one: Int { 1 }
  var traced: Traced { .int(self) }
  var double: Double { Double(self) }
  static func read(_ number: Traced) -> Int {
    if case .int(let value) = number { return value }
    return Int(exactly: Double.read(number).rounded(.towardZero)) ?? 0
  }
}

extension Bool: Element {
  static var elementType: ElementType { .bool }
  static var zero: Bool { false }
  static var one: Bool { true }
  var traced: Traced { .bool(self) }
  var double: Double { self ? 1 : 0 }
  static func read(_ number: Traced) -> Bool {
    if case .int(let value) = number { return value != 0 }
    return Double.read(number) != 0
  }
}

extension UInt8: Element {
  static var elementType: ElementType { .byte }
  static var one: UInt8 { 1 }
  /// A byte on its own is a whole number: bytes are how images are stored, not how one calculates.
  var traced: Traced { .int(Int(self)) }
  var double: Double { Double(self) }
  static func read(_ number: Traced) -> UInt8 { UInt8(clamping: Int.read(number)) }
}
