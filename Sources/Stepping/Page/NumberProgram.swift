import Documents
import Tensors

/// Recorded operations on tensors written down as operations on single numbers.
///
/// An elementwise operation stands for itself; what only moves, repeats and adds up elements is read off its results for
/// one element at a time.
struct NumberProgram {
  /// Why something cannot be written down.
  enum Refusal: Error, Equatable {
    /// An operation that a page does not compute.
    case operation(String)
    /// There are more numbers than a page computes.
    case size
    /// Not numbers of one precision, or not finite.
    case numbers
    /// A condition of the program depends on the numbers.
    case condition
    /// Computed in this way, they would not be what the program computes.
    case difference
  }

  /// The numbers, each behind those that it is computed from.
  private(set) var cells: [Recalculation.Cell] = []
  /// The precision of all that is computed.
  let precision: ElementType
  private var known: [ObjectIdentifier: [Int]] = [:]
  private var places: [Recalculation.Cell: Int] = [:]

  /// What only moves, repeats and adds up elements of its recorded inputs.
  private static let movements: Set<String> = [
    "sum", "mean", "cumsum", "reshape", "transpose", "broadcast", "concat", "stack", "flip", "triu", "tril", "index",
    "scatter", "convert", "same", "patches", "unpatches", "where",
  ]

  /// Begins without any number.
  init(precision: ElementType) { self.precision = precision }

  /// Gives the elements of a start cells of their own, which may be changed.
  mutating func begin(with node: Node) throws(Refusal) {
    guard known[ObjectIdentifier(node)] == nil else { return }
    guard node.value.elementType == precision else { throw .numbers }
    known[ObjectIdentifier(node)] = try node.value.doubles.map { number throws(Refusal) in
      guard number.isFinite else { throw .numbers }
      return try append(.given(number))
    }
  }

  /// The cells of a value.
  mutating func value(of value: Traced) throws(Refusal) -> Recalculation.Value {
    Recalculation.Value(shape: value.shape, cells: try cells(of: value))
  }

  /// The cells of a sum of two values of one shape.
  mutating func sum(_ left: Recalculation.Value, _ right: Recalculation.Value) throws(Refusal) -> Recalculation.Value {
    var cells: [Int] = []
    for (one, other) in zip(left.cells, right.cells) { cells.append(try computed(.add, [one, other])) }
    return Recalculation.Value(shape: left.shape, cells: cells)
  }

  /// What the cells hold with other numbers in some that are given.
  func numbers(changing changed: [Int: Double]) -> [Double] {
    func rounded(_ number: Double) -> Double { precision == .float32 ? Double(Float(number)) : number }
    var operations: [String: Operation] = [:]
    var numbers: [Double] = []
    numbers.reserveCapacity(cells.count)
    for (index, cell) in cells.enumerated() {
      switch cell {
      case .given(let number): numbers.append(rounded(changed[index] ?? number))
      case .computed(let name, let inputs):
        let operation = operations[name] ?? Operation.named(name)
        operations[name] = operation
        let number =
          inputs.count == 1
          ? operation?.scalar1?(numbers[inputs[0]]) : operation?.scalar2?(numbers[inputs[0]], numbers[inputs[1]])
        numbers.append(rounded(number ?? .nan))
      }
    }
    return numbers
  }

  private mutating func cells(of value: Traced) throws(Refusal) -> [Int] {
    guard let node = value.node else {
      guard value.count <= Recalculation.mostCells else { throw .size }
      var cells: [Int] = []
      for number in value.doubles { cells.append(try constant(number)) }
      return cells
    }
    if let cells = known[ObjectIdentifier(node)] { return cells }
    let cells = try written(node)
    known[ObjectIdentifier(node)] = cells
    return cells
  }

  private mutating func written(_ node: Node) throws(Refusal) -> [Int] {
    guard node.value.elementType == precision else { throw .numbers }
    guard node.value.count <= Recalculation.mostCells else { throw .size }
    let operation = node.operation
    let inputs = (0..<node.inputs.count).map { node.inputs[$0] }
    if operation === Operation.matmul { return try product(inputs[0], inputs[1]) }
    if Self.movements.contains(operation.name) { return try moved(node, inputs) }
    guard operation.scalar1 != nil || operation.scalar2 != nil, Recalculation.operations.contains(operation.name) else {
      throw .operation(operation.name)
    }
    // The slope of a power by its exponent is another one at the base 0.
    if operation === Operation.power, inputs[1].node != nil,
      inputs[0].node != nil || inputs[0].doubles.contains(0)
    {
      throw .operation(operation.name)
    }
    var columns: [[Int]] = []
    for input in inputs {
      let own = try cells(of: input)
      columns.append(
        (0..<node.value.count).map { own[Places.source($0, of: node.value.shape, in: input.shape)] })
    }
    var result: [Int] = []
    for index in 0..<node.value.count { result.append(try computed(operation, columns.map { $0[index] })) }
    return result
  }

