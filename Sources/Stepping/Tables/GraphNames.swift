import Evaluation
import Source
import Syntax
import Tensors

/// What the values of a graph are called: by the name bound to them, else by their source text, else by a formula.
final class GraphNames {
  private static let longestName = 28
  private static let longestSource = 40

  private let tape: Tape
  private let code: CodeTable
  /// The call in which each node was made; a node that an operation made on its way belongs where its result does.
  let calls: [CallRecord?]
  /// The row of each node in the forward table, from 1: what was given first, then what was computed.
  let numbers: [Int]
  /// Whether a name stands for each node, rather than a text about how it was made.
  private(set) var isNamed: [Bool]
  private var names: [String?]
  /// The names without what tells apart those of several values.
  private var plain: [String?] = []
  /// The turns of loops in which the values were made.
  let turns: LoopTurns
  private var sources: [Int32: String] = [:]
  private var operands: [Int32: [String]] = [:]

  init(
    tape: Tape, lossName: String, code: CodeTable, naming: (Node) -> String?
  ) {
    self.tape = tape
    self.code = code
    calls = GraphNames.calls(of: tape)
    numbers = GraphNames.numbers(of: tape)
    turns = LoopTurns(tape: tape, calls: calls)
    let given = Interruption.isRequested ? tape.nodes.map { _ in nil } : tape.nodes.map(naming)
    names = tape.nodes.indices.map { (given[$0] ?? tape.nodes[$0].name).map(NameText.of) }
    isNamed = names.map { $0 != nil }
    isNamed[tape.last] = true
    for index in tape.nodes.indices where names[index] != nil && given[index] == nil {
      if index & 0x3ff == 0, Interruption.isRequested { break }
      if let model = modelName(around: calls[index]) { names[index] = "\(model).\(names[index] ?? "")" }
    }
    let results = callResults()
    for (index, node) in tape.nodes.enumerated() where names[index] == nil && !tape.isStart[index] {
      if index & 0xff == 0, Interruption.isRequested { break }
      if let call = results[index] {
        names[index] = short(source(of: call.origin), atMost: Self.longestName)
      } else if calls[index] == nil, node.origin >= 0 {
        names[index] = short(source(of: node.origin), atMost: Self.longestName)
      }
    }
    plain = names
    // One name for several values, as a loop leaves them, is told apart by the turn, else by the number of the row.
    var twins: [String: [Int]] = [:]
    if Interruption.isRequested { return }
    for (index, name) in names.dropLast().enumerated() { if let name { twins[name, default: []].append(index) } }
    let marks = twins.mapValues { turns.marks(of: $0) }
    for (index, name) in names.enumerated() {
      if index & 0x3ff == 0, Interruption.isRequested { break }
      if let name, twins[name, default: []].count > 1 || name == lossName {
        let isLoose = name.contains(" ") && !name.hasSuffix(")")
        names[index] = (isLoose ? "(\(name))" : name) + (marks[name]??[index] ?? "#\(numbers[index])")
      }
    }
    names[tape.last] = lossName
  }

  /// What the node at an index is called.
  func name(of index: Int) -> String {
    if let name = names[index] { return name }
    // Formulas need the names of their inputs first; an own stack spares the machine's.
    var pending = [index]
    while let current = pending.last {
      if names[current] != nil {
        pending.removeLast()
        continue
      }
      let missing = tape.inputs[current].filter { names[$0.index] == nil }
      if missing.isEmpty || tape.isStart[current] {
        let text = tape.isStart[current] ? "" : formula(of: current)
        names[current] = text.isEmpty || text.count > Self.longestName ? "v\(numbers[current])" : text
        pending.removeLast()
      } else {
        pending += missing.map(\.index)
      }
    }
    return names[index] ?? "v\(numbers[index])"
  }

  /// How the node at an index was made: its source text when that is short, else its formula; empty for what was given.
  func making(of index: Int) -> String {
    let node = tape.nodes[index]
    if tape.isStart[index] { return "" }
    if node.origin >= 0, let text = short(source(of: node.origin), atMost: Self.longestSource) { return text }
    return formula(of: index)
  }

  /// `L = (a - 1)^2`, or the text alone when it is its own name; in a loop with its turn, `t = 3: h = tanh(…)`.
  func label(of index: Int) -> Phrase {
    guard let turn = turns.text(of: index) else { return .verbatim(label(of: index, name(of: index))) }
    return "\(turn): \(label(of: index, plain[index] ?? name(of: index)))"
  }

  private func label(of index: Int, _ name: String) -> String {
    let making = making(of: index)
    if !isNamed[index], !NotationText.isName(name) { return name }
    return making.isEmpty || making == name ? name : "\(name) = \(making)"
  }

  /// What the input of a node at a position is called; nil for what has no name and is written as its value.
  func inputName(of index: Int, at position: Int) -> String? {
    let node = tape.nodes[index]
    if case .node(let input) = node.inputs[position], let target = tape.index(of: input) { return name(of: target) }
    let texts = operandTexts(of: node.origin)
    guard texts.count == node.inputs.count, texts[position].count <= 20, Double(texts[position]) == nil else {
      return nil
    }
    return texts[position].isEmpty ? nil : texts[position]
  }

