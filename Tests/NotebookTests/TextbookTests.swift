import Source
import Syntax
import Testing

@testable import Judging
@testable import Notebook

/// Formulas as a textbook sets them, and what the line that is advised comes to: an advice is right when it computes what
/// was meant.
@Suite("A formula of a textbook")
struct TextbookTests {
  /// What is bound before.
  private static let before = """
    A = [[2, 1], [1, 3]]; B = [[0, 1], [1, 0]]; u = [1, 2, 3]; v = [4, -1, 2]; b = [1, 1]; p = [0.5, 0.25, 0.25]; λ = 3;
    t = [0, 1, 0]; z = param([1.0, 2, 6]); y_hat = softmax(z); L = -sum(t * log(y_hat)); f(x, y) = x^2 * y + sin(x * y);
    g(w) = w · (A @ w); Z = [[1, 2], [3, 5]]
    """

  /// A formula, and what holds when the advice, bound to `it` where it is an expression, was typed.
  private static let formulas: [(formula: String, holds: String)] = [
    // Products of vectors and matrices.
    ("u v^T", "all(it == outer(u, v))"), ("\\hat{y} \\hat{y}^T", "all(it == outer(y_hat, y_hat))"),
    ("diag(y_hat) - y_hat y_hat^T", "all(it == diag(y_hat) - outer(y_hat, y_hat))"), ("u^T v", "it == 8"),
    ("(AB)^T = B^T A^T", "it"), ("\\mathbf{1}^T A", "all(it == [3, 4])"), ("A \\mathbf{1}", "all(it == [3, 4])"),
    ("h(x) = A x + b", "all(h([3, 4]) == [11, 16])"), ("h(x) = ||Ax - b||^2", "h([3, 4]) ≈ 277"),
    ("\\phi(x) = \\frac{1}{2} \\|A x - b\\|^2", "φ([3, 4]) ≈ 138.5"), ("rows(M) = M 1_n", "all(rows(Z) == [3, 8])"),
    ("x^* = (A^T A)^{-1} A^T b", "all(A @ x_star ≈ b)"), ("x_{k+1} = A b_k / ||A b_k||", "norm(x_next) ≈ 1"),
    ("AB⁻¹", "all(it ≈ A @ inv(B))"), ("AB - BA = 0", "not it"), ("‖A‖₂", "it ≈ max(eigenvalues(A))"),
    ("‖AB‖₂ ≤ ‖A‖₂ ‖B‖₂", "it"), ("κ(A)", "it ≈ spectral_norm(A) * spectral_norm(inv(A))"), ("det(A) = 5", "it"),
    ("trace(A) = sum(eigenvalues(A))", "it"), ("x_{k+1} = x_k/2 + 1, x_0 = 0", "it ≈ 2"),
    // The identity.
    ("A - λI", "all(it == [[-1, 1], [1, 0]])"), ("\\det(A - \\lambda I)", "it ≈ -1"), ("A A^{-1} = I", "all(it)"),
    // Sums with indices.
    ("-Σ p log p", "it ≈ -sum(p * log(p))"), ("\\sum_i \\hat{y}_i = 1", "it"),
    ("C_{ij} = \\sum_k A_{ik} Z_{kj}", "all(C == A @ Z)"),
    ("C_{ij} = \\sum_k A_{ki} Z_{kj}", "all(C == A.T @ Z)"), ("\\sum_j Z_{ij}", "all(it == [3, 8])"),
    ("C = \\sum_i A_i^T Z_i", "all(C == A.T @ Z)"), ("P_{ij} = e^{Z_{ij}} / \\sum_k e^{Z_{ik}}", "all(P ≈ softmax(Z))"),
    ("P = exp(Z) / \\sum_j exp(Z_{ij})", "all(P ≈ softmax(Z))"), ("\\sum_{n=0}^{\\infty} 1/n!", "it ≈ e"),
    ("KL(p \\| q) = \\sum_i p_i \\log \\frac{p_i}{q_i}", "KL(p, p) == 0"),
    // Derivatives.
    ("\\frac{\\partial f}{\\partial x}(1,2)", "it ≈ 4 + 2 * cos(2)"), ("\\nabla^2 f", "shape(it(1, 2)) == [2, 2]"),
    ("hessian(f, [1,2])", "shape(it) == [2, 2]"), ("\\nabla_w g(b)", "all(it == [6, 8])"),
    ("Dg(b)", "all(it == [6, 8])"),
    ("\\frac{\\partial}{\\partial x} (x^3 - 2x)", "it(2) ≈ 10"), ("(x^3 - 2x)'(2)", "it ≈ 10"),
    ("∂L/∂z_2", "it ≈ y_hat[1] - 1"),
    ("\\left\\| \\frac{\\partial L}{\\partial z} - (\\hat{y} - t) \\right\\|", "it < 1e-9"),
    ("∂L/∂z = \\hat{y} - t", "all(it)"), ("\\nabla_w (w^T A w)", "all(it(b) == [6, 8])"),
    // What is equal up to rounding, and what says that something is so.
    ("0.1 + 0.2 = 0.3", "it"), ("exp'(1) = e", "it"),
    // Values and the rest.
    ("‖A‖_∞", "it == 4"), ("log-sum-exp(u)", "it ≈ log(sum(exp(u)))"),
    ("cosθ = <u,v>/(|u||v|)", "cosθ ≈ 8 / sqrt(14 * 21)"),
    ("(1 + 1/n)^n, n = 1000", "abs(it - e) < 0.01"), ("\\bar{p}", "it ≈ 1/3"),
    ("W' = A - 0.5 * B", "all(W_new == A - 0.5 * B)"),
    ("b^T A b > 0", "it"), ("P = vv^T", "all(P == outer(v, v))"), ("C = \\sum_i A_i Z_i^T", "all(C == A.T @ Z)"),
    ("k(x, y) = x^2 y + \\sin(xy)", "k(1, 2) ≈ 2 + sin(2)"),
    ("m(λ) = λ^2 - \\operatorname{tr}(A) λ + \\det A", "m(1) ≈ 1"),
    ("\\|u - v\\|_2 / \\|u\\|_2", "it ≈ norm(u - v) / norm(u)"),
    ("l = -\\sum_{i=1}^3 p_i \\ln softmax(u)_i", "l ≈ -sum(p * log(softmax(u)))"),
    ("j(x) = \\frac12 \\|x\\|^2", "j([3, 4]) ≈ 12.5"), ("\\frac{d}{dt} \\log(1+e^t) |_{t=0}", "it ≈ 0.5"),
    ("\\Delta f(1,2)", "it ≈ 4 - 5 * sin(2)"), ("\\partial_1 g(b)", "it == 6"),
    ("\\frac{\\partial g}{\\partial x_1}(1,1)", "it == 6"),
    ("\\frac{\\partial L}{\\partial z} = \\hat{y} - t", "all(it)"),
    // Elements of what is called, words below a letter, ones that share, and claims.
    ("-\\log(softmax(u)_1)", "it ≈ -log(softmax(u)[0])"), ("q = 𝟏/3", "all(q ≈ [1/3, 1/3, 1/3])"),
    ("σ'(b) - σ(b)(1-σ(b))", "all(abs(it) < 1e-9)"), ("AB = BA", "not it"), ("u - 𝟏", "all(it == [0, 1, 2])"),
    // The same in the signs of Unicode.
    ("diag(p) - p pᵀ", "all(it == diag(p) - outer(p, p))"), ("p ⊗ p", "all(it == outer(p, p))"),
    ("s* = A^{-1} b", "all(A @ s_star ≈ b)"), ("d/dt log(1+e^t) |_{t=0}", "it ≈ 0.5"),
    ("⟨u, v⟩² ≤ ⟨u, u⟩⟨v, v⟩", "it"), ("q_j = Σ_i b_i Z_ij + b_j", "all(q == b @ Z + b)"),
    ("r(x) = x 1_{x>0}", "r(-2) == 0 and r(3) == 3"), ("rowsums(M) = M 1", "all(rowsums(Z) == [3, 8])"),
    ("F(x) = (x_1^2 - x_2, x_1 x_2)", "all(F([3, 2]) == [7, 6])"), ("∫_0^1 x^2 dx", "it ≈ 1/3"),
    ("\\int_{-1}^{2} x^2 dx", "abs(it - 3) < 1e-4"), ("q_i = e^{v_i} / \\sum_j e^{v_j}", "all(q ≈ softmax(v))"),
    ("d_1 = (A^T b) ⊙ σ'(b)", "all(d_1 ≈ (A.T @ b) * σ(b) * (1 - σ(b)))"), ("φ(s) = norm(u - s v)", "φ(0) ≈ norm(u)"),
    ("c_1 = 0 ∈ ℝ³", "all(c_1 == zeros(3))"), ("o(y) = 1/2 yᵀ A y − bᵀ y", "o(b) ≈ 1.5"),
    ("count_1 = \\sum_{l=1}^{2} (v_{l-1} + 1) v_l", "count_1 == -5"), ("G = Σᵢ Aᵢ Zᵢᵀ", "all(G == A.T @ Z)"),
    ("s(V) = ½ (b · σ(V @ b) − 1)²", "s(A) ≈ (b · σ(A @ b) − 1)^2 / 2"),
    ("cov(u, u²)", "it ≈ mean(u^3) - mean(u) * mean(u^2)"),

    ("Let \\theta = (0.5, -0.25)", "all(θ == [0.5, -0.25])"), ("\\sigma'(0.3) = \\sigma(0.3)(1-\\sigma(0.3))", "it"),
    ("\\sum_i \\sum_j A_{ij} \\log Z_{ij}", "it ≈ sum(A * log(Z))"), ("Σ_i A_{ii}", "it == 5"),
    ("Σ_j A_{1j}", "it == 3"),
    ("h_j = b_j (1 - b_j) \\sum_k A_{kj} b_k", "all(h == [0, 0])"), ("½‖b − 3‖²", "it ≈ 4"),
    ("A𝟏", "all(it == [3, 4])"),
    ("P_{ij} = \\frac{e^{Z_{ij}}}{\\sum_k e^{Z_{ik}}}", "all(sum(P, axis=1) ≈ [1, 1])"), ("A x = b", "all(A @ x ≈ b)"),
    ("A + 2I", "all(it == [[4, 1], [1, 5]])"), ("a_n = (1 + 1/n)^n", "a(1) == 2"), ("W¹ = param(A)", "all(W_1 == A)"),
    ("u ⊙ σ'(v)", "all(it ≈ u * σ(v) * (1 - σ(v)))"), ("\\hat\\beta = A^{-1} b", "all(A @ β_hat ≈ b)"),
    ("w_6^{+} = 1 - 0.5", "w_6_new == 0.5"), ("E[X] = \\sum_i p_i u_i", "it ≈ 1.75"),
  ]

