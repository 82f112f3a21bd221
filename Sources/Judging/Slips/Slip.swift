import Documents
import Lessons
import Source
import Syntax

/// An answer with one place mended: what is written there instead, and how to say it.
struct Slip {
  /// What is changed.
  let edits: [(span: Span, text: String)]
  /// What is pointed at.
  let place: Span
  /// What it is.
  let message: Message
  /// How likely it is.
  let rank: SlipFinder.Rank
  /// In how many places the same is to be mended; the first of them is pointed at.
  let places: Int

  init(
    _ edits: [(Span, String)], at place: Span, _ message: Message, _ rank: SlipFinder.Rank = .last, places: Int = 1
  ) {
    self.rank = rank
    self.places = places
    self.edits = edits.sorted { $0.0.lower < $1.0.lower }.map { (span: $0.0, text: $0.1) }
    self.place = place
    self.message = message
  }

  /// The same slip in other words.
  init(_ slip: Slip, saying message: Message) {
    (edits, place, rank, places) = (slip.edits, slip.place, slip.rank, slip.places)
    self.message = message
  }

  /// A piece short enough to be quoted, on one line.
  static func short(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return DisplayWidth.truncated(line, to: 48)
  }

  /// What is said of it: one place mended is not enough where there are several.
  var told: Message {
    places < 2 || message.key == .slipEverySign
      ? message : Message(.slipPlaces, saying: [.verbatim(String(places)), message.phrase])
  }

  /// The answer with the place mended.
  func mended(_ source: SourceText) -> String { source.replacing(edits.map { ($0.span, $0.text) }) }
}

/// A line of an answer with a piece of it marked.
package struct Excerpt: Equatable, Sendable {
  /// What stands before the piece.
  package let before: String
  /// The piece.
  package let marked: String
  /// What stands behind it.
  package let after: String
}

extension Slip {
  /// The line that the slip is in.
  func excerpt(of answer: String) -> Excerpt? {
    let source = SourceText(answer)
    let line = source.lineSpan(at: place.lower)
    let end = Swift.min(place.upper, line.upper)
    guard place.lower < end, line.upper - line.lower <= 200 else { return nil }
    return Excerpt(
      before: source.slice(Span(line.lower, place.lower)), marked: source.slice(Span(place.lower, end)),
      after: source.slice(Span(end, line.upper)))
  }
}

/// What the solutions of an exercise are made of, and what a slip may have put something else in the place of.
struct SlipMaterial {
  /// Names and small pieces, as they are written.
  private(set) var names: [String] = []
  private(set) var numbers: [String] = []
  private(set) var pieces: [String] = []
  /// The functions that are called, and those among them that were called with one argument alone.
  private(set) var functions: [String] = []
  private(set) var wrappers: [(name: String, rest: String)] = []
  /// Pieces too large to be quoted.
  private(set) var large: [String] = []
  /// The arguments that are given by name, by function.
  private(set) var named: [String: [(name: String, text: String)]] = [:]
  /// The pieces that are most of a value of a solution.
  private(set) var most: Set<String> = []
  /// What stands between brackets with a colon.
  private(set) var ranges: [String] = []
  /// The names of the lesson besides.
  let others: [String]

  /// Everything that can stand in the place of a value.
  var atoms: [String] { names + numbers + pieces }

  init(_ solutions: [AnswerText], others: [String]) {
    self.others = others
    for solution in solutions where !solution.program.hasErrors {
      for expression in solution.program.statements.flatMap(\.expressions) {
        for piece in expression.tree where piece.isMost(of: expression.leaves) {
          most.insert(solution.source.slice(piece.span))
        }
        add(expression, of: solution.source, isWhole: true)
      }
    }
  }

  /// What is a whole value of a solution is no piece: it would be the answer.
  private mutating func add(_ expression: Expression, of source: SourceText, isWhole: Bool = false) {
    func insert(_ text: String, _ list: WritableKeyPath<SlipMaterial, [String]>) {
      if !self[keyPath: list].contains(text), self[keyPath: list].count < 24 { self[keyPath: list].append(text) }
    }
    let text = source.slice(expression.span)
    switch expression.kind {
    case .name: insert(text, \.names)
    case .number: insert(text, \.numbers)
    case .call(let callee, let arguments):
      if case .name = callee.kind {
        let name = source.slice(callee.span)
        insert(name, \.functions)
        if let inner = arguments.first, arguments.filter({ $0.name == nil }).count == 1 {
          let rest = source.slice(Span(inner.value.span.upper, expression.span.upper - 1))
          if !wrappers.contains(where: { $0 == (name, rest) }) { wrappers.append((name, rest)) }
        }
        for argument in arguments {
          guard let own = argument.name else { continue }
          named[name, default: []].append((own.text, source.slice(argument.value.span)))
        }
        if !isWhole { insert(text, expression.tree.count <= 5 ? \.pieces : \.large) }
        for argument in arguments { add(argument.value, of: source) }
        return
      }
    case .index(_, let places):
      for case .slice(_, _, _, let span) in places { insert(source.slice(span), \.ranges) }
      if !isWhole { insert(text, expression.tree.count <= 6 ? \.pieces : \.large) }
    case .string, .list, .record, .lambda, .block, .conditional: break
    default: if !isWhole { insert(text, expression.tree.count <= 6 ? \.pieces : \.large) }
    }
    for child in expression.children { add(child, of: source) }
  }
}

extension Expression {
  /// How many names and numbers are in it.
  var leaves: Int { tree.reduce(0) { $0 + ($1.children.isEmpty ? 1 : 0) } }

  /// Whether it has most of the names and numbers of a whole, so that whoever is told it is told the answer.
  func isMost(of whole: Int) -> Bool { leaves > 1 && 2 * leaves > whole }
}

extension SlipMaterial {
  /// Functions that are taken for one another.
  static let families: [[String]] = [
    ["sum", "mean", "max", "min", "prod"], ["argmax", "argmin", "max", "min"], ["exp", "log", "sqrt"],
    ["σ", "relu", "tanh"], ["var", "std", "norm"], ["floor", "ceil", "round"], ["triu", "tril"],
    ["zeros", "ones"], ["max_pool2d", "avg_pool2d"], ["sin", "cos"],
  ]

  /// What may have been meant by a function.
  func alternatives(to function: String) -> [String] {
    var found = functions
    for family in SlipMaterial.families where family.contains(function) { found += family }
    return found.filter { $0 != function }
  }
}

extension MessageKey {
  /// Whether it proposes a value that stands nowhere near: another may do as well.
  var proposes: Bool {
    switch self {
    case .slipName, .slipNumber, .slipFactorMissing, .slipDivisorMissing, .slipTermMissing, .slipSubtrahendMissing,
      .slipPowerMissing, .slipElse, .slipSomeFactorMissing, .slipSomeDivisorMissing, .slipSomeTermMissing:
      true
    default: false
    }
  }
}
