import Source
import Syntax
import Testing

/// The views of a text that teach and colour.
struct PrinterTests {
  @Test("tokens are listed with place, kind, text and meaning")
  func tokens() {
    let expected = """
      1:1   name         z
      1:3   operator     =
      1:5   name         σ  (sigmoid)
      1:6   punctuation  (
      1:7   name         w₀  (w_0)
      1:9   superscript  ²  (^2)
      1:11  operator     −  (-)
      1:13  number       0.5
      1:16  punctuation  )
      1:17  prime        ′  (')
      1:19  comment      # c
      1:22  newline
      2:1   command      :vars
      2:6   end
      """
    #expect(Token.dump(SourceText("z = σ(w₀² − 0.5)′ # c\n:vars")) == expected)
  }

  @Test("trees are printed a node a line")
  func tree() {
    let program = parse("f(x, k=2) = 3x^2\nL = f(a)[0, 1:];\nif L < 1 { print(\"{L:.3}!\") } else { ∂L/∂w }")
    let expected = """
      function f(x, k)
        default k
          number 2
        binary * (implicit)
          number 3
          binary ^
            name x
            number 2
      bind L ;
        index
          call
            name f
            name a
          at
            number 0
          slice
            from
              number 1
      if
        comparison <
          name L
          number 1
        then
          call
            name print
            string
              value :.3
                name L
              text "!"
        else
          gradient
            name L
            name w
      """
    #expect(program.dump == expected)
  }

  @Test("colours follow the lexer, also inside strings")
  func colours() {
    let text = "if f(x) == 2 { \"a {b + 1}\" } # c"
    let source = SourceText(text)
    let runs = SyntaxColouring.runs(text).map { "\($0.category.rawValue):\(source.slice($0.span))" }
    #expect(
      runs == [
        "keyword:if", "function:f", "name:x", "operator:==", "number:2", "string:\"a ", "name:b", "operator:+",
        "number:1", "string:\"", "comment:# c",
      ])
    #expect(SyntaxColouring.runs(":load x").map(\.category) == [.command])
    #expect(SyntaxColouring.runs("a && b").map(\.category) == [.name, .error, .name])
    #expect(SyntaxColouring.runs("\"open").map(\.category) == [.string])
  }

  @Test("the symbols by name are sorted, unique and known to the lexer")
  func symbols() {
    let names = InputSymbols.all.map(\.name)
    #expect(names.count >= 70)
    #expect(names == names.sorted())
    #expect(Set(names).count == names.count)
    #expect(InputSymbols.symbol(for: "sigma") == "σ")
    #expect(InputSymbols.symbol(for: "partial") == "∂")
    #expect(InputSymbols.symbol(for: "_0") == "₀")
    #expect(InputSymbols.symbol(for: "^-") == "⁻")
    #expect(InputSymbols.symbol(for: "nothing") == nil)
    #expect(InputSymbols.completions(for: "sig").map(\.symbol) == ["σ"])
    for entry in InputSymbols.all where !entry.name.hasPrefix("^") {
      #expect(problems("x\(entry.symbol)").allSatisfy { !$0.hasPrefix("odd-character") }, "\(entry.name)")
    }
  }

  @Test("the keywords are sorted for completion")
  func keywords() {
    #expect(Keywords.all == Keywords.all.sorted())
    #expect(Keywords.all.contains("while"))
  }
}
