extension Unicode.Scalar {
  /// Whether it must never reach a terminal or a page as it is: it steers a terminal, or turns the direction of the text.
  package var isControl: Bool {
    switch value {
    case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2028, 0x2029, 0x2066...0x2069, 0xFEFF,
      0xFFF9...0xFFFB, 0xE0000...0xE007F:
      true
    default:
      false
    }
  }
}
