import Evaluation
import Phrasebook
import Source
import Syntax

/// What can be told of a call that is not run, and of one that means nothing here.
extension Session {
  /// Whether every function that is known takes the arguments that a program gives it, as far as their names and
  /// number tell.
  func takesArguments(of program: Program) -> Bool {
    var copy = interpreter
    return program.expressions.allSatisfy { expression in
      guard case .call(let callee, let arguments) = expression.kind, case .name(let name) = callee.kind,
        case .function(let function)? = copy.value(of: name, in: state)
      else { return true }
      let (named, parameters) = (arguments.compactMap { $0.name?.text }, function.parameters)
      let rest = parameters.filter { !named.contains($0.name) }
      let given = arguments.count - named.count
      if Session.costly.contains(name), arguments.contains(where: { isWholeDataSet($0.value) }) { return false }
      return named.allSatisfy { name in parameters.contains { $0.name == name } }
        && (function.isVariadic || given <= rest.count) && rest.dropFirst(given).allSatisfy(\.isOptional)
    }
  }

  /// Whether an argument is a name for both parts of a data set, of which training and measuring take one.
  private func isWholeDataSet(_ argument: Expression) -> Bool {
    var copy = interpreter
    guard case .name(let name) = argument.kind, case .record(let record)? = copy.value(of: name, in: state) else {
      return false
    }
    return record["x"] == nil && record["train"] != nil
  }

  /// The name that is asked of a module and that there is not, in other words either; nil where it stands by itself.
  func missingName(behind module: String, in line: String) -> String? {
    let surroundings = phrasebookSurroundings
    let source = SourceText(line)
    let texts = Lexer.tokens(of: source).map { source.slice($0.span) }
    guard var place = texts.firstIndex(of: module) else { return nil }
    while place + 2 < texts.count, texts[place + 1] == ".", surroundings.isModule(texts[place]) { place += 2 }
    let name = texts[place]
    return surroundings.isModule(name) || isKnown(name) || Habits.all.isForeign(name) ? nil : name
  }
}
