import Tensors
import Testing
import Source

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Types and shapes")
struct TypeTests {
  @Test(
    "the wider type wins, but a number never widens a tensor",
    arguments: [
      (ElementType.float32, ElementType.float64, ElementType.float64), (.int, .float32, .float32),
      (.bool, .int, .int), (.byte, .byte, .int), (.bool, .bool, .int), (.byte, .float32, .float32),
    ])
  func promotion(_ a: ElementType, _ b: ElementType, _ result: ElementType) throws {
    let (x, y) = (try Traced.ones(shape: [2], type: a), try Traced.ones(shape: [2], type: b))
    #expect(try Operation.add(x, y).elementType == result)
    #expect(try Operation.add(y, x).elementType == result)
  }

  @Test("a number of shape [] adapts to the tensor")
  func weakNumbers() throws {
    let floats = try Traced.make([Float(1), 2], shape: [2])
    let wholes = try Traced.make([1, 2], shape: [2])
    #expect(try Operation.multiply(floats, .float64(0.1)).elementType == .float32)
    #expect(try Operation.add(wholes, .float64(0.5)).elementType == .float64)
    #expect(try Operation.add(wholes, .int(1)).elementType == .int)
    #expect(try Operation.divide(wholes, .int(2)).doubles == [0.5, 1])
    #expect(try Operation.add(.float32(1), .float64(1)).elementType == .float64)
    #expect(try Operation.equal(.float64(.nan), .float64(.nan)).doubles == [0])
  }

