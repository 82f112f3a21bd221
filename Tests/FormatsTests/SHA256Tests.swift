import Formats
import Testing

@Suite("SHA-256")
struct SHA256Tests {
  @Test(
    "the standard's examples come out",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func examples(text: String, digest: String) {
    #expect(SHA256.hexadecimal(Array(text.utf8)) == digest)
  }

  @Test("a million times a, whole and in uneven pieces")
  func million() {
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    let digest = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    #expect(SHA256.hexadecimal(bytes) == digest)
    var hash = SHA256()
    var offset = 0
    var size = 0
    while offset < bytes.count {
      size = (size * 7 + 13) % 1_000
      let end = min(offset + size, bytes.count)
      hash.update(Array(bytes[offset..<end]))
      offset = end
    }
    #expect(SHA256.hexadecimal(digest: hash.finished()) == digest)
  }
}
