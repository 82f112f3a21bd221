import Datasets
import Glibc
import LineEditing
import Source

/// Brings the files of a data set onto this machine: from the first mirror that has the true ones.
struct Download {
  /// What is fetched.
  let description: DatasetDescription
  /// Where it goes: a folder of the data set's own.
  let folder: String
  /// The servers to ask, in order; a file's name with `.gz` follows each address.
  let mirrors: [String]
  /// How many seconds a server may send next to nothing.
  let patience: Int
  /// Whether somebody watches.
  let showsProgress: Bool
  /// Where a line about each step goes.
  let say: (String) -> Void

  /// Fetches every file that is not there yet.
  ///
  /// A file is fetched aside, compared with the original by its SHA-256, and renamed; whatever happens, nothing
  /// half-written stays behind.
  func run() throws(Diagnostic) {
    Interrupts.watchForEnding()
    for file in description.files {
      let isHere = DownloadCheck.fault(of: "\(folder)/\(file.name).gz", as: file, SystemFiles.access) == nil
      if !isHere { try fetch(file) }
    }
  }

  private func fetch(_ file: DatasetDescription.File) throws(Diagnostic) {
    let path = "\(folder)/\(file.name).gz"
    let aside = "\(folder)/.\(file.name).\(getpid()).part"
    defer { unlink(aside) }
    do throws(FileAccess.Failure) {
      // The folder is made, and a full or read-only disk is found out, before anything is fetched.
      try SystemFiles.access.write(aside, [])
    } catch {
      throw .cannotWrite(error)
    }
    var reasons: [String] = []
    for mirror in mirrors {
      let address = (mirror.hasSuffix("/") ? mirror : mirror + "/") + file.name + ".gz"
      say("\(file.name) from \(mirror)")
      unlink(aside)
      do throws(Curl.Failure) {
        try transfer(address, into: aside, limit: file.byteCount + 1 << 20)
      } catch {
        if error == .interrupted || Interrupts.isRequested { throw interrupted }
        if error == .missing {
          throw Diagnostic(
            code: .noCurl, "data are fetched with curl, which is not on this machine",
            help: "install it, or put the files into \(folder) by hand")
        }
        reasons.append("\(mirror): \(error.reason)")
        continue
      }
      if Interrupts.isRequested { throw interrupted }
      if let fault = DownloadCheck.fault(of: aside, as: file, SystemFiles.access) {
        reasons.append("\(mirror): \(fault)")
        continue
      }
      guard rename(aside, path) == 0 else {
        throw .cannotWrite(FileAccess.Failure(path: path, reason: SystemFiles.reason()))
      }
      return
    }
    throw Diagnostic(
      code: .cannotDownload, "\(file.name) could not be fetched", notes: reasons.map { "\($0)." },
      help: "try again later, or put the files into \(folder) by hand")
  }

  /// Fetches one file, going on where the connection broke off as long as that brings something.
  private func transfer(_ address: String, into path: String, limit: Int) throws(Curl.Failure) {
    var broken: Curl.Failure?
    var hasBegunAgain = false
    for attempt in 1... {
      let before = SystemFiles.size(path)
      do throws(Curl.Failure) {
        try Curl.fetch(address, into: path, limit: limit, patience: patience, showsProgress: showsProgress)
        return
      } catch {
        let now = SystemFiles.size(path)
        if error.isBreak, now > before, attempt < 20 {
          broken = error
          say("\(error.reason); going on from byte \(now)")
        } else if error.refusesPart, let broken {
          // The server cannot send a part: all of it is fetched, once more.
          guard !hasBegunAgain else { throw broken }
          hasBegunAgain = true
          unlink(path)
        } else {
          throw error
        }
      }
    }
  }

  private var interrupted: Diagnostic { Diagnostic(code: .interrupted, "interrupted; nothing half-written is left") }
}
