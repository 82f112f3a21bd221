extension StringProtocol {
  /// The text without the spaces, tabs and line ends at its ends.
  package var trimmingBlanks: String { trimming { $0 == " " || $0 == "\t" || $0 == "\n" } }

  /// The text without the spaces and tabs at its ends.
  package var trimmingSpaces: String { trimming { $0 == " " || $0 == "\t" } }

  /// The text without the line ends at its ends.
  package var trimmingLineEnds: String { trimming(\.isNewline) }

  /// The text without the characters at its ends that are left out.
  package func trimming(_ isLeftOut: (Character) -> Bool) -> String {
    guard let first = firstIndex(where: { !isLeftOut($0) }), let last = lastIndex(where: { !isLeftOut($0) }) else {
      return ""
    }
    return String(self[first...last])
  }
}
