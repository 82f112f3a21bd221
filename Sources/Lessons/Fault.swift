import Source

/// What is wrong with a lesson and where: the facts.
struct Fault {
  /// The facts of a fault.
  enum Kind {
    case notUTF8
    case missingFrontMatter, unclosedFrontMatter, frontMatterLine, unclosedList
    case missingField(String), unknownField(String), repeatedField(String)
    case badNumber(String, field: String, allowed: ClosedRange<Int>), badPoints(String)
    case badValue(String, field: String, allowed: [String])
    case newerFormat(Int), olderFormat(Int)
    case requiresItself(String), formerlyItself(String)
    case badID(String)
    case unclosedFence(foundNext: Bool), unclosedComment, backtickInHeader, unclosedQuote
    case unknownFence(String), unknownWord(String, kind: LessonBlock.Kind), repeatedAttribute(String)
    case missingAttribute(String, kind: LessonBlock.Kind), attributeWithoutValue(String)
    case duplicateID(String, firstLine: Int)
    case orphan(LessonBlock.Kind, id: String, known: [String]), beforeItsExercise(LessonBlock.Kind, id: String)
    case outputWithoutCell, secondOutput
    case saysWithoutMistake(String), mistakeWithoutSays(String), answerWithoutQuestion(String)
    case noSolution(String), noCheck(String), pointsDiffer(String, declared: Points, sum: Points)
    case emptyBlock(LessonBlock.Kind), quizWithoutOptions, quizWithoutRight, quizLine, shortOrdering,
      repeatedOrderingLine, orderingDependence
    case tieWithoutNumber
    case tooMany(Int)
  }

  var kind: Kind
  var span: Span

  init(_ kind: Kind, _ span: Span) {
    self.kind = kind
    self.span = span
  }
}

extension Fault {
  /// The fault in words, with a way on.
  func diagnostic(in source: SourceText) -> Diagnostic {
    let words = words
    return Diagnostic(
      severity, code: words.code, words.title, source: source, labels: [.init(span)], notes: words.notes,
      help: words.help)
  }

  private var severity: Diagnostic.Severity {
    switch kind {
    case .notUTF8, .unclosedComment, .unknownField, .pointsDiffer: .warning
    default: .error
    }
  }

  private struct Words {
    var code: ErrorCode
    var title: Phrase
    var notes: [Phrase] = []
    var help: Phrase?
  }

  private var words: Words {
    switch kind {
    case .missingFrontMatter, .unclosedFrontMatter, .frontMatterLine, .unclosedList, .missingField, .unknownField,
      .repeatedField, .badNumber, .badPoints, .badValue, .newerFormat, .olderFormat, .requiresItself,
      .formerlyItself, .badID, .notUTF8, .tooMany:
      frontMatterWords
    case .unclosedFence, .unclosedComment, .backtickInHeader, .unclosedQuote, .unknownFence, .unknownWord,
      .repeatedAttribute, .missingAttribute, .attributeWithoutValue, .tieWithoutNumber, .emptyBlock:
      fenceWords
    case .duplicateID, .orphan, .beforeItsExercise, .outputWithoutCell, .secondOutput, .saysWithoutMistake,
      .answerWithoutQuestion,
      .mistakeWithoutSays, .noSolution, .noCheck, .pointsDiffer, .quizWithoutOptions, .quizWithoutRight, .quizLine,
      .shortOrdering, .repeatedOrderingLine, .orderingDependence:
      structureWords
    }
  }

