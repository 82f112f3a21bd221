import Documents
import Evaluation
import Source

/// What a cell shows, as the lines of an `output` block at 80 columns; a picture is a line of its own that is never
/// compared.
final class OutputLines {
  /// Stands for a picture.
  static let picture = "\u{FFFC}"

  private let presenter: Presenter
  private let renderer: TerminalRenderer
  /// The same in English, where the lesson is in another language: its output may be in either.
  private let english: OutputLines?
  private(set) var lines: [String] = []

  init(digits: Int?, in words: Translation = .english) {
    presenter = Presenter(width: 80, digits: digits)
    renderer = TerminalRenderer(width: 80, color: .none, words: words)
    english = words.isEnglish ? nil : OutputLines(digits: digits)
  }

  /// Adds something shown; how far a computation is depends on the machine, and is left out.
  func add(_ shown: Shown) {
    if case .event(.progress(_)) = shown { return }
    english?.add(shown)
    var pending = Document()
    for block in presenter.document(for: shown).blocks {
      if case .figure = block {
        flush(&pending)
        lines.append(OutputLines.picture)
      } else {
        pending.append(block)
      }
    }
    flush(&pending)
  }

  private func flush(_ document: inout Document) {
    guard !document.isEmpty else { return }
    var text = renderer.render(document)
    while text.last == "\n" { text.removeLast() }
    lines += text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    document = Document()
  }

  /// The lines as the content of an `output` block.
  var block: String { lines.map { ($0 == OutputLines.picture ? "…" : $0) + "\n" }.joined() }

  /// Whether an `output` block agrees with the lines.
  func agree(with expected: String) -> Bool {
    OutputLines.agree(expected, lines) || english?.agree(with: expected) ?? false
  }

  /// Whether the lines that a lesson shows agree with those that came: a line `…` stands for any lines, numbers agree
  /// within one unit of the last digit printed, and pictures and empty lines do not count.
  static func agree(_ expected: String, _ actual: [String]) -> Bool {
    let wanted = expected.split(separator: "\n").map(trimmed).filter { !$0.isEmpty }
    let found = actual.map { trimmed($0[...]) }.filter { !$0.isEmpty && $0 != picture }
    // From the end: whether the lines from `i` agree with those from each place on.
    var row = [Bool](repeating: false, count: found.count + 1)
    row[found.count] = true
    for line in wanted.reversed() {
      var next = [Bool](repeating: false, count: found.count + 1)
      if line == "…" {
        var any = false
        for place in (0...found.count).reversed() {
          any = any || row[place]
          next[place] = any
        }
      } else {
        for place in found.indices where row[place + 1] { next[place] = linesAgree(line, found[place]) }
      }
      row = next
    }
    return row[0]
  }

  private static func trimmed(_ line: Substring) -> String {
    line.split(separator: " ").joined(separator: " ")
  }

  /// Compares two lines; the pieces between the numbers must be equal.
  static func linesAgree(_ wanted: String, _ found: String) -> Bool {
    if wanted == found { return true }
    let (left, right) = (pieces(wanted), pieces(found))
    guard left.count == right.count else { return false }
    return zip(left, right).allSatisfy { a, b in
      switch (a, b) {
      case (.text(let x), .text(let y)): x == y
      case (.number(let x, let unit), .number(let y, _)): (x - y).magnitude <= unit * 1.000001 || x == y
      default: false
      }
    }
  }

  private enum Piece {
    case text(String)
    case number(Double, unit: Double)
  }

  /// A line as numbers and the text between them; spaces do not count, because columns move with their numbers.
  private static func pieces(_ line: String) -> [Piece] {
    var pieces: [Piece] = []
    var text = ""
    let characters = Array(line)
    var index = 0
    func flush() {
      if !text.isEmpty { pieces.append(.text(text)) }
      text = ""
    }
    while index < characters.count {
      let previous = index > 0 ? characters[index - 1] : " "
      let isName = previous.isLetter || previous.isNumber || previous == "_"
      guard !isName, let end = numberEnd(characters, index) else {
        if characters[index] != " " { text.append(characters[index]) }
        index += 1
        continue
      }
      let written = String(characters[index..<end])
      guard let value = Double(written) else {
        text += written
        index = end
        continue
      }
      flush()
      pieces.append(.number(value, unit: unit(of: written)))
      index = end
    }
    flush()
    return pieces
  }

  /// The end of the number that starts at a place: `-0.5`, `3e-05`.
  private static func numberEnd(_ characters: [Character], _ start: Int) -> Int? {
    func isDigit(_ place: Int) -> Bool {
      place < characters.count && characters[place].isASCII && characters[place].isNumber
    }
    var place = start
    if characters[place] == "-" { place += 1 }
    guard isDigit(place) else { return nil }
    while isDigit(place) { place += 1 }
    if place < characters.count, characters[place] == ".", isDigit(place + 1) {
      place += 1
      while isDigit(place) { place += 1 }
    }
    if place < characters.count, characters[place] == "e" {
      let sign = place + 1 < characters.count && "+-".contains(characters[place + 1]) ? 1 : 0
      if isDigit(place + 1 + sign) {
        place += 1 + sign
        while isDigit(place) { place += 1 }
      }
    }
    return place
  }

  /// One in the last digit printed.
  private static func unit(of written: String) -> Double {
    let parts = written.split(separator: "e", maxSplits: 1)
    guard let mantissa = parts.first else { return 0 }
    let decimals = mantissa.firstIndex(of: ".").map { mantissa[mantissa.index(after: $0)...].count } ?? 0
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    // A whole number without an exponent is exact: a count, a label, a shape.
    if decimals == 0, parts.count == 1 { return 0 }
    return Double("1e\(exponent - decimals)") ?? 0
  }
}
