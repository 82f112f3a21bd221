import Documents
import Testing

@Suite("Markdown's inlines") struct MarkdownInlineTests {
  /// The inlines of a text as a paragraph's tree.
  private func tree(_ text: String) -> String {
    String(DebugRenderer().render(Document([.paragraph(Markdown.parseInline(text))])).dropFirst(10).dropLast())
  }

  @Test(
    "emphasis",
    arguments: [
      MarkdownCase("stars", "*a* **b**", "emphasis(\"a\") \" \" strong(\"b\")"),
      MarkdownCase("underscores", "_a_ __b__", "emphasis(\"a\") \" \" strong(\"b\")"),
      MarkdownCase("three are both", "***a***", "emphasis(strong(\"a\"))"),
      MarkdownCase("strong within emphasis", "*a **b** c*", "emphasis(\"a \" strong(\"b\") \" c\")"),
      MarkdownCase(
        "stars may stand within a word", "un*frigging*believable", "\"un\" emphasis(\"frigging\") \"believable\""),
      MarkdownCase("underscores may not", "snake_case_name", "\"snake_case_name\""),
      MarkdownCase("a star between spaces is a star", "2 * 3 * 4", "\"2 * 3 * 4\""),
      MarkdownCase("nothing closes", "*a", "\"*a\""),
      MarkdownCase("a space before the end keeps it open", "*a *", "\"*a *\""),
      MarkdownCase("marks left over stay outside", "**a*", "\"*\" emphasis(\"a\")"),
      MarkdownCase("lengths that sum to three do not pair", "*a**b*", "emphasis(\"a**b\")"),
      MarkdownCase("the first that fits closes", "*a _b* c_", "emphasis(\"a _b\") \" c_\""),
      MarkdownCase("punctuation counts as a border", "*(**a**)*", "emphasis(\"(\" strong(\"a\") \")\")"),
      MarkdownCase("a full stop within Chinese stars ends them", "**谜题。**有偏置", "strong(\"谜题。\") \"有偏置\""),
      MarkdownCase("and so does a bracket", "看**（图）**吧", "\"看\" strong(\"（图）\") \"吧\""),
      MarkdownCase("letters of other scripts are letters", "пристаням_стремятся_", "\"пристаням_стремятся_\""),
    ])
  func emphasis(_ example: MarkdownCase) { #expect(tree(example.text) == example.tree) }

  @Test(
    "code spans",
    arguments: [
      MarkdownCase("one backtick", "`a`", "code:\"a\""),
      MarkdownCase("two hold one", "`` a ` b ``", "code:\"a ` b\""),
      MarkdownCase("code beats emphasis", "*a `b*`", "\"*a \" code:\"b*\""),
      MarkdownCase("backslashes are kept", "`a\\b`", "code:\"a\\\\b\""),
      MarkdownCase("a run without partner is text", "``a`", "\"``a`\""),
      MarkdownCase("line ends become spaces", "`a\nb`", "code:\"a b\""),
      MarkdownCase("only spaces stay", "`  `", "code:\"  \""),
    ])
  func code(_ example: MarkdownCase) { #expect(tree(example.text) == example.tree) }

  @Test(
    "links",
    arguments: [
      MarkdownCase("a link", "[a *b*](/u)", "link(\"a \" emphasis(\"b\") → /u)"),
      MarkdownCase("a title is left out", "[a](/u \"title\")", "link(\"a\" → /u)"),
      MarkdownCase("spaces within angle brackets", "[a](</u v>)", "link(\"a\" → /u v)"),
      MarkdownCase("brackets in the address pair", "[a](f(x))", "link(\"a\" → f(x))"),
      MarkdownCase("no address", "[a]()", "link(\"a\" → )"),
      MarkdownCase("brackets alone are text", "[a] (b)", "\"[a] (b)\""),
      MarkdownCase("a link holds no link", "[a [b](c) d](e)", "\"[a \" link(\"b\" → c) \" d](e)\""),
      MarkdownCase("emphasis does not cross a link's border", "*[a*](b)", "\"*\" link(\"a*\" → b)"),
      MarkdownCase("an image is its link", "![a](b.png)", "link(\"a\" → b.png)"),
      MarkdownCase("an address in angle brackets", "<https://x.org/a>", "link(\"https://x.org/a\" → https://x.org/a)"),
      MarkdownCase("a mail address", "<a@b.org>", "link(\"a@b.org\" → mailto:a@b.org)"),
      MarkdownCase("a comparison is none", "a < b > c", "\"a < b > c\""),
    ])
  func links(_ example: MarkdownCase) { #expect(tree(example.text) == example.tree) }

  @Test(
    "mathematics",
    arguments: [
      MarkdownCase("dollars", "so $x^2$ is", "\"so \" math:\"x^2\" \" is\""),
      MarkdownCase("money is no mathematics", "$5 and $6", "\"$5 and $6\""),
      MarkdownCase("a space inside keeps a dollar a dollar", "$ x$", "\"$ x$\""),
      MarkdownCase("underscores inside are not emphasis", "$a_i$ and $b_i$", "math:\"a_i\" \" and \" math:\"b_i\""),
      MarkdownCase("an escaped dollar", "\\$x$", "\"$x$\""),
      MarkdownCase("backslashes are kept", "$\\frac{1}{2}$", "math:\"\\\\frac{1}{2}\""),
    ])
  func math(_ example: MarkdownCase) { #expect(tree(example.text) == example.tree) }

  @Test(
    "escapes, entities and line breaks",
    arguments: [
      MarkdownCase("a backslash takes a mark's meaning", "\\*a\\*", "\"*a*\""),
      MarkdownCase("before a letter it is itself", "\\a", "\"\\\\a\""),
      MarkdownCase("entities", "&amp; &lt; &#65; &#x3B1; &alpha;", "\"& < A α α\""),
      MarkdownCase("unknown entities are text", "&nothing; & b", "\"&nothing; & b\""),
      MarkdownCase("an entity is no mark", "&#42;a&#42;", "\"*a*\""),
      MarkdownCase("two spaces break a line", "a  \nb", "\"a\" break \"b\""),
      MarkdownCase("so does a backslash", "a\\\nb", "\"a\" break \"b\""),
      MarkdownCase("one space does not", "a \nb", "\"a b\""),
      MarkdownCase("the last line has no break", "a  ", "\"a\""),
    ])
  func escapes(_ example: MarkdownCase) { #expect(tree(example.text) == example.tree) }

  @Test("nesting is capped, and no word is lost")
  func nesting() {
    let marks = String(repeating: "**a *b ", count: 100)
    let closing = String(repeating: "* c** ", count: 100)
    let words = Markdown.parseInline(marks + closing).plainText
    #expect(words.filter { $0 == "b" }.count == 100)
    #expect(words.filter { $0 == "c" }.count == 100)
  }
}
