import Formats
import Source
import Testing

@Suite("CSV")
struct CSVTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let text: String
    var header: [String]?
    let rows: [[String]]

    init(_ name: String, _ text: String, header: [String]? = nil, _ rows: [[String]]) {
      testDescription = name
      self.text = text
      self.header = header
      self.rows = rows
    }
  }

  @Test(
    "cells are split as RFC 4180 says",
    arguments: [
      Case("numbers only", "1,2\n3,4\n", [["1", "2"], ["3", "4"]]),
      Case("no newline at the end", "1,2\n3,4", [["1", "2"], ["3", "4"]]),
      Case("CRLF and a byte-order mark", "\u{FEFF}a,b\r\n1,2\r\n", header: ["a", "b"], [["1", "2"]]),
      Case("old Macintosh line ends", "1\r2\r", [["1"], ["2"]]),
      Case(
        "quotes, commas, newlines inside", "a,b\n\"x \"\"y\"\", z\",\"1\n2\"\n", header: ["a", "b"],
        [["x \"y\", z", "1\n2"]]),
      Case("empty cells", "1,,\n,,2\n", [["1", "", ""], ["", "", "2"]]),
      Case("blank lines between rows", "1\n\n2\n\n", [["1"], ["2"]]),
      Case("semicolons", "a;b\n1,5;2\n", header: ["a", "b"], [["1,5", "2"]]),
      Case("tabs", "a\tb\n1\t2\n", header: ["a", "b"], [["1", "2"]]),
      Case("nothing", "", []),
      Case("one row of words is data", "a,b\n", [["a", "b"]]),
    ])
  func splitting(example: Case) throws {
    let csv = try CSV(Array(example.text.utf8))
    #expect(csv.header == example.header)
    #expect(csv.rows == example.rows)
  }

  @Test("what is written is read back")
  func writing() throws {
    let rows = [["1", "a \"b\""], ["", "x,\r\ny"], ["é", "z"]]
    let bytes = CSV.encode(header: ["n", "t"], rows: rows)
    let csv = try CSV(bytes, header: .present)
    #expect(csv.header == ["n", "t"])
    #expect(csv.rows == rows)
  }

  @Test("columns are numbers or categories with their names")
  func columns() throws {
    let columns = try CSV(Array("size,kind\n1.5,oak\n-2e1,elm\n +3 ,oak\n".utf8)).columns()
    #expect(columns.map(\.name) == ["size", "kind"])
    #expect(columns[0].values == .numbers([1.5, -20, 3]))
    #expect(columns[1].values == .categories([1, 0, 1], names: ["elm", "oak"]))
  }

  @Test("a first row of counts, as scikit-learn writes it, names the classes")
  func counts() throws {
    let csv = try CSV(Array("3,2,oak,elm\n1,2,0\n3,4,1\n5,6,1\n".utf8))
    #expect(csv.classNames == ["oak", "elm"] && csv.header == nil)
    #expect(csv.rows == [["1", "2", "0"], ["3", "4", "1"], ["5", "6", "1"]] && csv.lines == [2, 3, 4])
  }

  @Test(
    "a first row that only resembles counts stays a row",
    arguments: ["2,2,0\n1,2,0\n3,4,1\n", "2,2,a\n1,2,0\n3,4,1\n", "9,2,a,b\n1,2,0,1\n", "1,2\n3,4\n"])
  func noCounts(text: String) throws {
    let csv = try CSV(Array(text.utf8))
    #expect(csv.classNames.isEmpty && csv.rows.count == text.split(separator: "\n").count)
  }

  @Test("missing values are counted and the first is placed", arguments: ["", "?", "NA", " nan ", "NULL"])
  func missing(word: String) throws {
    let csv = try CSV(Array("a,b\n1,2\n3,\(word)\n\(word),4\n".utf8))
    let error = try #require(failure { () throws(FormatError) in _ = try csv.columns() })
    #expect(error.fault == .missingValue(line: 3, column: 2, name: "b", count: 2))
    #expect(error.offset == 8)
    let words = error.diagnostic(file: "trees.csv")
    #expect(words.title == "trees.csv has 2 missing values")
    #expect(words.notes == ["The first is on line 3 (byte 8), column 2 (“b”)."])
  }

  @Test("a word among numbers is placed")
  func word() throws {
    let csv = try CSV(Array("1\n2\nthree\n".utf8))
    let error = try #require(failure { () throws(FormatError) in _ = try csv.columns() })
    #expect(error.fault == .notANumber(line: 3, column: 1, name: nil, text: "three"))
  }

  @Test(
    "a broken table is refused at its line",
    arguments: [
      ("1,2\n3\n", FormatError.Fault.raggedRow(line: 2, expected: 2, found: 1), 4),
      ("1,\"2\n3\n", .malformed(problem: "the quote that opens on line 1 is never closed"), 2),
      ("\"1\"x\n", .malformed(problem: "text follows a closing quote on line 1"), 3),
    ])
  func broken(text: String, fault: FormatError.Fault, offset: Int) {
    let error = failure { () throws(FormatError) in _ = try CSV(Array(text.utf8)) }
    #expect(error == FormatError(.csv, at: offset, fault))
  }

  @Test("text in another encoding is refused at its cell")
  func encoding() {
    let error = failure { () throws(FormatError) in _ = try CSV([0x31, 0x2C, 0xE9, 0x0A]) }
    #expect(error?.offset == 2)
  }

  @Test("damage never traps")
  func damage() {
    let text = "a,b\r\n\"x \"\"y\"\"\",1.5\r\n\"z,\n\",-2e9\r\n"
    expectSurvives(Array(text.utf8), rounds: 4_000) { _ = try CSV($0).columns() }
  }
}
