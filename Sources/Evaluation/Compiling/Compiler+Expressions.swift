import Source
import Syntax
import Tensors

extension Compiler {
  /// Code that computes the value of an expression.
  func expression(_ expression: Expression) throws(Stop) -> Code {
    let span = expression.span
    switch expression.kind {
    case .number(let value):
      let constant = Value.number(value, of: defaultFloat)
      return { _ in constant }
    case .boolean(let value):
      let constant = Value.boolean(value)
      return { _ in constant }
    case .string(let parts): return try string(parts, span: span)
    case .name(let text): return try name(text, span: span)
    case .list(let items):
      var codes: [Operand] = []
      for item in items { codes.append(Operand(read: try self.expression(item))) }
      let all = codes
      let place = site(span)
      return { frame throws(Stop) in
        var values: [Value] = []
        values.reserveCapacity(all.count)
        for operand in all { values.append(try operand.read(frame)) }
        return try frame.machine.admitted(.list(List(values)), at: place)
      }
    case .record(let fields):
      var codes: [Operand] = []
      for field in fields { codes.append(Operand(read: try self.expression(field.value))) }
      let all = codes
      let names = fields.map(\.name.text)
      let place = site(span)
      return { frame throws(Stop) in
        var values: [Value] = []
        for operand in all { values.append(try operand.read(frame)) }
        return try frame.machine.admitted(.record(Record(names: names, values: values)), at: place)
      }
    case .range(let lower, let upper, let isInclusive):
      return try range(lower, upper, isInclusive: isInclusive, span: span)
    case .unary(let unary, let operand): return try self.unary(unary, operand, span: span)
    case .binary(let binary, let left, let right, let operatorSpan):
      return try self.binary(binary, left, right, operatorSpan: operatorSpan, span: span)
    case .comparison(let first, let rest): return try comparison(first, rest, span: span)
    case .and(let left, let right): return try logical(left, right, isAnd: true, span: span)
    case .or(let left, let right): return try logical(left, right, isAnd: false, span: span)
    case .call(let callee, let arguments): return try call(callee, arguments, span: span)
    case .index(let base, let subscripts): return try index(base, subscripts, span: span)
    case .member(let base, let name): return try member(base, name, span: span)
    case .prime(let function, let order):
      let code = try self.expression(function)
      let place = site(span, operands: [function])
      return { frame throws(Stop) in try frame.machine.derivative(of: try code(frame), order: order, at: place) }
    case .gradient(let numerator, let denominator):
      let loss = try self.expression(numerator)
      let target = try self.expression(denominator)
      let place = site(span, operands: [numerator, denominator])
      // ∂²L/∂w∂b is the gradient of a gradient, which has an element for each of the parameter's.
      var isHigher = false
      if case .gradient = numerator.kind { isHigher = true }
      let differentiation: Differentiation = isHigher ? .jacobian : .gradient
      return { frame throws(Stop) in
        let value = try loss(frame)
        // Of a function the denominator names a parameter: ∂f/∂y is a function again.
        if case .function(let function) = value { return try frame.machine.partial(of: function, at: place) }
        return try frame.machine.take(differentiation, of: value, with: try target(frame), at: place, in: frame)
      }
    case .lambda(let parameters, let body):
      return try closure(try function(name: nil, parameters: parameters, body: body, span: span))
    case .conditional, .block:
      let steps = try block([Statement(.expression(expression), span: span)], keepsResult: true)
      return { frame throws(Stop) in
        frame.result = .nothing
        switch try steps.run(frame) {
        case .normal: return frame.result
        case .returning: throw .returning
        case .breaking: throw .breaking
        case .continuing: throw .continuing
        }
      }
    }
  }

  /// Code that reads a name.
  func name(_ written: String, span: Span) throws(Stop) -> Code {
    let text = bound(written)
    let place = Site(source: source, span: span, origin: -1)
    switch scope.resolve(text, table: table) {
    case .local(let slot):
      guard let code = scope.code else { return { _ throws(Stop) in throw place.failure(.unset, "\(text)") } }
      // In the body every argument is there: its name means nothing outside.
      if slot < code.parameters.count { return { $0.slots[slot] } }
      let outside = outsideReader(text, code: code, at: place)
      return { frame throws(Stop) in
        let value = frame.slots[slot]
        if case .unset = value { return try outside(frame) }
        return value
      }
    case .capture(let index):
      return { frame throws(Stop) in
        let value = frame.captures[index]
        if case .unset = value { throw place.unset(text) }
        return value
      }
    case .ownFunction:
      return { frame throws(Stop) in
        guard let function = frame.function else { throw place.unset(text) }
        return .function(function)
      }
    case .global(let slot): return globalReader(text, slot: slot, at: place)
    case .given: return try givenReader(text, at: place)
    }
  }

