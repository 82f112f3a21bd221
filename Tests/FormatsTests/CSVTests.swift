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

  @Test("columns are numbers or classes with their names")
  func columns() throws {
    let columns = try CSV(Array("size,kind\n1.5,oak\n-2e1,elm\n +3 ,oak\n".utf8)).columns()
    #expect(columns.map(\.name) == ["size", "kind"])
    #expect(columns[0].values == .numbers([1.5, -20, 3]))
    #expect(columns[1].values == .classes([1, 0, 1], names: ["elm", "oak"]))
  }

  @Test("a first row of counts, as scikit-learn writes it, names the classes")
  func counts() throws {
    let csv = try CSV(Array("3,2,oak,elm\n1,2,0\n3,4,1\n5,6,1\n".utf8))
    #expect(csv.classNames == ["oak", "elm"] && csv.header == nil)
    #expect(csv.rows == [["1", "2", "0"], ["3", "4", "1"], ["5", "6", "1"]] && csv.lines == [2, 3, 4])
  }

  @Test(
    "a first row that only resembles counts stays a row",
    arguments: ["2,2,0\n1,2,0\n3,4,1\n", "9,2,a,b\n1,2,0,1\n", "1,2\n3,4\n"])
  func noCounts(text: String) throws {
    let csv = try CSV(Array(text.utf8))
    #expect(csv.classNames.isEmpty && csv.rows.count == text.split(separator: "\n").count)
  }

  @Test("missing values are counted", arguments: ["", "?", "NA", " nan ", "NULL", "-", "#N/A"])
  func missing(word: String) throws {
    let columns = try CSV(Array("a,b\n1,2\n3,\(word)\n\(word),4\n".utf8)).columns()
    #expect(columns.map(\.missingCount) == [1, 1])
    #expect(columns[1].values == .numbers([2, nil, 4]))
  }

  @Test(
    "numbers are read as people write them",
    arguments: [
      ("a;b\n1,5;2,25\n10,75;4,5\n", [1.5, 10.75]), ("a,b\n\"1,234\",2\n\"12,345,678\",3\n", [1234, 12_345_678]),
      ("a,b\n$5,x\n\"$1,200.50\",y\n", [5, 1200.5]), ("a,b\n45%,x\n7 %,y\n", [45, 7]),
      ("a,b\n\u{2212}5,x\n3,y\n", [-5, 3]), ("a;b\n1.234,5;x\n0,25;y\n", [1234.5, 0.25]),
      ("a;b\n0.123;x\n1.234;y\n", [0.123, 1.234]), ("a,b\n(5),x\n3,y\n", [-5, 3]),
      ("a;b\n1 234,5;x\n2;y\n", [1234.5, 2]), ("a|b\n1|x\n2|y\n", [1, 2]),
    ] as [(String, [Double?])])
  func numbers(text: String, values: [Double?]) throws {
    #expect(try CSV(Array(text.utf8)).columns()[0].values == .numbers(values))
  }

  @Test(
    "the first row is taken for names where it can be nothing else",
    arguments: [
      ("country,2019,2020\nNorway,1.5,2\nChile,3,4.5\n", true), ("2019,2020,2021\n1.5,2,3\n", true),
      (",a,b\n0,1,2\n1,3,4\n", true), ("1,2\n3,4\n", false), ("size,3\n1,2\n2,3\n", true),
      ("Report of May\n\na,b,c\n1,2,3\n4,5,6\n", true), ("a,b\nx,y\n,\n", true),
    ])
  func headers(text: String, isThere: Bool) throws {
    #expect((try CSV(Array(text.utf8)).header != nil) == isThere)
  }

  @Test("what only counts the rows is known: of pandas, of R, and under a name that says so")
  func rowNumbers() throws {
    for text in [
      ",a,b\n0,1,2\n1,3,4\n", "\"\",\"a\",\"b\"\n\"1\",1,2\n\"2\",3,4\n", "Id,a,b\n1,1,2\n2,3,4\n",
      "a,b\n1,1,2\n2,3,4\n",
    ] {
      #expect(try CSV(Array(text.utf8)).columns().map(\.isRowNumber) == [true, false, false], "\(text)")
    }
    #expect(try CSV(Array("hour,a,b\n0,1,2\n1,3,4\n".utf8)).columns()[0].isRowNumber == false)
  }

  @Test(
    "dates are days since 1970, in the order that all of them allow",
    arguments: [
      ("1970-01-02", "2024-02-29", [1, 19_782]), ("13/01/2024", "02/02/2024", [19_735, 19_755]),
      ("01/13/2024", "02/02/2024", [19_735, 19_755]), ("13.01.2024", "02.02.2024", [19_735, 19_755]),
      ("1970-01-01 12:00", "1970-01-02T06:00:00", [0.5, 1.25]),
    ] as [(String, String, [Double?])])
  func dates(first: String, second: String, days: [Double?]) throws {
    guard case .dates(let found, _, _) = try CSV(Array("d,x\n\(first),1\n\(second),2\n".utf8)).columns()[0].values
    else {
      Issue.record("no dates")
      return
    }
    #expect(found == days)
    #expect(DateText.text(19_782) == "2024-02-29")
  }

  @Test("a word among numbers is placed")
  func word() throws {
    let csv = try CSV(Array("1\n2\nthree\n".utf8))
    let error = try #require(failure { () throws(FormatError) in _ = try csv.columns() })
    #expect(error.fault == .notANumber(line: 3, column: 1, name: "column1", text: "three"))
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

  @Test("text in another encoding is read, and that is noted")
  func encoding() throws {
    let cases: [([UInt8], TextEncoding, String)] = [
      ([0x61, 0x2C, 0xE9, 0x0A, 0x31, 0x2C, 0x32], .windows1252, "é"),
      ([0xC3, 0xFB, 0x2C, 0xD6, 0xD6, 0x0A, 0x31, 0x2C, 0x32], .gb18030, "种"),
      (
        [0xFF, 0xFE] + Array("a,é\n1,2\n".utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }, .utf16LittleEndian, "é"
      ),
      ([0xFE, 0xFF] + Array("a,é\n1,2\n".utf16).flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }, .utf16BigEndian, "é"),
    ]
    for (bytes, encoding, name) in cases {
      let csv = try CSV(bytes)
      #expect(csv.header?.last == name && csv.notes == [.encoding(encoding)])
    }
  }

  @Test("one bad byte in a table is replaced, and its line is noted")
  func oneBadByte() throws {
    let csv = try CSV(Array("städte,größe\nKöln,1\n".utf8) + [0xFF] + Array(",2\nMünchen,3\n".utf8))
    #expect(csv.header == ["städte", "größe"] && csv.rows[1] == ["\u{FFFD}", "2"])
    #expect(csv.notes == [.replaced(count: 1, line: 3)])
  }

  @Test(
    "a number that could be another one is doubtful until the file or somebody says which is meant",
    arguments: [
      ("v;y\n900;1\n1.000;2\n1.200;3\n", nil, "1.000"), ("v,y\n900,1\n\"1,200\",2\n", nil, "1,200"),
      ("v;w;y\n900;2.5;1\n1.200;3;2\n", nil, nil), ("v;y\n900;1\n1.000.000;2\n", nil, nil),
      ("v;y\n0.500;1\n1.200;2\n", nil, nil), ("v;y\n900;1\n1.200;2\n", .comma, nil), ("v,y\n1,2\n3,4\n", nil, nil),
    ] as [(String, CellText.Decimal?, String?)])
  func doubtful(text: String, decimal: CellText.Decimal?, cell: String?) throws {
    var choices = ColumnChoices()
    choices.decimal = decimal
    #expect(try CSV(Array(text.utf8)).columns(choices)[0].doubtful?.cell == cell)
  }

  @Test(
    "numbers as people type them: full-width signs, names of currencies, brackets",
    arguments: [
      ("５.５％", 5.5), ("９０", 90), ("－3", -3), ("CHF 1.50", 1.5), ("12 EUR", 12), ("-USD 3", nil), ("(1.50)", -1.5),
      ("USD", nil), ("12 km", nil),
    ] as [(String, Double?)])
  func typed(cell: String, value: Double?) { #expect(CellText.number(cell)?.value == value) }

  @Test("the order of dates is the one that is said, where it fits", arguments: DateText.Order.allCases)
  func saidOrder(order: DateText.Order) throws {
    var choices = ColumnChoices()
    choices.dates = order
    guard
      case .dates(let days, let found, let isCertain) = try CSV(Array("d,x\n01/06/2024,1\n02/06/2024,2\n".utf8))
        .columns(choices)[0].values
    else {
      Issue.record("no dates")
      return
    }
    #expect(found == (order == .yearFirst ? .monthFirst : order) && isCertain == (order != .yearFirst))
    #expect(days[1] == (days[0] ?? 0) + (found == .dayFirst ? 1 : 31))
  }

  @Test("damage never traps")
  func damage() {
    let text = "a,b\r\n\"x \"\"y\"\"\",1.5\r\n\"z,\n\",-2e9\r\n"
    expectSurvives(Array(text.utf8), rounds: 4_000) { _ = try CSV($0).columns() }
  }
}
