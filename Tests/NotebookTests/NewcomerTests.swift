import Evaluation
import Lessons
import Testing

@testable import Judging
@testable import Notebook

/// What people type who know neither this program nor any other.
@Suite("A newcomer at the prompt")
struct NewcomerTests {
  private static let before =
    "x = 3; y = 2; M = [[1, 2], [3, 4]]; f(t) = t^2; v = [1, 2, 3]; w = param(0.5); L = (3w - 1)^2; d = {k: 1}"

  private static let lines: [(line: String, says: String)] = [
    ("I am lost", "this is a sentence"), ("thank you", "this is a sentence"), ("hello", "this is a sentence"),
    ("two plus three", "type 2 + 3"), ("how do I write w₀", "typed as w_1"),
    ("Suppose x > 0", "nothing needs to be said about a name"), ("eigenvalues of A", "type eigenvalues(A)"),
    ("what does η mean", "type ?η"), ("what is 2+2", "type 2+2"), ("shape of M", "type shape(M)"),
    ("20% of 50", "type 20 / 100 * 50"), ("set x to 5", "type x = 5"), ("x is 5", "type x = 5"),
    ("x is bigger than 2", "type x > 2"), ("plot f from -2 to 2", "type plot(f, from=-2, to=2)"),
    ("the gradient of L with respect to w", "type ∂L/∂w"), ("stop", ":quit leaves"), ("I want to stop", ":quit leaves"),
    ("delete x", "nothing is deleted"), ("5 km", "no units"), ("sin(90°)", "90 * π / 180"),
    ("2+2=", "leave the = away"),
    // What is advised does what was meant.
    ("2x(1+y)", "type 2 x * (1+y)"), ("2x y", "type 2 x * y"), ("cos 2x", "type cos(2x)"), ("det M", "type det(M)"),
    ("M[0] = [9, 9]", "type M = where(expand_dims(range(len(M)) == 0, 1), [9, 9], M)"),
    ("d.k = 3", "type d = with(d, \"k\", 3)"), ("x!", "type prod(1..x)"),
    ("M^T M", "type M.T @ M"), ("\"a\" in \"abc\"", "type contains(\"abc\", \"a\")"),
    ("rand([4])", "type uniform([4])"),
    ("graph of x^2", "type plot(x -> x^2)"),
    // A function without parentheses takes what stands close to it.
    ("sin²x", "type sin(x)^2"), ("sin^2(x)", "type sin(x)^2"), ("f^2(x)", "type f(x)^2"), ("exp -x", "type exp(-x)"),
    ("sin x cos x", "type sin(x) * cos(x)"), ("sin 2πx", "type sin(2 π * x)"), ("f -x", "type f(-x)"),
    ("tan⁻¹ x", "type atan(x)"),
    // Places that are counted from 1.
    ("M(1,:)", "type M[0, :]"), ("M(:,2)", "type M[:, 1]"), ("M(1,2)", "type M[0, 1]"), ("v(1)", "type v[0]"),
    ("v(1:2)", "type v[0:2]"), ("v(end)", "type v[-1]"), ("Σ_{i=1}^3 v_i", "type sum(map(i -> v[i - 1], 1..3))"),
    // What is near, where there is no such thing.
    ("gcd(12, 18)", "gcd(12, 18)"), ("eigenvalues(M)", "the two roots of det(M - λI)"),
    ("rank M", "type rank(M)"), ("det(M) = 3", "type det(M) ≈ 3"), ("overfitting?", "type ?overfitting"),
    ("could you please sort v", "type sort(v)"), ("z = the first column of M", "type z = M[:, 0]"),
    ("∫_0^1 x^2 dx", "type mean(map(x -> x^2, linspace(0, 1, 2001)[1::2]))"),
    ("lim_{x→0} sin(x)/x", "type (x -> sin(x)/x)(0 + 1e-6)"), ("0:0.1:1", "linspace(0, 1,"), ("3 + 4i", "no complex"),
    ("x ∈ ℝ", "give it a value"), ("f: R → R, x ↦ x²", "type f(x) = x²"),
    ("if x > 2, disp(x), end", "if x > 2 { print(x) }"),
    ("for i = 1:3 disp(i), end", "type for i in 1..3 { print(i) }"), ("5x3", "type 5 * 3"), ("2xy", "type 2 x * y"),
    ("np.vstack([v, v])", "type stack([v, v])"), ("|x||y|", "type abs(x) * abs(y)"),
    ("f[x_] := x^2", "type f(x) = x^2"),
    ("torch.cat([v, v], dim=0)", "type concat([v, v], axis=0)"), ("float(\"inf\")", "type inf"),
    ("{x | x > 0}", "no sets"), ("1,5", "type 1.5"), ("(d/dx) x^2", "type (x -> x^2)'"),
    ("d²f/dx²", "type f''"),
    ("torch.randn(2, 3, requires_grad=True)", "type param(normal([2, 3]))"),
    // What a loop computes is kept, and a gradient is that of the loss beside it.
    ("for e in range(3) { l = e * 2; v.append(l) }", "type for e in range(3) { l = e * 2; v = append(v, l) }"),
    ("for e in range(3): v.append(e)", "type for e in range(3) { v = append(v, e) }"),
    ("K = w * x; w.grad", "type ∂K/∂w"),
    ("for p in [w]: p -= 0.1 * p.grad", "type for p in [w] { p := p - 0.1 * ∂L/∂p }"),
    ("for p, g in zip([w], [1]): p.data -= 0.1 * g", "type for p, g in zip([w], [1]) { p := p - 0.1 * g }"),
    (
      "for i in range(3): K = (w - 2)^2; K.backward(); with torch.no_grad(): w -= 0.1 * w.grad; w.grad.zero_()",
      "type for i in range(3) { K = (w - 2)^2; no_grad { w -= 0.1 * ∂K/∂w } }"
    ),
    ("what's @", "@"), ("v * [[1, 2], [3, 4], [5, 6]]", "the matrix product is written @"),
    ("what is a statement", "type ?statement"), (":save L l.nn", ":weights save L l.safetensors"),
    (":load ~/houses.csv", "csv("), ("1ᵀ v", "ones(len(v)) @ v"),
    ("v ∝ v", "type v = v / sum(v)"), ("Hf(2)", "type hessian(f)(2)"), ("I₂", "type eye(2)"),
    ("λ_max", "is the largest eigenvalue of a symmetric matrix A"), ("why not 25?", "parentheses change it"),
    ("derive f", "type ∇f"),
    ("vᵀv / vᵀMv", "v · v / (vᵀ @ M @ v)"), ("‖v‖∞", "type max(abs(v))"), ("Σe^v", "type sum(e^v)"),
    ("log Σ e^{v_i} − x", "type log(sum(e^{v})) − x"), ("I think sigmoid is tanh stretched", "type ?sigmoid or ?tanh"),
    ("what is the chain rule", "type ?\"chain rule\""),
    // A question about a value is answered by what shows it.
    ("f'(2) = 4 why", "(f(2 + 0.001) - f(2)) / 0.001"), ("when is f 9?", "plot(f) shows where"),
    ("what is f at 3", "type f(3)"), ("gradient of f at 2", "type ∇f(2)"), ("where is f smallest", "type :descend f"),
    ("what if x = 5", "bind x = 5"), ("now with x = 5", "bind x = 5"), ("try x = 5", "bind x = 5"),
    ("make x 3 and y 2 too", "type x = 3; y = 2"), ("make x bigger", "x = 2 * x"), ("plot v and v", "type plot(v, v)"),
    ("plot the line", "plot(f) draws a function"), ("v ⊥ v", "type abs(v · v) < 1e-9"),
    ("g(a; b, c) = a * b + c", "type g(a, b, c) = a * b + c"),
    ("make w better", "type w := w - 0.1 * ∂L/∂w"), ("plot v against v", "type scatter(v, v)"),
    ("np.hstack([v, v])", "type concat([v, v])"), ("np.hstack([M, M])", "type concat([M, M], axis=1)"),
    ("np.column_stack([v, v])", "type stack([v, v], axis=1)"), ("np.save(\"m.npy\", M)", "type :data save M M.csv"),
    ("np.cov(M.T)", "type (M - mean(M, axis=0)).T @ (M - mean(M, axis=0)) / (len(M) - 1)"),
    ("confusion_matrix(v, v)", "type confusion(v, v)"), ("iris = data(\"iris\")", "type iris = dataset(\"iris\")"),
    ("n = sequential(dense(2, 2), dropout(0.2))", "type n = sequential(dense(2, 2), dropout_layer(0.2))"),
    ("n = dense(2, 3); c = copy.deepcopy(n)", "type c = map(p -> detach(p), parameters(n))"),
    // Several statements, of which some are not needed.
    ("import math; math.sqrt(2)", "type sqrt(2)"),
    ("import numpy as np; a = np.array([1, 2]); print(a.mean())", "type a = [1, 2]; print(mean(a))"),
    // Texts that are filled.
    ("print(\"x: %.2f of %d\" % (x, y))", "type print(\"x: {x:.2f} of {y}\")"),
    ("\"{} and {1}\".format(x, y)", "type \"{x} and {y}\""), ("printf(\"%d\\n\", len(v))", "type print(\"{len(v)}\")"),
    // Commas in numbers.
    ("1,000 * 2,5", "type 1000 * 2.5"), ("y = 1,234,567", "type y = 1234567"),
    ("print(f'{x} and {y}')", "type print(\"{x} and {y}\")"),
    ("c = {}; c['k'] = 1", "type c = {}; c = with(c, \"k\", 1)"),
    // Texts without quotes.
    ("print Hello world", "type print(\"Hello world\")"), ("print(Hello world)", "type print(\"Hello world\")"),
    ("name = John", "A text stands between quotes"),
    // Comprehensions, keys and choices.
    ("max(a^2 for a in v)", "type max(map(a -> a^2, v))"), ("max(v, key=f)", "type v[argmax(map(f, v))]"),
    ("dict(zip([\"a\"], [1]))", "type r = {}; for k, v in zip([\"a\"], [1]) { r = with(r, text(k), v) }; r"),
    ("for k, c in d.items(): print(k, c)", "type for k in keys(d) { c = get(d, k); print(k, c) }"),
    ("\"k\" in d", "type contains(keys(d), \"k\")"),
    ("g(t) = { 0 if t < 0; t otherwise }", "if t < 0 { 0 } else { t }"),
    ("f <- function(t) t^3", "type f(t) = t^3"), ("|−3|", "type abs(−3)"), ("E[v]", "type mean(v)"),
    // What is asked for in words.
    ("the average of 1, 2, 6", "type mean([1, 2, 6])"), ("how many rows in M", "type len(M)"),
    ("what is the largest of 3, 9, 4?", "type max([3, 9, 4])"), ("is 7 greater than 5?", "type 7 > 5"),
    ("numbers from 1 to 10", "type 1..10"), ("repeat 3 times: print(x)", "type for i in 1..3 { print(x) }"),
    ("f'(t) at t = 2", "type f'(2)"), ("if x = 3: print(x)", "type if x == 3 { print(x) }"),
    // Sentences that ask for a command, or for what is explained.
    ("give me a hint", "type :hint"), ("undo that", "type :undo"), ("how do I leave this lesson", "type :quit"),
    ("how can I see my variables?", "type :vars"), ("show me all lessons", "type :lessons"),
    ("how do I write a loop", "type ?for"), ("how do I make a function?", "a function is written f(x) = x^2"),
    // LaTeX.
    ("\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}", "type [[1, 2], [3, 4]]"),
    ("\\mathbb{E}\\left[v\\right]", "type mean(v)"), ("\\binom{5}{2}", "type prod(1..5)"),
    // Sums of the papers: over one term, with elements that are counted from where the sum begins.
    ("\\frac{1}{x}\\sum_{i=1}^{x} (v_i - w v_i)^2", "type 1/x * sum(map(i -> (v[i - 1] - w * v[i - 1])^2, 1..x))"),
    ("K(a) = 1/x \\sum_{i=1}^{x} (1 - a v_i)^2", "type K(a) = 1/x * sum(map(i -> (1 - a * v[i - 1])^2, 1..x))"),
    ("K(a) = \\sum_{i=1}^x a v_i", "type K(a) = sum(map(i -> a * v[i - 1], 1..x))"),
    ("\\sum_{i=0}^{2} v_i + 1", "type sum(map(i -> v[i], 0..2)) + 1"),
    ("q = -\\sum_i v_i \\log v_i", "type q = -sum(v * log(v))"),
    ("\\sum_{i=1}^{3} |v_i - 1|", "type sum(map(i -> abs(v[i - 1] - 1), 1..3))"),
    ("\\langle v, v \\rangle", "type v · v"), ("\\|v\\|_1", "type sum(abs(v))"),
    ("\\frac{1}{2x}", "type 1/(2x)"), ("\\sigma(z) = \\frac{1}{1 + e^{-z}}", "type σ(z) = 1/(1 + e^{-z})"),
    // A function takes the whole fraction, and a sum that is typed as a sign is one.
    ("\\cos \\frac{x}{2}", "type cos(x/2)"), ("\\log \\frac{v_1}{2}", "type log(v[0]/2)"),
    ("\\exp{x}", "type exp(x)"), ("K(a) = -Σ a_i log a_i", "type K(a) = -sum(a * log(a))"),
    ("\\sum_i v_i \\log \\frac{v_i}{2}", "type sum(v * log(v/2))"), ("Σᵢ vᵢ²", "type sum(v²)"),
    ("∑ v_i²", "type sum(v²)"), ("softmax(z)_i = e^{z_i} / Σ_j e^{z_j}", "type softmax(z) = e^{z} / sum(e^{z})"),
    ("\\foo \\frac{1}{2} \\baz", "not read as a whole"), ("\\sigma(0)", "σ is typed as \\sigma and Tab"),
    // Matrices, norms and intervals.
    ("q = M^{-1} [1, 2]", "type q = inv(M) @ [1, 2]"), ("(M^T M)^{-1} M^T [1, 2]", "type inv(M.T @ M) @ M.T @ [1, 2]"),
    ("|M|_F", "type norm(M)"), ("‖M‖_F", "type norm(M)"), ("x ∈ [0, 1]", "type 0 <= x <= 1"),
    ("W ∈ R^{3×2}", "W = normal([3, 2])"), ("a = [1, 2]; Mq = a", "q = solve(M, a)"),
    ("k(t) = (1/√(2π)) e^{-t²/2}", "type k(t) = (1/√(2π)) * e^{-t²/2}"),
    ("q = -[x log x + (1-x) log(4-x)]", "type q = -(x * log(x) + (1-x) * log(4-x))"), ("2[3 + 4]", "type 2(3 + 4)"),
    // Probability.
    ("KL(v || v)", "type sum(v * log(v / v))"), ("p(y|x)", "an argument like the others"),
    ("a ~ Bernoulli(0.3)", "uniform([]) < 0.3"), ("E_{x~N(0,1)}[x^2]", "normal([10000], mean=0"),
    // What is not computed in symbols, and an equation that gives nothing a value.
    ("max_{x} f(x)", "nothing is searched"), ("argmin_{x∈R} (x-2)^2", "nothing is searched"),
    ("\\int_{-\\infty}^{\\infty} f(x)\\,dx", "take large ones"), ("∫_0^∞ f(x) dx", "take large ones"),
    ("i^2 = -1", "numbers are real"), ("e^{iπ} + 1", "numbers are real"), ("a'' + a = 0", "equations are not solved"),
    ("1 + 1/2 + 1/4 + …", "three dots"), ("plot f on [-3, 3]", "type plot(f, from=-3, to=3)"),
    ("let h: R -> R, h(t) = t^2", "type h(t) = t^2"), ("1/(1+e^(-z)) with z = 2", "type z = 2; 1/(1+e^(-z))"),
    // A name that is several parameters in a row is their product.
    ("K(a, b) = ab", "ab is one name; the product is a * b"),
    ("K(a, b, c) = (a + b, bc)", "type K(a, b, c) = [a + b, b * c]"),
    ("K(a, b) = a^2 + sin(ab)", "ab is one name; the product is a * b"),
    // Derivatives of several numbers.
    ("K(a, b) = [a, a * b]; J_K(1, 2)", "type jacobian(K)(1, 2)"),
    ("K(a, b) = a^2 * b; hessian(K, 1, 2)", "type hessian(K)(1, 2)"),
    ("K(a, b) = a^2 * b; Hess K(1, 2)", "; hessian(K)(1, 2)"), ("\\lambda(M)", "the two roots of det(M - λI)"),
    // Products in words.
    ("M times [1, 2]", "type M @ [1, 2]"), ("M × [1, 2, 3]", "do not fit"),
    ("W = [[1, 2], [3, 4], [5, 6]]; v × W", "type v @ W"), ("x times y", "type x * y"),
    // Other libraries, of which nothing is dropped.
    ("m = dense(1, 1); m.fit(v, v, epochs=5, batch_size=2)", "on={x: v, y: v}, epochs=5, batch=2)"),
    ("m = dense(1, 1); m.fit(v, v, callbacks=[1])", "training has no callbacks"),
    ("a, b = load_iris(return_X_y=True)", "type a, b = values(dataset(\"iris\").train)"),
    ("(M.argmax(dim=1) == v[:2]).float().mean()", "type mean(argmax(M, axis=1) == v[:2])"),
    ("M.astype(\"int64\")", "type int(M)"), ("v.head(2)", "type v[:2]"), ("M.min(), M.max()", "type [min(M), max(M)]"),
    ("def relu(t): return np.maximum(0, t)", "type relu(t) = maximum(0, t)"),
    ("_, best = torch.max(M, 1)", "type best = argmax(M, axis=1)"), ("random.shuffle(v)", "type v = shuffle(v)"),
    ("m = sequential(dense(2, 2)); len(m)", "type len(m.layers)"), ("super().__init__()", "no classes"),
    ("StandardScaler().fit_transform(M)", "fit_scale"),
    ("m = sequential(dense(2, 2)); m[0].mean", "captured no mean"),
    ("m = sequential(dense(2, 2)); print(m)", "typed alone: m"), ("\\foo 3", "not read in this line"),
    // Words.
    ("what is logistic", "type ?sigmoid"), ("what does @ mean", "type ?@"), ("the first column of M", "type M[:, 0]"),
    ("why is y negative?", "type ?y"), ("what does sigma mean", "type ?σ"), ("?e", "The number 2.718"), ("?x", "x = 3"),
    ("round x to 3 digits", "round(x * 10^3)"),
    ("the mean of 1 2 6", "type mean([1, 2, 6])"), ("is 7 even", "type 7 % 2 == 0"), ("slope of f at 3", "type f'(3)"),
    ("derivative of t^2", "type (t -> t^2)'"), ("value of x", "type x"), ("f of 3", "type f(3)"),
    ("the remainder of 10 divided by 3", "type 10 % 3"),
    ("is 3 > 2", "type 3 > 2"), ("count from 2 to 4", "type for i in 2..4 { print(i) }"),
    ("my number = 3", "type my_number = 3"), ("a = 5 b = 6", "type a = 5; b = 6"),
    ("a = a = x + 1", "type a = x + 1"),
    // Words that look like something else.
    ("done", "type :check"), ("where is r", "type :vars"), ("!nvidia-smi", "commands of the shell"),
    ("a[a > 5]", "a is not known"), ("rows and columns?", "?shape"), ("z4 is 4 + 5", "type z4 = 4 + 5"),
    ("if x is 4 what is z", "bind x = 4"), ("s(z)=1:(1+exp(-z))", "type s(z) = 1 / (1+exp(-z))"),
    ("80%", "type 80 / 100"), ("svd of M", "gives the singular values of a matrix A"),
    ("what happens when x is very big", "type x = 1000, then the line"),
    ("replace x with the numbers", "with your names"),
    // Products whose shapes fit in one order.
    ("W = [[1, 2], [3, 4], [5, 6]]; W v", "v @ W"), ("W = [[1, 2], [3, 4], [5, 6]]; multiply v and W", "v @ W"),
    // Libraries: what is there goes by its name here, and what is not is said.
    ("nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Dropout(0.1), nn.Linear(8, 3))", "relu, dropout_layer(0.1), "),
    ("device = 'cuda' if torch.cuda.is_available() else 'cpu'", "no devices"),
    ("EarlyStopping(patience=5)", "patience=5"), ("np.corrcoef(M.T)", "type corr(M)"),
    ("torch.optim.lr_scheduler.StepLR(opt, 10)", "a schedule belongs"), ("df.columns", "df is not known"),
    ("print(f\"loss: {L.item():.4f}, {v.mean():.2f}\")", "type print(\"loss: {L:.4f}, {mean(v):.2f}\")"),
    ("np.busday_count(M)", "there is no busday_count here"), ("v.device", "no devices"),
    // Lines that run, and may be meant otherwise.
    ("w₁ = 2; w1 = 5", "w1 is a name of its own now"),
    ("M^{-1}", "inv(M) is the inverse matrix"), ("v += [5]", "makes the list longer"),
    ("M^-1", "inv(M) is the inverse matrix"), ("{x : x > 0}", "takes the elements of a list"),
  ]

