import Source
import Syntax
import Tensors

/// What the reference says about a name, read from its declaration.
package struct ReferenceEntry: Sendable {
  /// The name.
  package let name: String
  /// How it is called.
  package let signature: String
  /// What it does: one sentence.
  package let summary: String
  /// What there is to know besides; may be empty.
  package let details: String
  /// `expression //= result`; may be empty.
  package let example: String
  /// The heading it is listed under.
  package let group: String
  /// What each parameter is for, and what is meant when it is left out, those with something to say.
  package let parameters: [(name: String, summary: String, otherwise: String)]
  /// The derivative in symbols, for the operations that have one; may be empty.
  package let derivative: String
  /// Whether it is written in the language, so that `:source` shows it.
  package let isPrelude: Bool

  /// All names the program gives, by group and in the order of their declarations.
  package static let all: [ReferenceEntry] = builtins + prelude

  /// Whether a function of the language has nothing to it but the value it gives: it prints, trains and draws lots of
  /// nothing.
  package static func onlyComputes(_ name: String) -> Bool {
    guard let builtin = Library.builtins.first(where: { $0.name == name }) else {
      return Prelude.definition(of: name) != nil
    }
    switch builtin.group {
    case .training, .random, .data, .gradients: return false
    case .lists: return builtin.name != "print"
    default: return true
    }
  }

  /// Whether a function of the language takes each number by itself, as `tanh` does.
  package static func isElementwise(_ name: String) -> Bool {
    guard case .elementwise? = Library.builtins.first(where: { $0.name == name })?.operation?.derivative else {
      return false
    }
    return true
  }

  private static var builtins: [ReferenceEntry] {
    Builtin.Group.allCases.flatMap { group in
      Library.builtins.filter { $0.group == group }.map { builtin in
        ReferenceEntry(
          name: builtin.name, signature: "\(builtin.name)(\(builtin.parameterText))", summary: builtin.summary,
          details: builtin.details, example: builtin.example, group: group.rawValue,
          parameters: builtin.parameters.filter { !$0.summary.isEmpty }.map { ($0.name, $0.summary, $0.otherwise) },
          derivative: builtin.operation.map(derivative) ?? "", isPrelude: false)
      }
    }
  }

  private static var prelude: [ReferenceEntry] {
    Prelude.files.map(\.program).flatMap { program in
      program.statements.compactMap { statement -> ReferenceEntry? in
        guard case .function(let definition) = statement.kind else { return nil }
        let text = Documentation(definition.documentation)
        let parameters = definition.parameters.map { parameter in
          parameter.defaultValue.map { "\(parameter.name.text)=\(program.source.slice($0.span))" }
            ?? parameter.name.text
        }
        return ReferenceEntry(
          name: definition.name.text, signature: "\(definition.name.text)(\(parameters.joined(separator: ", ")))",
          summary: text.summary, details: text.details, example: text.example, group: "Written in the language itself",
          parameters: [], derivative: "", isPrelude: true)
      }
    }
  }

  /// `relu(x)′ = …`: the local derivative printed by the code that computes it.
  private static func derivative(of operation: Operation) -> String {
    guard case .elementwise(let locals) = operation.derivative, locals.count == 1 else { return "" }
    let point = Node(leaf: .float64(0.5), name: "x")
    guard case .node(let result)? = try? operation(.node(point)) else { return "" }
    return DerivativeRule(of: result, position: 0, inputs: ["x"], gradient: "g")?.local ?? ""
  }
}

/// The `##` lines above a prelude function: a first sentence, more about it, and an example.
private struct Documentation {
  var summary = ""
  var details = ""
  var example = ""

  init(_ text: String) {
    var rest: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.contains("//=") {
        example = line.drop { $0 == " " }.description
      } else if summary.isEmpty {
        summary = line
      } else {
        rest.append(line)
      }
    }
    details = rest.joined(separator: "\n")
  }
}
