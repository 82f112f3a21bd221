import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Starting the probe.
enum Child {
  /// Starts it in a session of its own with the files that `prepare` gives it.
  static func spawn(
    _ arguments: [String], environment: [String: String?], home: String,
    files prepare: (inout posix_spawn_file_actions_t) -> Void
  ) throws -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    let newSession: Int32 = 0x80
    posix_spawnattr_setflags(&attributes, Int16(newSession | Int32(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)))
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    prepare(&actions)
    var variables: [String: String?] = [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": home, "SWIFT_BACKTRACE": "enable=no",
      "LD_LIBRARY_PATH": getenv("LD_LIBRARY_PATH").map { String(cString: $0) },
    ]
    variables.merge(environment) { _, new in new }
    let settings = variables.sorted { $0.key < $1.key }.compactMap { key, value in value.map { "\(key)=\($0)" } }
    var argv = CStrings(["probe"] + arguments)
    var envp = CStrings(settings)
    var child: pid_t = 0
    let probe = try path()
    try #require(posix_spawn(&child, probe, &actions, &attributes, &argv.pointers, &envp.pointers) == 0)
    return child
  }

  /// Runs it with this on standard input, which is no terminal, and returns what it writes.
  static func run(
    _ arguments: [String] = [], input: String, environment: [String: String?] = [:]
  ) throws -> (output: String, status: Int32) {
    let home = try TemporaryFolder()
    try home.write(Array(input.utf8), to: "input")
    let child = try spawn(arguments, environment: environment, home: home.path) { actions in
      posix_spawn_file_actions_addopen(&actions, 0, "\(home.path)/input", O_RDONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 1, "\(home.path)/output", O_WRONLY | O_CREAT, 0o600)
      posix_spawn_file_actions_adddup2(&actions, 1, 2)
    }
    var status: Int32 = 0
    waitpid(child, &status, 0)
    return (try home.read("output"), exitCode(status))
  }

  /// Returns the exit status, or 128 plus the number of a signal.
  static func exitCode(_ status: Int32) -> Int32 {
    status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }

  /// The probe is built beside the tests.
  private static func path() throws -> String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &bytes, bytes.count)
    try #require(count > 0)
    let tests = String(decoding: bytes[..<count], as: UTF8.self)
    let folder = tests.split(separator: "/").dropLast().joined(separator: "/")
    return "/" + folder + "/LineEditingProbe"
  }
}

/// Strings for C, ended by a null pointer.
private struct CStrings: ~Copyable {
  var pointers: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [String]) { pointers = strings.map { strdup($0) } + [nil] }

  deinit { for pointer in pointers { free(pointer) } }
}

/// A folder that lives as long as the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/line-editing-XXXXXX\0".utf8CString.dropLast())
    try #require(mkdtemp(&template) != nil)
    path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } } ?? ""
  }

  deinit {
    for name in (try? Self.names(in: path)) ?? [] {
      if unlink("\(path)/\(name)") != 0 {
        for inner in (try? Self.names(in: "\(path)/\(name)")) ?? [] { unlink("\(path)/\(name)/\(inner)") }
        rmdir("\(path)/\(name)")
      }
    }
    rmdir(path)
  }

  /// Writes a file.
  func write(_ bytes: [UInt8], to name: String) throws {
    let descriptor = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    try #require(count == bytes.count)
  }

  /// Returns a file's text.
  func read(_ name: String) throws -> String { try Self.read("\(path)/\(name)") }

  /// Returns the permissions of a file or folder in it.
  func permissions(_ name: String) -> UInt32 {
    var status = stat()
    return stat("\(path)/\(name)", &status) == 0 ? UInt32(status.st_mode) & 0o777 : 0
  }

  static func read(_ path: String) throws -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = Glibc.read(descriptor, &chunk, chunk.count), count > 0 { bytes += chunk[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func names(in path: String) throws -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }
}
