import Source

/// A run of `*` or `_`, and what it turned out to open and close.
struct Delimiter {
  let mark: UInt8
  /// How many marks the run had.
  let original: Int
  /// How many marks are not yet used.
  var count: Int
  let canOpen: Bool
  let canClose: Bool
  /// What it closes, from the inside out.
  var closes: [Role] = []
  /// What it opens, from the inside out.
  var opens: [Role] = []

  init(mark: UInt8, count: Int, canOpen: Bool, canClose: Bool) {
    self.mark = mark
    self.count = count
    original = count
    self.canOpen = canOpen
    self.canClose = canClose
  }

  /// Whether this opener and a closer belong together: runs that both open and close pair only when their lengths
  /// do not sum up to a multiple of three, so that `*a**b*` keeps its outer pair.
  func matches(_ closer: Delimiter) -> Bool {
    guard mark == closer.mark, canOpen else { return false }
    let isAmbiguous = (canClose || closer.canOpen) && (original + closer.original) % 3 == 0
    return !isAmbiguous || (original % 3 == 0 && closer.original % 3 == 0)
  }
}

extension InlineParser {
  /// Pairs the delimiters above a height of the stack and takes them off it.
  mutating func pairDelimiters(from base: Int) {
    var openers: [Int] = []
    // Below these heights no opener fits a closer of that kind, so none is looked for twice.
    var bottoms: [Int: Int] = [:]
    for node in delimiters[base...] {
      guard var closer = delimiter(node) else { continue }
      if closer.canClose {
        let kind = Int(closer.mark) * 8 + (closer.canOpen ? 4 : 0) + closer.original % 3
        while closer.count > 0 {
          let bottom = bottoms[kind] ?? 0
          guard
            let height = openers.indices.reversed().prefix(while: { $0 >= bottom }).first(where: {
              delimiter(openers[$0])?.matches(closer) ?? false
            }), var opener = delimiter(openers[height])
          else {
            bottoms[kind] = openers.count
            break
          }
          let used = opener.count >= 2 && closer.count >= 2 ? 2 : 1
          let role: Role = used == 2 ? .strong : .emphasis
          opener.count -= used
          closer.count -= used
          opener.opens.append(role)
          closer.closes.append(role)
          nodes[openers[height]] = .delimiter(opener)
          // What stood between the two can pair no more.
          openers.removeLast(openers.count - height - (opener.count > 0 ? 1 : 0))
          for (kind, bottom) in bottoms where bottom > openers.count { bottoms[kind] = openers.count }
        }
        nodes[node] = .delimiter(closer)
      }
      if closer.canOpen, closer.count > 0 { openers.append(node) }
    }
    delimiters.removeLast(delimiters.count - base)
  }

  private func delimiter(_ node: Int) -> Delimiter? {
    if case .delimiter(let delimiter) = nodes[node] { return delimiter }
    return nil
  }
}

/// Builds inlines from nodes whose pairs are known.
struct InlineTreeBuilder {
  private enum Frame {
    case root
    case style(Role)
    case link
    /// Something that nests too deep: its content goes to its surroundings.
    case flat
  }

  /// What is open, with the inlines found in it so far and the plain text that follows them.
  private struct Level {
    var frame: Frame
    var inlines: [Inline] = []
    var text = ""

    mutating func flush() {
      guard !text.isEmpty else { return }
      inlines.append(.text(text))
      text = ""
    }
  }

  private var stack = [Level(frame: .root)]

  static func build(_ nodes: [InlineParser.Node]) -> [Inline] {
    var builder = InlineTreeBuilder()
    for node in nodes { builder.add(node) }
    while builder.stack.count > 1 { builder.close(url: "") }
    // Spaces at the end of a paragraph mean nothing.
    while builder.stack[0].text.last == " " { builder.stack[0].text.removeLast() }
    builder.stack[0].flush()
    return builder.stack[0].inlines
  }

  private mutating func add(_ node: InlineParser.Node) {
    switch node {
    case .done(let inline): append(inline)
    case .text(let bytes): append(text: String(decoding: bytes, as: UTF8.self))
    case .openBracket: append(text: "[")
    case .openLink: open(.link)
    case .closeLink(let url): close(url: url)
    case .delimiter(let delimiter):
      for _ in delimiter.closes { close(url: "") }
      if delimiter.count > 0 {
        append(text: String(repeating: Character(Unicode.Scalar(delimiter.mark)), count: delimiter.count))
      }
      for role in delimiter.opens.reversed() { open(.style(role)) }
    }
  }

