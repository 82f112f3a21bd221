import Evaluation
import Source
import Tensors
import Testing

/// A formula in x and k that knows its own derivatives: what the language's answers are held against.
private indirect enum Formula {
  case x, k
  case number(Int)
  case sum(Formula, Formula)
  case product(Formula, Formula)
  case power(Formula, Int)
  case sine(Formula)
  case cosine(Formula)
  case exponential(Formula)

  var text: String {
    switch self {
    case .x: "x"
    case .k: "k"
    case .number(let value): "\(value)"
    case .sum(let a, let b): "(\(a.text) + \(b.text))"
    case .product(let a, let b): "(\(a.text) * \(b.text))"
    case .power(let a, let n): "(\(a.text))^\(n)"
    case .sine(let a): "sin(\(a.text))"
    case .cosine(let a): "cos(\(a.text))"
    case .exponential(let a): "exp(\(a.text) / 4)"
    }
  }

  func derivative(byX: Bool) -> Formula {
    switch self {
    case .x: .number(byX ? 1 : 0)
    case .k: .number(byX ? 0 : 1)
    case .number: .number(0)
    case .sum(let a, let b): .sum(a.derivative(byX: byX), b.derivative(byX: byX))
    case .product(let a, let b): .sum(.product(a.derivative(byX: byX), b), .product(a, b.derivative(byX: byX)))
    case .power(let a, let n): .product(.product(.number(n), .power(a, n - 1)), a.derivative(byX: byX))
    case .sine(let a): .product(.cosine(a), a.derivative(byX: byX))
    case .cosine(let a): .product(.product(.number(-1), .sine(a)), a.derivative(byX: byX))
    case .exponential(let a): .product(.quarter(self), a.derivative(byX: byX))
    }
  }

  static func quarter(_ formula: Formula) -> Formula { .product(.power(.number(4), -1), formula) }

  func value(_ x: Double, _ k: Double) -> Traced {
    switch self {
    case .x: .float64(x)
    case .k: .float64(k)
    case .number(let value): .float64(Double(value))
    case .sum(let a, let b): a.value(x, k) + b.value(x, k)
    case .product(let a, let b): a.value(x, k) * b.value(x, k)
    case .power(let a, let n):
      (0..<abs(n)).reduce(Traced.float64(1)) { product, _ in
        n < 0 ? product / a.value(x, k) : product * a.value(x, k)
      }
    case .sine(let a): (try? Operation.sin(a.value(x, k))) ?? .float64(.nan)
    case .cosine(let a): (try? Operation.cos(a.value(x, k))) ?? .float64(.nan)
    case .exponential(let a): (try? Operation.exp(a.value(x, k) / .float64(4))) ?? .float64(.nan)
    }
  }

  static func random(_ stream: inout RandomStream, depth: Int) -> Formula {
    if depth == 0 { return [.x, .k, .x, .k, .number(stream.integer(in: 1...3))][stream.integer(below: 5)] }
    let a = random(&stream, depth: depth - 1)
    switch stream.integer(below: 6) {
    case 0: return .sum(a, random(&stream, depth: depth - 1))
    case 1, 2: return .product(a, random(&stream, depth: depth - 1))
    case 3: return .power(a, stream.integer(in: 2...3))
    case 4: return .sine(a)
    default: return .exponential(.sine(a))
    }
  }
}

