package import Source

extension Program {
  /// What the parser makes of a text: its tree, a node a line, children indented below their parent.
  package var dump: String {
    var printer = TreePrinter()
    for statement in statements { printer.print(statement) }
    return printer.lines.joined(separator: "\n")
  }
}

extension Expression {
  /// The expression's text as it stands in the source.
  package func sourceText(in source: SourceText) -> String { source.slice(span) }

  /// The expression's tree, a node a line.
  package var dump: String {
    var printer = TreePrinter()
    printer.print(self)
    return printer.lines.joined(separator: "\n")
  }
}

/// Prints syntax trees as indented lines.
private struct TreePrinter {
  var lines: [String] = []
  private var depth = 0

  private mutating func line(_ text: String) {
    // Beyond this the indentation alone would cost the square of the depth.
    lines.append(String(repeating: "  ", count: min(depth, 100)) + text)
  }

  private mutating func node(_ text: String, _ children: (inout TreePrinter) -> Void) {
    line(text)
    depth += 1
    children(&self)
    depth -= 1
  }

  private mutating func node(_ text: String, _ children: [Expression]) {
    node(text) { printer in for child in children { printer.print(child) } }
  }

  private mutating func body(_ text: String, _ statements: [Statement]) {
    node(text) { printer in for statement in statements { printer.print(statement) } }
  }

  mutating func print(_ statement: Statement) {
    let silent = statement.showsValue ? "" : " ;"
    switch statement.kind {
    case .expression(let value):
      if statement.showsValue { print(value) } else { node("silent", [value]) }
    case .bind(let names, let value): node("bind \(list(names))\(silent)", [value])
    case .update(let name, let operation, let value):
      node("update \(name.text) \(operation.rawValue)\(silent)", [value])
    case .updateField(let target, let operation, let value):
      node("update-field \(operation.rawValue)\(silent)", [target, value])
    case .function(let definition):
      node("function \(definition.name.text)(\(list(definition.parameters.map(\.name))))\(silent)") { printer in
        printer.defaults(definition.parameters)
        for inner in definition.body { printer.print(inner) }
      }
    case .forLoop(let names, let sequence, let statements):
      node("for \(list(names))") { printer in
        printer.node("in", [sequence])
        printer.body("do", statements)
      }
    case .whileLoop(let condition, let statements):
      node("while") { printer in
        printer.print(condition)
        printer.body("do", statements)
      }
    case .returnValue(let value): node("return", value.map { [$0] } ?? [])
    case .breakLoop: line("break")
    case .continueLoop: line("continue")
    case .assert(let condition, let message): node("assert", [condition] + (message.map { [$0] } ?? []))
    case .command(let text): line("command \(text)")
    }
  }

  mutating func print(_ expression: Expression) {
    switch expression.kind {
    case .number(let value):
      let digits = "\(value)"
      line("number " + (digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits))
    case .boolean(let value): line("\(value)")
    case .string(let parts): string(parts)
    case .name(let name): line("name \(name)")
    case .list(let elements): node("list", elements)
    case .record(let fields):
      node("record") { printer in
        for field in fields { printer.node("field \(field.name.text)", [field.value]) }
      }
    case .range(let lower, let upper, let isInclusive): node(isInclusive ? "range .." : "range ..<", [lower, upper])
    case .unary(let operation, let operand): node("unary \(operation.rawValue)", [operand])
    case .binary(let operation, let left, let right, let sign):
      let isImplicit = operation == .multiply && sign.isEmpty
      node("binary \(operation.rawValue)\(isImplicit ? " (implicit)" : "")", [left, right])
    case .comparison(let first, let rest):
      node("comparison \(rest.map(\.comparator.rawValue).joined(separator: " "))", [first] + rest.map(\.right))
    case .and(let left, let right): node("and", [left, right])
    case .or(let left, let right): node("or", [left, right])
    case .call(let function, let arguments): call(function, arguments)
    case .index(let value, let subscripts): index(value, subscripts)
    case .member(let value, let name): node("member .\(name.text)", [value])
    case .prime(let value, let order): node("prime \(order)", [value])
    case .gradient(let top, let bottom): node("gradient", [top, bottom])
    case .lambda(let parameters, let statements):
      node("lambda (\(list(parameters.map(\.name))))") { printer in
        printer.defaults(parameters)
        for inner in statements { printer.print(inner) }
      }
    case .conditional(let branches, let otherwise):
      node("if") { printer in
        for branch in branches {
          printer.print(branch.condition)
          printer.body("then", branch.body)
        }
        if let otherwise { printer.body("else", otherwise) }
      }
    case .block(let statements): body("block", statements)
    }
  }

  private mutating func string(_ parts: [Expression.StringPart]) {
    node("string") { printer in
      for part in parts {
        switch part {
        case .text(let text): printer.line("text \(text.debugDescription)")
        case .interpolation(let value, let format): printer.node("value\(format.map { " :\($0)" } ?? "")", [value])
        }
      }
    }
  }

  private mutating func call(_ function: Expression, _ arguments: [Expression.Argument]) {
    node("call") { printer in
      printer.print(function)
      for argument in arguments {
        if let name = argument.name {
          printer.node("argument \(name.text)", [argument.value])
        } else {
          printer.print(argument.value)
        }
      }
    }
  }

  private mutating func index(_ value: Expression, _ subscripts: [Expression.Subscript]) {
    node("index") { printer in
      printer.print(value)
      for item in subscripts {
        switch item {
        case .at(let place): printer.node("at", [place])
        case .newAxis: printer.node("new axis", [])
        case .rest: printer.node("all other axes", [])
        case .slice(let from, let to, let by, _):
          printer.node("slice") { printer in
            if let from { printer.node("from", [from]) }
            if let to { printer.node("to", [to]) }
            if let by { printer.node("by", [by]) }
          }
        }
      }
    }
  }

  private mutating func defaults(_ parameters: [Parameter]) {
    for parameter in parameters {
      if let value = parameter.defaultValue { node("default \(parameter.name.text)", [value]) }
    }
  }

  private func list(_ names: [Name]) -> String { names.map(\.text).joined(separator: ", ") }
}
