import Formats
import Source
import Testing

@Suite("PNG and PGM")
struct PictureTests {
  @Test("every kind of PNG is read", arguments: PNGCase.all)
  func foreign(example: PNGCase) throws {
    let raster = try PNG.decode(example.file)
    #expect(raster.width == example.width && raster.height == example.height)
    #expect(raster.channels == example.channels)
    #expect(raster.samples == example.samples)
  }

  @Test("what is written is read back", arguments: 1...4)
  func roundTrip(channels: Int) throws {
    let samples = (0..<35 * channels).map { UInt8(truncatingIfNeeded: $0 * 37) }
    let raster = try #require(Raster(width: 7, height: 5, channels: channels, samples: samples))
    #expect(try Raster.decode(PNG.encode(raster)) == raster)
  }

  @Test("brightness takes what is transparent as white")
  func grey() throws {
    let colours: [UInt8] = [255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 255, 10, 10, 10, 255]
    #expect(try #require(Raster(width: 4, height: 1, channels: 4, samples: colours)).grey == [76, 255, 0, 10])
    #expect(try #require(Raster(width: 2, height: 1, channels: 2, samples: [0, 128, 9, 255])).grey == [127, 9])
  }

  @Test("a flipped bit in a chunk is caught by its checksum")
  func checksum() {
    for place in 12..<PNGCase.all[0].file.count - 12 {
      var file = PNGCase.all[0].file
      file[place] ^= 4
      #expect(failure { () throws(FormatError) in _ = try PNG.decode(file) } != nil)
    }
  }

  @Test("a header that announces billions of pixels is refused before memory is taken")
  func huge() throws {
    let file = bytes("89504e470d0a1a0a0000000d494844527fffffff7fffffff080000000031a254ba")
    let error = try #require(failure { () throws(FormatError) in _ = try PNG.decode(file) })
    #expect(error.diagnostic(file: "a").code.name == "file-limit")
  }

  @Test(
    "greymaps are read in both forms",
    arguments: [
      "P2\n# a comment\n3 2 # another\n15\n0 15 3\n6 9 12\n",
      "P5 3 2 15\n\u{0}\u{F}\u{3}\u{6}\u{9}\u{C}",
    ])
  func greymap(text: String) throws {
    let raster = try Raster.decode(Array(text.utf8))
    #expect(raster == Raster(width: 3, height: 2, channels: 1, samples: [0, 255, 51, 102, 153, 204]))
  }

  @Test("a greymap of two bytes a pixel is rounded to one")
  func deepGreymap() throws {
    let file = Array("P5 2 1 65535\n".utf8) + [0xFF, 0xFF, 0x80, 0x00]
    #expect(try PGM.decode(file).samples == [255, 128])
  }

  @Test(
    "a broken greymap is refused",
    arguments: [
      "P2 2 2 255 1 2 3", "P5 2 2 255\nab", "P2 0 1 255 1", "P2 99999999 99999999 255 1", "P2 1 1 255 256", "P5 1 1",
      "P2 2 x 255 1", "P2 1 1 70000 1",
    ])
  func brokenGreymap(text: String) {
    #expect(failure { () throws(FormatError) in _ = try PGM.decode(Array(text.utf8)) } != nil)
  }

  @Test("damage never traps", arguments: PNGCase.all)
  func damage(example: PNGCase) {
    expectSurvives(example.file, rounds: 500) { _ = try Raster.decode($0) }
    expectSurvives(Array("P2\n#c\n3 2\n15\n0 15 3\n6 9 12\n".utf8), rounds: 500) { _ = try PGM.decode($0) }
    expectSurvives(Array("P5 3 2 15\n\u{0}\u{F}\u{3}\u{6}\u{9}\u{C}".utf8), rounds: 500) { _ = try PGM.decode($0) }
  }

  @Test("damage behind correct checksums never traps", arguments: PNGCase.all)
  func deepDamage(example: PNGCase) {
    // The checksums are made right again, so that the damage reaches what lies behind them.
    expectSurvives(example.file, rounds: 500, seed: 2) { _ = try PNG.decode(withRightChecksums($0)) }
  }

  private func withRightChecksums(_ file: [UInt8]) -> [UInt8] {
    var file = file
    var offset = 8
    while offset + 12 <= file.count {
      let length = file[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
      let end = offset + 8 + length
      guard end + 4 <= file.count else { break }
      var crc: UInt32 = 0xFFFF_FFFF
      for byte in file[offset + 4..<end] {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
      }
      for byte in 0..<4 { file[end + byte] = UInt8(truncatingIfNeeded: ~crc >> (24 - 8 * UInt32(byte))) }
      offset = end + 4
    }
    return file
  }
}
