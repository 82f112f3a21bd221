import Source
import Syntax
import Tensors

extension Compiler {
  /// Code for a statement; with `keepsResult` its value becomes the result of the block around it.
  ///
  /// `spot` is where a loop stands that can be gone on with in the middle of a run.
  func step(_ statement: Statement, keepsResult: Bool, spot: LoopSpot? = nil) throws(Stop) -> Step {
    switch statement.kind {
    case .expression(let value): return try expressionStep(value, keepsResult: keepsResult)
    case .bind(let targets, let value): return try bind(targets, value, keepsResult: keepsResult)
    case .update(let target, let update, let value):
      return try self.update(target, update, value, span: statement.span, keepsResult: keepsResult)
    case .updateField(let target, let update, let value):
      return try self.updateField(target, update, value, span: statement.span, keepsResult: keepsResult)
    case .function(let definition):
      let code = try function(
        name: definition.name.text, parameters: definition.parameters, body: definition.body, span: statement.span,
        documentation: definition.documentation)
      let make = try closure(code)
      let store = try assignment(to: definition.name, origin: -1)
      return { frame throws(Stop) in
        try store(frame, try make(frame))
        if keepsResult { frame.result = .nothing }
        return .normal
      }
    case .forLoop(let targets, let sequence, let body): return try forLoop(targets, sequence, body, spot)
    case .whileLoop(let condition, let body): return try whileLoop(condition, body, spot)
    case .returnValue(let value):
      guard let value else {
        return { frame in
          frame.result = .nothing
          return .returning
        }
      }
      let code = try expression(value)
      return { frame throws(Stop) in
        frame.result = try code(frame)
        return .returning
      }
    case .breakLoop: return { _ in .breaking }
    case .continueLoop: return { _ in .continuing }
    case .assert(let condition, let message): return try assertion(condition, message)
    case .command:
      throw site(statement.span).failure(
        .commandInside, "a command can only stand at the start of a line of its own",
        help: "put it outside the braces")
    }
  }

  private func expressionStep(_ value: Expression, keepsResult: Bool) throws(Stop) -> Step {
    switch value.kind {
    case .conditional(let branches, let otherwise):
      // As a statement a condition passes `break`, `continue` and `return` on as they are.
      return try conditionalStep(branches, otherwise, keepsResult: keepsResult)
    case .block(let statements):
      let inner = try block(statements, keepsResult: keepsResult)
      return { frame throws(Stop) in try inner.run(frame) }
    default:
      let code = try expression(value)
      if keepsResult {
        return { frame throws(Stop) in
          frame.result = try code(frame)
          return .normal
        }
      }
      return { frame throws(Stop) in
        _ = try code(frame)
        return .normal
      }
    }
  }

  private struct Branch {
    let condition: (Frame) throws(Stop) -> Bool
    let body: Block
  }

  private func conditionalStep(
    _ branches: [Expression.Branch], _ otherwise: [Statement]?, keepsResult: Bool
  ) throws(Stop) -> Step {
    var compiled: [Branch] = []
    for branch in branches {
      compiled.append(
        Branch(
          condition: try self.condition(branch.condition), body: try block(branch.body, keepsResult: keepsResult)))
    }
    let last = try otherwise.map { (body) throws(Stop) in try block(body, keepsResult: keepsResult) }
    let cases = compiled
    return { frame throws(Stop) in
      for branch in cases {
        if try branch.condition(frame) { return try branch.body.run(frame) }
      }
      if let last { return try last.run(frame) }
      if keepsResult { frame.result = .nothing }
      return .normal
    }
  }

