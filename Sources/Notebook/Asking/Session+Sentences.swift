import Datasets
import Evaluation
import Judging
import Lessons
import Phrasebook
import Source
import Syntax

/// Sentences, which are answered with the ideas in them, or with the command that they ask for.
extension Session {
  /// Whether a line is a sentence of somebody's, in a language that is understood here.
  func isSpoken(_ line: String) -> Bool {
    isSentence(line) || conceptsInChinese(line) != nil || Speech.chinese.isSentence(unspaced: line)
  }

  /// What is said to a Chinese sentence: the ideas in it, or the command that it asks for.
  func answer(toChinese line: String, _ diagnostic: Diagnostic, at span: Span) -> Diagnostic? {
    // A question behind a name's = is no value: scaled = 为什么不对？
    if let sign = line.firstIndex(of: "="), line.hasSuffix("?") {
      let question = String(line[line.index(after: sign)...]).trimmingSpaces
      if Speech.chinese.isSentence(unspaced: question) { return answer(toChinese: question, diagnostic, at: span) }
    }
    // What the phrase book has a line for is answered by that line: x的转置 names what is to be done, and with what.
    var stopped: (line: String, error: Diagnostic)?
    let isMadeOfWords = OtherSpellings.readsChinese(line, phrasebookSurroundings)
    let isOfThing = line.contains("的") && !Speech.chinese.asks(unspaced: line)
    // Words of formulas beside a name or a number ask for its value: x 是多少. 百分之九十二 is a number itself.
    let isFormula =
      isMadeOfWords && (isOfThing || line.contains { $0.isASCII && ($0.isLetter || $0.isNumber) })
      || ChineseNumber.plain(line) != line
      || line.first?.isASCII == true && isOfThing
    guard !(meantCommand(line).map { works($0, instead: line) } ?? false),
      !isFormula || advice(for: line, &stopped) == nil
    else { return nil }
    let ideas = conceptsInChinese(line)
    if let ideas, !ideas.isEmpty {
      // 矩阵怎么相乘: what is done with an idea is told before it. A word of every sentence is none: 怎么输入希腊字母.
      let own = ideas.filter { !Speech.chinese.usual.contains($0) }
      let rest = own.reduce(line) { $0.replacing($1, with: " ") }
      let asks = [line, rest].contains(where: Speech.chinese.asks(unspaced:))
      let done = asks ? Speech.chinese.questions(inUnspaced: rest) : []
      let told = (done.isEmpty ? ideas : own).map(Guide.question(about:))
      return sentence(asking: done.map(inWords) + told, about: [], diagnostic, at: span)
    }
    guard ideas != nil || Speech.chinese.isSentence(unspaced: line) else { return nil }
    if let command = commandInChinese(line).map(commandHere), works(command, instead: line) {
      return sentence(askingFor: command, diagnostic, at: span)
    }
    let names = Speech.chinese.names(inUnspaced: line).filter { Reference.entry(named: $0) != nil || isKnown($0) }
    let questions = names.map(Guide.question(about:)) + Speech.chinese.questions(inUnspaced: line)
    return sentence(
      asking: questions.filter { works($0, instead: line) }.map(inWords),
      about: Speech.chinese.contents(inUnspaced: line), diagnostic, at: span)
  }

  /// A question about an idea by what the idea is called in the language of the session.
  private func inWords(_ question: String) -> String {
    guard let entry = Guide.all.entry(named: String(question.dropFirst())), entry.kind == .concepts else {
      return question
    }
    return entry.names(in: words).first.map(Guide.question(about:)) ?? question
  }

  /// What to say to a line that has Chinese beside something with nothing between, and that nothing here is made of: no
  /// sign is missing there.
  func answer(toUnread diagnostic: Diagnostic, at span: Span) -> Diagnostic? {
    guard diagnostic.code == .missingOperator, let place = diagnostic.labels.first?.span,
      let names = diagnostic.source?.slice(place).split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" }),
      names.contains(where: { $0.unicodeScalars.contains(where: \.properties.isIdeographic) && !isKnown(String($0)) })
    else { return nil }
    return sentence(SentenceWords.here(lesson, ownNames), diagnostic, at: span)
  }

