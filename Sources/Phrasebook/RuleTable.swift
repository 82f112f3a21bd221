import Source

/// A table of rules as it is written, each of which is read only when a line may need it.
struct RuleTable: Sendable {
  /// A line of the table, and the section that it stands in.
  private struct Entry {
    var text: String
    var section: Int?
  }

  /// The lines that are answered by the rules of a section alone.
  let sections: [[Pattern]]
  /// The names that stand in patterns, and those before the `=` of an argument that is none here.
  let names: Set<String>
  let labels: Set<String>
  private let entries: [Entry]
  /// The entries by the rarest of the names that a line must hold for them to fit.
  private let entriesOfName: [String: [Int]]
  /// The others, which are read at once, by the rarest of the words that a line must hold; under "" those that need none.
  private let entriesOfWord: [String: [Int]]
  private let unnamed: [Int: Rule]

  /// Takes a table apart: `only pattern` begins a section, `end` ends it; `⟦a b⟧` in a rule makes two of it.
  init(_ table: String) {
    var sections: [[Pattern]] = []
    var entries: [Entry] = []
    var found: [PatternNames] = []
    var isInside = false
    for line in RuleTable.lines(of: table) {
      if line.hasPrefix("only ") {
        if !isInside { sections.append([]) }
        sections[sections.count - 1].append(Pattern(line.dropFirst(5).trimmingSpaces))
        isInside = true
      } else if line == "end" {
        isInside = false
      } else {
        for text in RuleTable.spelledOut(line) {
          entries.append(Entry(text: text, section: isInside ? sections.count - 1 : nil))
          found.append(PatternNames(of: text))
        }
      }
    }
    var counts: [String: Int] = [:]
    for name in found.flatMap(\.needed) { counts[name, default: 0] += 1 }
    var entriesOfName: [String: [Int]] = [:]
    var unnamed: [Int: Rule] = [:]
    for (index, names) in found.enumerated() {
      if let rarest = names.needed.min(by: { counts[$0, default: 0] < counts[$1, default: 0] }) {
        entriesOfName[rarest, default: []].append(index)
      } else {
        unnamed[index] = Rule(entries[index].text[...], section: entries[index].section)
      }
    }
    var uses: [String: Int] = [:]
    for word in unnamed.values.flatMap(\.pattern.literals) { uses[word, default: 0] += 1 }
    entriesOfWord = Dictionary(grouping: unnamed.keys) { index in
      unnamed[index]?.pattern.literals.min { uses[$0, default: 0] < uses[$1, default: 0] } ?? ""
    }
    self.unnamed = unnamed
    self.sections = sections
    self.entries = entries
    self.entriesOfName = entriesOfName
    // A letter with its number is a name of anybody's.
    names = Set(found.flatMap { $0.needed + $0.others }).filter {
      !$0.dropFirst().allSatisfy { $0 == "_" || $0.isWholeNumber } || $0.count < 2
    }
    labels = Set(found.flatMap(\.labels)).subtracting(found.flatMap(\.written))
  }

  private static func lines(of table: String) -> [Substring] {
    table.utf8.split(separator: UInt8(ascii: "\n")).filter { $0.first != UInt8(ascii: "#") }.map { Substring($0) }
  }

  /// The rules of a table without sections, all of them read at once.
  static func rules(of table: String) -> [Rule] {
    lines(of: table).flatMap(spelledOut).compactMap { Rule($0[...], section: nil) }
  }

  /// All rules.
  var rules: [Rule] { entries.compactMap { Rule($0.text[...], section: $0.section) } }

  /// The rules that may fit a line of these words, in the order of the table; what was read for it is kept in `read`.
  func fitting(_ words: [Word], _ read: inout [Int: Rule]) -> [Rule] {
    let texts = Set(words.map(\.text))
    let named = texts.flatMap { entriesOfName[$0] ?? [] }
    for index in named where read[index] == nil {
      read[index] = Rule(entries[index].text[...], section: entries[index].section)
    }
    return (([""] + texts).flatMap { entriesOfWord[$0] ?? [] } + named).sorted()
      .compactMap { unnamed[$0] ?? read[$0] }
      .filter { $0.pattern.literals.allSatisfy(texts.contains) }
  }

  /// One line for each of the words between `⟦` and `⟧`, which stand there in all places of the line.
  private static func spelledOut(_ line: Substring) -> [String] {
    guard line.utf8.contains(0x9F), let start = line.firstIndex(of: "⟦"), let end = line.firstIndex(of: "⟧"),
      start < end
    else { return [String(line)] }
    let words = line[start...end]
    return words.dropFirst().dropLast().split(separator: " ").flatMap {
      spelledOut(line.replacing(words, with: $0)[...])
    }
  }
}

/// The names in the pattern of a rule, found by its letters alone, which takes no time for a thousand rules.
private struct PatternNames {
  /// Those that are words of every line that the pattern fits.
  private(set) var needed: [String] = []
  /// Others, such as those in letters of other alphabets.
  private(set) var others: [String] = []
  /// Those before an `=`.
  private(set) var labels: [String] = []
  /// The names of arguments in what the rule writes, before an `=` without a space.
  private(set) var written: [String] = []

  init(of rule: String) {
    let bytes = Array(rule.utf8)
    var place = rule.hasPrefix("typed ") ? 6 : 0
    // The pattern ends with the first sign of a rule; all of them begin with one byte and are three long.
    let signs: [[UInt8]] = ["⇒", "⊘", "✎", "∵"].map { Array($0.utf8) }
    let end =
      bytes.indices.dropLast(2).first { index in
        bytes[index] == 0xE2 && signs.contains { $0.elementsEqual(bytes[index..<index + 3]) }
      } ?? bytes.count
    while place < end {
      guard PatternNames.isLetter(bytes[place]) else {
        place += 1
        continue
      }
      let start = place
      while place < end, PatternNames.isLetter(bytes[place]) || PatternNames.isDigit(bytes[place]) { place += 1 }
      let before = start > 0 ? bytes[start - 1] : 0
      let after = place < end ? bytes[place] : 0
      // A hole, a command of LaTeX, a text, or what grows together with a hole.
      guard !"$\\\"'0123456789".utf8.contains(before), !"$\"'".utf8.contains(after), place - start > 1,
        bytes[place - 1] != UInt8(ascii: "_")
      else { continue }
      let name = String(decoding: bytes[start..<place], as: UTF8.self)
      guard name.utf8.allSatisfy({ $0 < 0x80 }) else {
        if name.count > 1, name.allSatisfy(\.isLetter) { others.append(name) }
        continue
      }
      needed.append(name)
      var next = place
      while next < end, bytes[next] == UInt8(ascii: " ") { next += 1 }
      if next < end, bytes[next] == UInt8(ascii: "="), next + 1 >= end || !"=>".utf8.contains(bytes[next + 1]) {
        labels.append(name)
      }
    }
    for sign in bytes.indices.dropFirst(end).dropLast()
    where bytes[sign] == UInt8(ascii: "=") && !"= ".utf8.contains(bytes[sign + 1]) {
      var start = sign
      while start > end, PatternNames.isLetter(bytes[start - 1]) { start -= 1 }
      if start < sign, start > end, "( ".utf8.contains(bytes[start - 1]) {
        written.append(String(decoding: bytes[start..<sign], as: UTF8.self))
      }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_")
      || (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
