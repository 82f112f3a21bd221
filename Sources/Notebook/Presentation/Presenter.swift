package import Documents
package import Evaluation
package import Source
import Syntax
import Tensors

/// Lays out values and messages as documents: the one way in which a person sees what a run shows.
package struct Presenter: Sendable {
  /// How wide a line may be, in columns.
  package var width: Int
  /// Significant digits; nil for the usual ones.
  package var digits: Int?
  /// The language of the words inside of values: their lines are measured in it.
  package var words: Translation

  /// Makes a presenter.
  package init(width: Int, digits: Int? = nil, words: Translation = .english) {
    self.width = width
    self.digits = digits
    self.words = words
  }

  /// Where texts inside lists and records find how many digits there are.
  private var state: State {
    var state = State()
    state.digits = digits
    return state
  }

  /// What a person sees of something shown; progress is left to the rim, which can overwrite a line.
  package func document(for shown: Shown) -> Document {
    switch shown {
    case .document(let document): document
    case .failure(let diagnostic): Document([.diagnostic(diagnostic)])
    case .event(.diagnostic(let diagnostic)): Document([.diagnostic(diagnostic)])
    case .event(.print(let text)): Document([.lines(lines(of: text))])
    case .event(.value(let name, let value, let isParameter, _)):
      Document(blocks(for: value, name: name, isParameter: isParameter))
    case .event(.progress(let progress)): Document([.lines([[.text(Presenter.text(of: progress))]])])
    }
  }

  /// How a stage of a long computation is told on one line.
  package static func text(of progress: Progress) -> Phrase {
    var text = progress.title
    if !progress.isFinal { text = "\(text)  \(Int((progress.fraction * 100).rounded(.down)))%" }
    for detail in progress.details {
      text = "\(text)  \(Phrase.sentence(detail.name)) \(NumberText.of(detail.value, digits: 4))"
    }
    return text
  }

  private func lines(of text: String) -> [[Inline]] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { [.text(String($0))] }
  }

  /// The blocks for a value.
  func blocks(for value: Value, name: String?, isParameter: Bool) -> [Documents.Block] {
    let start: [Inline] = name.map { [.text(NameText.of($0), .name), .text(" = ")] } ?? []
    let settings = ValueText.Digits(digits)
    switch value {
    case .data(let traced):
      return data(traced, start: start, settings: settings, isParameter: isParameter)
    case .list(let list):
      if let traced = ValueText.asTensor(list, state: state) {
        return data(traced, start: start, settings: settings, isParameter: false)
      }
      return [.lines(prefixed(start, listLines(list, room(beside: start))))]
    case .string(let text): return [.lines([start + [.text("\"\(ValueText.escaped(text.string))\"", .string)]])]
    case .record(let record): return [.lines(prefixed(start, recordLines(record, room(beside: start))))]
    case .function(let function):
      if let model = ModelTable(function) {
        return [.lines([start + [.text(model.title)]]), model.block]
      }
      if let line = ModelTable.line(of: function) { return [.lines([start + line])] }
      // A short function of one's own is shown as it was defined.
      if name == nil, !function.isGiven, let source = function.source {
        let code = source.text.slice(source.span)
        if code.contains("="), !code.contains("\n"), code.count < width { return [.lines([[.text(code, .function)]])] }
      }
      return [.lines([start + [.text(ValueText.inline(value, state: state, in: words), .function)]])]
    case .figure(let picture): return [.figure(picture.figure)]
    case .nothing, .unset: return []
    case .parameter, .range, .optimiser, .batches:
      return [.lines([start + [.text(ValueText.inline(value, state: state, in: words))]])]
    }
  }

  /// That a value is a parameter, and what else there is to say of it: `param [2, 2]`.
  static func parameterTag(_ details: [String]) -> Phrase { "param\(details.map { " " + $0 }.joined())" }

  private func data(
    _ traced: Traced, start: [Inline], settings: ValueText.Digits, isParameter: Bool
  ) -> [Documents.Block] {
    let shape = traced.shape
    let indent = DisplayWidth.columns(of: start.plainText)
    let lines = TensorText.lines(
      traced, digits: shape.isEmpty ? settings.number : settings.tensor, width: Swift.max(12, width - indent - 2))
    var tags: [String] = []
    let isCut = lines.contains { $0.contains("…") }
    if shape.count > 1 || isCut || (isParameter && !shape.isEmpty) { tags.append(ShapeText.of(shape)) }
    let type = traced.elementType
    let isTyped = isParameter || !tags.isEmpty || type == .byte
    if !shape.isEmpty, type != .float64, type != .bool, isTyped { tags.append(type.name) }
    let role: Role = isParameter ? .parameter : .number
    guard let first = lines.first else { return [] }
    let rest = lines.dropFirst().map { [Inline.text(String(repeating: " ", count: indent) + $0, role)] }
    let head = start + [.text(first, role)]
    let tag = isParameter ? Presenter.parameterTag(tags) : .verbatim(tags.joined(separator: " "))
    let tagWidth = DisplayWidth.columns(of: words(tag))
    guard tagWidth > 0, indent + first.count + tagWidth + 2 <= width else {
      let last: [Inline] = [.text(String(repeating: " ", count: indent)), .text(tag, .dim)]
      return [.lines([head] + rest + (tagWidth > 0 ? [last] : []))]
    }
    return [.spread(left: head, right: [.text(tag, .dim)])] + (rest.isEmpty ? [] : [.lines(rest)])
  }

  private func prefixed(_ start: [Inline], _ lines: [[Inline]]) -> [[Inline]] {
    guard let first = lines.first else { return [start] }
    let indent = String(repeating: " ", count: DisplayWidth.columns(of: start.plainText))
    return [start + first] + lines.dropFirst().map { [.text(indent)] + $0 }
  }

  /// The columns that are left beside the name of a value.
  private func room(beside start: [Inline]) -> Int {
    Swift.max(width - DisplayWidth.columns(of: start.plainText), 12)
  }

  /// A list that is no tensor: one element a line when it does not fit on one.
  private func listLines(_ list: Evaluation.List, _ room: Int, depth: Int = 0) -> [[Inline]] {
    let items = list.items.count > 12 ? Array(list.items.prefix(8)) + list.items.suffix(3) : list.items
    if list.items.count <= 200, let whole = fitting(.list(list), room) { return [[.text(whole)]] }
    var lines: [[Inline]] = []
    for (index, item) in items.enumerated() {
      if index == 8, items.count < list.items.count { lines.append([.text(" …")]) }
      lines += enclosed(
        item, after: [.text(index == 0 ? "[" : " ")], before: index == items.count - 1 ? "]" : ",", room,
        depth: depth)
    }
    return lines
  }

  private func recordLines(_ record: Record, _ room: Int, depth: Int = 0) -> [[Inline]] {
    let fields = zip(record.names, record.values)
    if let whole = fitting(.record(record), room) { return [[.text(whole)]] }
    return fields.enumerated().flatMap { index, field in
      enclosed(
        field.1, after: [.text(index == 0 ? "{" : " "), .text(field.0, .name), .text(.verbatim(": "))],
        before: index == record.names.count - 1 ? "}" : ",", room, depth: depth)
    }
  }

  /// How many values within each other are laid out; what lies deeper is shown by its beginning.
  private static let deepest = 24

  /// A value inside a list or a record, on as many lines as it needs beside what stands in front of it.
  private func enclosed(
    _ value: Value, after start: [Inline], before end: String, _ room: Int, depth: Int
  ) -> [[Inline]] {
    let inner = Swift.max(room - DisplayWidth.columns(of: start.plainText) - 1, 12)
    let whole = fitting(value, inner)
    var lines: [[Inline]] = [[.text(whole ?? "")]]
    if whole == nil {
      switch value {
      case _ where depth >= Self.deepest && value.isNested: lines = [[.text(beginning(of: value, inner))]]
      case .record(let record): lines = recordLines(record, inner, depth: depth + 1)
      case .list(let list):
        if let traced = ValueText.asTensor(list, state: state) {
          lines = tensorLines(traced, inner)
        } else {
          lines = listLines(list, inner, depth: depth + 1)
        }
      case .data(let traced) where traced.count <= 12: lines = tensorLines(traced, inner)
      default: lines = [[.text(ValueText.inline(value, state: state, in: words))]]
      }
    }
    lines[lines.count - 1].append(.text(end))
    return prefixed(start, lines)
  }

  /// A value on one line; nil when it does not fit into so many columns.
  private func fitting(_ value: Value, _ room: Int) -> String? {
    // A column takes four bytes at most; marks above a letter take none.
    let text = ValueText.inline(value, state: state, atMost: 16 * room + 64, in: words)
    return text.utf8.count <= 16 * room + 64 && DisplayWidth.columns(of: text) <= room ? text : nil
  }

  private func beginning(of value: Value, _ room: Int) -> String {
    String(ValueText.inline(value, state: state, atMost: 4 * room, in: words).prefix(Swift.max(room - 1, 1))) + "…"
  }

  private func tensorLines(_ traced: Traced, _ room: Int) -> [[Inline]] {
    TensorText.lines(traced, digits: ValueText.Digits(digits).tensor, width: room).map { [.text($0)] }
  }
}

extension Value {
  /// Whether it holds other values that are laid out within it.
  fileprivate var isNested: Bool {
    switch self {
    case .record, .list: true
    default: false
    }
  }
}
