package import Source

/// How lines of other languages, of textbooks and of habit are written here.
///
/// A line is rewritten by the rules of one table until a line comes out that the caller, who parses it and runs it on
/// a copy, finds to work. Nothing is advised that was not tried.
package struct Habits: Sendable {
  /// A line that works, and what is worth knowing about it.
  package struct Advice: Equatable, Sendable {
    /// What to type.
    package var line: String
    /// The sentences of the rules that led there.
    package var sentences: [Phrase]
  }

  /// What the session knows, for rules that depend on it.
  package struct Surroundings {
    /// Whether a name means something where the line stands.
    package var isKnown: (String) -> Bool
    /// Whether it is a function.
    package var isFunction: (String) -> Bool
    /// Whether a name after a point belongs to what stands before it, or could be no function of it: `d.train` of a
    /// record with that field, `opt.decay` of an optimiser.
    package var isField: (_ object: String, _ name: String) -> Bool
    /// How many axes a name's value has; nil where it is no tensor.
    package var rank: (String) -> Int?
    /// The names of the columns of a table; none of anything else.
    package var columns: (String) -> TableNames
    /// The names that the user has bound, as they are written.
    package var bound: [String]
    /// Whether a condition is true in the session: a rule whose condition is not leads nowhere.
    package var holds: (String) -> Bool = { _ in true }
    /// Values for the holes in capitals: `$L` a loss, `$P` a parameter, `$N` a model, `$O` an optimiser,
    /// `$U` and `$V` the inputs and answers of the last training, `$X` and `$Y` two lists of one length, `$T` a matrix.
    package var usual: [String: String]

    /// Makes surroundings.
    package init(
      isKnown: @escaping (String) -> Bool, isFunction: @escaping (String) -> Bool,
      isField: @escaping (_ object: String, _ name: String) -> Bool = { _, _ in false },
      rank: @escaping (String) -> Int? = { _ in nil },
      columns: @escaping (String) -> TableNames = { _ in TableNames() }, bound: [String], usual: [String: String]
    ) {
      self.isKnown = isKnown
      self.isFunction = isFunction
      self.isField = isField
      self.rank = rank
      self.columns = columns
      self.bound = bound
      self.usual = usual
    }

    /// Whether a text calls a function of something that has a value: `softmax(z)`.
    package func isValue(_ call: String) -> Bool {
      guard let found = call.wholeMatch(of: /(\w+)\((\w+)\)/) else { return false }
      return isFunction(String(found.1)) && isKnown(String(found.2)) && rank(String(found.2)) != nil
    }

    /// Whether a name is that of a module of another language, and of nothing else.
    package func isModule(_ name: String) -> Bool { Habits.modules.contains(name) && !isKnown(name) }
  }

  /// A line that may be meant.
  package struct Reading: Sendable {
    /// The line.
    package var line: String
    /// What holds before it runs, else it is not meant.
    package fileprivate(set) var before: [String] = []
    /// What holds when it has run, else it is not meant.
    package fileprivate(set) var after: [String] = []
    /// What the rules that led to it say.
    fileprivate var sentences: [Phrase] = []
    /// The section that the line belongs to as it was typed, for as long as none of its rules was used.
    fileprivate var section: Int?
    /// Whether no other rule may go on from here.
    fileprivate var isFinal = false

    /// A line about which nothing is asked.
    package init(_ line: String) { self.line = line }

    /// The same with another line.
    fileprivate func reading(_ line: String) -> Reading {
      var reading = self
      reading.line = line
      return reading
    }
  }

  private let table: RuleTable

  /// The rules of the program.
  package static let all = Habits(String(decoding: PackageResources.habits_txt, as: UTF8.self))

  /// What there is to say about lines that run.
  private static let remarking = RuleTable.rules(of: String(decoding: PackageResources.remarks_txt, as: UTF8.self))

  /// Reads a table of rules.
  package init(_ table: String) { self.table = RuleTable(table) }

  /// How many lines are looked at before the search is given up.
  private static let limit = 240

  /// The sentences of all rules with their places, for whoever translates them.
  package var sentences: [String] {
    (table.rules + Habits.remarking).compactMap { $0.sentence?.phrase(with: [:]).template }
  }

  /// The line to type instead; nil when none of the rules leads to one that works, or the user waits no longer.
  package func advice(
    for line: String, _ surroundings: Surroundings, isInterrupted: () -> Bool = { false }, works: (Reading) -> Bool
  ) -> Advice? {
    guard line.utf8.count <= 400 else { return nil }
    var first = Reading(line)
    first.section = section(of: line, surroundings)
    var open = [(reading: first, steps: 0, expected: 0)]
    var seen: Set<String> = [line]
    // A formula is read as a whole; only where that leads nowhere are its parts looked at one by one.
    let typeset = OtherSpellings.typeset(line, surroundings)
    if typeset.line != line, first.section == nil {
      var whole = first.reading(typeset.line)
      whole.sentences = [typeset.sentence].compactMap { $0 }
      open = [(whole, 0, 0), (first, 3, 3)]
      seen.insert(typeset.line)
    }
    var read: [Int: Rule] = [:]
    var known: [String: Bool] = [:]
    func holds(_ condition: String) -> Bool {
      if let found = known[condition] { return found }
      let found = surroundings.holds(condition)
      known[condition] = found
      return found
    }
    for _ in 0..<Habits.limit where !isInterrupted() {
      // Best first: the steps made and two for each foreign name that is left; of several the oldest.
      guard let next = open.indices.min(by: { open[$0].expected < open[$1].expected }) else { break }
      let (reading, steps, _) = open.remove(at: next)
      if reading.line != line, reading.section == nil, works(reading) {
        return Advice(line: EvenSpacing.line(reading.line), sentences: reading.sentences)
      }
      for rewritten in rewritings(of: reading, typed: line, surroundings, &read)
      where rewritten.line.utf8.count <= 600
        && seen.insert(rewritten.line + (rewritten.before + rewritten.after).joined()).inserted
        && rewritten.before.allSatisfy(holds)
      {
        open.append((rewritten, steps + 1, steps + 1 + 2 * foreignNames(in: rewritten.line, surroundings).count))
      }
    }
    return nil
  }

  /// Whether the rules of a section alone answer a line.
  package func hasSection(_ line: String, _ surroundings: Surroundings) -> Bool {
    section(of: line, surroundings) != nil
  }

  /// The section whose rules alone answer a line.
  private func section(of line: String, _ surroundings: Surroundings) -> Int? {
    let forms = Set([withoutModules(line, surroundings), line]).map { (line: $0, words: Word.words(of: $0)) }
    return table.sections.firstIndex { section in
      forms.contains { form in
        section.contains { !$0.matches(in: form.words, line: form.line, surroundings).isEmpty }
      }
    }
  }

  private func foreignNames(in line: String, _ surroundings: Surroundings) -> Set<String> {
    let words = Word.words(of: line)
    // What the line defines is nobody else's: `f(x, y) = …`.
    let isDefinition =
      words.count > 1 && words[0].kind == .name && words[1].text == "("
      && words.closing(1).map { close in
        words[2..<close].allSatisfy { $0.kind == .name || $0.kind == .number || $0.text == "," }
          && close + 1 < words.count && words[close + 1].text == "="
      } ?? false
    return Set(
      words.indices.filter { index in
        guard words[index].kind == .name, index > 0 || !isDefinition else { return false }
        let isLabel = index + 1 < words.count && words[index + 1].text == "="
        // What functions here take under its name is nobody else's.
        return isLabel ? table.labels.contains(words[index].text) : isForeign(words[index].text)
      }.map { words[$0].text }.filter { !surroundings.isKnown($0) })
  }

  /// The command that a whole line means in other programs; nil when its first word is a name of the user's.
  package func command(for line: String, _ surroundings: Surroundings) -> String? {
    let words = Word.words(of: line)
    guard let first = words.first, words.count <= 8, !surroundings.bound.contains(first.text) else { return nil }
    var read: [Int: Rule] = [:]
    for rule in table.fitting(words, &read) where rule.pattern.isWholeLine {
      guard let template = rule.template, template.isCommand else { continue }
      if let found = rule.pattern.matches(in: words, line: line, surroundings).first {
        return template.filled(with: found.captures, surroundings.usual)
      }
    }
    return nil
  }

  /// What there is to say about something that has no equal here; nil when nothing of the kind is in the line.
  ///
  /// `wholeLine` asks only for what is said about lines as a whole, such as an import; `givesWay` for nothing where a
  /// rule whose condition holds has a line to type.
  package func missing(
    in line: String, wholeLine: Bool = false, givesWay: Bool = false, _ surroundings: Surroundings
  ) -> Phrase? {
    let section = section(of: line, surroundings)
    var read: [Int: Rule] = [:]
    let forms = [
      line, withoutModules(line, surroundings), TypesetText.readable(line, surroundings),
      ChineseSigns.line(line, surroundings),
    ]
    for text in forms {
      let words = Word.words(of: text)
      for rule in table.fitting(words, &read)
      where rule.template == nil && (rule.pattern.isWholeLine || !wholeLine)
        && (section == nil || rule.section == section)
      {
        guard let found = rule.pattern.matches(in: words, line: text, surroundings).first,
          !(rule.pattern.calledName.map(surroundings.isKnown) ?? false), !takesOthers(rule, found, surroundings),
          rule.before.map({ surroundings.holds($0.filled(with: found.captures, surroundings.usual)) }) ?? true
        else { continue }
        // A line that answers the whole in this very session says more than a sentence for every session.
        if givesWay, rule.before == nil, hasLine(for: words, text, surroundings, &read) { return nil }
        return rule.sentence?.phrase(with: found.captures, surroundings.usual)
      }
    }
    return nil
  }

  /// Whether a rule for the whole line whose condition asks about this session, and holds, has a line to type.
  private func hasLine(
    for words: [Word], _ line: String, _ surroundings: Surroundings, _ read: inout [Int: Rule]
  ) -> Bool {
    table.fitting(words, &read).contains { rule in
      guard rule.template != nil, rule.pattern.isWholeLine, let before = rule.before, before.isOfSession,
        !rule.pattern.words.contains(where: { Habits.isWord($0) && surroundings.bound.contains($0) }),
        let found = rule.pattern.matches(in: words, line: line, surroundings).first,
        !takesOthers(rule, found, surroundings)
      else { return false }
      return surroundings.holds(before.filled(with: found.captures, surroundings.usual))
    }
  }

  /// Whether a rule would take lists of the session where the line names others of the user's.
  private func takesOthers(_ rule: Rule, _ found: Pattern.Found, _ surroundings: Surroundings) -> Bool {
    guard let before = rule.before, before.isOfData else { return false }
    let taken = Template.data.compactMap { surroundings.usual[$0] }
    return found.captures.values.contains { text in
      Word.words(of: text).contains { word in
        word.kind == .name && !taken.contains(word.text) && surroundings.bound.contains(word.text)
          && (surroundings.rank(word.text) ?? 0) > 0
      }
    }
  }

  /// The names that belong to other languages: what a rule rewrites, and the modules.
  package func isForeign(_ name: String) -> Bool { Habits.modules.contains(name) || table.names.contains(name) }

  /// Whether a name is under which another language keeps a library.
  package func isModule(_ name: String) -> Bool { Habits.modules.contains(name) }

  /// Whether a rule fits the line for the sake of this name, such as the `T` of `A^T`.
  package func rewrites(_ name: String, in line: String, _ surroundings: Surroundings) -> Bool {
    let words = Word.words(of: line)
    var read: [Int: Rule] = [:]
    return words.count <= 120
      && table.fitting(words, &read).contains { rule in
        rule.pattern.mentions(name)
          && !rule.pattern.matches(in: words, line: line, surroundings).isEmpty
      }
  }

  /// Whether a line that can be read holds what only other languages write: one of their names after a point,
  /// an arrow for `=`, or a quotient of differentials.
  package func borrows(_ line: String) -> Bool {
    let words = Word.words(of: line)
    for (word, next) in zip(words, words.dropFirst()) {
      if word.text == ".", table.names.contains(next.text) { return true }
      if word.text == "<-" || word.text == "<" && next.text == "-" && word.span.upper == next.span.lower { return true }
      if word.text == "/", Habits.isDifferential(next.text) { return true }
    }
    return false
  }

  /// Whether a name is what stands below the line of a derivative: `dx`.
  package static func isDifferential(_ name: String) -> Bool {
    name.count >= 2 && name.count <= 3 && name.first == "d"
      && name.dropFirst().allSatisfy { $0.isLetter || $0.isNumber }
  }

  private static func isWord(_ text: String) -> Bool { text.count > 1 && text.first?.isLetter ?? false }

  private func rewritings(
    of reading: Reading, typed: String, _ surroundings: Surroundings, _ read: inout [Int: Rule]
  ) -> [Reading] {
    let line = reading.line
    let words = Word.words(of: line)
    guard words.count <= 120, !reading.isFinal else { return [] }
    var result: [Reading] = []
    let plain = withoutModules(line, surroundings)
    if plain != line { result.append(reading.reading(plain)) }
    for other in OtherSpellings.lines(of: line, surroundings) {
      var next = reading.reading(other.line)
      if let sentence = other.sentence, !next.sentences.contains(sentence) { next.sentences.append(sentence) }
      result.append(next)
    }
    if let found = TableColumns.reading(of: words, columns: surroundings.columns),
      found.isBound || reading.section == nil
    {
      var next = reading.reading(replaced(found.place, of: words, in: line, by: found.text))
      // A column that is given a value is no element of anything.
      if found.isBound { next.section = nil }
      // All columns of a line are those of tables.
      for _ in 0..<8 where !found.isBound {
        let words = Word.words(of: next.line)
        guard let other = TableColumns.reading(of: words, columns: surroundings.columns), !other.isBound else { break }
        next.line = replaced(other.place, of: words, in: next.line, by: other.text)
      }
      if !next.sentences.contains(found.sentence) { next.sentences.append(found.sentence) }
      result.append(next)
    }
    for rule in table.fitting(words, &read) where reading.section == nil || rule.section == reading.section {
      guard let template = rule.template, !rule.isOfTypedLine || fits(rule, typed, surroundings),
        // A word that the user has bound means that.
        !rule.pattern.words.contains(where: { Habits.isWord($0) && surroundings.bound.contains($0) })
      else { continue }
      let found = rule.pattern.matches(in: words, line: line, surroundings).filter { place in
        guard !takesOthers(rule, place, surroundings) else { return false }
        guard rule.pattern.isAnyMethod, let object = place.captures["o"], let name = place.captures["n"] else {
          return true
        }
        return !surroundings.isField(object, name)
      }
      guard !found.isEmpty else { continue }
      var next = reading
      next.sentences += sentences(of: rule, found[0], surroundings, besides: next.sentences)
      // What fits in several places is rewritten in all of them, or in one.
      let apart = Habits.apart(found)
      for places in (apart.count > 1 ? [apart] : []) + found.map({ [$0] }) {
        var rewritten = next
        for place in places.reversed() {
          rewritten.line = replaced(
            place.range, of: words, in: rewritten.line,
            by: template.filled(with: place.captures, surroundings.usual))
        }
        // What a section has proven is not rewritten once more.
        rewritten.isFinal = reading.section != nil && rule.before != nil
        rewritten.section =
          rewritten.isFinal ? nil : reading.section.flatMap { _ in section(of: rewritten.line, surroundings) }
        rewritten.before += places.compactMap { rule.before?.filled(with: $0.captures, surroundings.usual) }
        rewritten.after += places.compactMap { rule.after?.filled(with: $0.captures, surroundings.usual) }
        result.append(rewritten)
      }
    }
    for (index, word) in words.enumerated() where word.kind == .name && !surroundings.isKnown(word.text) {
      let before = index > 0 ? words[index - 1].text : ""
      guard before != ".", before != "/" || !Habits.isDifferential(word.text) else { continue }
      // A name means the same wherever it stands in a line.
      guard words.firstIndex(where: { $0.text == word.text }) == index else { continue }
      let places = words.indices.filter { words[$0].text == word.text && ($0 == 0 || words[$0 - 1].text != ".") }
      for other in OtherSpellings.readings(of: word.text, surroundings) {
        var next = reading
        for place in places.reversed() {
          next.line = replaced(place..<place + 1, of: words, in: next.line, by: other)
        }
        let sentence: Phrase =
          other.hasSuffix("]")
          ? "Places in brackets are counted from 0."
          : "Only a number before a name, a parenthesis or a ∂ is a product without a sign."
        let isProduct = other.contains(" * ") && !word.text.contains(where: \.isHan)
        if other.hasSuffix("]") || isProduct, !next.sentences.contains(sentence) { next.sentences.append(sentence) }
        result.append(next)
      }
    }
    return result
  }

  private func fits(_ rule: Rule, _ line: String, _ surroundings: Surroundings) -> Bool {
    !rule.pattern.matches(in: Word.words(of: line), line: line, surroundings).isEmpty
  }

  /// What there is to say about a line that runs, with what must hold before it, since it may be meant otherwise.
  package static func remarks(
    on line: String, _ surroundings: () -> Surroundings
  ) -> [(sentence: Phrase, before: String?)] {
    let words = Word.words(of: line)
    let texts = Set(words.map(\.text))
    // One word alone means itself.
    guard (2...120).contains(words.count) else { return [] }
    let fitting = remarking.filter { $0.pattern.literals.allSatisfy(texts.contains) }
    guard !fitting.isEmpty else { return [] }
    let surroundings = surroundings()
    return fitting.compactMap { rule in
      guard let found = rule.pattern.matches(in: words, line: line, surroundings).first else { return nil }
      return rule.sentence.map {
        ($0.phrase(with: found.captures), rule.before?.filled(with: found.captures, surroundings.usual))
      }
    }
  }

  private func sentences(
    of rule: Rule, _ found: Pattern.Found, _ surroundings: Surroundings, besides known: [Phrase]
  ) -> [Phrase] {
    guard let sentence = rule.sentence?.phrase(with: found.captures, surroundings.usual) else { return [] }
    return known.contains(sentence) ? [] : [sentence]
  }

  /// The places that do not overlap, from the left.
  private static func apart(_ found: [Pattern.Found]) -> [Pattern.Found] {
    var places: [Pattern.Found] = []
    for place in found where place.range.lowerBound >= places.last?.range.upperBound ?? 0 { places.append(place) }
    return places
  }

  /// The line without the modules of other languages before its names.
  private func withoutModules(_ line: String, _ surroundings: Surroundings) -> String {
    let words = Word.words(of: line)
    var text = line
    for index in words.indices.dropLast(2).reversed()
    where words[index].kind == .name && words[index + 1].text == "." && surroundings.isModule(words[index].text) {
      text = replaced(index..<index + 2, of: words, in: text, by: "")
    }
    return text
  }

  /// The line with some of its words replaced, apart from letters and digits beside them.
  private func replaced(_ range: Range<Int>, of words: [Word], in line: String, by text: String) -> String {
    let source = SourceText(line)
    let before = source.slice(Span(0, words[range.lowerBound].span.lower))
    let after = source.slice(Span(words[range.upperBound - 1].span.upper, source.count))
    func touches(_ left: Character?, _ right: Character?) -> Bool {
      guard let left, let right else { return false }
      return (left.isLetter || left.isWholeNumber) && (right.isLetter || right.isASCII && right.isNumber)
    }
    let gap = touches(before.last, text.first) ? " " : ""
    let end = touches(text.last, after.first) ? " " : ""
    let line = before + gap + text + end + after
    return String(line.drop { $0 == " " })
  }

  /// The names under which other languages keep what stands by itself here.
  static let modules: Set<String> = [
    "np", "numpy", "torch", "math", "Math", "nn", "tf", "jnp", "jax", "plt", "F", "optim", "linalg",
    "functional", "keras", "layers", "sns", "pd", "scipy", "sp", "stats", "special", "optimizers", "losses",
    "activations", "tensorflow", "pyplot", "matplotlib", "sympy", "init", "distributions", "lax", "Flux", "Statistics",
    "LinearAlgebra", "Random", "Plots", "metrics", "initializers", "datasets", "torchvision", "sklearn", "utils",
    "models", "mlx", "os", "core", "rand", "fft", "lr_scheduler", "callbacks", "preprocessing", "model_selection",
    "linear_model",
  ]
}
