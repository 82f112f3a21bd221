import Source
import Tensors

/// What a derived function computes of the function it was made from.
enum Differentiation {
  /// `f'`, `f''`: the derivatives of a function of a number.
  case prime(order: Int)
  /// `∇f`: the gradient, or of several arguments all partial derivatives.
  case gradient
  /// `∂f/∂y`: the partial derivative by the parameter at a position.
  case partial(Int)
  /// The derivative of every element of the result.
  case jacobian
  /// All second derivatives.
  case hessian
}

extension Function {
  /// The function that gives a derivative of another.
  convenience init(_ differentiation: Differentiation, of function: Function) {
    let name = function.name ?? "f"
    let shown =
      switch differentiation {
      case .prime(let order): name + String(repeating: "'", count: order)
      case .gradient: "∇" + name
      case .partial(let position): "∂\(name)/∂\(function.parameters[position].name)"
      case .jacobian: "jacobian(\(name))"
      case .hessian: "hessian(\(name))"
      }
    self.init(name: shown, body: .derived(differentiation, of: function))
  }

  /// The names of the parameters that every call must give.
  var required: [String] { parameters.filter { !$0.isOptional }.map(\.name) }
}

extension Machine {
  /// `f'`: the derivative of a function of a number, as a function.
  func derivative(of value: Value, order: Int, at place: Site) throws(Stop) -> Value {
    let text = text(of: 0, at: place)
    guard case .function(let function) = value else { throw place.noPrime(of: text, value) }
    if function.required.count > 1 { throw place.whichVariable(of: text, function) }
    return try admitted(.function(Function(.prime(order: order), of: function)), at: place)
  }

  /// `∂f/∂y`: the derivative of a function by the parameter that the denominator names, as a function.
  func partial(of function: Function, at place: Site) throws(Stop) -> Value {
    let text = text(of: 0, at: place)
    guard place.operands.count > 1, let name = place.operands[1].name,
      let position = function.parameters.firstIndex(where: { $0.name == name })
    else { throw place.noSuchVariable(self.text(of: 1, at: place), of: text, function) }
    return try admitted(.function(Function(.partial(position), of: function)), at: place)
  }

  /// The value of a derived function.
  ///
  /// It is recorded like any value: it depends on all that the function depends on, its arguments, what it captured, and
  /// the points at which derivatives around this one are taken.
  func apply(
    _ differentiation: Differentiation, of function: Function, to arguments: [Value], at place: Site, from frame: Frame
  ) throws(Stop) -> Value {
    var positions: [Int]
    switch differentiation {
    case .prime: positions = [0]
    case .partial(let position): positions = [position]
    case .gradient, .jacobian, .hessian: positions = arguments.indices.filter { isDifferentiable(arguments[$0]) }
    }
    if positions.isEmpty { positions = [0] }
    for position in positions {
      guard position < arguments.count, isGiven(arguments[position]) else {
        let parameters = function.parameters
        let name = position < parameters.count ? parameters[position].name : "x"
        throw missing(name, for: Function(differentiation, of: function), given: arguments.count, at: place)
      }
    }
    var points: [Traced] = []
    for position in positions {
      let point = try floating(try traced(arguments[position], at: place, operand: position), at: place)
      if case .prime = differentiation, !point.shape.isEmpty { throw place.pointIsTensor(arguments[position]) }
      points.append(point)
    }

    let before = isRecording
    isRecording = true
    defer { isRecording = before }
    // A point is a value of its own in the graph, so that what it was computed from is reached through it.
    let leaves = points.map { point in
      point.node == nil
        ? Node(leaf: point) : Node(.same, value: point.plain, inputs: .one(point))
    }
    var inner = arguments
    for (position, leaf) in zip(positions, leaves) { inner[position] = .data(.node(leaf)) }
    let value = try call(function, inner, at: place, from: frame)
    switch value {
    case .data, .parameter, .list, .range: break
    default: throw place.resultIs(value)
    }
    let result = try traced(value, at: place, operand: 0)
    let isConnected = before && result.node?.dependsOnLeaf(besides: leaves) == true
    func finished(_ traced: Traced) -> Value {
      guard isConnected else { return .data(traced.plain) }
      // Also a slope that happens to be 0 everywhere can be differentiated again.
      return place.mark(traced.node == nil ? .node(Node(leaf: traced)) : traced, in: frame)
    }

    switch differentiation {
    case .prime(let order):
      var slope = result
      for _ in 0..<order { slope = try gradients(of: slope, with: leaves, at: place)[0] }
      return finished(slope)
    case .partial: return finished(try gradients(of: result, with: leaves, at: place)[0])
    case .gradient: return Machine.packed(try gradients(of: result, with: leaves, at: place).map(finished))
    case .jacobian:
      var parts: [Traced] = []
      for leaf in leaves { parts.append(try jacobian(of: result, with: .node(leaf), shape: leaf.value, at: place)) }
      if let matrix = try inColumns(parts, of: result, at: place) { return finished(matrix) }
      return Machine.packed(parts.map(finished))
    case .hessian:
      var rows: [Value] = []
      for slope in try gradients(of: result, with: leaves, at: place) {
        var row: [Value] = []
        for leaf in leaves {
          row.append(finished(try jacobian(of: slope, with: .node(leaf), shape: leaf.value, at: place)))
        }
        rows.append(Machine.packed(row))
      }
      return Machine.packed(rows)
    }
  }

