import Evaluation
import Lessons
import Phrasebook
import Source
import Stepping
import Syntax

/// What is said when a line of another language, of a textbook or of habit was typed: the line to type here.
///
/// A line is advised only when it was parsed and, where all its names are known and it costs little, run on a copy.
extension Session {
  /// The error with a way on that was tried, when the phrase book has one; else the error as it is.
  ///
  /// A statement is the one of the program that stopped, wherever the error comes from.
  func advised(_ diagnostic: Diagnostic, about statement: Statement, of source: SourceText) -> Diagnostic {
    if diagnostic.code == .notAFunction, let label = diagnostic.labels.first, diagnostic.source == source,
      hidesFunction(source.slice(label.span))
    {
      var diagnostic = diagnostic
      diagnostic.help = AdviceWords.hidden(source.slice(label.span))
      return diagnostic
    }
    let place = diagnostic.labels.first?.span.lower ?? 0
    let earlier = diagnostic.source.flatMap { known -> (line: String, span: Span)? in
      guard diagnostic.code == .unknownName, known != source || place < statement.span.lower else { return nil }
      return (known.slice(known.lineSpan(at: place)), known.lineSpan(at: place))
    }
    if let earlier, let component = component(inDefinition: earlier.line) {
      var diagnostic = diagnostic
      diagnostic.help = component
      return diagnostic
    }
    guard isForeign(diagnostic, in: source.slice(statement.span)) else {
      return rewritten(diagnostic, about: statement, of: source)
        ?? withQuotes(diagnostic, in: source.slice(statement.span))
    }
    // A function that was typed before calls what there is not.
    if let earlier { return advised(diagnostic, earlier.line, at: earlier.span) }
    // Statements that follow on the line are read with it, when they cannot stay as they are.
    let rest = Span(statement.span.lower, source.lineSpan(at: statement.span.upper).upper)
    if Blocks.parts(of: source.slice(rest)).count > 1 {
      let whole = self.advised(diagnostic, source.slice(rest), at: rest)
      if whole.code == .otherHabit {
        return Session.placed(whole, in: source, others: source.lineCount(after: rest.upper))
      }
    }
    let advised = self.advised(diagnostic, source.slice(statement.span), at: statement.span)
    guard advised != diagnostic else { return diagnostic }
    // The place is that of the line that was typed.
    return Session.placed(advised, in: source, others: source.lineCount(after: statement.span.upper))
  }

  /// The error, with a word on quotes where a word that is not known may be a text.
  private func withQuotes(_ diagnostic: Diagnostic, in line: String) -> Diagnostic {
    guard diagnostic.code == .unknownName, let source = diagnostic.source, let label = diagnostic.labels.first
    else { return diagnostic }
    let name = source.slice(label.span)
    guard name.count > 2, name.allSatisfy({ $0.isASCII && $0.isLetter }),
      line.hasSuffix("= " + name) || line == "print(\(name))"
    else { return diagnostic }
    var diagnostic = diagnostic
    diagnostic.notes.append(AdviceWords.quotes(name))
    return diagnostic
  }

