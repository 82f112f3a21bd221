import Source

/// Writes a document as sentences for readers who hear it: every line can stand alone, nothing is boxed or drawn, and
/// signs are words. Lines are not wrapped, since a screen reader pauses at every end.
struct AccessibleLayout {
  let glyphs: GlyphSet

  func lines(of blocks: [Block]) -> [StyledLine] {
    blocks.flatMap(texts).map { StyledLine(Glyphs(family: glyphs).text($0)) }
  }

  private func texts(of block: Block) -> [String] {
    switch block {
    case .heading(_, let inlines): ["Heading: " + words(inlines)]
    case .paragraph(let inlines): words(inlines).split(separator: "\n").map(String.init)
    case .list(let list): self.list(list)
    case .table(let table): self.table(table)
    case .quote(let blocks): enclosed("Quote", blocks.flatMap(texts))
    case .code(let code): enclosed("Code", SafeText.lines(code.text))
    case .math(let source): ["Formula: " + SpokenText.formula(source)]
    case .figure(let figure): FigureWords.sentences(figure).map { SpokenText.prose(SafeText.line($0)) }
    case .rule: []
    case .diagnostic(let diagnostic): self.diagnostic(diagnostic)
    case .callout(let role, let title, let blocks): callout(role, words(title), blocks.flatMap(texts))
    case .lines(let lines): lines.map(words)
    case .spread(let left, let right): [joined([left, right])]
    case .cellBox(let cell):
      [words(cell.title) + ":"] + SafeText.lines(cell.code.text) + (cell.footer.isEmpty ? [] : [words(cell.footer)])
    case .columns(let columns): columns.rows.map(joined)
    case .indented(let blocks): blocks.flatMap(texts)
    }
  }

  private func joined(_ cells: [[Inline]]) -> String {
    cells.map { words($0).trimmingSpaces }.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// A word at the beginning and at the end of more than one line.
  private func enclosed(_ name: String, _ lines: [String]) -> [String] {
    lines.count <= 1 ? [name + ": " + (lines.first ?? "")] : [name + ":"] + lines + ["End of \(name.lowercased())."]
  }

  private func list(_ list: List) -> [String] {
    list.items.enumerated().flatMap { index, item -> [String] in
      let number =
        switch list.marker {
        case .bullet: "Item \(index + 1) of \(list.items.count)"
        case .number(let start): String(start.addingReportingOverflow(index).partialValue)
        }
      let lines = item.flatMap(texts)
      return ["\(number): \(lines.first ?? "")"] + lines.dropFirst()
    }
  }

  private func table(_ table: Table) -> [String] {
    let header = table.header.map(words)
    let start =
      "Table of \(Numbers.counted(table.rows.count, "row")) with the columns \(header.joined(separator: ", "))."
    return [start]
      + table.rows.enumerated().map { index, row in
        let cells = row.enumerated().map { column, cell in
          let name = header[safe: column] ?? ""
          return name.isEmpty ? words(cell) : "\(name) \(words(cell))"
        }
        return "Row \(index + 1): \(cells.joined(separator: "; "))."
      }
  }

  private func callout(_ role: Role, _ title: String, _ lines: [String]) -> [String] {
    let name = title.isEmpty ? TerminalLayout.word(for: role) ?? "" : title
    if name.isEmpty { return lines }
    return lines.count == 1 ? ["\(name): \(lines[0])"] : ["\(name)\(lines.isEmpty ? "." : ":")"] + lines
  }

  private func diagnostic(_ diagnostic: Diagnostic) -> [String] {
    func spoken(_ text: String) -> String { SpokenText.prose(SafeText.line(text)) }
    var result = ["\(diagnostic.severity.rawValue): \(spoken(diagnostic.title)) (\(SafeText.line(diagnostic.code)))"]
    if let source = diagnostic.source {
      var lastLine: Span?
      for label in diagnostic.labels {
        let position = source.position(at: label.span.lower)
        let span = source.lineSpan(at: label.span.lower)
        if span != lastLine {
          let file = DiagnosticLayout.unnamedSources.contains(source.name) ? "" : "\(SafeText.line(source.name)), "
          result.append("\(file)line \(position.line): \(SafeText.line(source.slice(span)))")
          lastLine = span
        }
        let end = Swift.min(label.span.upper, span.upper)
        let place = SafeText.line(source.slice(Span(label.span.lower, end)))
        let where_ = place.isEmpty ? "column \(position.column)" : "column \(position.column), \(place)"
        result.append(label.text.isEmpty ? "at \(where_)" : "at \(where_): \(spoken(label.text))")
      }
    }
    result += diagnostic.notes.map(spoken)
    if let help = diagnostic.help { result.append("help: \(spoken(help))") }
    return result
  }

  /// The words of inlines: code as it is typed, everything else spoken.
  private func words(_ inlines: [Inline]) -> String {
    var result = ""
    for inline in inlines {
      switch inline {
      case .text(let text, let role):
        result += role == .code ? SafeText.line(text) : SpokenText.prose(SafeText.line(text))
      case .styled(_, let inner): result += words(inner)
      case .link(let inner, let url):
        let name = words(inner)
        result += name == url ? "link \(name)" : "\(name) (link to \(SafeText.line(url)))"
      case .math(let source): result += SpokenText.formula(source)
      case .lineBreak: result += "\n"
      }
    }
    return result
  }
}

extension String {
  /// Without the spaces at both ends.
  var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

/// Signs as words.
enum SpokenText {
  /// A sentence whose signs a screen reader would skip or misname.
  static func prose(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    return replaced(text.replacing(" · ", with: ", "), product: " times ")
  }

