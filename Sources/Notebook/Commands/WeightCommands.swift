import Documents
import Evaluation
import Formats
import Source
import Tensors

extension Command {
  static let weightCommands: [Command] = [
    Command(
      "weights", .session, takes: .text, usage: "weights save|load NET FILE.safetensors",
      "Saves the parameters of a model to a file, or loads them from one.",
      details: """
        The file is a safetensors file, which Python reads too. The parameters are named by their place in the model: \
        `0.W` is `net[0].W`. A matrix has the shape `[inputs, outputs]`; PyTorch's `Linear` keeps it transposed, so \
        there `layer.weight` is `W.T` and `layer.bias` is `b`.

        Loading checks every name, shape and element type before it changes anything.
        """
    ) { session, input throws(Diagnostic) in
      let words = Session.weightWords(input.text)
      guard words.count == 3, words[0] == "save" || words[0] == "load" else {
        throw input.failure(
          .missingArgument, "say what to do, with which model, and which file",
          help: "type \(":weights save net weights.safetensors")")
      }
      // What is wrong with the model or with the file is marked there.
      let parts = words.map { word in
        input.part(String(word), at: input.text.utf8.distance(from: input.text.startIndex, to: word.startIndex))
      }
      let (path, isForced) = try session.target(of: parts[2].text, parts[2])
      if words[0] == "save" {
        try session.saveWeights(of: parts[1], to: path, isForced: isForced, parts[2])
      } else {
        try session.loadWeights(of: parts[1], from: path, parts[2])
      }
    }
  ]
}

extension Session {
  /// What to do, with which model, and the file; the parameters of a model without a name stand in brackets, with spaces
  /// or without.
  fileprivate static func weightWords(_ text: String) -> [Substring] {
    let words = text.split(separator: " ", maxSplits: 1)
    guard words.count == 2, words[1].hasPrefix("["), let close = words[1].lastIndex(of: "]") else {
      return text.split(separator: " ", maxSplits: 2)
    }
    let (list, file) = (words[1][...close], words[1][close...].dropFirst().drop { $0 == " " })
    return file.isEmpty ? [words[0], list] : [words[0], list, file]
  }

  private func weights(of input: CommandInput) throws(Diagnostic) -> [(
    path: String, parameter: Parameter, value: Traced
  )] {
    let model = try evaluate(input)
    let entries = interpreter.weights(of: model, in: state).compactMap { entry in
      state.value(of: entry.parameter).map { (path: entry.path, parameter: entry.parameter, value: $0.value) }
    }
    guard !entries.isEmpty else { throw input.failure(.noParameters, "\(input.text) holds no parameters") }
    return entries
  }

  fileprivate mutating func saveWeights(
    of model: CommandInput, to path: String, isForced: Bool, _ input: CommandInput
  ) throws(Diagnostic) {
    let entries = try weights(of: model)
    var tensors: [Safetensors.Entry] = []
    for entry in entries {
      let elements: Safetensors.Elements =
        entry.value.elementType == .float32 ? .float32(entry.value.floats) : .float64(entry.value.doubles)
      guard let tensor = Safetensors.Entry(name: entry.path, shape: entry.value.shape, elements: elements) else {
        throw input.failure(.cannotSave, "\(entry.path) cannot be written")
      }
      tensors.append(tensor)
    }
    let file = Safetensors(entries: tensors, metadata: [(key: "made_by", value: "learnnn")])
    try write(file.fileBytes, to: path, isForced: isForced, input)
    let count = entries.reduce(0) { $0 + $1.value.count }
    input.show(.lines([[.text("\(count) numbers in \(entries.count) tensors saved to "), .text(path, .code)]]))
  }

  fileprivate mutating func loadWeights(
    of model: CommandInput, from path: String, _ input: CommandInput
  ) throws(Diagnostic) {
    let entries = try weights(of: model)
    let bytes: [UInt8]
    do {
      bytes = try world.files.read(path)
    } catch {
      let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      let others = world.files.list(folder.isEmpty ? "." : folder).filter { $0.hasSuffix(".safetensors") }.sorted()
      throw input.last(path).failure(
        .cannotRead, Diagnostic.cannotRead(error).title,
        help: others.isEmpty ? nil : "there is \(others.prefix(6).joined(separator: ", "))")
    }
    let file: Safetensors
    do {
      file = try Safetensors(bytes)
    } catch {
      var diagnostic = error.diagnostic(file: .verbatim(path))
      diagnostic.source = input.source
      diagnostic.labels = [.init(input.span)]
      throw diagnostic
    }
    // Everything is checked before anything changes: a file that does not fit leaves the model as it was.
    var values: [(parameter: Parameter, value: Traced)] = []
    for entry in entries {
      guard let stored = file[entry.path] else {
        let known = file.entries.map(\.name)
        throw input.failure(
          .weightsDiffer, "\(path) has no \(entry.path)",
          notes: [
            known.count > 8
              ? "It holds \(list: known.prefix(8)) and others."
              : "It holds \(list: known)."
          ])
      }
      guard stored.shape == entry.value.shape else {
        throw input.failure(
          .weightsDiffer,
          "\(entry.path) has the shape \(ShapeText.of(stored.shape)) in the file and \(ShapeText.of(entry.value.shape)) in \(model.text)"
        )
      }
      guard let value = WeightValues.traced(stored, as: entry.value.elementType) else {
        throw input.failure(.weightsDiffer, "\(entry.path) does not hold floating-point numbers in the file")
      }
      values.append((parameter: entry.parameter, value: value))
    }
    let extra = file.entries.map(\.name).filter { name in !entries.contains { $0.path == name } }
    guard extra.isEmpty else {
      throw input.failure(
        .weightsDiffer, "\(path) holds \(list: extra.prefix(8)), and \(model.text) has no such parameter")
    }
    state.set(values)
    input.show(.lines([[.text("\(entries.count) tensors loaded from "), .text(path, .code)]]))
  }
}

/// The numbers of a file as values of a parameter's element type.
private enum WeightValues {
  static func traced(_ entry: Safetensors.Entry, as type: ElementType) -> Traced? {
    let numbers: [Double]
    switch entry.elements {
    case .float32(let floats): numbers = floats.map { Double($0) }
    case .float64(let doubles): numbers = doubles
    default: return nil
    }
    if entry.shape.isEmpty, let only = numbers.first {
      return type == .float32 ? .float32(Float(only)) : .float64(only)
    }
    return type == .float32
      ? try? Traced.make(numbers.map { Float($0) }, shape: entry.shape) : try? Traced.make(numbers, shape: entry.shape)
  }
}
