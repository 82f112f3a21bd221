import Datasets
import Source
import Synchronization
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
  /// The prelude's functions that were asked for.
  private var begun: Set<String> = []
  private let table: CodeTable
  private let defaultFloat: ElementType

  /// All names, sorted.
  package private(set) lazy var names: [String] =
    (Array(values.keys.filter { !begun.contains($0) }) + Prelude.files.flatMap(\.names)).sorted()

  /// Makes the names for code that is entered in a table.
  init(table: CodeTable, defaultFloat: ElementType) {
    self.table = table
    self.defaultFloat = defaultFloat
    for builtin in Library.builtins {
      values[builtin.name] = .function(Function(name: builtin.name, body: .builtin(builtin)))
    }
    for (name, number) in Library.constants { values[name] = Value.number(number, of: defaultFloat) }
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
    // A function that calls itself asks for its own name while it is being compiled.
    guard let found = Prelude.definition(of: name), begun.insert(name).inserted else { return nil }
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
  /// A file of it, which is parsed when one of its functions is first asked for.
  final class File: Sendable {
    private let name: String
    private let bytes: [UInt8]
    private let parsed = Mutex<Program?>(nil)

    init(_ name: String, _ bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }

    /// What it defines; a definition begins a line with the function's name.
    var names: [String] {
      bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
        guard let first = line.first, UInt8(ascii: "a")...UInt8(ascii: "z") ~= first,
          let end = line.firstIndex(of: UInt8(ascii: "("))
        else { return nil }
        return String(decoding: line[..<end], as: UTF8.self)
      }
    }

    var program: Program {
      parsed.withLock { known in
        let program =
          known ?? Parser.parse(SourceText(String(decoding: bytes, as: UTF8.self), name: "prelude/\(name)"))
        known = program
        return program
      }
    }
  }

  static let files: [File] = [
    File("activations.nn", PackageResources.activations_nn), File("losses.nn", PackageResources.losses_nn),
    File("statistics.nn", PackageResources.statistics_nn),
    File("linear_algebra.nn", PackageResources.linear_algebra_nn), File("shapes.nn", PackageResources.shapes_nn),
    File("images.nn", PackageResources.images_nn), File("recurrent.nn", PackageResources.recurrent_nn),
    File("layers.nn", PackageResources.layers_nn), File("optimisers.nn", PackageResources.optimisers_nn),
    File("data.nn", PackageResources.data_nn),
  ]

  private static let places: [String: File] = .init(
    files.flatMap { file in file.names.map { ($0, file) } }, uniquingKeysWith: { first, _ in first })

  /// Where a function of the prelude is defined; nil where there is none of that name.
  static func definition(of name: String) -> (definition: FunctionDefinition, source: SourceText, span: Span)? {
    guard let program = places[name]?.program else { return nil }
    for statement in program.statements {
      if case .function(let definition) = statement.kind, definition.name.text == name {
        return (definition, program.source, statement.span)
      }
    }
    return nil
  }
}
