package import Formats
package import Tensors

extension Dataset.Part {
  /// The values `[count, width]` as a tensor: bytes stay bytes, numbers are of the given float type.
  package func features(_ floats: ElementType = .defaultFloat) throws(TensorError) -> Traced {
    switch x {
    case .bytes(let values): try Traced.make(values, shape: [count, width])
    case .numbers(let values): try Self.numbers(values, [count, width], floats)
    }
  }

  /// The targets `[count]` as a tensor: classes are integers, numbers are of the given float type.
  package func targets(_ floats: ElementType = .defaultFloat) throws(TensorError) -> Traced {
    switch y {
    case .classes(let values): try Traced.make(values, shape: [count])
    case .numbers(let values): try Self.numbers(values, [count], floats)
    }
  }

  private static func numbers(
    _ values: [Double], _ shape: [Int], _ type: ElementType
  ) throws(TensorError) -> Traced {
    type == .float32 ? try Traced.make(values.map { Float($0) }, shape: shape) : try Traced.make(values, shape: shape)
  }
}

extension IDX {
  /// The array as a tensor: bytes stay bytes, other whole numbers become `int`.
  package func tensor() throws(TensorError) -> Traced {
    switch elements {
    case .uint8(let values): try Traced.make(values, shape: shape)
    case .int8(let values): try Traced.make(values.map { Int($0) }, shape: shape)
    case .int16(let values): try Traced.make(values.map { Int($0) }, shape: shape)
    case .int32(let values): try Traced.make(values.map { Int($0) }, shape: shape)
    case .float32(let values): try Traced.make(values, shape: shape)
    case .float64(let values): try Traced.make(values, shape: shape)
    }
  }
}