/// A derivative is a value of everything it depends on, at any nesting.
@Suite("Nested derivatives")
struct NestedDerivativeTests {
  /// Programs that ask for ∂²h/∂x∂k at (A, B), each in another way; H is the formula.
  private static let mixed = [
    "f(k) = (x -> H)'(A); f'(B)",
    "f(k) = grad(x -> H)(A); grad(f)(B)",
    "h(x, k) = H; (k -> (x -> h(x, k))'(A))'(B)",
    "h(x, k) = H; (x -> (k -> h(x, k))'(B))'(A)",
    "h(x, k) = H; hessian(h)(A, B)[0][1]",
    "h(x, k) = H; grad(k -> ∇h(A, k)[0])(B)",
    "h(x, k) = H; jacobian(v -> ∇h(v[0], v[1]))([A, B])[1][0]",
    "h(x, k) = H; (k -> ∂h/∂x(A, k))'(B)",
    "h(x, k) = H; ∂²h/∂x∂k(A, B)",
    "h(x, k) = H; ∂(∂h/∂k)/∂x(A, B)",
    "k = param(B); u(x) = H; L = u'(A); ∂L/∂k",
    "p = param(B); k = p; L = (x -> H)'(A); grad(L, p)",
    "k = param(B); x = param(A); L = H; ∂(∂L/∂x)/∂k",
    "k = param(B); x = param(A); L = H; ∂²L/∂k∂x",
    "make(k) = x -> H; f(k) = make(k)'(A); f'(B)",
    "f(k) = { s = 0; for i in 1..3 { s += (x -> H)'(A) }; s / 3 }; f'(B)",
    "apply(g, v) = g(v); f(k) = apply((x -> H)', A); apply(f', B)",
    "f(k) = { g = x -> H; d = g'; d(A) }; d = f'; d(B)",
    "f(k) = { r = {slope: (x -> H)'}; (r.slope)(A) }; f'(B)",
    "f(k) = if k > 1000 { 0 } else { (x -> H)'(A) }; f'(B)",
    "f(k) = sum(map(v -> (x -> H)'(v), [A, A])) / 2; f'(B)",
  ]