  @Test("is answered with a line that computes what was meant", arguments: formulas.map(\.formula))
  func meant(formula: String) throws {
    let holds = try #require(Self.formulas.first { $0.formula == formula }?.holds)
    var reader = TestSession(.test(lessons: []))
    for line in Self.before.split(separator: "\n") { _ = reader.type(String(line)) }
    let answer = reader.type(formula)
    let advice = try #require(
      answer.split(separator: "\n").lazy.compactMap { $0.firstMatch(of: /help: type (.*)/).map { String($0.1) } }.first,
      "\(answer)")
    let isStatement = advice.contains("; ") || Session.binds(Parser.parse(SourceText(advice)))
    let shown = reader.type(isStatement ? advice : "it = \(advice)")
    #expect(!shown.contains("error"), "\(advice)\n\(shown)")
    if advice.contains("; ") { _ = reader.type("it = _") }
    let held = reader.type("print(all(\(holds)))")
    #expect(held.contains("true"), "\(advice)\n\(shown)\n\(held)")
  }

  @Test("that runs and compares every digit is told of rounding, and a name that hides a function of it")
  func notes() {
    var reader = TestSession(.test(lessons: []))
    #expect(reader.type("0.1 + 0.2 == 0.3").contains("≈ 0.3"))
    #expect(reader.type("u = [1, 2, 3]; u × u").contains("cross product"))
    #expect(reader.type("tanh = 3").contains(":clear tanh"))
    #expect(reader.type("tanh(1)").contains(":clear tanh"))
    #expect(reader.type(":clear tanh").contains("again what learnnn gives"))
    #expect(reader.type("tanh(0)").contains("0"))
    #expect(reader.type(":clear nothing").contains("was given nothing"))
    #expect(!reader.type("log(ab) = log a + log b").contains("type log(ab) = "))
    #expect(reader.type("sum(y) = 1").contains(":clear sum"))
    #expect(reader.type("plot(3)").contains("one number"))
    #expect(reader.type("[1, 0.1 + 0.9] ≈ 1") == "true\n" && reader.type("1 ≈ [1, 2]") == "false\n")
  }

  @Test("with a hat finds the name in letters, and the other way round")
  func hats() {
    var reader = TestSession(.test(lessons: []))
    #expect(reader.type("ŷ = 2; y_hat").contains("2") && reader.type("x_bar = 3; x\u{304}").contains("3"))
  }

  @Test("of the lessons is found by its words, those of the lesson that is open first")
  func find() {
    var reader = TestSession()
    #expect(reader.type(":find parabolas").contains("lesson0"))
    #expect(reader.type("what is a parabola").contains("?parabola"))
    #expect(reader.type("what is a pendulum").contains("sentence"))
    #expect(
      reader.type(":find").contains("needs a word") && reader.type(":find quaternion").contains("no lesson speaks"))
    _ = reader.type(":load lesson4")
    #expect(reader.type(":find parabola").contains(":goto"))
  }

  @Test("a place that is found is one to go to, and its sentence begins with a word")
  func foundPlaces() throws {
    var reader = TestSession()
    reader.session.settings.language = "zh"
    for (lesson, word) in [("lesson10", "冻结"), ("lesson11", "预热")] {
      _ = reader.type(":load \(lesson)")
      let last = try #require(reader.session.lesson?.stops.count)
      let found = reader.type(":find \(word)")
      for row in found.matches(of: /lesson(\d+) +(\d+) +(\S)/) {
        #expect(row.3 != "）", "\(found)")
        if "lesson\(row.1)" == lesson { #expect(Int(row.2).map { $0 <= last } == true, "\(found)") }
      }
    }
  }
}