  /// Mathematics in words.
  static func formula(_ source: String) -> String {
    replaced(SafeText.line(MathText.inline(source)), product: " times ")
  }

  private static func replaced(_ text: String, product: String) -> String {
    var result = ""
    func add(_ word: String) {
      for character in word where character != " " || (result.last != " " && !result.isEmpty) {
        result.append(character)
      }
    }
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      if scalar == "·" || scalar == "⋅" {
        add(product)
      } else if let word = words[scalar] {
        add(word)
      } else if let letter = raised[scalar] {
        var run = String(letter)
        while index + 1 < scalars.count, let next = raised[scalars[index + 1]] {
          run.append(next)
          index += 1
        }
        let name =
          ["2": " squared", "3": " cubed", "T": " transposed", "−1": " inverse"][run] ?? " to the power \(run)"
        add(name)
        if index + 1 < scalars.count, scalars[index + 1].properties.isAlphabetic { add(" ") }
      } else if let letter = lowered[scalar] {
        var run = String(letter)
        while index + 1 < scalars.count, let next = lowered[scalars[index + 1]] {
          run.append(next)
          index += 1
        }
        add(" sub \(run)")
        if index + 1 < scalars.count, scalars[index + 1].properties.isAlphabetic { add(" ") }
      } else if scalar == " " {
        add(" ")
      } else {
        result.unicodeScalars.append(scalar)
      }
      index += 1
    }
    return result
  }

  private static let raised = Dictionary(
    MathScripts.superscripts.map { ($0.form, $0.plain) }, uniquingKeysWith: { a, _ in a })
  private static let lowered = Dictionary(
    MathScripts.subscripts.map { ($0.form, $0.plain) }, uniquingKeysWith: { a, _ in a })

  private static let words: [Unicode.Scalar: String] = [
    "∂": "d", "∇": " gradient of ", "∑": " the sum ", "∏": " the product ", "∫": " the integral ",
    "√": " square root of ", "×": " times ", "⊙": " elementwise times ", "÷": " divided by ", "−": " minus ",
    "±": " plus or minus ", "≤": " at most ", "≥": " at least ", "≠": " is not ", "≈": " is about ", "∞": " infinity ",
    "∈": " in ", "→": " to ", "←": " from ", "↦": " to ", "⇒": " implies ", "′": " prime", "″": " double prime",
    "…": "...", "⋯": "...", "✓": " right ", "✗": " wrong ", "•": "", "│": "", "└": "", "┌": "", "─": "", "▸": "",
    "σ": "sigma", "δ": "delta", "η": "eta", "θ": "theta", "α": "alpha", "β": "beta", "γ": "gamma", "λ": "lambda",
    "μ": "mu", "π": "pi", "ε": "epsilon", "Σ": " the sum ", "Δ": "delta ", "φ": "phi", "ω": "omega", "ρ": "rho",
    "τ": "tau", "ℒ": "L", "𝔼": "E", "ℝ": "R",
  ]
}
