import Datasets
import Formats
import Source
import Testing

@Suite("The data that come with the program, and MNIST where it is")
struct ShippedDataTests {
  let loader = DatasetLoader(directories: ["\(packageRoot)/Datasets"], files: disk)

  @Test("iris has 150 flowers, a fifth of each species in the test")
  func iris() throws {
    let data = try loader.load("iris")
    #expect(data.labels == ["setosa", "versicolor", "virginica"])
    #expect(data.columns == ["sepal_length", "sepal_width", "petal_length", "petal_width"])
    #expect(data.train.count == 120 && data.test.count == 30)
    for species in 0..<3 { #expect(data.test.classes.count { $0 == species } == 10) }
    let sum: Double = (data.train.numbers + data.test.numbers).reduce(0, +)
    #expect(abs(sum - 2078.7) < 1e-9)
  }

  @Test("iris as scikit-learn ships it is the same data set, and counts as an original")
  func otherIris() throws {
    let ours = try loader.load("iris")
    let text = String(decoding: try disk.read("\(packageRoot)/Datasets/iris/iris.csv"), as: UTF8.self)
    var rows = text.split(separator: "\n").dropFirst().map(String.init)
    for (number, name) in ours.labels.enumerated() {
      rows = rows.map { $0.hasSuffix(name) ? $0.dropLast(name.count) + "\(number)" : $0 }
    }
    let file = (["150,4,setosa,versicolor,virginica"] + rows).joined(separator: "\n") + "\n"
    let other = DatasetLoader(directories: ["/d"], files: memory(["/d/iris/iris.csv": Array(file.utf8)]))
    let theirs = try other.load("iris")
    #expect(theirs.train == ours.train && theirs.test == ours.test)
    #expect(theirs.labels == ours.labels && theirs.columns == ours.columns)
    #expect(try other.verify(try #require(DatasetDescription.named("iris"))).map(\.verdict) == [.same])
  }

  @Test("the shapes that are told are those of the data", arguments: DatasetDescription.all)
  func shapes(description: DatasetDescription) throws {
    guard description.isGenerated || ["iris", "digits"].contains(description.name) else { return }
    let data = try loader.load(description.name, count: description.name == "strokes" ? 10 : nil)
    #expect(description.shape.last == data.train.width)
    #expect(description.name == "strokes" || description.shape.first == data.train.count)
  }

  @Test(
    "Fashion-MNIST as Debian has it is the original",
    .enabled(if: disk.exists("/usr/share/datasets/fashion-mnist"), "the package dataset-fashion-mnist is not installed")
  )
  func fashion() throws {
    let loader = DatasetLoader(directories: ["/usr/share/datasets"], files: disk)
    let description = try #require(DatasetDescription.named("fashion_mnist"))
    guard case .here(let location, let isOriginal) = loader.state(of: description) else {
      Issue.record("it is not found")
      return
    }
    #expect(location.folder == "/usr/share/datasets/fashion-mnist" && isOriginal)
    #expect(try loader.load("fashion-mnist").train.count == 60_000)
  }

  @Test("digits has 1,797 images with full ink at 255")
  func digits() throws {
    let data = try loader.load("digits")
    #expect(data.image == [1, 8, 8] && data.labels.count == 10)
    #expect(data.train.count + data.test.count == 1_797)
    #expect(data.train.bytes.max() == 255 && data.train.bytes.min() == 0)
  }

  @Test(
    "the shipped files are the originals and have their source and licence beside them", arguments: ["iris", "digits"])
  func verified(name: String) throws {
    let description = try #require(DatasetDescription.named(name))
    #expect(try loader.verify(description).map(\.verdict) == [.same])
    let readme = String(decoding: try disk.read("\(packageRoot)/Datasets/\(name)/README.md"), as: UTF8.self)
    #expect(readme.contains("CC BY 4.0") && readme.contains("doi"))
  }

  @Test(
    "MNIST is read whole", .enabled(if: hasMNIST, "MNIST is not here; LEARNNN_DATA names the folder that has mnist/"))
  func mnist() throws {
    let loader = DatasetLoader(directories: [mnistDirectory], files: disk)
    let start = ContinuousClock.now
    let data = try loader.load("mnist")
    let time = start.duration(to: .now)
    #expect(data.train.count == 60_000 && data.test.count == 10_000 && data.image == [1, 28, 28])
    #expect(Array(data.train.classes.prefix(5)) == [5, 0, 4, 1, 9])
    #expect(Array(data.test.classes.prefix(5)) == [7, 2, 1, 0, 4])
    // Far above what it takes, so that only a change of kind is caught on a busy machine.
    #expect(time < .seconds(5), "\(time)")
    #expect(try loader.verify(try #require(DatasetDescription.named("mnist"))).allSatisfy { $0.verdict == .same })
  }
}
