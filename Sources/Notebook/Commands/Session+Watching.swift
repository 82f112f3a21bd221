import Documents
import Evaluation
import Source
import Stepping

/// What `:watch` does: to begin, to end, and to look after every statement.
extension Session {
  /// `:watch EXPR`, `:watch grads`, `:watch off`, and alone a list.
  mutating func watch(_ input: CommandInput) throws(Diagnostic) {
    switch input.text {
    case "": return input.show(.document(watchList))
    case "off", "none", "stop":
      watches = []
      return input.show(.paragraph(["Nothing is watched any more."]))
    default: break
    }
    let watch = Watch(request: input.text)
    watches.removeAll { $0.text == watch.text || (watch.subject == .gradients && $0.subject == .layer) }
    if watch.subject == .gradients {
      watches.append(watch)
      return input.show(
        .paragraph([
          "The norm of each layer's gradient is shown while training; ", .text(":watch off", .command), " ends it.",
        ]))
    }
    let value = state.resolved(try evaluate(input.part(watch.text)))
    guard case .data = tensor(value) ?? .nothing else {
      throw input.failure(
        .notANumber, "\(watch.text) is \(value.kind): a number or a tensor can be watched",
        help: "while a model is trained, :watch grads follows its layers")
    }
    watches.append(watch)
    look(at: watches.count - 1)
    input.show(.lines([watches[watches.count - 1].line(stepFormat)]))
  }

  /// Follows what is watched while a statement runs; nil when nothing is.
  var watchRecorder: WatchRecorder? {
    guard !watches.isEmpty else { return nil }
    let layers = watches.contains { $0.subject == .gradients } ? naming.parameters : []
    return WatchRecorder(watches, interpreter: interpreter, layers: layers, format: stepFormat)
  }

  /// Shows what is watched, after a statement; what the last epoch has just shown is not shown again.
  mutating func showWatches(after recorder: WatchRecorder, show: (Shown) -> Void) {
    if recorder.hasSteps {
      if recorder.hasNews { show(.document(recorder.document())) }
      return
    }
    var lines: [[Inline]] = []
    for index in watches.indices where watches[index].subject == .expression {
      look(at: index)
      lines.append(watches[index].line(stepFormat))
    }
    if !lines.isEmpty { show(.document(Document([.lines(lines)]))) }
  }

  private mutating func look(at index: Int) {
    guard let value = try? evaluate(.alone(watches[index].text)),
      case .data(let traced)? = tensor(state.resolved(value))
    else { return }
    watches[index].note(Watch.measure(traced))
  }

  private var watchList: Document {
    guard !watches.isEmpty else {
      return Document([
        .paragraph(["Nothing is watched: ", .text(":watch L", .command), " shows L again after every statement."])
      ])
    }
    return Document([
      .lines(watches.map { $0.isHeading ? [.text("watch  ", .dim), .text("grads")] : $0.line(stepFormat) }),
      .paragraph([.text(":watch off", .command), " ends it."]),
    ])
  }
}
