import Formats
import Lessons
import Notebook
import Source

/// A student's answers as one readable file, which is a lesson file too.
///
/// Facts stand in a listing `submission`. Every answer is the block after a comment `<!-- answer ID attempts=… -->`, and
/// the last line holds the SHA-256 of everything before it.
struct Submission: Equatable {
  /// An answer, with the student's own record of how it came about.
  struct Answer: Equatable {
    var text: String
    var attempts = 0
    var hints = 0
    var seconds = 0
  }

  /// What the receipt says about the file.
  enum Receipt: Equatable {
    /// It is as it was written.
    case valid(String)
    /// It was changed afterwards.
    case broken
    case missing
  }

  /// Why a file is no submission.
  struct Refusal: Error, Equatable {
    let reason: Phrase
  }

  var lesson = ""
  var content = ""
  var student = ""
  /// The id whose numbers `choose` gave; empty when nobody said.
  var id = ""
  var written = ""
  var answers: [String: Answer] = [:]
  var receipt = Receipt.missing
  /// The notebook that it is, where it is one.
  var notebook: Notebook?

  /// What a notebook was exported from, so that the numbers in its answers can be read.
  enum Notebook: Equatable { case ofLesson, ofHandout }
  /// The whole hash of a valid receipt, or the origin of a notebook, and what the key of a hand-out made of it.
  var (hash, proof) = ("", "")
  /// Answers that were left out, with the reason.
  var remarks: [Phrase] = []

  static let byteLimit = 4_000_000
  static let answerLimit = 65_536
  static let countLimit = 1_000

  init() {}

  /// Reads a file.
  init(_ bytes: [UInt8]) throws(Refusal) {
    guard !bytes.isEmpty else { throw Refusal(reason: "the file is empty") }
    guard bytes.count <= Submission.byteLimit else {
      throw Refusal(reason: "the file has \(bytes.count) bytes, and a submission at most \(Submission.byteLimit)")
    }
    // Editors of other systems write other bytes for the same characters.
    let encoding = TextEncoding(guessing: bytes)
    let isWide = encoding == .utf16LittleEndian || encoding == .utf16BigEndian
    guard isWide || !bytes.contains(0), let (plain, reading) = encoding.read(bytes), !plain.contains(0) else {
      throw Refusal(reason: "the file is not text")
    }
    let text = String(decoding: plain, as: UTF8.self)
    switch reading {
    case .encoding(let encoding): remarks.append("the file is in \(encoding.spokenName)")
    case .replaced(let count, let line):
      remarks.append(
        count == 1
          ? "1 byte belongs to no character and became � on line \(line)"
          : "\(count) times bytes belong to no character and became �, first on line \(line)")
    default: break
    }
    if let notebook = Submission(notebook: text) {
      let read = remarks
      self = notebook
      remarks = read
      return
    }
    let bytes = plain
    let lines = Submission.lines(of: text)
    var reader = SubmissionReader(lines: lines)
    reader.read(into: &self)
    guard !lesson.isEmpty else {
      throw Refusal(reason: "the file is no submission: it does not say which lesson it answers")
    }
    receipt = readReceipt(of: bytes)
  }

  /// Whether it was written with the hand-out that has a key, and not changed since.
  func isKeyed(with key: String) -> Bool {
    !key.isEmpty && !proof.isEmpty && proof == HandoutKey.proof(of: hash, key: key)
  }

