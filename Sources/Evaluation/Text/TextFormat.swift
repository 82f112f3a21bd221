import Source
import Tensors

extension ValueText {
  /// A value inside a text, with the format after its colon, as Python has them: `.3` for significant digits, `.3f` for
  /// decimals, `.3e` for scientific notation, `8` for a least width, `<8` `>8` `^8` for where it stands in it.
  ///
  /// The elements of a tensor are formatted one by one; a precision cuts a text, and leaves a truth value as it is.
  static func interpolated(
    _ value: Value, format: String?, machine: Machine, at place: Site
  ) throws(Stop) -> String {
    guard let format, !format.isEmpty else {
      if case .string(let text) = value { return text.string }
      return inline(machine.state.resolved(value), state: machine.state)
    }
    guard let wanted = TextFormat(format) else {
      throw place.failure(
        .unknownFormat, "the format :\(format) is not known",
        help: "write :.3 for three significant digits, :.3f for three decimals, :8 for a width of at least 8")
    }
    if case .string(let text) = value {
      guard wanted.style == .plain || wanted.style == .text else {
        throw place.failure(
          .notANumber, "the format :\(format) is one of numbers, and this is a text",
          help: "write :8 for a width of at least 8, or number(text) to read it as a number")
      }
      return wanted.padded(wanted.precision.map { String(text.string.prefix($0)) } ?? text.string, isText: true)
    }
    guard wanted.formatsNumbers, let traced = try numbers(value, machine, at: place) else {
      return wanted.padded(inline(machine.state.resolved(value), state: machine.state), isText: false)
    }
    if traced.shape.isEmpty { return wanted.padded(wanted.text(of: traced, at: 0), isText: false) }
    if wanted.isShort { return wanted.padded(TensorText.inline(traced, digits: wanted.precision ?? 5), isText: false) }
    var place = 0
    return nested(traced, wanted, axis: 0, &place)
  }

  /// A value as numbers; nil for those that are none.
  private static func numbers(_ value: Value, _ machine: Machine, at place: Site) throws(Stop) -> Traced? {
    switch value {
    case .data, .parameter: return try machine.traced(value, at: place, operand: 0).plain
    case .list(let list) where asTensor(list, state: machine.state) != nil:
      return try machine.traced(value, at: place, operand: 0).plain
    case .range: return try machine.traced(value, at: place, operand: 0).plain
    default: return nil
    }
  }

  private static func nested(_ traced: Traced, _ format: TextFormat, axis: Int, _ place: inout Int) -> String {
    var parts: [String] = []
    for _ in 0..<traced.shape[axis] {
      if axis == traced.shape.count - 1 {
        parts.append(format.padded(format.text(of: traced, at: place), isText: false))
        place += 1
      } else {
        parts.append(nested(traced, format, axis: axis + 1, &place))
      }
    }
    return "[" + parts.joined(separator: ", ") + "]"
  }
}

/// A format such as `>8.3f`: a fill and an alignment, a sign, a least width, thousands, a precision, a style.
private struct TextFormat {
  enum Style {
    case plain, significant, fixed, scientific, percent, whole, text
  }

  private var fill: Character = " "
  private var alignment: Character?
  private var sign: Character = "-"
  private var width = 0
  private var separator: Character?
  private(set) var precision: Int?
  private(set) var style = Style.plain

  /// Whether it says how digits are written, and not only how wide the text is.
  var formatsNumbers: Bool { precision != nil || style != .plain || separator != nil || sign != "-" || fill == "0" }

  /// Whether it asks for significant digits alone, which a tensor writes aligned.
  var isShort: Bool { style == .plain && separator == nil && sign == "-" && width == 0 }

  init?(_ text: String) {
    var rest = Array(text)
    if rest.count > 1, "<>^=".contains(rest[1]) {
      (fill, alignment) = (rest[0], rest[1])
      rest.removeFirst(2)
    } else if let first = rest.first, "<>^=".contains(first) {
      alignment = first
      rest.removeFirst()
    }
    if let first = rest.first, "+- ".contains(first) {
      sign = first
      rest.removeFirst()
    }
    if rest.first == "0" {
      if alignment == nil { (fill, alignment) = ("0", "=") }
      rest.removeFirst()
    }
    guard let wide = TextFormat.digits(&rest, most: 1000) else { return nil }
    width = wide ?? 0
    if let first = rest.first, first == "," || first == "_" {
      separator = first
      rest.removeFirst()
    }
    if rest.first == "." {
      rest.removeFirst()
      guard let exact = TextFormat.digits(&rest, most: 40), let exact else { return nil }
      precision = exact
    }
    switch String(rest) {
    case "": style = .plain
    case "g": style = .significant
    case "f", "F": style = .fixed
    case "e", "E": style = .scientific
    case "%": style = .percent
    case "d": style = .whole
    case "s": style = .text
    default: return nil
    }
    if style == .fixed || style == .scientific || style == .percent, precision == nil { precision = 6 }
  }

  /// The number at the start, nil inside when there is none; nil when it is above the most.
  private static func digits(_ rest: inout [Character], most: Int) -> Int?? {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    rest.removeFirst(digits.count)
    if digits.isEmpty { return .some(nil) }
    guard let number = Int(String(digits)), number <= most else { return nil }
    return number
  }

  /// An element as text, without its padding.
  func text(of traced: Traced, at place: Int) -> String {
    let element = traced.element(at: place) ?? traced
    if traced.elementType == .bool { return element.wholeNumber == 1 ? "true" : "false" }
    let number = element.double ?? .nan
    var text: String
    switch style {
    case .fixed: text = NumberText.fixed(number, decimals: precision ?? 6)
    case .scientific: text = NumberText.scientific(number, decimals: precision ?? 6)
    case .percent: text = NumberText.fixed(number * 100, decimals: precision ?? 6) + "%"
    case .whole: text = NumberText.fixed(number, decimals: 0)
    case .plain, .significant, .text:
      // Whoever asks for three digits does not want fifteen.
      let isFloat = traced.elementType.isFloat
      text = NumberText.of(number, digits: precision ?? 7, wholeBelow: precision == nil || !isFloat ? 1e15 : 1e6)
    }
    if let separator { text = grouped(text, separator) }
    if sign != "-", text.first != "-" { text = String(sign) + text }
    return text
  }

  private func grouped(_ text: String, _ separator: Character) -> String {
    let start = text.prefix { !$0.isNumber }
    let whole = text.dropFirst(start.count).prefix { $0.isNumber }
    var result = ""
    for (place, digit) in whole.enumerated() {
      if place > 0, (whole.count - place) % 3 == 0 { result.append(separator) }
      result.append(digit)
    }
    return start + result + text.dropFirst(start.count + whole.count)
  }

  /// The text in its width: texts stand on the left, numbers on the right, unless told.
  func padded(_ text: String, isText: Bool) -> String {
    let missing = width - text.count
    guard missing > 0 else { return text }
    func padding(_ count: Int) -> String { String(repeating: fill, count: count) }
    switch alignment ?? (isText ? "<" : ">") {
    case "<": return text + padding(missing)
    case "^": return padding(missing / 2) + text + padding(missing - missing / 2)
    case "=":
      let sign = text.prefix { $0 == "-" || $0 == "+" || $0 == " " }
      return sign + padding(missing) + text.dropFirst(sign.count)
    default: return padding(missing) + text
    }
  }
}
