import Source
import Tensors

/// A built-in function, declared once: help, completion, argument checks and the reference are read from here.
///
/// To add one, write in the file of its family
///
///     static let noise = Builtin(
///       "noise", [.required("x", "a tensor"), .number("std", 0.1, .from(0), "the standard deviation")], group: .data,
///       "Adds normal noise.", example: "shape(noise([1, 2]))  //= [2]"
///     ) { (call) throws(Stop) in
///       let (x, deviation) = (try call.traced(0), try call.number("std"))
///       …
///     }
///
/// and list it in the family's array. A parameter says its kind, its default and its bounds once: `call.number`,
/// `call.whole`, `call.flag` and `call.text` read the argument of a name, check it, and take the default without one.
/// Give it an example with its result, which a test runs; what can be written in the language goes into the prelude.
final class Builtin: Sendable {
  /// A parameter of a built-in function.
  struct Parameter: Sendable {
    /// What an argument is, and the value it has when it is left out.
    enum Kind: Sendable {
      /// Anything; the body reads it.
      case any
      case number(Double)
      case whole(Int)
      case flag(Bool)
      case text(String)
    }

    /// Between which numbers an argument lies.
    enum Bounds: Sendable {
      case none
      /// At least so much.
      case from(Double)
      /// More than so much.
      case above(Double)
      /// Both ends belong to it.
      case within(Double, Double)
      /// The upper end is left out.
      case below(Double, Double)
    }

    let name: String
    /// How its default is written in code, `…` where it is none; nil when an argument is required.
    let defaultText: String?
    /// What is meant when it is left out, in words where no code says it.
    var otherwise = ""
    /// What it is for, in a few words.
    let summary: String
    var kind = Kind.any
    var bounds = Bounds.none

    var isOptional: Bool { defaultText != nil }

    /// A parameter that needs an argument.
    static func required(_ name: String, _ summary: String = "") -> Parameter {
      Parameter(name: name, defaultText: nil, summary: summary)
    }

    /// A parameter that may be left out; without a default that can be written it shows `…`.
    static func optional(_ name: String, _ defaultText: String, _ summary: String = "") -> Parameter {
      Parameter(name: name, defaultText: defaultText.isEmpty ? "…" : defaultText, summary: summary)
    }

    /// A parameter that may be left out, with words for what is meant then.
    static func optional(_ name: String, else otherwise: String, _ summary: String = "") -> Parameter {
      Parameter(name: name, defaultText: "…", otherwise: otherwise, summary: summary)
    }

    /// One number.
    static func number(
      _ name: String, _ value: Double, _ bounds: Bounds = .none, _ summary: String = ""
    ) -> Parameter {
      Parameter(
        name: name, defaultText: NumberText.of(value, digits: 7), summary: summary, kind: .number(value), bounds: bounds
      )
    }

    /// A whole number.
    static func whole(_ name: String, _ value: Int, _ bounds: Bounds = .none, _ summary: String = "") -> Parameter {
      Parameter(name: name, defaultText: String(value), summary: summary, kind: .whole(value), bounds: bounds)
    }

    /// true or false.
    static func flag(_ name: String, _ value: Bool, _ summary: String = "") -> Parameter {
      Parameter(name: name, defaultText: String(value), summary: summary, kind: .flag(value))
    }

    /// A text.
    static func text(_ name: String, _ value: String, _ summary: String = "") -> Parameter {
      Parameter(
        name: name, defaultText: value.isEmpty ? "…" : "\"\(value)\"", summary: summary, kind: .text(value))
    }
  }

  /// What it is called.
  let name: String
  /// Its parameters in order.
  let parameters: [Parameter]
  /// Whether more arguments than parameters may follow.
  let isVariadic: Bool
  /// What it does: one sentence.
  let summary: String
  /// What there is to know besides: shapes, edges, sources.
  let details: String
  /// `expression //= result`, run by a test; empty when the result is random or shown.
  let example: String
  /// The group it is listed under in the reference.
  let group: Group
  /// The elementwise operation it is, for a call without an argument list.
  let operation: Operation?
  let body: @Sendable (inout Call) throws(Stop) -> Value

