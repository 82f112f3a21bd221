import Source
import Syntax
import Tensors

extension Compiler {
  /// Code for a call.
  func call(_ callee: Expression, _ arguments: [Expression.Argument], span: Span) throws(Stop) -> Code {
    if let inline = try inlineBlock(callee, arguments) {
      // What a user binds to the name comes first.
      guard case .name(let name) = callee.kind else { return inline }
      switch scope.resolve(name, table: table) {
      case .given: return inline
      case .global(let slot):
        let general = try plainCall(callee, arguments, span: span)
        return { frame throws(Stop) in
          if case .unset = frame.globals[slot] { return try inline(frame) }
          return try general(frame)
        }
      case .local, .capture, .ownFunction: break
      }
    }
    return try plainCall(callee, arguments, span: span)
  }

  private func plainCall(
    _ callee: Expression, _ arguments: [Expression.Argument], span: Span
  ) throws(Stop) -> Code {
    let place = site(span, operatorSpan: callee.span, operands: arguments.map(\.value))
    let code = try expression(callee)
    var codes: [Operand] = []
    for argument in arguments { codes.append(Operand(read: try expression(argument.value))) }
    let all = codes
    let names = arguments.map { $0.name?.text }
    if names.allSatisfy({ $0 == nil }) {
      if all.count == 1, let one = all.first { return unaryCall(code, one.read, at: place) }
      return { frame throws(Stop) in
        let function = try Compiler.function(try code(frame), at: place, in: frame)
        var values: [Value] = []
        values.reserveCapacity(all.count)
        for operand in all { values.append(try operand.read(frame)) }
        return try frame.machine.call(function, values, at: place, from: frame)
      }
    }
    place.argumentNames = names
    return { frame throws(Stop) in
      let function = try Compiler.function(try code(frame), at: place, in: frame)
      var values: [Value] = []
      values.reserveCapacity(all.count)
      for operand in all { values.append(try operand.read(frame)) }
      let ordered = try frame.machine.order(values, names: names, for: function, at: place)
      return try frame.machine.call(function, ordered, at: place, from: frame)
    }
  }

  /// The commonest call, with one argument by position: an elementwise operation is applied without an argument list.
  private func unaryCall(_ callee: @escaping Code, _ argument: @escaping Code, at place: Site) -> Code {
    { frame throws(Stop) in
      let function = try Compiler.function(try callee(frame), at: place, in: frame)
      let value = try argument(frame)
      if case .builtin(let builtin) = function.body, let operation = builtin.operation {
        return try Arithmetic.apply(operation, value, at: place, in: frame)
      }
      return try frame.machine.call(function, [value], at: place, from: frame)
    }
  }

  /// `no_grad { … }` and `training { … }`: the block belongs to the scope around it.
  private func inlineBlock(_ callee: Expression, _ arguments: [Expression.Argument]) throws(Stop) -> Code? {
    guard case .name(let name) = callee.kind, Compiler.inlineBlocks.contains(name), arguments.count == 1,
      case .lambda(let parameters, let body) = arguments[0].value.kind, parameters.isEmpty
    else { return nil }
    let inner = try expression(Expression(.block(body), span: arguments[0].value.span))
    if name == "no_grad" {
      return { frame throws(Stop) in
        let machine = frame.machine
        let before = machine.isRecording
        machine.isRecording = false
        defer { machine.isRecording = before }
        return try inner(frame)
      }
    }
    return { frame throws(Stop) in
      let machine = frame.machine
      let before = machine.isTraining
      machine.isTraining = true
      defer { machine.isTraining = before }
      return try inner(frame)
    }
  }

  @inline(__always)
  static func function(_ value: Value, at place: Site, in frame: Frame) throws(Stop) -> Function {
    if case .function(let function) = value { return function }
    throw notCallable(value, at: place, in: frame)
  }

  @inline(never)
  private static func notCallable(_ value: Value, at place: Site, in frame: Frame) -> Stop {
    let text = place.source.slice(place.operatorSpan)
    var help: Phrase = "for a product write \(text) * (…)"
    if text.hasSuffix(".shape") || text.hasSuffix(".T") { help = "write \(text) without the parentheses" }
    return place.failure(
      .notAFunction, "\(text) is \(value.kind), and only a function can be called", at: place.operatorSpan,
      help: help)
  }
}