  /// Code that stores a value under a name.
  func assignment(to name: Name, origin: Int32) throws(Stop) -> (Frame, Value) throws(Stop) -> Void {
    let text = name.text
    let place = Site(source: source, span: name.span, origin: -1)
    let home = scope.homes(of: text, table: table)[0]
    switch scope.resolve(text, table: table) {
    case .local(let slot):
      return { frame, value throws(Stop) in
        // Numbers in a loop: there is nothing to name, and nothing to let go of.
        if case .data(.float64) = value, case .data(.float64) = frame.slots[slot] {
          frame.slots[slot] = value
          return
        }
        if frame.machine.growth.updates != frame.updatesBefore, case .data(.node(let old)) = frame.slots[slot] {
          frame.machine.lookAtGrowth(of: text, from: old, to: value, at: place)
        }
        frame.slots[slot] = try Naming.named(value, text, home, at: place, in: frame.machine)
      }
    case .global(let slot):
      return { frame, value throws(Stop) in
        if case .data(.float64) = value, case .data(.float64) = frame.globals[slot] {
          frame.globals[slot] = value
          return
        }
        let machine = frame.machine
        let named = try Naming.named(value, text, home, at: place, in: machine)
        if case .parameter(let old) = machine.globals[slot], old.home == home {
          machine.warnWhenLost(old, by: named, at: place)
        }
        if machine.growth.updates != frame.updatesBefore, case .data(.node(let old)) = machine.globals[slot] {
          machine.lookAtGrowth(of: text, from: old, to: named, at: place)
        }
        if case .function = named { ParameterSearch.name(named, as: text, machine) }
        machine.globals[slot] = named
        machine.state.origins[slot] = origin
      }
    case .capture, .ownFunction, .given:
      throw place.failure(.cannotAssign, "\(text) cannot be bound here")
    }
  }

  private func bind(_ targets: [Name], _ value: Expression, keepsResult: Bool) throws(Stop) -> Step {
    let code = try expression(value)
    let origin = table.enter(source, value.span)
    if targets.count == 1, let target = targets.first {
      let store = try assignment(to: target, origin: origin)
      if !keepsResult, let short = numberCode(value), let slot = slot(of: target.text) {
        return numberStep(short, to: slot) { frame throws(Stop) in
          try store(frame, try code(frame))
          return .normal
        }
      }
      if keepsResult {
        return { frame throws(Stop) in
          let made = try code(frame)
          try store(frame, made)
          frame.result = made
          return .normal
        }
      }
      return { frame throws(Stop) in
        try store(frame, try code(frame))
        return .normal
      }
    }
    let place = site(value.span)
    var stores: [(Frame, Value) throws(Stop) -> Void] = []
    for target in targets { stores.append(try assignment(to: target, origin: origin)) }
    let all = stores
    return { frame throws(Stop) in
      let made = try code(frame)
      let parts = try frame.machine.elements(of: made, at: place)
      guard parts.count == all.count else {
        throw place.failure(
          .wrongCount, "there are \(all.count) names for \(parts.count) values",
          label: "this has \(parts.count) values")
      }
      for (store, part) in zip(all, parts) { try store(frame, part) }
      if keepsResult { frame.result = made }
      return .normal
    }
  }

  /// A statement that replaces a number by a number, as in a loop's sum; anything else goes the general way.
  func numberStep(_ short: NumberCode, to slot: Slot, otherwise general: @escaping Step) -> Step {
    let read = short.read
    return { frame throws(Stop) in
      let cell = slot.cell(in: frame)
      guard case .data(.float64) = cell.pointee, let number = read(frame) else { return try general(frame) }
      cell.initialize(to: .data(.float64(number)))
      return .normal
    }
  }

  private func assertion(_ condition: Expression, _ message: Expression?) throws(Stop) -> Step {
    let test = try self.condition(condition)
    let words = try message.map { (expression) throws(Stop) in try self.phrase(expression) }
    let place = site(condition.span)
    return { frame throws(Stop) in
      if try test(frame) { return .normal }
      var title: Phrase = "this does not hold"
      if let words { title = try words(frame) }
      throw place.failure(.assertionFailed, title, label: "this is false")
    }
  }

  /// What an assertion says: the prelude's own sentences have their translations, a user's words stay as they are.
  private func phrase(_ message: Expression) throws(Stop) -> (Frame) throws(Stop) -> Phrase {
    guard scope.isPrelude, case .string(let parts) = message.kind else {
      let words = try expression(message)
      return { frame throws(Stop) in
        let value = try words(frame)
        return .verbatim(ValueText.plain(value, machine: frame.machine))
      }
    }
    var template = ""
    var places: [(code: Code, site: Site)] = []
    for part in parts {
      switch part {
      case .text(let text): template += text
      case .interpolation(let filling, _):
        template += "{\(places.count)}"
        places.append((try expression(filling), site(filling.span)))
      }
    }
    let (sentence, fillings) = (template, places)
    return { frame throws(Stop) in
      var texts: [Phrase.Filling] = []
      for filling in fillings {
        let value = try filling.code(frame)
        texts.append(.text(try ValueText.interpolated(value, format: nil, machine: frame.machine, at: filling.site)))
      }
      return Phrase(template: sentence, texts)
    }
  }
}
