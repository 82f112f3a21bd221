import Documents
import Evaluation
import Source
import Tensors
import Testing

@Suite("Pictures")
struct PictureTests {
  private func figure(_ program: String) -> Figure? {
    let run = Run(program, seed: 1)
    #expect(run.failure?.title == nil)
    if case .figure(let picture)? = run.values.last, case .figure(let figure) = picture.content { return figure }
    return nil
  }

  @Test("plot draws values, y over x, functions, and several of each")
  func plots() {
    guard case .line(let values) = figure("plot([3, 1, 2])"), case .line(let pairs) = figure("plot([0, 10], [5, 6])"),
      case .line(let curve) = figure("plot(σ, -8, 8)"),
      case .line(let curves) = figure("plot([tanh, x -> x^2], -1, 1, names=[\"tanh\", \"square\"], title=\"two\")"),
      case .line(let rows) = figure("plot([[1, 2, 3], [4, 5]])")
    else {
      Issue.record("plot gives a line plot")
      return
    }
    #expect(values.series.map(\.points) == [[Point(0, 3), Point(1, 1), Point(2, 2)]])
    #expect(pairs.series.map(\.points) == [[Point(0, 5), Point(10, 6)]])
    #expect(curve.series.first?.points.first?.x == -8 && curve.series.first?.points.last?.x == 8)
    #expect(curves.series.map(\.name) == ["tanh", "square"])
    #expect(curves.labels.title == "two")
    #expect(rows.series.map(\.points.count) == [3, 2])
  }

  @Test("points and lines are drawn over each other, functions over the points")
  func layers() {
    for program in [
      "plot([scatter([1, 2, 4], [1, 3, 2]), x -> 2x, plot([0, 1], [5, 6])], names=[\"data\"])",
      "plot(scatter([1, 2, 4], [1, 3, 2]), x -> 2x, plot([0, 1], [5, 6]), names=[\"data\"])",
    ] {
      guard case .line(let plot) = figure("f(x) = 2x; " + program) else {
        Issue.record("\(program) gives a plot")
        continue
      }
      #expect(plot.series.map(\.form) == [.points, .line, .line])
      #expect(plot.series.map(\.name) == ["data", "", ""])
      #expect(plot.series[1].points.first == Point(0, 0) && plot.series[1].points.last == Point(4, 8))
    }
    guard case .line(let wide) = figure("plot([scatter([1, 2], [1, 3], xlabel=\"size\"), x -> 2x], -1, 3)"),
      case .line(let other) = figure("plot([scatter([1, 2], [1, 3]), [5, 6, 7]])")
    else {
      Issue.record("plot gives a plot")
      return
    }
    #expect(wide.series[1].points.first?.x == -1 && wide.series[1].points.last?.x == 3)
    #expect(wide.labels.x == "size" && other.series[1].points.count == 3)
    let run = Run("plot([hist([1, 2]), x -> x])", seed: 1)
    #expect(run.failure?.title.description.contains("this is another picture") == true)
  }

  @Test("a picture of very many numbers holds no more than an eye can tell apart, and shows the same")
  func thinned() {
    guard case .line(let line) = figure("plot(map(i -> sin(i / 5000), 0..99999))"),
      case .scatter(let cloud) = figure("scatter(uniform([60000, 2]), map(i -> i % 2, 1..60000))"),
      case .heatmap(let map) = figure("heatmap(ones([1000, 700]) * 3)"),
      case .histogram(let many) = figure("hist(map(i -> i % 10, 0..<50000), bins=10)"),
      case .histogram(let few) = figure("hist(map(i -> i % 10, 0..<100), bins=10)")
    else {
      Issue.record("a picture is missing")
      return
    }
    let points = line.series.flatMap(\.points)
    #expect(points.count < 10_000)
    #expect((points.map(\.y).max() ?? 0) > 0.9999 && (points.map(\.y).min() ?? 0) < -0.9999)
    #expect(cloud.series.count == 2 && cloud.series.allSatisfy { $0.points.count > 10_000 })
    #expect(map.rows <= 256 && map.columns <= 256 && map.values.allSatisfy { $0 == 3 })
    #expect(many.edges == few.edges && many.counts == few.counts.map { $0 * 500 })
  }

