import Source
import Tensors

extension Builtins {
  /// Parameters, gradients, and what is recorded.
  static let gradients = [
    Recording.param, Recording.grad, Recording.detach, Recording.noGrad, Recording.training, Recording.isTraining,
    Recording.parameters, Recording.warnIfStretched,
  ]
}

private enum Recording {
  static let param = Builtin(
    "param", [.required("value", "a number or tensor")], group: .gradients,
    "Makes a parameter: a value that gradients are taken for and that `:=` and optimisers update.",
    details: "Whole numbers become the default float type. Everything computed from a parameter remembers how.",
    example: "w = param(3); ∂(w^2)/∂w  //= 6"
  ) { (call) throws(Stop) in
    let type = call.machine.state.defaultFloat
    var value = try call.traced(0).plain
    if !value.elementType.isFloat {
      let whole = value
      value = try call.attempt { () throws(TensorError) in try Operation.convert(whole, .elementType(type)) }
    }
    return .parameter(call.machine.state.makeParameter(value))
  }

  static let grad = Builtin(
    "grad",
    [.required("L", "a recorded number, or a function"), .optional("w", "", "a recorded value, or a list of them")],
    group: .gradients, "Gives the gradient of a number with respect to anything it was computed from.",
    details: "grad(L, w) is ∂L/∂w. A list of targets gives a list of gradients from one backward pass. With a function "
      + "alone it gives the gradient function: grad(f)(x), also ∇f. Gradients are recorded too, so they can be "
      + "differentiated again.",
    example: "grad(x -> sum(x^2))([1, 2])  //= [2, 4]"
  ) { (call) throws(Stop) in
    if call.has(1) { return try call.machine.gradient(of: call[0], with: call[1], at: call.place, in: call.frame) }
    guard case .function(let function) = call[0] else {
      throw call.failure(
        "wrong-arguments", "grad needs to know with respect to what, and this has only \(call[0].kind)",
        help: "write grad(L, w), or ∂L/∂w")
    }
    return .function(Function(name: "∇" + (function.name ?? "f"), body: .gradient(of: function)))
  }

  static let detach = Builtin(
    "detach", [.required("x", "a number or tensor")], group: .gradients,
    "Gives the value without its history: no gradient flows through it.", example: "detach(param(2))  //= 2"
  ) { (call) throws(Stop) in .data(try call.traced(0).plain) }

  static let noGrad = Builtin(
    "no_grad", [.required("f", "a function")], isVariadic: true, group: .gradients,
    "Calls a function without recording anything.",
    details: "no_grad { … } does the same for the statements between the braces. It saves the memory of the record.",
    example: "no_grad(x -> 2x, param(3))  //= 6"
  ) { (call) throws(Stop) in
    let function = try call.function(0)
    let machine = call.machine
    let before = machine.isRecording
    machine.isRecording = false
    defer { machine.isRecording = before }
    return try call.invoke(function, Array(call.arguments.dropFirst()))
  }

  static let training = Builtin(
    "training", [.required("f", "a function")], isVariadic: true, group: .training,
    "Calls a function with dropout active, as it is inside train.",
    details: "training { … } does the same for the statements between the braces.",
    example: "training(x -> is_training(), 0)  //= true"
  ) { (call) throws(Stop) in
    let function = try call.function(0)
    let machine = call.machine
    let before = machine.isTraining
    machine.isTraining = true
    defer { machine.isTraining = before }
    return try call.invoke(function, Array(call.arguments.dropFirst()))
  }

  static let isTraining = Builtin(
    "is_training", [], group: .training, "Says whether this runs inside train or training { … }.",
    example: "is_training()  //= false"
  ) { (call) throws(Stop) in .boolean(call.machine.isTraining) }

  static let parameters = Builtin(
    "parameters", [.required("f", "a function, a model, or a list of them")], group: .gradients,
    "Lists the parameters that a function captured, and the top-level ones it mentions.",
    details: "They come in the order in which the function mentions them, each once. Those without a name of their own "
      + "are named by their path, as in net[0].W.",
    example: "len(parameters(dense(2, 3)))  //= 2"
  ) { (call) throws(Stop) in
    var search = ParameterSearch(call.machine)
    search.visit(call[0], path: call.place.operands.first?.name ?? "")
    return .list(List(search.found.map { .parameter($0) }))
  }