  @Test("is answered with what to type, which does what was meant", arguments: lines.map(\.line))
  func answered(line: String) throws {
    var newcomer = TestSession(.test(lessons: []))
    _ = newcomer.type(Self.before)
    let says = try #require(Self.lines.first { $0.line == line }?.says)
    let shown = newcomer.type(line)
    #expect(shown.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(says), "\(shown)")
  }

  /// Values, what gives an element another one, and what holds when the advice was followed.
  private static let elements: [(value: String, line: String, holds: String)] = [
    ("x = [1, 2, 3]", "x[0] = 9", "all(x == [9, 2, 3])"), ("x = [1, 2, 3]", "x[-1] = 9", "all(x == [1, 2, 9])"),
    ("x = [1, 2, 3]; i = 1", "x[i] = x[i] + 1", "all(x == [1, 3, 3])"),
    ("x = [1, 2, 3]", "x[1:3] = 0", "all(x == [1, 0, 0])"),
    ("x = [1, 2, 3]", "x[x > 1] = 0", "all(x == [1, 0, 0])"), ("x = [1, 2, 3]", "x[1] += 5", "all(x == [1, 7, 3])"),
    ("x = [[1, 2], [3, 4]]", "x[0] = [9, 9]", "all(x == [[9, 9], [3, 4]])"),
    ("x = [[1, 9], [3, 4]]", "x[0] = 9", "all(x == [[9, 9], [3, 4]])"),
    ("x = [[1, 2], [3, 4]]", "x[:, 1] = 0", "all(x == [[1, 0], [3, 0]])"),
    ("x = [[1, 2], [3, 4]]", "x[:, 1] = [7, 8]", "all(x == [[1, 7], [3, 8]])"),
    ("x = [[1, 2], [3, 4]]", "x[1, 0] = 9", "all(x == [[1, 2], [9, 4]])"),
    ("x = [[1, 2], [3, 4]]", "x[1][0] = 9", "all(x == [[1, 2], [9, 4]])"),
    ("x = param([1.0, 2])", "x[0] = 9", "all(x == [9, 2])"), ("x = {k: 1, j: 2}", "x.k = 3", "x.k == 3 and x.j == 2"),
    ("x = {k: 1, j: 2}", "x[\"q\"] = 3", "x.q == 3 and x.j == 2"), ("x = {}", "x[\"k\"] = 3", "x.k == 3"),
    ("x = zeros([3])", "for i in range(3): x[i] = i^2", "all(x == [0, 1, 4])"),
  ]