  @Test("the other pictures hold the numbers they are asked to draw")
  func others() {
    guard case .scatter(let scatter) = figure("scatter([0, 1, 2], [0, 1, 4], [0, 1, 0])"),
      case .histogram(let histogram) = figure("hist([1, 1, 2], bins=2)"),
      case .heatmap(let heatmap) = figure("heatmap([[1, 2, 3], [4, 5, 6]])"),
      case .images(let images) = figure(
        "image(dataset(\"strokes\", count=4).train.x, labels=dataset(\"strokes\", count=4).train.y)"),
      case .contour(let contour) = figure("contour((x, y) -> x^2 + y^2, [-4, 4], [-1, 1], path=[[1, 1], [0, 0]])"),
      case .boundary(let boundary) = figure("boundary(dense(2, 3), dataset(\"blobs\").train)"),
      case .confusion(let confusion) = figure("confusion(dense(2, 3), dataset(\"blobs\"))"),
      case .confusion(let counted) = figure("confusion([[1, 0], [0, 1], [0, 1]], [0, 0, 1])")
    else {
      Issue.record("a picture is missing")
      return
    }
    #expect(scatter.series.map(\.points.count) == [2, 1])
    #expect(histogram.counts == [2, 1])
    #expect((heatmap.rows, heatmap.columns) == (2, 3))
    #expect(images.images.map(\.height) == [28, 28, 28, 28])
    #expect(images.images.first?.label.isEmpty == false)
    #expect(contour.path.count == 2 && contour.y == Interval(-1, 1))
    #expect(boundary.samples.count == 300 || boundary.samples.count == 200)
    #expect(confusion.total > 0)
    #expect(counted.counts == [1, 1, 0, 1])
  }

  @Test(
    "a confusion counts whole numbers as the classes that they are, and a score of two classes by 0.5",
    arguments: [
      ("confusion([0, 1, 2, 2], [0, 1, 1, 2])", [1, 0, 0, 0, 1, 1, 0, 0, 1]),
      ("confusion([0, 1, 1], [0, 2, 1])", [1, 0, 0, 0, 1, 0, 0, 1, 0]),
      ("confusion([0.2, 0.9, 0.4], [0, 1, 1])", [1, 0, 1, 1]),
    ])
  func confusions(program: String, counts: [Int]) {
    guard case .confusion(let matrix) = figure(program) else {
      Issue.record("a picture is missing")
      return
    }
    #expect(matrix.counts == counts)
  }

  @Test("graph keeps the recorded number and the name it has in the call")
  func graphs() {
    let run = Run("w = param(2); x = 3; L = (w*x - 1)^2; graph(L)")
    guard case .figure(let picture)? = run.values.last, case .tape(let loss, let name, _) = picture.content else {
      Issue.record("graph gives a picture of a tape")
      return
    }
    #expect(name == "L")
    #expect(loss.graph.contains { $0.name == "w" })
  }

  @Test(
    "what cannot be drawn says so",
    arguments: [
      ("scatter([1, 2], [1])", "cannot-draw"), ("confusion([[1, 0]], [1e15])", "cannot-draw"),
      ("confusion([[1, 0]], [-1])", "cannot-draw"), ("confusion([0.2, 0.9, 0.4], [0, 1, 2])", "cannot-draw"),
      ("heatmap(zeros(2, 2, 2))", "cannot-draw"),
      ("image([1, 2, 3])", "not-images"), ("plot(x -> [x, x])", "not-a-scalar"),
      ("graph(3)", "not-recorded"), ("contour(3)", "not-a-function"), ("plot(σ, 3, 1)", "wrong-arguments"),
      ("boundary(x -> x, {x: [1, 2], y: [0, 1]})", "cannot-draw"),
    ])
  func refused(_ program: String, _ code: String) { #expect(Run(program).failure?.code.name == code) }
}
