import Formats
import Source
import Testing

@Suite("Safetensors")
struct SafetensorsTests {
  private func sample() throws -> Safetensors {
    Safetensors(
      entries: [
        try #require(.init(name: "flags", shape: [3], elements: .bool([true, false, true]))),
        try #require(.init(name: "net[0].W", shape: [2, 2], elements: .float32([1, -0.5, .infinity, 1e-30]))),
        try #require(.init(name: "labels", shape: [], elements: .int64([.min]))),
        try #require(.init(name: "pixels", shape: [0, 4], elements: .uint8([]))),
        try #require(.init(name: "net[0].b", shape: [1], elements: .float64([0.1]))),
      ],
      metadata: [("seed", "7")])
  }

  @Test("what is written is read back, wide elements first")
  func roundTrip() throws {
    let sample = try sample()
    let read = try Safetensors(sample.fileBytes)
    #expect(read.metadata.map(\.key) == ["seed"] && read.metadata.map(\.value) == ["7"])
    #expect(Set(read.entries.map(\.name)) == Set(sample.entries.map(\.name)))
    for entry in sample.entries { #expect(read[entry.name] == entry) }
    #expect(read.entries.first?.name == "labels")
  }

  @Test("the layout is the package's: a length, a header padded to 8, then the bytes")
  func layout() throws {
    let entry = try #require(Safetensors.Entry(name: "w", shape: [1], elements: .float32([1])))
    let header = #"{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  "#
    #expect(
      Safetensors(entries: [entry]).fileBytes == [56, 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + [0, 0, 0x80, 0x3F])
  }

  struct Bad: CustomTestStringConvertible {
    let header: String
    let code: String
    var testDescription: String { header }
  }

  @Test(
    "a header that lies is refused",
    arguments: [
      Bad(header: #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, code: "file-mismatch"),
      Bad(header: #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, code: "file-truncated"),
      Bad(header: #"{"w":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}"#, code: "file-malformed"),
      Bad(header: #"{"w":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}"#, code: "file-mismatch"),
      Bad(header: #"{"w":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}"#, code: "file-malformed"),
      Bad(header: #"{"w":{"dtype":"U8","shape":[4],"data_offsets":[-4,0]}}"#, code: "file-malformed"),
      Bad(header: #"{"w":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}"#, code: "file-malformed"),
      Bad(
        header: #"{"w":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,4]}}"#, code: "file-malformed"),
      Bad(header: #"{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,9223372036854775807]}}"#, code: "file-truncated"),
      Bad(header: #"{"w":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}"#, code: "file-unsupported"),
      Bad(header: #"{"w":{"dtype":"BOOL","shape":[4],"data_offsets":[0,4]}}"#, code: "file-malformed"),
      Bad(header: #"{"w":{"dtype":"U8","shape":[4]}}"#, code: "file-malformed"),
      Bad(
        header:
          #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#,
        code: "file-malformed"),
      Bad(header: #"{"__metadata__":{"seed":7}}"#, code: "file-malformed"),
      Bad(header: "[]", code: "file-malformed"),
      Bad(header: "{", code: "file-malformed"),
    ])
  func lying(bad: Bad) throws {
    let text = Array(bad.header.utf8)
    let file = [UInt8(text.count & 0xFF), UInt8(text.count >> 8), 0, 0, 0, 0, 0, 0] + text + [9, 0, 0, 0]
    let error = try #require(failure { () throws(FormatError) in _ = try Safetensors(file) })
    #expect(error.diagnostic(file: "net.safetensors").code.name == bad.code, "\(error)")
  }

  @Test("a header longer than the file, or than any header, is refused")
  func longHeader() {
    for file in [[255, 0, 0, 0, 0, 0, 0, 0, 0x7B], [UInt8](repeating: 255, count: 16), [1, 2]] {
      #expect(failure { () throws(FormatError) in _ = try Safetensors(file) } != nil)
    }
  }

  @Test("another kind of file is told as such")
  func foreign() {
    let error = failure { () throws(FormatError) in _ = try Safetensors(Array("height,leaf,kind\n1,2,3\n".utf8)) }
    #expect(error?.diagnostic(file: "a").code.name == "file-kind")
  }

  @Test("damage never traps")
  func damage() throws {
    expectSurvives(try sample().fileBytes, rounds: 5_000) { _ = try Safetensors($0) }
  }
}