  @Test("whole numbers are exact or an error")
  func wholes() throws {
    #expect(throws: TensorError.integerOverflow(operation: "+")) { try Operation.add(.int(.max), .int(1)) }
    #expect(throws: TensorError.integerOverflow(operation: "^")) { try Operation.power(.int(10), .int(19)) }
    #expect(throws: TensorError.integerOverflow(operation: "-")) { try Operation.negate(.int(.min)) }
    #expect(throws: TensorError.divisionByZero(operation: "%")) { try Operation.remainder(.int(1), .int(0)) }
    #expect(throws: TensorError.negativeExponent) { try Operation.power(.int(2), .int(-1)) }
    #expect(throws: TensorError.integerOverflow(operation: "sum")) {
      try Operation.sum(try Traced.make([Int.max, 1], shape: [2]))
    }
    let rests = try Operation.remainder(try Traced.make([7, -7], shape: [2]), .int(3))
    #expect(rests.integers == [1, 2])
    #expect(try Operation.remainder(.int(.min), .int(-1)).integers == [0])
    #expect(try Operation.remainder(.float64(-7), .float64(3)).doubles == [2])
    #expect(try Operation.power(.float64(0), .float64(0)).doubles == [1])
    #expect(throws: TensorError.notRepresentable(value: .infinity, type: .int)) {
      try Operation.convert(.float64(.infinity), .elementType(.int))
    }
  }

  @Test("shapes that do not fit say where")
  func shapeErrors() throws {
    let (a, b) = (try Traced.ones(shape: [2, 3]), try Traced.ones(shape: [4]))
    #expect(throws: TensorError.cannotBroadcast(operation: "+", left: [2, 3], right: [4])) { try Operation.add(a, b) }
    #expect(throws: TensorError.matrixShapes(left: [2, 3], right: [4])) { try Operation.matmul(a, b) }
    let error = TensorError.matrixShapes(left: [3], right: [4, 2])
    #expect(error.code.name == "shape-mismatch")
    #expect(
      error.notes == [
        "`@` needs the last axis of the left side (3) to equal the first axis of the right side (4)"
      ])
    #expect(throws: TensorError.emptyReduction(operation: "max", shape: [0])) {
      try Operation.max(try Traced.zeros(shape: [0]))
    }
    #expect(try Operation.sum(try Traced.zeros(shape: [0])).doubles == [0])
    #expect(try Operation.prod(try Traced.zeros(shape: [0])).doubles == [1])
    #expect(throws: TensorError.self) { try Traced.zeros(shape: [1_000_000, 1_000_000]) }
    #expect(throws: TensorError.self) { try Traced.zeros(shape: [Int.max, Int.max]) }
    #expect(throws: TensorError.negativeExtent(shape: [-1])) { try Traced.zeros(shape: [-1]) }
    #expect(throws: TensorError.axisOutOfRange(axis: 2, shape: [3])) { try Axes.normalise(2, shape: [3]) }
    #expect(throws: TensorError.raggedList(position: 1, first: [], other: [2])) {
      try Traced.stack([.float64(1), try Traced.zeros(shape: [2])])
    }
  }

  @Test("an index follows Python's and NumPy's rules")
  func indexing() throws {
    let x = try tensor([0, 1, 2, 3, 4, 5], [2, 3])
    func pick(_ parts: IndexPart...) throws -> [Double] { try Operation.index(x, .index(parts)).doubles }
    #expect(try pick(.position(-1, axis: 0, shape: [2, 3])) == [3, 4, 5])
    #expect(try pick(.at(0), .range(from: nil, to: nil, step: -1, axis: 1, shape: [2, 3])) == [2, 1, 0])
    #expect(try pick(.at(1), .range(from: 1, to: 100, axis: 1, shape: [2, 3])) == [4, 5])
    #expect(try pick(.at(1), .range(from: -100, to: -2, axis: 1, shape: [2, 3])) == [3])
    #expect(try pick(.array(try tensor([1, -2]), axis: 0, shape: [2, 3]), .at(2)) == [5, 2])
    #expect(try pick(.gather([1], shape: [1])) == [3, 4, 5])
    #expect(try Operation.index(x, .index([.gather([0, 1, 1, 0], shape: [2, 2])])).shape == [2, 2, 3])
    #expect(throws: TensorError.indexOutOfRange(index: 2, axis: 0, shape: [2, 3])) {
      try IndexPart.position(2, axis: 0, shape: [2, 3])
    }
    #expect(throws: TensorError.indexNotWhole(0.5)) {
      try IndexPart.array(try tensor([0.5]), axis: 0, shape: [2])
    }
    #expect(throws: TensorError.tooManyIndices(count: 1, shape: [])) {
      try Operation.index(.float64(1), .index([.at(0)]))
    }
    let transposed = try Operation.transpose(x)
    #expect(try Operation.index(transposed, .index([.at(2), .at(1)])).doubles == [5])
  }

  @Test("views share memory and still read in order")
  func views() throws {
    let x = try tensor([1, 2, 3, 4, 5, 6], [2, 3])
    let turned = try Operation.transpose(x)
    #expect(turned.doubles == [1, 4, 2, 5, 3, 6])
    #expect(try Operation.reshape(turned, .shape([6])).doubles == [1, 4, 2, 5, 3, 6])
    #expect(try Operation.flip(turned).doubles == [6, 3, 5, 2, 4, 1])
    #expect(try Operation.concat([turned, turned], .axis(1)).doubles == [1, 4, 1, 4, 2, 5, 2, 5, 3, 6, 3, 6])
    #expect(try Operation.sort(try tensor([3, .nan, 1])).doubles.prefix(2) == [1, 3])
    #expect(try Operation.argmax(try tensor([3, 7, 7])).integers == [1])
    #expect(try Traced.arange(5, 0, step: -2).integers == [5, 3, 1])
    #expect(try Traced.linspace(0, 1, count: 3).doubles == [0, 0.5, 1])
    #expect(try Traced.eye(2, 3).doubles == [1, 0, 0, 0, 1, 0])
  }
}

// One after the other: these tests change who multiplies, and on how many threads.
@Suite("The matrix product", .serialized)
struct ProductTests {
  @Test(
    "is the same by OpenBLAS, by our kernel and by hand",
    arguments: [(1, 1, 1), (3, 5, 7), (13, 33, 65), (100, 10, 784), (50, 300, 17), (1, 200, 300), (130, 1, 90)])
  func backends(_ m: Int, _ n: Int, _ k: Int) throws {
    var random = RandomStream(seed: 3)
    defer { Backend.current = .automatic }
    for type in [ElementType.float64, .float32] {
      for (turnsLeft, turnsRight) in [(false, false), (true, false), (false, true), (true, true)] {
        let a = try random.normal(shape: turnsLeft ? [k, m] : [m, k], type: type)
        let b = try random.normal(shape: turnsRight ? [n, k] : [k, n], type: type)
        let left = turnsLeft ? try Operation.transpose(a) : a
        let right = turnsRight ? try Operation.transpose(b) : b
        let (x, y) = (left.doubles, right.doubles)
        var expected = [Double](repeating: 0, count: m * n)
        for i in 0..<m { for p in 0..<k { for j in 0..<n { expected[i * n + j] += x[i * k + p] * y[p * n + j] } } }
        let exact = try tensor(expected, [m, n])
        for backend in [Backend.own, .blas] {
          Backend.current = backend
          let found = try Operation.matmul(left, right)
          let tolerance = type == .float64 ? 1e-12 : 1e-3
          #expect(found.isClose(to: exact, relative: tolerance, absolute: tolerance), "\(backend) \(type)")
          #expect(try Operation.matmul(left, right).isIdentical(to: found))
        }
      }
    }
  }