  @Test(
    "what gives an element another value is answered with a line that does that", arguments: elements.map(\.value),
    elements.map(\.line))
  func element(value: String, line: String) throws {
    guard let holds = Self.elements.first(where: { $0.value == value && $0.line == line })?.holds else { return }
    var newcomer = TestSession(.test(lessons: []))
    _ = newcomer.type(value)
    let answer = newcomer.type(line)
    if let advice = Self.advice(in: answer) { _ = newcomer.type(advice) }
    #expect(!newcomer.type("assert \(holds)").contains("error"), "\(answer)")
  }

  @Test(
    "an element that cannot be given its value is told so, and nothing else",
    arguments: ["v[0] = [9, 9]", "M[0] = [1, 2, 3]", "v[7] = 1", "M[5, 0] = 1", "f.k = 3", "f[0] = 3"])
  func noElement(line: String) {
    var newcomer = TestSession(.test(lessons: []))
    _ = newcomer.type(Self.before)
    let answer = newcomer.type(line)
    #expect(Self.advice(in: answer) == nil, "\(answer)")
  }

  @Test(
    "a pasted block is read with its rows, and what else was not run is said",
    arguments: [
      ("def g(x):\n    y = x + 1\n    return y", "type g(x) = { y = x + 1; return y }"),
      ("with torch.no_grad():\n    w -= 0.1 * w.grad", "type no_grad { w -= 0.1 * ∂L/∂w }"),
      ("for i in range(3):\n    if i > 1:\n        print(i)", "type for i in range(3) { if i > 1 { print(i) } }"),
      ("import torch\nx = torch.tensor([1.0])\ny = x * 2", "The other 2 lines were not run."),
      ("for i in range(3):\n    e = mse(M, v)\n    w.zero_grad()\n    L.backward()", "do not fit"),
    ])
  func block(text: String, says: String) {
    var newcomer = TestSession(.test(lessons: []))
    _ = newcomer.type(Self.before)
    let shown = newcomer.type(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(shown.contains(says), "\(shown)")
  }

  private static func advice(in answer: String) -> String? {
    let words = answer.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard let start = words.firstRange(of: "help: type ") else { return nil }
    return String(words[start.upperBound...])
  }

  @Test(
    "words that move about are commands, and the beginning of a lesson's title is none",
    arguments: [
      ("back", ":back"), (":lesson 5", ":load lesson5"),
      ("go back", ":back"), ("next cell", ":next"), ("go to lesson 2", ":load lesson2"),
      ("lesson3", ":load lesson3"), ("backprop", ":load backprop"), ("over", nil), ("stop", nil), ("exit", ":quit"),
      ("where am I?", ":outline"), ("give me a hint", ":hint"), ("skip this step", ":skip"),
      ("how do I skip a step", nil), ("sum", nil), ("step", nil), ("我在哪", ":outline"), ("继续", ":run"),
      ("不知道", ":hint"), ("我想退出", ":quit"), ("下一步", ":next"), ("怎么退出？", nil),
      ("学习率", nil), ("take me to lesson 2", ":load lesson2"), ("I got lost", ":outline"), ("exit the lesson", nil),
      ("done", ":check"),
    ])
  func bare(line: String, command: String?) {
    var settings = Settings()
    settings.isInteractive = true
    #expect(Session(world: .test(), settings: settings).bareCommand(line) == command)
  }

  @Test("in a lesson q alone names :quit, and a function alone that is a command too is that, where there is a loss")
  func alone() {
    var settings = Settings()
    settings.isInteractive = true
    var newcomer = TestSession()
    newcomer.session.settings = settings
    #expect(newcomer.session.bareCommand("q") == ":quit")
    _ = newcomer.type(":load lesson3")
    #expect(newcomer.session.bareCommand("q") == nil && newcomer.session.bareCommand("quit") == ":quit")
    #expect(newcomer.type("q").contains(":quit"))
    #expect(newcomer.session.bareCommand("step") == nil)
    _ = newcomer.type("w = param(2); L = w^2")
    #expect(newcomer.session.bareCommand("step") == ":step L" && newcomer.session.bareCommand("step(opt, L)") == nil)
    #expect(newcomer.type("repeat").contains("Up brings a line back"))
  }

  @Test(
    "a command behind what an exercise has put into the line is one, and the line is there again",
    arguments: [
      ("claimed = :hint", "claimed = ___"), ("claimed = hint", "claimed = ___"),
      ("claimed = :提示", "claimed = ___"), ("claimed =\n:hint", "claimed = ___"),
      ("a = [:hint, 2]\nb = ___ :hint\nc = 1", "a = [:hint, 2]\nb = ___\nc = 1"),
      ("for i in 1..3 {\n  y = i\n}:hint", "for i in 1..3 {\n  y = i\n}"),
    ])
  func behindLine(text: String, line: String) {
    var newcomer = TestSession()
    newcomer.session.settings.isInteractive = true
    _ = newcomer.type(":load lesson1")
    _ = newcomer.type(":goto critical")
    let effects = newcomer.session.submit(text) { _ in }
    #expect(effects.contains { if case .prefill(line) = $0 { true } else { false } })
    #expect(newcomer.session.lesson?.exercise?.id == "critical")
    #expect(newcomer.type("a = b[0:hint]").contains("error"))
  }

  @Test("what an exercise would not take is not advised without a word about it")
  func refused() {
    var newcomer = TestSession()
    newcomer.session.settings.isInteractive = true
    _ = newcomer.type(":load lesson3")
    _ = newcomer.type(":goto chain")
    let shown = newcomer.type("db = \\frac{\\partial L}{\\partial a} \\frac{\\partial a}{\\partial z}")
    #expect(shown.contains("as an answer this does not count"), "\(shown)")
    #expect(!newcomer.type("db = \\sigma(z)").contains("as an answer this does not count"))
    #expect(newcomer.type(":quit lesson").contains("type :close"))
    #expect(
      newcomer.session.bareCommand(":6") == ":goto 6" && newcomer.session.bareCommand(":lesson 5") == ":load lesson5")
  }

