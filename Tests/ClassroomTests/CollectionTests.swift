import Formats
import Notebook
import Source
import Testing

@testable import Classroom

@Suite("Files that were handed in")
struct CollectionTests {
  /// A tar archive as `tar` writes it, in the `ustar` form.
  static func tar(_ files: [(String, [UInt8])]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (name, content) in files {
      var header = [UInt8](repeating: 0, count: 512)
      func put(_ text: String, _ offset: Int) {
        header.replaceSubrange(offset..<(offset + text.utf8.count), with: text.utf8)
      }
      func octal(_ number: Int, _ digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: digits - text.count) + text
      }
      put(name, 0)
      put("0000644\0", 100)
      put(octal(content.count, 11) + "\0", 124)
      put("00000000000\0", 136)
      put("        ", 148)
      put("0", 156)
      put("ustar\u{0}00", 257)
      put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\0 ", 148)
      bytes += header + content
      bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }
    return bytes + [UInt8](repeating: 0, count: 1024)
  }

  /// A zip archive that stores its files as they are.
  static func zip(_ files: [(String, [UInt8])]) -> [UInt8] { zip(named: files.map { (Array($0.0.utf8), $0.1) }) }

  /// The same, with names in any encoding, which it does not tell.
  static func zip(named files: [([UInt8], [UInt8])]) -> [UInt8] {
    func little(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 255) } }
    var (bytes, list): ([UInt8], [UInt8]) = ([], [])
    for (name, content) in files {
      let offset = bytes.count
      let common =
        little(20, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(Int(CollectionTests.crc(content)), 4)
        + little(content.count, 4) + little(content.count, 4) + little(name.count, 2) + little(0, 2)
      bytes += [0x50, 0x4B, 3, 4] + common + name + content
      list += [0x50, 0x4B, 1, 2] + little(20, 2) + common + little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4)
      list += little(offset, 4) + name
    }
    return bytes + list + [0x50, 0x4B, 5, 6] + little(0, 4) + little(files.count, 2) + little(files.count, 2)
      + little(list.count, 4) + little(bytes.count, 4) + little(0, 2)
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
  }

  private static let ada = Array(School.submission("Ada", [("double", "d = 6")]).utf8)

  private func paths(_ bytes: [UInt8], _ name: String) -> [String] {
    let files = MemoryFiles()
    files.put("in/\(name)", bytes)
    return Collection(["in"], files.access).items.map { item in
      if case .success(let content) = item.content {
        content == Self.ada ? item.path : item.path + " other"
      } else {
        item.path + " refused"
      }
    }
  }

  @Test("archives of every kind are opened, in each other too, and what systems leave behind is passed over")
  func archives() {
    let inner = [("ada/answers.md", Self.ada), ("__MACOSX/ada/._answers.md", [1, 2]), ("ada/.DS_Store", [3])]
    let tar = Self.tar([("ada/answers.md", Self.ada), ("ada/._answers.md", [1])])
    #expect(paths(Self.zip(inner), "a.zip") == ["in/a.zip/ada/answers.md"])
    #expect(paths(tar, "a.tar") == ["in/a.tar/ada/answers.md"])
    #expect(paths(Gzip.deflate(tar), "a.tar.gz") == ["in/a.tar.gz/ada/answers.md"])
    #expect(paths(Gzip.deflate(Self.ada), "answers.md.gz") == ["in/answers.md"])
    #expect(
      paths(Self.zip([("class/ada.zip", Self.zip(inner))]), "all.zip") == ["in/all.zip/class/ada.zip/ada/answers.md"])
    #expect(paths(Self.zip([("ada.tar.gz", Gzip.deflate(tar))]), "all.zip") == ["in/all.zip/ada.tar.gz/ada/answers.md"])
    #expect(paths(Self.tar([("../../ada.md", Self.ada)]), "a.tar") == ["in/a.tar/ada.md"])
  }

  @Test(
    "names in an archive are UTF-8, GBK or CP437, and it is said when they are not UTF-8",
    arguments: [
      ("王芳/a.md", Array("王芳/a.md".utf8), ""), ("张伟/a.md", [0xD5, 0xC5, 0xCE, 0xB0] + Array("/a.md".utf8), "GBK"),
      ("Jürgen Müller/a.md", "J?rgen M?ller/a.md".utf8.map { $0 == 63 ? 0x81 : $0 }, "CP437"),
    ] as [(String, [UInt8], String)])
  func names(_ name: String, _ bytes: [UInt8], _ encoding: String) {
    let files = MemoryFiles()
    files.put("in/a.zip", Self.zip(named: [(bytes, Self.ada)]))
    let items = Collection(["in"], files.access).items
    #expect(items.map(\.path) == ["in/a.zip/\(name)"])
    #expect(items.allSatisfy { $0.place.notes.isEmpty == encoding.isEmpty })
    #expect(items.flatMap(\.place.notes).allSatisfy { $0.description.contains(encoding) })
  }

  @Test("of two files of one name in an archive the second is refused, and nothing else")
  func doubled() {
    let files = [("a.md", Self.ada), ("b/a.md", Self.ada), ("a.md", Self.ada)]
    #expect(paths(Self.zip(files), "a.zip").sorted() == ["in/a.zip/a.md", "in/a.zip/a.md refused", "in/a.zip/b/a.md"])
  }

  @Test("a file that is named twice is there once, and what this program wrote there is no submission")
  func twice() throws {
    let school = School()
    school.files.put("in/a.md", Self.ada)
    var request = Classroom.GradeRequest(lesson: "lesson1", submissions: ["in", "in/a.md"])
    (request.jobs, request.csv, request.feedback) = (0, "in/marks.csv", "in/pages")
    for _ in 0..<2 { #expect(Classroom.grade(request, desk: school.desk) == 0) }
    let book = try GradeBook(school.desk.lesson("lesson1"), request, desk: school.desk)
    #expect(book.students.map(\.file) == ["in/a.md"] && book.students.allSatisfy(\.namedNotes.isEmpty))
  }

  @Test("archives without an end, damaged ones and documents of an office are refused in words")
  func refused() {
    var deep = Self.ada
    for level in 0..<6 { deep = Self.zip([("\(level).zip", deep)]) }
    #expect(paths(deep, "deep.zip").allSatisfy { $0.hasSuffix("refused") })
    let tar = Self.tar([("ada.md", Self.ada)])
    #expect(paths(Array(tar.prefix(700)), "cut.tar") == ["in/cut.tar refused"])
    #expect(paths(Array(Gzip.deflate(tar).prefix(60)), "cut.tar.gz") == ["in/cut.tar.gz refused"])
    let word = Self.zip([("[Content_Types].xml", Array("<x/>".utf8)), ("word/document.xml", Array("<x/>".utf8))])
    #expect(paths(word, "answers.docx") == ["in/answers.docx refused"])
  }

  @Test("a notebook that was filled in is a submission without a receipt")
  func notebook() throws {
    let cells = #"""
      {"cells": [
        {"cell_type": "code", "metadata": {}, "source": [":load lesson1"], "outputs": []},
        {"cell_type": "code", "metadata": {"learnnn": {"task": "double"}}, "source": [":task double\n", "d = 2m"]},
        {"cell_type": "code", "metadata": {"learnnn": {"task": "sign"}}, "source": ":task sign\n# the number\n2"},
        {"cell_type": "code", "metadata": {"learnnn": {"task": "why"}}, "source": [":task why\n", "# your answer\n"]}],
       "metadata": {"learnnn": {"lesson": "lesson1", "content": "x"}}, "nbformat": 4, "nbformat_minor": 5}
      """#
    let submission = try Submission(Array(cells.utf8))
    #expect(submission.lesson == "lesson1" && submission.receipt == .missing)
    #expect(submission.answers.mapValues(\.text) == ["double": "d = 2m", "sign": "2"])
  }

  @Test("a file that this program did not write is not replaced, unless it is forced; its own is")
  func foreign() throws {
    let school = School(["marks.csv": "by,hand\n", "lesson.html": "mine"])
    var request = Classroom.GradeRequest(lesson: "lesson1", submissions: ["in"])
    request.jobs = 0
    request.csv = "marks.csv"
    school.files.put("in/a.md", Self.ada)
    #expect(Classroom.grade(request, desk: school.desk) == 3)
    #expect(school.failures.last?.code.name == "file-exists" && school.files["marks.csv"] == "by,hand\n")
    request.csv = "own.csv"
    #expect(Classroom.grade(request, desk: school.desk) == 0)
    school.files.put("in/b.md", Array(School.submission("Bob", [("double", "d = 6")]).utf8))
    #expect(Classroom.grade(request, desk: school.desk) == 0)
    #expect(school.files["own.csv"]?.contains("Bob") == true)
    school.files.put("own.csv", Array("changed by hand\n".utf8))
    #expect(Classroom.grade(request, desk: school.desk) == 3)
    var desk = school.desk
    desk.isForced = true
    #expect(Classroom.grade(request, desk: desk) == 0)
  }
}
