import Disk
import Source
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `learnnn data get` against a server on this machine: the true file arrives, or nothing does and the reason is said.
@Suite(
  "Fetching data",
  .enabled(if: (try? Program.shell("command -v curl").status == 0) ?? false, "curl, which fetches, is not here"))
struct DownloadTests {
  /// The shipped digits: small, and their checksum is known.
  private static let digits = Program.bytes(of: "Datasets/digits/digits.csv.gz")

  /// A server whose first folder says how it behaves.
  private static func server() throws -> LoopbackServer {
    let file = digits
    return try LoopbackServer { request in
      switch request.path.split(separator: "/").first ?? "" {
      case "good": .whole(file)
      case "truncated": .whole(Array(file.prefix(20_000)))
      case "cut": .cut(file, after: 20_000)
      case "breaks": request.start > 0 ? .whole(file) : .cut(file, after: 20_000)
      case "restarts": request.place > 0 ? .always(file) : .cut(file, after: 20_000)
      case "stalled": .stalled(file, after: 0)
      case "half": .stalled(file, after: 500)
      case "resumes": request.start > 0 ? .whole(file) : .stalled(file, after: 500)
      case "slow": .slow(file, pieces: 30)
      case "endless": .endless
      case "wrong": .whole(Array("<html>please log in</html>".utf8))
      case "other": .whole(Program.bytes(of: "Datasets/iris/iris.csv"))
      case "moved": .redirect("/good/digits.csv.gz")
      case "circle": .redirect("/circle/digits.csv.gz")
      case "local": .redirect("file:///etc/passwd")
      case "busy": .status("503 Service Unavailable")
      default: .status("404 Not Found")
      }
    }
  }

  /// Runs the program where no data are, and tells what lies in its data folder afterwards.
  ///
  /// The program is a copy, because beside the one that was built lie the digits.
  private func get(
    from folders: String, port: UInt16, name: String = "digits", before: String = "", options: String = "--timeout 1"
  ) throws -> (run: Program.Outcome, files: String) {
    let mirrors = folders.split(separator: " ").map { "http://127.0.0.1:\(port)/\($0)/" }.joined(separator: " ")
    let run = try Program.shell(
      """
      cp "$learnnn" ./learnnn; unset LEARNNN_HOME LEARNNN_DATA; export XDG_DATA_HOME=$PWD/data
      export LEARNNN_MIRROR="\(mirrors)" no_proxy=127.0.0.1
      \(before) ./learnnn data get \(name) \(options)
      status=$?; echo; echo FILES; find data -type f 2> none; exit $status
      """)
    let parts = run.output.split(separator: "\nFILES", maxSplits: 1, omittingEmptySubsequences: false)
    return (run, parts.last.map(String.init) ?? "")
  }

  @Test(
    "the file arrives however the server sends it, and is compared with the original",
    arguments: [
      ("good", 1), ("moved", 2), ("slow", 1), ("breaks", 2), ("resumes", 2), ("restarts", 3), ("missing good", 2),
      ("wrong other busy truncated good", 5), ("stalled good", 2), ("cut good", 5), ("circle good", 52),
    ])
  func arrives(folders: String, requests: Int) throws {
    let server = try Self.server()
    defer { server.stop() }
    let (run, files) = try get(from: folders, port: server.port)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.hasPrefix("digits is in "), "\(run.output)")
    #expect(files == "\ndata/learnnn/digits/digits.csv.gz\n")
    #expect(server.requests.count == requests, "\(server.requests)")
  }

  @Test("what has arrived before the connection broke is not fetched again")
  func resumed() throws {
    let server = try Self.server()
    defer { server.stop() }
    let (run, _) = try get(from: "breaks", port: server.port)
    #expect(server.requests.map(\.start) == [0, 20_000])
    #expect(run.errors.contains("the connection broke off; going on from byte 20000"))
  }

  @Test(
    "what is not the original is not kept, and the reason is said",
    arguments: [
      ("missing", "the server does not have the file"), ("truncated", "is not well-formed gzip"),
      ("cut", "the connection broke off"), ("stalled", "the server is too slow, or silent"),
      ("wrong", "the file holds 26 bytes"),
      ("other", "the file holds 3858 bytes"), ("endless", "larger than the original"),
      ("circle", "the server sends from one"), ("local", "curl ended with status 1"),
      ("missing busy", "the server does not have the file"),
    ])
  func refused(folders: String, reason: String) throws {
    let server = try Self.server()
    defer { server.stop() }
    let (run, files) = try get(from: folders, port: server.port)
    #expect(run.status == 3, "\(run.output)")
    #expect(run.errors.contains("digits.csv could not be fetched"))
    #expect(run.errors.contains(reason), "\(run.errors)")
    #expect(files == "\n", "nothing half-written stays")
  }

  @Test(
    "Ctrl-C and SIGTERM leave nothing half-written, whoever else gets the signal",
    arguments: [("--foreground -s INT", 130), ("-s INT", 130), ("--foreground -s TERM", 143)])
  func interrupted(how: String, status: Int32) throws {
    let server = try Self.server()
    defer { server.stop() }
    let (run, files) = try get(
      from: "half", port: server.port, before: "timeout --preserve-status \(how) 0.5", options: "")
    #expect(run.status == status, "\(run.errors)")
    #expect(run.errors.contains("interrupted; nothing half-written is left"))
    #expect(files == "\n")
    #expect(server.requests.count == 1)
  }

  @Test("a machine without curl, a server that is not there, and a set without a mirror are told")
  func impossible() throws {
    let server = try Self.server()
    server.stop()
    let port = server.port
    let (noCurl, _) = try get(from: "good", port: port, before: "PATH=/none")
    #expect(noCurl.status == 3 && noCurl.errors.contains("not on this machine"), "\(noCurl.errors)")
    let (noServer, _) = try get(from: "good", port: port)
    #expect(noServer.status == 3 && noServer.errors.contains("the server does not answer"), "\(noServer.errors)")
    let (noMirror, _) = try get(from: "", port: port)
    #expect(noMirror.status == 3 && noMirror.errors.contains("no public mirror of digits is known"))
  }

  private static let mnistFolder =
    (getenv("LEARNNN_DATA").map { String(cString: $0) } ?? "\(Program.repository)/../shared/datasets") + "/mnist"

  @Test(
    "MNIST's four files arrive and are the originals",
    .enabled(
      if: access(mnistFolder + "/train-images-idx3-ubyte.gz", R_OK) == 0,
      "MNIST is not here; LEARNNN_DATA names the folder that has mnist/"))
  func mnist() throws {
    let server = try LoopbackServer { request in
      .whole((try? Disk.files.read(Self.mnistFolder + "/" + (request.path.split(separator: "/").last ?? ""))) ?? [])
    }
    defer { server.stop() }
    let run = try Program.shell(
      """
      unset LEARNNN_DATA; export XDG_DATA_HOME=$PWD/data LEARNNN_MIRROR=http://127.0.0.1:\(server.port) no_proxy=127.0.0.1
      "$learnnn" data get mnist && "$learnnn" data get mnist && "$learnnn" data path mnist && ls -A data/learnnn/mnist
      """)
    #expect(run.status == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n")
    try #require(lines.count == 7, "\(run.output)")
    #expect(lines[0].hasSuffix("/data/learnnn/mnist, the same as the original"))
    #expect(lines[1].hasPrefix("mnist is here already, in ") && lines[2].hasSuffix("/data/learnnn/mnist"))
    #expect(lines[3...].allSatisfy { $0.hasSuffix("-ubyte.gz") })
    #expect(server.requests.count == 4)
  }
}
