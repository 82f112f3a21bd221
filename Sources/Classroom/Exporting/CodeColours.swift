import Documents
import Source
import Syntax

/// Code in the language with the roles of its parts.
enum CodeColours {
  static func code(_ text: String) -> Code {
    let runs = SyntaxColouring.runs(text).map { run -> Code.Run in
      let role: Role =
        switch run.category {
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
      return Code.Run(run.span.lower..<run.span.upper, role)
    }
    return Code(text, info: "nn", runs: runs)
  }
}
