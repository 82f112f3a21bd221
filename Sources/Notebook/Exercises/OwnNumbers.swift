import Judging
package import Lessons
import Source
import Syntax

extension Lesson {
  /// Whether the lesson gives every student numbers of their own: whether a cell or a setup binds `n = choose(…)`.
  ///
  /// A choice inside a function or a loop is a draw like any other.
  package var hasOwnNumbers: Bool {
    let code = cells.map(\.code) + exercises.flatMap { $0.setup.map(\.code) }
    return code.contains { source in
      source.text.contains("choose") && Parser.parse(source).statements.contains { $0.bindsChoice }
    }
  }
}

extension Statement {
  fileprivate var bindsChoice: Bool {
    guard case .bind(_, let value) = kind, case .call(let callee, _) = value.kind else { return false }
    return callee.kind.isChoice
  }
}

extension Expression.Kind {
  fileprivate var isChoice: Bool {
    if case .name("choose") = self { return true }
    return false
  }
}
