import Documents
import Lessons
import Phrasebook
import Source

/// Where the lessons speak of something, for whoever asks in words of their own.
extension Session {
  /// A sentence of a lesson, and the step that it stands before.
  struct Passage {
    let lesson: String
    let step: Int
    let sentence: String
  }

  /// `:find WORDS`: the sentences of the lessons that hold all words, those of the open lesson first.
  func find(_ input: CommandInput) throws(Diagnostic) {
    let words = SearchedWords(input.text)
    guard !words.isEmpty else {
      throw input.failure(.missingArgument, ":find needs a word", help: "for example :find parabola")
    }
    let found = nearestFirst(passages(with: words, in: lessonTexts))
    guard !found.isEmpty else {
      throw input.failure(
        .unknownName, "no lesson speaks of \(input.text)", help: ":help concepts lists the ideas that are explained")
    }
    input.show(
      .columns(
        Columns(
          found.prefix(Session.shownPassages).map { passage in
            [[.text(passage.lesson, .command)], [.text(String(passage.step), .number)], [.text(passage.sentence)]]
          }, alignments: [.left, .right, .left])))
    let rest = found.count - Session.shownPassages
    if rest > 0 { input.show(.lines([[.text("and \(rest) more", .dim)]])) }
    let way: Phrase =
      found.first?.lesson == lesson?.lesson.id
      ? ":goto \(found[0].step) goes to the first of them" : ":load \(found[0].lesson) opens the first of them"
    input.show(.lines([[.text(way, .dim)]]))
  }

  private static let shownPassages = 8

  /// The passages, those of the open lesson with what was read last before what is still to come.
  func nearestFirst(_ passages: [Passage]) -> [Passage] {
    guard let lesson else { return passages }
    let here = lesson.position + 1
    let own = passages.filter { $0.lesson == lesson.lesson.id }
    let (read, later) = (own.filter { $0.step <= here }, own.filter { $0.step > here })
    return read.sorted { $0.step > $1.step } + later + passages.filter { $0.lesson != lesson.lesson.id }
  }

  /// The words of a sentence that hardly any sentence of the lessons has, and those few do: what it is about.
  func rareWords(of words: [String]) -> String? {
    let texts = lessonTexts
    let found = words.filter { $0.count > 3 || !$0.allSatisfy(\.isASCII) }.compactMap { word -> (String, Int)? in
      let searched = SearchedWords(word)
      // Only a word that few lessons have is worth a look at their sentences.
      guard (1...4).contains(texts.count { searched.mayStand(in: $0.text) }) else { return nil }
      let count = passages(with: searched, in: texts).count
      return (1...12).contains(count) ? (word, count) : nil
    }
    return found.min { $0.1 < $1.1 }?.0
  }

  /// The sentence of the lessons that has most of what a question is about, by the words that few sentences have; nil
  /// where none has two of them and more than half of their weight.
  ///
  /// A word weighs the logarithm of how seldom it is, as in the ranking by tf-idf. `ideas` are explained anyway: one of
  /// the words that the sentence has is another.
  func passage(about words: [String], besides ideas: [String] = []) -> Passage? {
    let stems = Set(words.filter { $0.count > 2 }.map { SearchedWords.stem(of: $0.lowercased()) })
    let known = Set(ideas.flatMap { $0.lowercased().split(separator: " ") }.map { SearchedWords.stem(of: String($0)) })
    guard stems.count > 1, !stems.isSubset(of: known) else { return nil }
    let mayHold = lessonTexts.filter { text in stems.count { text.text.contains($0) } > 1 }
    let all = passages(with: SearchedWords(""), in: mayHold)
    guard !all.isEmpty else { return nil }
    let forms = all.map { passage in
      Set(passage.sentence.lowercased().split { !$0.isLetter && $0 != "-" }.map { SearchedWords.stem(of: String($0)) })
    }
    var weights: [String: Double] = [:]
    for stem in stems {
      let count = forms.count { $0.contains(stem) }
      weights[stem] = Rarity.weight(of: count, among: forms.count)
    }
    let whole = weights.values.reduce(0, +)
    let best = zip(all, forms).map { passage, words -> (passage: Passage, weight: Double, hits: Int) in
      let hits = stems.filter(words.contains)
      // Of two the shorter one says it.
      let weight = hits.reduce(0) { $0 + (weights[$1] ?? 0) }
      return (passage, weight - Double(words.count) / 1000, known.isSuperset(of: hits) ? 0 : hits.count)
    }.max { $0.weight < $1.weight }
    let share = ideas.isEmpty ? 0.55 : 0.75
    guard let best, best.hits > 1, best.weight > share * whole, best.passage.sentence.count < 300 else { return nil }
    return best.passage
  }

