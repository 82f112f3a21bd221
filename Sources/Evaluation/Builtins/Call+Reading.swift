import Source
import Tensors

extension Call {
  /// The axes an argument names; nil for all of them, which is also what a missing argument means.
  func axes(_ position: Int, of shape: [Int]) throws(Stop) -> [Int]? {
    switch self[position] {
    case .unset: return nil
    case .string(let text) where text.string == "all": return nil
    case .list, .range:
      var axes: [Int] = []
      for element in try elements(position) { axes.append(try machine.wholeNumber(element, "an axis", at: place)) }
      return try attempt { () throws(TensorError) in try Axes.normalise(axes, shape: shape) }
    default:
      let axis = try machine.wholeNumber(self[position], "an axis", at: place)
      return [try attempt { () throws(TensorError) in try Axes.normalise(axis, shape: shape) }]
    }
  }

  /// One axis, counted from 0.
  func axis(_ position: Int, of shape: [Int], default defaultValue: Int) throws(Stop) -> Int {
    let axis = has(position) ? try machine.wholeNumber(self[position], "an axis", at: place) : defaultValue
    return try attempt { () throws(TensorError) in try Axes.normalise(axis, shape: shape) }
  }

  /// A shape given as one list, `zeros([2, 3])`, or as several numbers, `zeros(2, 3)`.
  func extents(from position: Int = 0) throws(Stop) -> [Int] {
    if case .data(let first) = self[position], first.shape.isEmpty {
      var extents: [Int] = []
      for place in arguments.indices.dropFirst(position) where place == position || !isNamed(place) {
        guard case .data = self[place] else { continue }
        extents.append(try machine.wholeNumber(self[place], "an extent", at: self.place))
      }
      return extents
    }
    return try shape(position)
  }

  /// An element type: its name as a text, or the function of that name; the session's default when left out.
  func elementType(_ position: Int, default defaultValue: ElementType? = nil) throws(Stop) -> ElementType {
    let name: String
    switch self[position] {
    case .unset: return defaultValue ?? machine.state.defaultFloat
    case .string(let text): name = text.string
    case .function(let function): name = function.name ?? ""
    // Where extents follow each other, what stands here is one of them.
    case .data where builtin.isVariadic && !isNamed(position): return defaultValue ?? machine.state.defaultFloat
    default: name = ""
    }
    if let type = ElementType.allCases.first(where: { $0.name == name }) { return type }
    throw failure(
      .unknownDtype, "dtype must be an element type, and this is \(self[position].kind)", at: position,
      help: "write one of \(list: ElementType.allCases.map { "\"\($0.name)\"" })")
  }

  /// An argument as a list of plain numbers, whatever its shape.
  func numbers(_ position: Int) throws(Stop) -> [Double] { try traced(position).plain.doubles }

  /// An argument as whole numbers, such as labels, which may be stored as floats.
  func wholeNumbers(_ position: Int, _ what: Phrase) throws(Stop) -> [Int] {
    let plain = try traced(position).plain
    guard plain.elementType.isFloat else { return plain.integers }
    var whole: [Int] = []
    for number in plain.doubles {
      guard let exact = Int(exactly: number) else {
        throw failure(
          .notAWholeNumber, "\(what) must be whole numbers, and one of these is \(number)", at: position)
      }
      whole.append(exact)
    }
    return whole
  }

  /// Two whole numbers for height and width: one number stands for both.
  func pair(_ position: Int, default defaultValue: (Int, Int)) throws(Stop) -> (Int, Int) {
    guard has(position) else { return defaultValue }
    let extents = try shape(position)
    switch extents.count {
    case 1: return (extents[0], extents[0])
    case 2: return (extents[0], extents[1])
    default:
      throw failure(
        .wrongArguments, "\(builtin.parameters[position].name) must be one number or [height, width]", at: position)
    }
  }

  /// A value of the default float type that is not recorded.
  func tensor(_ elements: [Double], shape: [Int]) throws(Stop) -> Value {
    let type = machine.state.defaultFloat
    return .data(
      try attempt { () throws(TensorError) in
        let made = try Traced.make(elements, shape: shape)
        return type == .float64 ? made : try Operation.convert(made, .elementType(type))
      })
  }

  /// Whole numbers as a tensor.
  func tensor(_ elements: [Int], shape: [Int]) throws(Stop) -> Value {
    .data(try attempt { () throws(TensorError) in try Traced.make(elements, shape: shape) })
  }

  /// Tells about something that is probably not meant, at the expression of the user that led here.
  func warn(
    _ code: ErrorCode, _ title: Phrase, notes: [Phrase] = [], help: Phrase? = nil,
    severity: Diagnostic.Severity = .warning
  ) {
    var frame: Frame? = frame
    var entry = machine.table.entry(place.origin)
    while let current = frame, let code = current.code, code.isPrelude {
      entry = machine.table.entry(current.callOrigin)
      frame = current.parent
    }
    machine.tell(
      Diagnostic(
        severity, code: code, title, source: entry?.source, labels: entry.map { [.init($0.span)] } ?? [],
        notes: notes, help: help))
  }
}
