import Documents
import Formats
import Notebook
import Source

extension Desk {
  /// A table of people or marks, whatever encoding a spreadsheet gave it; an unusual one is said.
  func table(_ path: String) throws(Diagnostic) -> CSV {
    let bytes = try bytes(path)
    let table: CSV
    do throws(FormatError) {
      table = try CSV(bytes, header: .absent)
    } catch {
      throw error.diagnostic(file: .verbatim(path))
    }
    for case .encoding(let encoding) in table.notes {
      show(.lines([[.text("\(SafeText.line(path)) is in \(encoding.spokenName)", .dim)]]))
    }
    return table
  }
}
