import Datasets
import Disk
import Source
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The top of the package.
let packageRoot = Disk.repository

/// The real files, read only.
let disk = Disk.files

/// Files that exist only here.
func memory(_ files: [String: [UInt8]]) -> FileAccess {
  FileAccess(
    read: { (path: String) throws(FileAccess.Failure) -> [UInt8] in
      guard let bytes = files[path] else { throw FileAccess.Failure(path: path, reason: "no such file") }
      return bytes
    },
    write: { (path: String, _: [UInt8]) throws(FileAccess.Failure) in
      throw FileAccess.Failure(path: path, reason: "tests write no files")
    },
    list: { directory in
      let inside = files.keys.filter { $0.hasPrefix(directory + "/") }.map { $0.dropFirst(directory.count + 1) }
      return Set(inside.compactMap { $0.split(separator: "/").first.map(String.init) }).sorted()
    },
    exists: { files[$0] != nil })
}

/// Where MNIST's original files may be: `LEARNNN_DATA`, else a folder beside the package.
let mnistDirectory = getenv("LEARNNN_DATA").map { String(cString: $0) } ?? "\(packageRoot)/../shared/datasets"

/// Whether MNIST is on this machine.
let hasMNIST = disk.exists("\(mnistDirectory)/mnist/train-images-idx3-ubyte.gz")

/// The error that loading ends in.
func failure(_ load: () throws(DatasetError) -> Void) -> DatasetError? {
  do {
    try load()
    return nil
  } catch {
    return error
  }
}

extension Dataset.Part {
  /// The classes; empty for regression.
  var classes: [Int] { if case .classes(let values) = y { values } else { [] } }

  /// The targets of regression; empty for classes.
  var numberTargets: [Double] { if case .numbers(let values) = y { values } else { [] } }

  /// The numbers of `x`; empty for bytes.
  var numbers: [Double] { if case .numbers(let values) = x { values } else { [] } }

  /// The bytes of `x`; empty for numbers.
  var bytes: [UInt8] { if case .bytes(let values) = x { values } else { [] } }
}
