package import Documents
package import Evaluation
package import Judging
package import Lessons
import Phrasebook
package import Source

extension Quiz: AskedTask {
  package var title: Message { Message(.stepQuiz, id) }
  package var text: String { text(marking: []) }
  package var marking: Marking { .byLesson }
  package var answerHint: Phrase? { "the number of your answer, such as 2" }
  /// A released lesson does not say how many options are right.
  package var answerWay: AnswerWay { rightOptions.count == 1 ? .option : .options }

  private var rightOptions: Set<Int> { Set(options.indices.filter { options[$0].isRight }) }

  private func text(marking right: Set<Int>) -> String {
    let lines = options.enumerated().map { index, option in
      "\(index + 1). \(option.text)\(right.contains(index) ? " **✓**" : "")\n"
    }
    return (question.isEmpty ? "" : question + "\n\n") + lines.joined()
  }

  package func page(_ feedback: Feedback) -> Document {
    var blocks = question.isEmpty ? [] : LessonText.blocks(question)
    blocks.append(.list(List(.number(start: 1), items: options.map { LessonText.blocks($0.text) })))
    blocks.append(.paragraph(LessonText.footer(Message(.quizFooter), points, feedback)))
    return Document(blocks)
  }

  /// The numbers of the options, also where the words of one were typed.
  package func plain(_ answer: String) -> String {
    var numbers = TaskAnswer.numbers(TaskAnswer.withoutAsides(answer))
    let words = options.map { TaskAnswer.plain($0.text) }
    if words.filter({ $0 == TaskAnswer.plain(answer) }).count == 1,
      let index = words.firstIndex(of: TaskAnswer.plain(answer))
    {
      numbers = numbers.map { $0.allSatisfy { 1...options.count ~= $0 } ? $0 : [index + 1] } ?? [index + 1]
    }
    let option = option(ofMark: TaskAnswer.withoutAsides(answer)) ?? option(ofWord: answer) ?? option(with: answer)
    numbers = numbers ?? option.map { [$0] } ?? onlyNumber(in: answer).map { [$0] }
    return numbers.map { $0.map(String.init).joined(separator: " ") } ?? answer
  }

  /// The one number that is said among words that ask nothing: 1 of `the bias i think, 1`.
  private func onlyNumber(in answer: String) -> Int? {
    let numbers = answer.split { !$0.isNumber }.compactMap { Int($0) }
    guard numbers.count == 1, 1...options.count ~= numbers[0], !Speech.english.isQuestion(answer),
      answer.allSatisfy({ $0.isLetter || $0.isNumber || " ,.!'’".contains($0) }), answer.contains(" ")
    else { return nil }
    return numbers[0]
  }

  /// The number of the option that a letter or a numeral of words stands for: `b`, `b)`, `(b)`, `②`, 丙, `last`.
  private func option(ofMark answer: String) -> Int? {
    let marks = answer.lowercased().filter { !"().:： ,，、".contains($0) }
    if ["last", "最后", "最后一", "最后一个", "最后一项", "最后一行", "最后一条"].contains(marks) { return options.count }
    let ordinals = ["first", "second", "third", "fourth", "fifth"]
    if let place = ordinals.firstIndex(of: marks) { return place < options.count ? place + 1 : nil }
    if marks == "middle" { return options.count.isMultiple(of: 2) ? nil : options.count / 2 + 1 }
    guard marks.count == 1, let mark = marks.first else { return nil }
    let stems = Array("甲乙丙丁戊己庚辛壬癸")
    let number =
      mark.asciiValue.map { Int($0) - Int(UInt8(ascii: "a")) + 1 } ?? mark.wholeNumberValue
      ?? stems.firstIndex(of: mark).map { $0 + 1 }
    return number.flatMap { 1...options.count ~= $0 ? $0 : nil }
  }

  /// The number of the one option that begins with a yes or a no, and with nothing else that was typed.
  private func option(ofWord answer: String) -> Int? {
    let word = TaskAnswer.plain(answer)
    guard ["yes", "no", "true", "false", "是", "不是", "对", "不对", "会", "不会"].contains(word) else { return nil }
    let places = options.indices.filter { place in
      options[place].text.lowercased().drop { !$0.isLetter }.prefix(while: \.isLetter) == word
    }
    return places.count == 1 ? places[0] + 1 : nil
  }

