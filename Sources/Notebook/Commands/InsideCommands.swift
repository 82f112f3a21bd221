import Documents
import Evaluation
import Source
import Syntax
import Tensors

extension Command {
  static let insideCommands: [Command] = [
    Command(
      "tokens", .inside, takes: .expression, usage: "tokens TEXT", "Shows the words that the lexer makes of a line.",
      details: "A row has the place, the kind and the text of a word: `number`, `name`, `keyword`, `string`, "
        + "`operator`, `punctuation`, `superscript`, `comment`, and `end` behind the last."
    ) {
      session, input in
      input.show(.code(Code(Token.dump(SourceText(input.text)))))
    },
    Command(
      "ast", .inside, takes: .expression, usage: "ast TEXT", "Shows the tree that the parser makes of a line.",
      details: "What belongs to something stands further in below it: below `binary *` its two sides, below `call` the "
        + "function and what it is given. `unary` has one side, `bind` and `update` give a name a value, and "
        + "`(implicit)` is a sign that was left out."
    ) {
      session, input throws(Diagnostic) in
      let program = Parser.parse(SourceText(input.text, name: input.source.name))
      if let error = program.diagnostics.first(where: { $0.severity == .error }) { throw error }
      input.show(.code(Code(program.dump)))
    },
    Command(
      "tape", .inside, takes: .expression, usage: "tape EXPR", "Shows the recorded operations behind a value.",
      details: "A row has a number, the name, the operation with its inputs, the shape and the text. `leaf` was given; "
        + "`add`, `subtract`, `multiply`, `divide`, `power` and `matmul` are the operators `+ - * / ^ @`, and the "
        + "others are functions."
    ) {
      session, input throws(Diagnostic) in
      let value = try session.evaluate(input)
      guard case .data(.node(let node)) = session.state.resolved(value) else {
        throw input.failure(.notRecorded, "nothing was recorded for \(input.text)")
      }
      input.show(.columns(Columns(TapeTable.rows(of: node, table: session.interpreter.table))))
    },
  ]
}

/// The tape behind a value: number, name, operation, inputs, shape, source.
enum TapeTable {
  /// The most rows that are shown, half from the beginning and half from the end.
  private static let most = 1000

  static func rows(of root: Node, table: CodeTable) -> [[[Inline]]] {
    let nodes = root.graph
    var numbers: [ObjectIdentifier: Int] = [:]
    for (index, node) in nodes.enumerated() { numbers[ObjectIdentifier(node)] = index + 1 }
    let isLong = nodes.count > most
    let places = isLong ? Array(0..<most / 2) + Array((nodes.count - most / 2)..<nodes.count) : Array(nodes.indices)
    var rows = places.map { index -> [[Inline]] in
      let node = nodes[index]
      let inputs = (0..<node.inputs.count).map { position -> String in
        let input = node.inputs[position]
        if case .node(let inner) = input { return "#\(numbers[ObjectIdentifier(inner)] ?? 0)" }
        return input.shape.isEmpty
          ? TensorText.inline(input, digits: 5) : ShapeText.of(input.shape)
      }
      let entry = table.entry(node.origin)
      return [
        [.text("#\(index + 1)", .dim)], [.text(NameText.of(node.name ?? ""), .name)],
        [.text(node.operation.name, .function), .text(inputs.isEmpty ? "" : "(\(inputs.joined(separator: ", ")))")],
        [.text(ShapeText.of(node.value.shape), .dim)],
        [.text(entry.map { firstLine($0.source.slice($0.span)) } ?? "", .code)],
      ]
    }
    if isLong {
      let more: Phrase = "\(nodes.count - most) more"
      rows.insert([[.text("…", .dim)], [], [.text(more, .dim)], [], []], at: most / 2)
    }
    return rows
  }

  private static func firstLine(_ text: String) -> String {
    String(text.split(separator: "\n").first ?? "")
  }
}
