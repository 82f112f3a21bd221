import Formats

/// What the key of a student's own hand-out proves, without being told.
package enum HandoutKey {
  /// What the key makes of a text: only who has the key can write it, and nobody reads the key from it.
  package static func proof(of text: String, key: String) -> String {
    SHA256.hexadecimal(Array("\(key)\n\(text)".utf8))
  }

  /// What is proven of a notebook: while it is filled in its text changes, and where it came from does not.
  package static func origin(lesson: String, content: String) -> String { "notebook \(lesson) \(content)" }
}
