import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The folder of the package: two levels above this file's own.
let repository = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

/// The Swift files of a folder, at any depth.
func swiftFiles(in directory: String) -> [String] {
  names(in: directory).flatMap { name -> [String] in
    let path = directory + "/" + name
    return name.hasSuffix(".swift") ? [path] : name.contains(".") ? [] : swiftFiles(in: path)
  }
}

/// The text files of a folder.
func textFiles(in directory: String) -> [String] {
  names(in: directory).filter { $0.hasSuffix(".txt") }.map { directory + "/" + $0 }
}

/// The names of the folders in a folder.
func folders(in directory: String) -> [String] { names(in: directory).filter { !$0.contains(".") } }

private func names(in directory: String) -> [String] {
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
}

func lines(of path: String) throws -> [String] {
  try text(of: path).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
}

/// The text of a file.
func text(of path: String) throws -> String {
  let file = try #require(fopen(path, "r"), "\(path) cannot be read")
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { break }
    bytes += buffer[..<count]
  }
  return String(decoding: bytes, as: UTF8.self)
}