  private func globalReader(_ text: String, slot: Int, at place: Site) -> Code {
    if let given = library.value(named: text) {
      return { frame in
        let value = frame.globals[slot]
        if case .unset = value { return given }
        return value
      }
    }
    return { frame throws(Stop) in
      let value = frame.globals[slot]
      if case .unset = value { return try frame.machine.value(alike: text, at: place) }
      return value
    }
  }

  private func givenReader(_ text: String, at place: Site) throws(Stop) -> Code {
    guard let given = library.value(named: text) else { throw place.failure(.unknownName, "\(text) is not known") }
    return { _ in given }
  }

  /// What a local name means before it is bound: what it means outside its function.
  private func outsideReader(_ text: String, code: FunctionCode, at place: Site) -> Code {
    switch scope.resolveOutside(text, table: table, code: code) {
    case .global(let slot): return globalReader(text, slot: slot, at: place)
    case .capture(let index):
      return { frame throws(Stop) in
        let value = frame.captures[index]
        if case .unset = value { throw place.unset(text) }
        return value
      }
    case .given:
      if let given = library.value(named: text) { return { _ in given } }
      return { _ throws(Stop) in throw place.unset(text) }
    case .local, .ownFunction: return { _ throws(Stop) in throw place.unset(text) }
    }
  }

  /// Code for a condition: a boolean and nothing else.
  func condition(_ expression: Expression) throws(Stop) -> (Frame) throws(Stop) -> Bool {
    let code = try self.expression(expression)
    let place = site(expression.span)
    let general: (Frame) throws(Stop) -> Bool = { frame throws(Stop) in
      let value = try code(frame)
      if case .data(.bool(let holds)) = value { return holds }
      throw place.failure(
        .notABoolean, "a condition must be true or false, and this is \(value.kind)",
        help: "compare it with something, as in x > 0; for a whole tensor use all(…) or any(…)")
    }
    guard let short = numberTest(expression) else { return general }
    return { frame throws(Stop) in
      if let holds = short(frame) { return holds }
      return try general(frame)
    }
  }

  private func string(_ parts: [Expression.StringPart], span: Span) throws(Stop) -> Code {
    var codes: [(text: String, code: Code?, format: String?, place: Site?)] = []
    for part in parts {
      switch part {
      case .text(let text): codes.append((text, nil, nil, nil))
      case .interpolation(let expression, let format):
        codes.append(("", try self.expression(expression), format, site(expression.span)))
      }
    }
    let all = codes
    if all.allSatisfy({ $0.code == nil }) {
      let constant = Value.text(all.map(\.text).joined())
      return { _ in constant }
    }
    let whole = site(span)
    return { frame throws(Stop) in
      var text = ""
      for part in all {
        guard let code = part.code, let place = part.place else {
          text += part.text
          continue
        }
        text += try ValueText.interpolated(try code(frame), format: part.format, machine: frame.machine, at: place)
      }
      return try frame.machine.admitted(.text(text), at: whole)
    }
  }

  private func range(
    _ lower: Expression, _ upper: Expression, isInclusive: Bool, span: Span
  ) throws(Stop) -> Code {
    let from = try expression(lower)
    let to = try expression(upper)
    let places = (site(lower.span), site(upper.span))
    let whole = site(span)
    return { frame throws(Stop) in
      let machine = frame.machine
      let first = try machine.wholeNumber(try from(frame), "the start of a range", at: places.0)
      let last = try machine.wholeNumber(try to(frame), "the end of a range", at: places.1)
      let (distance, overflow) = last.subtractingReportingOverflow(first)
      let (count, more) = distance.addingReportingOverflow(isInclusive ? 1 : 0)
      if overflow || more { throw whole.failure(.tooLarge, "this range is too long: from \(first) to \(last)") }
      return .range(IntegerRange(lower: first, count: Swift.max(0, count)))
    }
  }

  private func unary(_ unary: UnaryOperator, _ operand: Expression, span: Span) throws(Stop) -> Code {
    let code = try expression(operand)
    let place = site(span, operands: [operand])
    switch unary {
    case .negate:
      if case .number(let value) = operand.kind {
        let constant = Value.number(-value, of: defaultFloat)
        return { _ in constant }
      }
      return { frame throws(Stop) in
        let value = try code(frame)
        if case .data(.float64(let number)) = value { return .data(.float64(-number)) }
        return try Arithmetic.apply(.negate, value, at: place, in: frame)
      }
    case .not:
      return { frame throws(Stop) in
        let value = try code(frame)
        if case .data(.bool(let holds)) = value { return .boolean(!holds) }
        return try Arithmetic.apply(.logicalNot, value, at: place, in: frame)
      }
    }
  }

