import Documents
import Source
import Testing

/// Follows the tags of a fragment and tells the first that does not fit.
private func firstMisfit(in markup: String) -> String? {
  var open: [Substring] = []
  var rest = markup[...]
  while let start = rest.firstIndex(of: "<") {
    guard let end = rest[start...].firstIndex(of: ">") else { return "an open tag at the end" }
    let tag = rest[rest.index(after: start)..<end]
    rest = rest[rest.index(after: end)...]
    let name = tag.drop { $0 == "/" }.prefix { $0 != " " && $0 != "/" }
    if tag.hasPrefix("/") {
      guard open.popLast() == name else { return String(tag) }
    } else if !tag.hasSuffix("/") {
      open.append(name)
    }
    if tag.filter({ $0 == "\"" }).count % 2 != 0 { return String(tag) }
  }
  return open.last.map(String.init)
}

@Suite("Documents as HTML") struct HTMLTests {
  private func html(_ blocks: [Block]) -> String { HTMLRenderer().render(Document(blocks)) }

  @Test(
    "text",
    arguments: [
      MarkdownCase(
        "headings and emphasis", "# A *b* **c** `d`", "<h1>A <em>b</em> <strong>c</strong> <code>d</code></h1>\n"),
      MarkdownCase("signs are escaped", "a < b & \"c\"", "<p>a &lt; b &amp; &quot;c&quot;</p>\n"),
      MarkdownCase("tight items have no paragraphs", "- a\n- b", "<ul>\n<li>a\n</li>\n<li>b\n</li>\n</ul>\n"),
      MarkdownCase("lists keep their start", "3. a", "<ol start=\"3\">\n<li>a\n</li>\n</ol>\n"),
      MarkdownCase("links", "[a](http://x.org?a=1&b=2)", "<p><a href=\"http://x.org?a=1&amp;b=2\">a</a></p>\n"),
      MarkdownCase("links that would run something are words", "[a](javascript:alert(1)) [b](DATA:x)", "<p>a b</p>\n"),
      MarkdownCase("links within the page", "[a](lesson2.md#x:y)", "<p><a href=\"lesson2.md#x:y\">a</a></p>\n"),
      MarkdownCase(
        "code has its language", "```nn x\na < b\n```", "<pre><code class=\"language-nn\">a &lt; b</code></pre>\n"),
      MarkdownCase(
        "a language is no way out of its attribute", "```a\"b\nx\n```",
        "<pre><code class=\"language-ab\">x</code></pre>\n"),
      MarkdownCase("line breaks and rules", "a\\\nb\n\n***", "<p>a<br/>b</p>\n<hr/>\n"),
    ])
  func text(_ example: MarkdownCase) { #expect(html(Markdown.parse(example.text)) == example.tree) }

  @Test("roles become classes, runs spans")
  func roles() {
    #expect(html([.lines([[.text("1", .number)]])]) == "<pre class=\"lines\"><span class=\"number\">1</span></pre>\n")
    let code = Code("a = 1", info: "nn", runs: [Code.Run(4..<5, .number)])
    #expect(
      html([.code(code)]) == "<pre><code class=\"language-nn\">a = <span class=\"number\">1</span></code></pre>\n")
  }

  @Test("paper has no closed details and no buttons, and the knob of a narrow page stands below the step")
  func paper() throws {
    let print = try #require(HTMLRenderer.stylesheet.split(separator: "@media print").last)
    #expect(print.contains("details:not([open])") && print.contains(".answer-list button"))
    let narrow = try #require(HTMLRenderer.stylesheet.split(separator: "max-width: 40rem").last)
    #expect(narrow.contains(".walk-knob, .walk-moved { order: 1; }") && !narrow.prefix(400).contains("nowrap"))
  }

