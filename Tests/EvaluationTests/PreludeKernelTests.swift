import Evaluation
import Source
import Tensors
import Testing

/// A program that calls a function of the prelude as `f`, with a parameter `w` and a number `L` at the end.
struct KernelCase: CustomTestStringConvertible, Sendable {
  let function: String
  let program: String

  var testDescription: String { "\(function): \(program)" }

  /// The program with the function itself, or with the prelude's text under another name.
  func run(_ name: String, _ float: ElementType, defining text: String = "") -> Run {
    Run("seed(3);\n" + text + program.replacing("f(", with: name + "("), float: float)
  }
}

extension String {
  fileprivate func replacing(_ part: String, with other: String) -> String {
    var result = ""
    var rest = Substring(self)
    while let start = rest.indices.first(where: { rest[$0...].hasPrefix(part) }) {
      result += rest[..<start] + other
      rest = rest[rest.index(start, offsetBy: part.count)...]
    }
    return result + rest
  }
}

@Suite("Functions of the prelude with kernels of their own")
struct PreludeKernelTests {
  static let cases = [
    KernelCase(function: "softmax", program: "w = param(3 * normal([5, 33])); L = sum(f(w) * normal([5, 33]))"),
    KernelCase(function: "softmax", program: "w = param(normal([2, 3, 40])); L = sum(f(w, axis=2)^2)"),
    KernelCase(function: "softmax", program: "w = param(normal([40, 500])); L = sum(f(w)^3)"),
    KernelCase(
      function: "softmax", program: "w = param(normal([9, 9])); L = sum(f(w + triu(full([9, 9], -1e9), 1)) * w)"),
    KernelCase(
      function: "cross_entropy",
      program: "w = param(4 * normal([20, 7])); L = f(w, int(uniform([20], 0, 7)))"),
    KernelCase(
      function: "cross_entropy", program: "w = param(normal([5, 4, 17])); L = 3 * f(w, int(uniform([5, 4], 0, 17)))"),
    KernelCase(function: "layer_norm", program: "w = param(2 + normal([6, 32])); L = sum(f(w) * normal([6, 32]))"),
    KernelCase(
      function: "layer_norm",
      program: "w = param(normal([6, 32])); L = sum(f(normal([4, 6, 32]) * w, w[0], w[1], eps=0.1)^3)"),
    KernelCase(function: "gelu", program: "w = param(3 * normal([100])); L = sum(f(w) * normal([100]))"),
    KernelCase(
      function: "conv2d",
      program: "x = param(normal([2, 1, 12, 13])); w = param(normal([4, 1, 5, 5])); L = sum(f(x, w)^2) / 100"),
    KernelCase(
      function: "conv2d",
      program: """
        w = param(normal([5, 3, 3, 2])); x = param(normal([2, 3, 9, 11])); b = param(normal([5]));
        L = sum(f(x, w, b, stride=[2, 3], padding=1)^2) / 100
        """),
    KernelCase(
      function: "conv2d",
      program: "w = param(normal([8, 2, 5, 5])); L = sum(f(normal([7, 2, 12, 12]), w, normal([8]))^2) / 100"),
    KernelCase(
      function: "max_pool2d",
      program: "w = param(round(2 * normal([2, 3, 8, 9]))); L = sum(f(w) * normal([2, 3, 4, 4]))"),
    KernelCase(
      function: "max_pool2d", program: "w = param(round(normal([2, 3, 8, 9]))); L = sum(f(w, [3, 2], stride=[2, 1])^2)"),
  ]

  /// The prelude's text of a function under another name.
  private func text(of function: String) throws -> String {
    guard case .function(let value)? = Run("").value(of: function), let source = value.source else {
      throw Missing()
    }
    return "plain_" + source.text.slice(source.span) + ";\n"
  }

  private struct Missing: Error {}

  private func loss(_ run: Run) throws -> Node {
    guard case .data(.node(let node))? = run.value(of: "L") else {
      Issue.record("\(run.failure?.title ?? "no number")")
      throw Missing()
    }
    return node
  }

  private func leaf(_ run: Run) throws -> Node {
    guard case .parameter(let parameter)? = run.value(of: "w"), let node = run.state.value(of: parameter) else {
      throw Missing()
    }
    return node
  }

  @Test("give the numbers and gradients of the prelude's text", arguments: cases, [ElementType.float64, .float32])
  func twins(_ item: KernelCase, _ float: ElementType) throws {
    let fast = item.run(item.function, float)
    let plain = item.run("plain_" + item.function, float, defining: try text(of: item.function))
    let tolerance = float == .float64 ? 1e-11 : 1e-4
    let (first, second) = (try loss(fast), try loss(plain))
    #expect(first.value.isClose(to: second.value, relative: tolerance, absolute: tolerance))
    let slope = try #require(Gradient.values(of: first, with: [.node(try leaf(fast))])[0])
    let expected = try #require(Gradient.values(of: second, with: [.node(try leaf(plain))])[0])
    #expect(slope.elementType == float)
    #expect(slope.isClose(to: expected, relative: tolerance, absolute: tolerance))
  }

  @Test("show the prelude's steps to whoever looks at the graph", arguments: cases)
  func steps(_ item: KernelCase) throws {
    let run = item.run(item.function, .float32)
    let (loss, leaf) = (try loss(run), try leaf(run))
    let before = try #require(Gradient.values(of: loss, with: [.node(leaf)])[0])
    let plain = item.run("plain_" + item.function, .float32, defining: try text(of: item.function))
    #expect(loss.graph.map(\.operation.name).sorted() == (try self.loss(plain)).graph.map(\.operation.name).sorted())
    #expect(loss.graph.contains { $0.call?.function == item.function && $0.call?.isPrelude == true })
    let after = try #require(Gradient.values(of: loss, with: [.node(leaf)])[0])
    #expect(after.isClose(to: before, relative: 1e-4, absolute: 1e-4))
  }

  @Test("can be differentiated twice", arguments: ["softmax", "layer_norm", "gelu"])
  func twice(_ function: String) throws {
    let body = "g(x) = sum(f(x) * c); grad(x -> sum(grad(g)(x)^2))(x)"
    let item = KernelCase(function: function, program: "x = normal([4, 20]); c = normal([4, 20]); \(body)")
    for float in [ElementType.float64, .float32] {
      let fast = item.run(function, float)
      let plain = item.run("plain_" + function, float, defining: try text(of: function))
      #expect(fast.failure == nil)
      let (made, expected) = (try #require(fast.tensors.last), try #require(plain.tensors.last))
      let tolerance = float == .float64 ? 1e-10 : 1e-3
      #expect(made.isClose(to: expected, relative: tolerance, absolute: tolerance))
    }
  }

  @Test(
    "refuse what the prelude refuses, in its words",
    arguments: [
      "cross_entropy(normal([30, 5]), zeros([29]))", "cross_entropy(normal([30, 5]), full([30], 5))",
      "conv2d(normal([2, 3, 9, 9]), normal([4, 2, 3, 3]))", "conv2d(normal([2, 3, 9, 9]), normal([4, 3, 30, 3]))",
      "softmax(normal([9, 9]), axis=2)", "layer_norm(normal([9, 9]), normal([8]))",
      "max_pool2d(normal([1, 1, 9, 9]), 0)",
    ])
  func refusals(_ program: String) throws {
    let name = String(program.prefix { $0 != "(" })
    let fast = Run("seed(1);\n" + program)
    let plain = Run("seed(1);\n" + (try text(of: name)) + "plain_" + program)
    #expect(fast.failure != nil)
    #expect(fast.failure?.code.name == plain.failure?.code.name)
  }
}
