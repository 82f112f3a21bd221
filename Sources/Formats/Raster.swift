/// A picture as rows of 8-bit samples: 1 channel is grey, 2 grey and opacity, 3 RGB, 4 RGB and opacity.
package struct Raster: Equatable, Sendable {
  /// Pixels from left to right.
  package let width: Int
  /// Pixels from top to bottom.
  package let height: Int
  /// Samples for each pixel, 1 to 4.
  package let channels: Int
  /// The samples `[height, width, channels]`, row-major.
  package let samples: [UInt8]

  /// The most pixels that are read from a file.
  static let pixelLimit = 1 << 24

  /// Makes a picture; nil when it has no pixels or the number of samples does not fit.
  package init?(width: Int, height: Int, channels: Int, samples: [UInt8]) {
    guard width > 0, height > 0, (1...4).contains(channels), elementCount([width, height, channels]) == samples.count
    else { return nil }
    self.width = width
    self.height = height
    self.channels = channels
    self.samples = samples
  }

  /// Reads a PNG or PGM file, told apart by the first bytes.
  package static func decode(_ bytes: [UInt8]) throws(FormatError) -> Raster {
    if PNG.isPNG(bytes) { return try PNG.decode(bytes) }
    if PGM.isPGM(bytes) { return try PGM.decode(bytes) }
    if JPEG.isJPEG(bytes) { return try JPEG.decode(bytes) }
    if let other = foreign(bytes) {
      throw FormatError(.image, at: 0, .unsupported(feature: "\(other); export it as JPEG or PNG and take that file"))
    }
    throw FormatError(
      .image, at: 0,
      .wrongMagic(expected: "89 50 4E 47 (PNG), FF D8 (JPEG), P2 or P5 (PGM)", found: Array(bytes.prefix(8))))
  }

  /// What pictures of other formats are called, as far as telephones and browsers make them.
  private static func foreign(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes.prefix(12).map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self)
    if text.dropFirst(4).hasPrefix("ftyp") { return "this is a HEIC or AVIF picture, as newer telephones take them" }
    if text.hasPrefix("RIFF"), text.hasSuffix("WEBP") { return "this is a WebP picture" }
    if text.hasPrefix("GIF8") { return "this is a GIF picture" }
    if text.hasPrefix("BM") { return "this is a BMP picture" }
    return text.hasPrefix("II*") || text.hasPrefix("MM\0*") ? "this is a TIFF picture" : nil
  }

  /// The brightness of every pixel `[height, width]`: the luma of ITU-R BT.601, what is transparent taken as white.
  package var grey: [UInt8] {
    if channels == 1 { return samples }
    return (0..<width * height).map { pixel in
      let base = pixel * channels
      let luma =
        channels == 2
        ? Int(samples[base]) * 1000
        : Int(samples[base]) * 299 + Int(samples[base + 1]) * 587 + Int(samples[base + 2]) * 114
      let opacity = channels % 2 == 0 ? Int(samples[base + channels - 1]) : 255
      return UInt8((luma * opacity + 255_000 * (255 - opacity) + 127_500) / 255_000)
    }
  }
}
