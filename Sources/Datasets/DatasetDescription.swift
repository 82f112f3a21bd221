/// What is known of a data set before it is loaded.
package struct DatasetDescription: Sendable {
  /// How the data come about.
  package enum Kind: Sendable {
    /// Computed from a seed; as many training items as asked for, `standard` unless told, at most `limit`.
    case generated(standard: Int, limit: Int)
    /// One CSV file with the label in the last column; `image` and `white` for a table of pixels from 0 to `white`.
    case table(image: [Int]?, white: Double?)
    /// One text file with an item on each line.
    case texts
    /// Four IDX files of byte images and labels.
    case images(classes: [String])
  }

  /// A file of the original, not compressed.
  package struct File: Sendable {
    /// The name.
    package let name: String
    /// The number of bytes.
    package let byteCount: Int
    /// The SHA-256 of each edition that counts as the original, as lower-case hexadecimal digits.
    package let sha256: [String]
  }

  /// The name, with underscores.
  package let name: String
  /// One sentence.
  package let summary: String
  /// The axes of the training examples; as many rows as there are unless told, for those that are generated.
  package let shape: [Int]
  /// What the columns are called when the file does not say; empty for images.
  package let columns: [String]
  /// How it comes about.
  package let kind: Kind
  /// Who made it and where it is described.
  package let source: String
  /// The terms it is shared under.
  package let licence: String
  /// Its files; for images the training images and labels, then those of the test.
  package let files: [File]
  /// Where the files, with `.gz` behind their names, can be had.
  package let mirrors: [String]

  init(
    _ name: String, _ summary: String, shape: [Int] = [], columns: [String] = [], _ kind: Kind, source: String,
    licence: String, files: [File] = [], mirrors: [String] = []
  ) {
    self.name = name
    self.summary = summary
    self.shape = shape
    self.columns = columns
    self.kind = kind
    self.source = source
    self.licence = licence
    self.files = files
    self.mirrors = mirrors
  }

  /// Whether it is computed and so always there.
  package var isGenerated: Bool { if case .generated = kind { true } else { false } }

  /// The description of that name, `-` and `_` alike.
  package static func named(_ name: String) -> DatasetDescription? {
    let wanted = underscored(name)
    return all.first { $0.name == wanted }
  }

  static func underscored(_ name: String) -> String { String(name.map { $0 == "-" ? "_" : $0 }) }

  /// Every data set known by name.
  package static let all: [DatasetDescription] = [
    generated("xor", "The four corners of exclusive or; more points scatter around them.", 4),
    generated("moons", "Two half moons that reach into each other, two classes.", 200),
    generated("circles", "A circle inside a circle, two classes.", 200),
    generated("spirals", "Two spirals wound around each other, two classes.", 200),
    generated("blobs", "Three round clouds of points, three classes.", 200),
    generated("line", "Points near the line y = 2x + 1, for regression.", 100, width: 1),
    DatasetDescription(
      "iris", "150 iris flowers, four measurements, three species.", shape: [120, 4],
      columns: ["sepal_length", "sepal_width", "petal_length", "petal_width"], .table(image: nil, white: nil),
      source: "R. A. Fisher (1936), UCI Machine Learning Repository, doi 10.24432/C56C76", licence: "CC BY 4.0",
      files: [
        File(
          name: "iris.csv", byteCount: 3_858,
          sha256: [
            "9cc1c345c71bcc9b486b74cbf6063fa66f4bb5e0f603a4b3c3471ec2e5e8e355",
            // The copy in scikit-learn: the same numbers below a row of counts.
            "f13ffa8fdd56fd8e6c8d16d4081a3fbd3114bcd0aae4256c43205169cd9d1449",
          ])
      ]),
    DatasetDescription(
      "digits", "1,797 handwritten digits of 8×8 pixels.", shape: [1442, 64], .table(image: [1, 8, 8], white: 16),
      source: "E. Alpaydin and C. Kaynak (1998), UCI Machine Learning Repository, doi 10.24432/C50P49",
      licence: "CC BY 4.0",
      files: [
        File(
          name: "digits.csv", byteCount: 264_712,
          sha256: ["6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8"])
      ]),
    DatasetDescription(
      "names", "5,163 given names in lower case, the most frequent first.", shape: [4131], .texts,
      source: "US Census Bureau, frequently occurring first names (1990)", licence: "public domain",
      files: [
        File(
          name: "names.txt", byteCount: 36122,
          sha256: ["a17c8aabba296fec1b7853328bf1083e00df6d6ae785f3cb62b624e31f2c82a6"])
      ]),
    DatasetDescription(
      "strokes", "Digits of 28×28 pixels in the manner of MNIST, drawn from pen strokes.", shape: [60_000, 784],
      .generated(standard: 60_000, limit: 200_000), source: "drawn by learnnn", licence: "free of rights"),
    DatasetDescription(
      "mnist", "70,000 handwritten digits of 28×28 pixels.", shape: [60_000, 784],
      .images(classes: (0...9).map { "\($0)" }),
      source: "Y. LeCun, C. Cortes and C. Burges (1998)", licence: "CC BY-SA 3.0",
      files: imageFiles([
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
      ]),
      mirrors: [
        "https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/",
      ]),
    DatasetDescription(
      "fashion_mnist", "70,000 articles of clothing of 28×28 pixels, ten classes.", shape: [60_000, 784],
      .images(classes: [
        "T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
      ]),
      source: "H. Xiao, K. Rasul and R. Vollgraf (2017), arXiv:1708.07747; Debian's package dataset-fashion-mnist",
      licence: "MIT",
      files: imageFiles([
        "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
      ])),
  ]

  private static func generated(_ name: String, _ summary: String, _ standard: Int, width: Int = 2)
    -> DatasetDescription
  {
    DatasetDescription(
      name, summary, shape: [standard, width], .generated(standard: standard, limit: 100_000),
      source: "generated by learnnn",
      licence: "free of rights")
  }

  private static func imageFiles(_ hashes: [String]) -> [File] {
    zip(
      zip(
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"],
        [47_040_016, 60_008, 7_840_016, 10_008]),
      hashes
    ).map { File(name: $0.0, byteCount: $0.1, sha256: [$1]) }
  }
}