  /// The groups of the reference, in its order.
  enum Group: String, Sendable, CaseIterable {
    case creation = "Making numbers and tensors"
    case mathematics = "Mathematics"
    case reductions = "Sums, means and other reductions"
    case shapes = "Shapes and order"
    case gradients = "Gradients and parameters"
    case activations = "Activations and losses"
    case layers = "Layers and models"
    case training = "Optimisers and training"
    case random = "Random numbers"
    case data = "Data"
    case pictures = "Pictures"
    case lists = "Lists, texts and everything else"
  }

  init(
    _ name: String, _ parameters: [Parameter], isVariadic: Bool = false, group: Group, _ summary: String,
    details: String = "", example: String = "", operation: Operation? = nil,
    body: @escaping @Sendable (inout Call) throws(Stop) -> Value
  ) {
    self.name = name
    self.parameters = parameters
    self.isVariadic = isVariadic
    self.group = group
    self.summary = summary
    self.details = details
    self.example = example
    self.operation = operation
    self.body = body
  }

  /// An elementwise operation of the tensor runtime as a function.
  static func elementwise(_ operation: Operation, group: Group = .mathematics) -> Builtin {
    Builtin(
      operation.name, [.required("x", "a number or tensor")], group: group, operation.summary, details: operation.why,
      example: operation.example, operation: operation
    ) { (call) throws(Stop) in
      try call.apply(operation, try call.traced(0))
    }
  }

  /// The parameters as they stand between the brackets of its signature.
  var parameterText: String {
    let named = parameters.map { parameter in parameter.defaultText.map { "\(parameter.name)=\($0)" } ?? parameter.name
    }
    return (named + (isVariadic ? ["…"] : [])).joined(separator: ", ")
  }
}

/// A call of a built-in function that is under way.
struct Call {
  let machine: Machine
  let frame: Frame
  let place: Site
  let builtin: Builtin
  let arguments: [Value]

  init(machine: Machine, frame: Frame, place: Site, builtin: Builtin, arguments: [Value]) {
    self.machine = machine
    self.frame = frame
    self.place = place
    self.builtin = builtin
    self.arguments = arguments
  }

  /// Checks that no required argument is missing.
  func checkRequired() throws(Stop) {
    for (position, parameter) in builtin.parameters.enumerated() where !parameter.isOptional && !has(position) {
      throw failure(
        .wrongArguments, "\(builtin.name) needs a value for \(parameter.name)",
        help: "it is called as \(builtin.name)(\(builtin.parameterText))")
    }
  }

  /// Whether an argument was given.
  func has(_ position: Int) -> Bool {
    guard position < arguments.count else { return false }
    if case .unset = arguments[position] { return false }
    return true
  }

  /// An argument as it was given; `.unset` when it was left out.
  subscript(_ position: Int) -> Value { position < arguments.count ? arguments[position] : .unset }

  /// Whether an argument was given by its name.
  func isNamed(_ position: Int) -> Bool {
    builtin.parameters.indices.contains(position) && place.argumentNames.contains(builtin.parameters[position].name)
  }

  /// Where an argument stands in the source, also one that is given by its name; the whole call when it does not.
  func span(of position: Int) -> Span {
    var index: Int? = position
    if !place.argumentNames.isEmpty {
      let unnamed = place.argumentNames.indices.filter { place.argumentNames[$0] == nil }
      let name = position < builtin.parameters.count ? builtin.parameters[position].name : nil
      index =
        name.flatMap { name in place.argumentNames.firstIndex { $0 == name } }
        ?? (unnamed.indices.contains(position) ? unnamed[position] : nil)
    }
    return index.flatMap { place.operands.indices.contains($0) ? place.operands[$0].span : nil } ?? place.span
  }

  /// An error at the call.
  func failure(
    _ code: ErrorCode, _ title: Phrase, at position: Int? = nil, label: Phrase = "", notes: [Phrase] = [],
    help: Phrase? = nil
  ) -> Stop {
    place.failure(
      code, title, at: position.map { span(of: $0) }, label: label, notes: notes, help: help)
  }

