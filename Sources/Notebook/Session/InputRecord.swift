package import Documents
package import Evaluation
import Lessons
import Source
import Stepping
import Tensors

/// Everything that was put into a session, in order: what `:history`, `:undo` and `:save` read.
///
/// An entry is one input: a line as it was typed, a statement of a script, a cell that Enter ran, or code that was run on
/// the way to another step. It knows the session before it, and what it showed.
package struct InputRecord {
  /// What an input was.
  package enum Kind: Equatable, Sendable {
    /// A line typed, piped in, or in a script.
    case typed
    /// A cell of the lesson; `fails` when it is meant to.
    case cell(fails: Bool)
    /// An answer or a cell that was run on the way, unseen.
    case passed
    /// What was given to a task in words or numbers.
    case answer
    /// A sentence for the notebook.
    case note
  }

  /// How an input ended.
  package enum Outcome: Equatable, Sendable {
    case finished, failed, interrupted
  }

  /// One input.
  package struct Entry {
    /// Its number in the session, counted from 1.
    package let number: Int
    /// What it was.
    package let kind: Kind
    /// Its text.
    package let text: String
    /// How it ended.
    package let outcome: Outcome
    /// What it showed, at 80 columns; of a flood of text long ago only that there was some.
    package fileprivate(set) var shown: Document
    /// About how many bytes that takes.
    fileprivate var weight: Int
    /// How many digits it was shown with; nil for the usual ones.
    package let digits: Int?
    /// Where its random numbers came from; nil when it drew none.
    package let stream: State.Stream?
    /// The session before it; nil once that is too long ago to be gone back to.
    var before: Moment?
  }

  /// How many inputs are kept, and before how many of them one can go back.
  private static let (most, mostMoments) = (10_000, 100)
  /// How many bytes of what was shown are kept.
  private static let mostShown = 32 << 20

  /// The inputs, the latest last.
  package private(set) var entries: [Entry] = []
  private var count = 0
  private var shownBytes = 0

  /// Adds an input and returns its number.
  mutating func add(
    _ kind: Kind, _ text: String, _ outcome: Outcome, shown: Page = Page(), digits: Int? = nil,
    stream: State.Stream? = nil, before: Moment? = nil
  ) -> Int {
    count += 1
    entries.append(
      Entry(
        number: count, kind: kind, text: text, outcome: outcome, shown: shown.document, weight: shown.weight,
        digits: digits, stream: stream, before: before))
    shownBytes += shown.weight
    if entries.count > Self.most { removeFirst(Self.most / 10) }
    if shownBytes > Self.mostShown { forgetShown() }
    forgetMoments()
    return count
  }

  /// The inputs with some numbers, in their order.
  package func entries(numbered numbers: Counted) -> [Entry] { entries.filter { numbers.contains($0.number) } }

  /// Takes an input out, as if it had never been; what came after it is nothing to go back to any more.
  mutating func undo(at index: Int) {
    shownBytes -= entries.remove(at: index).weight
    for later in index..<entries.count { entries[later].before = nil }
  }

  private mutating func removeFirst(_ number: Int) {
    shownBytes -= entries[..<number].reduce(0) { $0 + $1.weight }
    entries.removeFirst(number)
  }

  /// Lets go of what the oldest have shown, a good part of it at once.
  private mutating func forgetShown() {
    for index in entries.indices where shownBytes > Self.mostShown / 2 && entries[index].weight > 0 {
      shownBytes -= entries[index].weight
      entries[index].shown = Page.flood
      entries[index].weight = 0
    }
  }

  /// What can be gone back to keeps its values alive: the oldest is forgotten, all the sooner when memory grows short.
  private mutating func forgetMoments() {
    let isShort = Storage.liveBytes > TensorLimits.totalBytes / 4
    let oldest = entries.count - 1 - (isShort ? 2 : Self.mostMoments)
    for index in stride(from: oldest, through: Swift.max(oldest - Self.mostMoments, 0), by: -1) {
      guard isShort || index == oldest else { return }
      entries[index].before = nil
    }
  }
}

/// A session as it was at some moment: what `:undo` goes back to.
struct Moment {
  let state: State
  let settings: Settings
  let watches: [Watch]
  let lesson: OpenLesson?
  let practice: Practice?

  init(_ session: Session) {
    (state, settings, watches, lesson) = (session.state, session.settings, session.watches, session.lesson)
    practice = session.practice
  }

  /// Whether the session has changed since: a name, a parameter, a random number drawn, a setting, the place in a lesson.
  func differs(from session: Session) -> Bool {
    settings != session.settings || watches.map(\.text) != session.watches.map(\.text)
      || lesson?.lesson.id != session.lesson?.lesson.id || lesson?.position != session.lesson?.position
      || lesson?.answer != session.lesson?.answer || (lesson?.playing == nil) != (session.lesson?.playing == nil)
      || practice !== session.practice
      || !state.isSame(as: session.state)
  }

  /// Takes a session back here.
  ///
  /// What was done with the tasks of a lesson stays done.
  func restore(_ session: inout Session) {
    // What is done in practice counts nowhere.
    let now = session.practice === practice ? session.lesson : session.practice?.outside.lesson
    let width = session.settings.width
    (session.state, session.settings, session.watches, session.lesson) = (state, settings, watches, lesson)
    session.practice = practice
    session.settings.width = width
    if practice == nil, let now, now.lesson.id == lesson?.lesson.id { session.lesson?.keepDone(of: now) }
  }
}

/// What an input has shown, and about how many bytes it takes.
struct Page {
  var document = Document()
  var weight = 0

  /// What stands for text that is not kept.
  static let flood = Document([.lines([[.text("…")]])])
}

/// Collects what an input shows, as a page of 80 columns; of a flood of text the beginning.
final class PageCollector {
  private static let most = 200_000
  private let presenter: Presenter
  private(set) var page = Page()

  init(digits: Int?, words: Translation = .english) {
    presenter = Presenter(width: 80, digits: digits, words: words)
  }

  func add(_ shown: Shown) {
    guard page.weight <= Self.most else { return }
    if case .event(.progress(let stage)) = shown, !stage.isFinal { return }
    page.weight += Self.weight(of: shown)
    page.document.append(page.weight > Self.most ? Page.flood : presenter.document(for: shown))
  }

  private static func weight(of shown: Shown) -> Int {
    switch shown {
    case .event(.print(let text)): text.utf8.count + 10
    // A picture has thousands of points.
    case .event(.value(_, .figure, _, _)): 10_000
    default: 200
    }
  }
}
