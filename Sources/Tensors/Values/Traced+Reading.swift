extension Traced {
  /// The elements in row-major order as doubles, whatever their type.
  package var doubles: [Double] {
    switch plain {
    case .float64(let value): return [value]
    case .tensor(let tensor):
      let source = tensor.contiguous
      switch source.elementType {
      case .float64: return Array(source.elements(Double.self))
      case .float32: return source.elements(Float.self).map { Double($0) }
      case .int: return source.elements(Int.self).map { Double($0) }
      case .bool: return source.elements(Bool.self).map { $0 ? 1 : 0 }
      case .byte: return source.elements(UInt8.self).map { Double($0) }
      }
    case let number: return [Double.read(number)]
    }
  }

  /// The elements in row-major order as floats, whatever their type.
  package var floats: [Float] {
    guard case .tensor(let tensor) = plain else { return [Float.read(plain)] }
    let source = tensor.contiguous
    return source.elementType == .float32 ? Array(source.elements(Float.self)) : doubles.map { Float($0) }
  }

  /// The elements in row-major order as whole numbers, fractions cut off; what no integer can hold becomes 0.
  package var integers: [Int] {
    guard case .tensor(let tensor) = plain else { return [Int.read(plain)] }
    let source = tensor.contiguous
    switch source.elementType {
    case .int: return Array(source.elements(Int.self))
    case .byte: return source.elements(UInt8.self).map { Int($0) }
    case .bool: return source.elements(Bool.self).map { $0 ? 1 : 0 }
    case .float64, .float32: return doubles.map { Int(exactly: $0.rounded(.towardZero)) ?? 0 }
    }
  }

  /// The elements of a byte tensor in row-major order; nil for any other type.
  package var bytes: [UInt8]? {
    guard case .tensor(let tensor) = plain, tensor.elementType == .byte else { return nil }
    return Array(tensor.contiguous.elements(UInt8.self))
  }

  /// The number when the shape is [], or the only element of a tensor.
  package var double: Double? { count == 1 ? doubles[0] : nil }

  /// The whole number when the value is one number without a fraction.
  package var wholeNumber: Int? {
    switch plain {
    case .int(let value): return value
    case .float64(let value): return Int(exactly: value)
    default:
      guard count == 1 else { return nil }
      return elementType.isFloat ? Int(exactly: doubles[0]) : integers[0]
    }
  }

  /// The element at a row-major position, as a number; nil outside.
  package func element(at position: Int) -> Traced? {
    guard position >= 0, position < count else { return nil }
    guard case .tensor(let tensor) = plain else { return plain }
    var place = tensor.offset
    if let strides = tensor.strides {
      var rest = position
      for axis in tensor.shape.indices.reversed() {
        place += rest % tensor.shape[axis] * strides[axis]
        rest /= tensor.shape[axis]
      }
    } else {
      place += position
    }
    return tensor.number(at: place)
  }

  /// Whether an element is zero.
  var containsZero: Bool {
    switch plain {
    case .float64(let value): value == 0
    case .int(let value): value == 0
    default: elementType == .int ? integers.contains(0) : doubles.contains(0)
    }
  }

  /// A plain tensor view of a plain value, with no axis for a number.
  var asTensor: Tensor {
    if case .tensor(let tensor) = plain { return tensor }
    let tensor = Tensor(uninitialized: elementType, shape: [])
    switch plain {
    case .float64(let value): tensor.start(Double.self).pointee = value
    case .float32(let value): tensor.start(Float.self).pointee = value
    case .int(let value): tensor.start(Int.self).pointee = value
    case .bool(let value): tensor.start(Bool.self).pointee = value
    case .tensor, .node: break
    }
    return tensor
  }

  /// Whether shape, type and every bit of every element agree; nan is identical to itself, 0 is not to -0.
  package func isIdentical(to other: Traced) -> Bool {
    guard shape == other.shape, elementType == other.elementType else { return false }
    if elementType.isFloat {
      return zip(doubles, other.doubles).allSatisfy { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) }
    }
    return integers == other.integers
  }

  /// Whether the shapes are equal and all elements within `absolute + relative·|other|`; infinities must be equal.
  ///
  /// Where it `spreads`, one number is compared with every element of the other side.
  package func isClose(
    to other: Traced, relative: Double = 1e-5, absolute: Double = 1e-8, spreads: Bool = false
  ) -> Bool {
    let (own, others) = (doubles, other.doubles)
    let isSpread = spreads && shape.isEmpty != other.shape.isEmpty
    guard shape == other.shape || isSpread else { return false }
    let count = Swift.max(own.count, others.count)
    return (0..<(isSpread && Swift.min(own.count, others.count) == 0 ? 0 : count)).allSatisfy { place in
      let (a, b) = (own[isSpread && shape.isEmpty ? 0 : place], others[isSpread && other.shape.isEmpty ? 0 : place])
      return a == b || (a.isFinite && b.isFinite && (a - b).magnitude <= absolute + relative * b.magnitude)
    }
  }
}

extension Tensor {
  /// The element at a place of the storage, as a number.
  func number(at place: Int) -> Traced {
    let address = storage.address
    return switch elementType {
    case .float64: .float64(address.assumingMemoryBound(to: Double.self)[place])
    case .float32: .float32(address.assumingMemoryBound(to: Float.self)[place])
    case .int: .int(address.assumingMemoryBound(to: Int.self)[place])
    case .bool: .bool(address.assumingMemoryBound(to: Bool.self)[place])
    case .byte: .int(Int(address.assumingMemoryBound(to: UInt8.self)[place]))
    }
  }
}