  /// What to say to a sentence: the ideas it mentions, or where to begin.
  func answer(toSentence line: String, _ diagnostic: Diagnostic, at span: Span) -> Diagnostic? {
    guard isSentence(line) else { return nil }
    if let name = wantedName(askedIn: line) { return sentence(SentenceWords.wanted(name), diagnostic, at: span) }
    // A question that stands behind a name's = is no value: next = can it go too far?
    if let found = line.wholeMatch(of: /\w+ = (\p{L}+ .*)/), case let question = String(found.1),
      Speech.english.isQuestion(question), isSentence(question)
    {
      return advised(diagnostic, question, at: span)
    }
    // What the lesson is about to bind has no value to be shown yet.
    if let name = line.wholeMatch(of: /(?:[Ww]hat(?:['’]s| is| are| does)|[Ww]here is) (\w+)(?: mean| stand for)?\??/)?
      .1,
      !isKnown(String(name)), let place = whereBound(Session.normalised(String(name)))
    {
      return sentence(place, diagnostic, at: span)
    }
    if let name = line.wholeMatch(of: /[Ww]hat(?:['’]s| is| does) (\p{L}\w?)(?: mean| stand for)?\??/)?.1,
      !isKnown(Session.normalised(String(name))), Reference.entry(named: String(name)) == nil,
      Guide.all.entry(named: String(name), in: words) == nil
    {
      return sentence(SentenceWords.nothing(String(name)), diagnostic, at: span)
    }
    if let meant = calculation(askedIn: line) { return sentence(AdviceWords.help(meant), diagnostic, at: span) }
    if let (name, value) = supposition(in: line) {
      return sentence(SentenceWords.supposed(name, value), diagnostic, at: span)
    }
    if let command = Speech.english.command(in: line).map(commandHere) {
      if works(command, instead: line) { return sentence(askingFor: command, diagnostic, at: span) }
    }
    // `eigenvalues of A`: what is said about the call is said about the words.
    if let of = line.firstRange(of: " of "), let thing = Speech.words(of: String(line[..<of.lowerBound])).last,
      let said = Habits.all.missing(in: "\(thing)(\(line[of.upperBound...]))", surroundings(for: line))
    {
      return sentence(said, diagnostic, at: span)
    }
    let words = Speech.words(of: line).filter { !Speech.english.usual.contains($0.lowercased()) }
    let mentioned = Guide.all.entries(mentionedIn: words).compactMap(\.names.first)
    let isAsked = Speech.english.isQuestion(line)
    let names = isAsked ? Speech.english.subjects(of: line) { Reference.entry(named: $0) != nil || isKnown($0) } : []
    let questions = isAsked ? Speech.english.questions(in: line).filter { works($0, instead: line) } : []
    // `what is f'`: a derivative is asked about by its sign.
    let isPrime = line.contains(/(?:^| )[A-Za-z]\w?['′](?: |\(|\?|$)/)
    // What is ∂? A sign that no sentence has is what is asked about.
    let signs = (isPrime ? ["'"] : []) + line.filter { "∂∇σΣηδπᵀ√∞≈·⊙@^".contains($0) }.map(String.init)
    let isUnknown = isAsked && mentioned.isEmpty && names.isEmpty && questions.isEmpty && signs.isEmpty
    let ideas = isUnknown ? relatedIdeas(words) : mentioned
    // Where nothing else is named, the functions are.
    let functions =
      mentioned.isEmpty && names.isEmpty && !isUnknown
      ? words.filter { $0.count > 3 && isFunction($0) && !line.hasPrefix($0) && !Session.everyday.contains($0) } : []
    // The chain of `chain rule` is no function.
    let others = (names + functions).filter { name in
      !ideas.contains { $0.split(separator: " ").contains { $0 == name } }
    }
    let known = (isAsked ? signs : []) + ideas + others
    let asked = known.map(Guide.question(about:)).filter { works($0, instead: line) }
    return sentence(
      asking: ideas.isEmpty && signs.isEmpty ? questions + asked : asked + questions,
      about: Speech.english.contents(of: line), diagnostic, at: span)
  }

  /// The functions whose names are words of every other sentence.
  private static let everyday: Set<String> = [
    "close", "step", "round", "repeat", "range", "print", "train", "contains", "count", "days", "freeze", "image",
  ]

  /// What is said to who asks for the lesson about an idea.
  func answer(toLessonAskedFor line: String, _ diagnostic: Diagnostic, at span: Span) -> Diagnostic? {
    let asked = /(?:.* )?(?:lesson|chapter|tutorial)s? (?:is |are )?(?:about|on|for|with|that \w+) (.+?)[?.!]?/
    guard let found = line.lowercased().wholeMatch(of: asked),
      let name = Guide.all.entries(mentionedIn: Speech.words(of: String(found.1)))
        .max(by: { $0.names[0].count < $1.names[0].count })?.lesson,
      isLesson(name)
    else { return nil }
    var told = sentence(AdviceWords.help(":load \(name)"), diagnostic, at: span)
    told.notes = (try? readLesson(name)).map { [.verbatim($0.title)] } ?? []
    return told
  }

  /// The name that the exercise asks for, where somebody asks what it is.
  private func wantedName(askedIn line: String) -> String? {
    guard let exercise = lesson?.exercise, lesson?.playing == nil,
      let found = line.lowercased().wholeMatch(of: /what(?:'s| is| does) (\w+)(?: mean)?\??/)
    else { return nil }
    let name = AnswerText(exercise.starter).targets.first { $0.lowercased() == Session.normalised(String(found.1)) }
    return name.flatMap { isKnown($0) ? nil : NameText.of($0) }
  }

  /// The ideas whose names have a word in another form, or as one of several: `probable` of `probability`, `squared` of
  /// `squared error`.
  private func relatedIdeas(_ words: [String]) -> [String] {
    let words = words.map { $0.lowercased() }.filter { $0.count > 5 }
    return Guide.all.entries.filter { $0.kind == .concepts }.compactMap { entry in
      entry.names.first { name in
        name.split(separator: " ").contains { part in words.contains { $0.prefix(6) == part.lowercased().prefix(6) } }
      }
    }
  }

  /// Whether a line is English: several words and nothing else, or words that only sentences have and no code has.
  func isSentence(_ line: String) -> Bool {
    let words = Speech.words(of: line)
    guard !words.isEmpty, !words.contains(where: { isKnown($0) && $0.count > 2 && words.count < 3 }) else {
      return false
    }
    // `it = x + 1` gives a name a value, whatever the name is.
    if Session.binds(Parser.parse(SourceText(line))) { return false }
    // `df.columns` asks for a field.
    let isPath = zip(line, line.dropFirst()).contains { $0 == "." && $1.isLetter }
    let isPlain = !isPath && line.allSatisfy { $0.isLetter || $0.isNumber || $0 == " " || "?!.,'’-".contains($0) }
    if isPlain, words.count >= 2, words.allSatisfy({ $0.count > 1 || "aIi".contains($0) }) { return true }
    if words.count == 1 { return isPlain && Speech.english.greetings.contains(words[0].lowercased()) }
    // Code has signs where a sentence has words; a line that a keyword begins is a statement.
    // The I of `A + 2I` is the identity.
    let isCalculated = line.contains { "+*=@^".contains($0) }
    let usual = words.filter {
      Speech.english.usual.contains($0.lowercased()) && !isKnown($0)
        && ($0.count > 1 || $0 == "I" && !isCalculated)
    }
    // `why 2(a-1)` asks, whatever it asks about.
    if ["why", "how", "what"].contains(words[0].lowercased()), line.contains(" "), !isKnown(words[0]) { return true }
    let isStatement = Speech.english.statements.contains(words[0])
    let isLong = line.split(separator: " ").count >= 3
    return !isStatement && !usual.isEmpty && (usual.count > 1 || isLong || line.hasSuffix("?"))
      && !line.contains { "[]{};_\"".contains($0) } && !(line.contains("=") && line.contains { "()'".contains($0) })
  }

  /// What is explained of a sentence; where nothing is, the lessons are asked for the words that it is about.
  private func sentence(
    asking questions: [String], about words: [String], _ diagnostic: Diagnostic, at span: Span
  ) -> Diagnostic {
    var seen: Set<String> = []
    let found = questions.filter { seen.insert($0).inserted }.prefix(3)
    guard found.isEmpty else {
      let help = SentenceWords.explained(Array(found))
      // A sentence of the lessons that has more of the question says more than what the idea is.
      let ideas = found.map { String($0.dropFirst()) }
      if let line = diagnostic.source?.slice(span), Speech.english.isQuestion(line),
        let passage = passage(about: Speech.english.contents(of: line), besides: ideas)
      {
        return Diagnostic(.note, code: .sentence, .verbatim("“\(passage.sentence)”"), help: help)
      }
      // What is known of the idea answers many a question about it at once.
      let known = found.first.flatMap { explanation(askedBy: $0) }
      return known.map { Diagnostic(.note, code: .sentence, $0, help: help) } ?? sentence(help, diagnostic, at: span)
    }
    // A task waits for its answer.
    let line = diagnostic.source?.slice(span) ?? ""
    let isQuestion = Speech.english.isQuestion(line) || Speech.chinese.asks(unspaced: line)
    if !isQuestion, lesson?.playing == nil, lesson?.current?.task?.answerHint != nil {
      return sentence(SentenceWords.here(lesson, ownNames), diagnostic, at: span)
    }
    // Code with words between is none of the lessons'.
    let isProse = !line.contains { "([{=_".contains($0) }
    let only = isQuestion && words.count == 1 ? words.first { $0.count > 3 && isMentioned($0) } : nil
    let subject = isProse ? rareWords(of: words) ?? only : nil
    // Where the lessons have a sentence about what is asked, it says more than where to look.
    if isProse, isQuestion || words.count > 2, let passage = passage(about: words) {
      var told = sentence(SentenceWords.goes(to: passage, in: lesson), diagnostic, at: span)
      told.notes = [.verbatim("“\(passage.sentence)”")]
      return told
    }
    guard let subject else { return sentence(SentenceWords.here(lesson, ownNames), diagnostic, at: span) }
    // What is said there is shown, and where more is.
    let said = nearestFirst(passages(with: SearchedWords(subject), in: lessonTexts)).first { $0.sentence.count < 300 }
    guard isQuestion, let said else { return sentence(SentenceWords.found(subject), diagnostic, at: span) }
    return Diagnostic(.note, code: .sentence, .verbatim("“\(said.sentence)”"), help: SentenceWords.found(subject))
  }

  /// What `?name` begins with, of an idea or a function; nil for a command, and a name of the user's.
  private func explanation(askedBy question: String) -> Phrase? {
    guard question.first == "?" else { return nil }
    let name = String(question.dropFirst())
    if let entry = Guide.all.entry(named: name, in: words), entry.kind == .concepts { return .sentence(entry.text) }
    return Reference.entry(named: name).map { .sentence($0.summary) }
  }

  /// A word alone that is not known, where an idea or a command goes by it: said beside the error about the name.
  func answer(toWord line: String, _ diagnostic: Diagnostic) -> Diagnostic? {
    // Most words of Chinese are two signs long.
    let isChinese = line.unicodeScalars.contains(where: \.properties.isIdeographic)
    guard diagnostic.code == .unknownName, line.count > (isChinese ? 1 : 2), line.allSatisfy(\.isLetter) else {
      return nil
    }
    if DatasetDescription.all.contains(where: { $0.name == line }) {
      var diagnostic = diagnostic
      diagnostic.help = AdviceWords.help("\(line) = dataset(\"\(line)\")")
      return diagnostic
    }
    let isNamed = isChinese && Guide.all.entry(named: line, in: words) != nil
    let ideas = (isNamed ? [line] : Guide.all.entries(mentionedIn: [line]).compactMap(\.names.first))
      .map(Guide.question(about:))
    let others =
      [Speech.english.command(in: line)].compactMap { $0 } + Speech.english.questions(in: line)
      + Speech.chinese.questions(inUnspaced: line)
    guard let meant = (ideas + others).first(where: { works($0, instead: line) }) else { return nil }
    var diagnostic = diagnostic
    diagnostic.help = SentenceWords.word(line, meant)
    return diagnostic
  }

  /// The names that the user bound last, outside of a lesson.
  var ownNames: [String] {
    lesson == nil ? interpreter.boundNames(in: state).filter { $0 != "_" }.suffix(3).map(NameText.of) : []
  }

  /// What to say to a sentence that asks for a command: which one, and what it does.
  private func sentence(askingFor command: String, _ diagnostic: Diagnostic, at span: Span) -> Diagnostic {
    var told = sentence(AdviceWords.help(command), diagnostic, at: span)
    told.notes = summary(ofCommand: command)
    return told
  }

  private func sentence(_ help: Phrase, _ diagnostic: Diagnostic, at span: Span) -> Diagnostic {
    Diagnostic(code: .sentence, SentenceWords.title, source: diagnostic.source, labels: [.init(span)], help: help)
  }

  /// The ideas that a sentence without spaces mentions, such as 什么是梯度; nil when the line is none, or a name alone.
  func conceptsInChinese(_ line: String) -> [String]? {
    let asks = Speech.chinese.asks(unspaced: line) || line.hasSuffix("？")
    // 答案：学生 is said, and types nothing; 学习率：0.5 may.
    let said = line.filter { !" ?？!！,，.。:;…—“”".contains($0) }
    let isLong = said.count(where: \.isHan) >= 6
    let isSaid =
      said.allSatisfy { $0.isHan || isLong && $0.isNumber }
      && (line.contains(":") || line.contains("“") && line.contains(","))
    let text = isSaid ? said : line.filter { !" ?？!！,，.。".contains($0) }
    guard text.count(where: \.isHan) >= 2, text.allSatisfy({ $0.isLetter || $0.isNumber }) else { return nil }
    let names = Guide.all.entries.filter { $0.kind == .concepts }.compactMap { entry in
      entry.names(in: words).first { $0.contains(where: \.isHan) && text.contains($0) }
    }.filter { name in
      // One sign is a part of other words, as the 表 of 表单 is, unless nothing else is asked about: 什么是表.
      name.count > 1 || asks && !Speech.chinese.contents(inUnspaced: line).contains { $0.contains(name) }
    }
    // The longest name alone: 梯度下降 is not also 梯度.
    let longest = names.filter { name in !names.contains { $0 != name && $0.contains(name) } }
    return asks || isSaid || longest.contains { $0 != text } || text.count(where: \.isHan) >= 6 ? longest : nil
  }
}

/// The words in answer to a sentence.
enum SentenceWords {
  static let title: Phrase = "this is a sentence: mathematics and commands are understood here"
  static let begin: Phrase = "type :load lesson0 to begin with the first lesson, or :help to see what can be typed"
  static let inLesson: Phrase =
    "in a lesson Enter goes on, :back goes back, :hint helps at an exercise, :lessons lists the others, :quit leaves"
  /// What helps where nothing that was said is known.
  static func here(_ lesson: OpenLesson?, _ names: [String]) -> Phrase {
    guard let lesson else {
      return names.isEmpty
        ? begin
        : "type a formula with your names, such as \(Phrase.list(names)), or :help to see what else can be typed"
    }
    guard lesson.playing == nil, let hint = lesson.current?.task?.answerHint else { return inLesson }
    return "type \(hint), or :skip to go on; :back goes back, :quit leaves"
  }

  static func supposed(_ name: String, _ value: String) -> Phrase {
    "type \(name) = \(value), then the lines that compute with it again: a value does not change by itself"
  }

  static func goes(to passage: Session.Passage, in lesson: OpenLesson?) -> Phrase {
    passage.lesson == lesson?.lesson.id
      ? "type :goto \(passage.step) for the step where this stands" : "type :load \(passage.lesson), where this stands"
  }

  static func nothing(_ name: String) -> Phrase {
    "nothing has the name \(name) here: \(name) = 2 would give it a value, and :vars lists the names that have one"
  }

  static func wanted(_ name: String) -> Phrase {
    "\(name) is what this exercise asks for: :show shows what it should be, :hint helps"
  }

  static func found(_ word: String) -> Phrase { "type :find \(word) to see where the lessons speak of it" }

  static func word(_ word: String, _ command: String) -> Phrase {
    "type \(command) for the word; a name is bound first: \(word) = …"
  }

  static func explained(_ names: [String]) -> Phrase {
    "type \(Phrase.joined(names.map { .verbatim($0) }, separator: " or "))"
  }
}
