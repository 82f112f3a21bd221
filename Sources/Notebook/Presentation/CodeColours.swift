package import Documents
import Source
package import Syntax

/// Code in the language with the roles of its parts: the one table behind documents, pages and the input line.
package enum CodeColours {
  /// A piece of code, coloured.
  package static func code(_ text: String, info: String = "nn") -> Code {
    let runs = SyntaxColouring.runs(text).map { run in
      Code.Run(run.span.lower..<run.span.upper, role(of: run.category))
    }
    return Code(text, info: info, runs: runs)
  }

  /// What a run of source text is in a document.
  package static func role(of category: SyntaxColouring.Category) -> Role {
    switch category {
    case .keyword: .keyword
    case .number: .number
    case .string: .string
    case .comment: .comment
    case .operator: .operator
    case .name: .name
    case .function: .function
    case .command: .command
    case .error: .error
    }
  }
}
