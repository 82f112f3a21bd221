import Documents
import Formats
import Notebook
import Source

/// The students of a class.
struct Roster {
  struct Student: Equatable {
    let id: String
    let name: String
  }

  let students: [Student]

  /// Reads a table with the columns `id` and `name`; without a header they are the first two.
  init(_ path: String, desk: Desk) throws(Diagnostic) {
    let bytes = try desk.bytes(path)
    do throws(FormatError) {
      let table = try CSV(bytes)
      let names = table.header?.map { $0.lowercased() } ?? []
      let id = names.firstIndex(of: "id") ?? names.firstIndex(of: "sid") ?? 0
      let name = names.firstIndex(of: "name") ?? Swift.min(1, Swift.max(table.columnCount - 1, 0))
      students = table.rows.compactMap { row in
        guard id < row.count, name < row.count, !row[id].isEmpty else { return nil }
        return Student(id: SafeText.line(row[id]), name: SafeText.line(row[name]))
      }
    } catch {
      throw error.diagnostic(file: path)
    }
  }

  /// The student whom a submission names, by id or by name, spaces and case aside.
  func student(named text: String) -> Student? {
    let wanted = Roster.key(text)
    return students.first { Roster.key($0.id) == wanted } ?? students.first { Roster.key($0.name) == wanted }
  }

  /// A name without what people write differently.
  static func key(_ text: String) -> String { text.lowercased().filter { !$0.isWhitespace } }
}

/// Names as they can stand in a path.
enum SafeName {
  /// Letters, digits, `-` and `_` as they are, everything else by its bytes.
  static func of(_ name: String) -> String {
    var result = ""
    for byte in name.utf8.prefix(100) {
      let letter = byte | 0x20
      let isPlain =
        (byte < 0x80 && letter >= 0x61 && letter <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x2D
        || byte == 0x5F
      if isPlain {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return result.isEmpty ? "nobody" : result
  }
}
