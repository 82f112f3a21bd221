/// What was entered before, oldest first, in memory and, if there is a file, in it.
package struct History {
  /// The entries, each with all of its rows.
  package private(set) var entries: [String] = []

  /// What went wrong with the file.
  var warnings: [Complaint] = []

  private let file: HistoryFile?
  private let limit: Int
  private var hasFailed = false

  /// Creates a history that remembers up to `limit` entries; without a path it forgets them at the end.
  package init(path: String? = nil, limit: Int = 10_000) {
    self.limit = max(limit, 1)
    file = path.map { HistoryFile(path: $0) }
    guard let file else { return }
    let loaded = file.load(limit: self.limit)
    entries = loaded.entries
    if let warning = loaded.warning { warnings.append(warning) }
  }

  /// Remembers an entry, unless it is empty, repeats the last one, or begins with a space.
  package mutating func add(_ text: String) {
    var text = text[...]
    while let last = text.unicodeScalars.last, last == "\n" || last == " " { text.unicodeScalars.removeLast() }
    let entry = String(text)
    if entry.isEmpty || entry.hasPrefix(" ") || entry == entries.last { return }
    entries.append(entry)
    if entries.count > 2 * limit { entries.removeFirst(entries.count - limit) }
    guard let file, !hasFailed, let warning = file.append(entry) else { return }
    hasFailed = true
    warnings.append(warning)
  }

  /// Returns the newest entry of one row that begins with the text and goes on.
  func suggestion(for text: String) -> String? {
    if text.isEmpty { return nil }
    let prefix = Array(text.utf8)
    return entries.last { entry in
      entry.utf8.count > prefix.count && entry.utf8.starts(with: prefix) && !entry.utf8.contains(UInt8(ascii: "\n"))
    }
  }

  /// Returns the index of the newest entry, not newer than `index`, that contains the pattern.
  func index(notAfter index: Int, containing pattern: String) -> Int? {
    let pattern = Array(pattern.unicodeScalars)
    return entries[..<min(index + 1, entries.count)].lastIndex { entry in
      Self.contains(Array(entry.unicodeScalars), pattern)
    }
  }

  private static func contains(_ text: [Unicode.Scalar], _ pattern: [Unicode.Scalar]) -> Bool {
    if pattern.isEmpty { return true }
    if pattern.count > text.count { return false }
    return (0...(text.count - pattern.count)).contains { text[$0...].starts(with: pattern) }
  }
}

/// A walk through the history with Up and Down, which visits only entries that begin like the draft.
struct HistoryWalk {
  /// The text that Down returns to in the end.
  let draft: String

  /// The entry on show, or the number of entries for the draft.
  private(set) var position: Int

  /// The text on show; once the user has changed it the walk is over.
  private(set) var shown: String

  private let prefix: String

  /// Starts at the draft; what stands before the cursor is the prefix.
  init(draft: String, prefix: String, in history: History) {
    self.draft = draft
    self.prefix = prefix
    shown = draft
    position = history.entries.count
  }

  /// Goes to the next older (-1) or newer (1) entry and returns its text, or nil at the end of the walk.
  mutating func move(_ direction: Int, in history: History) -> String? {
    let entries = history.entries
    var next = position + direction
    while entries.indices.contains(next), entries[next] == shown || !Self.begins(entries[next], with: prefix) {
      next += direction
    }
    if next < 0 || next > entries.count || (next == entries.count && position == next) { return nil }
    position = next
    shown = next == entries.count ? draft : entries[next]
    return shown
  }

  /// By scalars: `σ` begins `σ̂`, and a line ends where the user has typed so far.
  private static func begins(_ text: String, with prefix: String) -> Bool {
    text.utf8.starts(with: prefix.utf8)
  }
}