  private func isGiven(_ value: Value) -> Bool {
    if case .unset = value { return false }
    return true
  }

  /// Whether an argument is something that moves smoothly: a number or a tensor of them, and no truth value.
  private func isDifferentiable(_ value: Value) -> Bool {
    switch value {
    case .data(let traced): traced.elementType != .bool
    case .parameter, .range: true
    case .list(let list): list.items.allSatisfy(isDifferentiable)
    case .string, .record, .function, .optimiser, .figure, .batches, .nothing, .unset: false
    }
  }

  /// One value by itself, several as a list.
  private static func packed(_ values: [Value]) -> Value {
    if values.count == 1 { return values[0] }
    return .list(List(values))
  }

  /// The gradients of a number with respect to points; zeros where it does not depend on one.
  private func gradients(of result: Traced, with leaves: [Node], at place: Site) throws(Stop) -> [Traced] {
    guard result.shape.isEmpty else { throw place.resultIsTensor(result.shape) }
    guard case .node(let node) = result else { return leaves.map { $0.value.zeros } }
    let found = Gradient.of(node, with: leaves.map { .node($0) })
    return zip(found, leaves).map { $0 ?? $1.value.zeros }
  }

  /// The derivatives by several numbers as the columns of one matrix, whose rows are the elements of the result; nil
  /// where what they were taken by has axes, and for a result that is a number.
  func inColumns(_ parts: [Traced], of result: Traced, at place: Site) throws(Stop) -> Traced? {
    guard parts.count > 1, !result.shape.isEmpty, parts.allSatisfy({ $0.shape == result.shape }) else { return nil }
    return try attempt(at: place) { () throws(TensorError) in
      try Operation.stack(parts, .axis(result.shape.count))
    }
  }

  /// The derivatives of all elements of a result, one backward pass for each: [shape of the result] + [shape of the point].
  func jacobian(
    of result: Traced, with target: GradientTarget?, shape point: Traced, at place: Site
  ) throws(Stop) -> Traced {
    let shape = result.shape + point.shape
    return try attempt(at: place) { () throws(TensorError) in
      try TensorLimits.check(shape, point.elementType)
      guard case .node = result, let target, result.count > 0 else {
        return try Traced.zeros(shape: shape, type: point.elementType)
      }
      let flat = result.shape.isEmpty ? result : try Operation.reshape(result, .shape([result.count]))
      var rows: [Traced] = []
      for element in 0..<result.count {
        if Interruption.isRequested { throw .interrupted }
        let one = result.shape.isEmpty ? flat : try Operation.index(flat, .index([.at(element)]))
        guard case .node(let node) = one else { continue }
        rows.append(Gradient.of(node, with: [target])[0] ?? point.plain.zeros)
      }
      if result.shape.isEmpty { return rows[0] }
      return try Operation.reshape(try Operation.stack(rows, .axis(0)), .shape(shape))
    }
  }

  private func floating(_ value: Traced, at place: Site) throws(Stop) -> Traced {
    if value.elementType.isFloat { return value }
    let type = state.defaultFloat
    return try attempt(at: place) { () throws(TensorError) in try Operation.convert(value, .elementType(type)) }
  }
}

// MARK: Words

extension Site {
  fileprivate func noPrime(of text: String, _ value: Value) -> Stop {
    failure(
      .notAFunction,
      value.hasAxes
        ? "a prime means a derivative, and \(text) is \(value.kind)"
        : "a prime means the derivative of a function, and \(text) is \(value.kind)",
      help: value.hasAxes ? "for the transpose write \(text).T or \(text)ᵀ" : nil)
  }

  fileprivate func whichVariable(of text: String, _ function: Function) -> Stop {
    let names = function.required
    let arguments = names.joined(separator: ", ")
    let ways = names.map { "∂\(text)/∂\($0)(\(arguments))" }.joined(separator: " or ")
    return failure(
      .whichVariable, "\(text) is a function of \(names.joined(separator: " and ")), and a prime does not say which",
      help: "write \(ways), or ∇\(text)(\(arguments)) for all")
  }

  fileprivate func noSuchVariable(_ name: String, of text: String, _ function: Function) -> Stop {
    let names = function.parameters.map(\.name)
    return failure(
      .whichVariable, "\(text) is a function, and \(name) is not one of its parameters",
      help: names.isEmpty
        ? nil : "write ∂\(text)/∂\(names[0])(\(names.joined(separator: ", "))), or call \(text) and take ∂ of its value"
    )
  }

  fileprivate func pointIsTensor(_ value: Value) -> Stop {
    failure(
      .notAScalar, "f' is the derivative of a function of one number, and the argument is \(value.kind)",
      help: "map(f', x) takes it at each number of x, and grad(f)(x) is the gradient where f gives one number of all")
  }

  fileprivate func resultIs(_ value: Value) -> Stop {
    failure(.notANumber, "the function gives \(value.kind), not a number")
  }

  fileprivate func resultIsTensor(_ shape: [Int]) -> Stop {
    failure(
      .notAScalar, "the function gives a tensor of shape \(ShapeText.of(shape)), not a number",
      help: "jacobian(f)(x) has the derivative of every element")
  }
}
