import Documents
import Evaluation
package import Source
package import Tensors

/// How the stepper and its relatives write numbers, shapes and tensors.
package struct StepFormat: Equatable, Sendable {
  /// Significant digits.
  package var digits: Int
  /// The columns of the window.
  package var width: Int
  /// Whether to write for a reader who hears the page: one column, nothing side by side.
  package var isAccessible: Bool
  /// The language of the reader, in which a sentence may be longer than the English one.
  package var words: Translation

  /// Makes a format; five digits suit a classroom.
  package init(digits: Int = 5, width: Int = 80, isAccessible: Bool = false, words: Translation = .english) {
    self.digits = Swift.min(Swift.max(digits, 1), 17)
    self.width = Swift.max(width, 20)
    self.isAccessible = isAccessible
    self.words = words
  }

  /// The columns that words take in the reader's language.
  func columns(of inlines: [Inline]) -> Int { DisplayWidth.columns(of: words(inlines).plainText) }
  /// The columns that a sentence takes in the reader's language.
  func columns(of phrase: Phrase) -> Int { DisplayWidth.columns(of: words(phrase)) }

  /// Words of a width, so that what follows stands in one column from step to step.
  func padded(_ phrase: Phrase, to width: Int) -> Phrase {
    "\(phrase)\(StepFormat.spaces(width - columns(of: phrase)))"
  }

  /// A number.
  ///
  /// Whoever asks for eight digits or more compares with a printed table, and those count digits behind the point:
  /// numbers between 0.001 and 1 are then rounded there.
  package func number(_ value: Double) -> String {
    if digits >= 8, value.magnitude < 1, value.magnitude >= 0.001 {
      var text = NumberText.fixed(value, decimals: digits)
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
      return text
    }
    return NumberText.of(value, digits: digits)
  }

  /// Numbers as a sum: `0.4 - 2`.
  func sum(_ numbers: [Double]) -> String {
    numbers.enumerated().map { $0 == 0 ? number($1) : " " + term($1) }.joined()
  }

  /// A number with the sign under which it comes into a sum: `- 2`.
  func term(_ value: Double) -> String { value < 0 ? "- " + number(-value) : "+ " + number(value) }

  /// A shape: `[2, 3]`.
  package func shape(_ shape: [Int]) -> String { ShapeText.of(shape) }

  /// A value in a few characters: a number, the elements of a small vector or matrix, else `tensor` and the shape.
  package func brief(_ value: Traced) -> Phrase {
    whole(value, atMost: 28).map(Phrase.verbatim) ?? "tensor \(shape(value.shape))"
  }

  /// All elements of a small vector or matrix, or a number; nil when they take more characters.
  func whole(_ value: Traced, atMost room: Int) -> String? {
    if let scalar = value.scalar { return number(scalar) }
    let shape = value.shape
    guard value.count > 0, value.count <= 6, shape.count <= 2 else { return nil }
    let width = shape[shape.count - 1]
    let rows = stride(from: 0, to: value.count, by: width).map { start in
      "[" + (start..<start + width).map { number(value.at($0)) }.joined(separator: ", ") + "]"
    }
    let text = shape.count == 1 ? rows[0] : "[" + rows.joined(separator: ", ") + "]"
    return text.count <= room ? text : nil
  }

  /// The first rows and columns of a tensor, aligned; `…` where more follows.
  func corner(_ value: Traced, rows: Int = 3, columns: Int = 5) -> [[Inline]] {
    let shape = value.shape
    guard let width = shape.last, value.count > 0 else { return [[.text(brief(value), .number)]] }
    let height = shape.count > 1 ? shape[shape.count - 2] : 1
    let (shownRows, shownColumns) = (Swift.min(height, rows), Swift.min(width, columns))
    let texts = (0..<shownRows).map { row in
      (0..<shownColumns).map { column in number(value.at(row * width + column)) }
    }
    let widths = (0..<shownColumns).map { column in texts.map { DisplayWidth.columns(of: $0[column]) }.max() ?? 0 }
    return texts.enumerated().map { row, cells in
      let padded = zip(cells, widths).map { DisplayWidth.padded($0, to: $1, .right) }.joined(separator: "  ")
      let more = width > shownColumns ? "  …" : ""
      let line = Inline.text(padded + more, .number)
      return row == shownRows - 1 && shownRows * width < value.count ? [line, .text("  … more rows", .dim)] : [line]
    }
  }

  /// The columns of a line of source below a step; whoever hears it is read all of it.
  var sourceRoom: Int { isAccessible ? .max : width - 8 }

  /// So many spaces.
  static func spaces(_ count: Int) -> String { String(repeating: " ", count: Swift.max(count, 0)) }
}

extension Traced {
  /// The number when the shape is [].
  var scalar: Double? {
    switch plain {
    case .float64(let value): value
    case .float32(let value): Double(value)
    case .int(let value): Double(value)
    case .bool(let value): value ? 1 : 0
    case .tensor, .node: nil
    }
  }

  /// The element at a row-major position as a double; nan outside.
  func at(_ position: Int) -> Double { element(at: position)?.scalar ?? .nan }
}

/// The size of a tensor at a glance, found in one pass that copies nothing when the elements lie in order.
package struct TensorSummary: Equatable {
  /// The root of the sum of squares.
  package private(set) var norm = 0.0
  /// The average.
  package private(set) var mean = 0.0
  /// The smallest number; nan when there is none.
  package private(set) var low = Double.nan
  /// The largest number; nan when there is none.
  package private(set) var high = Double.nan
  /// The number of elements.
  package private(set) var count = 0
  /// The position of the first element that is nan or infinite.
  private(set) var firstNonFinite: Int?

  /// The norm for one element, so that tensors of any size compare.
  var rootMeanSquare: Double { count == 0 ? 0 : norm / Double(count).squareRoot() }

  /// Walks over a value once.
  package init(_ value: Traced) {
    count = value.count
    var squares = 0.0
    var sum = 0.0
    ElementWalk.forEach(value) { position, element in
      squares += element * element
      sum += element
      if !element.isFinite {
        if firstNonFinite == nil { firstNonFinite = position }
        if element.isNaN { return }
      }
      if !(low <= element) { low = element }
      if !(high >= element) { high = element }
    }
    norm = squares.squareRoot()
    mean = count == 0 ? .nan : sum / Double(count)
  }
}

/// The sizes of gradients, each measured once: the stage asks for them with every key.
final class GradientSizes {
  private var norms: [Int: Double] = [:]

  /// The norm of the gradient of the node at an index.
  func norm(of gradient: Traced, at index: Int) -> Double {
    if let known = norms[index] { return known }
    let norm = TensorSummary(gradient).norm
    norms[index] = norm
    return norm
  }
}

/// Visits the elements of a value in row-major order as doubles.
enum ElementWalk {
  static func forEach(_ value: Traced, _ body: (Int, Double) -> Void) {
    guard case .tensor(let tensor) = value.plain else {
      body(0, value.scalar ?? .nan)
      return
    }
    let ordered = tensor.contiguous
    var position = 0
    switch ordered.elementType {
    case .float64:
      for element in ordered.elements(Double.self) {
        body(position, element)
        position += 1
      }
    case .float32:
      for element in ordered.elements(Float.self) {
        body(position, Double(element))
        position += 1
      }
    case .int, .bool, .byte:
      for element in value.doubles {
        body(position, element)
        position += 1
      }
    }
  }
}
