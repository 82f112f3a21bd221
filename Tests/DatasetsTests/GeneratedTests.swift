import Datasets
import Source
import Testing

@Suite("Generated data sets")
struct GeneratedTests {
  let loader = DatasetLoader(directories: [], files: .none)

  @Test(
    "the same seed gives the same points, another seed others",
    arguments: ["moons", "circles", "spirals", "blobs", "line", "strokes"])
  func seeded(name: String) throws {
    let first = try loader.load(name, count: 60, seed: 1)
    #expect(try loader.load(name, count: 60, seed: 1) == first)
    #expect(try loader.load(name, count: 60, seed: 2).train != first.train)
    #expect(first.train.x != first.test.x)
  }

  @Test("asking for more keeps the first ones", arguments: ["xor", "moons", "strokes"])
  func prefix(name: String) throws {
    let few = try loader.load(name, count: 30, seed: 3).train
    let many = try loader.load(name, count: 90, seed: 3).train
    #expect(Array(many.classes.prefix(30)) == few.classes)
    #expect(Array(many.numbers.prefix(60)) == few.numbers || Array(many.bytes.prefix(few.bytes.count)) == few.bytes)
  }

  @Test(
    "every set has items, targets and class names that fit together",
    arguments: DatasetDescription.all.filter(\.isGenerated))
  func whole(description: DatasetDescription) throws {
    let data = try loader.load(description.name, count: 300, seed: 0)
    for part in [data.train, data.test] {
      #expect(part.x.count == part.count * part.width)
      #expect(part.classes.allSatisfy { data.labels.indices.contains($0) })
      #expect(Set(part.classes).count == data.labels.count)
    }
    #expect(data.train.count == 300)
    #expect(data.image == nil ? data.columns.count == data.train.width : data.image?.reduce(1, *) == data.train.width)
  }

  @Test("xor is the four corners")
  func xor() throws {
    let data = try loader.load("xor")
    #expect(data.train.numbers == [0, 0, 0, 1, 1, 0, 1, 1])
    #expect(data.train.classes == [0, 1, 1, 0])
    #expect(data.test == data.train)
  }

  @Test("line is near 2x + 1")
  func line() throws {
    let data = try loader.load("line", count: 2_000, seed: 4)
    let errors = zip(data.train.numbers, data.train.numberTargets).map { x, y in y - (2 * x + 1) }
    #expect(abs(errors.reduce(0, +) / 2_000) < 0.03)
    #expect(errors.count == 2_000 && errors.allSatisfy { abs($0) < 1.2 })
    #expect(data.labels.isEmpty)
  }

  @Test("a count that cannot be made is refused", arguments: [0, -1, 1_000_000_000])
  func count(count: Int) {
    let error = failure { () throws(DatasetError) in _ = try loader.load("moons", count: count) }
    #expect(error == .badCount(name: "moons", count: count, limit: 100_000))
  }
}

@Suite("Strokes")
struct StrokesTests {
  let data: Dataset

  init() throws { data = try DatasetLoader(directories: [], files: .none).load("strokes", count: 1_000, seed: 7) }

  @Test("it has the shape of MNIST")
  func shape() {
    #expect(data.image == [1, 28, 28])
    #expect(data.train.bytes.count == 1_000 * 784)
    #expect(data.labels == (0...9).map { "\($0)" })
  }

  @Test("every digit is about as frequent")
  func frequency() {
    for digit in 0...9 {
      let count = data.train.classes.count { $0 == digit }
      #expect((65...140).contains(count), "\(digit): \(count)")
    }
  }

  @Test("the ink is as much as in MNIST, fills its box, and its centre of mass is in the middle")
  func centring() {
    let pixels = data.train.bytes
    let mean = pixels.reduce(0) { $0 + Int($1) } / pixels.count
    #expect((28...42).contains(mean), "mean \(mean)")
    var farthest = 0.0
    var faintest = Int.max
    for item in 0..<200 {
      var (mass, x, y) = (0, 0, 0)
      for place in 0..<784 {
        let value = Int(pixels[item * 784 + place])
        mass += value
        x += value * (place % 28)
        y += value * (place / 28)
      }
      faintest = min(faintest, mass)
      let (centreX, centreY) = (Double(x) / Double(max(mass, 1)), Double(y) / Double(max(mass, 1)))
      farthest = max(farthest, abs(centreX - 13.5), abs(centreY - 13.5))
    }
    #expect(farthest < 0.75)
    #expect(faintest > 3_000)
  }

  @Test("a nearest neighbour tells the digits apart, so the pictures show what their labels say")
  func recognisable() {
    let (train, test) = (data.train, data.test)
    let (known, asked) = (train.bytes, test.bytes)
    var right = 0
    for item in 0..<40 {
      var (best, bestDistance) = (0, Int.max)
      for candidate in 0..<1_000 {
        var distance = 0
        for pixel in stride(from: 0, to: 784, by: 4) {
          let difference = Int(known[candidate * 784 + pixel]) - Int(asked[item * 784 + pixel])
          distance += difference * difference
        }
        if distance < bestDistance { (best, bestDistance) = (candidate, distance) }
      }
      if train.classes[best] == test.classes[item] { right += 1 }
    }
    #expect(right >= 30, "\(right) of 40")
  }
}
