package import Source

/// An expression with its place.
package struct Expression: Equatable, Sendable {
  /// What an expression can be.
  package indirect enum Kind: Equatable, Sendable {
    /// A number as written in the source, of the default float type.
    case number(Double)
    /// `true` or `false`.
    case boolean(Bool)
    /// A string; `{expression:.3}` inside it is a part of its own.
    case string([StringPart])
    /// A name.
    case name(String)
    /// `[a, b, c]`.
    case list([Expression])
    /// `{x: 1, y: 2}`.
    case record([Field])
    /// `a..b` (inclusive) or `a..<b`.
    case range(Expression, Expression, isInclusive: Bool)
    /// `-x` or `not x`.
    case unary(UnaryOperator, Expression)
    /// `a + b` and so on; `operatorSpan` is where the operator stands (empty for an implicit product).
    case binary(BinaryOperator, Expression, Expression, operatorSpan: Span)
    /// `a < b <= c`: the first operand, then each comparison with what follows it.
    case comparison(Expression, [Comparison])
    /// `a and b`.
    case and(Expression, Expression)
    /// `a or b`.
    case or(Expression, Expression)
    /// `f(x, k=2)`; a block after the call (`no_grad { … }`) is its last, unnamed argument as a lambda without parameters.
    case call(Expression, [Argument])
    /// `a[…]`.
    case index(Expression, [Subscript])
    /// `r.x`, `a.T`, `net.W`.
    case member(Expression, Name)
    /// `f'`, `f''`: the derivative of a function of a number, of the given order (at least 1).
    case prime(Expression, order: Int)
    /// `∂L/∂w`: the gradient of the first with respect to the second.
    case gradient(of: Expression, with: Expression)
    /// `x -> body`, `(x, y) -> body`; the body is one expression statement or the statements between braces.
    case lambda([Parameter], [Statement])
    /// `if c { … } else if d { … } else { … }`: the branches in order, and what to do when none holds.
    case conditional([Branch], otherwise: [Statement]?)
    /// `{ … }` as an expression: its value is that of its last statement.
    case block([Statement])
  }

  /// A named field of a record.
  package struct Field: Equatable, Sendable {
    /// The field's name.
    package var name: Name
    /// Its value.
    package var value: Expression

    /// Makes a field.
    package init(name: Name, value: Expression) {
      self.name = name
      self.value = value
    }
  }

  /// A part of a string: text, or an expression with a format such as `.3`.
  package enum StringPart: Equatable, Sendable {
    /// Text as it stands, escapes resolved.
    case text(String)
    /// `{expression}` or `{expression:.3}`; the format is the text after the colon.
    case interpolation(Expression, format: String?)
  }

  /// One comparison of a chain.
  package struct Comparison: Equatable, Sendable {
    /// The operator.
    package var comparator: Comparator
    /// Where the operator stands.
    package var operatorSpan: Span
    /// The right side.
    package var right: Expression

    /// Makes a comparison.
    package init(_ comparator: Comparator, operatorSpan: Span, right: Expression) {
      self.comparator = comparator
      self.operatorSpan = operatorSpan
      self.right = right
    }
  }

  /// An argument of a call, by position or by name.
  package struct Argument: Equatable, Sendable {
    /// The parameter it is for; nil by position.
    package var name: Name?
    /// Its value.
    package var value: Expression

    /// Makes an argument.
    package init(name: Name? = nil, value: Expression) {
      self.name = name
      self.value = value
    }
  }

  /// One place between the brackets of `a[…]`.
  package enum Subscript: Equatable, Sendable {
    /// `a[i]`: a number, or a list of numbers that picks several.
    case at(Expression)
    /// `a[from:to:by]`, each part optional.
    case slice(Expression?, Expression?, Expression?, span: Span)
    /// `a[:, None]`: an axis of extent 1 is added here.
    case newAxis
    /// `a[..., 0]`: all axes that the other places leave.
    case rest
  }

  /// A condition and what runs when it holds.
  package struct Branch: Equatable, Sendable {
    /// The condition.
    package var condition: Expression
    /// The statements of the branch.
    package var body: [Statement]

    /// Makes a branch.
    package init(condition: Expression, body: [Statement]) {
      self.condition = condition
      self.body = body
    }
  }

  /// What it is.
  package var kind: Kind
  /// Where it stands, brackets included.
  package var span: Span

  /// Makes an expression.
  package init(_ kind: Kind, span: Span) {
    self.kind = kind
    self.span = span
  }
}

/// The operators before one operand.
package enum UnaryOperator: String, Equatable, Sendable {
  case negate = "-"
  case not
}

/// The arithmetic operators between two operands.
package enum BinaryOperator: String, Equatable, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
  case power = "^"
  case matrixProduct = "@"
  /// `·`: `*` when either side is a number, else the dot product of two vectors.
  case dot = "·"
}

/// The comparison operators.
package enum Comparator: String, Equatable, Sendable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case approximatelyEqual = "≈"
}
