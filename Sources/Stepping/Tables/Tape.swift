import Tensors

/// A backward pass with an index of its edges, made once, so that no step has to search the graph.
final class Tape {
  private let pass: Backpropagation
  /// The recorded inputs of each node: their positions among all its inputs, and their indices.
  let inputs: [[(position: Int, index: Int)]]
  /// Whether nothing recorded leads to a node: a parameter, or another value that was given.
  let isStart: [Bool]
  /// What was given: the parameters in the order in which they were made, then the rest.
  let starts: [Int]

  /// The nodes in the order they were computed; the loss is the last.
  var nodes: [Node] { pass.nodes }
  /// The gradient of the loss with respect to each node; nil where none arrives.
  var gradients: [Traced?] { pass.gradients }
  /// The index of the loss.
  var last: Int { pass.nodes.count - 1 }

  /// Runs the pass; one that was interrupted is to be thrown away.
  init(of loss: Node) {
    let pass = Backpropagation(of: loss)
    self.pass = pass
    var isOver = Interruption.isRequested
    inputs = pass.nodes.enumerated().map { index, node in
      if index & 0xfff == 0, Interruption.isRequested { isOver = true }
      if isOver { return [] }
      var found: [(position: Int, index: Int)] = []
      let all = node.inputs
      for position in 0..<all.count {
        if case .node(let input) = all[position], let index = pass.index(of: input) { found.append((position, index)) }
      }
      return found
    }
    let isStart = inputs.map(\.isEmpty)
    self.isStart = isStart
    func key(_ index: Int) -> (Int, Int) {
      let parameter = pass.nodes[index].parameter
      return (parameter < 0 ? Int.max : parameter, index)
    }
    starts = isStart.indices.filter { isStart[$0] }.sorted { key($0) < key($1) }
  }

  /// The indices of the nodes that are made from each node.
  private(set) lazy var users: [[Int]] = {
    var users = [[Int]](repeating: [], count: nodes.count)
    for index in nodes.indices { for input in inputs[index] { users[input.index].append(index) } }
    return users
  }()

  /// The index of a node.
  func index(of node: Node) -> Int? { pass.index(of: node) }

  /// The parameters, those first that are the most operations away from the loss.
  var parametersByDepth: [Int] {
    var depth = [Int](repeating: 0, count: nodes.count)
    for index in nodes.indices.reversed() {
      for input in inputs[index] { depth[input.index] = Swift.max(depth[input.index], depth[index] + 1) }
    }
    return nodes.indices.filter { nodes[$0].parameter >= 0 }.sorted { (-depth[$0], $0) < (-depth[$1], $1) }
  }

  /// Whether a node passes a gradient on to its input at a position, judged by its declaration.
  func passes(from index: Int, to position: Int) -> Bool {
    guard pass.gradients[index] != nil else { return false }
    switch pass.nodes[index].operation.derivative {
    case .none: return false
    case .elementwise(let locals):
      guard locals.indices.contains(position) else { return false }
      if case .none = locals[position] { return false }
      return true
    case .pullback: return true
    }
  }

  /// What a node adds to the gradient of its input at a position.
  func contribution(from index: Int, to position: Int) -> Traced? {
    guard let gradient = pass.gradients[index] else { return nil }
    return ChainRule(node: pass.nodes[index], gradient: gradient, recording: false).contribution(to: position)
  }

  /// The local derivative of an elementwise node with respect to its input at a position.
  func local(from index: Int, to position: Int) -> Traced? {
    guard let gradient = pass.gradients[index] else { return nil }
    return ChainRule(node: pass.nodes[index], gradient: gradient, recording: false).local(to: position)
  }
}
