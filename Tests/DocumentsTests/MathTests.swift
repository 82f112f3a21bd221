import Documents
import Testing

@Suite("Mathematics as text") struct MathTests {
  @Test(
    "inside a sentence",
    arguments: [
      ("\\sigma'(z) = \\sigma(z)(1 - \\sigma(z))", "σ′(z) = σ(z)(1 − σ(z))"),
      ("\\frac{\\partial L}{\\partial w} = x \\cdot δ", "∂L/∂w = x · δ"),
      ("\\frac{\\partial L}{\\partial w_{ij}^{(l)}}", "∂L/∂wᵢⱼ⁽ˡ⁾"),
      ("\\frac{a + b}{2n}", "(a + b)/(2n)"), ("\\frac{1}{\\sigma(z)}", "1/σ(z)"),
      ("\\frac{1}{1 + e^{-x}}", "1/(1 + e⁻ˣ)"),
      ("\\frac{1}{n} \\sum_{i=1}^{n} x_i", "1/n ∑ᵢ₌₁ⁿ xᵢ"), ("x^{2}y^T", "x²yᵀ"), ("W^\\top x", "Wᵀx"),
      ("w_{t+1}", "wₜ₊₁"),
      ("x_{\\text{new}}", "x_new"), ("e^{-x^2/2}", "e^(−x²/2)"),
      ("\\sqrt{x} + \\sqrt{a+b} + \\sqrt[3]{x}", "√x + √(a + b) + ³√x"),
      ("\\hat{y} \\bar{x} \\vec{v} \\tilde{a}", "ŷx\u{304}v\u{20D7}ã"),
      ("\\mathbf{W}\\mathbf{x} + \\mathbf{b}", "Wx + b"),
      ("-x + -1", "−x + −1"), ("a \\times -b", "a × −b"), ("f(x, y)", "f(x, y)"),
      ("\\log p + \\exp(x)", "log p + exp(x)"),
      ("w \\leftarrow w - \\eta \\nabla L", "w ← w − η∇L"), ("w := w - 1", "w := w − 1"),
      ("a \\odot b \\approx c", "a ⊙ b ≈ c"),
      ("x \\in \\mathbb{R}^n", "x ∈ ℝⁿ"), ("\\mathcal{L}", "ℒ"), ("\\left( \\frac{a}{b} \\right)", "(a/b)"),
      ("|x|", "|x|"),
      ("\\operatorname{softmax}(z)_i", "softmax(z)ᵢ"), ("\\lim_{x \\to 0} f", "lim_(x→0) f"),
      ("\\max(0, x)", "max(0, x)"),
      ("\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}", "[1 2; 3 4]"), ("x'' + y'", "x′′ + y′"), ("50\\%", "50%"),
      ("i = 1, \\ldots, n", "i = 1, …, n"), ("a \\ne b \\le c \\ge d", "a ≠ b ≤ c ≥ d"),
      ("\\text{if } x > 0", "if x > 0"),
      ("(a+b)^2", "(a + b)²"), ("{a+b}^2", "(a + b)²"), ("\\frac{a}{b}^2", "(a/b)²"), ("2^{10}", "2¹⁰"),
      ("x\\,y", "x y"),
      ("\\delta^{(l)} = (W^{(l+1)})^\\top \\delta^{(l+1)}", "δ⁽ˡ⁾ = (W⁽ˡ⁺¹⁾)ᵀδ⁽ˡ⁺¹⁾"), ("", ""),
      ("L = -\\log p", "L = −log p"), ("\\log\\frac{a}{1-a}", "log(a/(1 − a))"), ("σ(z)·δ", "σ(z) · δ"),
    ])
  func inline(_ source: String, _ expected: String) {
    #expect(MathText.inline(source) == expected)
  }

  @Test(
    "what it cannot read stays as it is",
    arguments: [
      "\\unknown{x}", "{x", "x}", "\\frac{1}", "\\begin{bmatrix} 1", "\\left( x", "x^",
      "\\begin{strange}\\end{strange}",
      String(repeating: "{", count: 3_000), String(repeating: "x", count: 5_000),
    ])
  func fallback(_ source: String) { #expect(MathText.inline(source) == source) }

  @Test(
    "displayed, in lines",
    arguments: [
      ("\\frac{1}{n} \\sum_{i=1}^{n} (y_i - \\hat{y}_i)^2", [" 1   n", "───  ∑  (yᵢ − ŷᵢ)²", " n  i=1"]),
      ("\\frac{\\partial L}{\\partial w} = \\sigma'(z) \\cdot x", [" ∂L", "──── = σ′(z) · x", " ∂w"]),
      ("W = \\begin{bmatrix} 1 & 20 \\\\ 3 & 4 \\end{bmatrix}", ["W = ⎡ 1  20 ⎤", "    ⎣ 3  4  ⎦"]),
      (
        "f(x) = \\begin{cases} x & x > 0 \\\\ 0 & \\text{else} \\end{cases}",
        ["f(x) = ⎧ x  x > 0", "       ⎩ 0  else"]
      ),
      ("\\begin{aligned} a &= b + c \\\\ &= d \\end{aligned}", ["a = b + c", "  = d"]),
      ("\\left( \\frac{a}{b} \\right)^2", ["⎛  a  ⎞²", "⎜ ─── ⎟", "⎝  b  ⎠"]),
      ("a = \\frac{1}{1 + e^{-z}}", ["        1", "a = ─────────", "     1 + e⁻ᶻ"]),
      ("x + 1", ["x + 1"]), ("\\nope", ["\\nope"]), ("", [""]),
    ])
  func display(_ source: String, _ expected: [String]) { #expect(MathText.display(source) == expected) }

  @Test("displayed in ASCII, a hat is a word")
  func ascii() {
    let lines = MathText.display("\\frac{\\hat{y}}{n} \\sum_{i=1}^{n} x^2", glyphs: .ascii)
    #expect(lines == [" y_hat   n", "------- sum x^2", "   n    i=1"])
  }

  @Test(
    "in MathML",
    arguments: [
      (
        "x_i^2",
        "<math><mrow><msubsup><mrow><mi>x</mi></mrow><mrow><mi>i</mi></mrow><mrow><mn>2</mn></mrow></msubsup></mrow></math>"
      ),
      ("\\frac{a}{b}", "<math><mrow><mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac></mrow></math>"),
      ("a < b", "<math><mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow></math>"),
      ("\\nope <", "<code class=\"math\">\\nope &lt;</code>"),
    ])
  func markup(_ source: String, _ expected: String) {
    #expect(HTMLRenderer().render(Document([.paragraph([.math(source)])])) == "<p>\(expected)</p>\n")
  }
}