  @Test(
    "is the same on any number of threads, and to the last bit on the same number", arguments: [Backend.own, .blas])
  func threads(_ backend: Backend) throws {
    Backend.current = backend
    defer {
      Backend.current = .automatic
      Parallel.count = Parallel.cores
    }
    var random = RandomStream(seed: 9)
    for (m, n, k) in [(200, 97, 301), (97, 500, 130)] {
      let a = try random.normal(shape: [m, k], type: .float64)
      let b = try random.normal(shape: [n, k], type: .float64)
      let turned = try Operation.transpose(b)
      Parallel.count = 1
      let alone = try Operation.matmul(a, turned)
      for count in [2, 3, 5] {
        Parallel.count = count
        let shared = try Operation.matmul(a, turned)
        #expect(shared.isClose(to: alone, relative: 1e-12, absolute: 1e-12), "\(count) threads")
        #expect(try Operation.matmul(a, turned).isIdentical(to: shared), "\(count) threads")
      }
    }
  }

  @Test("of whole numbers is exact")
  func wholes() throws {
    let a = try Traced.make([1, 2, 3, 4], shape: [2, 2])
    #expect(try Operation.matmul(a, a).integers == [7, 10, 15, 22])
  }
}

@Suite("Optimisers")
struct OptimiserTests {
  /// The plain twin of the fused pass.
  private func adam(
    _ w: [Double], _ m: inout [Double], _ v: inout [Double], _ g: [Double], _ step: Int, rate: Double, decay: Double
  ) -> [Double] {
    var (first, second) = (1.0, 1.0)
    for _ in 0..<step { (first, second) = (first * 0.9, second * 0.999) }
    return w.indices.map { i in
      m[i] = 0.9 * m[i] + 0.1 * g[i]
      v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i]
      let (mean, square) = (m[i] / (1 - first), v[i] / (1 - second))
      return w[i] - rate * mean / (square.squareRoot() + 1e-8) - rate * decay * w[i]
    }
  }

  @Test("take Adam's step in one pass as in plain Swift", arguments: [ElementType.float64, .float32], [0, 0.01])
  func adam(_ type: ElementType, _ decay: Double) throws {
    var random = RandomStream(seed: 1)
    var w = try random.normal(shape: [37], type: type)
    let rule = UpdateRule.adam(rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: decay)
    var memory = OptimiserMemory()
    var plain = w.doubles
    var (m, v) = ([Double](repeating: 0, count: 37), [Double](repeating: 0, count: 37))
    for step in 1...5 {
      let g = try random.normal(shape: [37], type: type)
      let before = w
      let copy = w.doubles
      var moves = [OptimiserMove(w, against: g, memory: memory)]
      try Optimiser.step(&moves, by: rule)
      (w, memory) = (moves[0].new, moves[0].memory)
      plain = adam(plain, &m, &v, g.doubles, step, rate: 0.01, decay: decay)
      #expect(before.doubles == copy)
    }
    let tolerance = type == .float64 ? 1e-13 : 1e-5
    #expect(w.isClose(to: try tensor(plain), relative: tolerance, absolute: tolerance))
    #expect(memory.steps == 5)
  }

  private static let rules: [UpdateRule] = [
    .sgd(rate: 0.5, momentum: 0), .sgd(rate: 0.5, momentum: 0.9), .rmsprop(rate: 0.1, decay: 0.9, epsilon: 1e-8),
    .adam(rate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0),
  ]

  @Test("leave a copy of what they remember alone", arguments: rules)
  func copies(_ rule: UpdateRule) throws {
    let w = try tensor([1, 2])
    func after(_ memory: OptimiserMemory) throws -> OptimiserMove {
      var moves = [OptimiserMove(w, against: w, memory: memory)]
      try Optimiser.step(&moves, by: rule)
      return moves[0]
    }
    let kept = try after(OptimiserMemory()).memory
    let first = try after(kept).new
    #expect(try after(kept).new.isIdentical(to: first))
  }

  @Test("move all parameters or none", arguments: rules)
  func atomic(_ rule: UpdateRule) throws {
    let (w, v) = (try tensor([1, 2]), try tensor([3, 4]))
    var moves = [OptimiserMove(w, against: w, memory: OptimiserMemory())]
    try Optimiser.step(&moves, by: rule)
    let memory = moves[0].memory
    var broken = [
      OptimiserMove(w, against: w, memory: memory),
      OptimiserMove(v, against: try tensor([1, 2, 3]), memory: OptimiserMemory()),
    ]
    #expect(throws: TensorError.self) { try Optimiser.step(&broken, by: rule) }
    #expect(broken[0].new.isIdentical(to: w))
    #expect(broken[0].memory.steps == 1)
    var (again, plain) = (
      [OptimiserMove(w, against: w, memory: broken[0].memory)], [OptimiserMove(w, against: w, memory: memory)]
    )
    try Optimiser.step(&again, by: rule)
    try Optimiser.step(&plain, by: rule)
    #expect(again[0].new.isIdentical(to: plain[0].new))
  }
}

