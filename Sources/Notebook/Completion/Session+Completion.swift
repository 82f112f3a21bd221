import Datasets
package import Evaluation
package import Source
import Syntax

/// What could stand at a place of a text: what Tab, an editor and a Jupyter notebook offer.
package struct Completions: Equatable, Sendable {
  /// One thing that could stand there.
  package struct Candidate: Equatable, Sendable {
    /// What is compared with the typed text and listed: `\sigma`.
    package var name: String
    /// What is put into the text: `σ`.
    package var text: String
    /// A few words beside the name in a list; may be empty.
    package var detail: String

    init(_ name: String, text: String? = nil, detail: String = "") {
      self.name = name
      self.text = text ?? name
      self.detail = detail
    }
  }

  /// The bytes of the text that a candidate replaces.
  package var span: Span
  /// What could stand there, in the order to list them.
  package var candidates: [Candidate]
}

extension Session {
  typealias Candidate = Completions.Candidate

  /// What could stand at the cursor, which counts bytes; nil when there is nothing to offer.
  package mutating func completion(of text: String, at cursor: Int) -> Completions? {
    let place = InputPlace(text, cursor: cursor)
    if let symbols = symbolCompletion(place.before) { return symbols }
    if let command = place.command {
      return commandCompletion(command.text, offset: command.offset)
    }
    return codeCompletion(place)
  }

  /// A function by its name, the user's or a given one.
  package mutating func function(named name: String) -> Function? {
    guard case .function(let function)? = interpreter.value(of: name, in: state) else { return nil }
    return function
  }

  // MARK: Code

  /// Names, fields after a dot, and inside a call the names of its arguments.
  mutating func codeCompletion(_ place: InputPlace, offset: Int = 0) -> Completions? {
    if let string = place.stringCall {
      guard string.function == "dataset" else { return nil }
      let end = place.isBeforeQuote ? "" : "\""
      let names = Session.datasets.map { Candidate($0.name, text: $0.name + end, detail: $0.detail) }
      return offer(names, for: string.typed, at: string.span, offset: offset)
    }
    if place.isInText { return nil }
    let word = place.word
    if let path = place.path {
      return offer(fields(of: path), for: word.text, at: word.span, offset: offset)
    }
    var candidates: [Candidate] = []
    if let call = place.call, call.isAtStart, let function = function(named: call.name) {
      candidates = function.parameters.filter { !call.named.contains($0.name) }.map {
        Candidate($0.name + "=", text: $0.name + "=")
      }
    }
    if !word.text.isEmpty { candidates += names(typed: place, except: word.span) }
    if let found = offer(candidates, for: word.text, at: word.span, offset: offset) { return found }
    // `w0` goes on to `w₀`.
    let key = Spelling.key(of: word.text)
    let alike = key.isEmpty ? [] : candidates.filter { Spelling.key(of: $0.name).hasPrefix(key) }
    return offer(alike, for: "", at: word.span, offset: offset)
  }

  /// The names that mean something here: the user's, those in the line itself, the given ones, the keywords.
  private mutating func names(typed place: InputPlace, except span: Span) -> [Candidate] {
    var names = Set(interpreter.boundNames(in: state))
    names.formUnion(interpreter.library(for: state.defaultFloat).names)
    names.formUnion(Keywords.all)
    for token in place.tokens where token.span != span {
      if case .name = token.kind { names.insert(place.spelling(of: token)) }
    }
    return names.sorted().map { Candidate($0) }
  }

  /// The fields of the value that a path of names leads to.
  private mutating func fields(of path: [String]) -> [Candidate] {
    guard let first = path.first, var value = interpreter.value(of: first, in: state) else { return [] }
    for name in path.dropFirst() {
      guard let next = Session.fields(of: value).first(where: { $0.name == name })?.value else { return [] }
      value = next
    }
    switch value {
    case .data, .parameter, .list, .range:
      return ["T", "dtype", "ndim", "shape", "size"].map { Candidate($0) }
    default: return Session.fields(of: value).map { Candidate($0.name) }
    }
  }

  private static func fields(of value: Value) -> [(name: String, value: Value)] {
    switch value {
    case .record(let record): Array(zip(record.names, record.values)).map { (name: $0.0, value: $0.1) }
    case .function(let function): function.captured
    default: []
    }
  }

  static var datasets: [Candidate] {
    DatasetDescription.all.map { Candidate($0.name, detail: $0.summary) }
  }

  // MARK: Symbols

  /// `\sigma` before the cursor becomes `σ`.
  private func symbolCompletion(_ before: String) -> Completions? {
    let bytes = Array(before.utf8)
    var start = bytes.count
    while start > 0, Session.isInSymbolName(bytes[start - 1]) { start -= 1 }
    guard start > 0, bytes[start - 1] == UInt8(ascii: "\\") else { return nil }
    let prefix = String(decoding: bytes[start...], as: UTF8.self)
    let candidates = InputSymbols.completions(for: prefix).map {
      Candidate("\\" + $0.name, text: $0.symbol, detail: $0.symbol)
    }
    return candidates.isEmpty ? nil : Completions(span: Span(start - 1, bytes.count), candidates: candidates)
  }

  private static func isInSymbolName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "+"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// The candidates that go on from what is typed, in their order.
  func offer(_ candidates: [Candidate], for typed: String, at span: Span, offset: Int = 0) -> Completions? {
    let fitting = candidates.filter { $0.name.utf8.starts(with: typed.utf8) }
    guard !fitting.isEmpty else { return nil }
    return Completions(span: Span(span.lower + offset, span.upper + offset), candidates: fitting)
  }
}
