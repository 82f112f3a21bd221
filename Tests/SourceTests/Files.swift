import Disk
import Source

/// The folder of the package.
let repository = Disk.repository

/// The Swift files of a folder, at any depth.
func swiftFiles(in directory: String) -> [String] {
  Disk.files.list(directory).flatMap { name -> [String] in
    let path = directory + "/" + name
    return name.hasSuffix(".swift") ? [path] : name.contains(".") ? [] : swiftFiles(in: path)
  }
}

/// The text files of a folder.
func textFiles(in directory: String) -> [String] {
  Disk.files.list(directory).filter { $0.hasSuffix(".txt") }.map { directory + "/" + $0 }
}

/// The names of the folders in a folder.
func folders(in directory: String) -> [String] { Disk.files.list(directory).filter { !$0.contains(".") } }

func lines(of path: String) throws -> [String] {
  try Disk.text(of: path).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
}
