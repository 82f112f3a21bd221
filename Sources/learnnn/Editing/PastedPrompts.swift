import Source
import Syntax

/// Takes a session that was copied from a screen or a page apart, so that only what was typed is pasted.
enum PastedPrompts {
  /// The statements of a copied session; any other text stays as it is.
  static func removed(from text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.contains(where: { input(of: $0) != nil }) else { return text }
    var kept: [String] = []
    var statement = ""
    for line in lines {
      if let typed = input(of: line) {
        statement = String(typed)
        kept.append(statement)
      } else if !kept.isEmpty, Parser.parse(SourceText(statement)).isUnfinished {
        // The rows of a statement follow each other without prompts.
        statement += "\n" + line
        kept.append(String(line))
      }
    }
    return kept.joined(separator: "\n")
  }

  /// What follows the prompt: `nn› `, `lesson3 2/14› `, `lesson3 ex2› `, or the same with `>`; nil without a prompt.
  private static func input(of line: Substring) -> Substring? {
    let line = line.drop { $0 == " " }
    guard let end = line.firstIndex(where: { $0 == "›" || $0 == ">" }) else { return nil }
    let words = line[..<end].split(separator: " ", omittingEmptySubsequences: false)
    let isPrompt = words == ["nn"] || (words.count == 2 && isPlace(words[1]) && !words[0].isEmpty)
    guard isPrompt else { return nil }
    let rest = line[line.index(after: end)...]
    if rest.isEmpty { return rest }
    return rest.first == " " ? rest.dropFirst() : nil
  }

  /// Whether a word says where in a lesson one is.
  private static func isPlace(_ word: Substring) -> Bool {
    if word == "play" { return true }
    if word.hasPrefix("ex") { return Int(word.dropFirst(2)) != nil }
    let numbers = word.split(separator: "/", omittingEmptySubsequences: false)
    return numbers.count == 2 && numbers.allSatisfy { Int($0) != nil }
  }
}
