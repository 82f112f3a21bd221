package import Source
import Syntax
import Tensors

/// Where a value that was computed from a parameter lost its record: at a comparison, an `argmax`, a `detach`.
///
/// Found in the source: from the expression back through the top-level names it mentions, up to one that still is
/// recorded and enters an operation through which no gradient flows.
struct WayCut {
  /// The operation, as it is called.
  let operation: Phrase
  /// What was still recorded when it entered.
  let name: String
  /// The line on which it stands.
  let line: Int
  /// Whether it was meant: `detach` or `no_grad`.
  let isChosen: Bool

  /// The functions whose results do not move when their arguments move a little.
  private static let steps: Set<String> = [
    "argmax", "argmin", "int", "round", "floor", "ceil", "sign", "one_hot", "shape", "len", "size", "any", "all",
    "accuracy", "share_right", "isnan",
  ]
  private static let choices: Set<String> = ["detach", "no_grad"]
  private static let comparators: Set<Symbol> = [.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual]

  /// Looks behind an expression; nil when nothing was found that cut the way.
  init?(of source: SourceText, _ span: Span, in machine: Machine) {
    var seen: Set<String> = []
    guard let found = WayCut.search(source, span, machine, &seen) else { return nil }
    self = found
  }

  /// What cut the way, in words.
  func title(_ text: Phrase) -> Phrase { "\(operation) on line \(line) cuts the way from \(name) to \(text)" }

  private init(operation: Phrase, name: String, line: Int, isChosen: Bool) {
    self.operation = operation
    self.name = name
    self.line = line
    self.isChosen = isChosen
  }

  private static func search(
    _ source: SourceText, _ span: Span, _ machine: Machine, _ seen: inout Set<String>
  ) -> WayCut? {
    let tokens = Lexer.tokens(of: SourceText(source.slice(span), name: source.name))
    let line = source.position(at: span.lower).line
    for (place, token) in tokens.enumerated() {
      switch token.kind {
      case .name(let name) where steps.contains(name) || choices.contains(name):
        guard let inside = arguments(of: place, in: tokens), let held = recorded(in: tokens[inside], machine) else {
          continue
        }
        return WayCut(operation: .verbatim(name), name: held, line: line, isChosen: choices.contains(name))
      case .symbol(let symbol) where comparators.contains(symbol):
        guard let held = recorded(in: tokens[...], machine) else { continue }
        return WayCut(operation: "a comparison", name: held, line: line, isChosen: false)
      default: continue
      }
    }
    for case .name(let name) in tokens.map(\.kind) where seen.count < 100 && seen.insert(name).inserted {
      guard let slot = machine.table.existingSlot(for: name), slot < machine.state.origins.count,
        let entry = machine.table.entry(machine.state.origins[slot])
      else { continue }
      if let found = search(entry.source, entry.span, machine, &seen) { return found }
    }
    return nil
  }

  /// The tokens between the brackets that follow a name.
  private static func arguments(of place: Int, in tokens: [Token]) -> Range<Int>? {
    guard place + 1 < tokens.count, [.symbol(.openParen), .symbol(.openBrace)].contains(tokens[place + 1].kind) else {
      return nil
    }
    var depth = 0
    for index in (place + 1)..<tokens.count {
      switch tokens[index].kind {
      case .symbol(.openParen), .symbol(.openBrace), .symbol(.openBracket): depth += 1
      case .symbol(.closeParen), .symbol(.closeBrace), .symbol(.closeBracket):
        depth -= 1
        if depth == 0 { return place + 2..<index }
      default: break
      }
    }
    return nil
  }

  /// The first top-level name that is a parameter, recorded, or a function with parameters.
  private static func recorded(in tokens: ArraySlice<Token>, _ machine: Machine) -> String? {
    for case .name(let name) in tokens.map(\.kind) {
      guard let slot = machine.table.existingSlot(for: name), slot < machine.globalCount else { continue }
      switch machine.globals[slot] {
      case .data(.node): return name
      case .parameter(let parameter) where !parameter.isBuffer: return name
      case .function:
        var search = ParameterSearch(machine)
        search.visit(machine.globals[slot], path: "")
        if !search.found.isEmpty { return name }
      default: continue
      }
    }
    return nil
  }
}

extension Interpreter {
  /// What cuts the way from parameters to an expression, in words with its line; nil when nothing was found.
  ///
  /// `name` is what was still recorded before the cut: a comparison, an `argmax`, a `detach`.
  package func cut(before text: String, of state: State) -> (name: String, words: Phrase)? {
    let machine = Machine(
      state: state, table: table, library: library(for: state.defaultFloat), host: host, limits: limits, emit: { _ in })
    let source = SourceText(text)
    return WayCut(of: source, Span(0, source.text.utf8.count), in: machine).map { ($0.name, $0.title(.verbatim(text))) }
  }
}

// MARK: Words

extension Site {
  /// No gradient reaches what stands behind a cut.
  func cutWay(_ text: String, _ cut: WayCut, at span: Span) -> Stop {
    failure(
      .notRecorded, cut.title(.verbatim(text)), at: span,
      notes: [
        cut.isChosen
          ? "What \(cut.operation) gives has no memory of how it was computed."
          : "Its result jumps or stays: it does not move when \(cut.name) moves a little, so no gradient flows through it."
      ],
      help: cut.isChosen
        ? "leave \(cut.operation) out where the gradient should flow"
        : "use a loss that moves with the scores, such as mse or cross_entropy")
  }
}