  @Test("a mixed derivative equals the calculus, however it is nested", arguments: 0..<40)
  func mixedDerivatives(_ number: Int) {
    var stream = RandomStream(seed: UInt64(number))
    let formula = Formula.sum(.product(.x, .k), .random(&stream, depth: 3))
    let (a, b) = (0.25 + 0.125 * Double(stream.integer(below: 8)), 0.25 + 0.125 * Double(stream.integer(below: 8)))
    let expected = formula.derivative(byX: true).derivative(byX: false).value(a, b).double ?? .nan
    for form in NestedDerivativeTests.mixed {
      var program = ""
      for character in form {
        switch character {
        case "H": program += formula.text
        case "A": program += "\(a)"
        case "B": program += "\(b)"
        default: program.append(character)
        }
      }
      let run = Run(program)
      let got = run.last.first ?? .nan
      #expect(
        (got - expected).magnitude <= 1e-9 * Swift.max(1, expected.magnitude),
        "\(program) gives \(got), \(run.failure?.title.description ?? "no error"); the calculus \(expected)")
    }
  }

  @Test("a third derivative equals the calculus", arguments: 0..<20)
  func thirdDerivatives(_ number: Int) {
    var stream = RandomStream(seed: UInt64(1000 + number))
    let formula = Formula.sum(.product(.power(.x, 2), .k), .random(&stream, depth: 2))
    let slope = formula.derivative(byX: true).derivative(byX: true).derivative(byX: false)
    let expected = slope.value(0.75, 0.5).double ?? .nan
    for program in [
      "f(k) = (x -> \(formula.text))''(0.75); f'(0.5)",
      "k = param(0.5); u(x) = \(formula.text); L = u''(0.75); ∂L/∂k",
      "k = param(0.5); x = param(0.75); L = \(formula.text); grad(grad(grad(L, x), x), k)",
    ] {
      let got = Run(program).last.first ?? .nan
      #expect((got - expected).magnitude <= 1e-8 * Swift.max(1, expected.magnitude), "\(program): \(got), \(expected)")
    }
  }

  static let cases: [ValueCase] = [
    // Functions of several numbers.
    ValueCase("f(x, y) = x^2 * y^3; ∇f(1, 2)", 16, 12), ValueCase("f(x, y) = x^2 * y^3; ∂f/∂y(1, 2)", 12),
    ValueCase("f(x, y) = x^2 * y^3; ∂f/∂x(1, 2)", 16), ValueCase("f(x, y) = x^2 * y^3; g = ∂f/∂y; g(1, 2)", 12),
    ValueCase("f(x, y) = x^2 * y^3; hessian(f)(1, 2)", 16, 24, 24, 12),
    ValueCase("f(x, y) = x^2 * y^3; ∂²f/∂y²(1, 2)", 12), ValueCase("f(x, y) = x^2 * y^3; ∂^2f/∂x∂y(1, 2)", 24),
    ValueCase("f(x, k=3) = k * x^2; f'(2)", 12), ValueCase("jacobian(x -> [x[0]^2, x[0] * x[1]], [2, 3])", 4, 0, 3, 2),
    ValueCase("F(x, y, z) = [x^2 + y, y * z, x + z]; jacobian(F)(1, 2, 3)", 2, 1, 0, 0, 3, 2, 1, 0, 1),
    ValueCase("F(x, y) = [x^2, x * y, y]; shape(jacobian(F)(1, 2))", 3, 2),
    ValueCase("x = param(1); y = param(2); jacobian([x^2 + y, x * y], [x, y])", 2, 1, 2, 1),
    ValueCase("g(x, y) = x^2 * y; jacobian(g)(3, 2)", 12, 9),
    ValueCase("jacobian(x -> x^2)(3)", 6), ValueCase("hessian(x -> sum(x^3), [1, 2])", 6, 0, 0, 12),
    ValueCase("x = param([1, 2]); y = [x[0] * x[1], x[1]^2]; jacobian(y, x)", 2, 1, 0, 4),
    ValueCase("x = param([1, 2]); L = x[0]^2 * x[1]; hessian(L, x)", 4, 2, 2, 0),
    ValueCase("w = param(2); b = param(3); L = w^2 * b^3; ∂²L/∂w∂b", 108),
    ValueCase("w = param(2); L = w^4; ∂³L/∂w³", 48), ValueCase("w = param(2); L = w^2; ∂L/∂w²", 16),
    ValueCase("w = param([1, 2]); L = sum(w^3); ∂²L/∂w²", 6, 0, 0, 12),
    ValueCase("k = param(3); (x -> k)'(2)", 0), ValueCase("k = param(3); u(x) = k; L = u'(2); ∂L/∂k", 0),
    ValueCase("(x -> 5)'(2)", 0),
    // A loop that follows its slope can be differentiated like any other.
    ValueCase(
      "root(a) = { x = 1.0; for i in 1..20 { x = x - (t -> t^2 - a)(x) / (t -> t^2 - a)'(x) }; x }; root'(4)", 0.25),
    // Where squares and logarithms leave the range of the numbers.
    ValueCase("a = param(0.5); b = param(0.0); G = grad(a^b, a); grad(G, b)", 2),
    ValueCase("a = param(0.5); b = param(0.0); G = grad(a^b, b); grad(G, a)", 2),
    ValueCase("b = param(1e80); G = grad(1 / b, b); grad(G, b) * 1e240", 2), ValueCase("1 / (-6 % 3)", .infinity),
    ValueCase("elu(-1e-12) * 1e12", -1),
    // Lengths and spreads at their corners.
    ValueCase("w = param([0, 0]); grad(norm(w), w)", 0, 0), ValueCase("w = param([2, 2]); grad(std(w), w)", 0, 0),
    ValueCase("w = param([3, 4]); grad(norm(w), w)", 0.6, 0.8),
  ]

  @Test("partial derivatives, Jacobians and Hessians are those of the books", arguments: cases)
  func values(_ known: ValueCase) {
    let run = Run(known.program)
    #expect(known.holds(for: run), "got \(run.last), \(run.failure?.title.description ?? "without an error")")
  }

  @Test(
    "what a derivative cannot tell is said, with a way on",
    arguments: [
      ("f(x, y) = x * y; f'", "which-variable", "∂f/∂x"), ("f(x) = x^2; ∂f/∂y(1)", "which-variable", "∂f/∂x"),
      ("f(x) = [x, x^2]; grad(f)(2)", "not-a-scalar", "jacobian"),
      ("w = param(2); y = w > 1\nL = 3 * y; ∂L/∂w", "not-recorded", "line 1"),
      ("w = param([1, 2])\nk = argmax(w)\nL = 2 * k; ∂L/∂w", "not-recorded", "line 2"),
      ("x = [1, 2]; net(x) = layer_norm(x * param([1, 2])); grad(net(x)[0], x)", "not-recorded", "param"),
    ])
  func refusals(_ program: String, _ code: String, _ word: String) {
    let failure = Run(program).failure
    let words = ([failure?.title, failure?.help].compactMap { $0 } + (failure?.notes ?? [])).map(\.description).joined(
      separator: " ")
    #expect(failure?.code.name == code && words.contains(word), "\(failure?.code.name ?? "no error"): \(words)")
  }
}
