import Formats
package import Source

/// Whether a fetched file is the original.
package enum DownloadCheck {
  /// What is wrong with a file, in words; nil when its content is that of the original.
  ///
  /// The checksum is that of the content without compression, so that any mirror's own compression will do.
  package static func fault(of path: String, as file: DatasetDescription.File, _ files: FileAccess) -> Phrase? {
    let bytes: [UInt8]
    do throws(FileAccess.Failure) { bytes = try files.read(path) } catch { return error.reason }
    let content: [UInt8]
    do throws(FormatError) {
      content = try Gzip.unwrapped(bytes, limit: 2 * file.byteCount)
    } catch {
      return error.diagnostic(file: .verbatim(file.name)).title
    }
    let actual = SHA256.hexadecimal(content)
    if file.sha256.contains(actual) { return nil }
    if content.count != file.byteCount {
      return "the file holds \(content.count) bytes, and the original \(file.byteCount)"
    }
    return "the file is not the original: its SHA-256 is \(actual)"
  }
}
