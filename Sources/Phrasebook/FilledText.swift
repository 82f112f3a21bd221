import Source

/// A text with places for values, as other languages fill it: `"%d of %d" % (a, b)`, `"{} of {}".format(a, b)`,
/// `sprintf("%d of %d", a, b)`.
enum FilledText {
  /// The line with the values in the text; nil when there is no such text in it, or the values do not fit the places.
  static func line(of line: String) -> String? {
    let words = Word.words(of: line)
    let source = SourceText(line)
    for (index, word) in words.enumerated() where word.kind == .string {
      let called = withCalls(word.text)
      if called != word.text {
        return source.slice(Span(0, word.span.lower)) + called + source.slice(Span(word.span.upper, source.count))
      }
      let rest = words[(index + 1)...]
      var (first, end, values) = (index, index, [String]())
      if rest.first?.text == "%", let next = rest.dropFirst().first {
        guard let close = next.text == "(" ? words.closing(index + 2) : operandEnd(index + 2, words) else { continue }
        values =
          next.text == "("
          ? arguments(index + 2, close, words, source)
          : [source.slice(Span(next.span.lower, words[close].span.upper))]
        end = close
      } else if rest.prefix(3).map(\.text) == [".", "format", "("], let close = words.closing(index + 3) {
        values = arguments(index + 3, close, words, source)
        end = close
      } else if index > 1, words[index - 1].text == "(", printers.contains(words[index - 2].text),
        let close = words.closing(index - 1)
      {
        values = Array(arguments(index - 1, close, words, source).dropFirst())
        (first, end) = (index - 2, close)
      } else if let text = withDollars(word.text) {
        let isPrinted = index > 1 && words[index - 2].text == "println" && words[index - 1].text == "("
        let before = isPrinted ? words[index - 2].span.lower : word.span.lower
        return source.slice(Span(0, before)) + (isPrinted ? "print(" : "") + text
          + source.slice(Span(word.span.upper, source.count))
      } else {
        continue
      }
      guard !values.isEmpty, let text = filled(word.text, with: values) else { continue }
      let prints = first < index && words[first].text != "sprintf"
      return source.slice(Span(0, words[first].span.lower)) + (prints ? "print(\(text))" : text)
        + source.slice(Span(words[end].span.upper, source.count))
    }
    return nil
  }

  /// A text with `{mean(x)}` for its `{x.mean()}`, and `{x}` for `{x.item()}`: a number needs no call to be one.
  private static func withCalls(_ text: String) -> String {
    guard text.contains("()") else { return text }
    return text.replacing(/\{([A-Za-z_][\w.]*)\.(\w+)\(\)/) { found in
      found.2 == "item" ? "{\(found.1)" : "{\(found.2)(\(found.1))"
    }
  }

  private static let printers: Set<String> = ["printf", "sprintf", "fprintf", "@printf", "@sprintf"]

  /// The last word of a name or number with the calls, places and fields close behind it.
  private static func operandEnd(_ place: Int, _ words: [Word]) -> Int? {
    var end = place
    while end + 1 < words.count, words[end + 1].span.lower == words[end].span.upper {
      if words[end + 1].kind == .open, let close = words.closing(end + 1) {
        end = close
      } else if words[end + 1].text == ".", end + 2 < words.count {
        end += 2
      } else {
        break
      }
    }
    return end
  }

  /// A text with `{x}` for `$x` and `$(x)`; nil when it has none.
  private static func withDollars(_ text: String) -> String? {
    var (result, rest) = ("", Substring(text))
    while let sign = rest.firstIndex(of: "$") {
      let after = rest[rest.index(after: sign)...]
      result += rest[..<sign]
      if after.first == "(" || after.first == "{", let end = after.firstIndex(where: { $0 == ")" || $0 == "}" }) {
        result += "{\(after[..<end].dropFirst())}"
        rest = after[after.index(after: end)...]
      } else {
        let name = after.prefix { $0.isLetter || $0 == "_" }
        guard !name.isEmpty else { return nil }
        result += "{\(name)}"
        rest = after[name.endIndex...]
      }
    }
    return result.isEmpty ? nil : result + rest
  }

  /// What stands between the commas of a parenthesis.
  private static func arguments(_ open: Int, _ close: Int, _ words: [Word], _ source: SourceText) -> [String] {
    var (depth, start, result) = (0, words[open].span.upper, [String]())
    for index in open...close {
      let word = words[index]
      depth += word.nesting
      guard depth == 0 || depth == 1 && word.text == "," else { continue }
      let argument = source.slice(Span(start, word.span.lower)).trimmingSpaces
      if !argument.isEmpty { result.append(argument) }
      start = word.span.upper
    }
    return result
  }

  /// The text with each value in its place: `%.2f` and `{:.2f}` keep their digits, `%5d` loses its width.
  private static func filled(_ text: String, with values: [String]) -> String? {
    guard let quote = text.first, text.count > 1, text.last == quote else { return nil }
    var rest = text.dropFirst().dropLast()
    if rest.hasSuffix("\\n") { rest = rest.dropLast(2) }
    var (result, next) = ("\"", 0)
    while let character = rest.first {
      rest.removeFirst()
      if character == "%" {
        if rest.first == "%" {
          rest.removeFirst()
          result.append("%")
          continue
        }
        let options = rest.prefix { "+-# 0123456789.".contains($0) }
        guard let kind = rest.dropFirst(options.count).first, "diufegGs".contains(kind), next < values.count else {
          return nil
        }
        rest = rest.dropFirst(options.count + 1)
        let digits = options.drop { $0 != "." }
        result += "{\(values[next])\(digits.count > 1 && "feg".contains(kind) ? ":\(digits)\(kind)" : "")}"
        next += 1
      } else if character == "{" {
        guard let end = rest.firstIndex(of: "}") else { return nil }
        let inside = rest[..<end]
        rest = rest[rest.index(after: end)...]
        let label = inside.prefix { $0 != ":" && $0 != "!" }
        guard let place = label.isEmpty ? next : Int(label), values.indices.contains(place) else { return nil }
        next = place + 1
        result += "{\(values[place])\(inside.drop { $0 != ":" })}"
      } else {
        result.append(character)
      }
    }
    return next == values.count ? result + "\"" : nil
  }
}
