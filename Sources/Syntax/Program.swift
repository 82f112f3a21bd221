package import Source

/// What the parser makes of a source text: its statements, and everything there is to say about it.
package struct Program: Equatable, Sendable {
  /// The text that was parsed; all spans point into it.
  package var source: SourceText
  /// The statements that could be read, in order.
  package var statements: [Statement]
  /// Errors, warnings and notes, in the order of their places; with an error the statements must not be run.
  package var diagnostics: [Diagnostic]
  /// Whether the text ends where more was expected, so that a prompt should ask for another line.
  package var isUnfinished: Bool

  /// Every expression of its statements, with all that stands within.
  package var expressions: [Expression] { statements.flatMap(\.expressions).flatMap(\.tree) }

  /// Whether something is divided by a product without a sign, as in 1/2x, which is 1/(2x).
  package var dividesByImplicitProduct: Bool { diagnostics.contains { $0.code == .implicitProduct } }

  /// Makes a program.
  package init(source: SourceText, statements: [Statement], diagnostics: [Diagnostic] = [], isUnfinished: Bool = false)
  {
    self.source = source
    self.statements = statements
    self.diagnostics = diagnostics
    self.isUnfinished = isUnfinished
  }

  /// Whether anything stops it from running.
  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// One statement with its place.
package struct Statement: Equatable, Sendable {
  /// What a statement can be.
  package indirect enum Kind: Equatable, Sendable {
    /// A bare expression.
    case expression(Expression)
    /// `name = value`, or `a, b = value`, which takes a list apart.
    case bind([Name], Expression)
    /// `name := value`, `name += value` and so on.
    case update(Name, UpdateOperator, Expression)
    /// `net[0].W := value`: the update of a parameter that no name of its own holds.
    case updateField(Expression, UpdateOperator, Expression)
    /// `f(x, k=2) = body`.
    case function(FunctionDefinition)
    /// `for x, y in sequence { … }`.
    case forLoop([Name], Expression, [Statement])
    /// `while condition { … }`.
    case whileLoop(Expression, [Statement])
    /// `return` with or without a value.
    case returnValue(Expression?)
    /// `break`.
    case breakLoop
    /// `continue`.
    case continueLoop
    /// `assert condition, "why"`.
    case assert(Expression, message: Expression?)
    /// A line that starts with `:` or `?`, kept as it was typed, the mark included.
    case command(String)
  }

  /// What it is.
  package var kind: Kind
  /// Where it stands, without the `;`.
  package var span: Span
  /// Whether it shows its value: false when `;` ends it.
  package var showsValue: Bool

  /// Makes a statement.
  package init(_ kind: Kind, span: Span, showsValue: Bool = true) {
    self.kind = kind
    self.span = span
    self.showsValue = showsValue
  }
}

/// The operators that change what a name holds.
package enum UpdateOperator: String, Equatable, Sendable {
  case assign = ":="
  case add = "+="
  case subtract = "-="
  case multiply = "*="
  case divide = "/="
}

/// A name as the language knows it (normalised: NFC, `w₀` is `w_0`, `µ` is `μ`), with its place.
package struct Name: Equatable, Hashable, Sendable {
  /// The normalised spelling.
  package var text: String
  /// Where it stands.
  package var span: Span

  /// Makes a name.
  package init(_ text: String, span: Span) {
    self.text = text
    self.span = span
  }
}

/// A named function: its parameters and its body.
package struct FunctionDefinition: Equatable, Sendable {
  /// What it is called.
  package var name: Name
  /// Its parameters, those with defaults last.
  package var parameters: [Parameter]
  /// The body: one expression statement for `f(x) = expr`, else the statements between braces.
  package var body: [Statement]
  /// The `##` comment lines right above it, without their marks: the text of its help.
  package var documentation: String

  /// Makes a definition.
  package init(name: Name, parameters: [Parameter], body: [Statement], documentation: String = "") {
    self.name = name
    self.parameters = parameters
    self.body = body
    self.documentation = documentation
  }
}

/// A parameter of a function, with the default that makes it optional.
package struct Parameter: Equatable, Sendable {
  /// Its name.
  package var name: Name
  /// The value it takes when no argument is given.
  package var defaultValue: Expression?

  /// Makes a parameter.
  package init(name: Name, defaultValue: Expression? = nil) {
    self.name = name
    self.defaultValue = defaultValue
  }
}
