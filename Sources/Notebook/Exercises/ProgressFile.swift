import Lessons

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

  /// Nothing done yet.
  package init(lesson: String) { self.lesson = lesson }

  /// The file's text.
  package var text: String {
    var lines = ["learnnn progress 1", "lesson \(lesson)", "at \(after ?? "-") \(distance)"]
    if isFinished { lines.append("finished") }
    for (id, entry) in record.entries.sorted(by: { $0.key < $1.key }) {
      var line = "task \(id) points=\(entry.points) attempts=\(entry.attempts) hints=\(entry.hints)"
      line += " seconds=\(Int(Swift.min(entry.seconds, 1e9))) hash=\(String(entry.hash, radix: 16))"
      if entry.isSkipped { line += " skipped" }
      lines.append(line)
      if let answer = entry.answer { lines.append("answer " + ProgressFile.escaped(answer)) }
    }
    lines.append("end")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Reads a file's text; nil when it is damaged.
  package init?(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: true).map {
      $0.last == "\r" ? $0.dropLast() : $0
    }
    guard lines.first == "learnnn progress 1", lines.last == "end", lines.count >= 4 else { return nil }
    guard let lesson = ProgressFile.rest(of: lines[1], after: "lesson ") else { return nil }
    self.init(lesson: String(lesson))
    var current: String?
    for line in lines[2..<(lines.count - 1)] {
      if let place = ProgressFile.rest(of: line, after: "at ") {
        let words = place.split(separator: " ")
        guard words.count == 2, let distance = Int(words[1]), distance >= 0 else { return nil }
        after = words[0] == "-" ? nil : String(words[0])
        self.distance = distance
      } else if line == "finished" {
        isFinished = true
      } else if let task = ProgressFile.rest(of: line, after: "task ") {
        let words = task.split(separator: " ")
        guard let id = words.first, let entry = ProgressFile.entry(words.dropFirst()) else { return nil }
        record.entries[String(id)] = entry
        current = String(id)
      } else if let answer = ProgressFile.rest(of: line, after: "answer "), let current {
        guard let answer = ProgressFile.unescaped(answer) else { return nil }
        record.entries[current]?.answer = answer
      } else if !line.hasPrefix("#") {
        return nil
      }
    }
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
      guard let number = Int(parts[1]), number >= 0 else { return nil }
      switch parts[0] {
      case "points": entry.points = number
      case "attempts": entry.attempts = number
      case "hints": entry.hints = number
      case "seconds": entry.seconds = Double(number)
      // A later version may know more.
      default: break
      }
    }
    return entry
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

  private static func unescaped(_ text: Substring) -> String? {
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
