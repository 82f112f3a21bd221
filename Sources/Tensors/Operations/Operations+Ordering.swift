extension Operation {
  /// Sorted along an axis.
  package static let sort: Operation = Operation(
    name: "sort", notation: .function("sort"), summary: "Sorts along an axis, the last unless told; nan comes last.",
    why: "Sorting moves elements without changing them, so each gradient goes back to where its element came from.",
    example: "sort([3, 1, 2])  //= [1, 2, 3]", arity: 1,
    forward: { inputs, attributes throws(TensorError) in
      guard case .tensor(let tensor) = inputs[0] else { return inputs[0] }
      let places = try order(inputs[0], attributes)
      return try index(
        try reshape(.tensor(tensor), .shape([tensor.count])), .index([.gather(places, shape: tensor.shape)]))
    },
    derivative: .pullback { gradient, _, inputs, _, attributes in
      let x = inputs[0]
      guard !x.shape.isEmpty else { return gradient }
      do throws(TensorError) {
        let places = try order(x.plain, attributes)
        let parts = [IndexPart.gather(places, shape: x.shape)]
        return scatter.derived(.one(gradient), .scatter(parts, shape: [x.count])).reshaped(x.shape)
      } catch {
        return nil
      }
    })

  /// The positions that sort.
  package static let argsort: Operation = Operation(
    name: "argsort", notation: .function("argsort"),
    summary: "Gives the positions that sort along an axis, the last unless told.", why: "",
    example: "argsort([3, 1, 2])  //= [1, 2, 0]", arity: 1,
    forward: { inputs, attributes throws(TensorError) in
      guard case .tensor(let tensor) = inputs[0] else { return .int(0) }
      let axis = try sortingAxis(attributes, tensor.shape)
      let form = Reduction.Form(tensor.shape, axes: axis..<axis + 1)
      let places = try order(inputs[0], attributes)
      let ranks = places.map { form.inner == 0 || form.extent == 0 ? 0 : $0 / form.inner % form.extent }
      return try Traced.make(ranks, shape: tensor.shape)
    }, derivative: .none)

  static let ordering: [Operation] = [sort, argsort]

  private static func sortingAxis(_ attributes: Attributes, _ shape: [Int]) throws(TensorError) -> Int {
    var axis = shape.count - 1
    if case .axis(let named) = attributes { axis = named }
    guard shape.indices.contains(axis) else { throw .axisOutOfRange(axis: axis, shape: shape) }
    return axis
  }

  /// For each place of the sorted result the row-major position of its element; equal elements keep their order.
  private static func order(_ value: Traced, _ attributes: Attributes) throws(TensorError) -> [Int] {
    let shape = value.shape
    let axis = try sortingAxis(attributes, shape)
    let form = Reduction.Form(shape, axes: axis..<axis + 1)
    var places = [Int](repeating: 0, count: value.count)
    if places.isEmpty { return places }
    if value.elementType.isFloat {
      let elements = value.doubles
      try arrange(form, &places) { a, b in
        let (x, y) = (elements[a], elements[b])
        return x < y || (y.isNaN && !x.isNaN) || (a < b && (x == y || (x.isNaN && y.isNaN)))
      }
    } else {
      let elements = value.integers
      try arrange(form, &places) { a, b in elements[a] < elements[b] || (elements[a] == elements[b] && a < b) }
    }
    return places
  }

  private static func arrange(
    _ form: Reduction.Form, _ places: inout [Int], _ precedes: (Int, Int) -> Bool
  ) throws(TensorError) {
    for block in 0..<form.outer {
      for column in 0..<form.inner {
        let first = block * form.extent * form.inner + column
        let sorted = try Interruption.sorted((0..<form.extent).map { first + $0 * form.inner }, by: precedes)
        for (step, place) in sorted.enumerated() { places[first + step * form.inner] = place }
        try Interruption.check()
      }
    }
  }
}