  /// An argument as a number or tensor, with its record.
  func traced(_ position: Int) throws(Stop) -> Traced {
    try machine.traced(self[position], at: place, operand: position)
  }

  /// An argument as a whole number.
  func whole(_ position: Int, default defaultValue: Int? = nil) throws(Stop) -> Int {
    if !has(position), let defaultValue { return defaultValue }
    return try machine.wholeNumber(self[position], .verbatim(builtin.parameters[position].name), at: place)
  }

  /// An argument as a plain number.
  func number(_ position: Int, default defaultValue: Double? = nil) throws(Stop) -> Double {
    if !has(position), let defaultValue { return defaultValue }
    let value = try traced(position).plain
    guard value.shape.isEmpty else {
      throw failure(
        .notAScalar, "\(builtin.parameters[position].name) must be one number, and this is \(self[position].kind)",
        at: position)
    }
    return value.double ?? .nan
  }

  /// An argument as a boolean.
  func boolean(_ position: Int, default defaultValue: Bool) throws(Stop) -> Bool {
    if !has(position) { return defaultValue }
    if case .data(.bool(let value)) = self[position] { return value }
    throw failure(.notABoolean, "\(builtin.parameters[position].name) must be true or false", at: position)
  }

  /// An argument as a text.
  func string(_ position: Int, default defaultValue: String? = nil) throws(Stop) -> String {
    if !has(position), let defaultValue { return defaultValue }
    if case .string(let text) = self[position] { return text.string }
    throw failure(
      .notAText, "\(builtin.parameters[position].name) must be a text, and this is \(self[position].kind)",
      at: position, help: "write it in quotation marks")
  }

  /// An argument as a function.
  func function(_ position: Int) throws(Stop) -> Function {
    if case .function(let function) = self[position] { return function }
    throw failure(
      .notAFunction, "\(builtin.parameters[position].name) must be a function, and this is \(self[position].kind)",
      at: position)
  }

  /// The elements of an argument.
  func elements(_ position: Int) throws(Stop) -> [Value] { try machine.elements(of: self[position], at: place) }

  /// An argument as a shape: a whole number, or a list of them.
  func shape(_ position: Int) throws(Stop) -> [Int] {
    var extents: [Int] = []
    switch self[position] {
    case .list, .range:
      for element in try elements(position) { extents.append(try machine.wholeNumber(element, "an extent", at: place)) }
    case .data(let traced) where !traced.shape.isEmpty:
      for element in try elements(position) { extents.append(try machine.wholeNumber(element, "an extent", at: place)) }
    default: extents = [try machine.wholeNumber(self[position], "an extent", at: place)]
    }
    return extents
  }

  /// Calls a function of the language.
  func invoke(_ function: Function, _ arguments: [Value]) throws(Stop) -> Value {
    try machine.call(function, arguments, at: place, from: frame)
  }

  /// Applies an operation; its errors are told at this call.
  func apply(_ operation: Operation, _ a: Traced, _ attributes: Attributes = .none) throws(Stop) -> Value {
    do {
      return place.mark(try operation(a, attributes), in: frame)
    } catch {
      throw place.failure(error, operands: arguments, in: frame)
    }
  }

  /// Applies an operation of two inputs.
  func apply(_ operation: Operation, _ a: Traced, _ b: Traced, _ attributes: Attributes = .none) throws(Stop) -> Value {
    let (a, b) = place.adapted(a, b)
    do {
      return place.mark(try operation(a, b, attributes), in: frame)
    } catch {
      throw place.failure(error, operands: arguments, in: frame)
    }
  }

  /// Applies an operation of any number of inputs.
  func apply(_ operation: Operation, _ inputs: [Traced], _ attributes: Attributes = .none) throws(Stop) -> Value {
    do {
      return place.mark(
        try operation(operation === Operation.where ? place.adapted(inputs) : inputs, attributes), in: frame)
    } catch {
      throw place.failure(error, operands: arguments, in: frame)
    }
  }

  /// Does something that the tensor runtime may refuse.
  func attempt<T>(_ body: () throws(TensorError) -> T) throws(Stop) -> T {
    do {
      return try body()
    } catch {
      throw place.failure(error, operands: arguments, in: frame)
    }
  }
}
