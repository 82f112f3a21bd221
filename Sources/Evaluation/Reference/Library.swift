import Datasets
import Source
import Syntax
import Tensors

/// All names that the program gives: the built-in functions, constants, and the prelude written in the language itself.
package final class Library {
  /// The built-in functions, by family.
  static let builtins: [Builtin] =
    Builtins.creation + Builtins.mathematics + Builtins.reductions + Builtins.shapes + Builtins.gradients
    + Builtins.selecting + Builtins.training + Builtins.random + Builtins.data + Builtins.pictures + Builtins.lists
    + Builtins.words + Builtins.records

  /// The data sets that were loaded, by name and size.
  var loadedData: [String: Value] = [:]
  /// What was shown of tables, by their names, so that it is shown once.
  var shownTables: [String: TableSummary] = [:]
  private var values: [String: Value] = [:]
  /// Where each prelude function is defined.
  private var definitions: [String: (definition: FunctionDefinition, source: SourceText, span: Span)] = [:]
  private let table: CodeTable
  private let defaultFloat: ElementType

  /// All names, sorted.
  package let names: [String]

  /// Makes the names for code that is entered in a table.
  init(table: CodeTable, defaultFloat: ElementType) {
    self.table = table
    self.defaultFloat = defaultFloat
    for builtin in Library.builtins {
      values[builtin.name] = .function(Function(name: builtin.name, body: .builtin(builtin)))
    }
    for (name, number) in Library.constants { values[name] = Value.number(number, of: defaultFloat) }
    for prelude in Prelude.programs {
      for statement in prelude.statements {
        guard case .function(let definition) = statement.kind else { continue }
        definitions[definition.name.text] = (definition, prelude.source, statement.span)
      }
    }
    names = (Array(values.keys) + Array(definitions.keys)).sorted()
  }

  /// The numbers with names.
  static let constants: [(String, Double)] = [
    ("pi", Double.pi), ("e", 2.718281828459045), ("inf", Double.infinity), ("nan", Double.nan),
  ]

  /// Whether a name is that of a number.
  static func isConstant(_ name: String) -> Bool { constants.contains { $0.0 == name } }

  /// What a given name means; a prelude function is compiled when it is first asked for.
  func value(named name: String) -> Value? {
    if let value = values[name] { return value }
    guard let found = definitions[name] else { return nil }
    // A function that calls itself finds this cell while it is being compiled.
    definitions[name] = nil
    let compiler = Compiler(
      source: found.source, table: table, library: self, defaultFloat: defaultFloat,
      scope: Scope(parent: nil, code: nil, isPrelude: true))
    guard
      let code = try? compiler.function(
        name: name, parameters: found.definition.parameters, body: found.definition.body, span: found.span,
        documentation: found.definition.documentation)
    else { return nil }
    code.kernel = PreludeKernel.named(name)
    let value = Value.function(Function(name: name, body: .code(code, captures: [])))
    values[name] = value
    return value
  }
}

/// The part of the library that is written in the language.
enum Prelude {
  /// The parsed files of the prelude.
  static let programs: [Program] = files.map { name, bytes in
    Parser.parse(SourceText(String(decoding: bytes, as: UTF8.self), name: "prelude/\(name)"))
  }

  private static var files: [(String, [UInt8])] {
    [
      ("activations.nn", PackageResources.activations_nn),
      ("losses.nn", PackageResources.losses_nn),
      ("statistics.nn", PackageResources.statistics_nn),
      ("linear_algebra.nn", PackageResources.linear_algebra_nn),
      ("shapes.nn", PackageResources.shapes_nn),
      ("images.nn", PackageResources.images_nn),
      ("recurrent.nn", PackageResources.recurrent_nn),
      ("layers.nn", PackageResources.layers_nn),
      ("optimisers.nn", PackageResources.optimisers_nn),
      ("data.nn", PackageResources.data_nn),
    ]
  }
}
