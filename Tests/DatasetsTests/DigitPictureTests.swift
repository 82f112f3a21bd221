import Datasets
import Formats
import Source
import Testing

@Suite("A digit of one's own")
struct DigitPictureTests {
  /// A dark bar on light paper, or the other way round.
  private func bar(width: Int, height: Int, columns: Range<Int>, rows: Range<Int>, ink: UInt8, paper: UInt8) -> Raster?
  {
    let samples = (0..<width * height).map { columns.contains($0 % width) && rows.contains($0 / width) ? ink : paper }
    return Raster(width: width, height: height, channels: 1, samples: samples)
  }

  @Test(
    "dark on light and light on dark, small and large, become the same bar of 20 pixels in the middle",
    arguments: [(30, UInt8(10), UInt8(240)), (300, 20, 200), (300, 230, 5), (1_000, 0, 255)])
  func bars(size: Int, ink: UInt8, paper: UInt8) throws {
    let raster = try #require(
      bar(
        width: size, height: size, columns: size / 10..<size / 5, rows: size / 3..<size * 2 / 3, ink: ink, paper: paper)
    )
    let pixels = try #require(DigitPicture.normalised(raster))
    #expect(pixels.count == 784)
    let rows = (0..<28).filter { row in pixels[row * 28..<row * 28 + 28].contains { $0 > 200 } }
    let columns = (0..<28).filter { column in (0..<28).contains { pixels[$0 * 28 + column] > 200 } }
    #expect(rows == Array(4..<24))
    #expect(columns == Array(11..<17))
  }

  @Test(
    "a shadow over the paper is no ink: the bar is the same as on even paper",
    arguments: [(0.5, 0.0), (0.0, 0.5), (0.3, 0.3), (-0.25, 0.2)])
  func shadows(across: Double, down: Double) throws {
    let size = 300
    var samples: [UInt8] = []
    for y in 0..<size {
      for x in 0..<size {
        let isInk = (size / 3..<size / 2).contains(x) && (size / 4..<size * 3 / 4).contains(y)
        let light =
          1 - Swift.max(across, 0) - Swift.max(down, 0) + (across * Double(x) + down * Double(y)) / Double(size)
        samples.append(UInt8((isInk ? 50 : 210) * light))
      }
    }
    let raster = try #require(Raster(width: size, height: size, channels: 1, samples: samples))
    let pixels = try #require(DigitPicture.normalised(raster))
    let rows = (0..<28).filter { row in pixels[row * 28..<row * 28 + 28].contains { $0 > 128 } }
    let columns = (0..<28).filter { column in (0..<28).contains { pixels[$0 * 28 + column] > 128 } }
    #expect(rows == Array(4..<24))
    #expect(columns.count >= 6 && columns.count <= 7)
    #expect((0..<28).allSatisfy { pixels[$0] == 0 })
  }

  @Test("an empty sheet has no digit")
  func empty() throws {
    let sheet = try #require(bar(width: 9, height: 9, columns: 0..<0, rows: 0..<0, ink: 0, paper: 250))
    #expect(DigitPicture.normalised(sheet) == nil)
    #expect(DigitPicture.normalised(try #require(Raster(width: 1, height: 1, channels: 1, samples: [7]))) == nil)
  }

  @Test("a digit of strokes stays what it is")
  func unchanged() throws {
    let data = try DatasetLoader(directories: [], files: .none).load("strokes", count: 50, seed: 1)
    for item in 0..<50 {
      let original = Array(data.train.bytes[item * 784..<(item + 1) * 784])
      let raster = try #require(Raster(width: 28, height: 28, channels: 1, samples: original))
      let pixels = try #require(DigitPicture.normalised(raster))
      let difference = zip(original, pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
      #expect(difference < 784 * 30, "item \(item): \(difference / 784)")
    }
  }
}
