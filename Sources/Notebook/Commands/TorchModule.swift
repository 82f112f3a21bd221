import Documents
import Evaluation
import Source
import Tensors

/// A model of the prelude's layers as Python: PyTorch modules that load the weights which `:weights save` writes.
struct TorchModule {
  /// The file's text.
  let text: String

  /// One layer: how PyTorch makes it, and where its parameters go.
  private struct Layer {
    let module: String
    /// PyTorch's names with Python expressions over `w`, the file's tensors by path.
    var tensors: [(name: String, value: String)] = []
  }

  /// How the file's tensors are read, with nothing but PyTorch.
  private static let reader = """
    import json
    import sys

    import torch
    from torch import nn


    def read(path):
        with open(path, "rb") as file:
            size = int.from_bytes(file.read(8), "little")
            header, data = json.loads(file.read(size)), file.read()
        kinds = {"F32": torch.float32, "F64": torch.float64}
        return {
            name: torch.frombuffer(bytearray(data[slice(*e["data_offsets"])]), dtype=kinds[e["dtype"]]).reshape(e["shape"])
            for name, e in header.items()
            if name != "__metadata__"
        }

    """

  /// What the functions of the language that are layers by themselves are called there.
  private static let modules: [String: String] = [
    "relu": "ReLU()", "tanh": "Tanh()", "sigmoid": "Sigmoid()", "σ": "Sigmoid()", "softmax": "Softmax(dim=-1)",
    "log_softmax": "LogSoftmax(dim=-1)", "gelu": "GELU()", "elu": "ELU()", "leaky_relu": "LeakyReLU(0.01)",
    "softplus": "Softplus()", "silu": "SiLU()", "swish": "SiLU()", "flatten_layer": "Flatten()",
    "max_pool2d": "MaxPool2d(2)", "avg_pool2d": "AvgPool2d(2)",
  ]

  /// Translates the model that has a name; `weights` is the file of its weights.
  ///
  /// - Throws: `cannot-export` for what is no model of layers, and for a layer that PyTorch has no module for.
  init(_ model: Value, name: String, weights: String) throws(Diagnostic) {
    guard case .function(let function) = model else { throw TorchWords.noModel(name, model.kind) }
    let layers: [(function: Value, path: String)]
    if case .list(let list)? = function.captured.first(where: { $0.name == "layers" })?.value {
      layers = list.items.enumerated().map { ($1, "\($0)") }
    } else {
      layers = [(model, "")]
    }
    var made: [(layer: Layer, comment: String)] = []
    var isImage = false
    for (value, path) in layers {
      let place = path.isEmpty ? name : "\(name)[\(path)]"
      guard case .function(let layer) = value, let translated = Self.layers(layer, path: path, isImage: &isImage) else {
        throw TorchWords.noLayer(place)
      }
      made += translated.map { ($0, place) }
    }
    let modules = made.map { "    nn.\($0.layer.module),  # \($0.comment)" }
    let tensors = made.enumerated().flatMap { index, one in
      one.layer.tensors.map { "        \"\(index).\($0.name)\": \($0.value)," }
    }
    let lines =
      [
        Self.reader, "", "model = nn.Sequential(",
      ] + modules + [
        ")", "", "", "def load(path=\"\(weights)\"):", "    w = read(path)",
        "    model.to(next(iter(w.values())).dtype)", "    model.load_state_dict({",
      ] + tensors + [
        "    }, strict=False)", "    return model.eval()", "", "", "if __name__ == \"__main__\":",
        "    print(load(*sys.argv[1:2]))",
      ]
    text = lines.joined(separator: "\n") + "\n"
  }

