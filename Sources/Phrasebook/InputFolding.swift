/// The signs that a Chinese or Japanese keyboard writes, as the plain ones that they mean.
package enum InputFolding {
  /// A line with its full-width signs folded; what stands inside a string or a comment stays as it is.
  ///
  /// It is done once, before anything reads the line: commands, answers, predictions and names are then all plain.
  package static func folded(_ text: String) -> String {
    let text = withPowers(text)
    guard text.unicodeScalars.contains(where: { $0 == "负" || plain($0) != nil }) else { return text }
    var result = String.UnicodeScalarView()
    var quote: Unicode.Scalar?
    var isComment = false
    let scalars = Array(text.unicodeScalars)
    for (place, scalar) in scalars.enumerated() {
      if scalar == "\n" {
        (quote, isComment) = (nil, false)
      } else if isComment {
        result.append(scalar)
        continue
      } else if let open = quote {
        if scalar == open { quote = nil }
        result.append(scalar == "＂" || scalar == open && open != "”" ? "\"" : scalar)
        continue
      } else if let closer = titleCloser(of: scalar, before: scalars[(place + 1)...]) {
        quote = closer
        result.append("\"")
        continue
      } else if let closer = quotes[scalar] {
        quote = closer
      } else if scalar == "#" || scalar == "＃" {
        isComment = true
      }
      let isMinus = scalar == "负" && negates(scalars.dropFirst(place + 1).first, after: result)
      result.append(contentsOf: (isMinus ? "-" : plain(scalar) ?? String(scalar)).unicodeScalars)
    }
    return withoutFullStop(String(result), of: text)
  }

  /// The same with e^x for eˣ: a letter that stands higher is an exponent of e, of a number and of a parenthesis; behind
  /// other letters it may be the number of a layer.
  private static func withPowers(_ text: String) -> String {
    guard text.contains(where: { powers[$0] != nil }), !text.contains("\"") else { return text }
    return text.replacing(/(^|[^\p{L}])(e|ℯ|\d+|\))(⁻?)([ˣʸᶻᵗⁿᵏᵘᵛʷ])(?![\p{L}⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻])/) { found in
      let letter = found.4.first.flatMap { powers[$0] } ?? ""
      return "\(found.1)\(found.2)^" + (found.3.isEmpty ? letter : "(-\(letter))")
    }
  }

  private static let powers: [Character: String] = [
    "ˣ": "x", "ʸ": "y", "ᶻ": "z", "ᵗ": "t", "ⁿ": "n", "ᵏ": "k", "ᵘ": "u", "ᵛ": "v", "ʷ": "w",
  ]

  /// Whether 负 is the sign of a number: where one follows, and nothing stands before it that it could belong to.
  private static func negates(_ next: Unicode.Scalar?, after text: String.UnicodeScalarView) -> Bool {
    guard let next, next.properties.numericType == .decimal else { return false }
    guard let last = text.last(where: { $0 != " " }) else { return true }
    return "=([{,;:+-*/^<>≤≥≠·×÷\n".unicodeScalars.contains(last)
  }

  /// A sentence's last `。` ends it and is no point of a number.
  private static func withoutFullStop(_ folded: String, of text: String) -> String {
    guard let last = text.last(where: { $0 != " " && $0 != "\u{3000}" }), last == "。" || last == "．" || last == "｡",
      let point = folded.lastIndex(of: ".")
    else { return folded }
    return String(folded[..<point])
  }

  /// What closes the sign of a title around a text in Chinese: 《你好》 is one, 《1，2》 and 《x：1》 are in brackets.
  private static func titleCloser(
    of scalar: Unicode.Scalar, before rest: ArraySlice<Unicode.Scalar>
  ) -> Unicode.Scalar? {
    guard let closer = titles[scalar] else { return nil }
    let inside = rest.prefix { $0 != closer && $0 != "\n" }
    guard rest.dropFirst(inside.count).first == closer, inside.contains(where: \.properties.isIdeographic),
      !inside.contains(where: { $0 == ":" || $0 == "：" })
    else { return nil }
    return closer
  }

  private static let titles: [Unicode.Scalar: Unicode.Scalar] = ["《": "》", "〈": "〉"]

  private static let quotes: [Unicode.Scalar: Unicode.Scalar] = [
    "\"": "\"", "“": "”", "＂": "＂", "「": "」", "『": "』",
  ]

  private static func plain(_ scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0xFF02: "\""
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0).map { String($0) }
    case 0x3000: " "
    default: signs[scalar]
    }
  }

  private static let signs: [Unicode.Scalar: String] = [
    "。": ".", "｡": ".", "、": ", ", "､": ",", "【": "[", "】": "]", "〔": "[", "〕": "]", "《": "<", "》": ">",
    "〈": "<", "〉": ">", "〜": "~", "≦": "≤", "≧": "≥", "・": "·", "‧": "·", "﹣": "-", "﹢": "+", "﹦": "=",
    "「": "\"", "」": "\"", "『": "\"", "』": "\"", "︰": ":", "﹕": ":", "﹔": ";", "﹐": ",", "﹑": ",",
    "‥": "..", "⊘": "/",
  ]
}
