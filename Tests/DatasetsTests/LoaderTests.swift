import Datasets
import Formats
import Source
import Testing

@Suite("Finding and reading data sets")
struct LoaderTests {
  static let fileNames = DatasetDescription.named("mnist")?.files.map(\.name) ?? []

  /// Four small files in a folder, in the manner of MNIST.
  static func small(
    in folder: String, gzip: Bool = false, images: [Int] = [3, 2, 2], labels: [UInt8] = [0, 9, 5]
  ) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    let pixels = (0..<images.reduce(1, *)).map { UInt8($0) }
    for (place, name) in fileNames.enumerated() {
      let array =
        place % 2 == 0
        ? IDX(shape: images, elements: .uint8(pixels)) : IDX(shape: [labels.count], elements: .uint8(labels))
      let bytes = array?.fileBytes ?? []
      files[gzip ? "\(folder)/\(name).gz" : "\(folder)/\(name)"] = gzip ? Gzip.deflate(bytes) : bytes
    }
    return files
  }

  @Test(
    "images are found plain and gzip, in a folder of their name or without one, by either spelling",
    arguments: [
      ("mnist", "/data/mnist", false), ("mnist", "/data/mnist", true), ("mnist", "/data", true),
      ("fashion_mnist", "/data/fashion-mnist", true), ("fashion-mnist", "/data/fashion_mnist", false),
    ])
  func finding(name: String, folder: String, gzip: Bool) throws {
    let files = memory(Self.small(in: folder, gzip: gzip))
    let data = try DatasetLoader(directories: ["/none", "/data"], files: files).load(name)
    #expect(data.train.bytes == Array(0..<12) && data.train.classes == [0, 9, 5])
    #expect(data.image == [1, 2, 2] && data.labels.count == 10)
    #expect(data.place == folder)
  }

  @Test("one kind of images is not taken for the other when the folder says which it is")
  func foreign() {
    let loader = DatasetLoader(
      directories: ["/data/fashion-mnist"], files: memory(Self.small(in: "/data/fashion-mnist")))
    #expect(failure { () throws(DatasetError) in _ = try loader.load("mnist") } != nil)
    #expect(failure { () throws(DatasetError) in _ = try loader.load("fashion_mnist") } == nil)
  }

  @Test("what was looked for, and where, is said")
  func missing() throws {
    let loader = DatasetLoader(directories: ["/a", "/b"], files: .none)
    let error = try #require(failure { () throws(DatasetError) in _ = try loader.load("mnist") })
    let words = error.diagnostic
    #expect(words.code.name == "dataset-missing" && words.title == "mnist is not on this machine")
    #expect(words.notes.first?.description.contains("train-images-idx3-ubyte[.gz]") == true)
    #expect(words.notes.first?.description.hasSuffix("in /a, /b.") == true)
    #expect(words.help?.description.contains("learnnn data get mnist") == true)
  }

  @Test("what there is of a set is told: whether it is made, here, changed, or lacks a file")
  func states() throws {
    var files = Self.small(in: "/data/mnist")
    let mnist = try #require(DatasetDescription.named("mnist"))
    let loader = { DatasetLoader(directories: ["/data"], files: memory(files)) }
    guard case .here(let location, isOriginal: false) = loader().state(of: mnist) else {
      Issue.record("small files are not the original")
      return
    }
    #expect(location.folder == "/data/mnist")
    files["/data/mnist/t10k-labels-idx1-ubyte"] = nil
    guard case .absent(.incomplete) = loader().state(of: mnist) else {
      Issue.record("a file is missing")
      return
    }
    #expect(loader().state(of: try #require(DatasetDescription.named("moons"))) == .generated)
  }

  @Test("a count is refused for what is read from files")
  func fixedCount() {
    let loader = DatasetLoader(directories: ["/d"], files: memory(Self.small(in: "/d/mnist")))
    #expect(
      failure { () throws(DatasetError) in _ = try loader.load("mnist", count: 2) } == .fixedCount(name: "mnist"))
  }

  @Test("an incomplete folder says what it lacks")
  func incomplete() throws {
    var files = Self.small(in: "/data/mnist")
    files["/data/mnist/t10k-labels-idx1-ubyte"] = nil
    let loader = DatasetLoader(directories: ["/data"], files: memory(files))
    #expect(
      failure { () throws(DatasetError) in _ = try loader.load("mnist") }
        == .incomplete(name: "mnist", folder: "/data/mnist", missing: ["t10k-labels-idx1-ubyte"]))
  }

  @Test("a mistyped name gets the right one, and a path is no name")
  func names() throws {
    let loader = DatasetLoader(directories: ["/nowhere"], files: disk)
    #expect(
      failure { () throws(DatasetError) in _ = try loader.load("minst") }
        == .unknown("minst", suggestion: "mnist", own: nil))
    for name in ["../etc/passwd", "/etc/passwd", "..", ".a", " a", "", "a\u{0}", "a/b", "a\\b", "a:b", "a\nb", "~"] {
      #expect(failure { () throws(DatasetError) in _ = try loader.load(name) } == .badName(name))
      #expect(failure { () throws(DatasetError) in _ = try loader.table(name) } == .badName(name))
    }
  }

  @Test(
    "images and labels that do not fit are refused",
    arguments: [
      ([3, 2, 2], [1, 2]), ([3, 2, 2], [1, 2, 10]), ([3, 4], [1, 2, 3]), ([0, 2, 2], []), ([3, 2, 2], []),
    ] as [([Int], [UInt8])])
  func unfit(images: [Int], labels: [UInt8]) throws {
    let files = memory(Self.small(in: "/d/mnist", images: images, labels: labels))
    let loader = DatasetLoader(directories: ["/d"], files: files)
    let error = try #require(failure { () throws(DatasetError) in _ = try loader.load("mnist") })
    #expect(error.diagnostic.code.name == "dataset-unfit")
    #expect(error.diagnostic.title.description.hasPrefix("/d/mnist/"))
  }

  @Test("a damaged file is named with its byte")
  func damaged() throws {
    var files = Self.small(in: "/d/mnist", gzip: true)
    let path = "/d/mnist/train-images-idx3-ubyte.gz"
    files[path]?.removeLast(5)
    let loader = DatasetLoader(directories: ["/d"], files: memory(files))
    let error = try #require(failure { () throws(DatasetError) in _ = try loader.load("mnist") })
    #expect(error.diagnostic.title == "\(path) is not well-formed gzip")
    #expect(error.diagnostic.notes.first?.description.hasPrefix("At byte ") == true)
  }

  @Test("a class's own table is split into parts, its last column the label unless told")
  func table() throws {
    let rows = (0..<20).map { "\($0),\($0 * 2),\($0 % 2 == 0 ? "even" : "odd")" }
    let files = memory(["/d/trees.csv": Array(("a,b,kind\n" + rows.joined(separator: "\n")).utf8)])
    let loader = DatasetLoader(directories: ["/d"], files: files)
    let data = try loader.table("trees")
    #expect(data.columns == ["a", "b"] && data.labels == ["even", "odd"])
    #expect(data.train.count == 16 && data.test.classes.sorted() == [0, 0, 1, 1])
    #expect(zip(data.train.numbers.chunked(2), data.train.classes).allSatisfy { Int($0[0]) % 2 == $1 })
    let regression = try loader.table("trees", choices(label: "b"))
    #expect(regression.columns == ["a", "kind"])
    #expect(
      failure { () throws(DatasetError) in _ = try loader.table("trees", choices(label: "knd")) }
        == .noColumn(path: "/d/trees.csv", name: "knd", columns: ["a", "b", "kind"]))
  }

  private func choices(label: String) -> TableChoices {
    var choices = TableChoices()
    choices.label = label
    return choices
  }

  @Test("whole numbers stay numbers unless classes are asked for, and a small class leaves the test something")
  func targets() throws {
    let rows = (0..<12).map { "\($0),\(10 + $0)" }
    let files = memory(["/d/t.csv": Array(("hour,degrees\n" + rows.joined(separator: "\n")).utf8)])
    let loader = DatasetLoader(directories: ["/d"], files: files)
    #expect(try loader.table("t").train.numberTargets.allSatisfy { (10...21).contains($0) })
    var asked = TableChoices()
    asked.choose(numbers: [], classes: ["degrees"])
    let classes = try loader.table("t", asked)
    #expect(classes.labels == (10...21).map { "\($0)" } && classes.test.count > 0)
  }

  @Test("missing values are left out or filled in where that is asked for")
  func missingByChoice() throws {
    let files = memory(["/d/t.csv": Array("a,b\n1,1\n,2\n3,3\n5,\n".utf8)])
    let loader = DatasetLoader(directories: ["/d"], files: files)
    for (word, count) in [("drop", 2), ("mean", 3)] {
      var choices = TableChoices()
      let isTaken = choices.set("missing", to: word)
      #expect(isTaken)
      let data = try loader.table("t", choices)
      #expect(data.train.count + data.test.count == count)
      if word == "mean" { #expect((data.train.numbers + data.test.numbers).sorted() == [1, 2, 3]) }
    }
  }

  @Test(
    "MNIST's files are found under the names of Kaggle",
    arguments: ["train-images.idx3-ubyte", "train-images-idx3-ubyte/train-images-idx3-ubyte"])
  func kaggle(name: String) throws {
    var files = Self.small(in: "/data/mnist")
    files["/data/mnist/\(name)"] = files.removeValue(forKey: "/data/mnist/train-images-idx3-ubyte")
    let data = try DatasetLoader(directories: ["/data"], files: memory(files)).load("mnist")
    #expect(data.train.count == 3)
  }

  @Test("an array of one's own is read by its name", arguments: ["a.idx", "a.idx.gz", "a", "a.gz", "a/a.idx"])
  func array(path: String) throws {
    let array = try #require(IDX(shape: [1, 2, 1], elements: .int16([-7, 7])))
    let bytes = path.hasSuffix(".gz") ? Gzip.deflate(array.fileBytes) : array.fileBytes
    let loader = DatasetLoader(directories: ["/d"], files: memory(["/d/\(path)": bytes]))
    #expect(try loader.array("a") == array)
    #expect(failure { () throws(DatasetError) in _ = try loader.array("../a") } == .badName("../a"))
  }

  @Test("a missing value in a table is placed")
  func missingValue() throws {
    let loader = DatasetLoader(directories: ["/d"], files: memory(["/d/t.csv": Array("a,b\n1,x\n,y\n".utf8)]))
    let error = try #require(failure { () throws(DatasetError) in _ = try loader.table("t") })
    #expect(error.diagnostic.title == "/d/t.csv has a missing value")
    #expect(error.diagnostic.notes == ["It is on line 3, column 1 (“a”)."])
  }

  @Test("a picture of one's own is found by its plain name")
  func picture() throws {
    let raster = try #require(Raster(width: 2, height: 1, channels: 1, samples: [0, 255]))
    let loader = DatasetLoader(directories: ["/d"], files: memory(["/d/seven.png": PNG.encode(raster)]))
    #expect(try loader.picture("seven") == raster)
    #expect(try loader.picture("seven.png") == raster)
    #expect(failure { () throws(DatasetError) in _ = try loader.picture("../seven") } == .badName("../seven"))
  }

  @Test("descriptions have unique names and say where they come from")
  func descriptions() {
    let all = DatasetDescription.all
    #expect(Set(all.map(\.name)).count == all.count)
    for description in all {
      #expect(description.summary.hasSuffix(".") && !description.source.isEmpty && !description.licence.isEmpty)
      #expect(DatasetDescription.named(description.name)?.name == description.name)
    }
  }
}

extension Array {
  fileprivate func chunked(_ size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
