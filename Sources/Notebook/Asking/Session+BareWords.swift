import Documents
import Evaluation
import Lessons
import Phrasebook
import Source
import Syntax

/// Words that are commands in other programs, understood at the prompt where nothing else could be meant.
extension Session {
  /// The command that a line typed at the prompt means; nil when it is mathematics, or a command already.
  func bareCommand(_ text: String) -> String? {
    // The pages of a lesson end with q: one too many is told how to leave, and does not leave.
    if lesson != nil, Session.trimmed(text).lowercased() == "q" { return nil }
    return understoodCommand(text)
  }

  /// The same, whether it is done at once or named.
  func understoodCommand(_ text: String) -> String? {
    guard settings.isInteractive, world.author == .person, !text.contains("\n") else { return nil }
    var line = Session.trimmed(text).replacing(/^[Ww]hat['’]?s (?=\S)/) { _ in "what is " }
    if let asked = lessonAsked(by: line) ?? neighbour(askedBy: line) ?? followingExercise(askedBy: line) {
      return asked
    }
    if line.hasPrefix(":") {
      // In a walk `:6` goes to its step 6, and so it does in a lesson.
      if lesson != nil, line.count > 1, line.dropFirst().allSatisfy(\.isNumber) { return ":goto \(line.dropFirst())" }
      // A command that there is not: `:q!`, `:lesson3`.
      guard (try? Command.find(Session.split(line).name)) == nil else { return nil }
      line = String(line.dropFirst())
    }
    guard !isMathematics(line) else { return commandOfLoss(line) }
    // The idea that is asked about by its name alone: `gradient descent?`.
    if line.hasSuffix("?"), let name = Guide.all.entry(named: String(line.dropLast()))?.names.first {
      return Guide.question(about: name)
    }
    guard let command = meantCommand(line) ?? (isAnsweredInWords(line) ? nil : askedCommand(line)) else {
      return !isKnown(line) && isLesson(line) ? ":load \(line)" : nil
    }
    let name = Session.split(command).name
    guard command.hasPrefix("?") || Session.harmless.contains(name), works(command, instead: line) else { return nil }
    return command
  }

  /// What opens the lesson that `:lesson 5` or `:lessons backprop` asks for: `:lessons` lists them; nil for anything else.
  func lessonAsked(by line: String) -> String? {
    guard line.hasPrefix(":") else { return nil }
    let (name, argument, _) = Session.split(line)
    guard (try? Command.find(name))?.name == "lessons" else { return nil }
    return [argument, "lesson" + argument].first(where: isLesson).map { ":load \($0)" }
  }

  /// What opens the lesson behind the open one, or the one before it, for who asks for it in words.
  private func neighbour(askedBy line: String) -> String? {
    let asked = /(?:(?:go to|open|load|start|show|take me to) )?(?:the )?(next|previous) lesson[.!?]?/
    guard let number = lesson?.lesson.number, let found = line.lowercased().wholeMatch(of: asked) else { return nil }
    let name = "lesson\(found.1 == "next" ? number + 1 : number - 1)"
    return isLesson(name) ? ":load \(name)" : nil
  }

  /// What goes to the exercise behind the place in the open lesson, for who asks for it in words.
  private func followingExercise(askedBy line: String) -> String? {
    let asked = /(?:(?:go to|take me to|show|open) )?(?:the )?next (?:exercise|task)[.!?]?/
    guard let open = lesson, open.stops.indices.contains(open.position), line.lowercased().wholeMatch(of: asked) != nil
    else { return nil }
    let exercises = open.lesson.steps.indices.filter { index in
      if case .exercise = open.lesson.steps[index] { true } else { false }
    }
    let number = exercises.firstIndex { $0 > open.stops[open.position] }
    return number.map { ":goto ex\($0 + 1)" }
  }

  /// A command that was typed behind what an exercise had put into the line, or into one of its blanks, and the line
  /// without it: the `:hint` of `z = :hint`.
  func commandBehind(_ text: String) -> (line: String, command: String)? {
    guard settings.isInteractive, world.author == .person, let exercise = lesson?.exercise,
      !text.hasPrefix(":"), !text.hasPrefix("?")
    else { return nil }
    // `z = hint` is the same.
    // Nor is `y = what is .T` an answer.
    if let found = text.wholeMatch(of: /(\w+ *= *)(\p{L}.*?) */), !isKnown(String(found.2)),
      found.2.allSatisfy(\.isLetter) || isSentence(String(found.2)), let command = understoodCommand(String(found.2))
    {
      return ("\(found.1)___", command)
    }
    for found in text.matches(of: /\s*(:\p{L}+)[;?]?/) {
      let typed = String(found.1)
      let command = understoodCommand(typed) ?? typed
      let name = Session.split(command).name
      guard Session.harmless.contains(name) || name == "solution" else { continue }
      let (before, after) = (text[..<found.range.lowerBound], text[found.range.upperBound...])
      let awaitsValue = before.last.map { "=,([".contains($0) } ?? false
      let line = before + (awaitsValue ? " ___" : "") + after
      let endsRow = after.drop { $0 == " " }.first?.isNewline ?? true
      guard endsRow || line.filter({ !$0.isWhitespace }) == exercise.starter.text.filter({ !$0.isWhitespace }) else {
        continue
      }
      return (String(line), command)
    }
    return nil
  }

  /// Whether a line can be read, and gives a name a value or begins with a name that means something.
  private func isMathematics(_ line: String) -> Bool {
    let program = Parser.parse(SourceText(line))
    if Session.binds(program) { return true }
    guard !program.hasErrors, case .name(let name)? = Lexer.tokens(of: program.source).first?.kind else { return false }
    return isKnown(name)
  }

  /// The command that goes by the name of a function, for the loss there is: the function alone shows how it is called.
  private func commandOfLoss(_ name: String) -> String? {
    guard Session.harmless.contains(name), isFunction(name), !hidesFunction(name),
      let command = try? Command.find(name)
    else { return nil }
    return commandOfLoss(command)
  }

  /// A command with the loss there is, where it takes an expression and there is one.
  func commandOfLoss(_ command: Command) -> String? {
    guard command.argument == .expression, let loss = phrasebookSurroundings.usual["L"],
      isLoss(Session.normalised(loss))
    else { return nil }
    return ":\(command.name) \(loss)"
  }

  /// Whether the phrase book has something to say to a line as a whole, which is then no command.
  private func isAnsweredInWords(_ line: String) -> Bool {
    Habits.all.missing(in: line.lowercased(), wholeLine: true, phrasebookSurroundings) != nil
  }

  /// The command that a line means in other programs.
  func meantCommand(_ line: String) -> String? {
    let (surroundings, small) = (phrasebookSurroundings, line.lowercased())
    return Habits.all.command(for: line, surroundings)
      ?? (small == line ? nil : Habits.all.command(for: small, surroundings)) ?? withColon(line)
  }

  /// The command that is typed without its colon, such as `watch L`.
  func withColon(_ line: String) -> String? {
    let name = String(line.prefix { $0.isLetter })
    guard Command.all.contains(where: { $0.name == name }), !phrasebookSurroundings.bound.contains(name),
      line.count == name.count || line.dropFirst(name.count).first == " ", !isSentence(line), !Session.isBinding(line)
    else { return nil }
    return ":" + line
  }

  /// The command that a sentence asks for, where it asks for it and not how it is done.
  private func askedCommand(_ line: String) -> String? {
    // What stands behind a name's = is said of the name.
    if isSentence(line), line.prefixMatch(of: /\w+ =[ ]/) != nil { return nil }
    if isSentence(line) { return Speech.english.isQuestion(line) ? nil : Speech.english.command(in: line) }
    return isKnown(line) || Speech.chinese.asks(unspaced: line) ? nil : commandInChinese(line)
  }

  func commandInChinese(_ line: String) -> String? {
    let command = Speech.chinese.command(inUnspaced: line)
    if command == ":lessons", let next = followingLesson, Speech.chinese.asksForFollowing(inUnspaced: line) {
      return ":load \(next)"
    }
    // In a lesson `开始` begins what is there; one that is named by its number is opened.
    let begins = command?.hasPrefix(":load") == true && Speech.chinese.place(inUnspaced: line) == nil
    return lesson != nil && begins ? ":run" : command
  }

  /// The lesson behind the open one, when that is over.
  private var followingLesson: String? {
    guard let lesson, lesson.current == nil, let number = lesson.lesson.number else { return nil }
    let next = "lesson\(number + 1)"
    return isLesson(next) ? next : nil
  }

  /// What does in this place what a command is asked for.
  func commandHere(_ command: String) -> String {
    // In a lesson its own beginning is meant.
    if lesson != nil, command == ":load lesson0" { return ":restart" }
    guard lesson != nil, lesson?.exercise == nil else { return command }
    switch command {
    // Only an exercise has a solution to be shown; another task is passed over, and then its answer is told.
    case ":solution": return ":skip"
    // What was answered before is shown with what it earned.
    case ":check": return ":progress"
    // Nor are there hints elsewhere: a question is passed over, a cell is read once more.
    case ":hint": return lesson?.current?.task == nil ? ":show" : ":skip"
    default: return command
    }
  }

  /// The commands that a bare word may give: none of them loses or writes anything.
  private static let harmless: Set<String> = [
    "quit", "help", "doc", "lessons", "load", "next", "back", "hint", "undo", "skip", "again", "show", "why", "vars",
    "clear",
    "history", "check", "step", "graph", "grads", "type", "source", "goto", "progress", "outline", "run",
  ]

  /// Shows how a bare word was understood.
  func tellMeaning(of command: String, show: (Shown) -> Void) {
    show(.document(Document([.lines([[.text("→ ", .dim), .text(command, .command)]])])))
  }
}
