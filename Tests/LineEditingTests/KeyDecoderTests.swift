import Testing

@testable import LineEditing

@Suite("Decoding keys")
struct KeyDecoderTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let bytes: [UInt8]
    let keys: String
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ keys: String) { self.init(name, Array(text.utf8), keys) }

    init(_ name: String, _ bytes: [UInt8], _ keys: String) {
      self.name = name
      self.bytes = bytes
      self.keys = keys
    }
  }

  static let cases = [
    Case("letters", "aσ🙂", "a σ 🙂"),
    Case("arrows in both dialects", "\u{1B}[A\u{1B}OA\u{1B}[D\u{1B}OD", "up up left left"),
    Case(
      "Home and End in all dialects", "\u{1B}[H\u{1B}OH\u{1B}[1~\u{1B}[7~\u{1B}[F\u{1B}[4~",
      "home home home home end end"),
    Case("words", "\u{1B}[1;5C\u{1B}[1;3D\u{1B}Oc", "wordRight wordLeft wordRight"),
    Case("Alt with a letter", "\u{1B}b", "alt-b"),
    Case("Alt-Enter", "\u{1B}\r", "newline"),
    Case("a paste", "\u{1B}[200~", "paste"),
    Case("the keypad's Enter", "\u{1B}OM", "\r"),
    Case("an unknown key is dropped whole", "\u{1B}[15~x\u{1B}[97;5ux\u{1B}[[Bx", "x x x"),
    Case("a long unknown key is dropped whole", "\u{1B}[" + String(repeating: "1;", count: 60) + "Zx", "x"),
    Case("a terminal's answer is dropped whole", "\u{1B}]11;rgb:1/2/3\u{7}a\u{1B}]11;x\u{1B}\\b", "a b"),
    Case("the escape key", "\u{1B}", "escape"),
    Case("the escape key twice", "\u{1B}\u{1B}", "escape escape"),
    Case("an unfinished key", "\u{1B}[1;", ""),
    Case("bytes that begin nothing", [0x80, 0xC0, 0xC1, 0xF5, 0xFF, 0x61], "a"),
    Case("an unfinished letter before another", [0xE2, 0x88, 0x61], "a"),
    Case("a letter spelled too long", [0xE0, 0x80, 0xAF, 0x61], "a"),
    Case("half of a surrogate pair", [0xED, 0xA0, 0x80, 0x61], "a"),
    Case("a number beyond Unicode", [0xF4, 0x90, 0x80, 0x80, 0x61], "a"),
    Case("control codes that only we use", [0xC2, 0x82, 0x61], "a"),
  ]

  @Test("bytes become keys", arguments: cases)
  func decodes(example: Case) {
    var decoder = KeyDecoder()
    var strokes = example.bytes.compactMap { decoder.feed($0) }
    if let last = decoder.silence() { strokes.append(last) }
    let names = strokes.map { stroke in
      switch stroke {
      case .scalar(let scalar): String(Character(scalar))
      case .alt(let scalar): "alt-" + String(Character(scalar))
      case .named(let key): key.rawValue
      case .escape: "escape"
      }
    }
    #expect(names.joined(separator: " ") == example.keys)
    #expect(decoder.feed(0x7A) == .scalar("z"))
  }

  @Test("no bytes whatever upset it")
  func anything() {
    var random: UInt64 = 1
    var decoder = KeyDecoder()
    for _ in 0..<100_000 {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      _ = decoder.feed(random >> 62 == 0 ? 0x1B : UInt8(truncatingIfNeeded: random >> 33))
    }
    _ = decoder.silence()
    #expect(!decoder.isInSequence)
  }
}