  private mutating func product(_ left: Traced, _ right: Traced) throws(Refusal) -> [Int] {
    let (a, b) = (left.shape, right.shape)
    guard 1...2 ~= a.count, 1...2 ~= b.count, let depth = a.last else { throw .operation("@") }
    let (rows, columns) = (a.count == 2 ? a[0] : 1, b.count == 2 ? b[1] : 1)
    guard rows * columns * depth <= Recalculation.mostCells else { throw .size }
    let (first, second) = (try cells(of: left), try cells(of: right))
    var result: [Int] = []
    for row in 0..<rows {
      for column in 0..<columns {
        var sum: Int?
        for k in 0..<depth {
          let term = try computed(.multiply, [first[row * depth + k], second[k * columns + column]])
          sum = try added(term, to: sum)
        }
        if let sum { result.append(sum) } else { result.append(try constant(0)) }
      }
    }
    return result
  }

  /// The results of an operation that is linear in its recorded inputs, from its results for one element at a time.
  private mutating func moved(_ node: Node, _ inputs: [Traced]) throws(Refusal) -> [Int] {
    var still = inputs.map { $0.node == nil ? $0 : $0.zeros }
    func results(_ inputs: [Traced]) throws(Refusal) -> [Double] {
      guard let result = try? node.operation(inputs, node.attributes) else { throw .operation(node.operation.name) }
      return result.doubles
    }
    let base = try results(still)
    var terms = [[(cell: Int, factor: Double)]](repeating: [], count: base.count)
    for position in inputs.indices where inputs[position].node != nil {
      // Whether an element is taken may depend on this one: it is no longer only moved.
      if node.operation === Operation.where, position == 0 { throw .condition }
      let own = try cells(of: inputs[position])
      guard own.count * base.count <= Recalculation.mostCells * 32 else { throw .size }
      var elements = [Double](repeating: 0, count: own.count)
      for index in own.indices {
        elements[index] = 1
        guard let probe = inputs[position].plain.holding(elements) else { throw .numbers }
        let other = still[position]
        still[position] = probe
        for (place, (with, without)) in zip(try results(still), base).enumerated() where with != without {
          guard (with - without).isFinite else { throw .numbers }
          terms[place].append((own[index], with - without))
        }
        still[position] = other
        elements[index] = 0
      }
    }
    var result: [Int] = []
    for (terms, base) in zip(terms, base) { result.append(try combined(terms, base)) }
    return result
  }

  private mutating func combined(_ terms: [(cell: Int, factor: Double)], _ base: Double) throws(Refusal) -> Int {
    guard let first = terms.first else { return try constant(base) }
    let isEven = terms.allSatisfy { $0.factor == first.factor }
    var sum: Int?
    for term in terms {
      let cell = isEven ? term.cell : try scaled(term.cell, by: term.factor)
      sum = try added(cell, to: sum)
    }
    let result = isEven ? try scaled(sum ?? first.cell, by: first.factor) : sum ?? first.cell
    return base == 0 ? result : try computed(.add, [result, constant(base)])
  }

  private mutating func added(_ cell: Int, to sum: Int?) throws(Refusal) -> Int {
    guard let sum else { return cell }
    return try computed(.add, [sum, cell])
  }

  private mutating func scaled(_ cell: Int, by factor: Double) throws(Refusal) -> Int {
    factor == 1 ? cell : try computed(.multiply, [cell, constant(factor)])
  }

  private mutating func constant(_ number: Double) throws(Refusal) -> Int {
    guard !number.isNaN else { throw .numbers }
    return try shared(.given(number))
  }

  private mutating func computed(_ operation: Operation, _ inputs: [Int]) throws(Refusal) -> Int {
    try shared(.computed(operation.name, inputs))
  }

  /// The cell of something that is computed in the same way wherever it is needed.
  private mutating func shared(_ cell: Recalculation.Cell) throws(Refusal) -> Int {
    if let place = places[cell] { return place }
    let place = try append(cell)
    places[cell] = place
    return place
  }

  private mutating func append(_ cell: Recalculation.Cell) throws(Refusal) -> Int {
    guard cells.count < Recalculation.mostCells else { throw .size }
    cells.append(cell)
    return cells.count - 1
  }
}
