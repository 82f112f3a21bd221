/// How the numbers of a walk are computed, one operation on single numbers after the other: a page computes them again
/// when a number that they start from is changed.
package struct Recalculation: Equatable, Sendable {
  /// A number.
  package enum Cell: Hashable, Sendable {
    /// A number that is given.
    case given(Double)
    /// The result of an operation on the numbers in earlier cells.
    case computed(String, [Int])
  }

  /// A value as the cells of its elements, in row-major order.
  package struct Value: Equatable, Sendable {
    /// The extent of each axis.
    package let shape: [Int]
    /// The cells of its elements.
    package let cells: [Int]

    /// Makes a value.
    package init(shape: [Int], cells: [Int]) {
      self.shape = shape
      self.cells = cells
    }
  }

  /// A number that may be changed.
  package struct Knob: Equatable, Sendable {
    /// What it is called: `w`, `W[0, 1]`.
    package let name: String
    /// Its cell, which is given.
    package let cell: Int
    /// How far one nudge moves it.
    package let nudge: Double

    /// Makes a knob.
    package init(name: String, cell: Int, nudge: Double) {
      self.name = name
      self.cell = cell
      self.nudge = nudge
    }
  }

  /// A value that is shown, with its gradient.
  package struct Row: Equatable, Sendable {
    /// Its name or formula.
    package let name: String
    /// Its box in the picture; nil when it has none.
    package let box: Int?
    /// Whether it is listed beside the picture, too.
    package let isListed: Bool
    /// The value.
    package let value: Value
    /// Its gradient; nil when none arrives.
    package let gradient: Value?
    /// The step at which its gradient is complete.
    package let completed: Int?

    /// Makes a row.
    package init(name: String, box: Int?, isListed: Bool, value: Value, gradient: Value?, completed: Int?) {
      self.name = name
      self.box = box
      self.isListed = isListed
      self.value = value
      self.gradient = gradient
      self.completed = completed
    }
  }

  /// What a step adds to the gradient of one value.
  package struct Flow: Equatable, Sendable {
    /// What gains it: `∂L/∂w`.
    package let name: String
    /// The rule in symbols; empty for a whole call.
    package let rule: String
    /// The gradient that arrives and the local derivative, where both are numbers.
    package let factors: [Int]
    /// What it adds.
    package let part: Value
    /// The gradient so far, with this part.
    package let total: Value
    /// Which of how many parts it is, from 1.
    package let ordinal: Int
    /// How many parts there are.
    package let count: Int
    /// The box of what gains it; nil when it has none.
    package let box: Int?

    /// Makes a flow.
    package init(
      name: String, rule: String, factors: [Int], part: Value, total: Value, ordinal: Int, count: Int, box: Int?
    ) {
      self.name = name
      self.rule = rule
      self.factors = factors
      self.part = part
      self.total = total
      self.ordinal = ordinal
      self.count = count
      self.box = box
    }
  }

  /// All numbers, each behind those that it is computed from.
  package let cells: [Cell]
  /// What may be changed.
  package let knobs: [Knob]
  /// What is shown.
  package let rows: [Row]
  /// The number whose gradients they are.
  package let loss: String
  /// The significant digits with which numbers are shown.
  package let digits: Int
  /// Whether each number is rounded to single precision, as the program's are.
  package let isSingle: Bool

  /// Makes a recalculation.
  package init(cells: [Cell], knobs: [Knob], rows: [Row], loss: String, digits: Int, isSingle: Bool = false) {
    self.isSingle = isSingle
    self.cells = cells
    self.knobs = knobs
    self.rows = rows
    self.loss = loss
    self.digits = digits
  }

  /// The most cells that a page computes.
  package static let mostCells = 2000
  /// The most numbers that may be changed on a page.
  package static let mostKnobs = 60
  /// The operations that a page can compute.
  package static var operations: some Collection<String> { PageArithmetic.rules.keys }
}
