import Formats
import Source

/// What this program wrote, by the hashes of the contents.
///
/// A file that is exactly so may be replaced, since nobody else has a hand in it. They are kept where progress is kept.
struct WrittenFiles {
  /// The most that are remembered.
  private static let most = 4_000

  private let world: World
  private var path: String? { world.stateDirectory.map { $0 + "/written" } }

  init(_ world: World) { self.world = world }

  /// Whether this program wrote exactly these bytes.
  func contain(_ bytes: [UInt8]) -> Bool { known.contains(WrittenFiles.hash(bytes)[...]) }

  /// Remembers what was written.
  func add(_ bytes: [UInt8]) {
    guard let path else { return }
    let hash = WrittenFiles.hash(bytes)
    let known = known
    guard !known.contains(hash[...]) else { return }
    let lines = (known.suffix(WrittenFiles.most - 1).map(String.init) + [hash]).joined(separator: "\n") + "\n"
    // Without it the next time asks for --force: nothing is lost.
    try? world.files.write(path, Array(lines.utf8))
  }

  private var known: [Substring] {
    guard let path, let bytes = try? world.files.read(path) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }

  private static func hash(_ bytes: [UInt8]) -> String { String(SHA256.hexadecimal(bytes).prefix(32)) }
}
