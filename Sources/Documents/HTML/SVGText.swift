package import Source

/// Pictures as SVG that stands by itself.
package enum SVGText {
  /// The picture with the colours it needs, on white, whatever page it comes to stand on.
  package static func standalone(_ figure: Figure, words: Translation = .english) -> String {
    let page = HTMLRenderer(words: words).render(Document([.figure(figure)]))
    let bytes = Array(page.utf8)
    guard let start = find("<svg", in: bytes, from: 0), let head = find(">", in: bytes, from: start),
      let end = find("</svg>", in: bytes, from: head)
    else { return "" }
    let opening = String(decoding: bytes[start..<head], as: UTF8.self)
    let content = String(decoding: bytes[(head + 1)..<(end + 6)], as: UTF8.self)
    return "\(opening) style=\"background:#fff;\(variables)\"><style>\(rules)</style>\(content)"
  }

  private static let lines = HTMLRenderer.stylesheet.split(separator: "\n").map { $0.drop { $0 == " " } }

  /// The colours of the light page.
  private static let variables = lines.drop { $0 != ":root {" }.dropFirst().prefix { $0 != "}" }.joined(separator: " ")

  private static let rules =
    lines.filter { $0.hasPrefix("svg ") }.joined(separator: "\n") + "\nsvg { font: 12px system-ui, sans-serif; }"

  private static func find(_ word: String, in bytes: [UInt8], from start: Int) -> Int? {
    let wanted = Array(word.utf8)
    guard start >= 0, bytes.count >= wanted.count + start else { return nil }
    return (start...(bytes.count - wanted.count)).first { bytes[$0] == wanted[0] && bytes[$0...].starts(with: wanted) }
  }
}
