package import Documents
package import Source
package import Tensors

/// Anything a name can hold: values never change, names are rebound.
package enum Value {
  /// A number, a boolean or a tensor, recorded or not.
  case data(Traced)
  /// A parameter: a handle to a cell of the session's state.
  case parameter(Parameter)
  /// A text.
  case string(Text)
  /// A list that keeps its elements.
  case list(List)
  /// A record with named fields.
  case record(Record)
  /// Whole numbers from a first to a last.
  case range(IntegerRange)
  /// A function, built in or made in the language.
  case function(Function)
  /// An optimiser: a handle to a cell of the session's state.
  case optimiser(Optimiser)
  /// A picture.
  case figure(Picture)
  /// Data that is cut into batches as a loop asks for them.
  case batches(BatchSource)
  /// What a statement without a value leaves: it is not shown and cannot be used.
  case nothing
  /// A name that holds nothing yet.
  case unset

  /// A float64 number.
  @inline(__always)
  package static func number(_ value: Double) -> Value { .data(.float64(value)) }

  /// A number of a float type.
  static func number(_ value: Double, of type: ElementType) -> Value {
    type == .float32 ? .data(.float32(Float(value))) : .data(.float64(value))
  }

  /// A text.
  package static func text(_ string: String) -> Value { .string(Text(string)) }

  /// A boolean.
  package static func boolean(_ value: Bool) -> Value { .data(.bool(value)) }

  /// A whole number.
  package static func integer(_ value: Int) -> Value { .data(.int(value)) }

  /// Whether it is a tensor, or a list that may become one.
  var hasAxes: Bool {
    switch self {
    case .data(let traced): !traced.shape.isEmpty
    case .parameter(let parameter): !parameter.shape.isEmpty
    case .list: true
    default: false
    }
  }

  /// What it is, in a word or two, with the shape where that matters: for messages.
  package var kind: Phrase {
    switch self {
    case .data(let traced):
      switch traced.plain {
      case .float64, .float32, .int: "a number"
      case .bool: "a boolean"
      default: "a tensor of shape \(ShapeText.of(traced.shape))"
      }
    case .parameter(let parameter): parameter.isBuffer ? "a buffer" : "a parameter"
    case .string: "a text"
    case .list(let list): "a list of \(list.items.count)"
    case .record: "a record"
    case .range: "a range"
    case .function: "a function"
    case .optimiser: "an optimiser"
    case .figure: "a picture"
    case .batches: "batches of data"
    case .nothing, .unset: "nothing"
    }
  }
}

/// A record: fields in the order they were written.
package final class Record {
  /// The names of the fields.
  package let names: [String]
  /// Their values.
  package let values: [Value]
  /// How deep it is nested and how much it holds.
  let nesting: Nesting

  /// Makes a record of as many values as names.
  package init(names: [String], values: [Value]) {
    precondition(names.count == values.count, "\(names.count) names for \(values.count) values")
    self.names = names
    self.values = values
    nesting = Nesting(around: values)
  }

  /// Makes a record of fields.
  package convenience init(_ fields: [(String, Value)]) {
    self.init(names: fields.map(\.0), values: fields.map(\.1))
  }

  /// The value of a field.
  package subscript(_ name: String) -> Value? { place(of: name).map { values[$0] } }

  /// The places of the fields' names, made when a record of many fields is first asked.
  private lazy var places = Dictionary(zip(names, 0...), uniquingKeysWith: { first, _ in first })

  /// Where a field stands.
  func place(of name: String) -> Int? { names.count < 16 ? names.firstIndex(of: name) : places[name] }
}

/// The whole numbers from `lower` on, `count` of them.
package final class IntegerRange {
  /// The first number.
  package let lower: Int
  /// How many there are.
  package let count: Int

  /// Makes a range.
  package init(lower: Int, count: Int) {
    self.lower = lower
    self.count = count
  }
}

/// A picture as data, drawn by whoever shows it.
package final class Picture {
  /// What there is to draw.
  package enum Content {
    /// A figure of plain numbers.
    case figure(Figure)
    /// The graph of a recorded number, under a name; it is laid out when it is shown, in the one way the stepper has.
    case tape(Node, name: String, code: CodeTable)
  }

  /// What there is to draw.
  package let content: Content

  /// Makes a picture of a figure.
  package init(_ figure: Figure) { content = .figure(figure) }

  /// Makes the picture of a graph.
  package init(graphOf loss: Node, name: String, code: CodeTable) {
    content = .tape(loss, name: name, code: code)
  }
}

/// A handle to a parameter; its value lives in the session's state, so that a copy of the state has its own.
package final class Parameter {
  /// Which cell of the state holds the value.
  let slot: Int
  /// The number that its leaves carry: never used twice in a process.
  package let id: Int
  /// The extents of its value, which no update changes.
  package let shape: [Int]
  /// The first name that was bound to it.
  package var name: String?
  /// The variable of that name, through which `+=` updates it.
  var home: Home?

  /// Whether it is kept and not learned: no gradient is taken for it.
  package let isBuffer: Bool

  init(slot: Int, id: Int, shape: [Int], isBuffer: Bool = false) {
    self.slot = slot
    self.id = id
    self.shape = shape
    self.isBuffer = isBuffer
  }
}

/// A variable of the program: where a value lies that a name stands for.
enum Home: Equatable {
  /// A top-level name.
  case global(Int)
  /// A name inside the function with this code.
  case local(ObjectIdentifier, Int)
}

/// A handle to an optimiser; its moments live in the session's state.
package final class Optimiser {
  let slot: Int
  /// The rule by which it steps, with its settings.
  let rule: UpdateRule
  /// The rate of each step, counted from 0; nil for the rule's own.
  let schedule: Function?

  /// How it is shown with what it was when it was shown; nil while its state is looked up.
  let shown: String?

  init(slot: Int, rule: UpdateRule, schedule: Function?, shown: String? = nil) {
    self.slot = slot
    self.rule = rule
    self.schedule = schedule
    self.shown = shown
  }
}

/// How a shape is written: `[2, 3]`, and `[]` for a number.
package enum ShapeText {
  /// The text of a shape.
  package static func of(_ shape: [Int]) -> String { "[" + shape.map(String.init).joined(separator: ", ") + "]" }
}
