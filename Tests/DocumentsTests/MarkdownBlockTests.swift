import Documents
import Testing

/// A text and the tree of its blocks.
struct MarkdownCase: CustomTestStringConvertible {
  let name: String
  let text: String
  let tree: String

  init(_ name: String, _ text: String, _ tree: String) {
    self.name = name
    self.text = text
    self.tree = tree
  }

  var testDescription: String { name }

  /// The tree that the parser makes, without the newline at its end.
  var parsed: String { String(DebugRenderer().render(Document(Markdown.parse(text))).dropLast()) }
}

@Suite("Markdown's blocks") struct MarkdownBlockTests {
  @Test(
    "headings and paragraphs",
    arguments: [
      MarkdownCase("a heading of each level", "# a\n###### b", "heading 1 \"a\"\nheading 6 \"b\""),
      MarkdownCase("seven number signs are text", "####### a", "paragraph \"####### a\""),
      MarkdownCase("a heading needs a space", "#a", "paragraph \"#a\""),
      MarkdownCase("number signs at the end close a heading", "## a ##  ", "heading 2 \"a\""),
      MarkdownCase("unless they touch its last word", "## a#", "heading 2 \"a#\""),
      MarkdownCase("an empty heading", "#", "heading 1 "),
      MarkdownCase("an underlined heading", "Title\n=====\nSub\n---", "heading 1 \"Title\"\nheading 2 \"Sub\""),
      MarkdownCase("lines of a paragraph are joined by spaces", "a\n  b\nc", "paragraph \"a b c\""),
      MarkdownCase("an empty line parts paragraphs", "a\n\n\nb", "paragraph \"a\"\nparagraph \"b\""),
      MarkdownCase("a heading ends a paragraph", "a\n# b", "paragraph \"a\"\nheading 1 \"b\""),
      MarkdownCase("four spaces within a paragraph are no code", "a\n    b", "paragraph \"a b\""),
      MarkdownCase("carriage returns are line ends' company", "a\r\n\r\nb\r\n", "paragraph \"a\"\nparagraph \"b\""),
      MarkdownCase("nothing makes nothing", " \n\t\n", ""),
    ])
  func headings(_ example: MarkdownCase) { #expect(example.parsed == example.tree) }

  @Test(
    "thematic breaks",
    arguments: [
      MarkdownCase("three of a kind", "***\n\n---\n\n_ _ _", "rule\nrule\nrule"),
      MarkdownCase("two are text", "**", "paragraph \"**\""),
      MarkdownCase("mixed marks are text", "--*", "paragraph \"--*\""),
      MarkdownCase(
        "a rule ends a list", "- a\n***\n- b",
        "list bullets\n  item\n    paragraph \"a\"\nrule\nlist bullets\n  item\n    paragraph \"b\""),
    ])
  func rules(_ example: MarkdownCase) { #expect(example.parsed == example.tree) }

  @Test(
    "code",
    arguments: [
      MarkdownCase(
        "a fence keeps its info", "```nn exercise id=chain\nz = 1\n```", "code (nn exercise id=chain) \"z = 1\""),
      MarkdownCase("tildes fence too", "~~~\n```\n~~~", "code \"```\""),
      MarkdownCase("a longer fence holds a shorter one", "````\n```\n````", "code \"```\""),
      MarkdownCase("an open fence reaches the end", "```\na\n\nb", "code \"a\\n\\nb\""),
      MarkdownCase("a fence's indentation is taken off its lines", "  ```\n   a\n  b\n  ```", "code \" a\\nb\""),
      MarkdownCase("four spaces make code", "    a\n\n      b\n\nc", "code \"a\\n\\n  b\"\nparagraph \"c\""),
      MarkdownCase("a tab makes code", "\ta", "code \"a\""),
      MarkdownCase("nothing in code is markup", "```\n*a* <b> [c](d)\n```", "code \"*a* <b> [c](d)\""),
      MarkdownCase("a fence ends a paragraph", "a\n```\nb\n```", "paragraph \"a\"\ncode \"b\""),
      MarkdownCase("backticks on one line are a span", "``` a ```", "paragraph code:\"a\""),
    ])
  func code(_ example: MarkdownCase) { #expect(example.parsed == example.tree) }

  @Test(
    "quotes",
    arguments: [
      MarkdownCase("a quote holds blocks", "> # a\n> b", "quote\n  heading 1 \"a\"\n  paragraph \"b\""),
      MarkdownCase("a paragraph goes on without its mark", "> a\nb", "quote\n  paragraph \"a b\""),
      MarkdownCase("code does not", ">     a\nb", "quote\n  code \"a\"\nparagraph \"b\""),
      MarkdownCase("a fence does not", "> ```\na", "quote\n  code \"\"\nparagraph \"a\""),
      MarkdownCase("quotes nest", "> > a\n> b", "quote\n  quote\n    paragraph \"a b\""),
      MarkdownCase("an empty line ends a quote", "> a\n\n> b", "quote\n  paragraph \"a\"\nquote\n  paragraph \"b\""),
      MarkdownCase(
        "a list within", "> - a\n> - b",
        "quote\n  list bullets\n    item\n      paragraph \"a\"\n    item\n      paragraph \"b\""),
    ])
  func quotes(_ example: MarkdownCase) { #expect(example.parsed == example.tree) }

  @Test(
    "lists",
    arguments: [
      MarkdownCase("bullets", "- a\n- b", "list bullets\n  item\n    paragraph \"a\"\n  item\n    paragraph \"b\""),
      MarkdownCase(
        "another bullet begins another list", "- a\n+ b",
        "list bullets\n  item\n    paragraph \"a\"\nlist bullets\n  item\n    paragraph \"b\""),
      MarkdownCase(
        "numbers keep their start", "3. a\n7. b",
        "list numbers from 3\n  item\n    paragraph \"a\"\n  item\n    paragraph \"b\""),
      MarkdownCase(
        "an empty line between items makes a list loose", "- a\n\n- b",
        "list bullets loose\n  item\n    paragraph \"a\"\n  item\n    paragraph \"b\""),
      MarkdownCase(
        "so does one between an item's blocks", "- a\n\n  b\n- c",
        "list bullets loose\n  item\n    paragraph \"a\"\n    paragraph \"b\"\n  item\n    paragraph \"c\""),
      MarkdownCase(
        "but not one inside code", "- ```\n  a\n\n  b\n  ```\n- c",
        "list bullets\n  item\n    code \"a\\n\\nb\"\n  item\n    paragraph \"c\""),
      MarkdownCase(
        "lists nest by indentation", "- a\n  - b\n    - c\n- d",
        "list bullets\n  item\n    paragraph \"a\"\n    list bullets\n      item\n        paragraph \"b\"\n        list bullets\n          item\n            paragraph \"c\"\n  item\n    paragraph \"d\""
      ),
      MarkdownCase(
        "a loose list within a tight one", "- a\n  - b\n\n    c\n- d",
        "list bullets\n  item\n    paragraph \"a\"\n    list bullets loose\n      item\n        paragraph \"b\"\n        paragraph \"c\"\n  item\n    paragraph \"d\""
      ),
      MarkdownCase("a paragraph goes on lazily", "- a\nb", "list bullets\n  item\n    paragraph \"a b\""),
      MarkdownCase(
        "two spaces too few end an item", "1. a\n\n  b",
        "list numbers from 1\n  item\n    paragraph \"a\"\nparagraph \"b\""),
      MarkdownCase("an item may be empty", "-\n- a", "list bullets\n  item\n  item\n    paragraph \"a\""),
      MarkdownCase("a bullet ends a paragraph", "a\n- b", "paragraph \"a\"\nlist bullets\n  item\n    paragraph \"b\""),
      MarkdownCase(
        "a number other than 1 does not", "In the year\n1986. it was", "paragraph \"In the year 1986. it was\""),
      MarkdownCase("code in an item", "-     a", "list bullets\n  item\n    code \"a\""),
      MarkdownCase("a bullet needs a space", "-a", "paragraph \"-a\""),
      MarkdownCase("a quote in an item", "- > a\n  > b", "list bullets\n  item\n    quote\n      paragraph \"a b\""),
      MarkdownCase("ten digits are no number", "1234567890. a", "paragraph \"1234567890. a\""),
    ])
  func lists(_ example: MarkdownCase) { #expect(example.parsed == example.tree) }

  @Test(
    "tables",
    arguments: [
      MarkdownCase(
        "alignments", "| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |",
        "table left center right\n  header [\"a\" | \"b\" | \"c\"]\n  row [\"1\" | \"2\" | \"3\"]"),
      MarkdownCase(
        "bars at the ends may be missing", "a | b\n--|--\n1 | 2",
        "table left left\n  header [\"a\" | \"b\"]\n  row [\"1\" | \"2\"]"),
      MarkdownCase(
        "short rows are filled, long ones cut", "|a|b|\n|-|-|\n|1|\n|1|2|3|",
        "table left left\n  header [\"a\" | \"b\"]\n  row [\"1\" | ]\n  row [\"1\" | \"2\"]"),
      MarkdownCase(
        "an escaped bar belongs to its cell", "|a|\n|-|\n|x \\| y|", "table left\n  header [\"a\"]\n  row [\"x | y\"]"),
      MarkdownCase(
        "cells hold markup", "|a|\n|-|\n|*x* `y`|",
        "table left\n  header [\"a\"]\n  row [emphasis(\"x\") \" \" code:\"y\"]"),
      MarkdownCase("a header of another length makes no table", "|a|b|\n|-|", "paragraph \"|a|b| |-|\""),
      MarkdownCase(
        "a table ends at an empty line", "|a|\n|-|\n|1|\n\nb",
        "table left\n  header [\"a\"]\n  row [\"1\"]\nparagraph \"b\""),
    ])
  func tables(_ example: MarkdownCase) { #expect(example.parsed == example.tree) }

  @Test(
    "displayed mathematics and comments",
    arguments: [
      MarkdownCase("on one line", "$$x^2$$", "math \"x^2\""),
      MarkdownCase("on several", "$$\nx^2\n+ 1\n$$", "math \"x^2\\n+ 1\""),
      MarkdownCase("within a paragraph it stays there", "so $$x$$ is", "paragraph \"so \" math:\"x\" \" is\""),
      MarkdownCase("without an end it is text", "$$x", "paragraph \"$$x\""),
      MarkdownCase("a comment is dropped", "<!-- a\n\nb -->\nc", "paragraph \"c\""),
      MarkdownCase("inside a line too", "a <!-- b --> c", "paragraph \"a  c\""),
      MarkdownCase("other HTML is shown", "<div>a</div>", "paragraph \"<div>a</div>\""),
    ])
  func math(_ example: MarkdownCase) { #expect(example.parsed == example.tree) }

  /// A text made to be slow: parts repeated.
  struct HostileText: CustomTestStringConvertible {
    let testDescription: String
    let text: String

    init(_ part: String, times: Int) {
      testDescription = "\(part.prefix(12)) × \(times)"
      text = String(repeating: part, count: times)
    }

    init(_ name: String, _ lines: [String]) {
      testDescription = name
      text = lines.joined(separator: "\n")
    }
  }

  @Test(
    "hostile texts take time in proportion to their length",
    arguments: [
      HostileText(">", times: 30_000), HostileText("- ", times: 15_000), HostileText("*a ", times: 20_000),
      HostileText("*a_b*", times: 10_000), HostileText("[", times: 30_000), HostileText("[a](b", times: 4_000),
      HostileText("$a", times: 15_000), HostileText("a <!-- ", times: 6_000), HostileText("|", times: 20_000),
      HostileText("runs of backticks", (1...200).map { String(repeating: "`", count: $0) }),
      HostileText("nested items", (0..<200).map { String(repeating: " ", count: $0 * 2) + "- a" }),
    ])
  func hostile(_ example: HostileText) {
    let clock = ContinuousClock()
    var blocks: [Block] = []
    let time = clock.measure { blocks = Markdown.parse(example.text) }
    #expect(!blocks.isEmpty)
    // A quadratic parser would need minutes; the bound leaves room for a busy machine.
    #expect(time < .seconds(20))
    #expect(!TerminalRenderer(width: 40).render(Document(blocks)).isEmpty)
  }
}
