import Disk
import Source

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The built program, run with an input and watched until it ends.
struct Program {
  /// How it ended and what it wrote.
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String
  }

  /// The folder of the package.
  static let repository = Disk.repository

  /// The program beside the test bundle.
  static var path: String {
    let arguments = CommandLine.arguments
    for argument in arguments where argument.contains("/") {
      var folder = argument
      while let slash = folder.lastIndex(of: "/") {
        folder = String(folder[..<slash])
        if access(folder + "/learnnn", X_OK) == 0, access(folder + "/learnnn.build", F_OK) == 0 {
          return folder + "/learnnn"
        }
      }
    }
    return repository + "/.build/debug/learnnn"
  }

  /// Runs the program through the shell, so that pipes and files are what they are for a user.
  static func run(
    _ arguments: String, input: String = "", environment: String = "", program: String? = nil,
    files: [String: String] = [:]
  ) throws -> Outcome {
    var template = Array("/tmp/learnnn-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure() }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { system("rm -rf \(folder)") }
    write(input, to: folder + "/in")
    for (name, text) in files { write(text, to: folder + "/" + name) }
    let program = program ?? "'\(path)'"
    let status = system(
      "cd \(folder) && env HOME=\(folder) XDG_STATE_HOME=\(folder)/state LEARNNN_HOME=\(repository) SWIFT_BACKTRACE=enable=no "
        + "\(environment) \(program) \(arguments) < in > out 2> err")
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    return Outcome(status: code, output: read(folder + "/out"), errors: read(folder + "/err"))
  }

  /// Runs a shell line in a folder of its own, where `$learnnn` is the program.
  static func shell(_ line: String) throws -> Outcome {
    // What is handed to `env` by `run` stands before the program; here the shell itself takes that place.
    try run("", program: "sh script", files: ["script": "learnnn='\(path)'\n\(line)\n"])
  }

  /// The bytes of a file of the package.
  static func bytes(of file: String) -> [UInt8] { (try? Disk.files.read("\(repository)/\(file)")) ?? [] }

  struct Failure: Error {}

  private static func write(_ text: String, to path: String) {
    guard let file = fopen(path, "w") else { return }
    defer { fclose(file) }
    fputs(text, file)
  }

  private static func read(_ path: String) -> String { (try? Disk.text(of: path)) ?? "" }
}
