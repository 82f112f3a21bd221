import Formats
import Testing

@Suite("Gzip")
struct GzipTests {
  let hello = bytes("1f8b0800000000000203cb48cdc9c957c840905c003b7c8adf12000000")

  @Test("a file that another program made is read")
  func foreign() throws {
    #expect(try Gzip.inflate(hello) == Array("hello hello hello\n".utf8))
  }

  @Test("what is compressed comes back", arguments: [0, 1, 100, 70_000, 600_000])
  func roundTrip(count: Int) throws {
    let original = (0..<count).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
    #expect(try Gzip.inflate(Gzip.deflate(original)) == original)
  }

  @Test("several members follow each other, zeros may pad the end, and equal bytes give equal files")
  func members() throws {
    let two = Gzip.deflate([1, 2]) + Gzip.deflate([3])
    #expect(try Gzip.inflate(two + [0, 0, 0]) == [1, 2, 3])
    #expect(Gzip.deflate([1, 2]) == Gzip.deflate([1, 2]))
  }

  @Test("a cut file is refused at its end")
  func truncated() {
    for count in 2..<hello.count {
      let error = failure { () throws(FormatError) in _ = try Gzip.inflate(Array(hello.prefix(count))) }
      #expect(error?.offset == count)
    }
  }

  @Test("a wrong checksum, strange bytes behind, and other files are refused")
  func refused() {
    var wrong = hello
    wrong[hello.count - 8] ^= 1
    let checksum = failure { () throws(FormatError) in _ = try Gzip.inflate(wrong) }
    #expect(checksum?.fault == .malformed(problem: "the compressed data is damaged (incorrect data check)"))
    let stray = failure { () throws(FormatError) in _ = try Gzip.inflate(hello + [0, 7]) }
    #expect(stray?.offset == hello.count + 1)
    let other = failure { () throws(FormatError) in _ = try Gzip.inflate(Array("plain".utf8)) }
    #expect(other?.fault == .wrongMagic(expected: "1F 8B", found: Array("pl".utf8)))
  }

  @Test("a bomb is stopped at the limit, even when the file announces little")
  func bomb() {
    var bomb = Gzip.deflate([UInt8](repeating: 0, count: 5_000_000))
    bomb.replaceSubrange(bomb.count - 4..<bomb.count, with: [1, 0, 0, 0])
    let error = failure { () throws(FormatError) in _ = try Gzip.inflate(bomb, limit: 1_000_000) }
    #expect(error?.fault == .overLimit(part: "the decompressed data", size: nil, limit: 1_000_000))
  }

  @Test("damage never traps")
  func damage() {
    let file = Gzip.deflate((0..<300).map { UInt8(truncatingIfNeeded: $0 / 3) })
    expectSurvives(file) { _ = try Gzip.inflate($0, limit: 1 << 20) }
  }
}
