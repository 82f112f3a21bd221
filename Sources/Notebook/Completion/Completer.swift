import Datasets
import Evaluation
import Lessons
import Source
import Syntax

/// What could stand at a place of a text, read from the same tables as in the terminal.
package struct Completer {
  /// One way to go on.
  package struct Match: Equatable {
    /// What takes the place of what was typed.
    package var text: String
    /// A few words about it; may be empty.
    package var detail = ""
  }

  /// The ways to go on, and what they replace, in Unicode scalars from the start of the text.
  package struct Found: Equatable {
    /// The first scalar that is replaced.
    package var start: Int
    /// The first that is not any more.
    package var end: Int
    /// The ways, in order.
    package var matches: [Match]
  }

  private var session: Session

  /// Makes one for a session, of which it keeps a copy.
  package init(_ session: Session) { self.session = session }

  /// What may stand at a place, counted in Unicode scalars.
  package mutating func completions(of text: String, at cursor: Int) -> Found {
    let end = Swift.min(Swift.max(cursor, 0), text.unicodeScalars.count)
    let before = String(String.UnicodeScalarView(text.unicodeScalars.prefix(end)))
    let (typed, candidates) = candidates(for: before)
    let start = end - typed.unicodeScalars.count
    return Found(start: start, end: end, matches: candidates.filter { $0.isBegun(by: typed) })
  }

  /// The name that a cursor touches; nil where there is none.
  package static func name(in text: String, at cursor: Int) -> String? {
    let source = SourceText(text)
    let end = Swift.min(Swift.max(cursor, 0), text.unicodeScalars.count)
    let offset = String(String.UnicodeScalarView(text.unicodeScalars.prefix(end))).utf8.count
    let tokens = Lexer.tokens(of: source)
    let touching = tokens.last { token in
      guard case .name = token.kind else { return false }
      return token.span.lower <= offset && token.span.upper >= offset
    }
    if let touching { return source.slice(touching.span) }
    // Inside a call the function is what one wants to know about.
    var depth = 0
    for (index, token) in tokens.enumerated().reversed() where token.span.upper <= offset {
      guard case .symbol(let symbol) = token.kind else { continue }
      if symbol == .closeParen { depth += 1 }
      guard symbol == .openParen else { continue }
      if depth == 0, index > 0, case .name = tokens[index - 1].kind { return source.slice(tokens[index - 1].span) }
      depth = Swift.max(0, depth - 1)
    }
    return nil
  }

  // MARK: What may come

  private mutating func candidates(for before: String) -> (typed: String, [Match]) {
    if let symbol = symbols(before) { return symbol }
    let source = SourceText(before)
    let tokens = Lexer.tokens(of: source).filter { $0.kind != .newline && $0.kind != .end }
    guard let last = tokens.last, last.span.upper == source.count else { return ("", []) }
    let text = source.slice(last.span)
    switch last.kind {
    case .command: return command(text)
    case .name, .keyword:
      let rest = tokens.dropLast()
      if rest.last?.kind == .symbol(.point) { return (text, fields(of: path(rest, source))) }
      return (text, arguments(rest, source) + names(tokens.dropLast(), source))
    case .symbol(.point): return ("", fields(of: path(tokens[...], source)))
    case .symbol(.openParen), .symbol(.comma): return ("", arguments(tokens[...], source))
    case .string:
      guard tokens.count >= 3, text.hasPrefix("\""), !text.dropFirst().contains("\""),
        tokens[tokens.count - 2].kind == .symbol(.openParen), tokens[tokens.count - 3].kind == .name("dataset")
      else { return ("", []) }
      return (String(text.dropFirst()), Completer.datasets)
    default: return ("", [])
    }
  }

  /// `\sigma` becomes `σ`.
  private func symbols(_ before: String) -> (String, [Match])? {
    guard let slash = before.lastIndex(of: "\\") else { return nil }
    let name = before[before.index(after: slash)...]
    guard name.utf8.count <= 16, !name.contains(where: { $0 == " " || $0 == "\n" || $0 == "(" || $0 == "\"" }) else {
      return nil
    }
    let found = InputSymbols.completions(for: String(name)).map { Match(text: $0.symbol, detail: "\\" + $0.name) }
    return found.isEmpty ? nil : ("\\" + name, found)
  }

  private func command(_ line: String) -> (String, [Match]) {
    if line.hasPrefix("?") { return (String(line.dropFirst()), Reference.names.map { Match(text: $0) }) }
    guard let space = line.lastIndex(of: " ") else {
      return (line, Command.all.map { Match(text: ":" + $0.name, detail: $0.summary) }.sorted { $0.text < $1.text })
    }
    let typed = String(line[line.index(after: space)...])
    guard let command = try? Command.find(String(line.dropFirst().prefix { $0 != " " })) else { return (typed, []) }
    switch command.argument {
    case .lesson:
      let entries = LessonCatalogue.entries(in: session.world.lessonDirectories, session.world.files)
      return (typed, entries.map { Match(text: $0.name.short, detail: $0.name.topic) })
    case .name, .expression:
      let names = session.interpreter.boundNames(in: session.state) + Reference.names
      return (typed, names.sorted().map { Match(text: $0) })
    case .dataset: return (typed, Completer.datasets)
    case .setting: return (typed, Setting.all.map { Match(text: $0.name, detail: $0.summary) })
    case .none, .file, .number, .text: return (typed, [])
    }
  }

  private static var datasets: [Match] { DatasetDescription.all.map { Match(text: $0.name, detail: $0.summary) } }

  /// The names that mean something here.
  private mutating func names(_ tokens: ArraySlice<Token>, _ source: SourceText) -> [Match] {
    var names = Set(session.interpreter.boundNames(in: session.state))
    names.formUnion(session.interpreter.library(for: session.state.defaultFloat).names)
    names.formUnion(Keywords.all)
    for token in tokens {
      if case .name = token.kind { names.insert(source.slice(token.span)) }
    }
    return names.sorted().map { Match(text: $0) }
  }

  /// The argument names of the call that is open here.
  private mutating func arguments(_ tokens: ArraySlice<Token>, _ source: SourceText) -> [Match] {
    guard tokens.last?.kind == .symbol(.openParen) || tokens.last?.kind == .symbol(.comma) else { return [] }
    var depth = 0
    for index in tokens.indices.reversed() {
      guard case .symbol(let symbol) = tokens[index].kind else { continue }
      if symbol.isCloser { depth += 1 }
      guard symbol.closer != nil else { continue }
      if depth > 0 {
        depth -= 1
        continue
      }
      guard symbol == .openParen, index > tokens.startIndex, case .name(let name) = tokens[index - 1].kind,
        case .function(let function)? = session.interpreter.value(of: name, in: session.state)
      else { return [] }
      return function.parameters.map { Match(text: $0.name + "=") }
    }
    return []
  }

  /// The names before a dot, outermost first.
  private func path(_ tokens: ArraySlice<Token>, _ source: SourceText) -> [String] {
    var rest = tokens
    var names: [String] = []
    while rest.last?.kind == .symbol(.point) {
      rest.removeLast()
      guard let token = rest.popLast(), case .name(let name) = token.kind else { return [] }
      names.insert(name, at: 0)
    }
    return names
  }

  private mutating func fields(of path: [String]) -> [Match] {
    guard let first = path.first, var value = session.interpreter.value(of: first, in: session.state) else { return [] }
    for name in path.dropFirst() {
      guard let next = Completer.fields(of: value).first(where: { $0.name == name })?.value else { return [] }
      value = next
    }
    switch value {
    case .data, .parameter, .list, .range: return ["T", "dtype", "ndim", "shape", "size"].map { Match(text: $0) }
    default: return Completer.fields(of: value).map { Match(text: $0.name) }
    }
  }

  private static func fields(of value: Value) -> [(name: String, value: Value)] {
    switch value {
    case .record(let record): Array(zip(record.names, record.values)).map { (name: $0.0, value: $0.1) }
    case .function(let function): function.captured
    default: []
    }
  }
}

extension Completer.Match {
  /// Whether it goes on from what was typed; a symbol does from its name.
  func isBegun(by typed: String) -> Bool {
    typed.hasPrefix("\\") ? detail.hasPrefix(typed) : text.hasPrefix(typed)
  }
}