@Suite("Sums")
struct SumTests {
  @Test("of float32 columns are as exact as those of double ones", arguments: [1, 2, 300])
  func columns(_ width: Int) throws {
    let height = width == 300 ? 3_000 : 200_000
    let tenths = try Traced.make([Float](repeating: 0.1, count: height * width), shape: [height, width])
    let sums = try Operation.sum(tenths, .reduction(axes: [0], keepsAxes: false))
    let expected = Double(Float(0.1)) * Double(height)
    #expect(sums.doubles.allSatisfy { abs($0 - expected) < expected * 1e-6 })
  }

  @Test("of float32 ones do not stop growing at 2^24")
  func ones() throws {
    let ones = try Traced.ones(shape: [17_000_000, 2], type: .float32)
    #expect(try Operation.sum(ones, .reduction(axes: [0], keepsAxes: false)).doubles == [1.7e7, 1.7e7])
  }
}

@Suite("Random numbers")
struct RandomTests {
  @Test("begin as the authors' own programs do")
  func first() {
    var mixer = SplitMix(state: 1_234_567)
    #expect(mixer.next() == 6_457_827_717_110_365_317)
    #expect(mixer.next() == 3_203_168_211_198_807_973)
    var stream = RandomStream(state: (1, 2, 3, 4))
    #expect(stream.next() == 41_943_041)
    #expect(stream.next() == 58_720_359)
    #expect(stream.next() == 3_588_806_011_781_223)
  }

  @Test("are spread as they should be")
  func moments() throws {
    var random = RandomStream(seed: 11)
    let normal = try random.normal(shape: [20_000], mean: 1, deviation: 2).doubles
    let mean = normal.reduce(0, +) / 20_000
    let variance = normal.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
    #expect((mean - 1).magnitude < 0.06)
    #expect((variance - 4).magnitude < 0.2)
    let truncated = try random.truncatedNormal(shape: [5_000], deviation: 0.1).doubles
    #expect(truncated.allSatisfy { $0.magnitude <= 0.2 })
    let uniform = try random.uniform(shape: [5_000], from: -1, to: 3).doubles
    #expect(uniform.allSatisfy { $0 >= -1 && $0 < 3 })
    #expect(random.permutation(10).sorted() == Array(0..<10))
    #expect((0..<1000).map { _ in random.integer(in: -3...3) }.reduce(into: Set<Int>()) { $0.insert($1) }.count == 7)
  }

  @Test("repeat for the same seed and in a copy")
  func copies() {
    var first = RandomStream(seed: 5)
    var second = RandomStream(seed: 5)
    #expect(first.next() == second.next())
    _ = first.normal()
    var copy = first
    #expect(copy.normal() == first.normal())
    #expect(copy == first)
  }
}

