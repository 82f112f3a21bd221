import Source
import Tensors

/// What is said about arguments of `train`, `step` and the optimisers that are something else, with the argument that
/// was most likely meant.
///
/// The code is one that no other habit is looked for: what stands here knows the call.
extension Call {
  /// The text of an argument as it was written.
  private func text(_ position: Int) -> String { place.source.slice(span(of: position)) }

  /// The loss of `train`, which stands third or behind `loss=`.
  func givenLoss(_ position: Int) throws(Stop) -> Function {
    switch self[position] {
    case .function(let function): return function
    case .string(let text):
      let isKnown = machine.library.value(named: text.string) != nil
      throw failure(
        .argumentValue, "the loss is a function, and this is a text", at: position,
        help: isKnown ? "without quotation marks: loss=\(text.string)" : "write loss=mse, or loss=cross_entropy")
    case .optimiser:
      throw failure(
        .argumentValue, "the third argument of train is the loss, and this is an optimiser", at: position,
        help: "write with=\(text(position))")
    case .data(let number) where number.shape.isEmpty:
      throw failure(
        .argumentValue, "the third argument of train is the loss, a function, and this is a number", at: position,
        help: "how often all data are seen is epochs=\(text(position))")
    case .data, .list:
      throw failure(
        .argumentValue, "the loss is a function, and this is \(self[position].kind)", at: position,
        help: "inputs and targets are one argument, {x: …, y: …} of \(text(1)) and \(text(position))")
    default:
      throw failure(
        .argumentValue, "the loss is a function of output and targets, and this is \(self[position].kind)",
        at: position, help: "write loss=mse, or loss=cross_entropy")
    }
  }

  /// The optimiser of `train`; nil when none is given.
  func givenOptimiser(_ position: Int) throws(Stop) -> Optimiser? {
    let help: Phrase
    switch self[position] {
    case .unset: return nil
    case .optimiser(let given): return given
    case .function(let function) where Call.optimisers.contains(function.name ?? ""):
      help = "call it: with=\(function.name ?? "adam")()"
    case .string(let text) where Call.optimisers.contains(text.string):
      help = "call it, without quotation marks: with=\(text.string)()"
    case .data(let number) where number.shape.isEmpty:
      help = "a rate is told to the optimiser: with=adam(rate=\(text(position)))"
    default: help = "write with=adam()"
    }
    throw failure(
      .argumentValue, "with= takes an optimiser, and this is \(self[position].kind)", at: position, help: help)
  }

  private static let optimisers: Set<String> = ["sgd", "rmsprop", "adam", "adamw"]

  /// Examples that an argument of `train` names, such as `test=`; nil when it is not given.
  func givenExamples(_ position: Int) throws(Stop) -> ExampleSet? {
    guard has(position) else { return nil }
    if case .data(let number) = self[position], number.shape.isEmpty {
      let name = builtin.parameters[position].name
      let share = number.plain.double.map { $0 > 0 && $0 < 1 } == true ? text(position) : "0.2"
      throw failure(
        .argumentValue, "\(name)= takes data with x and y, and this is a number", at: position,
        help: "split(data, \(share)) cuts data in two")
    }
    return try ExampleSet(self[position], machine: machine, at: place)
  }

  /// Refuses parameters where the rate of an optimiser stands.
  func refuseParameters() throws(Stop) {
    let isModel: Bool
    switch self[0] {
    case .list, .record, .parameter: isModel = true
    case .data(let data): isModel = !data.shape.isEmpty
    default: isModel = false
    }
    guard isModel else { return }
    let rate = [0, 1].compactMap { position -> String? in
      if has(position), case .data(let number) = self[position], number.shape.isEmpty { text(position) } else { nil }
    }.first
    throw failure(
      .argumentValue, "\(builtin.name) takes the rate first, and this is \(self[0].kind)", at: 0,
      notes: ["An optimiser is told no parameters: step(opt, L) moves all that L depends on, of= chooses among them."],
      help: "write \(builtin.name)(\(rate ?? "0.01"))")
  }

  /// The optimiser and the loss of `step`.
  func givenStep() throws(Stop) -> Optimiser {
    if case .optimiser(let optimiser) = self[0] { return optimiser }
    if case .optimiser = self[1] {
      throw failure(
        .argumentValue, "step takes the optimiser first and the loss second", at: 0,
        help: "write step(\(text(1)), \(text(0)))")
    }
    throw failure(
      .argumentValue, "step takes an optimiser first, and this is \(self[0].kind)", at: 0,
      help: "make one before the loop: opt = adam(); then step(opt, L)")
  }

  /// The parameters that `step` is to move; nil for all.
  func chosenParameters(_ position: Int) throws(Stop) -> [Parameter]? {
    guard has(position) else { return nil }
    var search = ParameterSearch(machine)
    search.visit(self[position], path: "")
    guard search.found.isEmpty else { return search.found }
    let isText = if case .string = self[position] { true } else { false }
    throw failure(
      .argumentValue, "of= takes parameters or a model, and this is \(self[position].kind)", at: position,
      help: isText ? "without quotation marks, or of=parameters(net)" : "write of=parameters(net)")
  }

  /// The largest norm that the gradients of a `step` may have; nil for any.
  func givenClip(_ position: Int) throws(Stop) -> Double? {
    guard has(position) else { return nil }
    let clip = try number(position)
    guard clip > 0 else {
      throw failure(
        .argumentValue, "clip must be a number above 0, and this is \(NumberText.of(clip, digits: 7))", at: position,
        help: "clip=1 scales the gradients down where their norm is above 1")
    }
    return clip
  }
}
