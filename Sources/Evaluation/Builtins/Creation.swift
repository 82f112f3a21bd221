import Tensors
import Source

extension Builtins {
  /// Functions that make numbers and tensors.
  static let creation = [
    Creation.zeros, Creation.ones, Creation.full, Creation.eye, Creation.range, Creation.linspace, Creation.float32,
    Creation.float64, Creation.int, Creation.oneHot,
  ]
}

private enum Creation {
  private static let extents = Builtin.Parameter.required("shape", "a list of extents, or the extents themselves")
  private static let dtype = Builtin.Parameter.optional("dtype", else: "the default", "the element type")

  static let zeros = Builtin(
    "zeros", [extents, dtype], isVariadic: true, group: .creation, "Makes a tensor of zeros.",
    details: "The shape is one list or several numbers: zeros([2, 3]) and zeros(2, 3) are the same.",
    example: "zeros(2, 3)  //= [[0, 0, 0], [0, 0, 0]]"
  ) { (call) throws(Stop) in try filled(call, with: 0) }

  static let ones = Builtin(
    "ones", [extents, dtype], isVariadic: true, group: .creation, "Makes a tensor of ones.",
    details: "The shape is one list or several numbers.", example: "ones(3)  //= [1, 1, 1]"
  ) { (call) throws(Stop) in try filled(call, with: 1) }

  private static func filled(_ call: Call, with value: Double) throws(Stop) -> Value {
    let shape = try call.extents()
    let type = try call.elementType(1)
    return .data(try call.attempt { () throws(TensorError) in try Traced.full(value, shape: shape, type: type) })
  }

  static let full = Builtin(
    "full", [.required("shape", "the extents"), .required("value", "the number"), dtype], group: .creation,
    "Makes a tensor with one number everywhere.", example: "full([2, 2], 7)  //= [[7, 7], [7, 7]]"
  ) { (call) throws(Stop) in
    let shape = try call.shape(0)
    let value = try call.number(1)
    let type = try call.elementType(2)
    return .data(try call.attempt { () throws(TensorError) in try Traced.full(value, shape: shape, type: type) })
  }

  static let eye = Builtin(
    "eye", [.required("n", "the number of rows"), .optional("m", "n", "the number of columns"), dtype],
    group: .creation, "Makes the identity matrix: ones on the diagonal, zeros elsewhere.",
    example: "eye(2)  //= [[1, 0], [0, 1]]"
  ) { (call) throws(Stop) in
    let rows = try call.whole(0)
    let columns = try call.whole(1, default: rows)
    let type = try call.elementType(2)
    return .data(try call.attempt { () throws(TensorError) in try Traced.eye(rows, columns, type: type) })
  }

  static let range = Builtin(
    "range",
    [
      .required("start", "the first number; the end when it is alone"), .optional("end", "", "where to stop"),
      .whole("step", 1),
    ],
    group: .creation, "Makes the whole numbers from start to before end, as Python's range does.",
    details: "a..b counts up to and including b, a..<b to before b.", example: "range(2, 10, 3)  //= [2, 5, 8]"
  ) { (call) throws(Stop) in
    let first = try call.whole(0)
    let (start, end) = call.has(1) ? (first, try call.whole(1)) : (0, first)
    let step = try call.whole("step")
    if step == 1, end >= start, !end.subtractingReportingOverflow(start).overflow {
      return .range(IntegerRange(lower: start, count: end - start))
    }
    return .data(try call.attempt { () throws(TensorError) in try Traced.arange(start, end, step: step) })
  }

  static let linspace = Builtin(
    "linspace",
    [.required("start"), .required("end"), .whole("count", 50, .none, "how many numbers"), dtype], group: .creation,
    "Makes numbers at equal distances from start to end, both included.",
    example: "linspace(0, 1, 5)  //= [0, 0.25, 0.5, 0.75, 1]"
  ) { (call) throws(Stop) in
    let (start, end) = (try call.number(0), try call.number(1))
    let count = try call.whole("count")
    let type = try call.elementType(3)
    return .data(
      try call.attempt { () throws(TensorError) in try Traced.linspace(start, end, count: count, type: type) })
  }

  static let float32 = conversion(
    .float32, "Gives the elements in single precision: about 7 digits, half the memory.",
    example: "dtype(float32([1, 2]))  //= \"float32\"")
  static let float64 = conversion(
    .float64, "Gives the elements in double precision: about 16 digits.",
    example: "dtype(float64(3))  //= \"float64\"")
  static let int = conversion(
    .int, "Gives the elements as whole numbers; fractions are cut off.",
    example: "int([2.7, -2.7])  //= [2, -2]")

  private static func conversion(_ type: ElementType, _ summary: String, example: String) -> Builtin {
    Builtin(
      type.name, [.required("x", "a number or tensor")], group: .creation, summary,
      details: type == .int
        ? "nan, infinities and numbers beyond 64 bits are an error." : "Gradients flow through the change of type.",
      example: example
    ) { (call) throws(Stop) in
      let x = try call.traced(0)
      return x.elementType == type ? .data(x) : try call.apply(.convert, x, .elementType(type))
    }
  }

  static let oneHot = Builtin(
    "one_hot",
    [
      .required("labels", "whole numbers, or a data set of a table"),
      .required("classes", "how many there are, or the name of a column of the table"), dtype,
    ],
    group: .creation,
    "Turns class numbers into rows with a 1 in the place of the class and 0 elsewhere.",
    details:
      "Labels of shape [n] give [n, classes]. A label below 0 or from classes on is an error. one_hot(d, \"city\") "
      + "puts a column for each city in the place of the column city.",
    example: "one_hot([2, 0], 3)  //= [[0, 0, 1], [1, 0, 0]]"
  ) { (call) throws(Stop) in
    if case .record(let data) = call[0] { return try Inputs.oneHot(data, column: try call.string(1), call) }
    let labels = try call.wholeNumbers(0, "labels")
    let shape = try call.traced(0).shape
    let classes = try call.whole(1)
    let type = try call.elementType(2)
    guard classes > 0 else {
      throw call.failure(.wrongArguments, "there must be at least one class, not \(classes)", at: 1)
    }
    try call.attempt { () throws(TensorError) in try TensorLimits.check(shape + [classes], .float64) }
    var elements = [Double](repeating: 0, count: labels.count * classes)
    for (row, label) in labels.enumerated() {
      guard (0..<classes).contains(label) else {
        throw call.failure(
          .indexOutOfRange, "the label \(label) is not among \(classes) classes", at: 0,
          notes: ["Classes are counted from 0 to \(classes - 1)."],
          help: classes == 1
            ? "one output predicts a number, and its loss is mse: train(net, data, loss=mse)"
            : label < 0
              ? "the smallest label is 0: subtract less, or nothing, from the labels"
              : "the number of classes must be at least the largest label + 1")
      }
      elements[row * classes + label] = 1
    }
    let made = elements
    return .data(
      try call.attempt { () throws(TensorError) in
        try Operation.convert(try Traced.make(made, shape: shape + [classes]), .elementType(type))
      })
  }
}
