import Source
import Syntax

/// Two expressions that are said to be equal, of which the left one is nothing that is given a value.
struct Equation {
  private let left, right: Expression

  /// The equation that a line is, whose `=` gives no name a value.
  init?(_ line: String) {
    let sides = line.split(separator: "=", omittingEmptySubsequences: false)
    guard sides.count == 2, let sign = sides[0].last, !"<>!:+-*/^~".contains(sign),
      let left = Equation.expression(String(sides[0])), let right = Equation.expression(String(sides[1]))
    else { return nil }
    switch left.kind {
    case .name, .index, .member: return nil
    // The head of a definition.
    case .call(_, let arguments) where arguments.allSatisfy({ $0.value.isName }): return nil
    default: (self.left, self.right) = (left, right)
    }
  }

  /// The equation that a program asks about.
  init?(comparing program: Program) {
    guard case .comparison(let left, let rest)? = program.onlyExpression?.kind, rest.count == 1,
      [.equal, .approximatelyEqual].contains(rest[0].comparator)
    else { return nil }
    (self.left, self.right) = (left, rest[0].right)
  }

  /// Whether it says something that can be true or false where these names are known, and does not ask for one of them
  /// or give it a value.
  func isClaim(_ isKnown: (String) -> Bool) -> Bool {
    switch left.kind {
    case .name: return false
    // The number of a layer above its letter.
    case .binary(.power, let base, let exponent, _):
      if base.isName, case .block = exponent.kind { return false }
    default: break
    }
    let isDerivative = left.tree.contains { expression in
      switch expression.kind {
      case .gradient, .prime: true
      default: false
      }
    }
    let asks = right.isZero || isDerivative && right.isReckoned
    return !asks || (left.tree + right.tree).allSatisfy { $0.name.map(isKnown) ?? true }
  }

  private static func expression(_ text: String) -> Expression? {
    let program = Parser.parse(SourceText(text))
    return program.hasErrors ? nil : program.onlyExpression
  }
}

extension Statement {
  fileprivate var discardsCopies: Bool {
    let body: [Statement]
    switch kind {
    case .forLoop(let names, _, let inner):
      body = inner
      // The name of a loop is given a new value in each turn.
      if case .update(let name, let change, _)? = body.last?.kind, change != .assign,
        names.contains(where: { $0.text == name.text })
      {
        return true
      }
    case .whileLoop(_, let inner): body = inner
    case .expression(let whole):
      return whole.tree.contains { part in
        guard case .lambda(_, let inner) = part.kind else { return false }
        // A function within it is a part of the whole too: looked at once more, each would be twice as much work.
        return inner.contains { if case .expression = $0.kind { false } else { $0.discardsCopies } }
      }
    default: return false
    }
    return body.contains { statement in
      guard case .expression(let expression) = statement.kind, case .call = expression.kind else {
        return statement.discardsCopies
      }
      return expression.copied != nil
    }
  }
}

extension Expression {
  /// What a call makes a changed copy of, which it leaves as it is: the list of `append(list, x)`; nil for anything else.
  var copied: Expression? {
    guard case .call(let function, let arguments) = kind,
      ["append", "concat", "reverse", "shuffle", "sort", "with"].contains(function.name ?? "")
    else { return nil }
    return arguments.first?.value
  }

  /// Itself and everything in it, but for what a function makes one number of.
  fileprivate var unsummed: [Expression] {
    if case .call(let function, _) = kind, let name = function.name,
      ["sum", "mean", "det", "norm", "dot", "trace"].contains(name)
    {
      return [self]
    }
    return [self] + children.flatMap(\.unsummed)
  }

  var name: String? { if case .name(let name) = kind { name } else { nil } }
  fileprivate var isName: Bool { name != nil }
  fileprivate var isZero: Bool { if case .number(let number) = kind { number == 0 } else { false } }
}

extension Program {
  /// The expression that the program is; nil where it is anything else, or more.
  var onlyExpression: Expression? {
    guard statements.count == 1, case .expression(let only) = statements[0].kind else { return nil }
    return only
  }

  /// Whether it can be read, and all names in it mean something.
  func isRunnable(_ isKnown: (String) -> Bool) -> Bool {
    !hasErrors && expressions.flatMap(\.tree).allSatisfy { $0.name.map(isKnown) ?? true }
  }

  /// The names of the parameters of the functions that it defines.
  var parameterNames: [String] {
    statements.flatMap { statement -> [String] in
      if case .function(let definition) = statement.kind { definition.parameters.map(\.name.text) } else { [] }
    }
  }

  /// Whether a loop computes a changed copy of something, which nothing further on can use.
  var discardsCopies: Bool { statements.contains(where: \.discardsCopies) }

  /// Whether a matrix stands element by element before a parameter of the function that is defined: `A * x` for `A x`.
  func multipliesMatrixByParameter(_ rank: (String) -> Int?, _ isKnown: (String) -> Bool) -> Bool {
    statements.contains { statement in
      guard case .function(let definition) = statement.kind else { return false }
      let parameters = definition.parameters.map(\.name.text)
      return definition.body.flatMap(\.expressions).flatMap(\.tree).contains { product in
        guard case .binary(.multiply, let left, let right, _) = product.kind, let matrix = left.name,
          let vector = right.name
        else { return false }
        // The letter of the weights is a matrix in every text.
        let isMatrix = isKnown(matrix) ? rank(matrix) == 2 : matrix.hasPrefix("W")
        return isMatrix && !parameters.contains(matrix) && parameters.contains(vector)
      }
    }
  }

  /// Whether a number that is written out stands on a side of a matrix product.
  var multipliesNumber: Bool {
    expressions.contains { product in
      guard case .binary(.matrixProduct, let left, let right, _) = product.kind else { return false }
      return [left, right].contains { side in
        side.tree.allSatisfy { part in
          switch part.kind {
          case .number, .binary, .unary: true
          default: false
          }
        }
      }
    }
  }

  /// Whether every matrix product has something like a matrix on a side, and no number on the other.
  func multipliesMatrices(_ rank: (String) -> Int?, _ isKnown: (String) -> Bool) -> Bool {
    let parameters = parameterNames
    return expressions.allSatisfy { product in
      guard case .binary(.matrixProduct, let left, let right, _) = product.kind else { return true }
      let sides = [left, right]
      // A vector is stretched by a number that a function takes: f(x - t g).
      if sides.contains(where: { $0.name.map { parameters.contains($0) && !($0.first?.isUppercase ?? false) } ?? false }
      ),
        sides.contains(where: { $0.name.map { !parameters.contains($0) && rank($0) == 1 } ?? false })
      {
        return false
      }
      let hasMatrix = sides.contains { side in
        side.unsummed.contains { part in
          switch part.kind {
          case .list: true
          case .member(_, let field): field.text == "T"
          case .name(let name):
            // What a function takes is not what goes by the name outside.
            (parameters.contains(name) ? nil : rank(name)).map { $0 > 0 } ?? (name.first?.isUppercase ?? false)
          default: false
          }
        }
      }
      let hasNumber = sides.contains { side in
        side.tree.allSatisfy { part in
          switch part.kind {
          case .list: false
          case .name(let name): isKnown(name) && (rank(name) ?? 0) == 0 && !parameters.contains(name)
          default: true
          }
        }
      }
      return hasMatrix && !hasNumber
    }
  }
}
