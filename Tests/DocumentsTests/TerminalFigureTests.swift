import Documents
import Source
import Testing

@Suite("Figures in a terminal") struct TerminalFigureTests {
  private let lines = Figure.line(
    LinePlot(
      [Series("up", y: (0..<20).map(Double.init)), Series("down", y: (0..<20).map { 19 - Double($0) })],
      labels: PlotLabels(title: "Two lines", x: "step", y: "loss")))

  @Test("two lines at 20 columns, told apart by their dashes")
  func braille() {
    #expect(
      shown([.figure(lines)], width: 20) == """
        Two lines
        loss
        20┤⠢⢄             ⡠⠒
        15┤  ⠁ ⢀       ⡠⠔⠊
        10┤     ⠑⠢ ⢀⠤⠒⠉
          │     ⢀⡠⠔⠚⠤⣀
         5┤   ⡠⠒⠁       ⢄
         0┤⡠⠔⠉           ⠑⠂
          └┬───┬───┬────┬───
           0   5  10   15
                 step
        ⠒⠒⠒⠒ up   ⠒⠂⠐⠒ down
        """)
  }

  @Test("the same at 40 columns in ASCII, told apart by their signs")
  func ascii() {
    #expect(
      shown([.figure(lines)], width: 40, glyphs: .ascii) == """
        Two lines
        loss
        20+o                                  **
          | oooo                          ****
        15+     ooooo                *****
          |          oooo        ****
        10+              oooooo**
          |            ****    oooo
         5+       *****            ooooo
          |   ****                      oooo
         0+***                              oooo
          ++--------+---------+--------+--------
           0        5        10       15
                           step
        * up   o down
        """)
  }

  @Test("a histogram counts what it can and says what it cannot")
  func histogram() {
    let figure = Figure.histogram(Histogram([1, 2, 2, 3, 3, 3, 4, 4, 5, .nan], bins: 5))
    #expect(
      shown([.figure(figure)], width: 20) == """
          1 … 1.8 │██▍ 1
        1.8 … 2.6 │████▋ 2
        2.6 … 3.4 │███████ 3
        3.4 … 4.2 │████▋ 2
          4.2 … 5 │██▍ 1
        1 point is left out:
        not finite
        """)
    #expect(shown([.figure(figure)], width: 40, glyphs: .ascii).hasPrefix("  1 ... 1.8 |######## 1\n"))
  }

  @Test("a heatmap in numbers, and in shades where numbers do not fit")
  func heatmap() throws {
    let figure = try Figure.heatmap(
      Heatmap(
        rows: 2, columns: 3, values: [1, 2, 3, 4, .nan, 6], rowLabels: ["a", "b"], columnLabels: ["x", "y", "z"]))
    #expect(
      shown([.figure(figure)], width: 40) == """
             x    y    z
        a    1    2    3
        b    4  nan    6
        1 field is no number
        """)
    #expect(
      shown([.figure(figure)], width: 12) == """
          x y z
        a ··░░▒▒
        b ▓▓✗✗██
          1 ·░▒▓█ 6
        1 field is
        no number
        """)
  }

  @Test("negative numbers are drawn as dark as positive ones, with the places of rows and columns and a legend")
  func signs() throws {
    let values = (0..<20).map { Double($0 % 2 == 0 ? -$0 : $0) / 10 }
    let figure = try Figure.heatmap(
      Heatmap(rows: 2, columns: 10, values: values, labels: PlotLabels(x: "in", y: "out")))
    #expect(
      shown([.figure(figure)], width: 30) == """
        rows: out, columns: in
          0 1 2 3 4 5 6 7 8 9
        0 ········--░░--░░==▒▒
        1 ==▒▒≡≡▓▓≡≡▓▓##██##██
          -1.8 #≡=-· 0 ·░▒▓█ 1.9
        """)
    #expect(shown([.figure(figure)], width: 30, glyphs: .ascii).contains("##@@"))
  }

  @Test("every column of a small table is named: its columns are as wide as their names")
  func columnNames() throws {
    let table = try Heatmap(rows: 1, columns: 3, values: [1, 2, 3], columnLabels: ["星盗", "轨道", "舞会"])
    #expect(shown([.figure(.heatmap(table))], width: 40).hasPrefix("  星盗 轨道 舞会\n0    1    2    3"))
    let narrow = shown([.figure(.heatmap(table))], width: 13)
    for name in ["星", "轨", "舞"] { #expect(narrow.contains(name), "\(narrow)") }
  }

  @Test("28 rows of weights take 14 lines where a character has two colours, and the window keeps room for the rest")
  func halfBlocks() throws {
    let values = (0..<280).map { Double($0 % 29) - 14 }
    let figure = try Figure.heatmap(Heatmap(rows: 28, columns: 10, values: values))
    let lines = shown([.figure(figure)], width: 60, color: .full).split(separator: "\n")
    #expect(lines.count == 16)
    #expect(lines[1].contains("▀") && lines[14].contains("26"))
    #expect(shown([.figure(figure)], width: 60).split(separator: "\n").count == 30)
    #expect(lines.last?.contains("-14") == true && lines.last?.contains("14") == true)
  }

  @Test("a line over points in one picture")
  func layers() {
    let points = Series("data", points: [Point(0, 0), Point(5, 6), Point(10, 9)], form: .points)
    let line = Series("fit", points: [Point(0, 0), Point(10, 10)])
    let figure = Figure.line(LinePlot([points, line]))
    let text = shown([.figure(figure)], width: 30)
    #expect(text.filter { $0 == "●" }.count == 4 && text.contains("● data") && text.contains("fit"))
    let ascii = shown([.figure(figure)], width: 30, glyphs: .ascii)
    #expect(ascii.contains("o data") && ascii.contains("- fit"))
    #expect(shown([.figure(figure)], width: 60, accessible: true).contains("Plot, 2 layers."))
  }

  @Test("what is no number is left out, and it says where")
  func missing() {
    let figure = Figure.line(LinePlot([Series(y: [1, .nan, 2, .infinity, 3])]))
    #expect(shown([.figure(figure)], width: 60).hasSuffix("2 points are left out, not finite: (1, nan), (3, inf)"))
  }

  @Test("a network of layers as neurons and weights, with what the step is about marked")
  func neurons() throws {
    let map = try NeuronMap(
      layers: [
        .init("x", [.init(value: "1"), .init(value: "2")]), .init("h", [.init(value: "0.5", gradient: "∂ 0.1")]),
      ], weights: [.init("W", [[1], [-1]], isMarked: true)])
    let fitting = try #require(map.fitting(columns: 40, rows: 8))
    let text = shown([.figure(.neurons(fitting))], width: 40)
    #expect(text.contains("▸W") && text.contains("0.5") && text.contains("∂ 0.1"))
    #expect(map.fitting(columns: 12, rows: 8) == nil && map.fitting(columns: 40, rows: 2) == nil)
    #expect(shown([.figure(.neurons(map))], width: 60, accessible: true).contains("Network of 2 layers: x (2), h (1)."))
  }

  @Test("images in half blocks, in ASCII, and in greys")
  func images() throws {
    let pixels: [Double] = [0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0, 0.5, 0.5, 0.5, 0.5]
    let image = try GreyImage(height: 4, width: 4, pixels: pixels, label: "7", isMarked: true)
    let grid = Figure.images(ImageGrid([image, image]))
    #expect(shown([.figure(grid)], width: 40) == " ▄█▀   ▄█▀\n▀▀▄▄  ▀▀▄▄\n✗ 7   ✗ 7")
    #expect(shown([.figure(grid)], width: 40, glyphs: .ascii) == " +@+   +@+\n##::  ##::\nx 7   x 7")
    #expect(shown([.figure(grid)], width: 40, color: .full).contains("\u{1B}[38;2;0;0;0;48;2;255;255;255m▀"))
    #expect(shown([.figure(grid)], width: 40, color: .ansi256).contains("\u{1B}[38;5;16;48;5;231m▀"))
  }

  @Test("a graph as boxes, in ASCII, and as a list where boxes do not fit")
  func graph() throws {
    let figure = try Figure.graph(
      NetworkGraph(
        nodes: [
          NetworkGraph.Node(1, lines: ["w", "0.8"], kind: .parameter), NetworkGraph.Node(2, lines: ["x"], kind: .input),
          NetworkGraph.Node(3, lines: ["z", "1.2"], isMarked: true), NetworkGraph.Node(4, lines: ["L"], kind: .result),
        ],
        edges: [
          NetworkGraph.Edge(1, 3), NetworkGraph.Edge(2, 3), NetworkGraph.Edge(3, 4), NetworkGraph.Edge(2, 4),
        ]))
    #expect(
      shown([.figure(figure)], width: 40) == """
        ┌─────┐
        │ w   │     ╔═════╗
        │ 0.8 │────▸║ z   ║     ┌───┐
        └─────┘  ┌─▸║ 1.2 ║──┬─▸│ L │
        ┌─────┐  │  ╚═════╝  │  └───┘
        │ x   │──┴───────────┘
        └─────┘
        """)
    #expect(shown([.figure(figure)], width: 40, glyphs: .ascii).contains("| 0.8 |----># z   #     +---+"))
    #expect(
      shown([.figure(figure)], width: 20) == """
        ┌─────┐
        │ w   │     ╔═════╗
        │ 0.8 │────▸║ z   ║
        └─────┘  ┌─▸║ 1.2 ║─
        ┌─────┐  │  ╚═════╝
        │ x   │──┴──────────
        └─────┘
        ⋯ the lines go on below ⋯
            ┌───┐
        ─┬─▸│ L │
         │  └───┘
        ─┘
        """)
    let wide = try Figure.graph(
      NetworkGraph(
        nodes: [.init(1, lines: ["w", "0.8"]), .init(2, lines: ["a name that no box can hold"], isMarked: true)],
        edges: [.init(1, 2)]))
    #expect(shown([.figure(wide)], width: 20).hasPrefix("  w  0.8\n▸ a name that no"))
  }

  @Test("boxes hold wide characters")
  func wideNodes() throws {
    let figure = try Figure.graph(NetworkGraph(nodes: [NetworkGraph.Node(1, lines: ["权重", "w = 1"])], edges: []))
    #expect(
      shown([.figure(figure)]) == """
        ┌───────┐
        │ 权重  │
        │ w = 1 │
        └───────┘
        """)
  }

  @Test("a graph with a circle is drawn all the same")
  func circle() throws {
    let nodes = (0..<3).map { NetworkGraph.Node($0, lines: ["n\($0)"]) }
    let edges = [NetworkGraph.Edge(0, 1), NetworkGraph.Edge(1, 2), NetworkGraph.Edge(2, 0), NetworkGraph.Edge(1, 1)]
    let figure = try Figure.graph(NetworkGraph(nodes: nodes, edges: edges))
    #expect(shown([.figure(figure)]).contains("n2"))
  }

  @Test("a confusion matrix, and its mistakes in words where it does not fit")
  func confusion() throws {
    let figure = try Figure.confusion(ConfusionMatrix(names: ["cat", "dog"], counts: [3, 1, 0, 4]))
    #expect(
      shown([.figure(figure)], width: 40) == """
              predicted
        true │ cat dog
         cat │   3   1
         dog │   ·   4
        7 of 8 right, 87.5%.
        """)
    #expect(shown([.figure(figure)], width: 12) == "cat was\ntaken for\ndog, once.\n7 of 8\nright,\n87.5%.")
  }

  @Test("a contour map with a path")
  func contour() throws {
    func square(_ value: Int) -> Double { Double((value - 4) * (value - 4)) }
    let figure = try Figure.contour(
      ContourMap(
        rows: 9, columns: 9, values: (0..<81).map { square($0 % 9) + square($0 / 9) }, x: Interval(-2, 2),
        y: Interval(-2, 2), path: [Point(-2, 2), Point(0, 0)]))
    #expect(
      shown([.figure(figure)], width: 30) == """
         2┤○•••█████▓▓▓▒▒▒▓▓▓█████████
         1┤██▒▒••••••··   ·······▒▒▒██
         0┤▓▓░░░···· •••◉    ····░░░▓▓
          │▓▓░░░····         ····░░░▓▓
        -1┤██▒▒▒·······   ·······▒▒▒██
        -2┤█████████▓▓▓▒▒▒▓▓▓█████████
          └┬──────┬─────┬──────┬─────┬
          -2     -1     0      1     2
        levels [ ] 5 [·] 9 [░] 13 [▒]
        17 [▓] 20 [█]
        path ○ (-2, 2) to ◉ (0, 0)
        """)
  }

  @Test("a boundary with its data")
  func boundary() throws {
    let samples = [
      BoundaryMap.Sample(Point(0.1, 0.1), label: 0), BoundaryMap.Sample(Point(0.2, 0.9), label: 1),
    ]
    let figure = try Figure.boundary(
      BoundaryMap(
        rows: 4, columns: 4, classes: (0..<16).map { $0 % 4 / 2 }, x: Interval(0, 1), y: Interval(0, 1),
        samples: samples, names: ["no", "yes"]))
    #expect(
      shown([.figure(figure)], width: 30) == """
        1.0┤     ▲       ░░░░░░░░░░░░░
        0.8┤             ░░░░░░░░░░░░░
        0.6┤             ░░░░░░░░░░░░░
        0.4┤             ░░░░░░░░░░░░░
        0.2┤   ●         ░░░░░░░░░░░░░
        0.0┤             ░░░░░░░░░░░░░
           └┬────┬────┬────┬────┬────┬
           0.0  0.2  0.4  0.6  0.8 1.0
        [ ] ● no   [░] ▲ yes
        1 of 2 points lie in the
        region of their class.
        """)
  }

  @Test("points of two classes differ by their signs")
  func scatter() throws {
    let points = [Point(0, 0), Point(1, 1), Point(2, 0), Point(.nan, 1)]
    let figure = try Figure.scatter(ScatterPlot(points, classes: [0, 1, 0, 1]))
    let text = shown([.figure(figure)], width: 30)
    #expect(text.hasPrefix("1.0┤             ▲\n"))
    #expect(text.hasSuffix("● 0   ▲ 1\n1 point is left out, not\nfinite: (nan, 1)"))
  }

  /// Figures that hold what no picture can show.
  private static func extremes() throws -> [Figure] {
    let odd = [Double.nan, .infinity, -.infinity, 1e308, -1e308, .leastNonzeroMagnitude, 0]
    let map = { (value: Double) in
      try ContourMap(
        rows: 2, columns: 2, values: [value, .nan, 1, .infinity], x: Interval(.nan, 1), y: Interval(2, 1),
        path: [Point(.nan, 0), Point(1e308, 0)])
    }
    return [
      .line(LinePlot([])), .line(LinePlot([Series(y: odd)])),
      .line(LinePlot([Series(y: odd)], isLogX: true, isLogY: true)),
      .line(LinePlot([Series(y: [3, 3, 3])])), .line(LinePlot([Series(points: [Point(1e300, 1e-300)])])),
      .line(LinePlot([Series(y: [1e9, 1e9 + 1e-6])])), .line(LinePlot([Series(y: [-1e308, 1e308])])),
      .scatter(ScatterPlot([Series(y: odd)])), .histogram(Histogram(odd)), .histogram(Histogram([.nan])),
      .histogram(Histogram([2, 2])), .histogram(Histogram([-1e308, 1e308], bins: 3)),
      .histogram(Histogram([1], bins: -4)),
      .heatmap(try Heatmap(rows: 1, columns: 7, values: odd)), .heatmap(try Heatmap(rows: 0, columns: 3, values: [])),
      .heatmap(try Heatmap(rows: 2, columns: 1, values: [.nan, .nan], scale: Interval(.nan, 2))),
      .heatmap(try Heatmap(rows: 60, columns: 300, values: (0..<18_000).map(Double.init))),
      .images(ImageGrid([])), .images(ImageGrid([try GreyImage(height: 0, width: 0, pixels: [])])),
      .images(ImageGrid([try GreyImage(height: 1, width: 7, pixels: odd)])),
      .images(ImageGrid([try GreyImage(height: 300, width: 300, pixels: [Double](repeating: 1, count: 90_000))])),
      .contour(try map(1)), .contour(try map(.nan)),
      .boundary(try BoundaryMap(rows: 0, columns: 0, classes: [], x: Interval(0, 1), y: Interval(0, 1), names: [])),
      .boundary(try BoundaryMap(rows: 1, columns: 1, classes: [0], x: Interval(0, 0), y: Interval(1, 1), names: ["a"])),
      .confusion(try ConfusionMatrix(names: [], counts: [])),
      .confusion(try ConfusionMatrix(names: ["a"], counts: [0])),
      .graph(try NetworkGraph(nodes: [], edges: [])),
      .graph(try NetworkGraph(nodes: [NetworkGraph.Node(1, layer: 99, lines: [])], edges: [])),
    ]
  }

  @Test("odd numbers and empty data are drawn or told, at every width, in every renderer")
  func extremes() throws {
    for figure in try Self.extremes() {
      for width in [1, 20, 80] {
        for glyphs in GlyphSet.allCases {
          #expect(!shown([.figure(figure)], width: width, color: .ansi16, glyphs: glyphs).isEmpty)
        }
        for line in shown([.figure(figure)], width: width).split(separator: "\n") {
          #expect(DisplayWidth.columns(of: String(line)) <= max(width, 12))
        }
      }
      #expect(!shown([.figure(figure)], accessible: true).isEmpty)
      #expect(!HTMLRenderer().render(Document([.figure(figure)])).contains("nan\""))
    }
    #expect(shown([.figure(.line(LinePlot([])))]) == "Nothing to draw: there are no points.")
    #expect(
      shown([.figure(.histogram(Histogram([.nan, .nan])))]) == "Nothing to draw: none of the 2 points can be drawn.")
  }

  @Test("figures whose parts do not fit are refused with the numbers")
  func errors() {
    #expect(throws: FigureError.countMismatch(what: "y of a", expected: 2, actual: 1)) {
      try Series("a", x: [1, 2], y: [1])
    }
    #expect(throws: FigureError.unknownClass(3, count: 2)) {
      try ScatterPlot([Point(0, 0)], classes: [3], names: ["a", "b"])
    }
    #expect(throws: FigureError.negativeSize(what: "the number of rows", actual: -1)) {
      try Heatmap(rows: -1, columns: 2, values: [])
    }
    #expect(throws: FigureError.countMismatch(what: "the pixels", expected: Int.max, actual: 0)) {
      try GreyImage(height: .max, width: .max, pixels: [])
    }
    #expect(throws: FigureError.unknownNode(2)) {
      try NetworkGraph(nodes: [NetworkGraph.Node(1, lines: [])], edges: [NetworkGraph.Edge(1, 2)])
    }
    #expect(
      FigureError.countMismatch(what: "the pixels", expected: 4, actual: 3).message
        == "the pixels should be 4 numbers, not 3")
  }
}
