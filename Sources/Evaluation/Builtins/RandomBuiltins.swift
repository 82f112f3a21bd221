import Source
import Tensors

extension Builtins {
  /// Random numbers, all from the session's stream: a seed fixes them.
  static let random = [
    Draws.uniform, Draws.normal, Draws.truncatedNormal, Draws.glorot, Draws.he, Draws.categorical, Draws.choose,
    Draws.permutation, Draws.shuffle, Draws.seed,
  ]
}

private enum Draws {
  private static let shape = Builtin.Parameter.optional("shape", "[]", "the extents; a single number without it")
  private static let dtype = Builtin.Parameter.optional("dtype", else: "the default", "the element type")

  static let uniform = Builtin(
    "uniform", [shape, .number("low", 0), .number("high", 1), dtype], group: .random,
    "Draws numbers spread evenly from low up to high.", example: "shape(uniform([2, 3]))  //= [2, 3]"
  ) { (call) throws(Stop) in
    let (low, high) = (try call.number("low"), try call.number("high"))
    guard low <= high, low.isFinite, high.isFinite else {
      throw call.failure(
        .wrongArguments, "low must not be above high, and these are \(plain(low)) and \(plain(high))", at: 1)
    }
    return try draw(call) { stream, shape, type throws(TensorError) in
      try stream.uniform(shape: shape, from: low, to: high, type: type)
    }
  }

  static let normal = Builtin(
    "normal", [shape, .number("mean", 0), .number("std", 1, .from(0), "the standard deviation"), dtype], group: .random,
    "Draws numbers from the normal distribution.", example: "shape(normal([2, 3], std=0.1))  //= [2, 3]"
  ) { (call) throws(Stop) in
    let (mean, deviation) = (try call.number("mean"), try call.number("std"))
    return try draw(call) { stream, shape, type throws(TensorError) in
      try stream.normal(shape: shape, mean: mean, deviation: deviation, type: type)
    }
  }

  static let truncatedNormal = Builtin(
    "truncated_normal", [shape, .number("mean", 0), .number("std", 1, .from(0), "before the cut"), dtype],
    group: .random, "Draws normal numbers again while they lie more than two standard deviations from the mean.",
    example: "max(abs(truncated_normal([100], std=0.1))) <= 0.2  //= true"
  ) { (call) throws(Stop) in
    let (mean, deviation) = (try call.number("mean"), try call.number("std"))
    return try draw(call) { stream, shape, type throws(TensorError) in
      try stream.truncatedNormal(shape: shape, mean: mean, deviation: deviation, type: type)
    }
  }

  private static func plain(_ number: Double) -> String { NumberText.of(number, digits: 7) }

  private static func draw(
    _ call: Call, _ draw: (inout RandomStream, [Int], ElementType) throws(TensorError) -> Traced
  ) throws(Stop) -> Value {
    let shape = call.has(0) ? try call.shape(0) : []
    let type = try call.elementType(3)
    return .data(
      try call.attempt { () throws(TensorError) in
        try TensorLimits.check(shape, type)
        return try draw(&call.machine.state.random, shape, type)
      })
  }

  static let glorot = Builtin(
    "glorot", [.required("inputs", "how many a neuron has"), .required("outputs", "how many neurons there are")],
    group: .random,
    "Draws first weights [inputs, outputs] that keep the spread of signals forwards and backwards.",
    details:
      "Even numbers between ±sqrt(6/(inputs + outputs)): for σ, tanh and linear layers. Source: Glorot and Bengio (2010).",
    example: "shape(glorot(3, 2))  //= [3, 2]"
  ) { (call) throws(Stop) in
    let (inputs, outputs) = (try extent(call, 0), try extent(call, 1))
    let limit = (6 / Double(Swift.max(inputs + outputs, 1))).squareRoot()
    let type = call.machine.state.defaultFloat
    return .data(
      try call.attempt { () throws(TensorError) in
        try TensorLimits.check([inputs, outputs], type)
        return try call.machine.state.random.uniform(shape: [inputs, outputs], from: -limit, to: limit, type: type)
      })
  }

  static let he = Builtin(
    "he", [.required("inputs", "how many a neuron has"), .required("outputs", "how many neurons there are")],
    group: .random,
    "Draws first weights [inputs, outputs] that keep the spread of signals through relu.",
    details: "Normal numbers with the standard deviation sqrt(2/inputs). Source: He, Zhang, Ren and Sun (2015).",
    example: "shape(he(3, 2))  //= [3, 2]"
  ) { (call) throws(Stop) in
    let (inputs, outputs) = (try extent(call, 0), try extent(call, 1))
    let deviation = (2 / Double(Swift.max(inputs, 1))).squareRoot()
    let type = call.machine.state.defaultFloat
    return .data(
      try call.attempt { () throws(TensorError) in
        try TensorLimits.check([inputs, outputs], type)
        return try call.machine.state.random.normal(shape: [inputs, outputs], deviation: deviation, type: type)
      })
  }

