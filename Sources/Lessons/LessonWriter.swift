package import Source

extension Lesson {
  /// The file's text with some spans replaced, its line ends as they were.
  ///
  /// Spans point into `source`. Of two that overlap the first by place wins; what lies outside the text is ignored.
  package func replacing(_ edits: [(Span, String)]) -> String {
    let result = source.replacing(edits)
    guard lineEnds == .windows else { return result }
    var windows: [UInt8] = []
    windows.reserveCapacity(result.utf8.count + result.utf8.count / 16)
    for byte in result.utf8 {
      if byte == UInt8(ascii: "\n") { windows.append(UInt8(ascii: "\r")) }
      windows.append(byte)
    }
    return String(decoding: windows, as: UTF8.self)
  }

  /// The file's text without the blocks of some kinds, each dropped with the blank line after it.
  package func removing(_ kinds: Set<LessonBlock.Kind>) -> String {
    let bytes = Array(source.text.utf8)
    return replacing(
      blocks.filter { kinds.contains($0.kind) }.map { block in
        var span = block.span
        if span.upper < bytes.count, bytes[span.upper] == UInt8(ascii: "\n") { span.upper += 1 }
        return (span, "")
      })
  }
}

/// Writes the pieces of a lesson file.
package enum LessonWriter {
  /// The head of a lesson; a value that could be misread is quoted.
  package static func frontMatter(_ fields: [(name: String, value: String)]) -> String {
    "---\n" + fields.map { "\($0.name): \(fieldValue($0.value))\n" }.joined() + "---\n"
  }

  /// A block with its fences, which are longer than any fence inside.
  ///
  /// `header` is what stands after the opening fence, such as `nn exercise id=chain`.
  package static func block(_ header: String, _ content: String) -> String {
    var longest = 2
    var run = 0
    for byte in content.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = Swift.max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let end = content.isEmpty || content.utf8.last == UInt8(ascii: "\n") ? "" : "\n"
    return "\(fence)\(header)\n\(content)\(end)\(fence)\n"
  }

  /// An attribute of a header, its value quoted when it must be.
  package static func attribute(_ name: String, _ value: String) -> String {
    let plain = !value.isEmpty && value.utf8.allSatisfy { $0 > UInt8(ascii: " ") && $0 != UInt8(ascii: "\"") }
    return plain ? "\(name)=\(value)" : "\(name)=\(quoted(value))"
  }

  private static func fieldValue(_ value: String) -> String {
    let first = value.utf8.first ?? UInt8(ascii: " ")
    let listed = first == UInt8(ascii: "[") && value.utf8.last == UInt8(ascii: "]")
    let named = first == UInt8(ascii: "{") && value.utf8.last == UInt8(ascii: "}")
    if listed || named { return value }
    let risky = "[{\"'#- ".utf8.contains(first) || value.contains(" #") || value.utf8.last == UInt8(ascii: " ")
    return risky ? quoted(value) : value.split(separator: "\n").joined(separator: " ")
  }

  private static func quoted(_ value: String) -> String {
    var text = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        text.unicodeScalars.append("\\")
        text.unicodeScalars.append(scalar)
      case "\n", "\r": text.unicodeScalars.append(" ")
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
