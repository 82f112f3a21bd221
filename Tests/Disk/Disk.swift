package import Source

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The machine's own files, as tests read them.
package enum Disk {
  /// The folder of the package: two levels above this file's own.
  package static let repository = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

  /// Reads and lists files, the hidden ones left out of a list; writes none.
  package static let files = FileAccess(
    read: { (path: String) throws(FileAccess.Failure) -> [UInt8] in
      guard let file = fopen(path, "r") else { throw FileAccess.Failure(path: path, reason: "no such file") }
      defer { fclose(file) }
      var bytes: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
      return bytes
    },
    write: { (path: String, _: [UInt8]) throws(FileAccess.Failure) in
      throw FileAccess.Failure(path: path, reason: "tests write no files")
    },
    list: { directory in
      guard let stream = opendir(directory) else { return [] }
      defer { closedir(stream) }
      var names: [String] = []
      while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if !name.hasPrefix(".") { names.append(name) }
      }
      return names.sorted()
    },
    exists: { access($0, R_OK) == 0 })

  /// The text of a file.
  package static func text(of path: String) throws(FileAccess.Failure) -> String {
    String(decoding: try files.read(path), as: UTF8.self)
  }
}
