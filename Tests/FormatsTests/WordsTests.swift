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
          code: "file-truncated", "train-images-idx3-ubyte ends too early",
          notes: ["At byte 16, the data should have 47040000 bytes; 1200 are there."],
          help: "copy or download the file again"))
  }

  @Test("a wrong kind of file is shown by its first bytes")
  func wrongKind() {
    let error = failure { () throws(FormatError) in _ = try IDX(Array("<html>".utf8)) }
    let words = error?.diagnostic(file: "labels.gz")
    #expect(words?.title == "labels.gz is not an IDX file")
    #expect(words?.notes.first?.hasSuffix("it starts with 3C 68 74 6D.") == true)
  }

  @Test("control characters from a file never reach the terminal")
  func control() {
    let error = FormatError(.zip, at: 0, .unsafePath("../\u{1B}[2J"))
    #expect(error.diagnostic(file: "a.zip").notes == ["At byte 0, the path is “../\u{FFFD}[2J”."])
  }
}
