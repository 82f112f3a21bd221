import Formats
import Source
import Testing

@Suite("What is said about a bad file")
struct WordsTests {
  @Test("the file, the byte, the numbers and a way on are named")
  func truncated() {
    let error = FormatError(.idx, at: 16, .truncated(part: "the data", needed: 47_040_000, found: 1_200))
    #expect(
      error.diagnostic(file: "train-images-idx3-ubyte")
        == Diagnostic(
          code: .fileTruncated, "train-images-idx3-ubyte ends too early",
          notes: ["At byte 16, the data should have 47040000 bytes; 1200 are there."],
          help: "copy or download the file again"))
  }

  @Test("a wrong kind of file is shown by its first bytes")
  func wrongKind() {
    let error = failure { () throws(FormatError) in _ = try IDX(Array("<html>".utf8)) }
    let words = error?.diagnostic(file: "labels.gz")
    #expect(words?.title == "labels.gz is not an IDX file")
    #expect(words?.notes.first?.description.hasSuffix("it starts with 3C 68 74 6D.") == true)
  }

  @Test("control characters from a file never reach the terminal")
  func control() {
    let error = FormatError(.zip, at: 0, .unsafePath("../\u{1B}[2J"))
    #expect(error.diagnostic(file: "a.zip").notes == ["At byte 0, the path is “../\u{FFFD}[2J”."])
  }

  @Test("a tensor's name is shown without its control characters, and shortened")
  func hostileName() throws {
    let name = "\u{1B}[2J" + String(repeating: "a", count: 5_000)
    let entry = try #require(Safetensors.Entry(name: name, shape: [1], elements: .uint8([1])))
    let file = Array(Safetensors(entries: [entry]).fileBytes.dropLast())
    let note = failure { () throws(FormatError) in _ = try Safetensors(file) }?.diagnostic(file: "a").notes.first
    #expect(note?.description.contains("\u{1B}") == false)
    #expect(note.map { $0.description.count < 500 } == true)
  }
}