  private func logical(_ left: Expression, _ right: Expression, isAnd: Bool, span: Span) throws(Stop) -> Code {
    let first = try expression(left)
    let second = try expression(right)
    let place = site(span, operands: [left, right])
    return { frame throws(Stop) in
      let value = try first(frame)
      if case .data(.bool(let holds)) = value {
        if holds != isAnd { return value }
        let other = try second(frame)
        if case .data(.bool) = other { return other }
        return try Arithmetic.apply(isAnd ? .logicalAnd : .logicalOr, value, other, at: place, in: frame)
      }
      return try Arithmetic.apply(isAnd ? .logicalAnd : .logicalOr, value, try second(frame), at: place, in: frame)
    }
  }

  private func comparison(_ first: Expression, _ rest: [Expression.Comparison], span: Span) throws(Stop) -> Code {
    let start = try expression(first)
    var links: [(code: Code, comparator: Comparator, place: Site)] = []
    var left = first
    for comparison in rest {
      let place = site(
        left.span.union(comparison.right.span), operatorSpan: comparison.operatorSpan,
        operands: [left, comparison.right])
      links.append((try expression(comparison.right), comparison.comparator, place))
      left = comparison.right
    }
    let chain = links
    if chain.count == 1 {
      let (code, comparator, place) = chain[0]
      return { frame throws(Stop) in
        try Arithmetic.compare(comparator, try start(frame), try code(frame), at: place, in: frame)
      }
    }
    return { frame throws(Stop) in
      var left = try start(frame)
      var all: Value = .boolean(true)
      for link in chain {
        let right = try link.code(frame)
        let holds = try Arithmetic.compare(link.comparator, left, right, at: link.place, in: frame)
        if case .data(.bool(false)) = holds { return holds }
        if case .data(.bool(true)) = all {
          all = holds
        } else {
          all = try Arithmetic.apply(.logicalAnd, all, holds, at: link.place, in: frame)
        }
        left = right
      }
      return all
    }
  }

  private func binary(
    _ binary: BinaryOperator, _ left: Expression, _ right: Expression, operatorSpan: Span, span: Span,
    isSquared: Bool = false
  ) throws(Stop) -> Code {
    let a = try binary == .power ? base(left, exponent: right) : expression(left)
    let b = try expression(right)
    // The brackets around an operation belong to its span but not to the text that names its result.
    let inner = left.span.union(right.span)
    let place = site(inner, operatorSpan: operatorSpan.isEmpty ? inner : operatorSpan, operands: [left, right])
    switch binary {
    case .add:
      return arithmetic(
        a, b, operands: (left, right), numbers: { $0 + $1 },
        otherwise: { x, y, frame throws(Stop) in try Arithmetic.add(x, y, at: place, in: frame) })
    case .subtract where isSquared && !scope.isPrelude && !shareName(left, right):
      return arithmetic(
        a, b, operands: (left, right), numbers: { $0 - $1 },
        otherwise: { x, y, frame throws(Stop) in
          frame.machine.warnWhenStretched(x, y, at: place)
          return try Arithmetic.apply(.subtract, x, y, at: place, in: frame)
        })
    case .subtract:
      return arithmetic(
        a, b, operands: (left, right), numbers: { $0 - $1 },
        otherwise: { x, y, frame throws(Stop) in try Arithmetic.apply(.subtract, x, y, at: place, in: frame) })
    case .multiply:
      return arithmetic(
        a, b, operands: (left, right), numbers: { $0 * $1 },
        otherwise: { x, y, frame throws(Stop) in try Arithmetic.apply(.multiply, x, y, at: place, in: frame) })
    case .divide:
      return arithmetic(
        a, b, operands: (left, right), numbers: { $0 / $1 },
        otherwise: { x, y, frame throws(Stop) in try Arithmetic.apply(.divide, x, y, at: place, in: frame) })
    case .matrixProduct where !scope.isPrelude:
      return { frame throws(Stop) in
        let (x, y) = (try a(frame), try b(frame))
        frame.machine.warnOfBytes(x, y, at: place)
        return try Arithmetic.apply(.matmul, x, y, at: place, in: frame)
      }
    case .remainder, .power, .matrixProduct:
      let operation: Operation = binary == .remainder ? .remainder : binary == .power ? .power : .matmul
      return { frame throws(Stop) in
        try Arithmetic.apply(operation, try a(frame), try b(frame), at: place, in: frame)
      }
    case .dot:
      return { frame throws(Stop) in
        try Arithmetic.dot(try a(frame), try b(frame), at: place, in: frame)
      }
    }
  }

