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
    /// What it showed, at 80 columns.
    package let shown: Document
    /// How many digits it was shown with; nil for the usual ones.
    package let digits: Int?
    /// Where its random numbers came from; nil when it drew none.
    package let stream: State.Stream?
    /// The session before it; nil once that is too long ago to be gone back to.
    var before: Moment?
  }

  /// How many inputs are kept, and before how many of them one can go back.
  private static let (most, mostMoments) = (10_000, 100)

  /// The inputs, the latest last.
  package private(set) var entries: [Entry] = []
  private var count = 0

  /// Adds an input and returns its number.
  mutating func add(
    _ kind: Kind, _ text: String, _ outcome: Outcome, shown: Document = Document(), digits: Int? = nil,
    stream: State.Stream? = nil, before: Moment? = nil
  ) -> Int {
    count += 1
    entries.append(
      Entry(
        number: count, kind: kind, text: text, outcome: outcome, shown: shown, digits: digits, stream: stream,
        before: before))
    if entries.count > Self.most { entries.removeFirst(Self.most / 10) }
    forgetMoments()
    return count
  }

  /// The inputs with some numbers, in their order.
  package func entries(numbered numbers: [Int]) -> [Entry] {
    let wanted = Set(numbers)
    return entries.filter { wanted.contains($0.number) }
  }

  /// Takes an input out, as if it had never been; what came after it is nothing to go back to any more.
  mutating func undo(at index: Int) {
    entries.remove(at: index)
    for later in index..<entries.count { entries[later].before = nil }
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

/// Collects what an input shows, as a page of 80 columns; of a flood of text the beginning.
final class PageCollector {
  private static let most = 200_000
  private let presenter: Presenter
  private var size = 0
  private(set) var page = Document()

  init(digits: Int?) { presenter = Presenter(width: 80, digits: digits) }

  func add(_ shown: Shown) {
    guard size <= Self.most else { return }
    if case .event(.progress(let stage)) = shown, !stage.isFinal { return }
    if case .event(.print(let text)) = shown { size += text.utf8.count + 10 } else { size += 200 }
    guard size <= Self.most else {
      page.append(.lines([[.text("…")]]))
      return
    }
    page.append(presenter.document(for: shown))
  }
}
