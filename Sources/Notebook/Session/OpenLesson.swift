import Documents
import Evaluation
import Judging
package import Lessons
import Source

/// A lesson that is open: where one is in it, and the states to go back to.
package struct OpenLesson {
  /// The lesson.
  package private(set) var lesson: Lesson
  /// The stops: the steps of the lesson at which a student does something, prose left out.
  private(set) var stops: [Int]
  /// Where the random numbers of each step begin.
  private var streams: [StepStream]
  /// Which stop is next; `stops.count` at the end.
  package internal(set) var position = 0
  /// The state before each stop that has been reached.
  var before: [State]
  /// What has been typed at the exercise that is open.
  package internal(set) var answer: [String] = []
  /// The judge of the exercise that is open, prepared when the first answer comes.
  var judge: Judge?
  /// The answer that was judged last, so that the same one is counted once.
  var lastJudged: String?
  /// What was done when the progress was last read or written.
  var kept = LessonRecord()
  /// What was typed at its stops and is no part of an accepted answer.
  var typed: [(position: Int, text: String)] = []
  /// Whether it was said what going back does.
  var hasToldUndoing = false
  /// The seconds of work at the current stop.
  var worked = 0.0
  /// When something was last typed.
  var lastSeen: Double
  /// The stops that were passed over.
  var skipped: Set<Int> = []
  /// The stops whose cell was run and did not come to its end.
  var stopped: Set<Int> = []
  /// Whether the end was reached once.
  var isFinished = false
  /// Whether it was said that the progress cannot be kept.
  var cannotSave = false
  /// What was done with each task, by id.
  package internal(set) var record = LessonRecord()
  /// The session as it was before the lesson was loaded.
  let outside: State
  /// The state and the lesson's place before free play began; nil outside of it.
  var playing: State?

  init(_ lesson: Lesson, state: inout State, outside: State, now: Double) {
    self.lesson = lesson
    lastSeen = now
    stops = OpenLesson.stops(of: lesson)
    streams = lesson.streams
    if let first = stops.first { state.begin(streams[first]) }
    before = [state]
    self.outside = outside
  }

  /// Opens a lesson at one of its stops, in the state that is there.
  init(_ lesson: Lesson, at position: Int, in state: State, now: Double) {
    var state = state
    self.init(lesson, state: &state, outside: state, now: now)
    self.position = position
    if let stream { state.begin(stream) }
    before = Array(repeating: state, count: position + 1)
  }

  /// The steps of a lesson that one stops at.
  static func stops(of lesson: Lesson) -> [Int] {
    lesson.steps.indices.filter { index in
      switch lesson.steps[index] {
      case .prose, .note: false
      case .cell, .exercise, .task: true
      }
    }
  }

  /// Counts the time since something was last typed as work; a pause is none.
  mutating func work(until now: Double) {
    worked += Swift.min(Swift.max(now - lastSeen, 0), OpenLesson.longestThought)
    lastSeen = now
  }

  /// The longest time between two inputs that counts as work, in seconds.
  private static let longestThought = 600.0

  /// Takes over what was done with the tasks at a later moment: it stays done, wherever one goes.
  mutating func keepDone(of later: OpenLesson) {
    record = later.record
    isFinished = later.isFinished
    cannotSave = later.cannotSave
    kept = later.kept
  }

  /// Takes a translation in place of the lesson; false when it has not the same tasks.
  mutating func replace(by translation: Lesson) -> Bool {
    let other = OpenLesson.stops(of: translation)
    guard translation.id == lesson.id,
      other.map({ translation.steps[$0].id }) == stops.map({ lesson.steps[$0].id })
    else { return false }
    lesson = translation
    stops = other
    streams = translation.streams
    judge = nil
    return true
  }

  /// The ids of the tasks with points that have no accepted answer.
  var unanswered: [String] {
    stops.map { lesson.steps[$0] }.filter { $0.points > 0 }.compactMap(\.id)
      .filter { record.entries[$0]?.answer == nil }
  }

  /// What a task is called where several are listed: an exercise by its number and id, as it stands above it, any other
  /// by its kind and id.
  func title(ofTask id: String) -> Phrase? {
    guard let position = stops.firstIndex(where: { lesson.steps[$0].id == id }) else { return nil }
    switch lesson.steps[stops[position]] {
    case .exercise: return Message(.exerciseNamed, String(exerciseNumber(at: position)), id).phrase
    case .task: return lesson.steps[stops[position]].task.map { Message($0.title.key, id).phrase }
    case .prose, .note, .cell: return .verbatim(id)
    }
  }

  /// The step one is at; nil at the end.
  var current: Step? { position < stops.count ? lesson.steps[stops[position]] : nil }

  /// Where the random numbers of the stop one is at begin; nil at the end.
  var stream: StepStream? { position < stops.count ? streams[stops[position]] : nil }

  /// The exercise one is at; nil at any other step.
  package var exercise: Exercise? {
    if case .exercise(let exercise)? = current { return exercise }
    return nil
  }

  /// The last exercise before a stop, with its position.
  func lastExercise(before position: Int) -> (Int, Exercise)? {
    for index in stride(from: Swift.min(position, stops.count) - 1, through: 0, by: -1) {
      if case .exercise(let exercise) = lesson.steps[stops[index]] { return (index, exercise) }
    }
    return nil
  }

  /// The prose between the stop before a position and the stop at it.
  func prose(before position: Int) -> [Prose] {
    let from = position == 0 ? 0 : stops[position - 1] + 1
    let to = position < stops.count ? stops[position] : lesson.steps.count
    guard from <= to else { return [] }
    return lesson.steps[from..<to].compactMap { step in
      if case .prose(let prose) = step { return prose }
      return nil
    }
  }

  /// The number of the exercise at a stop, counted from 1.
  func exerciseNumber(at position: Int) -> Int {
    stops.prefix(position + 1).filter { index in
      if case .exercise = lesson.steps[index] { return true }
      return false
    }.count
  }

  /// The stop that a number from 1, the id of a task, or `ex2` for the second exercise names; nil when there is none.
  func position(named name: String) -> Int? {
    if let number = Int(name) { return stops.indices.contains(number - 1) ? number - 1 : nil }
    return stops.indices.first { position in
      let step = lesson.steps[stops[position]]
      if step.id == name { return true }
      guard case .exercise = step else { return false }
      return name == "ex\(exerciseNumber(at: position))"
    }
  }

  /// `lesson3 2/14›`, in an exercise `lesson3 ex2›`, in free play `lesson3 play›`.
  var prompt: String {
    if playing != nil { return "\(lesson.id) play›" }
    if exercise != nil { return "\(lesson.id) ex\(exerciseNumber(at: position))›" }
    return "\(lesson.id) \(Swift.min(position + 1, stops.count))/\(stops.count)›"
  }
}

/// A lesson that was closed, and the names that are away with it.
struct ClosedLesson {
  let id: String
  let title: String
  let names: Set<String>
  /// Whether it goes on, with what was made in it, when it is loaded again; one that is over begins anew.
  let goesOn: Bool
}

/// What a student has done in a lesson, by the ids of its tasks.
package struct LessonRecord: Equatable, Sendable {
  /// What was done with one task.
  package struct Entry: Equatable, Sendable {
    /// How often an answer was judged.
    package var attempts = 0
    /// How many hints were given.
    package var hints = 0
    /// The answer that was accepted; nil while there is none.
    package var answer: String?
    /// The last answer that was judged and not accepted.
    package var tried: String?
    /// The points of the accepted answer.
    package var points = Points.zero
    /// Whether the task was skipped or its solution taken.
    package var isSkipped = false
    /// The content hash of the task when the answer was accepted.
    package var hash: UInt64 = 0
    /// How long it took, in seconds.
    package var seconds = 0.0
  }

  /// The tasks by id.
  package var entries: [String: Entry] = [:]

  /// Makes an empty record.
  package init() {}
}
