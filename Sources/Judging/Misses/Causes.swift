import Source
import Syntax

// Which sentences say why a value is wrong, and what it takes for them to be believed.

extension AnswerText {
  /// Whether it divides by what is itself a quotient, or the spread of numbers.
  fileprivate var dividesByQuotient: Bool {
    expressions.contains { expression in
      guard case .binary(.divide, _, let divisor, _) = expression.kind else { return false }
      return divisor.tree.contains { piece in
        switch piece.kind {
        case .binary(.divide, _, _, _): true
        case .call(let callee, _):
          if case .name(let name) = callee.kind { ["var", "std"].contains(name) } else { false }
        default: false
        }
      }
    }
  }
}

extension Message {
  /// Whether what it speaks of occurs in the answer or in a solution.
  func isAbout(_ answer: AnswerText, _ solutions: [AnswerText]) -> Bool {
    let (own, official) = (answer.mentionedNames, solutions.reduce(into: Set()) { $0.formUnion($1.mentionedNames) })
    switch key {
    case .termMissing: return own.union(official).contains(arguments[1].description)
    case .termTooMany: return own.union(official).contains(arguments[0].description)
    case .meanOver: return official.contains("mean") && !own.contains("mean")
    case .sumOver: return own.contains("mean") && !official.contains("mean")
    case .degreesTooFew, .degreesMissing:
      // What is divided by something that was divided, or is a spread, has the factor the other way round.
      return !own.union(official).isDisjoint(with: ["var", "std", "len"]) && !answer.dividesByQuotient
    default: return true
    }
  }
}

extension MessageKey {
  /// Whether it says why a value is wrong, and not only what it is.
  var isCause: Bool {
    switch self {
    case .transposed, .permuted, .rearranged, .sumMissing, .sumOverExamplesMissing, .meanMissing,
      .meanOverExamplesMissing, .totalMissing, .totalMeanMissing, .summedTooMuch, .averagedTooMuch, .firstMissing,
      .lastMissing, .firstTooMany, .lastTooMany, .sign, .negated, .factor, .twice, .half, .meanOver, .sumOver,
      .degreesTooFew, .degreesMissing, .offset, .square, .root, .exponential, .logarithm, .reciprocal, .complement,
      .termMissing, .termTooMany, .reversed, .exchangedTwo, .shifted, .nearly, .gradientOf, .chainTooShort,
      .chainTooLong, .onePath, .localOnly, .functionNegated, .functionComplement, .functionTwice, .functionHalf,
      .functionReciprocal, .functionSquare, .functionMirrored, .functionMirroredComplement, .functionOffset:
      true
    default: false
    }
  }

  /// Whether it says how a wrong number is related to the right one.
  var isRelation: Bool {
    switch self {
    case .sign, .negated, .factor, .twice, .half, .meanOver, .sumOver, .degreesTooFew, .degreesMissing, .offset,
      .square, .root, .exponential, .logarithm, .reciprocal, .complement, .termMissing, .termTooMany, .nearly:
      true
    default: false
    }
  }

  /// Whether it asks, or says where, what a slip that was found says better.
  var repeatsSlip: Bool {
    switch self {
    case .someRight, .nearly, .factor, .offset, .meanOver, .sumOver, .firstMissing, .lastMissing, .firstTooMany,
      .lastTooMany, .shifted:
      true
    default: false
    }
  }

  /// Whether one number is enough for it to fit by chance.
  package var fitsByChance: Bool {
    switch self {
    case .factor, .twice, .half, .meanOver, .sumOver, .degreesTooFew, .degreesMissing, .offset, .square, .root,
      .exponential, .logarithm, .reciprocal, .complement, .termMissing, .termTooMany, .nearly, .gradientOf,
      .chainTooShort, .chainTooLong, .onePath, .localOnly, .totalMissing, .totalMeanMissing:
      true
    default: false
    }
  }
}