  @Test(
    "a command that takes an expression reads it as it is written elsewhere",
    arguments: [
      (":step \\frac{1}{2}(3w-1)^2", ":step 1/2 * (3w-1)^2"), (":step dL/dw", ":step L"), (":step loss", ":step L"),
      (":graph ½w²", ":graph 1/2 * w²"), (":step L + ", "error"),
    ])
  func inCommand(line: String, says: String) {
    var newcomer = TestSession(.test(lessons: []))
    _ = newcomer.type(Self.before)
    #expect(newcomer.type(line).contains(says))
  }

  @Test("who asks in words is answered, and told of no error")
  func answered() {
    var newcomer = TestSession(.test(lessons: []))
    let shown = newcomer.type("why is it never 1?")
    #expect(shown.contains("note: σ(z)") && !shown.contains("error"), "\(shown)")
  }

  @Test("a name in another spelling is shown with its own")
  func spelling() {
    var newcomer = TestSession(.test(lessons: []))
    _ = newcomer.type("δ₁ = 2")
    #expect(newcomer.type("delta_1") == "→ δ₁\n2\n" && newcomer.type("δ₁") == "2\n")
  }

  @Test("in a lesson a sentence is answered with its keys")
  func inLesson() {
    var newcomer = TestSession()
    _ = newcomer.type(":load lesson1")
    #expect(newcomer.type("is this a joke?").contains("Enter goes on"))
    // Nothing is checked at a cell: what was answered is shown with what it earned.
    #expect(newcomer.type("is this right?").contains(":progress"))
    #expect(newcomer.type("怎么退出？").contains(":quit") && newcomer.type("怎么开始").contains(":run"))
    #expect(newcomer.type("你好").contains("Enter goes on"))
  }

  @Test("an arrow of two signs gives a value; without a space it compares")
  func arrow() {
    var newcomer = TestSession(.test(lessons: []))
    _ = newcomer.type("w = param(0.5)")
    _ = newcomer.type("w <- 2")
    #expect(newcomer.type("w").contains("2"))
    #expect(newcomer.type("w <-3").contains("false") && newcomer.type("3<-w").contains("false"))
  }

  @Test("a square that was typed as ² is differentiated as one", arguments: ["(a − 1)²", "(a - 1)^2"])
  func squares(loss: String) {
    var newcomer = TestSession(.test(lessons: []))
    _ = newcomer.type("a = param(0.7); L = \(loss)")
    let steps = newcomer.type(":step L")
    #expect(steps.contains("2(a") && !steps.contains("^(²"), "\(steps)")
  }
}
