import Documents
import Evaluation
import Formats
import Notebook
import Source
import Synchronization
import Testing

/// Files that live in memory for the length of a test.
private final class MemoryFiles: Sendable {
  private let contents = Mutex<[String: [UInt8]]>([:])

  var access: FileAccess {
    FileAccess(
      read: { [self] (path: String) throws(FileAccess.Failure) -> [UInt8] in
        guard let bytes = self[path] else { throw FileAccess.Failure(path: path, reason: "no such file") }
        return bytes
      },
      write: { [self] (path: String, bytes: [UInt8]) throws(FileAccess.Failure) in self[path] = bytes },
      list: { _ in [] }, exists: { [self] in self[$0] != nil })
  }

  subscript(_ path: String) -> [UInt8]? {
    get { contents.withLock { $0[path] } }
    set { contents.withLock { $0[path] = newValue } }
  }
}

@Suite("Weights in files")
struct WeightTests {
  private let files = MemoryFiles()

  /// What a session shows for some inputs, one after the other: texts, and errors by their code.
  private func transcript(_ inputs: String...) -> [String] {
    var session = Session(world: World(files: files.access))
    var shown: [String] = []
    for input in inputs {
      _ = session.submit(input) { item in
        if case .failure(let diagnostic) = item {
          shown.append(diagnostic.code.name)
        } else {
          shown.append(TerminalRenderer(width: 80).render(Presenter(width: 80).document(for: item)))
        }
      }
    }
    return shown
  }

  @Test("a model that is saved and loaded into another one computes the same")
  func roundTrip() throws {
    let shown = transcript(
      "a = sequential(dense(3, 4, tanh), dense(4, 2)); b = sequential(dense(3, 4, tanh), dense(4, 2)); x = [[1, -2, 0.5]];",
      ":weights save a a.safetensors", ":weights load b a.safetensors", "sum(abs(a(x) - b(x))) == 0")
    #expect(shown.last == "true\n")
    let file = try Safetensors(try #require(files["a.safetensors"]))
    #expect(file.entries.map(\.name) == ["0.W", "0.b", "1.W", "1.b"])
    #expect(file["0.W"]?.shape == [3, 4])
  }

  @Test("a model that is a function over top-level names is saved with them")
  func mentioned() throws {
    let shown = transcript(
      "E = param(normal([3, 2])); q = dense(2, 2); f(i) = q(E[i]); g(x) = f([0, 1]) + x; before = f([0, 2]);",
      ":weights save g g.safetensors", "E := 0 * E; q.W := 0 * q.W;", ":weights load g g.safetensors",
      "sum(abs(f([0, 2]) - before)) == 0")
    #expect(shown.last == "true\n")
    let file = try Safetensors(try #require(files["g.safetensors"]))
    #expect(Set(file.entries.map(\.name)) == ["E", "q.W", "q.b"])
  }

  @Test("parameters without a model are saved as a list, and a file that is not there is answered with those that are")
  func list() throws {
    let shown = transcript(
      "W = param([[1, 2]]); b = param(3);", ":weights save [W, b] l.safetensors", "W := 0 * W; b := 0 * b;",
      ":weights load [W, b] l.safetensors", "all(W == [[1, 2]]) and b == 3")
    #expect(shown.last == "true\n")
    #expect(try Safetensors(try #require(files["l.safetensors"])).entries.count == 2)
  }

  @Test("a file that does not fit is refused with its reason, and the model stays as it was")
  func refused() {
    let shown = transcript(
      "a = sequential(dense(3, 4)); b = sequential(dense(3, 5)); c = sequential(dense(3, 4), dense(4, 1));",
      ":weights save a a.safetensors", ":weights save c c.safetensors", "before = sum(b([[1, 2, 3]]));",
      ":weights load b a.safetensors", ":weights load c a.safetensors", ":weights load a c.safetensors",
      "sum(b([[1, 2, 3]])) == before")
    #expect(shown.filter { $0 == "weights-differ" }.count == 3)
    #expect(shown.last == "true\n")
  }

  @Test("a hostile file does no harm: every cut and many flips are refused or load whole")
  func hostile() throws {
    _ = transcript("a = sequential(dense(2, 2));", ":weights save a a.safetensors")
    let whole = try #require(files["a.safetensors"])
    for length in stride(from: 0, to: whole.count - 1, by: 7) {
      files["cut"] = Array(whole[..<length])
      let shown = transcript("a = sequential(dense(2, 2));", ":weights load a cut")
      #expect(shown.last?.hasPrefix("file-") == true, "a file of \(length) bytes was taken")
    }
    for position in stride(from: 0, to: whole.count, by: 11) {
      var bytes = whole
      bytes[position] ^= 0x5A
      files["flipped"] = bytes
      _ = transcript("a = sequential(dense(2, 2));", ":weights load a flipped")
    }
  }

  @Test("what was typed wrongly is explained")
  func usage() {
    #expect(
      transcript(":weights", ":weights keep a b", "x = 3;", ":weights save x f", ":weights load y f")
        == ["missing-argument", "missing-argument", "no-parameters", "unknown-name"])
  }
}