  /// The lines, without carriage returns at their ends.
  private static func lines(of text: String) -> [String] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      String(Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line))
    }
  }

  private static let mark = Array("<!-- receipt sha256:".utf8)

  /// The last line of a file that has these bytes; the key of a student's own hand-out proves whose it is.
  static func receiptLine(for bytes: [UInt8], key: String? = nil) -> String {
    let hash = SHA256.hexadecimal(bytes)
    return "<!-- receipt sha256:\(hash)\(key.map { " key:" + HandoutKey.proof(of: hash, key: $0) } ?? "") -->\n"
  }

  private mutating func readReceipt(of bytes: [UInt8]) -> Receipt {
    let mark = Submission.mark
    let start = Swift.max(0, bytes.count - 300)
    var place = bytes.count - mark.count
    while place >= start, !bytes[place...].starts(with: mark) { place -= 1 }
    guard place >= start, place >= 0 else { return .missing }
    // A file that was sent through Windows has other line ends; they are no change.
    let plain = bytes[..<place].filter { $0 != UInt8(ascii: "\r") }
    let hash = SHA256.hexadecimal(Array(plain))
    let rest = bytes[(place + mark.count)...]
    guard rest.starts(with: hash.utf8) else { return .broken }
    let words = String(decoding: rest.dropFirst(hash.utf8.count), as: UTF8.self).split(separator: " ")
    self.hash = hash
    proof = words.first.flatMap { $0.hasPrefix("key:") ? String($0.dropFirst(4)) : nil } ?? ""
    return .valid(String(hash.prefix(16)))
  }
}

/// Reads the lines of a submission.
private struct SubmissionReader {
  let lines: [String]
  private var index = 0
  private var hasFacts = false

  init(lines: [String]) { self.lines = lines }

  mutating func read(into submission: inout Submission) {
    while index < lines.count {
      let line = lines[index]
      index += 1
      if let fence = SubmissionReader.fence(line) {
        let content = block(fence.mark)
        if fence.info == "submission", !hasFacts {
          hasFacts = true
          facts(content, into: &submission)
        }
      } else if let words = SubmissionReader.answerMark(line) {
        answer(words, into: &submission)
      }
    }
  }

  /// The lines of a block up to its closing fence.
  private mutating func block(_ mark: String) -> [String] {
    var content: [String] = []
    while index < lines.count {
      let line = lines[index]
      index += 1
      if let end = SubmissionReader.fence(line), end.info.isEmpty, end.mark.hasPrefix(mark) { break }
      content.append(line)
    }
    return content
  }

  private mutating func answer(_ words: [Substring], into submission: inout Submission) {
    guard let id = words.first.map(String.init), LessonCatalogue.isID(id) else { return }
    while index < lines.count, lines[index].allSatisfy({ $0 == " " }) { index += 1 }
    guard index < lines.count, let fence = SubmissionReader.fence(lines[index]) else { return }
    index += 1
    let text = block(fence.mark).joined(separator: "\n")
    guard submission.answers.count < Submission.countLimit else {
      let remark: Phrase = "it has more than \(Submission.countLimit) answers; the rest was not read"
      if submission.remarks.last != remark { submission.remarks.append(remark) }
      return
    }
    guard text.utf8.count <= Submission.answerLimit else {
      submission.remarks.append("the answer to \(id) has more than \(Submission.answerLimit) bytes and was not read")
      return
    }
    if submission.answers[id] != nil { submission.remarks.append("\(id) is answered twice; the last answer counts") }
    var answer = Submission.Answer(text: text)
    for word in words.dropFirst() {
      let parts = word.split(separator: "=")
      guard parts.count == 2, let number = Int(parts[1]), (0...1_000_000_000).contains(number) else { continue }
      switch parts[0] {
      case "attempts": answer.attempts = number
      case "hints": answer.hints = number
      case "seconds": answer.seconds = number
      default: break
      }
    }
    submission.answers[id] = answer
  }

  private func facts(_ content: [String], into submission: inout Submission) {
    for line in content.prefix(50) {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = String(line[line.index(after: colon)...].drop { $0 == " " }.prefix(200))
      switch line[..<colon] {
      case "lesson": submission.lesson = value
      case "content": submission.content = value
      case "student": submission.student = value
      case "id": submission.id = value
      case "written": submission.written = value
      default: break
      }
    }
  }

  private static func fence(_ line: String) -> (mark: String, info: String)? {
    let mark = line.prefix { $0 == "`" }
    guard mark.count >= 3 else { return nil }
    return (String(mark), String(line[mark.endIndex...].reversed().drop { $0 == " " }.reversed()))
  }

  private static func answerMark(_ line: String) -> [Substring]? {
    guard line.hasPrefix("<!-- answer "), line.hasSuffix("-->") else { return nil }
    return line.dropFirst(12).dropLast(3).split(separator: " ")
  }
}
