import Documents
import Source
import Testing

@Suite("Documents for readers who hear them") struct AccessibleTests {
  @Test(
    "text becomes sentences",
    arguments: [
      MarkdownCase("a heading", "## Title", "Heading: Title"),
      MarkdownCase("signs become words", "x ≤ 2 · y → z", "x at most 2, y to z"),
      MarkdownCase(
        "mathematics", "$\\frac{\\partial L}{\\partial w} = x \\cdot \\hat{y}_i^2$",
        "dL/dw = x times y hat sub i squared"),
      MarkdownCase("a sum", "$\\sum_{i=1}^{n} x_i$", "the sum over i=1 to n of x sub i"),
      MarkdownCase("code stays as it is typed", "`a → b`", "a → b"),
      MarkdownCase("items are counted", "- a\n- b", "Item 1 of 2: a\nItem 2 of 2: b"),
      MarkdownCase("numbers are read", "3. a\n4. b", "3: a\n4: b"),
      MarkdownCase("links say where they lead", "[a](u)", "a (link to u)"),
      MarkdownCase("code has a beginning and an end", "```\na\nb\n```", "Code:\na\nb\nEnd of code."),
      MarkdownCase(
        "tables are read row by row", "|a|b|\n|-|-|\n|1|2|", "Table of 1 row with the columns a, b.\nRow 1: a 1; b 2."),
      MarkdownCase("a rule is silent", "a\n\n***", "a"),
    ])
  func text(_ example: MarkdownCase) {
    #expect(shown(Markdown.parse(example.text), accessible: true) == example.tree)
  }

  @Test("what is run in place of what was typed is said to run")
  func runs() {
    #expect(shown([.lines([[.text("→ ", .dim), .text(":help", .command)]])], accessible: true) == "runs :help")
  }

  @Test("a diagnostic names its places")
  func diagnostic() {
    let diagnostic = Diagnostic(
      code: .shapeMismatch, "these shapes do not fit", source: SourceText("z = x @ W"),
      labels: [Diagnostic.Label(Span(4, 5), "x is [3]"), Diagnostic.Label(Span(8, 9), "W is [4, 2]")],
      notes: ["the sizes differ"], help: "write x.T")
    #expect(
      shown([.diagnostic(diagnostic)], accessible: true) == """
        error: these shapes do not fit (shape-mismatch)
        line 1: z = x @ W
        at column 5, x: x is [3]
        at column 9, W: W is [4, 2]
        the sizes differ
        help: write x.T
        """)
  }

  @Test("figures are told with their key numbers")
  func figures() throws {
    let loss = Figure.line(
      LinePlot([Series("loss", y: [3, 1, 0.5])], labels: PlotLabels(title: "Training", x: "step")))
    #expect(
      shown([.figure(loss)], accessible: true) == """
        Line plot “Training” of y over step, 1 line.
        loss falls from 3 at 0 to 0.5 at 2; its lowest value is 0.5 at 2, its highest 3 at 0.
        """)
    let matrix = try Figure.confusion(ConfusionMatrix(names: ["a", "b"], actual: [0, 0, 1], predicted: [0, 1, 1]))
    #expect(
      shown([.figure(matrix)], accessible: true) == """
        Confusion matrix of 2 classes.
        2 of 3 right, 66.7%.
        a was taken for b, once.
        """)
    let graph = try Figure.graph(
      NetworkGraph(
        nodes: [
          NetworkGraph.Node(1, lines: ["w", "0.8"], kind: .parameter),
          NetworkGraph.Node(2, lines: ["L"], kind: .result),
        ],
        edges: [NetworkGraph.Edge(1, 2)]))
    #expect(
      shown([.figure(graph)], accessible: true) == """
        Graph of 2 nodes and 1 edge.
        w, 0.8, parameter.
        L, result, from w.
        """)
  }

  @Test("what stands beside the first row of a value is said after its last row")
  func shape() {
    let value: [Block] = [.spread(left: ["x = [[1, 2],"], right: ["[2, 2]"]), .lines([["     [3, 4]]"]])]
    #expect(shown(value, accessible: true) == "x = [[1, 2],\n[3, 4]], [2, 2]")
  }

  @Test("nothing is boxed, drawn or coloured")
  func plain() throws {
    let image = try GreyImage(height: 2, width: 2, pixels: [0, 1, 1, 0], label: "7")
    let blocks: [Block] = [
      .cellBox(
        CellBox(title: ["cell 1"], code: Code("x = 1"), footer: ["Enter runs it · ", .text(":next", .command)])),
      .spread(left: ["w = 0.8"], right: ["param"]), .callout(.success, title: [], [.paragraph(["well done"])]),
      .columns(Columns([[["a"], ["b"]]])), .figure(.images(ImageGrid([image]))),
    ]
    let text = TerminalRenderer(color: .full, accessible: true).render(Document(blocks))
    #expect(
      text == """
        cell 1:
        x = 1
        Enter runs it, :next
        w = 0.8, param
        right: well done
        a, b
        Image: 1.
        Image 1, 7: 2 by 2 pixels, mean brightness 0.5.

        """)
  }
}