  static let warnIfStretched = Builtin(
    "warn_if_stretched", [.required("a", "predictions"), .required("b", "targets")], group: .activations,
    "Warns when a column of predictions would be stretched against a row of targets.",
    details: "[n, 1] with [n] gives [n, n]: every prediction is compared with every target, which no loss means."
  ) { (call) throws(Stop) in
    let (a, b) = (try call.traced(0).shape, try call.traced(1).shape)
    guard a.count != b.count, let n = a.last ?? b.last, let stretched = Shapes.broadcast(a, b), stretched != a,
      stretched != b
    else { return .nothing }
    let (column, row) = a.count > b.count ? ("predictions", "targets") : ("targets", "predictions")
    call.warn(
      "stretched-loss",
      "the predictions \(ShapeText.of(a)) and the targets \(ShapeText.of(b)) are stretched to \(ShapeText.of(stretched))",
      notes: ["Every one of the \(n) is compared with every other, so the loss does not mean what it says."],
      help: "give both one shape: squeeze(\(column), axis=-1), or expand_dims(\(row), -1)")
    return .nothing
  }
}

/// Finds the parameters inside values: in lists, in records, and in what functions captured or mention.
struct ParameterSearch {
  private let machine: Machine
  private var followsGlobals = true
  private var seen: Set<ObjectIdentifier> = []
  private(set) var found: [Parameter] = []

  init(_ machine: Machine) { self.machine = machine }

  /// Calls the parameters that a function captured by their paths: `net[0].W`.
  static func name(_ value: Value, as name: String, _ machine: Machine) {
    var search = ParameterSearch(machine)
    search.followsGlobals = false
    search.visit(value, path: name)
  }

  /// How deep values may lie inside each other before the search turns back.
  private static let deepest = 1000
  private var depth = 0

  /// Looks into a value; parameters without a name of their own are called by their path.
  mutating func visit(_ value: Value, path: String) {
    guard depth < ParameterSearch.deepest else { return }
    depth += 1
    defer { depth -= 1 }
    switch value {
    case .parameter(let parameter):
      guard seen.insert(ObjectIdentifier(parameter)).inserted else { return }
      found.append(parameter)
      if !path.isEmpty, isUnnamed(parameter, at: path) { parameter.name = path }
    case .list(let list):
      guard seen.insert(ObjectIdentifier(list)).inserted else { return }
      for (index, item) in list.items.enumerated() { visit(item, path: path.isEmpty ? "" : "\(path)[\(index)]") }
    case .record(let record):
      guard seen.insert(ObjectIdentifier(record)).inserted else { return }
      for (name, item) in zip(record.names, record.values) {
        visit(item, path: path.isEmpty ? name : "\(path).\(name)")
      }
    case .function(let function): visit(function, path: path)
    case .data, .string, .range, .optimiser, .figure, .batches, .nothing, .unset: break
    }
  }

  private mutating func visit(_ function: Function, path: String) {
    guard seen.insert(ObjectIdentifier(function)).inserted else { return }
    switch function.body {
    case .builtin: return
    case .derivative(let inner, _), .gradient(let inner): visit(inner, path: path)
    case .code:
      for (name, value) in function.captured {
        // The layers of a chain are reached as net[0], anything else that was captured as net.W.
        visit(value, path: path.isEmpty ? "" : name == "layers" ? path : "\(path).\(name)")
      }
      guard followsGlobals else { return }
      for slot in function.mentionedGlobals where slot < machine.globalCount {
        visit(machine.globals[slot], path: slot < machine.table.names.count ? machine.table.names[slot] : "")
      }
    }
  }

  /// Whether a parameter has no name, or only the one it had inside the function that made it.
  private func isUnnamed(_ parameter: Parameter, at path: String) -> Bool {
    guard let name = parameter.name else { return true }
    guard path.hasSuffix(".\(name)") else { return false }
    if let slot = machine.table.existingSlot(for: name), slot < machine.globalCount,
      case .parameter(let global) = machine.globals[slot], global === parameter
    {
      return false
    }
    return true
  }
}
