import Documents
import Evaluation
import Source

extension Session {
  /// `:undo`: takes back the last input that changed something, and says what is as it was.
  mutating func undo(_ input: CommandInput) throws(Diagnostic) {
    let found = inputs.entries.lastIndex { $0.kind != .note && $0.before?.differs(from: self) == true }
    guard let index = found, let before = inputs.entries[index].before else {
      throw input.failure(.nothingToUndo, "there is nothing to take back")
    }
    let text = inputs.entries[index].text
    let now = Moment(self)
    before.restore(&self)
    // What came after it changed nothing, and is still there.
    state.inputs.append(now.state.inputs, after: inputs.entries[index].number)
    inputs.undo(at: index)
    hasUndone = true
    let line = text.split(separator: "\n").first.map(String.init) ?? ""
    var lines: [[Inline]] = [[.text("undone: ", .dim), .text(line, .code)]]
    if let restored = restored(from: now) { lines.append([.text(restored, .dim)]) }
    input.show(.lines(lines))
    if lesson?.position != now.lesson?.position { showStop(show: input.show) }
  }

  /// `:clear NAME …`: takes away what names were given, so that those of the language mean what they meant.
  mutating func clear(_ input: CommandInput) throws(Diagnostic) {
    let names = Session.names(in: input.text)
    let bound = interpreter.boundNames(in: state)
    for name in names where !bound.contains(name) {
      throw input.failure(
        .unknownName, "\(NameText.of(name)) was given nothing that could be taken away", help: ":vars lists your names")
    }
    let now = Moment(self)
    for name in names { interpreter.bind(name, to: nil, in: &state) }
    if let restored = restored(from: now) { input.show(.lines([[.text(restored, .dim)]])) }
  }

  /// The names that a text lists, with or without commas between them.
  static func names(in text: String) -> [String] {
    text.split { $0 == " " || $0 == "," }.map { normalised(String($0)) }
  }

  /// What is as it was before, in words; nil when it is neither a name nor a setting.
  private func restored(from later: Moment) -> Phrase? {
    var words: [Phrase] = []
    var copy = interpreter
    for name in interpreter.changedNames(from: state, to: later.state) {
      let shown = NameText.of(name)
      guard let value = copy.value(of: name, in: state), interpreter.boundNames(in: state).contains(name) else {
        words.append(
          copy.isGiven(name, in: state) ? "\(shown) is again what learnnn gives" : "\(shown) is not bound any more")
        continue
      }
      words.append("\(shown) is again \(ValueText.inline(state.resolved(value), state: state, in: self.words))")
    }
    for setting in Setting.all {
      var before = self
      before.settings = later.settings
      let now = setting.show(self)
      if setting.show(before) != now { words.append("\(setting.name) is again \(now)") }
    }
    guard !words.isEmpty else { return nil }
    let more: Phrase = words.count > 6 ? "; and \(words.count - 6) more" : ""
    return "\(Phrase.joined(Array(words.prefix(6)), separator: "; "))\(more)"
  }
}