  private static func extent(_ call: Call, _ position: Int) throws(Stop) -> Int {
    let extent = try call.whole(position)
    guard (0...1 << 40).contains(extent) else {
      throw call.failure(
        .wrongArguments, "\(call.builtin.parameters[position].name) cannot be \(extent)", at: position)
    }
    return extent
  }

  static let categorical = Builtin(
    "categorical", [.required("p", "probabilities along the last axis")], group: .random,
    "Draws a class for each row of probabilities.",
    details: "The probabilities need not sum to 1; they are divided by their sum. softmax makes them from scores.",
    example: "categorical([0, 1, 0])  //= 1"
  ) { (call) throws(Stop) in
    let chances = try call.traced(0).plain
    guard let classes = chances.shape.last, classes > 0 else {
      throw call.failure(.wrongArguments, "there must be at least one probability", at: 0)
    }
    let numbers = chances.doubles
    var drawn: [Int] = []
    for row in 0..<numbers.count / classes {
      let weights = numbers[row * classes..<(row + 1) * classes]
      let total = weights.reduce(0, +)
      guard total > 0, total.isFinite, weights.allSatisfy({ $0 >= 0 }) else {
        throw call.failure(
          .wrongArguments, "probabilities are at least 0, and not all of them 0", at: 0,
          help: "softmax(scores) makes probabilities")
      }
      var rest = call.machine.state.random.uniform() * total
      var choice = classes - 1
      for (index, weight) in weights.enumerated() {
        rest -= weight
        if rest < 0 {
          choice = index
          break
        }
      }
      // Rounding must not choose what has no chance.
      while choice > 0, weights[weights.startIndex + choice] == 0 { choice -= 1 }
      drawn.append(choice)
    }
    if chances.shape.count == 1 { return .integer(drawn.first ?? 0) }
    return try call.tensor(drawn, shape: Array(chances.shape.dropLast()))
  }

  static let choose = Builtin(
    "choose", [.required("xs", "a range, a list, or a tensor along its first axis")], group: .random,
    "Draws one of the elements.",
    details:
      "In a lesson with a student's name (:set student ada) the choice belongs to the student and to the line it "
      + "stands on, so that everybody has numbers of their own, and the same ones at every run.",
    example: "choose([7])  //= 7"
  ) { (call) throws(Stop) in
    let count = try Rearranging.count(call[0], call)
    guard count > 0 else { throw call.failure(.wrongArguments, "there is nothing to choose from", at: 0) }
    let place: Int
    if let student = call.machine.state.student {
      var own = RandomStream(seed: FNV1a.hash(of: "\(student)\n\(line(of: call))") ^ call.machine.state.salt)
      call.machine.state.choices &+= 1
      place = own.integer(below: count)
    } else {
      place = call.machine.state.random.integer(below: count)
    }
    switch call[0] {
    case .range(let range): return .integer(range.lower &+ place)
    case .list(let list): return list.items[place]
    case .record: return try Rearranging.pick([place], of: call[0], call)
    default: return try call.apply(.index, try call.traced(0), .index([.at(place)]))
    }
  }

  /// The line of the source that a call stands on, without the space around it.
  private static func line(of call: Call) -> String {
    let source = call.place.source
    let bytes = Array(source.text.utf8)
    let start = Swift.min(Swift.max(call.place.span.lower, 0), bytes.count)
    let before = bytes[..<start].lastIndex(of: 10).map { $0 + 1 } ?? 0
    let after = bytes[start...].firstIndex(of: 10) ?? bytes.count
    return String(decoding: bytes[before..<after].filter { $0 != 32 && $0 != 13 && $0 != 9 }, as: UTF8.self)
  }

  static let permutation = Builtin(
    "permutation", [.required("n", "how many")], group: .random,
    "Gives the whole numbers from 0 to before n in random order.",
    details: "x[p] and y[p] with one permutation p stay together.", example: "sort(permutation(4))  //= [0, 1, 2, 3]"
  ) { (call) throws(Stop) in
    let count = try call.whole(0)
    guard count >= 0 else { throw call.failure(.wrongArguments, "n cannot be \(count)", at: 0) }
    try call.attempt { () throws(TensorError) in try TensorLimits.check([count], .int) }
    return try call.tensor(call.machine.state.random.permutation(count), shape: [count])
  }

  static let shuffle = Builtin(
    "shuffle", [.required("xs", "a list, a tensor along its first axis, or data with x and y")], group: .random,
    "Gives the elements in random order.", details: "Of data, x and y stay together.",
    example: "sort(shuffle([3, 1, 2]))  //= [1, 2, 3]"
  ) { (call) throws(Stop) in
    let count = try Rearranging.countToShuffle(call[0], call)
    return try Rearranging.pick(call.machine.state.random.permutation(count), of: call[0], call)
  }

  static let seed = Builtin(
    "seed", [.required("n", "a whole number")], group: .random,
    "Starts the session's random numbers again, so that the same ones follow.",
    example: "seed(1); a = uniform(); seed(1); a == uniform()  //= true"
  ) { (call) throws(Stop) in
    call.machine.state.reseed(UInt64(bitPattern: Int64(try call.whole(0))))
    return .nothing
  }
}
