import Source

/// What is known of a language that people speak: enough to see that a line is a sentence, and which command it asks for.
package struct Speech: Sendable {
  /// What is said alone and to no program.
  package let greetings: Set<String>
  /// The words that hold sentences together, greetings among them.
  package let usual: Set<String>
  /// The words that only lead to a sentence, or follow it.
  private let fillers: Set<String>
  /// The words of a wish before what is wished.
  private let wishes: Set<String>
  /// The words that ask to be shown something.
  private let showing: Set<String>
  /// The words that begin a question.
  package let questions: Set<String>
  /// The words that begin a statement of code.
  package let statements: Set<String>
  private let things: Set<String>
  /// The words that ask to be taken somewhere.
  private let moves: Set<String>
  /// The words for a command that takes what stands behind them, by its name.
  private let verbs: [String: Set<String>]
  private let commands: [(line: String, words: Set<String>)]
  /// Words that are commands only behind a colon, where no other sense of theirs can be meant.
  private let named: [(line: String, words: Set<String>)]
  /// What asks for the lesson behind the one that is open.
  private let following: Set<String>
  /// What is explained, by words other than its name.
  private let topics: [(question: String, words: Set<String>)]

  /// English.
  package static let english = Speech(String(decoding: PackageResources.sentences_txt, as: UTF8.self))
  /// Chinese, whose words stand without spaces.
  package static let chinese = Speech(String(decoding: PackageResources.sentences_zh_txt, as: UTF8.self))

  /// Reads `label = words`, a line each.
  package init(_ text: String) {
    var sets: [String: Set<String>] = [:]
    var commands: [(line: String, words: Set<String>)] = []
    var named: [(line: String, words: Set<String>)] = []
    var topics: [(question: String, words: Set<String>)] = []
    for (label, words) in Speech.rows(of: text) {
      if label.hasPrefix("::") {
        named.append((String(label.dropFirst()), Set(words)))
      } else if label.hasPrefix(":") {
        commands.append((label, Set(words)))
      } else if label.hasPrefix("?") {
        topics.append((label, Set(words)))
      } else {
        sets[label] = Set(words)
      }
    }
    greetings = sets["greetings"] ?? []
    usual = (sets["usual"] ?? []).union(greetings)
    questions = sets["questions"] ?? []
    fillers = sets["fillers"] ?? []
    wishes = sets["wishes"] ?? []
    showing = sets["showing"] ?? []
    statements = sets["statements"] ?? []
    things = sets["things"] ?? []
    moves = sets["moves"] ?? []
    verbs = sets.filter { ["load", "goto"].contains($0.key) }
    following = sets["following"] ?? []
    self.commands = commands
    self.named = named
    self.topics = topics
  }

  /// The rows `label = words` of a table, but for its comments.
  static func rows(of text: String) -> [(label: String, words: [String])] {
    text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
      line.firstRange(of: " = ").map { sign in
        (String(line[..<sign.lowerBound]), line[sign.upperBound...].split(separator: " ").map(String.init))
      }
    }
  }

  /// The words of a line.
  package static func words(of line: String) -> [String] {
    line.split { !$0.isLetter && $0 != "-" && $0 != "'" && $0 != "’" }.filter { $0.contains(where: \.isLetter) }
      .map(String.init)
  }

  /// A sentence in small letters without the words that only lead to it or follow it: `what is w` for `And, um, what is w
  /// then?`.
  package func withoutFillers(_ line: String) -> String {
    var words = line.lowercased().split(separator: " ")[...]
    let isQuestion = words.last?.last == "?"
    func isFiller(_ word: Substring) -> Bool { fillers.contains(word.filter { $0.isLetter || $0 == "'" }) }
    while words.count > 2, let first = words.first, isFiller(first) { words.removeFirst() }
    while words.count > 2, let last = words.last, isFiller(last) { words.removeLast() }
    let text = words.joined(separator: " ")
    return isQuestion && text.last != "?" ? text + "?" : text
  }

  /// What is wished for in a sentence, without the words that say that it is: `make w learn` for `But how can I make w
  /// learn?`, and without the words that ask to be shown it; the whole first.
  package func wishes(in line: String) -> [String] {
    let words = line.split(separator: " ")
    func plain(_ word: Substring) -> String { word.lowercased().filter { $0.isLetter || $0 == "'" } }
    let wish = words.drop { wishes.contains(plain($0)) || fillers.contains(plain($0)) }
    let thing = wish.drop { showing.contains(plain($0)) || wishes.contains(plain($0)) }
    return [wish, thing].filter { $0.count > 1 && $0.count < words.count }.map { words in
      var text = words.joined(separator: " ")
      while let last = text.last, "?!.".contains(last) { text.removeLast() }
      return text
    }
  }

  /// The command that a sentence asks for; nil when it asks for something else too.
  package func command(in line: String) -> String? {
    let words = Speech.words(of: line).map { $0.lowercased() }
    return line.contains(where: \.isNumber) ? lesson(in: line, words) : command(of: words)
  }

  /// The lesson with a number that somebody wants to be taken to.
  private func lesson(in line: String, _ words: [String]) -> String? {
    let numbers = line.split { !$0.isNumber }
    guard numbers.count == 1, words.last == "lesson", words.contains(where: moves.contains),
      words.dropLast().allSatisfy({ usual.contains($0) || moves.contains($0) })
    else { return nil }
    return ":load lesson\(numbers[0])"
  }

  /// The same of a sentence without spaces; nil also when there is anything in it that is no word known here.
  package func command(inUnspaced line: String) -> String? {
    place(inUnspaced: line) ?? parts(of: line).flatMap(command(of:))
  }

  /// Whether a sentence without spaces asks for the lesson behind the open one: 打开下一课.
  package func asksForFollowing(inUnspaced line: String) -> Bool {
    parts(of: line)?.contains(where: following.contains) ?? false
  }

  /// The lesson, step or exercise that a sentence without spaces asks for by its number and by nothing else: 第三课讲什么.
  package func place(inUnspaced line: String) -> String? {
    guard let found = line.firstMatch(of: Speech.placeNumber),
      let said = found.output.1 ?? found.output.3, let number = Int(said) ?? ChineseNumber.whole(said),
      let words = parts(of: line),
      words.allSatisfy({ usual.contains($0) || things.contains($0) || questions.contains($0) || moves.contains($0) })
    else { return nil }
    switch found.output.2 {
    case "步": return ":goto \(number)"
    case "课": return ":load lesson\(number)"
    // An exercise may be spoken of; only who wants to be there is taken there.
    default: return words.contains(where: moves.contains) ? ":goto ex\(number)" : nil
    }
  }

  private static var placeNumber: Regex<(Substring, Substring?, Substring?, Substring?)> {
    /第 *([0-9]+|[零〇一二两三四五六七八九十]+) *(课|步|题)|练习 *([0-9]+|[零〇一二两三四五六七八九十]+)/
  }

  /// The command that goes by a word: `set` for 设置, behind which something else stands or nothing at all.
  package func commandName(for word: String, isAlone: Bool) -> String? {
    if !isAlone, let verb = verbs.first(where: { $0.value.contains(word) }) { return verb.key }
    let meant = (commands + named).first { $0.words.contains(word) && (!isAlone || !$0.line.contains(" ")) }
    return meant.map { String($0.line.dropFirst().prefix { $0 != " " }) }
  }

  private func command(of words: [String]) -> String? {
    let asked = words.filter { !usual.contains($0) && !things.contains($0) }
    if !asked.isEmpty { return commands.first { $0.words.isSuperset(of: asked) }?.line }
    // `go back`, `all lessons`: a usual word, or a thing, is what is asked for.
    return words.reversed().lazy.compactMap { word in self.commands.first { $0.words.contains(word) }?.line }.first
  }

  /// Whether a line without spaces is a sentence: it asks for a command, greets, or is made of several known words.
  ///
  /// Beside a name of the language only what asks is a sentence: x的平方 may be a formula.
  package func isSentence(unspaced line: String) -> Bool {
    guard let parts = parts(of: line), let first = parts.first else { return false }
    if place(inUnspaced: line) != nil { return true }
    if parts.contains(where: { $0.allSatisfy(\.isASCII) }) { return parts.contains { questions.contains($0) } }
    return parts.count > 1 || greetings.contains(first) || command(of: parts) != nil
  }

  /// The words of a line without spaces, the longest first, names in Latin letters among them and the number of a lesson
  /// or step left out; nil when some of it is none of them.
  private func parts(of line: String) -> [String]? {
    let line = line.replacing(Speech.placeNumber, with: "")
    guard line.allSatisfy({ $0.isLetter || " ?!,.，。、？！".contains($0) }) else { return nil }
    let known = usual.union(things).union(questions).union(moves).union(commands.flatMap(\.words))
      .union(topics.flatMap(\.words)).sorted { $0.count > $1.count }
    var (rest, parts) = (line.filter(\.isLetter)[...], [String]())
    while !rest.isEmpty {
      let name = rest.prefix { $0.isASCII }
      guard let word = name.isEmpty ? known.first(where: { rest.hasPrefix($0) }) : String(name) else { return nil }
      parts.append(word)
      rest = rest.dropFirst(word.count)
    }
    return parts
  }

  /// What is explained of that which a sentence mentions, as it is asked for.
  package func questions(in line: String) -> [String] { questions(of: Speech.words(of: line).map { $0.lowercased() }) }

  /// The same of a sentence without spaces.
  package func questions(inUnspaced line: String) -> [String] { questions(of: parts(of: line) ?? []) }

  /// The names in Latin letters that a sentence without spaces holds.
  package func names(inUnspaced line: String) -> [String] {
    (parts(of: line) ?? []).filter { $0.allSatisfy(\.isASCII) }
  }

  private func questions(of parts: [String]) -> [String] {
    let words = Set(parts)
    return topics.filter { !$0.words.isDisjoint(with: words) }.map(\.question)
  }

  /// The words of a sentence that do not only hold it together: what it may be about.
  package func contents(of line: String) -> [String] {
    Speech.words(of: line).filter { word in
      let small = word.lowercased()
      return !usual.contains(small) && !things.contains(small) && !questions.contains(small)
    }
  }

  /// The same of a line without spaces: what is left of it between the words that are known.
  package func contents(inUnspaced line: String) -> [String] {
    let known = usual.union(things).union(questions).sorted { $0.count > $1.count }
    return known.reduce(line) { $0.replacing($1, with: " ") }.split { !$0.isLetter }.map(String.init)
      .filter { $0.count > 1 }
  }

  /// What a question is about: the names at its beginning, behind the words that ask and hold it together.
  package func subjects(of line: String, isName: (String) -> Bool) -> [String] {
    let words = Speech.words(of: line).filter {
      !usual.contains($0.lowercased()) && !questions.contains($0.lowercased())
    }
    return Array(words.prefix { isName($0) && !statements.contains($0) })
  }

  /// Whether a line asks how something is done.
  package func isQuestion(_ line: String) -> Bool {
    line.hasSuffix("?") || Speech.words(of: line).first.map { questions.contains($0.lowercased()) } ?? false
  }

  /// The same of a line without spaces, in which the word may stand anywhere.
  package func asks(unspaced line: String) -> Bool {
    if line.hasSuffix("?") { return true }
    if let parts = parts(of: line) { return parts.contains { questions.contains($0) } }
    // What is asked about may be no word known here: 什么是像素.
    let words = line.filter { $0.isLetter }
    return questions.contains { $0.count > 1 && (words.hasPrefix($0) || words.hasSuffix($0)) && words.count > $0.count }
  }
}
