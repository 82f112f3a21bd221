import Evaluation
import Source
import Tensors

extension Judge {
  /// What an answer does in every world, as a short text: two answers with the same text are alike in all that the task
  /// asks for, however they are written.
  package func behaviour(of answer: String) -> String {
    let all = ([self] + (others ?? [])).map { judge in
      var copy = judge
      return copy.behaviourHere(of: answer)
    }
    return String(FNV1a.hash(of: all.joined(separator: "\n")), radix: 16)
  }

  private mutating func behaviourHere(of answer: String) -> String {
    var state = start
    switch Quiet.run(AnswerText(answer).program, on: &state, &interpreter) {
    case .failed(let diagnostic): return "fails: \(diagnostic.code.name)"
    case .interrupted: return "stopped"
    case .finished:
      return asked.sorted().map { name in
        let value = interpreter.value(of: name, in: state).map { trace(state.resolved($0), in: state) }
        return "\(name): \(value ?? "nothing")"
      }.joined(separator: "\n")
    }
  }

  /// A value to five digits; a function by what it gives on inputs that are always the same.
  private mutating func trace(_ value: Value, in state: State) -> String {
    if let grid = Comparison.grid(value, in: state) {
      return "\(grid.shape) " + grid.values.prefix(10_000).map(Judge.rounded).joined(separator: " ")
    }
    guard case .function(let function) = value else { return ValueText.inline(value, state: state) }
    let arity = function.parameters.filter { !$0.isOptional }.count
    var sampler = Sampler()
    var outputs: [String] = []
    for shapes in Sampler.combinations(arity).prefix(12) {
      for isPositive in [false, true] {
        let inputs = shapes.map { sampler.value($0, positive: isPositive) }
        let output = try? interpreter.call(function, inputs, on: state)
        let grid = output.flatMap { Comparison.grid($0, in: state) }
        outputs.append(grid.map { "\($0.shape) " + $0.values.map(Judge.rounded).joined(separator: " ") } ?? "nothing")
      }
    }
    return outputs.joined(separator: "; ")
  }

  /// A number to about five digits, by its exponent and the first bits of its significand.
  private static func rounded(_ number: Double) -> String {
    guard number.isFinite, number != 0, number.magnitude > 1e-12 else { return number.isFinite ? "0" : "\(number)" }
    return "\(number < 0 ? "-" : "")\((number.significand * 65_536).rounded())e\(number.exponent)"
  }
}
