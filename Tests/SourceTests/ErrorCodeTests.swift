import Disk
import Source
import Testing

/// The codes of errors, warnings and notes.
@Suite("The codes of errors")
struct ErrorCodeTests {
  @Test("each is raised somewhere, and no two have one name")
  func raised() throws {
    var text = ""
    for file in swiftFiles(in: repository + "/Sources") where !file.hasSuffix("/ErrorCode.swift") {
      text += try Disk.text(of: file)
    }
    // A name goes on with letters only.
    let mentioned = Set(text.split { !$0.isLetter && !$0.isNumber && $0 != "." }.flatMap { $0.split(separator: ".") })
    let dead = ErrorCode.allCases.filter { !mentioned.contains(Substring($0.rawValue)) }
    #expect(dead.isEmpty, "\(dead)")
    #expect(Set(ErrorCode.allCases.map(\.name)).count == ErrorCode.allCases.count)
  }

  @Test("the name has its words apart")
  func names() {
    #expect(ErrorCode.shapeMismatch.name == "shape-mismatch")
    #expect(ErrorCode.notAScalar.name == "not-a-scalar")
    #expect(ErrorCode.rebound.name == "rebound")
  }
}
