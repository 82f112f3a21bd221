import Formats
import Testing

@Suite("Text with a few bad bytes")
struct RepairedTextTests {
  private static let chinese = "人工神经网络\n由许多神经元组成，每个神经元有权重。\n"
  private static let german = "Größe, Länge, Höhe\nüber Äcker, Öl und Straße\n"

  @Test("a file that is UTF-8 but for one byte stays UTF-8, wherever the byte is", arguments: [chinese, german])
  func oneByte(text: String) throws {
    let whole = Array(text.utf8)
    for place in whole.indices {
      var bytes = whole
      bytes.insert(0xFF, at: place)
      #expect(TextEncoding(guessing: bytes) == .utf8, "\(place)")
      let repaired = RepairedText(bytes)
      #expect(repaired.utf8.count >= whole.count && String(validating: repaired.utf8, as: UTF8.self) != nil)
      #expect(repaired.faults.contains(place) || repaired.faults.contains { $0 < place })
    }
  }

  @Test("a file that is cut inside a character loses no more than that one", arguments: [chinese, german])
  func cut(text: String) {
    for length in 30..<text.utf8.count {
      let bytes = Array(Array(text.utf8).prefix(length))
      #expect(TextEncoding(guessing: bytes) == .utf8)
      let repaired = String(decoding: RepairedText(bytes).utf8, as: UTF8.self)
      #expect(text.hasPrefix(repaired.filter { $0 != "\u{FFFD}" }))
      #expect(RepairedText(bytes).faults.count <= 1)
    }
  }

  @Test("what is not UTF-8 is not taken for it, and the line of the first fault is said")
  func others() {
    #expect(TextEncoding(guessing: [0x67, 0x72, 0xFC, 0x6E, 0x20, 0x47, 0x72, 0xF6, 0xDF, 0x65]) == .windows1252)
    #expect(TextEncoding(guessing: [0xD6, 0xD0, 0xCE, 0xC4, 0xD7, 0xD6]) == .gb18030)
    let repaired = RepairedText(Array("a\nb\n".utf8) + [0xC3] + Array("c\n".utf8))
    #expect(repaired.faults == [4] && repaired.firstLine == 3)
    #expect(String(decoding: repaired.utf8, as: UTF8.self) == "a\nb\n\u{FFFD}c\n")
  }

  @Test("encodings that are never guessed are read by their names")
  func named() throws {
    for (name, bytes, text) in [
      ("big5", [0xA4, 0xA4, 0xA4, 0xE5], "中文"), ("Shift_JIS", [0x93, 0xFA, 0x96, 0x7B], "日本"),
      ("windows-1251", [0xCF, 0xF0, 0xE8], "При"),
    ] as [(String, [UInt8], String)] {
      let encoding = try #require(TextEncoding(named: name))
      #expect(encoding.utf8(bytes).map { String(decoding: $0, as: UTF8.self) } == text)
    }
  }
}
