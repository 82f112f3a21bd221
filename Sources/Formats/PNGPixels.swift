/// Turns the decompressed rows of a PNG file into a picture.
struct PNGPixels {
  let header: PNGHeader
  let palette: [UInt8]
  let opacity: [UInt8]
  let dataOffset: Int

  func raster(_ rows: [UInt8]) throws(FormatError) -> Raster {
    let isPalette = header.colourType == 3
    let entries = palette.count / 3
    guard !isPalette || (palette.count % 3 == 0 && (1...256).contains(entries) && opacity.count <= entries) else {
      throw FormatError(
        .png, at: dataOffset, .malformed(problem: "the palette has \(palette.count) bytes, opacity \(opacity.count)"))
    }
    let channels = !isPalette ? header.channels : opacity.isEmpty ? 3 : 4
    var samples = [UInt8](repeating: 0, count: header.width * header.height * channels)
    var rows = rows
    var start = 0
    for pass in header.passes {
      let size = header.size(pass)
      guard size.width > 0 else { continue }
      let stride = header.stride(size.width)
      for row in 0..<size.height {
        try unfilter(&rows, row: start, stride: stride, isFirst: row == 0)
        let target = ((pass.y + row * pass.stepY) * header.width + pass.x) * channels
        for x in 0..<size.width {
          let pixel = target + x * pass.stepX * channels
          if isPalette {
            let index = sample(rows, start + 1, x)
            guard index < entries else {
              let problem = "a pixel has colour \(index) of a palette of \(entries)"
              throw FormatError(.png, at: dataOffset, .malformed(problem: problem))
            }
            for channel in 0..<3 { samples[pixel + channel] = palette[index * 3 + channel] }
            if channels == 4 { samples[pixel + 3] = index < opacity.count ? opacity[index] : 255 }
          } else {
            for channel in 0..<channels { samples[pixel + channel] = scaled(rows, start + 1, x * channels + channel) }
          }
        }
        start += stride + 1
      }
    }
    guard let raster = Raster(width: header.width, height: header.height, channels: channels, samples: samples) else {
      throw FormatError(.png, at: dataOffset, .malformed(problem: "the size is \(header.width)×\(header.height)"))
    }
    return raster
  }

  /// The stored sample of that number in the row that starts at a byte; of 16 bits only for depth 16.
  private func sample(_ rows: [UInt8], _ row: Int, _ index: Int) -> Int {
    switch header.depth {
    case 8: return Int(rows[row + index])
    case 16: return Int(rows[row + index * 2]) << 8 | Int(rows[row + index * 2 + 1])
    default:
      let perByte = 8 / header.depth
      let shift = (perByte - 1 - index % perByte) * header.depth
      return Int(rows[row + index / perByte]) >> shift & ((1 << header.depth) - 1)
    }
  }

  private func scaled(_ rows: [UInt8], _ row: Int, _ index: Int) -> UInt8 {
    let maximum = (1 << header.depth) - 1
    return UInt8((sample(rows, row, index) * 255 + maximum / 2) / maximum)
  }

  /// Undoes a row's filter in place (PNG specification, section 9); `row` is the place of its filter's byte.
  private func unfilter(_ rows: inout [UInt8], row: Int, stride: Int, isFirst: Bool) throws(FormatError) {
    let step = Swift.max(1, header.channels * header.depth / 8)
    let here = row + 1
    let above = row - stride
    let filter = rows[row]
    guard filter <= 4 else {
      throw FormatError(.png, at: dataOffset, .malformed(problem: "a row has filter \(filter); there are 0 to 4"))
    }
    guard filter != 0 else { return }
    for x in 0..<stride {
      let left = x >= step ? rows[here + x - step] : 0
      let up = isFirst ? 0 : rows[above + x]
      let predicted: UInt8
      switch filter {
      case 1: predicted = left
      case 2: predicted = up
      case 3: predicted = UInt8((Int(left) + Int(up)) / 2)
      default:
        let corner = isFirst || x < step ? 0 : rows[above + x - step]
        predicted = Self.paeth(Int(left), Int(up), Int(corner))
      }
      rows[here + x] &+= predicted
    }
  }

  /// The neighbour closest to left + up − corner, ties in that order.
  private static func paeth(_ left: Int, _ up: Int, _ corner: Int) -> UInt8 {
    let estimate = left + up - corner
    let (dLeft, dUp, dCorner) = (abs(estimate - left), abs(estimate - up), abs(estimate - corner))
    return UInt8(dLeft <= dUp && dLeft <= dCorner ? left : dUp <= dCorner ? up : corner)
  }
}
