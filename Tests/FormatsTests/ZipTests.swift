import Formats
import Testing

@Suite("Zip archives")
struct ZipTests {
  private func error(_ bytes: [UInt8], _ limits: Zip.Limits = .init()) -> FormatError? {
    failure { () throws(FormatError) in
      let zip = try Zip(bytes, limits: limits)
      for entry in zip.entries { _ = try zip.content(of: entry) }
    }
  }

  @Test("files are listed and read, folders left out")
  func reading() throws {
    let zip = try Zip(ZipFixtures.two)
    #expect(zip.entries.map(\.path) == ["ana/answers.md", "ben/answers.md"])
    let contents = try zip.entries.map { String(decoding: try zip.content(of: $0), as: UTF8.self) }
    #expect(contents == [String(repeating: "# Ana\n", count: 20), "hi"])
  }

  @Test("a path that climbs out is refused")
  func escaping() { #expect(error(ZipFixtures.escaping)?.fault == .unsafePath("../evil")) }

  @Test(
    "a path that other systems read as absolute is refused",
    arguments: ["/bin/sh", "C:/evil", "a\\..\\b", "a//bcde", "./evils"])
  func absolute(path: String) {
    let name = Array("../evil".utf8)
    var archive = ZipFixtures.escaping
    for start in archive.indices.reversed() where archive[start...].starts(with: name) {
      archive.replaceSubrange(start..<start + 7, with: Array(path.utf8).prefix(7))
    }
    // Shorter paths keep the letters behind them out by their announced length.
    #expect(error(archive) != nil)
  }

  @Test("a link is refused")
  func link() { #expect(error(ZipFixtures.link)?.fault == .unsupported(feature: "linked is a link")) }

  @Test("limits on the number of files, on a file and on all of them hold")
  func limits() {
    #expect(error(ZipFixtures.two, .init(entries: 2)) != nil)
    #expect(error(ZipFixtures.two, .init(fileBytes: 100)) != nil)
    #expect(error(ZipFixtures.two, .init(totalBytes: 121)) != nil)
    #expect(error(ZipFixtures.two, .init(entries: 3, fileBytes: 120, totalBytes: 122)) == nil)
  }

  @Test("a size that lies is refused, below and above the truth", arguments: [119, 121, 10_000, 40_000_000])
  func lyingSize(size: Int) {
    var archive = ZipFixtures.two
    let directory = 0x87
    for byte in 0..<4 { archive[directory + 24 + byte] = UInt8(size >> (8 * byte) & 0xFF) }
    #expect(error(archive) != nil)
  }

  @Test("a cut archive is refused")
  func truncated() {
    for count in 0..<ZipFixtures.two.count { #expect(error(Array(ZipFixtures.two.prefix(count))) != nil) }
  }

  @Test("damage never traps")
  func damage() {
    expectSurvives(ZipFixtures.two, rounds: 4_000) { bytes in
      let zip = try Zip(bytes)
      for entry in zip.entries { _ = try zip.content(of: entry) }
    }
  }
}