  /// What is raised to a power: a difference that is squared is most likely an error, whose two sides should fit.
  private func base(_ base: Expression, exponent: Expression) throws(Stop) -> Code {
    guard case .binary(.subtract, let left, let right, let operatorSpan) = base.kind,
      case .number(2) = exponent.kind
    else { return try expression(base) }
    return try binary(.subtract, left, right, operatorSpan: operatorSpan, span: base.span, isSquared: true)
  }

  /// Whether two expressions mention a name in common, as distances between all pairs of a list do.
  private func shareName(_ left: Expression, _ right: Expression) -> Bool {
    let (a, b) = (names(in: left.span), names(in: right.span))
    return !a.isDisjoint(with: b)
  }

  private func names(in span: Span) -> Set<String> {
    var names: Set<String> = []
    for case .name(let name) in Lexer.tokens(of: SourceText(source.slice(span))).map(\.kind) { names.insert(name) }
    return names
  }

  /// Code for an arithmetic operator, with short ways for float64 numbers: a name or a constant as an operand is read in
  /// place, without a call and without counting references.
  @inline(__always)
  private func arithmetic(
    _ a: @escaping Code, _ b: @escaping Code, operands: (left: Expression, right: Expression),
    numbers: @escaping (Double, Double) -> Double,
    otherwise: @escaping (Value, Value, Frame) throws(Stop) -> Value
  ) -> Code {
    let left = slot(of: operands.left)
    let right = slot(of: operands.right)
    if case .number(let constant) = operands.right.kind, defaultFloat == .float64 {
      switch left {
      case .local(let slot)?:
        return { frame throws(Stop) in
          if case .data(.float64(let p)) = frame.slots[slot] { return .data(.float64(numbers(p, constant))) }
          if case .data(.int(let p)) = frame.slots[slot] { return .data(.float64(numbers(Double(p), constant))) }
          return try otherwise(try a(frame), .data(.float64(constant)), frame)
        }
      case .global(let slot)?:
        return { frame throws(Stop) in
          if case .data(.float64(let p)) = frame.globals[slot] { return .data(.float64(numbers(p, constant))) }
          if case .data(.int(let p)) = frame.globals[slot] { return .data(.float64(numbers(Double(p), constant))) }
          return try otherwise(try a(frame), .data(.float64(constant)), frame)
        }
      case nil:
        return { frame throws(Stop) in
          let x = try a(frame)
          if case .data(.float64(let p)) = x { return .data(.float64(numbers(p, constant))) }
          return try otherwise(x, .data(.float64(constant)), frame)
        }
      }
    }
    switch (left, right) {
    case (.local(let first)?, .local(let second)?):
      return { frame throws(Stop) in
        if case .data(.float64(let p)) = frame.slots[first], case .data(.float64(let q)) = frame.slots[second] {
          return .data(.float64(numbers(p, q)))
        }
        return try otherwise(try a(frame), try b(frame), frame)
      }
    case (.local(let slot)?, nil):
      return { frame throws(Stop) in
        if case .data(.float64(let p)) = frame.slots[slot] {
          let y = try b(frame)
          if case .data(.float64(let q)) = y { return .data(.float64(numbers(p, q))) }
          return try otherwise(.data(.float64(p)), y, frame)
        }
        return try otherwise(try a(frame), try b(frame), frame)
      }
    case (.global(let slot)?, nil):
      return { frame throws(Stop) in
        if case .data(.float64(let p)) = frame.globals[slot] {
          let y = try b(frame)
          if case .data(.float64(let q)) = y { return .data(.float64(numbers(p, q))) }
          return try otherwise(.data(.float64(p)), y, frame)
        }
        return try otherwise(try a(frame), try b(frame), frame)
      }
    default:
      return { frame throws(Stop) in
        let x = try a(frame)
        let y = try b(frame)
        if case .data(.float64(let p)) = x, case .data(.float64(let q)) = y { return .data(.float64(numbers(p, q))) }
        return try otherwise(x, y, frame)
      }
    }
  }
}

extension Site {
  /// An error about a name that holds nothing yet.
  func unset(_ name: String) -> Stop {
    failure(.unsetName, "\(name) holds no value yet", help: "bind it first: \(name) = …")
  }
}
