import Source
import Syntax
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Texts that are too deep or too long, and texts made of anything.
struct LimitTests {
  static let fillings: [(String, String, String)] = [
    ("(", "1", ")"), ("[", "1", "]"), ("{a: ", "1", "}"), ("{\n", "1", "\n}"), ("f(", "1", ")"), ("x[", "1", "]"),
    ("-", "1", ""), ("not ", "a", ""), ("2^", "1", ""), ("2^-", "1", ""), ("x -> ", "1", ""), ("if a { ", "1", " }"),
    ("no_grad { ", "1", " }"), ("f(x) = { ", "1", " }"), ("if a { 1 } else { ", "1", " }"), ("∂(", "a", ")/∂(b)"),
    ("while a { ", "1", " }"), ("for i in a { ", "1", " }"), ("x = ", "1", ""), ("∂(a)/∂(", "a", ")"),
  ]

  @Test("deep nesting is an error and never a crash", arguments: fillings.indices)
  func nesting(index: Int) {
    let (before, middle, after) = Self.fillings[index]
    for count in [50, 150, 300, 20_000] {
      let text = String(repeating: before, count: count) + middle + String(repeating: after, count: count)
      let program = parse(text)
      if count >= 20_000 { #expect(program.hasErrors) }
      #expect(program == program)
      _ = program.dump
    }
  }

  @Test("a hundred and fifty brackets are no problem")
  func moderateNesting() {
    let text = String(repeating: "(", count: 150) + "1" + String(repeating: ")", count: 150)
    #expect(problems(text).isEmpty)
  }

  @Test(
    "long chains of operators are an error before their tree is too deep",
    arguments: [" + 1", " * x", " and a", " or a", "(1)", "[0]", ".x", "ᵀ", " .. 1", " < 1", "''"])
  func chains(link: String) {
    #expect(parse("x" + String(repeating: link, count: 20)).diagnostics.count <= 1)
    let program = parse("x" + String(repeating: link, count: 50_000))
    #expect(program.hasErrors == !["''", " < 1"].contains(link))
    #expect(program.diagnostics.count <= 1)
  }

  @Test("depth adds up over brackets and chains")
  func mixedDepth() {
    var text = "1"
    for _ in 0..<100 { text = "(" + text + String(repeating: " + 1", count: 100) + ")" }
    #expect(problems(text).map { $0.prefix { $0 != "@" } } == ["too-deep"])
  }

  @Test("a long line is read in time proportional to its length")
  func longLines() {
    let clock = ContinuousClock()
    let pieces = [
      "x = 1; ", "f(x, 1) ; ", "[1, 2]; ", "\"a {b} c\"; ", "1/2x;", "😀 ", "é", "((", ")) ", "'a ", "‘", "a.b ", "+ ",
      "\n:a",
      "# x\n", "## x\n", "\"", "x = = 1;", "{ ", "} ", "1", ".", "[1, ", "\\", "a, ", "f(x) = ",
    ]
    for piece in pieces {
      let text = String(repeating: piece, count: 100_000 / piece.utf8.count)
      let time = clock.measure { _ = parse(text) }
      #expect(time < .seconds(1), "\(piece.debugDescription) took \(time)")
    }
  }

  /// How many texts the fuzz test tries; `LEARNNN_FUZZ=1000000 swift test` tries more, from another seed.
  private static let rounds = getenv("LEARNNN_FUZZ").flatMap { Int(String(cString: $0)) } ?? 20_000

  @Test("twenty thousand mutated and random texts neither trap nor lose their places")
  func fuzz() {
    var random = SplitMix(state: Self.rounds == 20_000 ? 7 : UInt64(bitPattern: Int64(Self.rounds)))
    let words = Self.vocabulary
    for round in 0..<Self.rounds {
      var text: String
      if round % 2 == 0 {
        text = Self.programs[Int(random.next() % UInt64(Self.programs.count))]
        for _ in 0...(random.next() % 3) { text = Self.mutated(text, words, &random) }
      } else {
        text = ""
        for _ in 0..<(random.next() % 24) {
          text += words[Int(random.next() % UInt64(words.count))]
          if random.next() % 3 == 0 { text += " " }
        }
      }
      check(text)
    }
  }

  @Test("random bytes are read as whatever text they make")
  func randomBytes() {
    var random = SplitMix(state: 11)
    for _ in 0..<2_000 {
      let bytes = (0..<(random.next() % 60)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      check(String(decoding: bytes, as: UTF8.self))
    }
  }

  private func check(_ text: String) {
    let program = parse(text)
    let limit = text.utf8.count
    #expect(program.diagnostics.count <= 5)
    for label in program.diagnostics.flatMap(\.labels) where label.span.lower < 0 || label.span.upper > limit {
      Issue.record("a label outside \(text.debugDescription)")
    }
    var end = 0
    for statement in program.statements {
      if statement.span.lower < end || statement.span.upper > limit {
        Issue.record("a statement outside its place in \(text.debugDescription)")
      }
      end = statement.span.upper
    }
    end = 0
    for run in SyntaxColouring.runs(text) {
      if run.span.lower < end || run.span.upper > limit { Issue.record("runs overlap in \(text.debugDescription)") }
      end = run.span.upper
    }
    if program.isUnfinished, !program.hasErrors { Issue.record("unfinished without a word: \(text.debugDescription)") }
  }

  private static func mutated(_ text: String, _ words: [String], _ random: inout SplitMix) -> String {
    var scalars = Array(text.unicodeScalars)
    let place = Int(random.next() % UInt64(scalars.count + 1))
    switch random.next() % 4 {
    case 0 where place < scalars.count: scalars.remove(at: place)
    case 1 where place < scalars.count: scalars.swapAt(place, Int(random.next() % UInt64(scalars.count)))
    case 2: scalars.removeSubrange(place...)
    default: scalars.insert(contentsOf: words[Int(random.next() % UInt64(words.count))].unicodeScalars, at: place)
    }
    return String(String.UnicodeScalarView(scalars))
  }

  private static let programs = [
    "w = param(0.8);  b = param(-0.4);  x = 1.5;\nz = w*x + b;\na = σ(z);\nL = (a - 1)^2\n∂L/∂w",
    "f(x, k=2) = {\n  y = x^k - 2x\n  return y\n}\nf'(2)\nprint(\"f(2) = {f(2):.3}\")",
    "for b in batches(data.train, 100) {\n  L = cross_entropy(net(b.x), b.y)\n  step(opt, L)\n}",
    "r = {x: 1, y: [1, 2, 3]}\nr.y[0:2, ::2]\nif r.x == 1 and not r.y[0] < 2 { 1 } else { 2 }",
    "w := w − η ∂L/∂w\nno_grad { accuracy(net, test) }\n:step L\n?softmax",
    "map(x -> x², [1, 2]); a, b = zip(x, y)\nwhile a ≤ 3 { a += 1; if a ≠ 2 { break } }",
  ]

  private static let vocabulary = [
    "x", "f", "w_0", "w₀", "σ", "π", "1", "0.5", "1e-3", ".", "..", "..<", "+", "-", "*", "/", "@", "·", "%", "^", "**",
    "=",
    "==", ":=", "+=", "->", "→", "(", ")", "[", "]", "{", "}", ",", ";", ":", "?", "\n", "\"", "'", "“", "”", "‘", "’",
    "∂",
    "∇", "√", "²", "⁻¹", "⁻", "ᵀ", "⁽", "#", "##", "if", "else", "for", "in", "while", "break", "return", "assert",
    "true",
    "and", "or", "not", "&&", "!", "++", "--", "//", "...", "=>", "\\", "\\u{", "😀", "é", "\u{301}", "\u{0}",
    "\u{202E}",
    "（", "）", "，", "def", "lambda", "elif", "let", "print", "___", "\r\n", "\t", "\u{A0}", "…", "–", "\"{x:.3}\"",
    "\"{",
    "∂L/∂w", "no_grad {", "x -> x", "f(x) = ", "a, b = ", ":vars",
  ]
}

/// Vigna's SplitMix64: a small generator with a fixed seed, so that every run tries the same texts.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
