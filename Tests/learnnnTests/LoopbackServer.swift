import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An HTTP server on this machine's loopback that misbehaves as it is told.
///
/// It answers one request a connection, each connection on a thread of its own.
final class LoopbackServer: Sendable {
  /// What comes of a request.
  enum Answer: Sendable {
    /// The file, from the byte asked for.
    case whole([UInt8])
    /// The whole file, whatever part is asked for.
    case always([UInt8])
    /// The file is announced, and the connection closed after so many of its bytes.
    case cut([UInt8], after: Int)
    /// The file is announced, and nothing follows after so many of its bytes.
    case stalled([UInt8], after: Int)
    /// The file in small pieces with pauses between them.
    case slow([UInt8], pieces: Int)
    /// Bytes without an end, and without a length.
    case endless
    /// A status without a file.
    case status(String)
    /// Another address.
    case redirect(String)
  }

  /// What is asked for: the path, the byte to begin at, and how many requests came before.
  struct Request: Sendable {
    let path: String
    let start: Int
    var place = 0
  }

  private let answer: @Sendable (Request) -> Answer
  private let listener: Int32
  /// The port that it listens on.
  let port: UInt16
  private let log = Mutex<[Request]>([])

  /// The requests so far, in order.
  var requests: [Request] { log.withLock { $0 } }

  /// Starts to listen on a free port.
  init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
    self.answer = answer
    #if canImport(Glibc)
      listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      listener = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    guard isListening else { throw Program.Failure() }
    port = UInt16(bigEndian: address.sin_port)
    Self.onThread { [self] in
      while true {
        let connection = accept(listener, nil, nil)
        if connection < 0 { return }
        Self.onThread { self.serve(connection) }
      }
    }
  }

  /// Stops listening; connections that stall go on doing so until their client leaves.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  private static func onThread(_ work: @escaping @Sendable () -> Void) {
    final class Work: Sendable {
      let run: @Sendable () -> Void
      init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
    #if canImport(Glibc)
      var thread = pthread_t()
      pthread_create(
        &thread, nil,
        { context in
          if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
          return nil
        }, Unmanaged.passRetained(Work(work)).toOpaque())
      pthread_detach(thread)
    #endif
  }

  private func serve(_ connection: Int32) {
    defer { close(connection) }
    guard var request = read(connection) else { return }
    request.place = log.withLock { log in
      log.append(request)
      return log.count - 1
    }
    switch answer(request) {
    case .whole(let file):
      let part = Array(file.dropFirst(request.start))
      let range = "Content-Range: bytes \(request.start)-\(file.count - 1)/\(file.count)\r\n"
      let status = request.start > 0 ? "206 Partial Content" : "200 OK"
      send(connection, head(status, part.count, request.start > 0 ? range : "") + part)
    case .always(let file): send(connection, head("200 OK", file.count) + file)
    case .cut(let file, let count):
      send(connection, head("200 OK", file.count) + file.prefix(count))
    case .stalled(let file, let count):
      send(connection, head("200 OK", file.count) + file.prefix(count))
      // Until the client gives up.
      var byte: UInt8 = 0
      _ = recv(connection, &byte, 1, 0)
    case .slow(let file, let pieces):
      send(connection, head("200 OK", file.count))
      let size = file.count / pieces + 1
      for start in stride(from: 0, to: file.count, by: size) {
        send(connection, Array(file[start..<min(start + size, file.count)]))
        usleep(20_000)
      }
    case .endless:
      send(connection, Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".utf8))
      let piece = [UInt8](repeating: 7, count: 1 << 16)
      while send(connection, piece) {}
    case .status(let status): send(connection, head(status, 0))
    case .redirect(let place): send(connection, head("302 Found", 0, "Location: \(place)\r\n"))
    }
  }

  private func head(_ status: String, _ count: Int, _ more: String = "") -> [UInt8] {
    Array("HTTP/1.1 \(status)\r\nContent-Length: \(count)\r\nConnection: close\r\n\(more)\r\n".utf8)
  }

  private func read(_ connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while bytes.suffix(4) != [13, 10, 13, 10], bytes.count < 1 << 14 {
      guard recv(connection, &byte, 1, 0) == 1 else { return nil }
      bytes.append(byte)
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count > 1 else { return nil }
    let range = lines.first { $0.lowercased().hasPrefix("range: bytes=") }
    let start = range.flatMap { Int($0.dropFirst(13).prefix { $0 != "-" }) } ?? 0
    return Request(path: String(words[1]), start: start)
  }

  @discardableResult
  private func send(_ connection: Int32, _ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { buffer in
        #if canImport(Glibc)
          Glibc.send(connection, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
        #else
          Darwin.send(connection, buffer.baseAddress, buffer.count, 0)
        #endif
      }
      if count <= 0 { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
