import Evaluation
import Phrasebook
import Source
import Syntax

/// What a sentence wants calculated.
extension Session {
  /// The line that calculates what a sentence asks for: a function of somebody's at the number that is said, or the formula
  /// among its words; nil where it asks for nothing of the kind.
  func calculation(askedIn line: String) -> String? { call(askedIn: line) ?? formula(in: line) }

  /// `rain(7)` for `will it rain at 7?`, where `rain` is a function of somebody's that takes one number.
  private func call(askedIn line: String) -> String? {
    let numbers = line.matches(of: /(?:^|[ (])(-?\d+(?:\.\d+)?)(?=[ ?.!,)]|$)/).map { String($0.1) }
    guard numbers.count == 1, let number = numbers.first, !line.contains(where: { "=+*/^".contains($0) }) else {
      return nil
    }
    let bound = Set(interpreter.boundNames(in: state))
    let words = Speech.words(of: line).filter { bound.contains(Session.normalised($0)) && isFunction($0) }
    // With a net and no function named, the net is asked: `is it going to rain with 4 clouds?`.
    let net = phrasebookSurroundings.usual["N"].flatMap { isModel(Session.normalised($0)) ? $0 : nil }
    let asksFor = line.contains(/\b(?:predict|guess|for|with|at|about|if|when|after|on)\b.*\d/)
    if words.isEmpty, let net, asksFor, !line.lowercased().hasPrefix("why"), !line.contains("mean"),
      works("assert size(\(net)([\(number)])) == 1", instead: line)
    {
      return "\(net)([\(number)])"
    }
    guard Set(words).count == 1, let name = words.first, name.count > 1 else { return nil }
    return ["\(name)(\(number))", "\(name)([\(number)])"].first { works($0, instead: line) }
  }

  /// The longest run of words that is a formula: `1 + 2 * 4` for `is it just 1 + 2 times 4?`.
  private func formula(in line: String) -> String? {
    let words = line.split(separator: " ").map { word in
      String(word).trimming { "?!.,;:".contains($0) && word.count > 1 }
    }.filter { !$0.isEmpty }
    guard (4...20).contains(words.count) else { return nil }
    func isPart(_ word: String) -> Bool {
      word.contains(where: \.isNumber) || word.contains { "()^√".contains($0) } && word.count > 2
        || isKnown(word) && !Speech.english.usual.contains(word) && !isFunction(word)
    }
    func calculates(_ words: ArraySlice<String>) -> Bool {
      words.dropFirst().dropLast().contains {
        ["+", "-", "*", "/", "^", "times", "plus", "minus", "x", "÷", "×"].contains($0)
      }
        || words.contains { word in
          word.dropFirst().contains { "+-*/^".contains($0) } && word.contains(where: \.isNumber)
        }
    }
    for count in stride(from: words.count - 1, through: 1, by: -1) {
      for start in 0...(words.count - count) {
        let run = words[start..<start + count]
        guard let first = run.first, let last = run.last, isPart(first), isPart(last), calculates(run) else { continue }
        // A claim that somebody makes is theirs to judge.
        let text = run.joined(separator: " ")
        if works(text, instead: text) { return text }
        var stopped: (line: String, error: Diagnostic)?
        if let advice = advice(for: text, &stopped) { return advice.line }
      }
    }
    return nil
  }

  /// The name that is to have another value in a sentence, and the value: x and 10 of `and if x is 10, what is z`.
  func supposition(in line: String) -> (name: String, value: String)? {
    let pattern =
      /(?:if|when|suppose|say|imagine) (?:the )?(\w+) (?:is|=|was|were|equals|becomes|(?:goes|rises|falls|drops|grows|changes|climbs)(?: up| down)? ?to|gets) (-?\d+(?:\.\d+)?)(?![\d.])/
    guard let found = line.lowercased().firstMatch(of: pattern) else { return nil }
    let bound = Set(interpreter.boundNames(in: state))
    let name = String(found.1)
    guard let own = bound.first(where: { $0.lowercased() == Session.normalised(name) }), !isFunction(own) else {
      return nil
    }
    return (NameText.of(own), String(found.2))
  }
}
