/// The string literals of a Swift source as templates: each interpolation is a place, and literals joined by `+` are one.
struct SwiftLiterals {
  /// A literal.
  struct Literal {
    /// The text with its places, as a `Phrase` has it for its template.
    var template: String
    /// The code on the line before it.
    var before: String
    fileprivate var places: Int
    fileprivate var end: Int
    fileprivate let depth: Int
    /// The literal that it was joined to; else itself.
    fileprivate var root: Int
  }

  private let code: [Character]
  private(set) var literals: [Literal] = []
  /// Where each literal begins.
  private var starts: [Int] = []

  init(_ source: String) {
    code = Array(source)
    var index = 0
    while index < code.count {
      if begins("//", index) {
        while index < code.count, code[index] != "\n" { index += 1 }
      } else if begins("#\"", index) {
        index += 2
        while index < code.count, !begins("\"#", index) { index += 1 }
        index += 2
      } else if code[index] == "\"" {
        index = read(index, depth: 0)
      } else {
        index += 1
      }
    }
  }

  private func begins(_ text: String, _ index: Int) -> Bool {
    index + text.count <= code.count && zip(text, code[index...]).allSatisfy(==)
  }

  /// Reads the literal that begins at a quote, and those inside its interpolations; gives the place behind it.
  private mutating func read(_ start: Int, depth: Int) -> Int {
    let isLong = begins("\"\"\"", start)
    let quote = isLong ? "\"\"\"" : "\""
    let slot = literals.count
    starts.append(start)
    literals.append(Literal(template: "", before: line(before: start), places: 0, end: start, depth: depth, root: slot))
    var (text, places, index) = ("", 0, start + quote.count)
    while index < code.count, !begins(quote, index) {
      guard code[index] == "\\", index + 1 < code.count else {
        text.append(code[index])
        index += 1
        continue
      }
      let sign = code[index + 1]
      index += 2
      switch sign {
      case "(":
        text += "{\(places)}"
        places += 1
        var open = 1
        while index < code.count, open > 0 {
          if code[index] == "\"" {
            index = read(index, depth: depth + 1)
            continue
          }
          if code[index] == "(" { open += 1 } else if code[index] == ")" { open -= 1 }
          index += 1
        }
      case "u":
        let digits = code[(index + 1)...].prefix { $0 != "}" }
        text += Int(String(digits), radix: 16).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? ""
        index += digits.count + 2
      case "\n": while index < code.count, code[index] == " " { index += 1 }
      case "n": text += "\n"
      case "t": text += "\t"
      case "r": text += "\r"
      default: text.append(sign)
      }
    }
    let end = index + quote.count
    if isLong {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let margin = lines.last?.count ?? 0
      text = lines.dropFirst().dropLast().map { String($0.dropFirst(margin)) }.joined(separator: "\n")
    }
    literals[slot].template = text
    literals[slot].places = places
    literals[slot].end = end
    join(slot)
    return end
  }

  /// Puts a literal behind the one of the same depth that it is added to.
  private mutating func join(_ slot: Int) {
    guard let before = literals[..<slot].lastIndex(where: { $0.depth <= literals[slot].depth }),
      literals[before].depth == literals[slot].depth
    else { return }
    let last = literals[before].root
    let between = code[literals[last].end...].prefix { $0.isWhitespace || $0 == "+" }
    guard between.endIndex == starts[slot], between.filter({ $0 == "+" }).count == 1 else { return }
    var moved = literals[slot].template
    for place in (0..<literals[slot].places).reversed() {
      moved = moved.replacing("{\(place)}", with: "{\(place + literals[last].places)}")
    }
    literals[last].template += moved
    literals[last].places += literals[slot].places
    literals[last].end = literals[slot].end
    literals[slot].template = ""
    literals[slot].root = last
  }

  private func line(before index: Int) -> String {
    String(code[..<index].reversed().prefix { $0 != "\n" }.reversed())
  }
}
