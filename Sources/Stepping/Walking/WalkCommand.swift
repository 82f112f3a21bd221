package import Documents
import Source

/// What a person may ask of something that is walked through step by step.
package enum WalkCommand: Equatable, Sendable {
  /// What a key stands for that needs no more words.
  case key(WalkKey)
  /// What was typed as a prediction.
  case answer(String)
  /// On to the step that completes the gradient of a name.
  case find(String)
  /// To a step by its number.
  case jump(Int)
  /// A whole number alone: a prediction when one is asked for, else a step.
  case number(Int)
  /// The size above which a gradient is remarkable.
  case bound(Double)
  /// Another rate from here on.
  case rate(Double)
  /// How one element of a tensor's gradient comes about; the name may be left out.
  case element(name: String?, [Int])
  /// Another number for a leaf; its own again when there is none.
  case change(String, to: Double?)
  /// Something else.
  case unknown(String)

  /// Reads a key, or a typed line: `b`, `/z`, `:12`, `2 0`, `W[2, 0]`, among the keys that are known here.
  package init(_ text: String, among keys: [WalkKey]) {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let known = keys.filter { $0.argument.isEmpty }
    let exact = known.first { $0.sign == line || $0.words.contains(line) }
    if let key = exact ?? known.first(where: { ([$0.sign] + $0.words).contains(line.lowercased()) }) {
      self = .key(key)
      return
    }
    // `w = 2` alone and `c w = 2` mean the same, also where the leaf itself is called c.
    if keys.contains(.change), line.contains("="),
      let change = WalkCommand.argument(of: .change, in: line).flatMap({ WalkCommand(.change, $0) })
        ?? WalkCommand(.change, line)
    {
      self = change
      return
    }
    for key in keys where !key.argument.isEmpty {
      guard let rest = WalkCommand.argument(of: key, in: line) else { continue }
      if let command = WalkCommand(key, rest) {
        self = command
        return
      }
    }
    if keys.contains(.jump), let number = Int(line), !line.hasPrefix("+"), !line.hasPrefix("-") {
      self = .number(number)
    } else if keys.contains(.element), let place = WalkCommand.element(line) {
      self = place
    } else {
      self = .unknown(line)
    }
  }

  /// What follows a key's sign, or one of its words and a space.
  private static func argument(of key: WalkKey, in line: String) -> String? {
    if !(key.sign.first?.isLetter ?? true), line.hasPrefix(key.sign) {
      return String(line.dropFirst(key.sign.count).drop { $0 == " " })
    }
    for word in [key.sign] + key.words where line.hasPrefix(word + " ") || line.hasPrefix(word + "=") {
      return String(line.dropFirst(word.count).drop { $0 == " " || $0 == "=" })
    }
    return nil
  }

  private init?(_ key: WalkKey, _ argument: String) {
    switch key {
    case .find, .first:
      guard !argument.isEmpty else { return nil }
      if let place = WalkCommand.element(argument) { self = place } else { self = .find(argument) }
    case .jump:
      guard let number = Int(argument) else { return nil }
      self = .jump(number)
    case .bound:
      guard let bound = Double(argument), bound.isFinite, bound >= 0 else { return nil }
      self = .bound(bound)
    case .rate:
      guard let rate = Double(argument), rate.isFinite, rate > 0 else { return nil }
      self = .rate(rate)
    case .change:
      let words = argument.replacing("=", with: " ").split(separator: " ")
      let number = words.count > 1 ? words.last.flatMap { Prediction.number(String($0))?.value } : nil
      let name = (number == nil ? words : words.dropLast()).joined(separator: " ")
      guard let first = name.first, first.isLetter || first == "_", number?.isFinite ?? true else { return nil }
      self = .change(name, to: number)
    default: return nil
    }
  }

  /// `[3, 4]`, `W[3, 4]`, or two numbers and more with spaces between them.
  private static func element(_ line: String) -> WalkCommand? {
    let numbers = line.split(separator: " ")
    if numbers.count > 1, numbers.allSatisfy({ Int($0) != nil }) {
      return .element(name: nil, numbers.compactMap { Int($0) })
    }
    guard line.hasSuffix("]"), let start = line.lastIndex(of: "[") else { return nil }
    let parts = line[line.index(after: start)...].dropLast().split(separator: ",", omittingEmptySubsequences: false)
    let indices = parts.compactMap { Int($0.filter { $0 != " " }) }
    guard indices.count == parts.count else { return nil }
    let name = line[..<start].filter { $0 != " " }
    return .element(name: name.isEmpty ? nil : name, indices)
  }
}

