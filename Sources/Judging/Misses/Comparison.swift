package import Evaluation
import Source
import Syntax
import Tensors

/// Compares what two states hold, by value; functions by what they give.
package struct Comparison {
  var interpreter: Interpreter

  /// How far apart numbers may be: rounding only.
  var relative = 1e-5
  var absolute = 1e-8

  /// The numbers of a value: of a tensor, a parameter or a list that makes a tensor; nil for everything else.
  package static func grid(_ value: Value, in state: State) -> Grid? {
    switch state.resolved(value) {
    case .data(let traced): Grid(traced)
    case .list(let list) where list.items.isEmpty: Grid(shape: [0], values: [])
    case .list(let list): ValueText.asTensor(list, state: state).map { Grid($0) }
    case .range(let range):
      range.count <= 1_000_000
        ? Grid(shape: [range.count], values: (0..<range.count).map { Double(range.lower &+ $0) }) : nil
    default: nil
    }
  }

  /// Whether two values are equal within rounding, each read in its own state.
  mutating func areEqual(_ a: Value?, in first: State, _ b: Value?, in second: State) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    if let left = Comparison.grid(a, in: first), let right = Comparison.grid(b, in: second) {
      return left.isClose(to: right, relative: relative, absolute: absolute)
    }
    switch (a, b) {
    case (.string(let left), .string(let right)): return left.string == right.string
    case (.list(let left), .list(let right)):
      guard left.items.count == right.items.count else { return false }
      for (x, y) in zip(left.items, right.items) where !areEqual(x, in: first, y, in: second) { return false }
      return true
    case (.record(let left), .record(let right)):
      guard left.names.sorted() == right.names.sorted() else { return false }
      for (name, value) in zip(left.names, left.values) where !areEqual(value, in: first, right[name], in: second) {
        return false
      }
      return true
    case (.function(let left), .function(let right)):
      if left === right { return true }
      if case .equal = compare(left, in: first, right, in: second) { return true }
      return false
    // Pictures and the like are not judged.
    case (.figure, .figure), (.optimiser, .optimiser), (.batches, .batches), (.nothing, .nothing): return true
    default: return false
    }
  }

  /// How two functions compare.
  enum FunctionResult {
    /// The same on every input that was tried.
    case equal
    /// They take a different number of arguments.
    case arity(Int, Int)
    /// They differ on these inputs; nil stands for an error, which is told.
    case differ(inputs: [Value], Value?, error: Diagnostic?, Value)
    /// No input was found on which the second one runs.
    case untested
  }

  /// Compares two functions on seeded random inputs, each called in its own state; the second is the one to meet.
  mutating func compare(
    _ a: Function, in first: State, _ b: Function, in second: State
  ) -> FunctionResult {
    let arity = b.parameters.filter { !$0.isOptional }.count
    let own = a.parameters
    // Built-in functions may take any number of arguments and do not say so.
    if a.source != nil, own.filter({ !$0.isOptional }).count > arity || own.count < arity {
      return .arity(own.count, arity)
    }
    var sampler = Sampler()
    var tested = 0
    for shapes in Sampler.combinations(arity) {
      var worked = false
      for draw in 0..<4 {
        let inputs = shapes.map { sampler.value($0, positive: draw >= 2) }
        guard let wanted = result(of: b, inputs, in: second) else { break }
        // A function that gives no number here, such as log of a negative one, says nothing.
        if let grid = Comparison.grid(wanted, in: second), grid.count > 0, grid.values.allSatisfy(\.isNaN) {
          continue
        }
        worked = true
        do throws(Diagnostic) {
          let value = try interpreter.call(a, inputs, on: first)
          if !areEqual(value, in: first, wanted, in: second) {
            return smallest(a, in: first, b, in: second, arity)
              ?? .differ(inputs: inputs, value, error: nil, wanted)
          }
        } catch {
          if error.code == .interrupted { return .untested }
          return smallest(a, in: first, b, in: second, arity)
            ?? .differ(inputs: inputs, nil, error: error, wanted)
        }
      }
      if worked { tested += 1 }
      if tested == 3 || (arity == 0 && tested == 1) { break }
    }
    if tested > 0 { return beyond(a, in: first, b, in: second, arity) ?? .equal }
    // A function that takes whole numbers only, such as the length of a range.
    var ran = false
    return smallest(a, in: first, b, in: second, arity, ran: &ran) ?? (ran ? .equal : .untested)
  }

  /// Where a function of one number does one thing here and another there, an input on either side of the numbers that
  /// are written in it, on which the two differ.
  private mutating func beyond(
    _ a: Function, in first: State, _ b: Function, in second: State, _ arity: Int
  ) -> FunctionResult? {
    guard arity == 1 else { return nil }
    for inputs in FunctionSample.besideBranches(of: [b, a], like: [.number(1)], onThem: false) {
      guard let wanted = result(of: b, inputs, in: second),
        Comparison.grid(wanted, in: second)?.values.allSatisfy(\.isFinite) ?? false,
        let value = try? interpreter.call(a, inputs, on: first)
      else { continue }
      if !areEqual(value, in: first, wanted, in: second) {
        return .differ(inputs: inputs, value, error: nil, wanted)
      }
    }
    return nil
  }

  private mutating func smallest(
    _ a: Function, in first: State, _ b: Function, in second: State, _ arity: Int
  ) -> FunctionResult? {
    var ran = false
    return smallest(a, in: first, b, in: second, arity, ran: &ran)
  }

  /// The first of the small inputs, the smallest first, on which two functions differ; `ran` tells whether the second
  /// one runs on any.
  private mutating func smallest(
    _ a: Function, in first: State, _ b: Function, in second: State, _ arity: Int, ran: inout Bool
  ) -> FunctionResult? {
    for inputs in Sampler.small(arity) {
      guard let wanted = result(of: b, inputs, in: second) else { continue }
      ran = true
      do throws(Diagnostic) {
        let value = try interpreter.call(a, inputs, on: first)
        if !areEqual(value, in: first, wanted, in: second) {
          return .differ(inputs: inputs, value, error: nil, wanted)
        }
      } catch {
        if error.code == .interrupted { return .untested }
        return .differ(inputs: inputs, nil, error: error, wanted)
      }
    }
    return nil
  }

  private mutating func result(of function: Function, _ inputs: [Value], in state: State) -> Value? {
    guard let value = try? interpreter.call(function, inputs, on: state) else { return nil }
    if case .nothing = value { return nil }
    return value
  }
}

extension Interpreter {
  /// The numbers that a name holds in a state; nil where it holds none.
  package mutating func grid(of name: String, in state: State) -> Grid? {
    value(of: name, in: state).flatMap { Comparison.grid($0, in: state) }
  }
}
