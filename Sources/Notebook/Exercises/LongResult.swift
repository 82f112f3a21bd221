import Evaluation
import Formats
import Judging
import Source
import Syntax
import Tensors

/// What a cell that takes long has left behind, kept in a file beside the progress so that nobody trains twice: the
/// numbers of the names it bound, and the values of the parameters it changed.
struct LongResult {
  /// Larger results are not kept: the student runs the cell again.
  private static let mostNumbers = 20_000_000

  private var entries: [Safetensors.Entry] = []
  /// The names that hold a list rather than a tensor.
  private var lists: Set<String> = []

  /// What a cell has changed between two states; nil when that cannot be kept.
  init?(of code: SourceText, from before: State, to after: State, _ interpreter: Interpreter) {
    var interpreter = interpreter
    let bound = Set(AnswerText(code).targets)
    var count = 0
    var seen: Set<Int> = []
    for name in interpreter.boundNames(in: after) {
      guard let value = interpreter.value(of: name, in: after) else { continue }
      if bound.contains(name), let traced = LongResult.numbers(value, in: after) {
        guard let entry = LongResult.entry("value \(name)", traced) else { return nil }
        entries.append(entry)
        if case .list = value { lists.insert(name) }
        count += traced.count
      }
      for place in Weights.entries(of: value) where seen.insert(place.parameter.id).inserted {
        guard let leaf = after.value(of: place.parameter), leaf !== before.value(of: place.parameter) else { continue }
        guard let entry = LongResult.entry("parameter \(name)/\(place.path)", leaf.value) else { return nil }
        entries.append(entry)
        count += leaf.value.count
      }
      if count > LongResult.mostNumbers { return nil }
    }
  }

  /// Reads a file.
  init?(_ bytes: [UInt8]) {
    guard let file = try? Safetensors(bytes) else { return nil }
    entries = file.entries
    lists = Set(file.metadata.first { $0.key == "lists" }?.value.split(separator: " ").map(String.init) ?? [])
  }

  /// The file.
  var fileBytes: [UInt8] {
    Safetensors(entries: entries, metadata: [(key: "lists", value: lists.sorted().joined(separator: " "))]).fileBytes
  }

  /// Brings a state to where the cell would bring it, running only its definitions; nil when the result does not fit.
  func applied(_ code: SourceText, to start: State, _ interpreter: inout Interpreter) -> State? {
    var state = start
    let program = AnswerText(code).program
    for statement in program.statements {
      switch statement.kind {
      case .function: break
      case .bind(let names, let value):
        if names.allSatisfy({ file("value \($0.text)") != nil }) { continue }
        // What cannot be kept is made again, unless that is the training itself.
        if value.mentions("train") { return nil }
      case .expression, .update, .updateField, .forLoop, .whileLoop, .returnValue, .breakLoop, .continueLoop, .assert,
        .command:
        continue
      }
      guard case .finished = interpreter.run(statement, of: code, on: &state, emit: { _ in }) else { return nil }
    }
    for entry in entries {
      guard let name = LongResult.rest(entry.name, after: "value "), let traced = LongResult.traced(entry) else {
        continue
      }
      interpreter.bind(name, to: lists.contains(name) ? LongResult.list(traced) : .data(traced), in: &state)
    }
    guard let values = parameters(in: state, &interpreter) else { return nil }
    state.set(values)
    return state
  }

  /// The parameters of a state with the values that are kept for them; nil when they are not the same parameters.
  private func parameters(
    in state: State, _ interpreter: inout Interpreter
  ) -> [(parameter: Evaluation.Parameter, value: Traced)]? {
    var values: [(parameter: Evaluation.Parameter, value: Traced)] = []
    for entry in entries {
      guard let place = LongResult.rest(entry.name, after: "parameter ") else { continue }
      let words = place.split(separator: "/", maxSplits: 1)
      guard words.count == 2, let value = interpreter.value(of: String(words[0]), in: state),
        let found = Weights.entries(of: value).first(where: { $0.path == words[1] }),
        let leaf = state.value(of: found.parameter), leaf.value.shape == entry.shape,
        let traced = LongResult.traced(entry), traced.elementType == leaf.value.elementType
      else { return nil }
      values.append((found.parameter, traced))
    }
    return values
  }

  private func file(_ name: String) -> Safetensors.Entry? { entries.first { $0.name == name } }

  // MARK: Values and entries

  private static func numbers(_ value: Value, in state: State) -> Traced? {
    switch value {
    case .data(let traced): traced.plain
    case .list(let list): ValueText.asTensor(list, state: state)
    default: nil
    }
  }

  private static func entry(_ name: String, _ traced: Traced) -> Safetensors.Entry? {
    let elements: Safetensors.Elements =
      switch traced.elementType {
      case .float32: .float32(traced.floats)
      case .float64: .float64(traced.doubles)
      case .int: .int64(traced.integers.map { Int64($0) })
      case .bool: .bool(traced.doubles.map { $0 != 0 })
      case .byte: .uint8(traced.bytes ?? [])
      }
    return Safetensors.Entry(name: name, shape: traced.shape, elements: elements)
  }

  private static func traced(_ entry: Safetensors.Entry) -> Traced? {
    switch entry.elements {
    case .float32(let values): try? Traced.make(values, shape: entry.shape)
    case .float64(let values): try? Traced.make(values, shape: entry.shape)
    case .int64(let values): try? Traced.make(values.map { Int($0) }, shape: entry.shape)
    case .uint8(let values): try? Traced.make(values, shape: entry.shape)
    case .bool(let values): try? Traced.make(values, shape: entry.shape)
    }
  }

  /// The elements of a tensor along its first axis as a list, so that `append` goes on with it.
  private static func list(_ traced: Traced) -> Value {
    guard let count = traced.shape.first, traced.shape.count == 1 else { return .data(traced) }
    return .list(List((0..<count).compactMap { traced.element(at: $0).map { .data($0) } }))
  }

  private static func rest(_ text: String, after word: String) -> String? {
    text.hasPrefix(word) ? String(text.dropFirst(word.count)) : nil
  }
}
