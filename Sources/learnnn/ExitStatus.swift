import Glibc
import Source

/// How the program ends: the contract with scripts that run it.
struct ExitStatus: Equatable {
  let code: Int32

  static let fine = ExitStatus(code: 0)
  /// An expression or a check failed.
  static let failed = ExitStatus(code: 1)
  /// The arguments make no sense.
  static let usage = ExitStatus(code: 2)
  /// A file cannot be read, or is not what it should be.
  static let badFile = ExitStatus(code: 3)
  /// Ctrl-C.
  static let interrupted = ExitStatus(code: 130)

  /// Asked to end by a signal.
  static func terminated(by signal: Int32) -> ExitStatus { ExitStatus(code: 128 &+ signal) }

  /// What each status that is this program's own means.
  static let meanings: [(status: ExitStatus, words: String)] = [
    (.fine, said("Everything went well.")), (.failed, said("An expression or a check failed.")),
    (.usage, said("The arguments make no sense.")),
    (.badFile, said("A file cannot be read, or is not what it should be.")), (.interrupted, "Ctrl-C"),
  ]

  func leave() -> Never { exit(code) }
}