  private var frontMatterWords: Words {
    switch kind {
    case .notUTF8:
      Words(
        code: .notUtf8, title: "this text is not UTF-8", notes: ["Bytes that are not text are shown as �."],
        help: "save the file as UTF-8")
    case .missingFrontMatter:
      Words(
        code: .missingFrontMatter, title: "a lesson starts with its front matter",
        help: "begin the file with `---`, then `format: 1`, `id: …`, `title: …` and `---`")
    case .unclosedFrontMatter:
      Words(
        code: .unclosedFrontMatter, title: "the front matter that starts here is never closed",
        help: "put a line `---` after the last field")
    case .frontMatterLine:
      Words(
        code: .badFrontMatter, title: "this line is not `name: value`",
        help: "write `name: value`, `name: [a, b]`, or `- item` below a name without a value")
    case .unclosedList:
      Words(
        code: .badFrontMatter, title: "this value starts with a bracket or a quote that is never closed",
        help: "close it on the same line")
    case .missingField(let field):
      Words(
        code: .missingField, title: "the front matter has no `\(field)`",
        help: "add a line `\(field): \(field == "format" ? "1" : "…")`")
    case .unknownField(let field):
      Words(
        code: .unknownField, title: "no front matter field is called `\(field)`",
        help: didYouMean(field, LessonFormat.fields.map(\.name))
          ?? "the fields are \(list: LessonFormat.fields.map(\.name))")
    case .repeatedField(let field):
      Words(
        code: .repeatedField, title: "`\(field)` stands twice in the front matter", help: "keep one of the two")
    case .badNumber(let text, let field, let allowed):
      Words(
        code: .badNumber, title: "`\(field)` is `\(text)`",
        notes: ["It must be a whole number from \(allowed.lowerBound) to \(allowed.upperBound)."])
    case .badPoints(let text):
      Words(
        code: .badNumber, title: "`\(Phrase.verbatim("points"))` is `\(text)`",
        notes: ["It must be a whole or a half number from 0 to 1000, such as 2 or 0.5."])
    case .badValue(let text, let field, let allowed):
      Words(
        code: .badValue, title: "`\(field)` is `\(text)`",
        notes: ["It must be one of \(list: allowed)."], help: didYouMean(text, allowed))
    case .newerFormat(let format):
      Words(
        code: .newerFormat, title: "this lesson is written in format \(format)",
        notes: ["This learnnn reads format \(Lesson.currentFormat)."], help: "a newer learnnn reads it")
    case .olderFormat(let format):
      Words(
        code: .olderFormat, title: "there is no lesson format \(format)",
        notes: ["The first format is 1, and this learnnn reads format \(Lesson.currentFormat)."],
        help: "write `format: \(Lesson.currentFormat)`")
    case .requiresItself(let id):
      Words(code: .requiresItself, title: "\(id) requires itself", help: "take `\(id)` out of `requires`")
    case .formerlyItself(let id):
      Words(
        code: .formerlyItself, title: "`former` names other lessons, and \(id) is this one",
        help: "take `\(id)` out of `former`")
    case .badID(let id):
      Words(
        code: .badId, title: id.isEmpty ? "an id is empty" : "`\(id)` cannot be an id",
        help: "use ASCII letters, digits, `-` and `_`, a letter or digit first, at most 64 of them")
    default: Words(code: .tooManyFaults, title: "there are more faults than are shown", help: "mend these first")
    }
  }

  private var fenceWords: Words {
    switch kind {
    case .unclosedFence(let foundNext):
      Words(
        code: .unclosedFence,
        title: foundNext ? "this block is not closed before the next one opens" : "this block is never closed",
        help: "close it with a line of the same fence, such as ```")
    case .unclosedComment:
      Words(
        code: .unclosedComment, title: "this comment is never closed",
        notes: ["Everything after it is left out."], help: "close it with `-->`")
    case .backtickInHeader:
      Words(
        code: .backtickInHeader, title: "a backtick cannot stand on the opening line of a ``` block",
        notes: ["Markdown takes such a line for inline code."], help: "open and close the block with ~~~ instead")
    case .unclosedQuote:
      Words(
        code: .unclosedQuote, title: "this quoted value is never closed", help: "end it with `\"` on the same line")
    case .unknownFence(let word):
      Words(
        code: .unknownFence, title: "no lesson block is called `\(word)`",
        help: Header.exerciseWords.contains(word)
          ? "write `nn \(word)`"
          : didYouMean(word, Header.words) ?? "the blocks are \(list: Header.words)")
    case .unknownWord(let word, let kind):
      unknownWord(word, kind)
    case .repeatedAttribute(let name):
      Words(code: .repeatedAttribute, title: "`\(name)` stands twice", help: "keep one of the two")
    case .missingAttribute(let name, let kind):
      Words(
        code: .missingAttribute, title: "this `\(kind.words)` block has no `\(name)`",
        help: "write `\(kind.words) \(name)=…`")
    case .attributeWithoutValue(let name):
      Words(
        code: .missingValue, title: "`\(name)` needs a value",
        help: "write `\(name)=…`, with quotes around a value with spaces")
    case .tieWithoutNumber:
      Words(
        code: .tieWithoutNumber, title: "no number stands right before this comment",
        help: "write it behind the number: 0.97<!-- = accuracy(net, test) -->")
    case .emptyBlock(let kind):
      Words(
        code: .emptyBlock, title: "this `\(kind.words)` block is empty",
        help: kind == .exercise ? "give the student something to start from, such as `answer = ___`" : nil)
    default: Words(code: .badBlock, title: "this block cannot be read")
    }
  }