/// What comes of a request.
package struct WalkOutcome {
  /// What to show.
  package var document: Document
  /// What the stage shows of it below the step, which stands there in any case.
  package var aside: Document
  /// Whether it is a remark on the key line: nothing has changed.
  package var isRemark = false
  /// Whether the walk is left.
  package var isFinished = false

  /// Makes an outcome; `aside` is what a stage, which shows the step by itself, has to say besides.
  package init(_ document: Document, aside: Document? = nil, isRemark: Bool = false, isFinished: Bool = false) {
    self.document = document
    self.aside = aside ?? document
    self.isRemark = isRemark
    self.isFinished = isFinished
  }

  /// The outcome of a move to a step, whose document the stage shows by itself, with what else there is to say.
  static func step(_ document: Document, saying words: Document = Document()) -> WalkOutcome {
    var whole = document
    whole.append(words)
    return WalkOutcome(whole, aside: words)
  }

  /// A sentence on the key line.
  static func remark(_ sentence: Phrase) -> WalkOutcome {
    WalkOutcome(StepText.sentence(sentence), isRemark: true)
  }
}

/// Something that is walked through step by step, forwards and back: a value, so that any earlier state can be kept.
package protocol Walk {
  /// The keys that it knows.
  var keys: [WalkKey] { get }
  /// Those that matter at this step, for the key line.
  var keysNow: [WalkKey] { get }
  /// What to show first.
  var opening: Document { get }
  /// The line that names the keys.
  var footer: [Inline] { get }
  /// Whether the next line that is typed is a prediction.
  var expectsAnswer: Bool { get }
  /// The steps taken so far in words, for whoever left the stage; empty when they were shown one below the other.
  var record: Document { get }
  /// Whether the walk is kept in place, with its picture above: then no key has to ask for it.
  var isInPlace: Bool { get set }
  /// What a window that is tall enough shows while the walk is kept in place.
  func stage(columns: Int, rows: Int) -> Stage
  /// Does what was asked for.
  mutating func handle(_ command: WalkCommand) -> WalkOutcome
}

extension Walk {
  /// The line that names the keys.
  package var footer: [Inline] {
    [.text(Phrase.joined(keysNow.map { "\($0.example) \($0.hint)" }, separator: " · "), .dim)]
  }

  /// The same line where there is more to see than fits.
  package func keyLine(isPaged: Bool) -> [Inline] {
    isPaged ? [.text("\(WalkKey.more.sign) \(WalkKey.more.hint) · ", .dim)] + footer : footer
  }

  /// Does what a key, or a typed line, asks for.
  package mutating func handle(text: String) -> WalkOutcome { handle(WalkCommand(text, among: keys)) }

  /// The list of the keys; those that belong together share a line, so that the list fits the smallest stage.
  package var help: Document {
    let rows = keys.compactMap { key -> [[Inline]]? in
      if WalkKey.together.contains(where: { $0.second == key && keys.contains($0.first) }) { return nil }
      let other = WalkKey.together.first { $0.first == key && keys.contains($0.second) }?.second
      let both = [key] + (other.map { [$0] } ?? [])
      return [
        [.text(Phrase.joined(both.map(\.example), separator: " "), .command)],
        [.text(Phrase.joined(both.map(meaning(of:)), separator: " · "))],
      ]
    }
    return Document([.indented([.columns(Columns(rows))])])
  }

  /// What a key does here: a number is a step's unless it may be a prediction.
  private func meaning(of key: WalkKey) -> Phrase {
    key == .jump && !keys.contains(.predict) ? "to step 12; 12 alone too" : key.meaning
  }

  /// What is said about a key that is none.
  package func unknown(_ text: String) -> WalkOutcome {
    if let key = keys.first(where: { !$0.argument.isEmpty && ([$0.sign] + $0.words).contains(text) }) {
      return .remark("\(text) needs more: \(key.example)")
    }
    if text.split(separator: " ").count > 1, text.allSatisfy({ $0.isLetter || " ?'’.,".contains($0) }) {
      return .remark("keys act at once here: q leaves, and then \(text) can be asked")
    }
    return .remark("\(text) is not one of the keys here: ? lists them")
  }
}