  /// The error of values that do not fit as one with the line to type, where a formula was written as in textbooks: what
  /// the error itself says is worth more than a word about habits, and less than a line that works.
  private func rewritten(_ diagnostic: Diagnostic, about statement: Statement, of source: SourceText) -> Diagnostic? {
    let line = source.slice(statement.span)
    let asks: Bool =
      switch diagnostic.code {
      case .argumentValue: diagnostic.help == nil
      case .notAScalar, .notRecorded, .whichVariable, .notAText: true
      case .shapeMismatch: line.contains(/[⁻⁺ᵀ]|\^ *-|\^ *\{|^accuracy|^\w+\((?:-?[\d.]+|\w+)\)$/)
      default: false
      }
    var stopped: (line: String, error: Diagnostic)?
    guard asks, diagnostic.source == source, let advice = advice(for: Session.trimmed(line), &stopped),
      // The error of values that there are is worth more than a line without some of them.
      diagnostic.code != .notAScalar || unbound(in: advice.line, askedBy: line).isEmpty
    else { return nil }
    let told = Diagnostic(
      code: .otherHabit, AdviceWords.title, source: source, labels: [.init(statement.span)], notes: advice.sentences,
      help: AdviceWords.help(advice.line))
    return Session.placed(told, in: source, others: source.lineCount(after: statement.span.upper))
  }

  private static func placed(_ diagnostic: Diagnostic, in source: SourceText, others: Int) -> Diagnostic {
    var diagnostic = diagnostic
    diagnostic.source = source
    if others > 0 { diagnostic.notes.append(AdviceWords.notRun(others)) }
    return diagnostic
  }

  private func notHere(_ sentence: Phrase, _ diagnostic: Diagnostic, at span: Span) -> Diagnostic {
    // Who asks in words is answered, and has done nothing wrong.
    if let line = diagnostic.source?.slice(span), isSpoken(Session.trimmed(line)) {
      return Diagnostic(.note, code: .sentence, sentence)
    }
    return Diagnostic(
      code: .notHere, AdviceWords.missingTitle, source: diagnostic.source, labels: [.init(span)],
      help: sentence)
  }

  /// The errors of a text that could not be read: one with a way on that was tried, or all of them.
  func advised(_ errors: [Diagnostic]) -> [Diagnostic] {
    guard let first = errors.first, let source = first.source else { return errors }
    let span = source.lineSpan(at: first.labels.first?.span.lower ?? 0)
    let number = source.text.utf8.prefix(span.lower).count { $0 == UInt8(ascii: "\n") }
    // A block belongs to the line above it.
    let block = Blocks.blocks(of: source.text).first { $0.lines.contains(number) }
    let line = block.map { $0.lines.count > 1 ? $0.line : source.slice(span) } ?? source.slice(span)
    let advised = advised(first, line, at: span)
    guard advised != first else {
      // What is wrong with the rest of a line most often comes from its first error.
      var lines: Set<Int> = []
      return unread(errors).filter { error in
        error.source != source || lines.insert(source.lineSpan(at: error.labels.first?.span.lower ?? 0).lower).inserted
      }
    }
    let others = source.lineCount(after: 0) - (block?.lines.count ?? 1)
    return [Session.placed(advised, in: source, others: others)]
  }

  /// The errors of a formula of LaTeX that could not be read as a whole, as one: of a command that is no name here
  /// either, which without its backslash would mean nothing too, when there is one.
  private func unread(_ errors: [Diagnostic]) -> [Diagnostic] {
    let isFormula = errors.count > 1 && errors.contains { $0.code == .backslash }
    guard let found = errors.first(where: isUnreadCommand) ?? (isFormula ? errors.first : nil) else { return errors }
    var diagnostic = found
    diagnostic.help = isFormula ? AdviceWords.unreadWhole : AdviceWords.unread
    return isFormula ? [diagnostic] : errors.map { $0 == found ? diagnostic : $0 }
  }

  private func isUnreadCommand(_ diagnostic: Diagnostic) -> Bool {
    guard diagnostic.code == .backslash, let span = diagnostic.labels.first?.span, let source = diagnostic.source else {
      return false
    }
    let name = String(source.slice(span).dropFirst())
    return !name.isEmpty && InputSymbols.symbol(for: name) == nil && !isKnown(name)
  }

  /// The same for a piece of text, also one that was taken as a command.
  func advised(_ diagnostic: Diagnostic, _ text: String, at span: Span) -> Diagnostic {
    let line = Blocks.withPlainCounter(Session.trimmed(text))
    guard !line.isEmpty, !line.contains("\n") else { return diagnostic }
    if isLesson(line) {
      return Diagnostic(
        code: .otherHabit, AdviceWords.lessonTitle, source: diagnostic.source, labels: [.init(span)],
        notes: (try? readLesson(line)).map { [.verbatim($0.title)] } ?? [], help: AdviceWords.help(":load \(line)"))
    }
    // What was computed further up in the same text was computed last.
    let loss = diagnostic.source.flatMap { self.loss(boundIn: $0.slice(Span(0, Swift.min(span.lower, $0.count)))) }
    let surroundings = surroundings(for: line)
    if let sentence = answer(toChinese: line, diagnostic, at: span) { return sentence }
    if let lesson = answer(toLessonAskedFor: line, diagnostic, at: span) { return lesson }
    let parts = Blocks.parts(of: line)
    // A sentence may begin with a capital, and with words that only lead to it.
    let small = isSentence(line) ? line.lowercased() : line
    let plain = isSentence(line) ? Speech.english.withoutFillers(line) : line
    if parts.count == 1,
      let sentence = Habits.all.missing(in: line, wholeLine: true, givesWay: true, surroundings)
        ?? Habits.all.missing(in: small, wholeLine: true, givesWay: true, surroundings)
        ?? (plain == small ? nil : Habits.all.missing(in: plain, wholeLine: true, givesWay: true, surroundings))
    {
      return notHere(sentence, diagnostic, at: span)
    }
    var stopped: (line: String, error: Diagnostic)?
    let isWhole = Habits.all.hasSection(line, surroundings)
    if let advice = (parts.count > 1 && !isWhole ? advice(forEachOf: parts, loss) : nil) ?? advice(
      forBlockOf: line, loss)
      ?? (advice(for: line, after: loss, &stopped) ?? advice(inBracesOf: line)
      ?? (plain == small ? nil : advice(for: plain, after: loss, &stopped))).map({
        (line: $0.line, sentences: $0.sentences)
      })
    {
      // Who asks what a function is wants to read about it, and not to see it.
      let shown = Speech.english.isQuestion(line) && isFunction(advice.line) ? "?\(advice.line)" : advice.line
      // A question of a lesson waits, and a formula of names that nothing has is somebody's reason for an answer.
      if lesson?.playing == nil, lesson?.current?.task?.answerHint != nil,
        !unbound(in: shown, askedBy: line).isEmpty
      {
        var told = diagnostic
        (told.notes, told.help) = ([], SentenceWords.here(lesson, ownNames))
        return told
      }
      return Diagnostic(
        code: .otherHabit, AdviceWords.title, source: diagnostic.source, labels: [.init(span)],
        notes: advice.sentences + keys(for: shown, insteadOf: line) + unbound(in: shown, askedBy: line)
          + refusal(of: shown) + summary(ofCommand: shown),
        help: AdviceWords.help(shown))
    }
    if let sentence = parts.lazy.compactMap({ Habits.all.missing(in: $0, wholeLine: true, surroundings) }).first {
      return notHere(sentence, diagnostic, at: span)
    }
    // Of a block that could be written here as a whole, why it stops is more than what one of its lines is not for.
    let isBlock = stopped != nil && Blocks.statements(inBlockOf: line)?.body.count ?? 0 > 1
    if !isBlock, let sentence = Habits.all.missing(in: line, surroundings) {
      return notHere(sentence, diagnostic, at: span)
    }
    if stopped == nil, Equation(line) != nil {
      let letters = line.contains("'") ? [] : unknownLetters(of: line)
      guard !letters.isEmpty else { return notHere(AdviceWords.equations, diagnostic, at: span) }
      return Diagnostic(
        code: .otherHabit, AdviceWords.title, source: diagnostic.source, labels: [.init(span)],
        notes: [AdviceWords.comparing],
        help: AdviceWords.unbound(letters))
    }
    if let stopped {
      return Diagnostic(
        code: .otherHabit, AdviceWords.title, source: diagnostic.source, labels: [.init(span)],
        notes: [AdviceWords.stops(stopped.line, stopped.error)] + stopped.error.notes, help: stopped.error.help)
    }
    if let module = diagnostic.labels.first.flatMap({ diagnostic.source?.slice($0.span) }),
      diagnostic.code == .unknownName, Habits.all.isModule(module)
    {
      let missing = missingName(behind: module, in: line)
      return notHere(AdviceWords.noModules(module, missing: missing), diagnostic, at: span)
    }
    if let meant = advised(diagnostic, wishIn: line, at: span) ?? advised(diagnostic, valueSaidIn: line, at: span) {
      return meant
    }
    if let sentence = answer(toSentence: line, diagnostic, at: span) ?? answer(toWord: line, diagnostic) {
      return sentence
    }
    // The name of what is called elsewhere, alone.
    if !line.contains(where: { !$0.isLetter && !$0.isNumber && $0 != "_" }),
      let sentence = Habits.all.missing(in: "\(line)(x)", surroundings)
    {
      return notHere(sentence, diagnostic, at: span)
    }
    guard let command = withColon(line), isCommand(command) else {
      return answer(toUnread: diagnostic, at: span) ?? diagnostic
    }
    return Diagnostic(
      code: .otherHabit, AdviceWords.title, source: diagnostic.source, labels: [.init(span)],
      notes: summary(ofCommand: command), help: AdviceWords.help(command))
  }

  /// What is said to a wish without the words that say that it is one; nil where that is no better understood.
  private func advised(_ diagnostic: Diagnostic, wishIn line: String, at span: Span) -> Diagnostic? {
    guard isSentence(line) else { return nil }
    let own = withOwnNames(line)
    // `10 clouds` in a sentence is no product with a list.
    let meant = (Speech.english.wishes(in: own) + (own == line ? [] : [own])).filter {
      $0.wholeMatch(of: /\d+ \p{L}+/) == nil
    }
    return meant.lazy.map { advised(diagnostic, $0, at: span) }.first { told in
      told != diagnostic && (told.code == .otherHabit || told.code == .notHere || told.severity == .note)
    }
  }

  /// A sentence with the user's names for words that are their plurals, or of which they are: `prices` of a list `price`.
  private func withOwnNames(_ line: String) -> String {
    let bound = Set(interpreter.boundNames(in: state))
    return line.split(separator: " ", omittingEmptySubsequences: false).map { word in
      let plain = String(word.prefix(while: \.isLetter))
      guard plain.count > 2, !bound.contains(plain), !isKnown(plain) else { return String(word) }
      let others = [plain + "s", plain.hasSuffix("s") ? String(plain.dropLast()) : plain]
      return others.first(where: bound.contains).map { $0 + word.dropFirst(plain.count) } ?? String(word)
    }.joined(separator: " ")
  }

  /// The line that gives a name what was said in words: `x = table[:, 0]` for `x = first column of table`.
  private func advised(_ diagnostic: Diagnostic, valueSaidIn line: String, at span: Span) -> Diagnostic? {
    guard let found = line.wholeMatch(of: /(\p{L}\w*) *= *(?:the )?(\p{L}{2,} .*\p{L}.*)/) else { return nil }
    var stopped: (line: String, error: Diagnostic)?
    guard let advice = advice(for: String(found.2), &stopped),
      Parser.parse(SourceText(advice.line)).onlyExpression != nil
    else { return nil }
    return Diagnostic(
      code: .otherHabit, AdviceWords.title, source: diagnostic.source, labels: [.init(span)], notes: advice.sentences,
      help: AdviceWords.help("\(found.1) = \(advice.line)"))
  }

  /// The line to type instead; when there is none, the first reading that stopped with an error of its own.
  ///
  /// `loss` is the name of the one that was computed right before, where it is known.
  func advice(
    for line: String, after loss: String? = nil, _ stopped: inout (line: String, error: Diagnostic)?
  ) -> Habits.Advice? {
    let surroundings = surroundings(for: line, loss: loss)
    var (first, isRefuted) = (stopped, false)
    defer { stopped = first }
    func advice(refuted takesRefuted: Bool) -> Habits.Advice? {
      Habits.all.advice(for: line, surroundings, isInterrupted: world.isInterrupted) { reading in
        switch trial(of: reading, instead: line, surroundings) {
        case .works:
          // Whether AB = BA holds is what is asked.
          let isFalse =
            !takesRefuted && refutes(reading.line) && OtherSpellings.claim(ofProducts: line, surroundings) == nil
          isRefuted = isRefuted || isFalse
          return !isFalse
        case .unreadable: return false
        case .stops(let error):
          if first == nil { first = (reading.line, error) }
          return false
        }
      }
    }
    // What a formula claims is read as it is true, where there is such a reading.
    let found = advice(refuted: false)
    let best = found == nil && isRefuted ? advice(refuted: true) : found
    guard var meant = best.map(withTriedSteps) else { return nil }
    meant.line = withValues(meant.line)
    return meant
  }

  /// A line whose arrows give values: what is no parameter, or nothing yet, is not updated.
  private func withValues(_ line: String) -> String {
    guard line.contains("←") else { return line }
    return line.replacing(/(\p{L}\w*) *← */) { found in
      let name = Session.normalised(String(found.1))
      return naming.parameters.contains { $0.name == name } ? String(found.0) : "\(found.1) = "
    }
  }

  /// Whether a line compares two sides that differ here.
  private func refutes(_ line: String) -> Bool {
    guard Equation(comparing: Parser.parse(SourceText(line))) != nil else { return false }
    var copy = copyForTrial
    return !copy.holds("all(\(line))")
  }

  /// The same for several statements on a line, each tried after those before it; imports and their like are left out.
  private func advice(
    forEachOf parts: [String], _ loss: String?, counting name: String? = nil
  ) -> (line: String, sentences: [Phrase])? {
    guard !parts.isEmpty, parts.count <= 8 else { return nil }
    var copy = copyForTrial
    if let name { _ = copy.failure(of: Parser.parse(SourceText("\(name) = 0"))) }
    var loss = loss
    var advice = (line: "", sentences: [Phrase]())
    for (index, part) in parts.enumerated() {
      let surroundings = copy.phrasebookSurroundings
      if let name = part.wholeMatch(of: /(\w+)\.backward\(.*\)/)?.1 {
        loss = String(name)
        // Where the gradients, or a step, are asked for further on, they are computed there.
        if parts[(index + 1)...].contains(where: { $0.contains(/\.grad\b|\.step\(/) }) { continue }
      }
      if let sentence = Habits.all.missing(in: part, wholeLine: true, surroundings) {
        advice.sentences.append(sentence)
        continue
      }
      var line = part
      if !copy.works(part, instead: part) {
        var stopped: (line: String, error: Diagnostic)?
        guard
          let found = copy.advice(forBlockOf: part, loss)
            ?? copy.advice(for: part, after: loss, &stopped).map({ (line: $0.line, sentences: $0.sentences) })
        else { return nil }
        line = found.line
        advice.sentences += found.sentences.filter { !advice.sentences.contains($0) }
      }
      line = copy.withValues(line)
      advice.line += (advice.line.isEmpty ? "" : "; ") + line
      let program = Parser.parse(SourceText(line))
      if !isCostly(program) { _ = copy.failure(of: program) }
      // What needs the variable of a loop has no value yet.
      if case .bind(let names, _)? = program.statements.last?.kind, let name = names.last?.text,
        copy.isLoss(name) || !copy.isKnown(name), !part.contains(".grad")
      {
        loss = NameText.of(name)
      }
    }
    return advice.line.isEmpty || advice.line == parts.joined(separator: "; ") ? nil : advice
  }

  /// The same for a block of several statements: each as it is written here, and then the whole.
  private func advice(forBlockOf line: String, _ loss: String?) -> (line: String, sentences: [Phrase])? {
    guard let (head, body) = Blocks.statements(inBlockOf: line) else { return nil }
    // What counts the turns of a loop is a number in each of them.
    let counter = head.firstMatch(of: /^for +(\w+) +in +(?:t?range\(|\d)/).map { String($0.1) }
    guard let inner = advice(forEachOf: body, loss, counting: counter) else { return nil }
    let braced = "\(head) { \(inner.line) }"
    if works(braced, instead: line) { return (braced, inner.sentences) }
    var stopped: (line: String, error: Diagnostic)?
    guard let whole = advice(for: "\(head): \(inner.line)", &stopped) else { return nil }
    return (whole.line, inner.sentences + whole.sentences.filter { !inner.sentences.contains($0) })
  }

  /// Whether the error of a line that can be read comes from the habits of another language.
  ///
  /// A name that only the user can have meant, and values that do not fit, are told best by the error itself.
  func isForeign(_ diagnostic: Diagnostic, in line: String) -> Bool {
    switch diagnostic.code {
    case .notANumber, .notIndexable:
      // A function that is to be calculated with, a text that is to be a number.
      let text = diagnostic.labels.first.flatMap { diagnostic.source?.slice($0.span) } ?? ""
      let name = String(text.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
      return isFunction(name) || isRecord(name) || text.first.map { "\"∇√".contains($0) || $0.isNumber } ?? false
        || line.contains("^{") || Habits.all.borrows(line)
    case .notAParameter: return line.contains("<-")
    case .shapeMismatch: return line.contains("×")
    case .notASequence, .unknownField, .notAFunction, .unknownArgument, .wrongArguments, .axisOutOfRange:
      return true
    case .unknownName:
      guard let source = diagnostic.source, let label = diagnostic.labels.first else { return false }
      let name = source.slice(label.span)
      // A name of the lesson is told by the step that binds it.
      if isFieldOfUnknown(name, in: source, behind: label.span.upper) { return false }
      if whereBound(Session.normalised(name)) != nil {
        guard name.count == 1 else { return false }
        // Unless something else is meant, in which the name does not stand.
        var stopped: (line: String, error: Diagnostic)?
        guard let meant = advice(for: Session.trimmed(line), &stopped) else { return false }
        // Or is given a value: δ := … is δ = … here.
        return meant.line.hasPrefix("\(name) = ")
          || !Lexer.tokens(of: SourceText(meant.line)).contains { FreeNames.name($0) == Session.normalised(name) }
      }
      // The terms of a sequence are counted by what stands below its name.
      if line.contains("_\(name) ="), line.prefixMatch(of: /\p{L}_\w+ *=(?!=)/) != nil { return true }
      if Habits.all.isForeign(name) || Habits.all.borrows(line) || isLesson(name) { return true }
      let surroundings = surroundings(for: line)
      return Habits.all.rewrites(name, in: line, surroundings)
        || name == "I" && OtherSpellings.hasIdentity(line, surroundings)
        || !OtherSpellings.readings(of: name, surroundings).isEmpty || OtherSpellings.readsChinese(line, surroundings)
        || isSpoken(line)
        || answer(toWord: line, diagnostic) != nil
    default: return false
    }
  }

  /// Whether a name that is not known is asked for a field that goes by the name of a function, as in `d.train.x`: the
  /// name is what is missing, and no function was meant.
  private func isFieldOfUnknown(_ name: String, in source: SourceText, behind place: Int) -> Bool {
    guard !phrasebookSurroundings.isModule(name), !isKnown(name) else { return false }
    let tokens = Lexer.tokens(of: source).drop { $0.span.lower < place }.prefix(3).map { source.slice($0.span) }
    return tokens.count > 1 && tokens[0] == "." && tokens.dropFirst(2).first != "(" && isFunction(tokens[1])
  }

  /// Whether a word is a lesson's name or topic; the beginning of one may be another word.
  func isLesson(_ name: String) -> Bool {
    name.utf8.count > 2 && !name.contains(" ")
      && (try? LessonCatalogue.find(
        name, language: language, takesBeginnings: false, in: world.lessonDirectories, world.files)) != nil
  }

  func isKnown(_ name: String) -> Bool {
    var interpreter = interpreter
    return interpreter.value(of: name, in: state) != nil
  }

  static func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while let last = text.last, last == " " || last == ";" || last == "\t" { text.removeLast() }
    return String(text.drop { $0 == " " || $0 == "\t" })
  }
}

extension SourceText {
  /// How many lines that hold something begin behind a place.
  fileprivate func lineCount(after place: Int) -> Int {
    slice(Span(place == 0 ? 0 : lineSpan(at: place).upper, count)).split(separator: "\n").count {
      !$0.allSatisfy(\.isWhitespace)
    }
  }
}
