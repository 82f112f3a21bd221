import Formats

extension Dataset {
  /// Makes a data set of the four arrays of an MNIST-like one: training images and labels, then those of the test.
  init(
    images arrays: [IDX], location: DatasetLoader.Location, _ description: DatasetDescription, classes: [String]
  ) throws(DatasetError) {
    let paths = location.paths
    let train = try Self.part(arrays[0], arrays[1], paths[0], paths[1], classes: classes.count)
    let test = try Self.part(arrays[2], arrays[3], paths[2], paths[3], classes: classes.count)
    guard arrays[0].shape.dropFirst() == arrays[2].shape.dropFirst() else {
      let problem =
        "has images of \(Self.size(arrays[2].shape)), and those to learn from are \(Self.size(arrays[0].shape))"
      throw DatasetError.unfit(path: paths[2], problem: problem)
    }
    self.init(
      name: description.name, train: train, test: test, image: [1] + arrays[0].shape.dropFirst(), columns: [],
      labels: classes, source: description.source, licence: description.licence, place: location.folder)
  }

  private static func part(
    _ images: IDX, _ labels: IDX, _ imagePath: String, _ labelPath: String, classes: Int
  ) throws(DatasetError) -> Part {
    guard case .uint8(let pixels) = images.elements, images.shape.count == 3, !pixels.isEmpty else {
      throw DatasetError.unfit(
        path: imagePath, problem: "holds \(described(images)), not byte images [n, height, width]")
    }
    guard case .uint8(let values) = labels.elements, labels.shape.count == 1 else {
      throw DatasetError.unfit(path: labelPath, problem: "holds \(described(labels)), not byte labels [n]")
    }
    guard images.shape[0] == labels.shape[0] else {
      throw DatasetError.unfit(
        path: labelPath, problem: "has \(labels.shape[0]) labels for \(images.shape[0]) images")
    }
    if let place = values.firstIndex(where: { $0 >= classes }) {
      throw DatasetError.unfit(
        path: labelPath, problem: "has the label \(values[place]) at item \(place); they go from 0 to \(classes - 1)")
    }
    return Part(width: images.shape[1] * images.shape[2], x: .bytes(pixels), y: .classes(values.map { Int($0) }))
  }

  private static func size(_ shape: [Int]) -> String { shape.dropFirst().map { "\($0)" }.joined(separator: "×") }

  private static func described(_ array: IDX) -> String {
    let kind =
      switch array.elements {
      case .uint8: "bytes"
      case .int8, .int16, .int32: "integers"
      case .float32, .float64: "floats"
      }
    return "\(kind) of shape \(array.shape)"
  }
}