  /// The operation over the names of its inputs.
  func formula(of index: Int) -> String {
    let node = tape.nodes[index]
    var labels: [ObjectIdentifier: String] = [:]
    // What has a name is stood in for by a leaf, so that the formula stops there.
    let inputs = (0..<node.inputs.count).map { position -> Traced in
      guard let name = inputName(of: index, at: position) else { return node.inputs[position].plain }
      let leaf = Node(leaf: node.inputs[position].plain)
      labels[ObjectIdentifier(leaf)] = name
      return .node(leaf)
    }
    let packed: Node.Inputs =
      switch inputs.count {
      case 0: .none
      case 1: .one(inputs[0])
      case 2: .two(inputs[0], inputs[1])
      default: .many(inputs)
      }
    let standIn = Node(node.operation, value: node.value, inputs: packed, attributes: node.attributes)
    return Formula.text(of: standIn) { labels[ObjectIdentifier($0)] }
  }

  /// The place in the source where the node at an index was made.
  func place(of index: Int) -> (source: SourceText, span: Span)? {
    let origin = tape.nodes[index].origin >= 0 ? tape.nodes[index].origin : calls[index]?.origin ?? -1
    return code.entry(origin).map { ($0.source, $0.span) }
  }

  /// The source text at an origin on one line; empty when it is unknown.
  func source(of origin: Int32) -> String {
    if let known = sources[origin] { return known }
    var text = ""
    if let entry = code.entry(origin), entry.span.upper - entry.span.lower <= 400 {
      text = entry.source.slice(entry.span).split(whereSeparator: \.isWhitespace).joined(separator: " ")
      while let inner = NotationText.insideBrackets(text) { text = inner }
    }
    sources[origin] = text
    return text
  }

  /// What a model of the prelude's layers is called at the top level: its local names would be taken for the user's.
  private func modelName(around call: CallRecord?) -> String? {
    guard var outermost = call else { return nil }
    while let parent = outermost.parent { outermost = parent }
    guard outermost.isPrelude else { return nil }
    let callee = String(source(of: outermost.origin).prefix { $0 != "(" })
    return NotationText.isName(callee) && callee != outermost.function ? callee : nil
  }

  private func short(_ text: String, atMost limit: Int) -> String? {
    text.isEmpty || text.count > limit ? nil : text.replacing("−", with: "-")
  }

  /// An operand as rules are written: a minus sign is `-`, and an exponent such as `²` is the number that it holds.
  private static func plain(_ text: String) -> String {
    text.allSatisfy { "⁰¹²³⁴⁵⁶⁷⁸⁹⁻".contains($0) } ? "" : text.replacing("−", with: "-")
  }

  /// The operands in the source text at an origin, as far as it is one operation.
  private func operandTexts(of origin: Int32) -> [String] {
    if let known = operands[origin] { return known }
    var texts: [String] = []
    let source = SourceText(self.source(of: origin))
    if source.count > 0, source.count < 200, let statement = Parser.parse(source).statements.first {
      texts = OperandTexts.of(statement).map { GraphNames.plain(source.slice($0)) }
    }
    operands[origin] = texts
    return texts
  }

  /// For each node that a call from the top level gave back: that call.
  private func callResults() -> [Int: CallRecord] {
    var seen: Set<ObjectIdentifier> = []
    var results: [Int: CallRecord] = [:]
    for index in tape.nodes.indices.reversed() {
      var call = calls[index]
      while let record = call, seen.insert(ObjectIdentifier(record)).inserted {
        // Inside a call the texts speak of local names, so only calls from the top level name their results.
        if record.parent == nil { results[index] = record }
        call = record.parent
      }
    }
    return results
  }

  private static func calls(of tape: Tape) -> [CallRecord?] {
    var calls = tape.nodes.map(\.call)
    var isKnown = tape.nodes.indices.map {
      tape.nodes[$0].origin >= 0 || tape.nodes[$0].call != nil || tape.isStart[$0]
    }
    for index in tape.nodes.indices.reversed() where isKnown[index] {
      // What is nearer to the loss is resolved first, and hands its call down to what it was made from.
      var pending = [index]
      while let current = pending.popLast() {
        for input in tape.inputs[current] where !isKnown[input.index] {
          isKnown[input.index] = true
          calls[input.index] = calls[current]
          pending.append(input.index)
        }
      }
    }
    return calls
  }

  private static func numbers(of tape: Tape) -> [Int] {
    var numbers = [Int](repeating: 0, count: tape.nodes.count)
    for (place, index) in (tape.starts + tape.nodes.indices.filter { !tape.isStart[$0] }).enumerated() {
      numbers[index] = place + 1
    }
    return numbers
  }
}

/// The operands of a statement that is one operation: what stands left and right of the operator, or between the brackets.
enum OperandTexts {
  static func of(_ statement: Statement) -> [Span] {
    switch statement.kind {
    case .expression(let expression), .bind(_, let expression): of(expression)
    case .update(let name, _, let value): [name.span, value.span]
    default: []
    }
  }

  private static func of(_ expression: Expression) -> [Span] {
    switch expression.kind {
    case .binary(_, let left, let right, _): [left.span, right.span]
    case .unary(_, let operand): [operand.span]
    case .comparison(let first, let rest): [first.span] + rest.map(\.right.span)
    case .call(_, let arguments): arguments.filter { $0.name == nil }.map(\.value.span)
    case .index(let base, _), .member(let base, _): [base.span]
    default: []
    }
  }
}
