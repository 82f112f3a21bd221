import Formats
import Source
import Testing

@Suite("IDX")
struct IDXTests {
  static let arrays: [IDX?] = [
    IDX(shape: [2, 3], elements: .uint8([0, 1, 2, 253, 254, 255])),
    IDX(shape: [3], elements: .int8([-128, 0, 127])),
    IDX(shape: [1, 2, 1], elements: .int16([-32768, 32767])),
    IDX(shape: [2], elements: .int32([.min, .max])),
    IDX(shape: [2, 2], elements: .float32([0.1, -.infinity, 0, 3e38])),
    IDX(shape: [2, 1, 1, 1], elements: .float64([0.1, -1e300])),
    IDX(shape: [], elements: .int32([7])),
    IDX(shape: [0, 28, 28], elements: .uint8([])),
  ]

  @Test("every element type and rank comes back, plain and gzip", arguments: arrays)
  func roundTrip(array: IDX?) throws {
    let array = try #require(array)
    #expect(try IDX(array.fileBytes) == array)
    #expect(try IDX(Gzip.deflate(array.fileBytes)) == array)
  }

  @Test("the layout is MNIST's: big-endian, type and rank in the magic number")
  func layout() throws {
    let array = try IDX(bytes("00000b02 00000001 00000002 ff00 0102".filter { $0 != " " }))
    #expect(array == IDX(shape: [1, 2], elements: .int16([-256, 258])))
  }

  @Test("a shape that does not fit its elements makes no array")
  func badShape() {
    #expect(IDX(shape: [2], elements: .uint8([1])) == nil)
    #expect(IDX(shape: [-1, -1], elements: .uint8([1])) == nil)
  }

  struct Bad: CustomTestStringConvertible {
    let testDescription: String
    let hex: String
    let offset: Int
    let code: String
  }

  @Test(
    "what is wrong is said with its byte",
    arguments: [
      Bad(testDescription: "an empty file", hex: "", offset: 0, code: "file-kind"),
      Bad(testDescription: "text", hex: "3c68746d6c3e", offset: 0, code: "file-kind"),
      Bad(testDescription: "an unknown type", hex: "00000a0100000001ff", offset: 0, code: "file-kind"),
      Bad(testDescription: "a missing axis", hex: "00000802000000020000", offset: 8, code: "file-truncated"),
      Bad(testDescription: "a missing element", hex: "0000080100000003ffff", offset: 8, code: "file-truncated"),
      Bad(testDescription: "one element too many", hex: "0000080100000001ffff", offset: 9, code: "file-mismatch"),
      Bad(
        testDescription: "sizes whose product overflows", hex: "00000803ffffffffffffffffffffffff00", offset: 4,
        code: "file-limit"),
      Bad(testDescription: "a huge size", hex: "00000802ffffffff0000000100", offset: 12, code: "file-truncated"),
    ])
  func refused(bad: Bad) throws {
    let error = try #require(failure { () throws(FormatError) in _ = try IDX(bytes(bad.hex)) })
    #expect(error.offset == bad.offset)
    #expect(error.diagnostic(file: "a").code.name == bad.code)
  }

  @Test("damage never traps", arguments: arrays)
  func damage(array: IDX?) throws {
    let array = try #require(array)
    expectSurvives(array.fileBytes, rounds: 1_000) { _ = try IDX($0) }
    expectSurvives(Gzip.deflate(array.fileBytes), rounds: 500) { _ = try IDX($0, limit: 1 << 20) }
  }
}
