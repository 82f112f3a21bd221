import Source
import Syntax
import Tensors

/// What changes the value of a parameter, and what only looks like it.
extension Compiler {
  /// Code for `w := …`, `w += …` and their kin.
  func update(
    _ target: Name, _ update: UpdateOperator, _ value: Expression, span: Span, keepsResult: Bool
  ) throws(Stop) -> Step {
    let target = Name(bound(target.text), span: target.span)
    let code = try expression(value)
    let place = site(span, operands: [Expression(.name(target.text), span: target.span), value])
    let read = try name(target.text, span: target.span)
    let text = target.text
    guard update != .assign else {
      let unbound = unboundGlobal(text)
      return { frame throws(Stop) in
        if let unbound, case .unset = frame.globals[unbound] { throw place.notBound(text, at: target.span) }
        let holder = try read(frame)
        guard case .parameter(let parameter) = holder else {
          throw place.notParameter(text, .assign, holder, at: target.span)
        }
        let made = try code(frame)
        try frame.machine.update(parameter, named: text, to: made, at: place, in: frame)
        if keepsResult { frame.result = holder }
        return .normal
      }
    }
    let operation = update.operation
    let store = try assignmentForUpdate(to: target)
    let homes = scope.homes(of: text, table: table)
    var own: Int?
    if case .local(let slot) = scope.resolve(text, table: table) { own = slot }
    let ownSlot = own
    let general: Step = { frame throws(Stop) in
      let holder = try read(frame)
      let amount = try code(frame)
      let machine = frame.machine
      if case .parameter(let parameter) = holder {
        // A name that was bound to it later holds the parameter's value like any other.
        let isOwn = ownSlot.map { frame.slots[$0].isSet } ?? true
        if let home = parameter.home, isOwn ? homes[0] == home : homes.contains(home) {
          try machine.update(parameter, named: text, by: operation, amount, at: place, in: frame)
          if keepsResult { frame.result = holder }
          return .normal
        }
        machine.noteHeld(parameter, by: text, update, at: place)
      }
      let made = try Arithmetic.apply(operation, holder, amount, at: place, in: frame)
      try store(frame, made)
      if keepsResult { frame.result = made }
      return .normal
    }
    let sum = Expression(
      .binary(update.operator, Expression(.name(text), span: target.span), value, operatorSpan: span), span: span)
    guard !keepsResult, let short = numberCode(sum), let slot = slot(of: text) else { return general }
    return numberStep(short, to: slot, otherwise: general)
  }

  /// `net[0].W := …`: what the expression gives must be a parameter.
  func updateField(
    _ target: Expression, _ update: UpdateOperator, _ value: Expression, span: Span, keepsResult: Bool
  ) throws(Stop) -> Step {
    let read = try expression(target)
    let code = try expression(value)
    let place = site(span, operands: [target, value])
    let text = source.slice(target.span)
    var optimiser: Code?
    if case .member(let base, let name) = target.kind, name.text == "rate" { optimiser = try expression(base) }
    let owner = optimiser
    return { frame throws(Stop) in
      let holder = try read(frame)
      if let owner, case .optimiser(let optimiser) = try owner(frame) {
        let amount = try code(frame)
        let made =
          update == .assign
          ? amount : try Arithmetic.apply(update.operation, holder, amount, at: place, in: frame)
        frame.result = try frame.machine.setRate(of: optimiser, to: made, at: place)
        return .normal
      }
      guard case .parameter(let parameter) = holder else {
        throw place.notParameter(text, update, holder, at: target.span)
      }
      let made = try code(frame)
      if update == .assign {
        try frame.machine.update(parameter, named: text, to: made, at: place, in: frame)
      } else {
        try frame.machine.update(parameter, named: text, by: update.operation, made, at: place, in: frame)
      }
      if keepsResult { frame.result = holder }
      return .normal
    }
  }

  /// The place of a global that has a value only once the user has bound it.
  private func unboundGlobal(_ name: String) -> Int? {
    guard case .global(let slot) = scope.resolve(name, table: table), library.value(named: name) == nil else {
      return nil
    }
    return slot
  }

  private func assignmentForUpdate(to name: Name) throws(Stop) -> (Frame, Value) throws(Stop) -> Void {
    switch scope.resolve(name.text, table: table) {
    case .local, .global: return try assignment(to: name, origin: -1)
    case .capture, .ownFunction, .given:
      let place = Site(source: source, span: name.span, origin: -1)
      return { _, _ throws(Stop) in throw place.failure(.cannotAssign, "\(name.text) cannot be bound here") }
    }
  }
}

extension [Value] {
  /// Whether there is a value in a slot.
  func holds(_ slot: Int) -> Bool { slot < count && self[slot].isSet }
}

extension Value {
  /// Whether it is a value, and not the lack of one.
  var isSet: Bool {
    if case .unset = self { return false }
    return true
  }
}

extension Site {
  fileprivate func notBound(_ name: String, at span: Span) -> Stop {
    let amount = operands.count > 1 ? source.slice(operands[1].span) : "…"
    if Lexer.tokens(of: SourceText(amount)).contains(where: { $0.kind == .name(name) }) {
      return failure(
        .unknownName, "\(name) is not known, and `:=` updates a parameter that there is", at: span,
        help: "make it first: \(NameText.of(name)) = param(0.5)")
    }
    return failure(
      .unknownName, "\(name) is not known, and `:=` updates a parameter that there is", at: span,
      help: "write \(name) = \(amount), or \(name) = param(\(amount)) for what is to be learned")
  }

  fileprivate func notParameter(_ text: String, _ update: UpdateOperator, _ value: Value, at span: Span) -> Stop {
    let isName = operands.first?.name != nil
    return failure(
      .notAParameter, "`\(update.rawValue)` updates a parameter, and \(text) is \(value.kind)", at: span,
      notes: ["Only a parameter keeps its identity while its value changes."],
      help: isName
        ? "write \(text) = … to bind the name again, or make it a parameter first: \(text) = param(…)"
        : "values never change: where(…) or concat(…) makes a new tensor, append(xs, v) a new list")
  }
}

extension UpdateOperator {
  /// What an update applies; `:=`, which applies nothing, is compiled before anybody asks.
  fileprivate var operation: Operation {
    switch self {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide, .assign: .divide
    }
  }

  /// The operator that an update applies; `:=`, which applies none, is compiled before anybody asks.
  fileprivate var `operator`: BinaryOperator {
    switch self {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide, .assign: .divide
    }
  }
}
