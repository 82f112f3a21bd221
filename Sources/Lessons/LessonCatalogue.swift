package import Source

/// The lesson files of some directories: finding one by any of its names, and the order to take them in.
package enum LessonCatalogue {
  /// The names that a file name gives a lesson.
  package struct Name: Equatable, Sendable {
    /// `lesson3-backprop`: the file name without language and ending.
    package var stem: String
    /// `zh` for `lesson3-backprop.zh.md`.
    package var language: String?

    /// Reads a file name or a path; nil when it is not a `.md` file.
    package init?(file: String) {
      let name = file.split(separator: "/").last.map(String.init) ?? ""
      guard name.hasSuffix(".md"), !name.hasPrefix(".") else { return nil }
      let parts = name.dropLast(3).split(separator: ".", omittingEmptySubsequences: false)
      stem = parts.first.map(String.init) ?? ""
      if parts.count > 1, let last = parts.last, Name.isLanguage(last) {
        language = String(last)
        stem = parts.dropLast().joined(separator: ".")
      } else {
        stem = parts.joined(separator: ".")
      }
      if stem.isEmpty { return nil }
    }

    /// `lesson3`: what stands before the first hyphen.
    package var short: String { String(stem.prefix { $0 != "-" }) }

    /// `backprop`: what stands after the first hyphen; empty when there is none.
    package var topic: String { String(stem.drop { $0 != "-" }.dropFirst()) }

    fileprivate static func isLanguage(_ text: Substring) -> Bool {
      let main = text.prefix { $0 != "-" && $0 != "_" }.utf8
      return (2...3).contains(main.count) && text.utf8.count <= 12
        && main.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    }
  }

  /// A lesson file that was found.
  package struct Entry: Equatable, Sendable {
    /// Its path.
    package var path: String
    /// Its names.
    package var name: Name
  }

  /// Whether a text may be an id: ASCII letters, digits, `-` and `_`, a letter or digit first, at most 64.
  package static func isID(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= 64, isLetterOrDigit(first) else { return false }
    return text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
  }

  /// The lesson files of the directories in natural order, `lesson2` before `lesson10`; of two of the same name the
  /// one in the earlier directory.
  package static func entries(in directories: [String], _ files: FileAccess) -> [Entry] {
    var seen: Set<String> = []
    var entries: [Entry] = []
    for directory in directories {
      for file in files.list(directory) {
        guard let name = Name(file: file), name.stem != "README", seen.insert(file).inserted else { continue }
        entries.append(Entry(path: directory.hasSuffix("/") ? directory + file : directory + "/" + file, name: name))
      }
    }
    return entries.sorted { isInNaturalOrder($0.name, $1.name) }
  }

  /// Finds a lesson by `lesson3`, `3`, `第3课`, `backprop`, `lesson3-backprop`, the beginning of one of these, or a path.
  ///
  /// `takesBeginnings` says whether the beginning of a name is one too: a word that was not meant as a name may be that.
  /// Of its translations it takes the one in the language asked for (`zh_CN` also finds `zh`), else the original.
  /// - Throws: `no-such-lesson` or `ambiguous-lesson`, each with the names that would do.
  package static func find(
    _ name: String, language: String? = nil, takesBeginnings: Bool = true, in directories: [String],
    _ files: FileAccess, listing: Phrase = ":lessons lists the lessons"
  ) throws(Diagnostic) -> Entry {
    if name.contains("/") || name.hasSuffix(".md") {
      let places = name.hasPrefix("/") ? [name] : [name] + directories.map { "\($0)/\(name)" }
      if let path = places.first(where: files.exists) {
        let parts = Name(file: path) ?? Name(file: path + ".md")
        if let parts { return Entry(path: path, name: parts) }
      }
      throw notFound(name, entries(in: directories, files), directories, listing)
    }
    if let dot = name.lastIndex(of: "."), Name.isLanguage(name[name.index(after: dot)...]) {
      // `lesson3.zh` asks for the translation, whatever the language of the session.
      let suffix = String(name[name.index(after: dot)...])
      let entry = try find(
        String(name[..<dot]), language: suffix, takesBeginnings: takesBeginnings, in: directories, files,
        listing: listing)
      if entry.name.language == suffix { return entry }
      throw notFound(name, entries(in: directories, files), directories, listing)
    }
    let all = entries(in: directories, files)
    let wanted = (ChineseOrdinal.number(in: name) ?? name).lowercased()
    var tests: [(Name) -> Bool] = [
      { $0.stem.lowercased() == wanted },
      { $0.short.lowercased() == wanted || $0.topic.lowercased() == wanted },
      { $0.short.lowercased() == "lesson" + wanted },
    ]
    if takesBeginnings, !wanted.isEmpty {
      tests.append { $0.topic.lowercased().hasPrefix(wanted) || $0.stem.lowercased().hasPrefix(wanted) }
    }
    for test in tests {
      let found = all.filter { test($0.name) }
      let stems = found.reduce(into: [String]()) { if $0.last != $1.name.stem { $0.append($1.name.stem) } }
      if stems.count > 1 { throw ambiguous(name, stems) }
      if let entry = translation(of: found, language) { return entry }
    }
    throw notFound(name, all, directories, listing)
  }

  /// One file for each lesson: its translation into a language where there is one, else the original.
  package static func translated(_ entries: [Entry], into language: String?) -> [Entry] {
    var stems: [String] = []
    for entry in entries where stems.last != entry.name.stem { stems.append(entry.name.stem) }
    return stems.compactMap { stem in translation(of: entries.filter { $0.name.stem == stem }, language) }
  }

  private static func translation(of found: [Entry], _ language: String?) -> Entry? {
    if found.count == 1 { return found.first }
    if let language {
      let main = String(language.prefix { $0 != "_" && $0 != "-" && $0 != "." })
      if let exact = found.first(where: { $0.name.language == language }) { return exact }
      if let near = found.first(where: { $0.name.language == main }) { return near }
    }
    return found.first { $0.name.language == nil } ?? found.first
  }

  /// Compares runs of digits by their value, so that `lesson10` follows `lesson9`; originals before translations.
  private static func isInNaturalOrder(_ left: Name, _ right: Name) -> Bool {
    if left.stem == right.stem { return (left.language ?? "") < (right.language ?? "") }
    return isInNaturalOrder(left.stem, right.stem)
  }

  /// Whether one name comes before another when runs of digits count as numbers.
  static func isInNaturalOrder(_ left: String, _ right: String) -> Bool {
    var (a, b) = (left.utf8[...], right.utf8[...])
    while let first = a.first, let second = b.first {
      if isDigit(first), isDigit(second) {
        let (m, n) = (a.prefix(while: isDigit).drop { $0 == 0x30 }, b.prefix(while: isDigit).drop { $0 == 0x30 })
        if m.count != n.count { return m.count < n.count }
        if !m.elementsEqual(n) { return m.lexicographicallyPrecedes(n) }
        (a, b) = (a.drop(while: isDigit), b.drop(while: isDigit))
      } else if first != second {
        return first < second
      } else {
        (a, b) = (a.dropFirst(), b.dropFirst())
      }
    }
    return a.isEmpty && !b.isEmpty
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func notFound(
    _ name: String, _ all: [Entry], _ directories: [String], _ listing: Phrase
  ) -> Diagnostic {
    let names = all.flatMap { [$0.name.short, $0.name.topic, $0.name.stem] }
    let near = name.utf8.count <= 64 ? Suggestions.closest(to: name, among: names) : nil
    // Another number is no slip of the finger.
    let wanted = ChineseOrdinal.number(in: name) ?? String(name.trimmingPrefix("lesson"))
    let isNumber = wanted.utf8.allSatisfy(isDigit) && !wanted.isEmpty
    let last = isNumber ? all.last { $0.name.short.hasPrefix("lesson") } : nil
    let help: Phrase? =
      if let last { "the last lesson is `\(last.name.short)`" } else { near.map { "did you mean `\($0)`?" } }
    let looked: Phrase = directories.isEmpty ? "nowhere: there is no Lessons directory" : .list(directories)
    return Diagnostic(
      code: .noSuchLesson, "there is no lesson `\(name)`", notes: ["Looked in \(looked)."],
      help: help ?? listing)
  }

  private static func ambiguous(_ name: String, _ stems: [String]) -> Diagnostic {
    let some = Phrase.list(stems.prefix(6))
    return Diagnostic(
      code: .ambiguousLesson, "`\(name)` could be several lessons", notes: ["They are \(some)."],
      help: "write one of them out")
  }
}
