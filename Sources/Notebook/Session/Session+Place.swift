import Documents
import Evaluation
import Judging
import Lessons
import Phrasebook
import Source
import Syntax

/// Where one was when learnnn was last left.
package struct Place: Equatable, Sendable {
  /// The lesson, by its id where that finds it, else by its path.
  package var lesson: String
  /// The step, counted from 1.
  package var step: Int
  /// What the lesson is called, in the language of whoever is told.
  package var title = ""
}

extension Session {
  private var placePath: String? { world.stateDirectory.map { $0 + "/place" } }

  /// Keeps where one is, so that the next start can say it; a finished lesson is no place to go on.
  func keepPlace(of open: OpenLesson) {
    guard let path = placePath, !open.cannotSave else { return }
    let id = open.lesson.id
    let found = try? LessonCatalogue.find(id, language: language, in: world.lessonDirectories, world.files).path
    let name = found == open.lesson.source.name ? id : open.lesson.source.name
    let isOver = open.position >= open.stops.count
    // Where it cannot be kept, nothing is lost but a reminder.
    try? world.files.write(path, Array((isOver ? "" : "\(open.position + 1) \(name)\n").utf8))
  }

  /// Looks where one was; an empty line then takes that lesson up.
  package mutating func lookForPlace() {
    guard let path = placePath, world.files.exists(path), let bytes = try? world.files.read(path), bytes.count < 5_000
    else { return }
    let words = String(decoding: bytes, as: UTF8.self).split { $0 == "\n" }.first?.split(separator: " ", maxSplits: 1)
    guard let words, words.count == 2, let step = Int(words[0]), step > 0 else { return }
    let name = String(words[1])
    if let lesson = try? readLesson(name) { resumable = Place(lesson: name, step: step, title: lesson.title) }
  }

  /// Whether a line at the start, where one is asked to go on, says yes to it.
  func goesOn(_ text: String) -> Bool {
    guard lesson == nil, resumable != nil else { return false }
    let line = Session.trimmed(text).lowercased()
    let isYes = ["yes", "是", "是的", "好", "好的"].contains(line)
    return !isKnown(line)
      && (isYes || [Speech.english, .chinese].contains { $0.commandName(for: line, isAlone: true) == "run" })
  }

  /// Takes up the lesson where one was.
  mutating func resumeLast(show: @escaping (Shown) -> Void) {
    guard let place = resumable else { return }
    resumable = nil
    do throws(Diagnostic) {
      try load(place.lesson, show: show)
    } catch {
      fail(error, show: show)
    }
  }

  /// An error about a name that a cell of the lesson binds says which cell that is.
  func explained(_ diagnostic: Diagnostic) -> Diagnostic {
    guard diagnostic.code == .unknownName, let source = diagnostic.source, let label = diagnostic.labels.first
    else { return diagnostic }
    // Names have several spellings, of which the parser knows the one.
    guard case .expression(let expression)? = Parser.parse(SourceText(source.slice(label.span))).statements.first?.kind,
      case .name(let name) = expression.kind
    else { return diagnostic }
    var told = diagnostic
    let isCalled = source.slice(Span(label.span.upper, source.count)).first == "("
    told.help = whereBound(name) ?? putAway(name) ?? meaning(ofWord: name, isCalled: isCalled) ?? diagnostic.help
    return told
  }

  /// Where the lesson binds a name that is not bound yet; nil where it does not.
  func whereBound(_ name: String) -> Phrase? {
    guard let open = lesson, open.playing == nil else { return nil }
    if let starter = open.exercise?.starter, AnswerText(starter).given.contains(name) {
      return says(.boundByStarter, name)
    }
    let binding = open.stops.indices.filter { open.targets(at: $0).contains(name) }
    guard let place = binding.last(where: { $0 < open.position && open.skipped.contains($0) }) ?? binding.first,
      place >= open.position || open.skipped.contains(place)
    else { return nil }
    if place == open.position { return says(.boundHere, name) }
    return place > open.position
      ? says(.boundLater, name, String(place + 1)) : says(open.keyOfUnfinished(place), name, String(place + 1))
  }

  /// Where a name is that was given a value before the lesson was loaded, or in one that is closed; nil for any other.
  private func putAway(_ name: String) -> Phrase? {
    guard let outside = lesson?.outside, interpreter.boundNames(in: outside).contains(name) else {
      guard let closed, closed.names.contains(name) else { return nil }
      guard closed.goesOn else {
        return
          "\(NameText.of(name)) is a name of \(closed.title), which is over: its line is typed again, Up brings it back"
      }
      return "\(NameText.of(name)) is a name of \(closed.title), which is closed: :load \(closed.id) brings it back"
    }
    return "\(NameText.of(name)) is one of your names from before the lesson: :close brings them back"
  }

  /// The function that goes by the word of another language, or the page about the word.
  private func meaning(ofWord name: String, isCalled: Bool) -> Phrase? {
    guard !name.contains(where: \.isASCII), let entry = Guide.all.entry(named: name, in: words),
      entry.kind == .concepts
    else { return nil }
    let spelled = entry.names.map { $0.replacing(/[- ]/, with: "_") }
    if isCalled, let function = spelled.first(where: { Reference.entry(named: $0) != nil }) {
      return "did you mean \(function)?"
    }
    return SentenceWords.word(name, Guide.question(about: name))
  }

  /// The last step that was skipped of those that bind a name which some code of the lesson mentions.
  func skippedStep(bindingFor code: SourceText) -> Message? {
    guard let open = lesson else { return nil }
    let mentioned = AnswerText(code).mentionedNames
    return open.skipped.sorted(by: >).lazy.compactMap { position -> Message? in
      guard position < open.position, let name = open.targets(at: position).first(where: mentioned.contains) else {
        return nil
      }
      return Message(open.keyOfUnfinished(position), name, String(position + 1))
    }.first
  }
}

extension OpenLesson {
  /// What is said of a stop that was passed over: whoever ran its cell before, to an error, did not simply skip it.
  fileprivate func keyOfUnfinished(_ position: Int) -> MessageKey {
    stopped.contains(position) ? .boundByStopped : .boundBySkipped
  }

  /// The names that the code of a stop binds: a cell's, or that of the solution of an exercise that was skipped.
  fileprivate func targets(at position: Int) -> [String] {
    switch lesson.steps[stops[position]] {
    case .cell(let cell): AnswerText(cell.code).targets
    case .exercise(let exercise) where skipped.contains(position):
      exercise.solutions.first.map { AnswerText($0.code).targets } ?? []
    case .exercise, .prose, .task, .note: []
    }
  }
}
