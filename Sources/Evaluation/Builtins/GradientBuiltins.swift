import Source
import Tensors

extension Builtins {
  /// Parameters, gradients, and what is recorded.
  static let gradients = [
    Recording.param, Recording.grad, Recording.jacobian, Recording.hessian, Recording.detach, Recording.noGrad,
    Recording.training, Recording.isTraining,
    Recording.parameters, Recording.buffer, Recording.freeze, Recording.unfreeze, Recording.warnIfStretched,
    LossChecks.labels, LossChecks.probabilities,
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
    return .parameter(call.machine.state.makeParameter(try float(call, type)))
  }

  private static func float(_ call: Call, _ type: ElementType) throws(Stop) -> Traced {
    let value = try call.traced(0).plain
    if value.elementType.isFloat { return value }
    return try call.attempt { () throws(TensorError) in try Operation.convert(value, .elementType(type)) }
  }

  static let buffer = Builtin(
    "buffer", [.required("value", "a number or tensor")], group: .gradients,
    "Makes a value that a model keeps and `:=` updates, and that is not learned.",
    details: "It is saved with the weights. No gradient is taken for it, parameters(…) does not list it, and no "
      + "optimiser moves it: batch_norm keeps its running mean so.",
    example: "m = buffer(0); m := 0.9m + 0.1; m  //= 0.1"
  ) { (call) throws(Stop) in
    .parameter(call.machine.state.makeParameter(try float(call, call.machine.state.defaultFloat), isBuffer: true))
  }

  static let freeze = Builtin(
    "freeze", [.required("net", "a model, a parameter, or a list of them")], group: .training,
    "Keeps optimisers from moving the parameters of a model.",
    details: "Gradients still flow through them. unfreeze(net) lets them move again; `:=` always does.",
    example: "w = param(1); b = param(1); freeze(w); step(sgd(rate=0.5), w * b); [w, b]  //= [1, 0.5]"
  ) { (call) throws(Stop) in
    call.machine.state.frozen.formUnion(parameters(in: call[0], call))
    return .nothing
  }

  static let unfreeze = Builtin(
    "unfreeze", [.required("net", "a model, a parameter, or a list of them")], group: .training,
    "Lets optimisers move again what freeze kept from moving.",
    example: "w = param(1); freeze(w); unfreeze(w); step(sgd(rate=0.5), 2w); w  //= 0"
  ) { (call) throws(Stop) in
    call.machine.state.frozen.subtract(parameters(in: call[0], call))
    return .nothing
  }

  private static func parameters(in value: Value, _ call: Call) -> [Int] {
    var search = ParameterSearch(call.machine)
    search.visit(value, path: "")
    return search.found.map(\.id)
  }

  static let grad = Builtin(
    "grad",
    [.required("L", "a recorded number, or a function"), .optional("w", "", "a recorded value, or a list of them")],
    group: .gradients, "Gives the gradient of a number with respect to anything it was computed from.",
    details: "grad(L, w) is ∂L/∂w. A list of targets gives a list of gradients from one backward pass. With a function "
      + "alone it gives the gradient function: grad(f)(x), also ∇f; of several arguments, ∇f(x, y), it gives a list "
      + "of all partial derivatives, and ∂f/∂y(x, y) is one of them. Gradients are recorded too, so they can be "
      + "differentiated again.",
    example: "grad(x -> sum(x^2))([1, 2])  //= [2, 4]"
  ) { (call) throws(Stop) in try differentiate(call, .gradient) }

  static let jacobian = Builtin(
    "jacobian",
    [
      .required("y", "a recorded tensor, or a function"),
      .optional("x", "", "a recorded value; of a function, where to take it"),
    ],
    group: .gradients, "Gives the derivative of every element of y with respect to every element of x.",
    details: "Its shape is the shape of y followed by the shape of x: for vectors a row for each element of y. "
      + "jacobian(f) is a function; of several numbers, jacobian(f)(x, y), it gives one matrix with a column for each, "
      + "of other arguments a list. One backward pass for each element of y.",
    example: "jacobian(x -> [x[0] * x[1], x[0]^2], [2, 3])  //= [[3, 2], [4, 0]]"
  ) { (call) throws(Stop) in try differentiate(call, .jacobian) }

  static let hessian = Builtin(
    "hessian",
    [
      .required("L", "a recorded number, or a function"),
      .optional("x", "", "a recorded value; of a function, where to take it"),
    ],
    group: .gradients, "Gives all second derivatives of a number: how its gradient changes with x.",
    details: "Its shape is the shape of x twice. hessian(f) is a function; of several numbers, hessian(f)(x, y), it "
      + "gives the matrix [[∂²f/∂x², ∂²f/∂x∂y], [∂²f/∂y∂x, ∂²f/∂y²]].",
    example: "hessian(x -> x[0]^2 * x[1], [2, 3])  //= [[6, 4], [4, 0]]"
  ) { (call) throws(Stop) in try differentiate(call, .hessian) }

  /// Of a function alone the derived function, of a function and a point the value there, else of a recorded value.
  private static func differentiate(_ call: Call, _ differentiation: Differentiation) throws(Stop) -> Value {
    guard case .function(let function) = call[0] else {
      guard call.has(1) else { throw call.withRespectToWhat() }
      return try call.machine.take(differentiation, of: call[0], with: call[1], at: call.place, in: call.frame)
    }
    guard call.has(1) else { return .function(Function(differentiation, of: function)) }
    return try call.machine.apply(differentiation, of: function, to: [call[1]], at: call.place, from: call.frame)
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
    "Calls a function with dropout and batch_norm working as they do inside train.",
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
    if let stretch = Stretch(try call.traced(0).shape, try call.traced(1).shape) {
      call.warn(.stretchedLoss, stretch.title, notes: [stretch.note], help: stretch.help)
    }
    return .nothing
  }
}

extension Call {
  fileprivate func withRespectToWhat() -> Stop {
    failure(
      .wrongArguments, "\(builtin.name) needs to know with respect to what, and this has only \(self[0].kind)",
      help: builtin.name == "grad" ? "write grad(L, w), or ∂L/∂w" : "write \(builtin.name)(L, w)")
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
      if !parameter.isBuffer { found.append(parameter) }
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
    case .derived(_, let inner): visit(inner, path: path)
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
