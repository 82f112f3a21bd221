import Documents
import Evaluation
import Formats
import Notebook
import Source

/// The lines of an answer, each tagged with the request's id.
struct ServeReply {
  private let id: JSONValue
  private let words: Translation
  private let out: (String) -> Void

  init(id: JSONValue, in words: Translation, send: @escaping (String) -> Void) {
    self.id = id
    self.words = words
    out = send
  }

  /// Sends an object; the id stands after its type.
  func send(_ members: [JSONValue.Member]) {
    var members = members
    members.insert(.init("id", id), at: Swift.min(1, members.count))
    out(JSONValue.object(members).compact)
  }

  /// Closes the answer.
  func done(_ status: String) { send([.init("type", "done"), .init("status", .string(status))]) }

  /// Sends something shown, with how a person sees it in `shown`, and pictures as SVG in `svg`.
  func add(_ shown: Shown, digits: Int?, isWhole: Bool = false) {
    if case .document(let document) = shown {
      for part in DocumentParts.split(document) {
        switch part {
        case .text(let text):
          tag(
            EventJSON.line(for: .document(text), in: words),
            [.init("html", .string(HTMLRenderer(headingOffset: 2, words: words).embedded(text)))])
        case .figure(let figure):
          let text = TerminalRenderer(width: 80, color: .none, words: words).render(Document([.figure(figure)]))
          send([
            .init("type", "figure"), .init("name", .null), .init("text", .string(text)),
            .init("svg", .string(SVGText.standalone(figure, words: words))),
          ])
        }
      }
      return
    }
    var extra: [JSONValue.Member] = []
    switch shown {
    case .event(.value(_, .figure(let picture), _, _)):
      extra.append(.init("svg", .string(SVGText.standalone(picture.figure, words: words))))
    case .event(.value), .event(.diagnostic), .failure:
      let page = Presenter(width: 80, digits: digits).document(for: shown)
      extra.append(.init("shown", .string(TerminalRenderer(width: 80, color: .none, words: words).render(page))))
    case .event(.print), .event(.progress), .document: break
    }
    tag(EventJSON.line(for: shown, isWhole: isWhole, in: words), extra)
  }

  /// Puts the id and more members into an object that is already written.
  private func tag(_ line: String?, _ extra: [JSONValue.Member]) {
    guard let line, line.utf8.first == UInt8(ascii: "{"), line.utf8.count > 2 else { return }
    let more = extra.map { ",\(JSONValue.string($0.key).compact):\($0.value.compact)" }.joined()
    out("{\"id\":\(id.compact),\(line.dropFirst().dropLast())\(more)}")
  }
}
