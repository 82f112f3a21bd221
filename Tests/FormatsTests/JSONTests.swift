import Formats
import Source
import Testing

@Suite("JSON")
struct JSONTests {
  @Test(
    "a compact text is read and written back unchanged",
    arguments: [
      "null", "true", "[]", "{}", "-0.0", "0", "9223372036854775807", "-9223372036854775808", "0.1", "5e-324",
      "1.7976931348623157e+308", "[1,[2,[3]],{\"a\":{\"b\":null}}]", "{\"z\":1,\"a\":2}", "\"σ′ 😀 \\\"\\\\\\n\"",
      "\"\\u0001\\u001f\"",
    ])
  func unchanged(text: String) throws {
    #expect(try JSONValue(parsing: text).compact == text)
  }

  @Test("what would steer a terminal or turn the direction of a text is written as an escape, and comes back")
  func controls() throws {
    let text = "a\u{1B}\u{7F}\u{9B}31m\u{202E}\u{2066}\u{2028}\u{FEFF}\u{E0041}é😀"
    let written = JSONValue.string(text).compact
    #expect(written == #""a\u001b\u007f\u009b31m\u202e\u2066\u2028\ufeff\udb40\udc41é😀""#)
    #expect(try JSONValue(parsing: written) == .string(text))
    #expect(JSONValue.object([.init("\u{202E}", 1)]).compact == #"{"\u202e":1}"#)
  }

  @Test("every number comes back exactly")
  func numbers() throws {
    var damage = SeededDamage(seed: 5)
    for _ in 0..<2_000 {
      let number = Double(bitPattern: damage.next())
      guard number.isFinite else { continue }
      #expect(try JSONValue(parsing: JSONValue.number(number).compact).double == number)
    }
    #expect(
      JSONValue.array([.number(.nan), .number(.infinity), .number(-.infinity)]).compact == #"["nan","inf","-inf"]"#)
  }

  @Test("a whole number is told from a float, and large ones become floats")
  func integers() throws {
    #expect(try JSONValue(parsing: "[1,1.0,1e2,9223372036854775808]") == [1, 1.0, 100.0, 9223372036854775808.0])
    #expect(JSONValue.number(3).int == 3 && JSONValue.number(3.5).int == nil && JSONValue.integer(3).double == 3)
  }

  @Test("escapes and space are understood")
  func escapes() throws {
    let value = try JSONValue(parsing: " { \"a\\u0041\\/\" : [ \"\\ud83d\\ude00\\b\\f\\t\" , 1 ] } \r\n")
    #expect(value == .object([.init("aA/", ["😀\u{8}\u{C}\t", 1])]))
    #expect(value["aA/"]?.elements?.last?.int == 1)
  }

  @Test(
    "what is not JSON is refused at its byte",
    arguments: [
      ("", 0), ("[1,]", 3), ("[1 2]", 3), ("{\"a\" 1}", 5), ("{a:1}", 1), ("{\"a\":1,\"a\":2}", 7), ("01", 2),
      ("1.", 2),
      ("1e", 2), ("-", 1), ("+1", 0), ("NaN", 0), ("tru", 0), ("\"a", 0), ("\"\n\"", 1), ("\"\\x\"", 2),
      ("\"\\ud800\"", 7),
      ("\"\\udc00\"", 7), ("\"\\u12g4\"", 5), ("1 2", 2), ("1e999", 0), ("[", 1), ("'a'", 0), ("\u{FEFF}1", 0),
    ])
  func refused(text: String, offset: Int) throws {
    let error = try #require(failure { () throws(FormatError) in _ = try JSONValue(parsing: text) })
    #expect(error.offset == offset, "\(error.diagnostic(file: "a").notes)")
  }

  @Test("nesting is limited")
  func nesting() throws {
    let deep = String(repeating: "[", count: 1_000_000)
    let error = failure { () throws(FormatError) in _ = try JSONValue(parsing: deep) }
    #expect(error == FormatError(.json, at: 64, .overLimit(part: "the nesting", size: 65, limit: 64)))
    _ = try JSONValue(parsing: String(repeating: "[", count: 64) + String(repeating: "]", count: 64))
    #expect(failure { () throws(FormatError) in _ = try JSONValue(parsing: "[1]", limits: .init(bytes: 2)) } != nil)
  }

  @Test("bytes that are not UTF-8 are refused")
  func encoding() {
    #expect(failure { () throws(FormatError) in _ = try JSONValue(parsing: [0x22, 0xFF, 0x22]) } != nil)
  }

  @Test("damage never traps")
  func damage() {
    let text = #"{"a":[1,-2.5e-3,"x\u00e9\ud83d\ude00\n"],"b":{"c":null,"d":[true,false]}}"#
    expectSurvives(Array(text.utf8), rounds: 5_000) { bytes in
      let value = try JSONValue(parsing: bytes)
      #expect(try JSONValue(parsing: value.compactBytes) == value)
    }
  }
}
