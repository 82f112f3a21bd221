import Source
import Testing

@testable import learnnn

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whatever fails while a file is written, the old content is there or the new one, never a part.
@Suite("Writing files")
struct FileTests {
  /// A folder of its own, gone afterwards.
  private func inFolder(_ body: (String) throws -> Void) throws {
    var template = Array("/tmp/learnnn-files-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { return }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { system("rm -rf '\(folder)'") }
    try body(folder)
  }

  private func text(_ path: String) -> String? {
    (try? SystemFiles.access.read(path)).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("each system call fails once, in turn, also half way through the bytes")
  func faults() throws {
    try inFolder { folder in
      let path = folder + "/file"
      let (old, new) = (String(repeating: "old ", count: 1000), String(repeating: "new ", count: 2000))
      for fault in 0..<7 {
        try SystemFiles.access.write(path, Array(old.utf8))
        var write = AtomicWrite()
        let failing: () -> Int32 = {
          errno = ENOSPC
          return -1
        }
        var written = 0
        switch fault {
        case 0: write.calls.open = { _, _ in failing() }
        case 1: write.calls.write = { _, _ in Int(failing()) }
        case 2:
          write.calls.write = { descriptor, bytes in
            written += 1
            if written > 3 { return Int(failing()) }
            return Glibc.write(descriptor, bytes.baseAddress, Swift.min(bytes.count, 100))
          }
        case 3: write.calls.sync = { _ in failing() }
        case 4:
          write.calls.close = { descriptor in
            _ = close(descriptor)
            return failing()
          }
        case 5: write.calls.rename = { _, _ in failing() }
        default: break
        }
        let isRefused = (try? write.write(Array(new.utf8), to: path, path: path)) == nil
        #expect(isRefused == (fault < 6))
        #expect(text(path) == (isRefused ? old : new), "fault \(fault)")
        #expect(SystemFiles.access.list(folder) == ["file"], "fault \(fault) left something behind")
      }
    }
  }

  @Test("what is no file is refused at once, and a folder or a link in a file's place is no trap")
  func noFiles() throws {
    try inFolder { folder in
      mkfifo(folder + "/pipe", 0o600)
      mkdir(folder + "/folder", 0o700)
      symlink(folder + "/real", folder + "/link")
      for (path, reason) in [
        (folder + "/pipe", "pipe"), ("/dev/zero", "device"), (folder + "/folder", "directory"),
        (folder + "/none", "no such"),
      ] {
        do throws(FileAccess.Failure) {
          _ = try SystemFiles.access.read(path)
          Issue.record("\(path) was read")
        } catch {
          #expect(error.reason.description.contains(reason), "\(path): \(error.reason)")
        }
      }
      #expect(throws: FileAccess.Failure.self) { try SystemFiles.access.write(folder + "/folder", [1]) }
      try SystemFiles.access.write(folder + "/link", Array("x".utf8))
      #expect(text(folder + "/link") == "x")
    }
  }

  @Test("what killed writers left is swept, what living ones write is not")
  func sweep() throws {
    try inFolder { folder in
      let (mine, dead) = ("a.\(getpid()).part", "b.999999999.part")
      for name in [mine, dead, "c.part", "notes.12.txt"] { try SystemFiles.access.write("\(folder)/p/\(name)", [1]) }
      SystemFiles.sweep(folder)
      #expect(SystemFiles.access.list(folder + "/p") == [mine, "c.part", "notes.12.txt"])
    }
  }
}
