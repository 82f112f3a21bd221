import Datasets
import Formats
import Source
import Tensors

/// Pictures of one's own.
extension DataSets {
  static let imageFile = Builtin(
    "image_file",
    [
      .required("name", "the file's name without .png"),
      .optional("like", "MNIST", "the data set of pictures into whose form to bring it"),
    ], group: .data, "Gives a picture of your own as an example that a model can be asked about.",
    details:
      "NAME.png, NAME.jpg or NAME.pgm is looked for in the data directories. Alone, image_file(name) sees one digit in "
      + "your hand and gives [28, 28] in MNIST's form: light on black, 20 pixels high or wide, with its centre of mass in "
      + "the middle, 0…1. With like=d, where d is what the model learned from, the picture becomes an example as batches "
      + "of d have them, normalised too where d is: model(image_file(\"new\", like=d))."
  ) { (call) throws(Stop) in
    let name = try call.string(0)
    let picture = try DataFiles.found(call) { () throws(DatasetError) in try call.machine.host.datasets.picture(name) }
    if call.has(1) { return try example(of: picture, like: call[1], call) }
    let pixels = try digit(picture, call)
    let side = Int(Double(pixels.count).squareRoot())
    return try call.tensor(pixels.map { Double($0) / 255 }, shape: [side, side])
  }

  private static func whole(_ value: Value) -> Int? {
    guard case .data(let number) = value, number.elementType == .int else { return nil }
    return number.double.flatMap { Int(exactly: $0) }
  }

  private static func digit(_ picture: Raster, _ call: Call) throws(Stop) -> [UInt8] {
    guard let pixels = DigitPicture.normalised(picture) else {
      throw call.failure(.emptyPicture, "this picture is all of one brightness, so there is no digit to see", at: 0)
    }
    return pixels
  }

  /// A picture as an example of a set of pictures: its size, its colours, and its scale when the set is normalised.
  private static func example(of picture: Raster, like value: Value, _ call: Call) throws(Stop) -> Value {
    guard case .record(let set) = value, case .list(let extents)? = set["image"],
      case let image = extents.items.compactMap(whole), image.count == 3, extents.items.count == 3,
      image.allSatisfy({ (1...1024).contains($0) }), image[0] == 1 || image[0] == 3
    else {
      throw call.failure(
        .notData, "like= takes a data set of pictures, which names their channels, height and width", at: 1,
        help: "such as d = images(\"folder\") or d = dataset(\"mnist\")")
    }
    var pixels: [UInt8]
    if case .string(let form)? = set["form"], form.string == Dataset.Form.pictures.rawValue {
      pixels = picture.scaled(height: image[1], width: image[2], channels: image[0])
    } else {
      pixels = try digit(picture, call)
      if image[1] != 28 || image[2] != 28, let raster = Raster(width: 28, height: 28, channels: 1, samples: pixels) {
        pixels = raster.scaled(height: image[1], width: image[2], channels: image[0])
      }
    }
    var part = set
    if case .record(let train)? = set["train"] { part = train }
    var shape = [pixels.count]
    if let x = part["x"] {
      let own = Array(try call.machine.traced(x, at: call.place, operand: 1).shape.dropFirst())
      if own.reduce(1, *) == pixels.count { shape = own }
    }
    var (mean, deviation) = (0.0, 1.0)
    if let centre = part["mean"], let spread = part["std"] {
      mean = try call.machine.traced(centre, at: call.place, operand: 1).plain.double ?? 0
      deviation = try call.machine.traced(spread, at: call.place, operand: 1).plain.double ?? 1
    }
    return try call.tensor(pixels.map { (Double($0) / 255 - mean) / deviation }, shape: shape)
  }

  static let fractions = Builtin(
    "fractions", [.required("x", "byte images, or other numbers")], group: .data,
    "Gives byte images as numbers 0…1, as batches have them; other numbers stay what they are.",
    example: "fractions([0.5, 2])  //= [0.5, 2]"
  ) { (call) throws(Stop) in
    let x = try call.traced(0)
    guard x.elementType == .byte, let count = x.shape.first else {
      return .data(x.elementType == .byte ? .float64((x.double ?? 0) / 255) : x)
    }
    return try call.attempt { () throws(TensorError) in
      .data(
        try ExampleSet(x: x.plain, y: nil).examples(at: Array(0..<count), float: call.machine.state.defaultFloat).x)
    }
  }

  static let images = Builtin(
    "images",
    [
      .required("folder", "the name of a folder in a data directory"),
      .optional("size", "28", "height and width of the pictures, or [height, width]"),
      .optional("digits", "false", "whether each is a digit to be brought into MNIST's form, which is grey"),
      .optional("colour", "false", "whether to keep red, green and blue"),
    ], group: .data, "Gives the pictures of a folder as a data set, labelled by their names.",
    details: "PNG, JPEG and PGM are read. The label is the name of the folder inside, as in cats/1.jpg, or what stands "
      + "before the first _ or - of the file's name, as in 7_ada.png. A fifth of each class is for testing. Pictures are "
      + "stretched to the size, and stay bytes 0…255 until a batch is cut, which has 0…1; fractions(d.test.x) gives those "
      + "too, and image_file(\"new\", like=d) one more picture in the same form.",
    example: ""
  ) { (call) throws(Stop) in
    let name = try call.string(0)
    let isDigits: Bool = try call.boolean(2, default: false)
    let isColoured: Bool = try call.boolean(3, default: false)
    let size = try call.pair(1, default: (28, 28))
    guard (1...1024).contains(size.0), (1...1024).contains(size.1), !isDigits || size == (28, 28) else {
      throw call.failure(
        .wrongArguments, "size must be between 1 and 1024, and digits have 28 by 28 pixels", at: 1)
    }
    guard !isDigits || !isColoured else {
      throw call.failure(.wrongArguments, "digits in MNIST's form are grey: leave out digits= or colour=", at: 3)
    }
    let set = try DataFiles.found(call) { () throws(DatasetError) in
      try call.machine.host.datasets.imageFolder(name, size: size, isDigits: isDigits, isColoured: isColoured)
    }
    return try value(of: set, call)
  }
}
