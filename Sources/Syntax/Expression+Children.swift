import Source

extension Expression {
  /// The expressions that it is made of, one level down, in the order they are written; bodies included.
  package var children: [Expression] {
    switch kind {
    case .number, .boolean, .name: []
    case .string(let parts):
      parts.compactMap { part in
        if case .interpolation(let inner, _) = part { return inner }
        return nil
      }
    case .list(let items): items
    case .record(let fields): fields.map(\.value)
    case .unary(_, let inner), .prime(let inner, _), .member(let inner, _): [inner]
    case .range(let left, let right, _), .binary(_, let left, let right, _), .and(let left, let right),
      .or(let left, let right), .gradient(let left, let right):
      [left, right]
    case .comparison(let first, let rest): [first] + rest.map(\.right)
    case .call(let callee, let arguments): [callee] + arguments.map(\.value)
    case .index(let base, let places):
      [base]
        + places.flatMap { place -> [Expression] in
          switch place {
          case .at(let inner): [inner]
          case .slice(let from, let to, let by, _): [from, to, by].compactMap { $0 }
          case .newAxis, .rest: []
          }
        }
    case .lambda(_, let body), .block(let body): body.flatMap(\.expressions)
    case .conditional(let branches, let otherwise):
      branches.flatMap { [$0.condition] + $0.body.flatMap(\.expressions) } + (otherwise ?? []).flatMap(\.expressions)
    }
  }

  /// Itself and everything in it, outer ones first.
  package var tree: [Expression] { [self] + children.flatMap(\.tree) }

  /// Whether it is made of numbers alone, as something that was typed and not computed.
  package var isLiteral: Bool {
    tree.allSatisfy { expression in
      switch expression.kind {
      case .number, .boolean, .list, .unary: true
      default: false
      }
    }
  }

  /// Whether it is made of numbers and what is reckoned from them with operators alone.
  package var isReckoned: Bool {
    tree.allSatisfy { expression in
      switch expression.kind {
      case .number, .boolean, .list, .unary, .binary: true
      default: false
      }
    }
  }

  /// Whether a name occurs in it, function bodies included.
  package func mentions(_ wanted: String) -> Bool {
    if case .name(wanted) = kind { return true }
    return children.contains { $0.mentions(wanted) }
  }
}

extension Statement {
  /// The expressions that it is made of, those of its body included.
  package var expressions: [Expression] {
    switch kind {
    case .expression(let value), .bind(_, let value), .update(_, _, let value): [value]
    case .updateField(let field, _, let value): [field, value]
    case .function(let definition): definition.body.flatMap(\.expressions)
    case .forLoop(_, let sequence, let body): [sequence] + body.flatMap(\.expressions)
    case .whileLoop(let condition, let body): [condition] + body.flatMap(\.expressions)
    case .returnValue(let value): value.map { [$0] } ?? []
    case .assert(let condition, let message): [condition] + (message.map { [$0] } ?? [])
    case .breakLoop, .continueLoop, .command: []
    }
  }
}

extension FunctionDefinition {
  /// Whether its body calls the function that it defines.
  package var callsItself: Bool { names.contains(name.text) }

  /// Whether its body has one of its parameters in it, where it has any.
  package var usesParameters: Bool { parameters.isEmpty || parameters.contains { names.contains($0.name.text) } }

  /// Whether its body has each of its parameters in it.
  package var usesAllParameters: Bool { parameters.allSatisfy { names.contains($0.name.text) } }

  /// Whether it says of values that something is so, as formulas do: `KL(p, u) = log(3) - H(p)` where p and u are bound.
  package func isClaim(aboutValuesOf bound: [String]) -> Bool {
    !parameters.isEmpty && parameters.allSatisfy { bound.contains($0.name.text) }
      && (callsItself || !usesAllParameters)
  }

  private var names: Set<String> {
    Set(
      body.flatMap(\.expressions).flatMap(\.tree).compactMap { if case .name(let name) = $0.kind { name } else { nil } }
    )
  }
}
