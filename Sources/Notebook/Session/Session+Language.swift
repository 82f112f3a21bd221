import Documents
import Evaluation
import Judging
import Lessons
import Phrasebook
package import Source
import Words

extension Session {
  /// The language of lessons and messages: what was set, else that of the lesson's file, else that of the system.
  package var language: String? { settings.language ?? lesson?.lesson.language ?? world.language }

  /// What the program says in that language.
  package var words: Translation { Translation.of(language) }

  /// What was typed, with the signs of a Chinese keyboard as the plain ones that they mean: for what reads keys itself.
  package static func foldedInput(_ typed: String) -> String { InputFolding.folded(typed) }

  /// Keeps the language that a person has set, so that the next start speaks it too.
  func rememberLanguage() {
    guard world.author == .person, let path = world.languageFile else { return }
    // Where it cannot be kept it holds until the session ends.
    try? world.files.write(path, Array("\(settings.language ?? "auto")\n".utf8))
  }

  /// Whether messages or lessons are there in a language.
  func speaks(_ language: String) -> Bool {
    if language == "en" || !Translation.of(language).isEnglish { return true }
    return LessonCatalogue.entries(in: world.lessonDirectories, world.files).contains { $0.name.language == language }
  }

  /// Goes on with the open lesson in the language of the session, at the same step and with everything that was done.
  mutating func translateLesson(show: (Shown) -> Void) {
    endPractice()
    guard let open = lesson, let name = LessonCatalogue.Name(file: open.lesson.source.name) else { return }
    let folder = LessonLinks.folder(of: open.lesson.source.name)
    let wanted = settings.language ?? world.language
    guard let entry = try? LessonCatalogue.find(name.stem, language: wanted, in: [folder], world.files),
      entry.name.language != name.language, let other = try? readLesson(entry.path)
    else {
      if let wanted = wanted?.prefix(2), wanted != open.lesson.language ?? "en" {
        show(.document(feedback.lines(.text("·", .dim), [Message(.noTranslation)])))
      }
      return
    }
    guard lesson?.replace(by: other) == true else { return }
    showStop(show: show)
  }
}

extension Shown {
  /// The same about a line that was read with plainer signs than it has: an error shows it as it was typed.
  func echoing(_ typed: String, readAs read: String) -> Shown {
    switch self {
    case .failure(let diagnostic): .failure(diagnostic.echoing(typed, readAs: read))
    case .event(.diagnostic(let diagnostic)): .event(.diagnostic(diagnostic.echoing(typed, readAs: read)))
    case .event, .document: self
    }
  }
}

extension Diagnostic {
  /// A place is found again by going through both texts: a sign that stays is one, others are what they are read as.
  fileprivate func echoing(_ typed: String, readAs read: String) -> Diagnostic {
    guard let source, source.text == read else { return self }
    func place(_ offset: Int) -> Int {
      var rest = source.slice(Span(0, offset)).unicodeScalars[...]
      var width = 0
      for scalar in typed.unicodeScalars {
        guard let first = rest.first else { break }
        let signs = first == scalar ? 1 : InputFolding.folded(String(scalar)).unicodeScalars.count
        rest = rest.dropFirst(Swift.max(signs, 1))
        width += UTF8.width(scalar)
      }
      return width
    }
    var echo = self
    echo.source = SourceText(typed, name: source.name, firstLine: source.firstLine)
    echo.labels = labels.map { .init(Span(place($0.span.lower), place($0.span.upper)), $0.text) }
    return echo
  }
}
