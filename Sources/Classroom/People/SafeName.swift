/// Names as they can stand in a path.
enum SafeName {
  /// Letters, digits, `-` and `_` as they are, everything else by its bytes.
  static func of(_ name: String) -> String {
    var result = ""
    for byte in name.utf8.prefix(100) {
      let letter = byte | 0x20
      let isPlain =
        (byte < 0x80 && letter >= 0x61 && letter <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x2D
        || byte == 0x5F
      if isPlain {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return result.isEmpty ? "nobody" : result
  }
}
