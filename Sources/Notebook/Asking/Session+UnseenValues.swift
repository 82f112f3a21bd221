import Evaluation
import Source
import Syntax

/// What is computed or drawn by a line and shown nowhere.
extension Session {
  /// What there is to say about values of a line that nobody sees: those before a `;`, and those in a loop.
  func unseenValues(in program: Program) -> [Phrase] {
    let source = program.source
    let quiet = program.statements.dropLast().first { !$0.showsValue && isForItsValue($0) }
    let inLoop = program.statements.lazy.flatMap(\.looped).first { isForItsValue($0) }
    return [
      quiet.map {
        copy(lostBy: $0, of: source) ?? plots(in: program)
          ?? "\(source.slice($0.span)) is not shown, for a ; follows it: type it on a line of its own"
      },
      inLoop.map {
        copy(lostBy: $0, of: source) ?? "a loop shows nothing by itself: print(\(source.slice($0.span))) does"
      },
    ].compactMap(\.self)
  }

  /// What there is to say of curves that were to stand in one picture; nil for anything else.
  private func plots(in program: Program) -> Phrase? {
    let curves = program.statements.compactMap { statement -> String? in
      guard case .expression(let whole) = statement.kind, case .call(let function, let arguments) = whole.kind,
        [.name("plot"), .name("scatter")].contains(function.kind), arguments.allSatisfy({ $0.name == nil }),
        let curve = arguments.first
      else { return nil }
      let isCurve = function.kind == .name("plot") && arguments.count == 1
      return program.source.slice(isCurve ? curve.value.span : whole.span)
    }
    guard curves.count == program.statements.count else { return nil }
    return "only the last picture is shown; one with all curves is plot([\(curves.joined(separator: ", "))])"
  }

  /// What there is to say of a changed copy that is kept nowhere.
  private func copy(lostBy statement: Statement, of source: SourceText) -> Phrase? {
    guard case .expression(let call) = statement.kind, let copied = call.copied, case .name = copied.kind else {
      return nil
    }
    let (name, text) = (source.slice(copied.span), source.slice(call.span))
    return "\(text) makes a copy and leaves \(name) as it is: \(name) = \(text)"
  }

  /// Whether all that a statement can be there for is its value.
  private func isForItsValue(_ statement: Statement) -> Bool {
    guard case .expression(let expression) = statement.kind else { return false }
    return expression.tree.allSatisfy { part in
      switch part.kind {
      case .call(let callee, _):
        guard case .name(let name) = callee.kind, !interpreter.boundNames(in: state).contains(name) else {
          return false
        }
        return ReferenceEntry.onlyComputes(name)
      case .conditional, .block: return false
      default: return true
      }
    }
  }
}

extension Statement {
  /// The statements that a loop repeats, those of its branches and of loops in it included.
  fileprivate var looped: [Statement] {
    switch kind {
    case .forLoop(_, _, let body), .whileLoop(_, let body): body.flatMap(\.withBranches)
    default: []
    }
  }

  private var withBranches: [Statement] {
    guard case .expression(let expression) = kind, case .conditional(let branches, let otherwise) = expression.kind
    else {
      return [self] + looped
    }
    return (branches.flatMap(\.body) + (otherwise ?? [])).flatMap(\.withBranches)
  }
}
