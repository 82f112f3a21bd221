import Evaluation
import Judging
import Lessons
import Phrasebook
import Source
import Syntax

/// What is said beside an advice.
extension Session {
  /// How a letter is typed that an advice has and the line that it is for had only as a command of LaTeX.
  func keys(for advice: String, insteadOf line: String) -> [Phrase] {
    let entry = InputSymbols.all.first { entry in
      entry.symbol.contains(where: \.isLetter) && advice.contains(entry.symbol) && !line.contains(entry.symbol)
        && line.contains("\\" + entry.name)
    }
    return entry.map { [AdviceWords.keys($0.symbol, "\\" + $0.name)] } ?? []
  }

  /// What there is to say of names in an advice that hold nothing yet, and stand in the line that was typed.
  func unbound(in advice: String, askedBy line: String) -> [Phrase] {
    guard !advice.hasPrefix(":"), !advice.hasPrefix("?") else { return [] }
    let free = FreeNames(
      Parser.parse(SourceText(advice)), original: line, isKnown: isKnown, isFunction: isFunction)
    let typed = Set(Lexer.tokens(of: SourceText(line)).compactMap(FreeNames.name))
    // The Δ of `Δw₆` stands in a name that was typed.
    let names = free.names.filter { name in
      typed.contains(name) || name.count == 1 && typed.contains { $0.hasPrefix(name) && !isKnown($0) }
    }.sorted().map(NameText.of)
    return names.isEmpty ? [] : [AdviceWords.unbound(names)]
  }

  /// The letters of a formula that hold nothing yet, each by itself: a and b of `a² + 2ab + b²`; none where a longer name
  /// is not known.
  func unknownLetters(of line: String) -> [String] {
    let names = Set(Lexer.tokens(of: SourceText(line)).compactMap(FreeNames.name)).filter { !isKnown($0) }
    guard names.allSatisfy({ $0.count <= 3 }) else { return [] }
    return Set(names.flatMap { $0.map(String.init) }).filter { !isKnown($0) && $0 != "_" }.sorted()
  }

  /// What there is to say of an advice that the exercise would not take for an answer, though its value may be right.
  func refusal(of advice: String) -> [Phrase] {
    guard let exercise = lesson?.exercise, lesson?.playing == nil else { return [] }
    var copy = self
    copy.prepareJudge(exercise)
    return copy.lesson?.judge?.refuses(advice) ?? false ? [AdviceWords.refused] : []
  }

  /// What the command of a line does.
  func summary(ofCommand line: String) -> [Phrase] {
    guard line.hasPrefix(":"), let command = try? Command.find(Session.split(line).name) else { return [] }
    return [.sentence(command.summary)]
  }
}
