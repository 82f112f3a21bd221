import Tensors

/// The steps of a backward pass in order, and what flows in each, for a choice of calls that are one step.
struct StepPlan {
  /// What a step is about.
  enum Unit: Hashable {
    /// A single node, by its index.
    case node(Int)
    /// A whole call, by its index.
    case call(Int)
  }

  /// A step: gradients have arrived at a unit, and it passes them on.
  struct Step {
    /// What passes them on; nil for the seed, where the loss receives its 1.
    let unit: Unit?
    /// The nodes of the unit from the first computed to the last.
    let members: [Int]
    /// What it passes on: a range of the plan's flows.
    var flows: Range<Int>
  }

  /// What one step adds to the gradient of one value.
  struct Flow {
    /// The step.
    let step: Int
    /// The index of the receiving node.
    let target: Int
    /// The edges over which it comes; a single node has one.
    let edges: [(from: Int, position: Int)]
    /// Which of the target's flows it is, from 0.
    let ordinal: Int
    /// The sum of the target's earlier flows, for a number that receives several.
    var before: Double?
  }

  /// The steps; the seed is the first.
  private(set) var steps: [Step] = []
  /// All flows in the order of the steps.
  private(set) var flows: [Flow] = []
  /// The flows that meet in each node.
  private(set) var arrivals: [Int: [Int]] = [:]
  /// The step whose unit holds each node; nil for values that were given.
  private(set) var stepOfNode: [Int?]
  /// The unit of each node in the picture of the graph: an id below the number of nodes for a node, else a call's.
  let unitOfNode: [Int]
  /// The units with their ids in the order they were computed.
  let order: [Int]
  /// The nodes inside each call that is one unit, from the first computed to the last.
  private let membersOfCall: [Int: [Int]]

  /// The nodes of a unit.
  func members(of unit: Int) -> [Int] {
    unit < unitOfNode.count ? [unit] : membersOfCall[unit - unitOfNode.count] ?? []
  }

  /// The units that a unit is made from.
  func inputs(of unit: Int, _ tape: Tape) -> [Int] {
    others(than: unit, members(of: unit).flatMap { tape.inputs[$0].map(\.index) })
  }

  /// The units that are made from a unit.
  func users(of unit: Int, _ tape: Tape) -> [Int] { others(than: unit, members(of: unit).flatMap { tape.users[$0] }) }

  private func others(than unit: Int, _ nodes: [Int]) -> [Int] {
    var isSeen: Set<Int> = [unit]
    return nodes.lazy.map { unitOfNode[$0] }.filter { isSeen.insert($0).inserted }
  }

  init(tape: Tape, groups: CallGroups, closed: Set<Int>) {
    let count = tape.nodes.count
    let representatives = groups.representatives(closed: closed)
    var members: [Int: [Int]] = [:]
    let units = tape.nodes.indices.map { index -> Int in
      guard !tape.isStart[index], let group = groups.innermost[index], let call = representatives[group] else {
        return index
      }
      members[call, default: []].append(index)
      return count + call
    }
    let order = StepPlan.order(units: units, members: members, tape: tape, total: count + groups.groups.count)
    unitOfNode = units
    membersOfCall = members
    self.order = order
    stepOfNode = [Int?](repeating: nil, count: count)
    steps = [Step(unit: nil, members: [], flows: 0..<0)]
    for (place, unit) in order.reversed().enumerated() {
      if place & 0xff == 0, Interruption.isRequested { break }
      let nodes = unit < count ? [unit] : members[unit - count] ?? []
      guard nodes.contains(where: { !tape.isStart[$0] && tape.gradients[$0] != nil }) else { continue }
      let start = flows.count
      for node in nodes { stepOfNode[node] = steps.count }
      addFlows(of: nodes, isCall: unit >= count, units: units, tape: tape)
      steps.append(
        Step(unit: unit < count ? .node(unit) : .call(unit - count), members: nodes, flows: start..<flows.count))
    }
    if !Interruption.isRequested { addRunningSums(tape) }
  }

  private mutating func addFlows(of nodes: [Int], isCall: Bool, units: [Int], tape: Tape) {
    var targets: [Int] = []
    var edges: [Int: [(from: Int, position: Int)]] = [:]
    for node in nodes {
      for input in tape.inputs[node]
      where units[input.index] != units[node] && tape.passes(from: node, to: input.position) {
        if isCall {
          if edges[input.index] == nil { targets.append(input.index) }
          edges[input.index, default: []].append((node, input.position))
        } else {
          add(target: input.index, edges: [(node, input.position)])
        }
      }
    }
    for target in targets { add(target: target, edges: edges[target] ?? []) }
  }

  private mutating func add(target: Int, edges: [(from: Int, position: Int)]) {
    arrivals[target, default: []].append(flows.count)
    let ordinal = (arrivals[target]?.count ?? 1) - 1
    flows.append(Flow(step: steps.count, target: target, edges: edges, ordinal: ordinal))
  }

  /// Sums what meets in a number as it arrives, so that showing any step costs the same.
  private mutating func addRunningSums(_ tape: Tape) {
    for (target, all) in arrivals where all.count > 1 && tape.nodes[target].value.shape.isEmpty {
      var sum = 0.0
      if Interruption.isRequested { break }
      for flow in all {
        flows[flow].before = sum
        sum += contribution(of: flows[flow], tape)?.scalar ?? 0
      }
    }
  }

  /// The amount of a flow.
  func contribution(of flow: Flow, _ tape: Tape) -> Traced? {
    var sum: Traced?
    for edge in flow.edges {
      guard let part = tape.contribution(from: edge.from, to: edge.position) else { continue }
      sum = sum.map { $0 + part } ?? part
    }
    return sum
  }

  /// The gradient of a flow's target when the flow has been added; the whole gradient at the last one.
  func total(after flow: Flow, _ tape: Tape) -> Traced? {
    let all = arrivals[flow.target] ?? []
    if flow.ordinal == all.count - 1 { return tape.gradients[flow.target] }
    if let before = flow.before, let part = contribution(of: flow, tape)?.scalar { return .float64(before + part) }
    var sum: Traced?
    for earlier in all.prefix(flow.ordinal + 1) {
      guard let part = contribution(of: flows[earlier], tape) else { continue }
      sum = sum.map { $0 + part } ?? part
    }
    return sum
  }

  /// The units in an order in which inputs come before what is made from them, by a depth-first walk without recursion.
  private static func order(units: [Int], members: [Int: [Int]], tape: Tape, total: Int) -> [Int] {
    let count = units.count
    var isSeen = [Bool](repeating: false, count: total)
    var order: [Int] = []
    func inputs(of unit: Int) -> [Int] {
      let nodes = unit < count ? [unit] : members[unit - count] ?? []
      return nodes.flatMap { tape.inputs[$0].map { units[$0.index] } }
    }
    var open: [(unit: Int, inputs: [Int], next: Int)] = []
    func enter(_ unit: Int) {
      isSeen[unit] = true
      open.append((unit, inputs(of: unit), 0))
    }
    enter(units[count - 1])
    while let top = open.last {
      var next = top.next
      while next < top.inputs.count, isSeen[top.inputs[next]] { next += 1 }
      if next < top.inputs.count {
        open[open.count - 1].next = next + 1
        enter(top.inputs[next])
      } else {
        order.append(top.unit)
        open.removeLast()
      }
    }
    return order
  }
}
