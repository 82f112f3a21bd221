extension Traced {
  /// The plain value with elements of another type; the value itself when they have it already.
  func converted(to type: ElementType) throws(TensorError) -> Traced {
    let value = plain
    if value.elementType == type { return value }
    switch type {
    case .float64: return try value.toDouble()
    case .float32: return try value.toFloat()
    case .int: return try value.toInt()
    case .bool: return try value.toBool()
    case .byte: return try value.toByte()
    }
  }

  private func toDouble() throws(TensorError) -> Traced {
    switch elementType {
    case .float64: self
    case .float32: try Elementwise.map(self, "") { (row: Row1<Float, Double>) in row.map { Double($0) } }
    case .int: try Elementwise.map(self, "") { (row: Row1<Int, Double>) in row.map { Double($0) } }
    case .bool: try Elementwise.map(self, "") { (row: Row1<Bool, Double>) in row.map { $0 ? 1 : 0 } }
    case .byte: try Elementwise.map(self, "") { (row: Row1<UInt8, Double>) in row.map { Double($0) } }
    }
  }

  private func toFloat() throws(TensorError) -> Traced {
    switch elementType {
    case .float64: try Elementwise.map(self, "") { (row: Row1<Double, Float>) in row.map { Float($0) } }
    case .float32: self
    case .int: try Elementwise.map(self, "") { (row: Row1<Int, Float>) in row.map { Float($0) } }
    case .bool: try Elementwise.map(self, "") { (row: Row1<Bool, Float>) in row.map { $0 ? 1 : 0 } }
    case .byte: try Elementwise.map(self, "") { (row: Row1<UInt8, Float>) in row.map { Float($0) } }
    }
  }

  private func toBool() throws(TensorError) -> Traced {
    switch elementType {
    case .float64: try Elementwise.map(self, "") { (row: Row1<Double, Bool>) in row.map { $0 != 0 } }
    case .float32: try Elementwise.map(self, "") { (row: Row1<Float, Bool>) in row.map { $0 != 0 } }
    case .int: try Elementwise.map(self, "") { (row: Row1<Int, Bool>) in row.map { $0 != 0 } }
    case .bool: self
    case .byte: try Elementwise.map(self, "") { (row: Row1<UInt8, Bool>) in row.map { $0 != 0 } }
    }
  }

  private func toInt() throws(TensorError) -> Traced {
    switch elementType {
    case .float64, .float32:
      let wide = try toDouble()
      var offender: Double?
      let result = try Elementwise.map(wide, "") { (row: Row1<Double, Int>) in
        row.map { value in
          if let whole = Int(exactly: value.rounded(.towardZero)) { return whole }
          offender = value
          return 0
        }
      }
      if let offender { throw .notRepresentable(value: offender, type: .int) }
      return result
    case .int: return self
    case .bool: return try Elementwise.map(self, "") { (row: Row1<Bool, Int>) in row.map { $0 ? 1 : 0 } }
    case .byte: return try Elementwise.map(self, "") { (row: Row1<UInt8, Int>) in row.map { Int($0) } }
    }
  }

  /// Bytes hold 0 to 255; a number on its own stays a whole number.
  private func toByte() throws(TensorError) -> Traced {
    let whole = try toInt()
    var offender: Int?
    let result = try Elementwise.map(whole, "") { (row: Row1<Int, UInt8>) in
      row.map { value in
        if let byte = UInt8(exactly: value) { return byte }
        offender = value
        return 0
      }
    }
    if let offender { throw .notRepresentable(value: Double(offender), type: .byte) }
    return result
  }
}

/// Which element type a calculation with two inputs has.
///
/// The wider wins (bool, byte, int, float32, float64), but a number of shape [] never widens a tensor of at least one
/// axis: it only turns whole numbers into the default float type.
enum Promotion {
  /// The common type, for choosing and comparing.
  static func common(_ a: Traced, _ b: Traced) -> ElementType {
    let (x, y) = (a.elementType, b.elementType)
    if x == y { return x }
    let (aIsNumber, bIsNumber) = (a.isNumber, b.isNumber)
    if aIsNumber == bIsNumber { return wider(x, y) }
    let (tensor, number) = aIsNumber ? (y, x) : (x, y)
    if kind(number) <= kind(tensor) { return tensor }
    return number.isFloat ? ElementType.defaultFloat : number
  }

  /// The type of a sum or product: truth values and bytes count as whole numbers.
  static func arithmetic(_ a: Traced, _ b: Traced) -> ElementType {
    let type = common(a, b)
    return type.isFloat ? type : .int
  }

  /// The type of a function such as `exp`: whole numbers become the default float type.
  static func float(_ type: ElementType) -> ElementType { type.isFloat ? type : ElementType.defaultFloat }

  static func wider(_ a: ElementType, _ b: ElementType) -> ElementType { width(a) >= width(b) ? a : b }

  private static func width(_ type: ElementType) -> Int {
    switch type {
    case .bool: 0
    case .byte: 1
    case .int: 2
    case .float32: 3
    case .float64: 4
    }
  }

  private static func kind(_ type: ElementType) -> Int {
    switch type {
    case .bool: 0
    case .byte, .int: 1
    case .float32, .float64: 2
    }
  }
}

extension Traced {
  /// Whether the value is a number of shape [].
  @inline(__always)
  package var isNumber: Bool {
    switch self {
    case .tensor: false
    case .node(let node): node.value.isNumber
    case .float64, .float32, .int, .bool: true
    }
  }
}
