import Disk
import Source
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private let folder = repository + "/Tests/NotebookTests/Transcripts"

/// Sessions written down: lines that begin with `> ` are typed, what stands below is shown.
///
/// With `RECORD=1` in the environment the transcripts are written anew, and the tests fail, so that nobody forgets to
/// look at what has changed.
@Suite("Sessions written down")
struct SessionTests {
  @Test(
    "a session goes as it is written down",
    arguments: Disk.files.list(folder).filter { $0.hasSuffix(".transcript") })
  func transcript(_ name: String) throws {
    let path = folder + "/" + name
    let bytes = try Disk.files.read(path)
    let written = String(decoding: bytes, as: UTF8.self)
    // The phrase book speaks of the lessons that come with the program.
    let lessons = name.hasPrefix("habits") ? repository + "/Lessons" : folder
    var student = TestSession(.test(lessons: [lessons]))
    var actual = ""
    for line in written.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("#") { actual += line + "\n" }
      guard line == ">" || line.hasPrefix("> ") else { continue }
      actual += line + "\n" + student.type(String(line.dropFirst(2)))
    }
    if getenv("RECORD") != nil {
      TestFiles.write(actual, to: path)
      Issue.record("\(name) was written anew: look at the difference")
    } else {
      #expect(actual == written)
    }
  }
}
