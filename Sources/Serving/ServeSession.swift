import Documents
import Evaluation
import Formats
package import Notebook
import Source
import Syntax

/// A session that answers requests, one JSON object a line: what editors, graders and kernels talk to.
///
/// A request is `{"id":1,"do":"run"|"complete"|"inspect"|"is_complete","text":"…","cursor":0}`; the cursor counts Unicode
/// scalars. It is answered with objects that carry its `id`, closed by `{"type":"done","id":1,"status":…}`.
package struct ServeSession {
  private var session: Session

  /// Opens a session in a world.
  package init(world: World, settings: Settings = Settings()) {
    var settings = settings
    settings.isInteractive = false
    settings.hasCells = true
    session = Session(world: world, settings: settings)
  }

  /// How a request ended.
  private enum Status: String {
    case ok, error, incomplete, interrupted
  }

  /// What a request asks for.
  private enum Action: String, CaseIterable {
    case run, complete, inspect, isComplete = "is_complete"
  }

  /// Answers one line, and hands each line of the answer to `send` as it comes.
  ///
  /// - Returns: False when the session is to end.
  package mutating func answer(_ line: String, send: @escaping (String) -> Void) -> Bool {
    if line.utf8.allSatisfy({ $0 <= 0x20 }) { return true }
    let request: JSONValue
    do throws(FormatError) {
      request = try JSONValue(parsing: line)
    } catch {
      refuse(.null, .badRequest, error.diagnostic(file: "the request").title, send)
      return true
    }
    let id = request["id"] ?? .null
    guard let word = request["do"]?.string, let action = Action(rawValue: word) else {
      let known = Action.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      refuse(id, .badRequest, "`do` must be one of \(known)", send)
      return true
    }
    guard let text = request["text"]?.string else {
      refuse(id, .badRequest, "`text` is missing", send)
      return true
    }
    let reply = ServeReply(id: id, in: session.words, send: send)
    let cursor = request["cursor"]?.int ?? text.unicodeScalars.count
    var wantsMore = true
    let status: Status
    switch action {
    case .run:
      // Only where the front end asked for it may a request write files: its text may come from a notebook of anybody's.
      let author: World.Author = request["write"] == .bool(true) ? .person : .program
      (status, wantsMore) = run(text, by: author, isWhole: request["whole"] == .bool(true), reply)
    case .complete: status = complete(text, at: cursor, reply)
    case .inspect: status = inspect(text, at: cursor, reply)
    case .isComplete:
      let program = Parser.parse(SourceText(text))
      status = program.isUnfinished ? .incomplete : program.hasErrors ? .error : .ok
    }
    reply.done(status.rawValue)
    return wantsMore
  }

  private func refuse(_ id: JSONValue, _ code: ErrorCode, _ title: Phrase, _ send: @escaping (String) -> Void) {
    let reply = ServeReply(id: id, in: session.words, send: send)
    reply.add(.failure(Diagnostic(code: code, title)), digits: nil)
    reply.done(Status.error.rawValue)
  }

  private mutating func run(
    _ text: String, by author: World.Author, isWhole: Bool, _ reply: ServeReply
  ) -> (Status, wantsMore: Bool) {
    var status = Status.ok
    var session = session
    let effects = StackBounds.runOnLargeStack {
      let digits = session.digits
      return session.submit(text, by: author) { shown in
        if case .failure(let diagnostic) = shown { status = diagnostic.code == .interrupted ? .interrupted : .error }
        reply.add(shown, digits: digits, isWhole: isWhole)
      }
    }
    self.session = session
    var wantsMore = true
    for effect in effects {
      switch effect {
      case .quit: wantsMore = false
      case .prefill(let text): reply.send([.init("type", "prefill"), .init("text", .string(text))])
      // Without keys there is nothing to walk with: the steps were shown as a whole.
      case .step, .descend, .replay, .clearScreen: break
      }
    }
    return (status, wantsMore)
  }

  private mutating func complete(_ text: String, at cursor: Int, _ reply: ServeReply) -> Status {
    let found = session.completion(of: text, at: text.bytes(before: cursor))
    let matches = (found?.candidates ?? []).map { match -> JSONValue in
      .object([
        .init("text", .string(match.text)), .init("name", .string(match.name)), .init("detail", .string(match.detail)),
      ])
    }
    reply.send([
      .init("type", "completion"),
      .init("start", .integer(found.map { text.scalars(before: $0.span.lower) } ?? cursor)),
      .init("end", .integer(found.map { text.scalars(before: $0.span.upper) } ?? cursor)),
      .init("matches", .array(matches)),
    ])
    return .ok
  }

  /// Explains the name at the cursor, on a copy of the session.
  private func inspect(_ text: String, at cursor: Int, _ reply: ServeReply) -> Status {
    guard let name = InputPlace.name(in: text, at: text.bytes(before: cursor)) else {
      reply.send([.init("type", "documentation"), .init("found", false)])
      return .ok
    }
    var copy = session
    var page = Document()
    var failed = false
    _ = copy.submit("?" + name) { shown in
      switch shown {
      case .document(let document): page.append(document)
      case .failure: failed = true
      case .event: break
      }
    }
    guard !failed, !page.isEmpty else {
      reply.send([.init("type", "documentation"), .init("found", false)])
      return .ok
    }
    reply.send([
      .init("type", "documentation"), .init("found", true), .init("name", .string(name)),
      .init("text", .string(TerminalRenderer(width: 80, color: .none, words: session.words).render(page))),
      .init("html", .string(HTMLRenderer(headingOffset: 2, words: session.words).render(page))),
    ])
    return .ok
  }
}

extension String {
  /// How many bytes the first scalars take; a number beyond the text means all of them.
  fileprivate func bytes(before scalars: Int) -> Int {
    String(String.UnicodeScalarView(unicodeScalars.prefix(Swift.max(scalars, 0)))).utf8.count
  }

  /// How many scalars begin in the first bytes.
  fileprivate func scalars(before bytes: Int) -> Int {
    String(decoding: utf8.prefix(bytes), as: UTF8.self).unicodeScalars.count
  }
}
