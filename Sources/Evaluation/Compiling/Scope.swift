import Syntax

/// What a name means where it stands.
enum Meaning {
  /// A slot of the running call. What stands before the first assignment falls back to what the name means outside.
  case local(Int)
  /// A value captured when the function was made.
  case capture(Int)
  /// A top-level name.
  case global(Int)
  /// The function that is running, for a local function that calls itself.
  case ownFunction
  /// A name that only the program gives: in the prelude, whose meaning no user can change.
  case given
}

/// The names that are visible in a piece of code while it is compiled.
final class Scope {
  let parent: Scope?
  /// The function being compiled; nil at the top level.
  let code: FunctionCode?
  /// Whether names mean what the prelude means by them.
  let isPrelude: Bool
  private(set) var locals: [String: Int] = [:]
  private var captures: [String: Int] = [:]

  init(parent: Scope?, code: FunctionCode?, isPrelude: Bool) {
    self.parent = parent
    self.code = code
    self.isPrelude = isPrelude
  }

  /// Gives a name a slot of its own.
  @discardableResult
  func declare(_ name: String) -> Int {
    if let slot = locals[name] { return slot }
    guard let code else { return 0 }
    let slot = code.slotCount
    code.slotCount += 1
    code.slotNames.append(name)
    locals[name] = slot
    return slot
  }

  /// Whether a function here or around binds a name.
  func knows(_ name: String) -> Bool {
    code != nil && (locals[name] != nil || code?.name == name || parent?.knows(name) ?? false)
  }

  /// The name of a function here or around that is another spelling of this one.
  func local(alike name: String) -> String? {
    guard code != nil else { return nil }
    let key = Spelling.key(of: name)
    return locals.keys.first { Spelling.key(of: $0) == key } ?? parent?.local(alike: name)
  }

  /// What a name means here; captures are entered as they are met.
  func resolve(_ name: String, table: CodeTable) -> Meaning {
    guard let code else { return isPrelude ? .given : .global(table.slot(for: name)) }
    if let slot = locals[name] { return .local(slot) }
    return resolveOutside(name, table: table, code: code)
  }

  /// What a name means around this function.
  func resolveOutside(_ name: String, table: CodeTable, code: FunctionCode) -> Meaning {
    if let index = captures[name] { return .capture(index) }
    if code.name == name, parent?.code != nil { return .ownFunction }
    guard let parent else { return .given }
    switch parent.resolve(name, table: table) {
    case .given: return .given
    case .global(let slot):
      if !code.mentionedGlobals.contains(slot) { code.mentionedGlobals.append(slot) }
      return .global(slot)
    case .local, .capture, .ownFunction:
      let index = code.captureNames.count
      code.captureNames.append(name)
      captures[name] = index
      return .capture(index)
    }
  }
}

extension Scope {
  /// The variables that a name may stand for here, from the inside out; the first is the function's own, if it has one.
  func homes(of name: String, table: CodeTable) -> [Home] {
    var homes: [Home] = []
    var scope: Scope? = self
    while let current = scope, let code = current.code {
      if let slot = current.locals[name] { homes.append(.local(ObjectIdentifier(code), slot)) }
      scope = current.parent
    }
    homes.append(.global(table.slot(for: name)))
    return homes
  }
}

/// Finds the names that statements bind in their own scope: those become slots.
enum BoundNames {
  static func of(_ statements: [Statement]) -> [String] {
    var names: [String] = []
    collect(statements, into: &names)
    return names
  }

  private static func collect(_ statements: [Statement], into names: inout [String]) {
    for statement in statements {
      switch statement.kind {
      case .bind(let targets, let value):
        collect(value, into: &names)
        names.append(contentsOf: targets.map(\.text))
      case .update(let target, let update, let value):
        collect(value, into: &names)
        if update != .assign { names.append(target.text) }
      case .updateField(let target, _, let value):
        collect(target, into: &names)
        collect(value, into: &names)
      case .function(let definition): names.append(definition.name.text)
      case .forLoop(let targets, let sequence, let body):
        collect(sequence, into: &names)
        names.append(contentsOf: targets.map(\.text))
        collect(body, into: &names)
      case .whileLoop(let condition, let body):
        collect(condition, into: &names)
        collect(body, into: &names)
      case .expression(let value): collect(value, into: &names)
      case .returnValue(let value):
        if let value { collect(value, into: &names) }
      case .assert(let condition, _): collect(condition, into: &names)
      case .breakLoop, .continueLoop, .command: break
      }
    }
  }

  /// Blocks and branches inside an expression belong to the scope around it; lambdas do not.
  private static func collect(_ expression: Expression, into names: inout [String]) {
    switch expression.kind {
    case .conditional(let branches, let otherwise):
      for branch in branches {
        collect(branch.condition, into: &names)
        collect(branch.body, into: &names)
      }
      if let otherwise { collect(otherwise, into: &names) }
    case .block(let statements): collect(statements, into: &names)
    case .call(let callee, let arguments):
      if case .name(let name) = callee.kind, Compiler.inlineBlocks.contains(name), let last = arguments.last,
        case .lambda(let parameters, let body) = last.value.kind, parameters.isEmpty
      {
        collect(body, into: &names)
      }
      for argument in arguments { collect(argument.value, into: &names) }
    case .binary(_, let left, let right, _), .and(let left, let right), .or(let left, let right):
      collect(left, into: &names)
      collect(right, into: &names)
    case .unary(_, let inner), .prime(let inner, _): collect(inner, into: &names)
    case .index(let base, _), .member(let base, _): collect(base, into: &names)
    case .list(let items): for item in items { collect(item, into: &names) }
    case .number, .boolean, .string, .name, .record, .range, .comparison, .gradient, .lambda: break
    }
  }
}