  @Test("every block and figure is well-formed")
  func wellFormed() throws {
    let evil = "<&\"'>"
    let image = try GreyImage(height: 2, width: 2, pixels: [0, .nan, 1, 0], label: evil, isMarked: true)
    let nodes = (0..<4).map { NetworkGraph.Node($0, lines: [.verbatim(evil)], kind: .parameter, isMarked: $0 == 1) }
    let edges = [
      NetworkGraph.Edge(0, 1, label: evil), NetworkGraph.Edge(1, 2), NetworkGraph.Edge(2, 3), NetworkGraph.Edge(0, 3),
    ]
    let labels = PlotLabels(title: evil, x: evil, y: evil)
    let series = [Series(evil, y: [1, .nan, 2, 3]), Series(y: [3])]
    let words: [Inline] = [
      .text(evil), .styled(.strong, [.text(evil, .gradient)]), .math("x < \\frac{a}{b}"), .lineBreak,
      .link([.text(evil)], url: evil),
    ]
    let source = SourceText("a < b")
    let blocks: [Block] = [
      .paragraph(words), .code(Code(evil, info: evil)), .math("\\begin{cases} a & b \\\\ c & d \\end{cases}"),
      .math(evil),
      .table(Table(header: [words, words], alignments: [.center, .right], rows: [[words]])),
      .quote([.paragraph(words)]),
      .diagnostic(
        Diagnostic(
          code: .blank, .verbatim(evil), source: source, labels: [Diagnostic.Label(Span(2, 3), .verbatim(evil))],
          notes: ["`<`"], help: .verbatim(evil))),
      .callout(.warning, title: words, [.rule]), .lines([words]), .spread(left: words, right: words),
      .cellBox(CellBox(title: words, code: Code(evil), footer: words)), .columns(Columns([[words, words]])),
      .indented([.paragraph(words)]),
      .figure(.line(LinePlot(series, labels: labels))), .figure(.scatter(ScatterPlot(series, labels: labels))),
      .figure(.histogram(Histogram([1, 2, 2], labels: labels))),
      .figure(
        .heatmap(
          try Heatmap(
            rows: 1, columns: 2, values: [1, .nan], rowLabels: [evil], columnLabels: [evil, evil], labels: labels))),
      .figure(.images(ImageGrid([image], title: evil))),
      .figure(
        .contour(
          try ContourMap(
            rows: 2, columns: 2, values: [1, 2, .nan, 4], x: Interval(0, 1), y: Interval(0, 1),
            path: [Point(0, 0), Point(1, 1)], labels: labels))),
      .figure(
        .boundary(
          try BoundaryMap(
            rows: 1, columns: 2, classes: [0, 1], x: Interval(0, 1), y: Interval(0, 1),
            samples: [BoundaryMap.Sample(Point(0, 0), label: 0)], names: [evil, evil], labels: labels))),
      .figure(.confusion(try ConfusionMatrix(names: [evil, evil], counts: [1, 2, 3, 4], title: evil))),
      .figure(.graph(try NetworkGraph(nodes: nodes, edges: edges, title: .verbatim(evil)))),
      .figure(
        .neurons(
          try NeuronMap(
            layers: [.init(evil, [.init(value: evil, gradient: evil)]), .init("L", [.init(value: "1")])],
            weights: [.init(evil, [[.nan]])], examples: 2))),
    ]
    for block in blocks {
      let markup = html([block])
      #expect(firstMisfit(in: markup) == nil)
      #expect(!markup.contains(evil))
    }
  }

  @Test("the well-formedness check itself finds what is wrong", arguments: ["<p>", "<p></b>", "<p", "<p a=\"></p>"])
  func checker(_ markup: String) { #expect(firstMisfit(in: markup) != nil) }

  @Test("figures carry a description, and the stylesheet knows light, dark and paper")
  func description() {
    let markup = html([.figure(.line(LinePlot([Series("loss", y: [3, 1])])))])
    #expect(markup.contains("role=\"img\" aria-label=\"Line plot, 1 line. loss falls from 3 at 0 to 1 at 1"))
    #expect(HTMLRenderer.stylesheet.contains("prefers-color-scheme: dark"))
    #expect(HTMLRenderer.stylesheet.contains("@media print"))
  }

  @Test("the lines of a matrix stand below each other, with the type beside the first")
  func matrices() {
    let markup = html([.spread(left: ["A = [[1,"], right: ["[2, 1]"]), .lines([["     [2]]"]])])
    #expect(markup.contains("<pre class=\"lines\">A = [[1, <span class=\"tag\">[2, 1]</span>\n     [2]]</pre>"))
  }

  @Test("a plot says what it leaves out")
  func leftOut() {
    let markup = html([.figure(.line(LinePlot([Series(y: [1, .nan, 2])])))])
    #expect(markup.contains(">1 point is left out, not finite: (1, nan)</text>"))
  }

  @Test("very many points are thinned, not lost")
  func thinning() {
    let points = (0..<100_000).map { $0 == 50_000 ? 1_000.0 : Double($0 % 10) }
    let markup = html([.figure(.line(LinePlot([Series(y: points)])))])
    #expect(markup.utf8.count < 60_000)
    #expect(markup.contains("highest 1000"))
  }
}

@Suite("Documents as Markdown") struct MarkdownRendererTests {
  @Test(
    "what is written reads back the same",
    arguments: [
      "# A *b* **c** `d`\n", "a\\\nb\n", "- a\n- b\n  - c\n", "- a\n\n- b\n", "3. a\n4. b\n", "> a\n>\n> b\n",
      "```nn x=1\na\n\n  b\n```\n",
      "````\n```\n````\n", "| a | b |\n| --- | --: |\n| 1 | 2\\|3 |\n", "$x_i^2$ and $$\n\nx\n", "***\n",
      "[a](<u v>)\n", "\\# a \\* \\[b\\] 1 < 2 \\$5\n",
      "1986\\. a year\n", "$$\nx\n+ y\n$$\n", "`` a`b ``\n", "\\- a\n",
    ])
  func roundTrip(_ text: String) {
    let blocks = Markdown.parse(text)
    #expect(Markdown.parse(MarkdownRenderer().render(Document(blocks))) == blocks)
  }

  @Test("pictures and values stand in fences")
  func fences() {
    let text = MarkdownRenderer().render(
      Document([.lines([["a"], ["```"]]), .spread(left: ["w = 1"], right: ["param"])]))
    #expect(text == "````\na\n```\n````\n\n```\nw = 1  param\n```\n")
    let figure = MarkdownRenderer(pictureWidth: 20).render(Document([.figure(.histogram(Histogram([1, 2], bins: 2)))]))
    #expect(figure.hasPrefix("```text\n1 … 1.5 │"))
  }
}
