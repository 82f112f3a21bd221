import Documents
import Evaluation
import Source
import Stepping
import Syntax
import Tensors

/// Commands about functions: they call what the user wrote, on a copy of the state.
extension Session {
  /// `:gradcheck f(x)`: the gradient of f at x against differences.
  ///
  /// Anything but a call at names and numbers is a number whose graph is checked as a whole, in all its parameters: of a
  /// call within a call the outer one alone would be half of it.
  mutating func gradcheck(_ input: CommandInput) throws(Diagnostic) {
    let program = Parser.parse(SourceText(input.text))
    guard let statement = program.statements.first, case .expression(let expression) = statement.kind,
      case .call(let callee, let arguments) = expression.kind, let first = arguments.first,
      case .name = callee.kind, first.value.isPlain || !isRecorded(input.text(of: first.value.span), input)
    else {
      let checks = Gradcheck.ofParameters(try stepTable(input, for: "gradcheck"))
      for (parameter, check) in checks {
        input.show(.document(check.document(function: input.text, variable: parameter, format: stepFormat)))
      }
      return
    }
    let name = input.text(of: callee.span)
    let function = try self.function(name, input)
    var values: [Value] = []
    for argument in arguments {
      values.append(state.resolved(try value(of: input.text(of: argument.value.span), input)))
    }
    guard case .data(let traced)? = tensor(values[0]) else {
      throw input.failure(.notANumber, "\(name) is checked at a number or a tensor, and this is \(values[0].kind)")
    }
    var copy = interpreter
    let leaf = Node(leaf: traced.plain)
    let rest = Array(values.dropFirst())
    let result = try copy.call(function, [.data(.node(leaf))] + rest, on: state)
    guard case .data(.node(let node)) = result, node.value.shape.isEmpty else {
      throw input.failure(
        .notAScalar, "\(name) must give one number that was computed from its argument, and it gives \(result.kind)")
    }
    let gradient = Gradient.values(of: node, with: [.node(leaf)])[0] ?? traced.plain.zeros
    let check = Gradcheck(at: traced.plain, gradient: gradient, graph: node) { point in
      guard case .data(let number)? = try? copy.call(function, [.data(point)] + rest, on: state) else { return nil }
      return number.plain.double
    }
    input.show(
      .document(
        check.document(
          function: name, variable: function.parameters.first.map { NameText.of($0.name) } ?? "x", format: stepFormat)))
  }

  /// Whether what an expression gives was computed from parameters.
  private func isRecorded(_ text: String, _ input: CommandInput) -> Bool {
    guard let value = try? value(of: text, input), case .data(.node(let node))? = tensor(state.resolved(value)) else {
      return false
    }
    return node.parameter < 0
  }

  /// `:descend f, from=[…], rate=…`: gradient descent on a function of one or two numbers.
  mutating func descend(_ input: CommandInput) throws(Diagnostic) {
    let wrapped = SourceText("descend(" + input.text + ")")
    let program = Parser.parse(wrapped)
    guard let statement = program.statements.first, case .expression(let expression) = statement.kind,
      case .call(_, let arguments) = expression.kind, let first = arguments.first, first.name == nil
    else {
      throw input.failure(.missingArgument, "a function is needed", help: "type \(":descend f, from=[1, 2], rate=0.1")")
    }
    let name = wrapped.slice(first.value.span)
    let function = try self.function(name, input)
    var start: [Double]?
    var rate = 0.1
    for argument in arguments.dropFirst() {
      let text = wrapped.slice(argument.value.span)
      guard case .data(let traced)? = tensor(state.resolved(try value(of: text, input))) else {
        throw input.failure(.notANumber, "\(text) is no number")
      }
      switch argument.name?.text {
      case "from", nil: start = traced.doubles
      case "rate":
        guard let number = traced.double, number.isFinite else {
          throw input.failure(.notANumber, "the rate must be one number")
        }
        rate = number
      case let other?:
        throw input.failure(.unknownArgument, ":descend has no \(other)", help: "it takes from= and rate=")
      }
    }
    let variables = function.parameters.filter { !$0.isOptional }.map(\.name)
    let takesVector = variables.count == 1 && (start?.count ?? 1) == 2
    let count = takesVector ? 2 : variables.count
    guard count == 1 || count == 2 else {
      throw input.failure(.wrongArguments, "\(name) must take one or two numbers, and it takes \(variables.count)")
    }
    let from = start ?? [Double](repeating: 1, count: count)
    guard from.count == count else {
      throw input.failure(.wrongArguments, "\(name) takes \(count) numbers, and from= gives \(from.count)")
    }
    let frozen = state
    let runner = interpreter
    func values(at point: [Double]) -> [Traced] {
      takesVector ? [(try? Traced.make(point, shape: [2])) ?? .float64(.nan)] : point.map { .float64($0) }
    }
    let descent = Descent(
      name: name, variables: takesVector ? ["\(variables[0])[0]", "\(variables[0])[1]"] : variables, from: from,
      rate: rate,
      format: stepFormat,
      value: { point in
        var copy = runner
        return copy.number(function, at: values(at: point), on: frozen)
      },
      gradient: { point in
        var copy = runner
        guard let found = try? copy.gradient(of: function, at: values(at: point), on: frozen) else { return nil }
        return found.gradients.flatMap(\.doubles)
      })
    if settings.isInteractive {
      effects.append(.descend(descent))
    } else {
      var whole = descent
      input.show(.document(whole.wholeDocument()))
    }
  }

  /// A value as data; a list of numbers becomes a tensor.
  func tensor(_ value: Value) -> Value? {
    switch value {
    case .data: value
    case .list(let list): ValueText.asTensor(list, state: state).map { .data($0) }
    default: nil
    }
  }

  private func function(_ name: String, _ input: CommandInput) throws(Diagnostic) -> Function {
    guard case .function(let function) = try value(of: name, input) else {
      throw input.failure(.notAFunction, "\(name) is not a function", help: "define one first: f(x) = x^2")
    }
    return function
  }

  /// The value of a piece of a command's text.
  private func value(of text: String, _ input: CommandInput) throws(Diagnostic) -> Value {
    let place = input.text.firstRange(of: text).map {
      input.text.utf8.distance(from: input.text.startIndex, to: $0.lowerBound)
    }
    return try evaluate(input.part(text, at: place ?? 0))
  }
}

extension Expression {
  /// Whether it is a name, a number or a list of such: nothing is computed on the way to it.
  fileprivate var isPlain: Bool {
    switch kind {
    case .name, .number, .boolean: true
    case .list(let items): items.allSatisfy(\.isPlain)
    case .unary(_, let inner): inner.isPlain
    case .member(let inner, _), .index(let inner, _): inner.isPlain
    default: false
    }
  }
}

extension CommandInput {
  /// A part of the text, by its place when the text is parsed by itself.
  func text(of span: Span) -> String { SourceText(text).slice(span) }
}
