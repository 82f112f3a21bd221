import Evaluation
import Source
import Syntax

/// What a function that is asked for gives for a few inputs.
///
/// It tells most other functions apart at a glance; and what is wrong with another one everywhere is seen in it as it is
/// seen in a list of numbers.
struct FunctionSample {
  let name: String
  let inputs: [[Value]]
  let wanted: [Grid]
  /// What it gives for the same inputs with the other sign; nil where it takes several or gives nothing.
  let mirrored: [Grid]?

  /// The plainest inputs on which a function gives numbers.
  init?(_ name: String, _ function: Function, in state: State, _ interpreter: inout Interpreter) {
    let arity = function.parameters.filter { !$0.isOptional }.count
    guard arity > 0 else { return nil }
    for shapes in Sampler.combinations(arity).prefix(12) {
      for positive in [false, true] {
        var sampler = Sampler(seed: 11)
        let inputs = (0..<8).map { _ in shapes.map { sampler.value($0, positive: positive) } }
        guard let wanted = FunctionSample.values(of: function, inputs, in: state, &interpreter) else { continue }
        (self.name, self.inputs, self.wanted) = (name, inputs, wanted)
        let turned = arity == 1 ? inputs.compactMap { FunctionSample.negated($0[0], in: state).map { [$0] } } : []
        mirrored =
          turned.count == inputs.count ? FunctionSample.values(of: function, turned, in: state, &interpreter) : nil
        return
      }
    }
    return nil
  }

  private static func negated(_ value: Value, in state: State) -> Value? {
    Comparison.grid(value, in: state)?.number.map { .number(-$0) }
  }

  private static func values(
    of function: Function, _ inputs: [[Value]], in state: State, _ interpreter: inout Interpreter
  ) -> [Grid]? {
    var grids: [Grid] = []
    for input in inputs {
      guard let value = try? interpreter.call(function, input, on: state), let grid = Comparison.grid(value, in: state),
        grid.count > 0, grid.values.allSatisfy(\.isFinite)
      else { return nil }
      grids.append(grid)
    }
    return grids
  }

  /// Inputs on either side of the numbers that functions of one number or several compare with: what holds in one of
  /// their branches need not hold in another.
  static func besideBranches(of functions: [Function], like input: [Value], onThem: Bool = true) -> [[Value]] {
    var written: Set<Double> = []
    for source in functions.compactMap(\.source) {
      let text = AnswerText(source.text.slice(source.span))
      for expression in text.expressions {
        guard case .comparison = expression.kind else { continue }
        for case .number(let number) in expression.tree.map(\.kind) where number.magnitude <= 10_000 {
          written.insert(number)
        }
      }
    }
    return written.sorted().prefix(8).flatMap { number in
      // A small number is one of a small scale.
      let step = number == number.rounded() ? 1 : number.magnitude / 2
      return input.indices.flatMap { place in
        ([number - step, number + step, 1.5 * number + step] + (onThem ? [number] : [])).map { value in
          var other = input
          other[place] = .number(value)
          return other
        }
      }
    }
  }

  /// Whether a function gives the same for the first of the inputs.
  func isMet(by function: Function, in state: State, _ interpreter: inout Interpreter) -> Bool {
    guard let input = inputs.first, let wanted = wanted.first,
      let own = FunctionSample.values(of: function, [input], in: state, &interpreter)?.first
    else { return false }
    return own.isClose(to: wanted)
  }

  /// Whether the function does not give the same for all inputs.
  var varies: Bool { wanted.first.map { first in wanted.contains { !$0.isClose(to: first) } } ?? false }

  /// Whether a function gives the same numbers for every one of the inputs.
  func isConstant(_ function: Function, in state: State, _ interpreter: inout Interpreter) -> Bool {
    guard let own = FunctionSample.values(of: function, inputs, in: state, &interpreter), let first = own.first else {
      return false
    }
    return own.allSatisfy { $0 == first }
  }

  /// What is wrong with a function in the same way for every input: those of the sample, and further ones for which the
  /// `official` function gives a number.
  func explanation(
    of function: Function, in state: State, further: [[Value]] = [], official: (function: Function, state: State),
    _ interpreter: inout Interpreter
  ) -> Message? {
    var (inputs, wanted, mirrored) = (inputs, wanted, mirrored)
    for input in further {
      guard
        let value = FunctionSample.values(of: official.function, [input], in: official.state, &interpreter)?.first
      else { continue }
      inputs.append(input)
      wanted.append(value)
      let turned = input.count == 1 ? FunctionSample.negated(input[0], in: state) : nil
      let other = turned.flatMap {
        FunctionSample.values(of: official.function, [[$0]], in: official.state, &interpreter)?.first
      }
      if let other { mirrored?.append(other) } else { mirrored = nil }
    }
    guard let own = FunctionSample.values(of: function, inputs, in: state, &interpreter),
      zip(own, wanted).allSatisfy({ $0.shape == $1.shape })
    else { return nil }
    let signature = function.signature
    func all(_ grids: [Grid]) -> Grid {
      let values = grids.flatMap(\.values)
      return Grid(shape: [values.count], values: values)
    }
    let (actual, expected) = (all(own), all(wanted))
    // What is the same for every input says nothing about the function.
    guard let first = expected.values.first, expected.values.contains(where: { !Grid.agree($0, first) }) else {
      return nil
    }
    let known: [(MessageKey, (Double) -> Double)] = [
      (.functionNegated, { -$0 }), (.functionComplement, { 1 - $0 }), (.functionTwice, { 2 * $0 }),
      (.functionHalf, { $0 / 2 }), (.functionReciprocal, { 1 / $0 }), (.functionSquare, { $0 * $0 }),
    ]
    if let mirrored, !actual.isClose(to: expected.map { -$0 }), actual.isClose(to: all(mirrored)) {
      // For a function such as σ the two are one.
      let isComplement = actual.isClose(to: expected.map { 1 - $0 })
      return Message(isComplement ? .functionMirroredComplement : .functionMirrored, signature)
    }
    for (key, change) in known where actual.isClose(to: expected.map(change)) { return Message(key, signature) }
    if let offset = actual.offset(from: expected), offset != 0 {
      return Message(.functionOffset, signature, NumberText.of(offset, digits: 4))
    }
    return nil
  }
}
