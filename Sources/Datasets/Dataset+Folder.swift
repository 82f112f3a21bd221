import Formats
import Source

extension DatasetLoader {
  /// The pictures of a folder as a data set, all of one size; a fifth of each class is its test part.
  package func imageFolder(
    _ name: String, size: (height: Int, width: Int), isDigits: Bool, isColoured: Bool
  ) throws(DatasetError) -> Dataset {
    var folder = try pictures(name)
    let channels = isColoured && !isDigits ? 3 : 1
    var found: [PictureFolder.Picture] = []
    var rows: [[UInt8]] = []
    for picture in folder.pictures {
      if isDigits {
        guard let digit = DigitPicture.normalised(picture.raster) else {
          let file = String(picture.path.dropFirst(folder.path.count + 1))
          folder.omissions.append(.init(file: file, reason: "it is all of one brightness"))
          continue
        }
        rows.append(digit)
      } else {
        rows.append(picture.raster.scaled(height: size.height, width: size.width, channels: channels))
      }
      found.append(picture)
    }
    folder.pictures = found
    guard !found.isEmpty else { throw DatasetError.noPicture(folder) }
    guard found.count > 1 else { throw DatasetError.onlyOnePicture(path: folder.path, name: name) }
    let labels = Set(found.map(\.label)).sorted { a, b in
      if let x = Int(a), let y = Int(b) { return x < y }
      return a < b
    }
    let order = Dictionary(uniqueKeysWithValues: zip(labels, 0...))
    let classes = found.map { order[$0.label] ?? 0 }
    let (train, test) = Division(.classes(classes), TableChoices()).parts
    let part = { (places: [Int]) in
      Dataset.Part(
        width: channels * size.height * size.width, x: .bytes(places.flatMap { rows[$0] }),
        y: .classes(places.map { classes[$0] }))
    }
    return Dataset(
      name: name, train: part(train), test: part(test), image: [channels, size.height, size.width], columns: [],
      labels: labels, source: name, licence: "not known", place: name, form: isDigits ? .digits : .pictures,
      note: folder.note)
  }
}

extension Raster {
  /// The picture in another size, `[channels, height, width]`: each new pixel is the mean of those it covers.
  package func scaled(height newHeight: Int, width newWidth: Int, channels wanted: Int) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(wanted * newHeight * newWidth)
    let light = wanted == 1 ? grey : []
    for channel in 0..<wanted {
      for y in 0..<newHeight {
        let rows = Self.span(y, of: newHeight, in: height)
        for x in 0..<newWidth {
          let columns = Self.span(x, of: newWidth, in: width)
          var sum = 0
          for row in rows {
            for column in columns {
              let place = row * width + column
              sum += Int(wanted == 1 ? light[place] : samples[place * channels + (channels >= 3 ? channel : 0)])
            }
          }
          let count = rows.count * columns.count
          result.append(UInt8((sum + count / 2) / count))
        }
      }
    }
    return result
  }

  private static func span(_ place: Int, of count: Int, in extent: Int) -> Range<Int> {
    let start = place * extent / count
    return start..<Swift.max(start + 1, (place + 1) * extent / count)
  }
}
