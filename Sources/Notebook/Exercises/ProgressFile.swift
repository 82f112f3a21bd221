package import Lessons
import Source

/// What is kept about one lesson, as a small text file.
///
/// ```
/// learnnn progress 1
/// lesson lesson3
/// at chain 2
/// task chain points=2 attempts=3 hints=1 seconds=41 hash=9ae16a3b2f90404f
/// answer db = dL_da * da_dz
/// end
/// ```
///
/// A task that has no right answer yet has its last wrong one in a line `tried a = 3`.
///
/// A line `typed chain 1 n = 3` is one that was typed at the first stop after `chain` and is no part of an answer yet.
/// `at chain 2` is the second stop after the task `chain` (`at - 2`: after the beginning), so that a lesson may grow
/// elsewhere. `finished` stands after the lesson has been gone through. In an answer `\n`, `\r` and `\\` stand for a
/// line end and a backslash. A task that was skipped ends in `skipped`. `end` tells that the file is whole.
package struct ProgressFile: Equatable, Sendable {
  /// The lesson's id.
  package var lesson: String
  /// The id of the task after which one is; nil for the beginning.
  package var after: String?
  /// How many stops after it.
  package var distance = 0
  /// Whether the end of the lesson was reached once.
  package var isFinished = false
  /// What was done with each task.
  package var record = LessonRecord()
  /// What else was typed, by the stop it was typed at: names of one's own, and answers that are not whole yet.
  package var typed: [TypedLine] = []

  /// A line that was typed at a stop.
  package struct TypedLine: Equatable, Sendable {
    /// The task before the stop; nil for the beginning.
    package var after: String?
    /// How many stops after it.
    package var distance: Int
    /// The line.
    package var text: String
  }

  /// Nothing done yet.
  package init(lesson: String) { self.lesson = lesson }

  /// The file's text.
  package var text: String {
    var lines = ["learnnn progress 1", "lesson \(lesson)", "at \(after ?? "-") \(distance)"]
    if isFinished { lines.append("finished") }
    for (id, entry) in record.entries.sorted(by: { $0.key < $1.key }) {
      var line = "task \(id) points=\(entry.points.text) attempts=\(entry.attempts) hints=\(entry.hints)"
      line += " seconds=\(Int(Swift.min(entry.seconds, 1e9))) hash=\(String(entry.hash, radix: 16))"
      if entry.isSkipped { line += " skipped" }
      lines.append(line)
      if let answer = entry.answer { lines.append("answer " + ProgressFile.escaped(answer)) }
      if let tried = entry.tried, entry.answer == nil { lines.append("tried " + ProgressFile.escaped(tried)) }
    }
    for line in typed {
      lines.append("typed \(line.after ?? "-") \(line.distance) \(ProgressFile.escaped(line.text))")
    }
    lines.append("end")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Reads a file's text; nil when it is damaged.
  package init?(_ text: String) {
    let lines = ProgressFile.lines(of: text)
    guard lines.first == "learnnn progress 1", lines.last == "end", lines.count >= 4,
      let lesson = ProgressFile.rest(of: lines[1], after: "lesson ")
    else { return nil }
    self.init(lesson: String(lesson))
    var task: String?
    guard read(lines[2..<(lines.count - 1)], answersTo: &task) else { return nil }
  }

  /// What can still be read of a damaged file of a lesson: every line that is whole by itself.
  ///
  /// The last line may be cut in two: an answer there has to be judged again.
  package init(salvaging text: String, lesson: String) {
    self.init(lesson: lesson)
    let lines = ProgressFile.lines(of: text)
    var task: String?
    for line in lines.dropLast() { _ = read([line], answersTo: &task) }
    guard let last = lines.last, last.hasPrefix("answer "), read([last], answersTo: &task), let task else { return }
    record.entries[task]?.hash = 0
  }

  /// Whether a file was written in another form than this version reads.
  package static func isOtherVersion(_ text: String) -> Bool {
    let first = lines(of: text).first ?? ""
    return first.hasPrefix("learnnn progress ") && first != "learnnn progress 1"
  }

  private static func lines(of text: String) -> [Substring] {
    text.split { $0 == "\n" || $0 == "\r\n" }
  }

  /// Reads lines; false when one of them says nothing that is known.
  ///
  /// `task` is the one that was read last: an answer belongs to it.
  private mutating func read(_ lines: ArraySlice<Substring>, answersTo task: inout String?) -> Bool {
    for line in lines {
      if let place = ProgressFile.rest(of: line, after: "at ") {
        guard let (after, distance, rest) = ProgressFile.place(place), rest.isEmpty else { return false }
        (self.after, self.distance) = (after, distance)
      } else if line == "finished" {
        isFinished = true
      } else if let words = ProgressFile.rest(of: line, after: "task ")?.split(separator: " ") {
        guard let id = words.first, let entry = ProgressFile.entry(words.dropFirst()) else { return false }
        record.entries[String(id)] = entry
        task = String(id)
      } else if let answer = ProgressFile.rest(of: line, after: "answer ") {
        guard let task, let answer = ProgressFile.unescaped(answer) else { return false }
        record.entries[task]?.answer = answer
      } else if let tried = ProgressFile.rest(of: line, after: "tried ") {
        guard let task, let tried = ProgressFile.unescaped(tried) else { return false }
        record.entries[task]?.tried = tried
      } else if let line = ProgressFile.rest(of: line, after: "typed ") {
        guard let (after, distance, rest) = ProgressFile.place(line), let text = ProgressFile.unescaped(rest) else {
          return false
        }
        typed.append(TypedLine(after: after, distance: distance, text: text))
      } else if !line.hasPrefix("#") {
        return false
      }
    }
    return true
  }

  /// A stop: the task before it, how many stops after that, and the rest of the line.
  private static func place(_ text: Substring) -> (after: String?, distance: Int, rest: Substring)? {
    let words = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count >= 2, let distance = Int(words[1]), distance >= 0 else { return nil }
    return (words[0] == "-" ? nil : String(words[0]), distance, words.count > 2 ? words[2] : "")
  }

  private static func entry(_ words: ArraySlice<Substring>) -> LessonRecord.Entry? {
    var entry = LessonRecord.Entry()
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1)
      if word == "skipped" {
        entry.isSkipped = true
        continue
      }
      guard parts.count == 2 else { return nil }
      if parts[0] == "hash" {
        guard let hash = UInt64(parts[1], radix: 16) else { return nil }
        entry.hash = hash
        continue
      }
      if parts[0] == "points" {
        guard let points = Points(parts[1]), points >= .zero else { return nil }
        entry.points = points
        continue
      }
      // No count that is true is larger, and sums of these cannot overflow.
      guard let number = Int(parts[1]).map({ Swift.min($0, 1_000_000_000) }), number >= 0 else { return nil }
      switch parts[0] {
      case "attempts": entry.attempts = number
      case "hints": entry.hints = number
      case "seconds": entry.seconds = Double(number)
      // A later version may know more.
      default: break
      }
    }
    return entry
  }

  /// Takes over what was done in tasks of a lesson while they stood in another one, and gives their names.
  ///
  /// Only where nothing is kept of a task yet, and where its name and its content are still the same.
  package mutating func takeOver(_ earlier: ProgressFile, in lesson: Lesson) -> [String] {
    var taken: [String] = []
    for step in lesson.steps {
      guard let id = step.id, record.entries[id] == nil, let entry = earlier.record.entries[id],
        entry.hash == step.contentHash
      else { continue }
      record.entries[id] = entry
      taken.append(id)
    }
    return taken
  }

  /// Takes over what another window, or an earlier session, has kept since `base` was read: task by task, the better
  /// answer and of equal ones the later; tries, hints and time of both.
  package mutating func merge(_ other: ProgressFile, since base: LessonRecord) {
    isFinished = isFinished || other.isFinished
    for (id, theirs) in other.record.entries {
      guard var mine = record.entries[id] else {
        record.entries[id] = theirs
        continue
      }
      let known = base.entries[id] ?? .init()
      mine.attempts = theirs.attempts + Swift.max(0, mine.attempts - known.attempts)
      mine.hints = Swift.max(mine.hints, theirs.hints)
      mine.seconds = theirs.seconds + Swift.max(0, mine.seconds - known.seconds)
      let isChanged = mine.answer != known.answer || mine.hash != known.hash
      let isBetter =
        mine.answer == nil || (theirs.hash == mine.hash && theirs.points > mine.points) || (!isChanged)
      if theirs.answer != nil, isBetter {
        (mine.answer, mine.points, mine.hash) = (theirs.answer, theirs.points, theirs.hash)
      }
      if mine.tried == nil || mine.tried == known.tried { mine.tried = theirs.tried ?? mine.tried }
      mine.isSkipped = mine.answer == nil && (mine.isSkipped || theirs.isSkipped)
      record.entries[id] = mine
    }
  }

  private static func rest(of line: Substring, after word: String) -> Substring? {
    line.hasPrefix(word) ? line.dropFirst(word.count) : nil
  }

  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\\": result += "\\\\"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  static func unescaped(_ text: Substring) -> String? {
    var result = ""
    var isEscape = false
    for scalar in text.unicodeScalars {
      guard isEscape else {
        if scalar == "\\" { isEscape = true } else { result.unicodeScalars.append(scalar) }
        continue
      }
      isEscape = false
      switch scalar {
      case "n": result += "\n"
      case "r": result += "\r"
      case "\\": result += "\\"
      default: return nil
      }
    }
    return isEscape ? nil : result
  }
}