  /// The modules of one layer with its activation; nil when there is none for it.
  private static func layers(_ function: Function, path: String, isImage: inout Bool) -> [Layer]? {
    func tensor(_ name: String) -> String { "w[\"\(path.isEmpty ? name : "\(path).\(name)")\"]" }
    func captured(_ name: String) -> Value? { function.captured.first { $0.name == name }?.value }
    func shape(_ name: String) -> [Int] {
      if case .parameter(let parameter)? = captured(name) { parameter.shape } else { [] }
    }
    func number(_ name: String) -> String? {
      guard case .data(let traced)? = captured(name), let number = traced.plain.double else { return nil }
      // The shortest text that Python reads as the same number.
      return number == number.rounded() && number.magnitude < 1e6 ? "\(Int(number))" : "\(number)"
    }
    if function.isGiven, let name = function.name, let module = modules[name] {
      if name == "flatten_layer" { isImage = false }
      return [Layer(module: module)]
    }
    switch function.maker {
    case "dense":
      let sizes = shape("W")
      guard sizes.count == 2, let after = activation(captured("activation")) else { return nil }
      let layer = Layer(
        module: "Linear(\(sizes[0]), \(sizes[1]))",
        tensors: [("weight", tensor("W") + ".T"), ("bias", tensor("b"))])
      return [layer] + after
    case "conv":
      let sizes = shape("K")
      guard sizes.count == 4, let after = activation(captured("activation")), let stride = number("stride"),
        let padding = number("padding")
      else { return nil }
      isImage = true
      let layer = Layer(
        module: "Conv2d(\(sizes[1]), \(sizes[0]), \(sizes[2]), stride=\(stride), padding=\(padding))",
        tensors: [("weight", tensor("K")), ("bias", tensor("b"))])
      return [layer] + after
    case "batch_norm":
      guard let features = shape("gain").first, let momentum = number("momentum"), let eps = number("eps") else {
        return nil
      }
      return [
        Layer(
          module: "BatchNorm\(isImage ? 2 : 1)d(\(features), eps=\(eps), momentum=\(momentum))",
          tensors: [
            ("weight", tensor("gain")), ("bias", tensor("bias")), ("running_mean", tensor("running_mean")),
            ("running_var", tensor("running_var")),
          ])
      ]
    case "embedding":
      let sizes = (captured("E") == nil ? function.captured.first?.name : "E") ?? "E"
      guard shape(sizes).count == 2 else { return nil }
      return [
        Layer(module: "Embedding(\(shape(sizes)[0]), \(shape(sizes)[1]))", tensors: [("weight", tensor(sizes))])
      ]
    case "dropout_layer":
      guard let rate = number("rate") else { return nil }
      return [Layer(module: "Dropout(\(rate))")]
    default: return nil
    }
  }

  /// The module of an activation, none for `x -> x`; nil for a function that is not known there.
  private static func activation(_ value: Value?) -> [Layer]? {
    guard case .function(let function)? = value else { return value == nil ? [] : nil }
    if let name = function.name {
      guard function.isGiven, let module = modules[name] else { return nil }
      return [Layer(module: module)]
    }
    // The layer's own default gives back what it gets; another function without a name may be anything.
    return function.isGiven && function.captured.isEmpty && ["dense", "conv"].contains(function.maker) ? [] : nil
  }
}

extension Session {
  /// `:export NET FILE.py`: a model as PyTorch code.
  mutating func exportModel(_ input: CommandInput) throws(Diagnostic) {
    // `net` may be the word for what is exported, or the model itself.
    guard let (before, file) = input.fileAtEnd, case let words = before.split(separator: " ").map(String.init),
      let name = words.last, words.count == 1 || (words.count == 2 && words[0] == "net")
    else {
      throw input.failure(
        .missingArgument, "the model and the name of a file are needed", help: "type \(":export net net.py")")
    }
    let (path, isForced) = try target(of: file, input)
    let model = try evaluate(input.part(name, at: 0))
    let weights = "\(name.filter { $0.isLetter || $0.isNumber || $0 == "_" }).safetensors"
    let module: TorchModule
    do throws(Diagnostic) {
      module = try TorchModule(model, name: name, weights: weights)
    } catch {
      throw input.placed(error)
    }
    try write(Array(module.text.utf8), to: path, isForced: isForced, input)
    input.show(.lines([[.text("saved "), .text(path, .code)]]))
    input.show(
      .paragraph([
        .text("It loads ", .dim), .text(weights, .code), .text(", which this writes: ", .dim),
        .text(":weights save \(name) \(weights)", .code),
      ]))
  }
}

// MARK: Words

private enum TorchWords {
  static func noModel(_ name: String, _ kind: Phrase) -> Diagnostic {
    Diagnostic(
      code: .cannotExport, "\(name) is \(kind), and a model of layers becomes PyTorch code",
      help: "net = sequential(dense(2, 8, relu), dense(8, 1)) is one")
  }

  static func noLayer(_ place: String) -> Diagnostic {
    Diagnostic(
      code: .cannotExport, "\(place) cannot be written as PyTorch code from here",
      notes: [
        "What can be: dense, conv, batch_norm, embedding, dropout_layer, flatten_layer, pooling and the activations of the "
          + "prelude, one after the other."
      ],
      help: "build the model of these with sequential(…), or write that part in Python")
  }
}
