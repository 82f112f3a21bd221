package import Source
import Syntax

/// A function: built in, from the prelude, or made by the user.
package final class Function {
  /// Where its body comes from.
  enum Body {
    /// Statements of the language, compiled, with the values it captured where it was made.
    case code(FunctionCode, captures: [Value])
    /// A built-in function.
    case builtin(Builtin)
    /// A derivative of another function.
    case derived(Differentiation, of: Function)
  }

  /// What it is called; a lambda has none.
  package let name: String?
  let body: Body
  /// How deep it is nested in what it captured.
  let nesting: Nesting

  /// Whether more arguments than it has parameters may follow.
  package var isVariadic: Bool {
    if case .builtin(let builtin) = body { builtin.isVariadic } else { false }
  }

  init(name: String?, body: Body) {
    self.name = name
    self.body = body
    nesting =
      switch body {
      case .code(_, let captures): Nesting(around: captures)
      case .builtin: .plain
      case .derived(_, let function): Nesting(around: [.function(function)])
      }
  }

  /// Whether it is built in, or one of the prelude's.
  package var isGiven: Bool {
    switch body {
    case .code(let code, _): code.isPrelude
    case .builtin: true
    case .derived: false
    }
  }

  /// What an error calls it.
  var said: Phrase { name.map(Phrase.verbatim) ?? "this function" }

  /// The function of the language in whose body it was made: `dense` for the layer that `dense(…)` gives.
  package var maker: String? {
    if case .code(let code, _) = body { return code.maker }
    return nil
  }

  /// The names of its parameters, those with defaults marked.
  package var parameters: [(name: String, isOptional: Bool)] {
    switch body {
    case .code(let code, _): code.parameters.map { ($0.name, $0.defaultValue != nil) }
    case .builtin(let builtin): builtin.parameters.map { ($0.name, $0.isOptional) }
    case .derived(_, let function): function.parameters
    }
  }

  /// How it is called: `softmax(x, axis=-1)`.
  package var signature: String {
    let inside: String =
      switch body {
      case .code(let code, _): code.parameterText
      case .builtin(let builtin): builtin.parameterText
      case .derived(_, let function): function.parameters.map(\.name).joined(separator: ", ")
      }
    return "\(name ?? "")(\(inside))"
  }

  /// The text it was made from, for functions of the language.
  package var source: (text: SourceText, span: Span)? {
    if case .code(let code, _) = body { return (code.source, code.span) }
    return nil
  }

  /// The values it captured where it was made, by name.
  package var captured: [(name: String, value: Value)] {
    guard case .code(let code, let captures) = body else { return [] }
    return Array(zip(code.captureNames, captures))
  }

  /// The top-level names that its body mentions.
  package var mentionedGlobals: [Int] {
    guard case .code(let code, _) = body else { return [] }
    return code.mentionedGlobals
  }
}

/// The compiled body of a function: made once, shared by every function value made from it.
final class FunctionCode {
  struct Parameter {
    let name: String
    let defaultValue: Code?
  }

  let name: String?
  /// The name of the function around it.
  let maker: String?
  let isPrelude: Bool
  let source: SourceText
  let span: Span
  let documentation: String
  let parameterText: String
  var parameters: [Parameter]
  /// How many slots a call needs: the parameters first, then the other locals.
  var slotCount = 0
  /// The names of the slots, for messages.
  var slotNames: [String] = []
  /// What it captures, in the order of `captures`.
  var captureNames: [String] = []
  var mentionedGlobals: [Int] = []
  var body: Block = Block(steps: [])
  /// What computes a function of the prelude in one pass where it can.
  var kernel: PreludeKernel?

  /// Whether an argument may be left out, so that a call looks for gaps.
  var hasDefaults: Bool { parameters.contains { $0.defaultValue != nil } }

  init(
    name: String?, maker: String?, isPrelude: Bool, source: SourceText, span: Span, documentation: String,
    parameterText: String,
    parameters: [Parameter]
  ) {
    self.name = name
    self.maker = maker
    self.isPrelude = isPrelude
    self.source = source
    self.span = span
    self.documentation = documentation
    self.parameterText = parameterText
    self.parameters = parameters
  }
}

extension Function {
  /// The `##` lines above it; empty for what is built in.
  package var documentation: String {
    if case .code(let code, _) = body { return code.documentation }
    return ""
  }
}
