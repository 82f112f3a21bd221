extension Traced {
  /// A tensor of rank 1 or more, or the number itself when the shape is [].
  package init(_ tensor: Tensor) {
    guard tensor.rank == 0 else {
      self = .tensor(tensor)
      return
    }
    switch tensor.elementType {
    case .float64: self = .float64(tensor.start(Double.self)[0])
    case .float32: self = .float32(tensor.start(Float.self)[0])
    case .int: self = .int(tensor.start(Int.self)[0])
    case .bool: self = .bool(tensor.start(Bool.self)[0])
    case .byte: self = .int(Int(tensor.start(UInt8.self)[0]))
    }
  }

  /// A tensor with the given elements in row-major order; their number must be that of the shape.
  package static func make(_ elements: [Double], shape: [Int]) throws(TensorError) -> Traced {
    try copying(elements, shape)
  }

  /// Likewise of type float32.
  package static func make(_ elements: [Float], shape: [Int]) throws(TensorError) -> Traced {
    try copying(elements, shape)
  }

  /// Likewise of type int.
  package static func make(_ elements: [Int], shape: [Int]) throws(TensorError) -> Traced {
    try copying(elements, shape)
  }

  /// Likewise of type byte.
  package static func make(_ elements: [UInt8], shape: [Int]) throws(TensorError) -> Traced {
    try copying(elements, shape)
  }

  /// Likewise of type bool.
  package static func make(_ elements: [Bool], shape: [Int]) throws(TensorError) -> Traced {
    try copying(elements, shape)
  }

  private static func copying<T: Element>(_ elements: [T], _ shape: [Int]) throws(TensorError) -> Traced {
    guard Shapes.count(shape) == elements.count else { throw .cannotReshape(shape: [elements.count], to: shape) }
    if shape.isEmpty { return elements[0].traced }
    let tensor = try Tensor.make(T.elementType, shape)
    elements.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { tensor.start(T.self).update(from: base, count: buffer.count) }
    }
    return .tensor(tensor)
  }

  /// A tensor with one value everywhere; it takes the memory of one element.
  package static func full(
    _ value: Double, shape: [Int], type: ElementType = .defaultFloat
  ) throws(TensorError) -> Traced {
    try TensorLimits.check(shape, type)
    return repeated(try Traced.float64(value).converted(to: type), shape, type)
  }

  /// Zeros.
  package static func zeros(shape: [Int], type: ElementType = .defaultFloat) throws(TensorError) -> Traced {
    try full(0, shape: shape, type: type)
  }

  /// Ones.
  package static func ones(shape: [Int], type: ElementType = .defaultFloat) throws(TensorError) -> Traced {
    try full(1, shape: shape, type: type)
  }

  /// A plain value of the same shape and type with ones everywhere.
  package var ones: Traced { like(1) }

  /// A plain value of the same shape and type with zeros everywhere.
  package var zeros: Traced { like(0) }

  private func like(_ value: Double) -> Traced {
    switch plain {
    case .float64: return .float64(value)
    case .float32: return .float32(Float(value))
    case .int: return .int(Int(value))
    case .bool: return .bool(value != 0)
    case .tensor(let tensor):
      let number: Traced =
        switch tensor.elementType {
        case .float64: .float64(value)
        case .float32: .float32(Float(value))
        case .int, .byte: .int(Int(value))
        case .bool: .bool(value != 0)
        }
      return Traced.repeated(number, tensor.shape, tensor.elementType)
    case .node: return self
    }
  }

  /// One element in memory, seen at every place of a shape.
  static func repeated(_ number: Traced, _ shape: [Int], _ type: ElementType) -> Traced {
    if shape.isEmpty { return number }
    let storage = Storage(byteCount: type.size)
    switch type {
    case .float64: storage.address.storeBytes(of: Double.read(number), as: Double.self)
    case .float32: storage.address.storeBytes(of: Float.read(number), as: Float.self)
    case .int: storage.address.storeBytes(of: Int.read(number), as: Int.self)
    case .bool: storage.address.storeBytes(of: Bool.read(number), as: Bool.self)
    case .byte: storage.address.storeBytes(of: UInt8.read(number), as: UInt8.self)
    }
    return .tensor(Tensor.view(type, shape, shape.map { _ in 0 }, storage, 0))
  }

  /// The identity matrix, or a rectangle with ones on its diagonal.
  package static func eye(
    _ rows: Int, _ columns: Int, type: ElementType = .defaultFloat
  ) throws(TensorError) -> Traced {
    let tensor = try Tensor.make(.float64, [rows, columns])
    let out = tensor.start(Double.self)
    out.update(repeating: 0, count: tensor.count)
    for i in 0..<Swift.min(rows, columns) { out[i * columns + i] = 1 }
    return try Traced.tensor(tensor).converted(to: type)
  }

  /// Whole numbers start, start + step, … before `end`.
  package static func arange(_ start: Int, _ end: Int, step: Int = 1) throws(TensorError) -> Traced {
    guard step != 0 else { throw .zeroStep }
    let (span, overflows) = end.subtractingReportingOverflow(start)
    if overflows { throw .tooLarge(shape: [Int.max], bytes: nil, limit: TensorLimits.tensorBytes) }
    let count = (span > 0) == (step > 0) && span != 0 ? Int(span.magnitude - 1) / Int(clamping: step.magnitude) + 1 : 0
    let tensor = try Tensor.make(.int, [count])
    let out = tensor.start(Int.self)
    for i in 0..<count { out[i] = start &+ i &* step }
    return .tensor(tensor)
  }

  /// `count` numbers at equal distances from `start` to `end`, both included.
  package static func linspace(
    _ start: Double, _ end: Double, count: Int, type: ElementType = .defaultFloat
  ) throws(TensorError) -> Traced {
    let tensor = try Tensor.make(.float64, [count])
    let out = tensor.start(Double.self)
    let last = Double(Swift.max(count - 1, 1))
    for i in 0..<count { out[i] = start + (end - start) * (Double(i) / last) }
    if count > 1 { out[count - 1] = end }
    return try Traced.tensor(tensor).converted(to: type)
  }

  /// Values of equal shape along a new first axis; the stacking is recorded when one of them is.
  package static func stack(_ values: [Traced]) throws(TensorError) -> Traced {
    if values.isEmpty { return try make([Double](), shape: [0]) }
    if let numbers = plainDoubles(values) { return try make(numbers, shape: [numbers.count]) }
    let first = values[0].shape
    for (position, value) in values.enumerated() where value.shape != first {
      throw .raggedList(position: position, first: first, other: value.shape)
    }
    return try Operation.stack(values, .axis(0))
  }

  private static func plainDoubles(_ values: [Traced]) -> [Double]? {
    var numbers: [Double] = []
    numbers.reserveCapacity(values.count)
    for value in values {
      guard case .float64(let number) = value else { return nil }
      numbers.append(number)
    }
    return numbers
  }
}