  private func unknownWord(_ word: String, _ kind: LessonBlock.Kind) -> Words {
    let rule = LessonFormat.block(kind)
    let names = (rule.flags + rule.attributes).map(\.name)
    let all = names + (kind == .cell ? Header.exerciseWords : [])
    let offer: Phrase = all.isEmpty ? "it takes none" : "it takes \(list: all)"
    return Words(
      code: .unknownAttribute, title: "a `\(kind.words)` block has no `\(word)`",
      help: didYouMean(word, all) ?? offer)
  }

  private var structureWords: Words {
    switch kind {
    case .duplicateID(let id, let line):
      Words(
        code: .duplicateId, title: "the id `\(id)` is taken",
        notes: ["Line \(line) uses it. Progress is kept by id, so each must be unique in its lesson."],
        help: "choose another id here")
    case .orphan(_, let id, let known):
      Words(
        code: .orphan, title: "no exercise is called `\(id)`",
        help: didYouMean(id, known)
          ?? (known.isEmpty
            ? "write an `nn exercise id=\(id)` block before this one" : "the exercises are \(listed(known))"))
    case .beforeItsExercise(let kind, let id):
      Words(
        code: .beforeExercise, title: "this \(kind.rawValue) stands before its exercise `\(id)`",
        help: "move it below the `nn exercise id=\(id)` block")
    case .outputWithoutCell:
      Words(
        code: .orphanOutput, title: "this output belongs to no cell",
        notes: ["An `output` block says what the `nn` cell right above it prints."],
        help: "move it below its cell")
    case .secondOutput:
      Words(
        code: .secondOutput, title: "this cell has an output for the same data already",
        help: "keep one, or say `output data=name` for a data set of its own")
    case .saysWithoutMistake(let id):
      Words(
        code: .orphanSays, title: "these words belong to no mistake",
        notes: ["Every mistake of `\(id)` above has its words already."],
        help: "write the `nn mistake for=\(id)` block right before its `says`")
    case .answerWithoutQuestion(let id):
      Words(
        code: .orphanAnswer, title: "no question `\(id)` above waits for a model answer",
        help: "write it after the block `question id=\(id)`; a question has one model answer")
    case .mistakeWithoutSays(let id):
      Words(
        code: .mistakeWithoutSays, title: "this mistake says nothing to the student",
        help: "write a `says for=\(id)` block after it")
    case .noSolution(let id):
      Words(
        code: .noSolution, title: "the exercise `\(id)` has no solution",
        help: "write an `nn solution for=\(id)` block: the checks compare with it")
    case .noCheck(let id):
      Words(
        code: .noCheck, title: "the exercise `\(id)` has no check",
        help: "write an `nn check for=\(id)` block, such as `close(answer, expected.answer)`")
    case .pointsDiffer(let id, let declared, let sum):
      Words(
        code: .pointsDiffer, title: "`\(id)` says points=\(declared.text), but its checks are worth \(sum.text)",
        notes: ["A check is worth 1 unless it says otherwise."], help: "make the two agree")
    case .quizWithoutOptions:
      Words(
        code: .badQuiz, title: "this quiz has fewer than two answers", help: "write a line `- [ ] answer` for each")
    case .quizWithoutRight:
      Words(code: .badQuiz, title: "no answer of this quiz is right", help: "mark the right ones `- [x]`")
    case .quizLine:
      Words(
        code: .badQuiz, title: "this line of a quiz is neither an answer nor an explanation",
        help: "write `- [ ] answer`, `- [x] right answer` or `> explanation`")
    case .shortOrdering:
      Words(
        code: .badOrder, title: "there are fewer than two lines to put in order", help: "write one step to a line")
    case .orderingDependence:
      Words(
        code: .badOrder, title: "this does not say which line has to come before which",
        notes: ["Lines are numbered as they are written, and they are written in a right order."],
        help: "write `after: 1 < 3, 2 < 3`")
    default:
      Words(
        code: .badOrder, title: "this line stands twice, so its place cannot be judged",
        help: "make the two lines differ")
    }
  }

  private func didYouMean(_ word: String, _ names: [String]) -> Phrase? {
    guard word.utf8.count <= 64 else { return nil }
    return Suggestions.closest(to: word, among: names).map { "did you mean `\($0)`?" }
  }

  private func listed(_ names: [String]) -> Phrase {
    .list(names.prefix(12) + (names.count > 12 ? ["…"] : []))
  }
}