extension Machine {
  /// Calls a function with its arguments in the order of its parameters; `.unset` stands for one that was left out.
  func call(_ function: Function, _ arguments: [Value], at place: Site, from frame: Frame) throws(Stop) -> Value {
    switch function.body {
    case .code(let code, let captures):
      return try run(code, function, captures: captures, arguments, at: place, from: frame)
    case .builtin(let builtin):
      guard arguments.count <= builtin.parameters.count || builtin.isVariadic else {
        throw tooMany(arguments.count, for: function, at: place)
      }
      var call = Call(machine: self, frame: frame, place: place, builtin: builtin, arguments: arguments)
      try call.checkRequired()
      if Interruption.isRequested { throw .interrupted }
      if Effort.isCounted { try countEffort(of: builtin, arguments) }
      let made = try builtin.body(&call)
      // What has loops of its own ends them early, and what it has made by then is nobody's; but a training that was
      // stopped gives what it reached.
      if Interruption.isRequested, !endsAfterStatement { throw .interrupted }
      return try admitted(made, at: place)
    case .derived(let differentiation, let inner):
      return try apply(differentiation, of: inner, to: arguments, at: place, from: frame)
    }
  }

  private func run(
    _ code: FunctionCode, _ function: Function, captures: [Value], _ arguments: [Value], at place: Site,
    from frame: Frame
  ) throws(Stop) -> Value {
    guard arguments.count <= code.parameters.count else { throw tooMany(arguments.count, for: function, at: place) }
    let inner = Frame(
      machine: self, slotCount: code.slotCount, captures: captures, code: code, function: function,
      callOrigin: place.origin, parent: frame)
    for (slot, value) in arguments.enumerated() { inner.slots[slot] = value }
    if arguments.count < code.parameters.count || code.hasDefaults {
      for (slot, parameter) in code.parameters.enumerated() {
        guard case .unset = inner.slots[slot] else { continue }
        guard let defaultValue = parameter.defaultValue else {
          throw missing(parameter.name, for: function, given: arguments.count, at: place)
        }
        inner.slots[slot] = try defaultValue(inner)
      }
    }
    if code.isPrelude, frame.code?.isPrelude != true, function.maker != nil {
      warnOfBytes(function, arguments, at: place)
    }
    try enter()
    defer { depth -= 1 }
    if let kernel = code.kernel, usesKernels, let made = try kernel.call(inner, of: function, code, at: place) {
      return made
    }
    do {
      _ = try code.body.run(inner)
    } catch .returning {
      return inner.result
    } catch .failure(var diagnostic) where code.isPrelude {
      if let layer = Layer(function, given: arguments.first, machine: self) { diagnostic = layer.misfit(diagnostic) }
      if frame.code?.isPrelude == true { throw .failure(diagnostic) }
      throw .failure(diagnostic.told(at: place, inside: (code.name ?? code.maker).map(Phrase.verbatim) ?? "a layer"))
    }
    return inner.result
  }

  /// Puts arguments given by name into their places.
  func order(_ values: [Value], names: [String?], for function: Function, at place: Site) throws(Stop) -> [Value] {
    let parameters = function.parameters
    var ordered: [Value] = []
    var position = 0
    for (index, name) in names.enumerated() {
      let slot: Int
      if let name {
        guard let known = parameters.firstIndex(where: { $0.name == name }) else {
          let help: Phrase? = Suggestions.closest(to: name, among: parameters.map(\.name)).map {
            "did you mean \($0)=?"
          }
          throw place.failure(
            .unknownArgument, "\(function.said) has no parameter \(name)",
            help: help ?? "it is called as \(function.signature)")
        }
        slot = known
      } else {
        // Where any number may follow, they pass by what is given by its name: `zeros(2, 3, dtype="int")`.
        while function.isVariadic, position < parameters.count, names.contains(parameters[position].name) {
          position += 1
        }
        slot = position
        position += 1
      }
      while ordered.count <= slot { ordered.append(.unset) }
      guard case .unset = ordered[slot] else {
        throw place.failure(
          .wrongArguments, "\(name.map(Phrase.verbatim) ?? "an argument") is given twice",
          help: "it is called as \(function.signature)")
      }
      ordered[slot] = values[index]
    }
    return ordered
  }

  private func tooMany(_ count: Int, for function: Function, at place: Site) -> Stop {
    let most = function.parameters.count
    return place.failure(
      .wrongArguments,
      "\(function.said) takes \(most) argument\(most == 1 ? "" : "s"), and this call has \(count)",
      help: "it is called as \(function.signature)")
  }

  func missing(_ name: String, for function: Function, given: Int, at place: Site) -> Stop {
    place.failure(
      .wrongArguments, "\(function.said) needs a value for \(name)",
      help: "it is called as \(function.signature)")
  }
}

extension Diagnostic {
  /// An error inside the prelude as the user sees it: at the call, with what was underlined there as a note.
  fileprivate func told(at place: Site, inside name: Phrase) -> Diagnostic {
    var told = self
    told.source = place.source
    told.labels = [.init(place.span)]
    let facts = code == .assertionFailed ? [] : labels.map(\.text).filter { $0 != "" }
    if !facts.isEmpty { told.notes.append("Inside \(name), \(Phrase.joined(facts, separator: ", and ")).") }
    return told
  }
}
