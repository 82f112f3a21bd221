import Source

/// Text and addresses that a page may hold.
package enum HTMLText {
  /// Text with the signs of HTML as entities and controls made visible.
  package static func escaped(_ text: String) -> String { replaced(SafeText.line(text)) }

  /// The same for several lines.
  package static func escapedLines(_ text: String) -> String {
    SafeText.lines(text).map(replaced).joined(separator: "\n")
  }

  private static func replaced(_ text: String) -> String {
    guard text.utf8.contains(where: { Array("&<>\"'".utf8).contains($0) }) else { return text }
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.append(character)
      }
    }
    return result
  }

  /// An address that runs nothing when it is followed, or nil.
  static func safeAddress(_ url: String) -> String? {
    let visible = SafeText.line(url).trimmingSpaces
    let scheme = visible.prefix { $0 != ":" && $0 != "/" && $0 != "?" && $0 != "#" }
    if scheme.endIndex < visible.endIndex, visible[scheme.endIndex] == ":" {
      guard ["http", "https", "mailto"].contains(scheme.lowercased()) else { return nil }
    }
    return visible
  }
}