  /// Whether the lessons speak of a word at all.
  func isMentioned(_ word: String) -> Bool {
    let searched = SearchedWords(word)
    guard !searched.isEmpty else { return false }
    // Three lessons are enough to look at; to read them all would take long.
    return !passages(with: searched, in: Array(lessonTexts.filter { searched.mayStand(in: $0.text) }.prefix(3))).isEmpty
  }

  /// The lessons in the language of the session, each as it is written and in small letters.
  var lessonTexts: [(path: String, bytes: [UInt8], text: String)] {
    let entries = LessonCatalogue.entries(in: world.lessonDirectories, world.files)
    return LessonCatalogue.translated(entries, into: language).compactMap { entry in
      guard let bytes = try? world.files.read(entry.path) else { return nil }
      return (entry.path, bytes, String(decoding: bytes, as: UTF8.self).lowercased())
    }
  }

  func passages(
    with words: SearchedWords, in texts: [(path: String, bytes: [UInt8], text: String)]
  ) -> [Passage] {
    let others = texts.filter { words.mayStand(in: $0.text) }.compactMap { text -> Lesson? in
      let parsed = Lesson.parse(text.bytes, name: text.path)
      return parsed.diagnostics.contains { $0.severity == .error } ? nil : parsed.lesson
    }
    let open = lesson.map { [$0.lesson] } ?? []
    return (open + others.filter { $0.id != lesson?.lesson.id }).flatMap { Session.passages(of: $0, with: words) }
  }

  private static func passages(of lesson: Lesson, with words: SearchedWords) -> [Passage] {
    var (found, step) = ([Passage](), 1)
    // What stands behind the last step is shown with it.
    let last = OpenLesson.stops(of: lesson).count
    for part in lesson.steps {
      switch part {
      case .prose(let prose):
        found += Markdown.parse(prose.text.text).flatMap(\.sentences).filter(words.stand).map {
          Passage(lesson: lesson.id, step: Swift.min(step, Swift.max(last, 1)), sentence: $0)
        }
      case .note: continue
      case .cell, .exercise, .task: step += 1
      }
    }
    return found
  }
}

/// Words that are looked for in texts, in any of their forms: `parabola` also finds `parabolas`.
struct SearchedWords {
  private let stems: [String]

  init(_ text: String) {
    stems = text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map { word in
      word.count > 3 && word.hasSuffix("s") ? String(word.dropLast()) : String(word)
    }
  }

  var isEmpty: Bool { stems.isEmpty }

  /// A word without its commonest endings, so that `training` and `trained` are one.
  static func stem(of word: String) -> String {
    for ending in ["ing", "ed", "es", "s", "ly"] where word.count > ending.count + 3 && word.hasSuffix(ending) {
      return String(word.dropLast(ending.count))
    }
    return word
  }

  /// Whether a text in small letters can hold them, by a look at its letters.
  func mayStand(in text: String) -> Bool { stems.allSatisfy { text.contains($0) } }

  /// Whether all of them stand in a sentence.
  ///
  /// Chinese has no spaces between its words.
  func stand(in sentence: String) -> Bool {
    let small = sentence.lowercased()
    let words = small.split { !$0.isLetter && !$0.isNumber && $0 != "-" }
    return stems.allSatisfy { stem in
      stem.allSatisfy(\.isASCII)
        ? words.contains { $0.hasPrefix(stem) && $0.count <= stem.count + 2 } : small.contains(stem)
    }
  }
}

/// How much a word says by how seldom it is.
private enum Rarity {
  /// The logarithm to base 2 of how many times more sentences there are than those that have it, to whole numbers; a word
  /// that none has weighs as one that a single sentence has.
  static func weight(of count: Int, among total: Int) -> Double {
    let share = total / Swift.max(count, 1)
    return share > 1 ? Double(Int.bitWidth - 1 - share.leadingZeroBitCount) : 0
  }
}

extension Documents.Block {
  /// What is read as running text, sentence by sentence.
  fileprivate var sentences: [String] {
    switch self {
    case .heading(_, let words), .paragraph(let words): Self.sentences(of: words.plainText)
    case .list(let list): list.items.flatMap { $0.flatMap(\.sentences) }
    case .quote(let blocks), .indented(let blocks), .callout(_, _, let blocks): blocks.flatMap(\.sentences)
    default: []
    }
  }

  private static func sentences(of text: String) -> [String] {
    var sentences: [String] = []
    var sentence = ""
    var isOver = false
    for (character, next) in zip(text, Array(text.dropFirst()).map(Optional.some) + [nil]) {
      sentence.append(character == "\n" ? " " : character)
      // A quotation or a parenthesis that closes behind the stop belongs to its sentence.
      let closes = "）」』”’".contains(character) && isOver
      isOver = closes || "。？！".contains(character) || ".?!".contains(character) && next?.isWhitespace ?? true
      guard isOver && !(next.map { "）」』”’".contains($0) } ?? false) || next == nil else { continue }
      sentences.append(sentence.trimmingSpaces)
      sentence = ""
    }
    return sentences.filter { !$0.isEmpty }
  }
}