  private mutating func open(_ frame: Frame) {
    stack.append(Level(frame: stack.count > Markdown.depthLimit ? .flat : frame))
  }

  private mutating func close(url: String) {
    guard stack.count > 1, var top = stack.popLast() else { return }
    switch top.frame {
    case .style(let role):
      top.flush()
      append(.styled(role, top.inlines))
    case .link:
      top.flush()
      append(.link(top.inlines, url: url))
    case .root, .flat:
      if let first = top.inlines.first {
        append(first)
        stack[stack.count - 1].inlines += top.inlines.dropFirst()
      }
      append(text: top.text)
    }
  }

  private mutating func append(_ inline: Inline) {
    if case .words(let words, .plain) = inline { return append(text: words.description) }
    stack[stack.count - 1].flush()
    stack[stack.count - 1].inlines.append(inline)
  }

  private mutating func append(text: String) { stack[stack.count - 1].text += text }
}

/// Reads what follows a bracket that makes it a link: `(address "title")`.
struct LinkTarget {
  let bytes: [UInt8]
  var position: Int
  /// An address and a title are at most so long, so that text full of half a link is not read over and over.
  private let limit = 1_000

  /// The address, or nil when this is no link.
  mutating func parse() -> String? {
    guard next == UInt8(ascii: "(") else { return nil }
    position += 1
    skipSpaces()
    guard let url = next == UInt8(ascii: "<") ? bracketed() : bare() else { return nil }
    skipSpaces()
    if let quote = next, Array("\"'(".utf8).contains(quote) {
      guard skipTitle(to: quote == UInt8(ascii: "(") ? UInt8(ascii: ")") : quote) else { return nil }
      skipSpaces()
    }
    guard next == UInt8(ascii: ")") else { return nil }
    position += 1
    return url
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpaces() {
    while let byte = next, InlineParser.isSpace(byte) { position += 1 }
  }

  private mutating func bracketed() -> String? {
    position += 1
    let content = bytes[position...].prefix(limit).prefix { $0 != UInt8(ascii: ">") && $0 != Markdown.newline }
    guard content.endIndex < bytes.count, bytes[content.endIndex] == UInt8(ascii: ">") else { return nil }
    position = content.endIndex + 1
    return content.text
  }

  private mutating func bare() -> String? {
    var url: [UInt8] = []
    var depth = 0
    while let byte = next, byte > Markdown.space, url.count < limit {
      if byte == UInt8(ascii: "\\"), position + 1 < bytes.count, InlineParser.isPunctuation(bytes[position + 1]) {
        position += 1
        url.append(bytes[position])
      } else {
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") { depth -= 1 }
        if depth < 0 { break }
        if depth > 32 { return nil }
        url.append(byte)
      }
      position += 1
    }
    return depth <= 0 ? String(decoding: url, as: UTF8.self) : nil
  }

  private mutating func skipTitle(to closing: UInt8) -> Bool {
    position += 1
    let end = Swift.min(position + limit, bytes.count)
    while position < end {
      if bytes[position] == closing {
        position += 1
        return true
      }
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return false
  }
}

/// The entities that lessons may use.
enum Entities {
  static func text(_ name: String) -> String? {
    guard name.first == "#" else { return named[name] }
    let digits = name.dropFirst()
    let isHex = digits.first == "x" || digits.first == "X"
    guard let value = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits) else { return nil }
    let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
    return String(Character(value == 0 ? "\u{FFFD}" : scalar))
  }

  private static let named: [String: String] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "copy": "©", "hellip": "…",
    "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "laquo": "«", "raquo": "»",
    "times": "×", "divide": "÷", "middot": "·", "minus": "−", "plusmn": "±", "deg": "°", "le": "≤", "ge": "≥",
    "ne": "≠", "asymp": "≈", "infin": "∞", "sum": "∑", "prod": "∏", "radic": "√", "part": "∂", "nabla": "∇",
    "rarr": "→", "larr": "←", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eta": "η",
    "theta": "θ", "lambda": "λ", "mu": "μ", "pi": "π", "sigma": "σ", "phi": "φ", "omega": "ω", "Delta": "Δ",
    "Sigma": "Σ", "check": "✓", "cross": "✗",
  ]
}
