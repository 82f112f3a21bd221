import Source
import Syntax
import Testing

/// The program of a text.
func parse(_ text: String) -> Program { Parser.parse(SourceText(text)) }

/// The errors of a text as `code@text`, each with the text of its primary place.
func problems(_ text: String) -> [String] {
  let program = parse(text)
  return program.diagnostics.map { diagnostic in
    let span = diagnostic.labels.first?.span ?? Span(0, 0)
    return "\(diagnostic.code.name)@\(program.source.slice(span))"
  }
}

/// An expression written back with every operation in parentheses, to show how it was read.
func shape(_ text: String) -> String {
  let program = parse(text)
  guard !program.hasErrors else { return "error: " + program.diagnostics.map(\.code.name).joined(separator: ", ") }
  return program.statements.map(shape).joined(separator: "; ")
}

/// A statement in the same form.
func shape(_ statement: Statement) -> String {
  let silent = statement.showsValue ? "" : ";"
  switch statement.kind {
  case .expression(let value): return shape(value) + silent
  case .bind(let names, let value):
    return names.map(\.text).joined(separator: ", ") + " = " + shape(value) + silent
  case .updateField(let target, let operation, let value):
    return "\(shape(target)) \(operation.rawValue) \(shape(value))" + silent
  case .update(let name, let operation, let value): return "\(name.text) \(operation.rawValue) \(shape(value))" + silent
  case .function(let function):
    return "\(function.name.text)(\(shape(function.parameters))) = \(block(function.body))" + silent
  case .forLoop(let names, let sequence, let body):
    return "for \(names.map(\.text).joined(separator: ", ")) in \(shape(sequence)) \(block(body))"
  case .whileLoop(let condition, let body): return "while \(shape(condition)) \(block(body))"
  case .returnValue(let value): return "return" + (value.map { " " + shape($0) } ?? "")
  case .breakLoop: return "break"
  case .continueLoop: return "continue"
  case .assert(let condition, let message):
    return "assert \(shape(condition))" + (message.map { ", " + shape($0) } ?? "")
  case .command(let text): return "command<\(text)>"
  }
}

private func block(_ body: [Statement]) -> String { "{" + body.map(shape).joined(separator: "; ") + "}" }

private func shape(_ parameters: [Parameter]) -> String {
  parameters.map { $0.name.text + ($0.defaultValue.map { "=" + shape($0) } ?? "") }.joined(separator: ", ")
}

/// An expression in the same form.
func shape(_ expression: Expression) -> String {
  switch expression.kind {
  case .number(let value): return "\(value)".hasSuffix(".0") ? String("\(value)".dropLast(2)) : "\(value)"
  case .boolean(let value): return "\(value)"
  case .string(let parts):
    let inside = parts.map { part in
      switch part {
      case .text(let text): text
      case .interpolation(let value, let format): "{\(shape(value))\(format.map { ":" + $0 } ?? "")}"
      }
    }
    return "\"" + inside.joined() + "\""
  case .name(let name): return name
  case .list(let elements): return "[" + elements.map(shape).joined(separator: ", ") + "]"
  case .record(let fields):
    return "{" + fields.map { "\($0.name.text): \(shape($0.value))" }.joined(separator: ", ") + "}"
  case .range(let lower, let upper, let isInclusive):
    return "(\(shape(lower)) \(isInclusive ? ".." : "..<") \(shape(upper)))"
  case .unary(let operation, let operand): return "(\(operation.rawValue) \(shape(operand)))"
  case .binary(let operation, let left, let right, _):
    return "(\(shape(left)) \(operation.rawValue) \(shape(right)))"
  case .comparison(let first, let rest):
    return "(" + shape(first) + rest.map { " \($0.comparator.rawValue) \(shape($0.right))" }.joined() + ")"
  case .and(let left, let right): return "(\(shape(left)) and \(shape(right)))"
  case .or(let left, let right): return "(\(shape(left)) or \(shape(right)))"
  case .call(let function, let arguments):
    let inside = arguments.map { ($0.name.map { $0.text + "=" } ?? "") + shape($0.value) }
    return shape(function) + "(" + inside.joined(separator: ", ") + ")"
  case .index(let value, let subscripts):
    return shape(value) + "[" + subscripts.map(shape).joined(separator: ", ") + "]"
  case .member(let value, let name): return shape(value) + "." + name.text
  case .prime(let value, let order): return shape(value) + String(repeating: "'", count: order)
  case .gradient(let top, let bottom): return "∂\(shape(top))/∂\(shape(bottom))"
  case .lambda(let parameters, let body): return "((\(shape(parameters))) -> \(block(body)))"
  case .conditional(let branches, let otherwise):
    let chain = branches.map { "if \(shape($0.condition)) \(block($0.body))" }.joined(separator: " else ")
    return chain + (otherwise.map { " else " + block($0) } ?? "")
  case .block(let body): return block(body)
  }
}

private func shape(_ item: Expression.Subscript) -> String {
  switch item {
  case .newAxis: return "None"
  case .rest: return "..."
  case .at(let value): return shape(value)
  case .slice(let from, let to, let by, _):
    let ends = (from.map(shape) ?? "") + ":" + (to.map(shape) ?? "")
    return ends + (by.map { ":" + shape($0) } ?? "")
  }
}