@Suite("Without elements")
struct EmptyTests {
  @Test("a tensor of immense shape costs nothing and never traps")
  func immense() throws {
    let wide = try Traced.zeros(shape: [1 << 40, 3, 0])
    #expect(try Operation.sum(wide, .reduction(axes: [1], keepsAxes: false)).shape == [1 << 40, 0])
    #expect(try Operation.max(wide, .reduction(axes: [1], keepsAxes: false)).count == 0)
    #expect(try Operation.sort(wide).count == 0)
    #expect(try Operation.cumsum(wide, .axis(1)).count == 0)
    #expect(try Operation.flip(wide).count == 0)
    #expect(try Operation.triu(wide).count == 0)
    #expect(try Operation.concat([wide, wide], .axis(1)).shape == [1 << 40, 6, 0])
    #expect(try Operation.index(wide, .index([.gather([0, 1], shape: [2])])).shape == [2, 3, 0])
    #expect(
      try Operation.matmul(try Traced.zeros(shape: [2, 0]), try Traced.zeros(shape: [0, 2])).doubles == [0, 0, 0, 0])
    #expect(throws: TensorError.self) { try Traced.zeros(shape: [.max, .max, 0]) }
    let line = try Traced.zeros(shape: [0, .max])
    #expect(throws: TensorError.self) { try Operation.concat([line, line], .axis(1)) }
    #expect(throws: TensorError.self) {
      try Operation.patches(
        try Traced.zeros(shape: [0, 1, .max, 1]), .window(kernel: (1, 1), stride: (1, 1), padding: (1, 1)))
    }
  }
}

@Suite("Effort")
struct EffortTests {
  @Test("of a row is the same in a large table and in a small one")
  func row() throws {
    func left(afterRowOf rows: Int) throws -> Int? {
      let table = try Traced.ones(shape: [rows, 100])
      Effort.allow(1_000)
      defer { Effort.allow(nil) }
      _ = try Operation.index(table, .index([.at(2)]))
      return Effort.remaining
    }
    #expect(try left(afterRowOf: 4_000) == left(afterRowOf: 4))
    #expect(try left(afterRowOf: 4) ?? 0 >= 900)
  }
}

@Suite("Kernels of functions")
struct FunctionKernelTests {
  static let functions: [(operation: Operation, twin: @Sendable (Double) -> Double)] = [
    (.exp, { exp($0) }), (.tanh, { tanh($0) }), (.erf, { erf($0) }),
    (.sigmoid, { $0 >= 0 ? 1 / (1 + exp(-$0)) : exp($0) / (1 + exp($0)) }),
  ]

  @Test("are right to the last digit but one, from very small to very large", arguments: functions.indices)
  func digits(_ index: Int) throws {
    let (operation, twin) = FunctionKernelTests.functions[index]
    let numbers = (-3000...3000).map { Double($0) * 0.0371 } + [-1e9, 1e9, 700, -740, 1e-30, -1e-5, 0, -0.0]
    let made = try operation(try tensor(numbers)).doubles
    for (x, y) in zip(numbers, made) {
      let expected = twin(x)
      #expect(y == expected || (y - expected).magnitude <= 4 * expected.ulp, "at \(x)")
    }
    let singles = numbers.map { Float($0) }
    let narrow = try operation(try Traced.make(singles, shape: [singles.count])).doubles
    for (x, y) in zip(singles, narrow) {
      let expected = Float(twin(Double(x)))
      #expect(Float(y) == expected || (Float(y) - expected).magnitude <= 4 * expected.ulp, "at \(x)")
    }
  }

  @Test("keep infinity and nan, and give every number the same result wherever it stands")
  func edges() throws {
    let wild = try tensor([.nan, .infinity, -.infinity])
    #expect(try Operation.exp(wild).doubles[1...] == [.infinity, 0])
    #expect(try Operation.tanh(wild).doubles[1...] == [1, -1])
    #expect(try Operation.sigmoid(wild).doubles[1...] == [1, 0])
    for operation in [Operation.exp, .tanh, .sigmoid] {
      #expect(try operation(wild).doubles[0].isNaN)
      let square = try tensor((0..<35).map { Double($0) / 7 - 2.3 }, [5, 7])
      let turned = try Operation.transpose(try operation(square))
      #expect(try operation(try Operation.transpose(square)).isIdentical(to: turned))
    }
  }
}
