import Documents
import Formats
import Source

/// The files that were handed in: single ones, those of folders, those in archives.
struct Collection {
  /// A file with its bytes, or why it could not be read.
  struct Item {
    let path: String
    let content: Result<[UInt8], Submission.Refusal>
  }

  private(set) var items: [Item] = []
  private let files: FileAccess

  init(_ paths: [String], _ files: FileAccess) {
    self.files = files
    for path in paths { add(path, depth: 0) }
  }

  private mutating func add(_ path: String, depth: Int) {
    let names = files.list(path)
    if !names.isEmpty || files.exists(path + "/.") {
      guard depth < 6 else { return }
      for name in names where !name.hasPrefix(".") && name != "__MACOSX" { add("\(path)/\(name)", depth: depth + 1) }
      return
    }
    do {
      let bytes = try files.read(path)
      if Zip.isZip(bytes) { addArchive(bytes, path) } else { items.append(Item(path: path, content: .success(bytes))) }
    } catch {
      items.append(Item(path: path, content: .failure(.init(reason: "it cannot be read: \(error.reason)"))))
    }
  }

  private mutating func addArchive(_ bytes: [UInt8], _ path: String) {
    do throws(FormatError) {
      let archive = try Zip(
        bytes, limits: .init(entries: 10_000, fileBytes: Submission.byteLimit), skipsRefused: true)
      for refused in archive.refused {
        let place = "\(path)/\(refused.path)"
        items.append(Item(path: place, content: .failure(Collection.refusal(refused.error, place))))
      }
      for entry in archive.entries {
        let name = entry.path.split(separator: "/").last ?? ""
        if name.hasPrefix(".") || entry.path.hasPrefix("__MACOSX/") { continue }
        let place = "\(path)/\(entry.path)"
        do throws(FormatError) {
          items.append(Item(path: place, content: .success(try archive.content(of: entry))))
        } catch {
          items.append(Item(path: place, content: .failure(Collection.refusal(error, place))))
        }
      }
    } catch {
      items.append(Item(path: path, content: .failure(Collection.refusal(error, path))))
    }
  }

  private static func refusal(_ error: FormatError, _ path: String) -> Submission.Refusal {
    let diagnostic = error.diagnostic(file: "the archive")
    return .init(
      reason: Phrase.joined([diagnostic.title] + diagnostic.notes.prefix(1), separator: ": ").mapTexts(SafeText.line))
  }
}
