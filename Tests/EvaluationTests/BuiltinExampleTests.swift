@testable import Evaluation
import Source
import Testing

@Suite("The built-in functions")
struct BuiltinExampleTests {
  @Test("every example gives the result that stands beside it", arguments: Library.builtins.map(\.name))
  func example(_ name: String) throws {
    let builtin = try #require(Library.builtins.first { $0.name == name })
    guard !builtin.example.isEmpty else { return }
    let parts = builtin.example.split(separator: "//=", maxSplits: 1).map(String.init)
    try #require(parts.count == 2, "the example of \(name) has no result")
    let made = Run(parts[0])
    let wanted = Run(parts[1])
    #expect(made.failure?.title == nil)
    #expect(wanted.failure?.title == nil)
    let shown = try #require(made.texts.last)
    #expect(shown == wanted.texts.last)
  }

  @Test("every name is given once")
  func uniqueNames() {
    let names = Library.builtins.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test("every summary is one sentence that ends in a period", arguments: ReferenceEntry.all.map(\.name))
  func summary(_ name: String) throws {
    let entry = try #require(ReferenceEntry.all.first { $0.name == name })
    #expect(entry.summary.hasSuffix("."))
    #expect(!entry.summary.contains("\n"))
  }

  @Test(
    "every name of the language is there",
    arguments: [
      "exp", "log", "sqrt", "abs", "sign", "sin", "cos", "tan", "tanh", "sigmoid", "relu", "leaky_relu", "elu", "gelu",
      "softplus", "floor", "round", "maximum", "minimum", "clip", "where", "sum", "mean", "max", "min", "var", "std",
      "prod", "logsumexp", "norm", "argmax", "argmin", "cumsum", "any", "all", "dot", "outer", "transpose", "reshape",
      "flatten", "concat", "stack", "squeeze", "expand_dims", "flip", "sort", "triu", "tril", "softmax",
      "log_softmax", "cross_entropy", "binary_cross_entropy", "mse", "layer_norm", "dropout", "conv2d", "max_pool2d",
      "avg_pool2d", "one_hot", "zeros", "ones", "full", "eye", "range", "linspace", "uniform", "normal",
      "truncated_normal", "glorot", "he", "categorical", "choose", "permutation", "shuffle", "seed", "shape", "size",
      "dtype", "float32", "float64", "int", "close", "len", "append", "print", "map", "filter", "zip", "enumerate",
      "detach", "no_grad", "accuracy", "evaluate", "split", "normalise", "shift", "rotate", "noise", "image_file",
      "text", "encode", "decode", "pi", "e", "inf", "nan", "param", "grad", "parameters", "dense", "conv", "embedding",
      "dropout_layer", "flatten_layer", "sequential", "sgd", "rmsprop", "adam", "adamw", "step", "batches", "train",
      "plot", "scatter", "hist", "heatmap", "image", "contour", "boundary", "confusion", "graph", "dataset", "csv",
      "training", "σ", "Σ", "π",
    ])
  func isThere(_ name: String) {
    let run = Run("\(name);")
    #expect(run.failure?.title == nil)
  }
}