  /// The number of the only option that holds some words next to each other: `the bias` of "the bias w₀".
  private func option(with answer: String) -> Int? {
    func spaced(_ text: String) -> String {
      " " + text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ") + " "
    }
    let said = spaced(TaskAnswer.withoutAsides(answer))
    // What holds sentences together is in any of them.
    let words = Speech.words(of: said).filter { !Speech.english.usual.union(Speech.english.questions).contains($0) }
    guard TaskAnswer.isWords(answer), words.contains(where: { $0.count > 2 }) else { return nil }
    let places = options.indices.filter { spaced(options[$0].text).contains(said) }
    return places.count == 1 ? places[0] + 1 : nil
  }

  package func takes(_ answer: String) -> Bool {
    TaskAnswer.numbers(TaskAnswer.withoutAsides(answer)) != nil
      || options.contains { TaskAnswer.plain($0.text) == TaskAnswer.plain(answer) }
      || TaskAnswer.isWords(answer) || option(ofMark: TaskAnswer.withoutAsides(answer)) != nil
      || option(ofWord: answer) != nil || onlyNumber(in: answer) != nil
  }

  package func judge(_ answer: String, in session: Session) -> TaskAnswer.Outcome {
    let feedback = session.feedback
    guard let numbers = TaskAnswer.numbers(answer), numbers.allSatisfy({ $0 >= 1 && $0 <= options.count }) else {
      return .notUnderstood(Message(.quizRange, String(options.count)))
    }
    let chosen = Set(numbers.map { $0 - 1 })
    let right = rightOptions
    if chosen == right {
      let words = right.sorted().map(explanation).filter { !$0.isEmpty }
      let distinct = words.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      return .accepted(
        // The author's words say what is right about it, most of them in the first word.
        distinct.isEmpty
          ? feedback.lines(.text("✓", .success), [Message(.quizRight)])
          : feedback.words(.text("✓", .success), distinct.joined(separator: "\n\n")))
    }
    let lead = Inline.text(feedback.text(Message(.quizWrong)), .warning)
    if let wrong = chosen.subtracting(right).min() {
      return .wrong(feedback.words(lead, explanation(of: wrong)))
    }
    return .wrong(feedback.lines(lead, [Message(.quizSeveral)]))
  }

  /// The options with their words, whatever numbers they have in the reader's version.
  package func handedIn(_ answer: String) -> String {
    guard let numbers = TaskAnswer.numbers(TaskAnswer.trimmed(answer)),
      numbers.allSatisfy({ options.indices.contains($0 - 1) })
    else { return answer + "\n" }
    return numbers.map { "\($0). \(options[$0 - 1].text)\n" }.joined()
  }

  package func grade(_ answer: String, in state: State, _ interpreter: Interpreter) -> TaskGrade {
    let lines = answer.split(whereSeparator: \.isNewline).map { TaskAnswer.trimmed(String($0)) }.filter { !$0.isEmpty }
    let named = lines.compactMap(option(handedInAs:))
    if !named.isEmpty, named.count == lines.count { return Set(named) == rightOptions ? .right : .wrong }
    guard let numbers = TaskAnswer.numbers(TaskAnswer.trimmed(answer)) else { return .wrong }
    return Set(numbers) == Set(rightOptions.map { $0 + 1 }) ? .right : .wrong
  }

  /// The option that a line `2. up` means: the one with these words, or, when they were changed since, with this number.
  private func option(handedInAs line: String) -> Int? {
    guard let point = line.firstRange(of: ". "), let number = Int(line[..<point.lowerBound]), number > 0 else {
      return nil
    }
    let text = TaskAnswer.trimmed(String(line[point.upperBound...]))
    let places = options.indices.filter { options[$0].text == text }
    return places.contains(number - 1) ? number - 1 : places.first ?? number - 1
  }

  /// The lines without marks and explanations.
  package func released(in lesson: Lesson) -> String? {
    let lines = lesson.source.slice(block.content).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.compactMap { line -> String? in
      let start = line.drop { $0 == " " }
      if start.hasPrefix(">") { return nil }
      guard start.hasPrefix("- [x]") || start.hasPrefix("- [X]") else { return String(line) }
      return String(line.prefix(line.count - start.count)) + "- [ ]" + start.dropFirst(5)
    }.joined(separator: "\n")
  }

  package func asked(_ say: Translation, withAnswer: Bool) -> String { text(marking: withAnswer ? rightOptions : []) }
}
