import Source

import Tensors

/// A question about a step that has not been shown, with all that a wrong answer may have forgotten.
struct StepQuestion {
  /// What is asked, where a sign is an answer and where only a number is.
  let texts: (withSign: Phrase, ofNumber: Phrase)
  /// The gradient that is asked for: `∂L/∂z`.
  let name: String
  /// The number; nil when the value is a tensor.
  let value: Double?
  /// The shape.
  let shape: [Int]
  /// The gradient that arrives, and what it is called.
  let incoming: (name: String, value: Double?)
  /// The local derivative, when there is one number.
  let local: Double?
  /// What the number adds up; nil when it is what one path brings.
  let sum: Sum?
  /// How much of the gradient the number is.
  let scope: Scope
  let format: StepFormat
  /// Whether a sign is an answer; not where it earns points.
  var takesSign = true

  /// What is asked.
  var text: Phrase { takesSign ? texts.withSign : texts.ofNumber }

  /// A sum of paths, of which those of earlier steps have been on the screen.
  struct Sum {
    /// How many paths came in earlier steps, and what they brought together.
    let earlier: Int
    let before: Double
    /// How many come in this step, and what the last of them brings.
    let here: Int
    let last: Double

    /// What came before, where anything did.
    func came(_ format: StepFormat) -> Phrase {
      let number = format.number(before)
      if earlier > 1 { return "the \(earlier) paths before brought \(number) together" }
      return here == 1 ? "the other path brought \(number)" : "the path before brought \(number)"
    }
  }

  /// How much of a gradient is asked for.
  enum Scope {
    /// All of it: every path has arrived then.
    case whole
    /// The paths that have arrived then.
    case soFar
    /// What one path adds.
    case path
  }

  /// What is said about an answer.
  struct Verdict {
    /// Whether it was an answer at all.
    var isAnswer = true
    var isRight = false
    var sentence: Phrase
  }

  /// Judges what was typed: a number, a sign or a shape.
  func judge(_ text: String) -> Verdict {
    let typed = text.filter { $0 != " " }.lowercased()
    if let shape = Prediction.shape(typed) { return judge(shape: shape) }
    if value == nil, let extent = Prediction.extent(typed) { return judge(shape: [extent]) }
    if takesSign, let sign = Prediction.sign(typed) { return judge(sign: sign) }
    guard let number = Prediction.number(typed) else {
      if value != nil, Prediction.number(typed.replacing(",", with: ".")) != nil {
        return Verdict(isAnswer: false, sentence: "write \(text) with a point: \(text.replacing(",", with: "."))")
      }
      if value != nil, typed.contains(where: \.isNumber), typed.contains(where: { "+-−*·×/^()".contains($0) }) {
        return Verdict(isAnswer: false, sentence: "\(text) is a formula: type the number that it comes to")
      }
      let wanted: Phrase = value == nil ? "a shape, such as [2, 3]" : takesSign ? "a number, or + or -" : "a number"
      return Verdict(isAnswer: false, sentence: "\(text) is not \(wanted): \(name) is still to be predicted")
    }
    return judge(number)
  }

  private func judge(shape: [Int]) -> Verdict {
    if shape == self.shape { return right(shapeAnswer) }
    if self.shape.isEmpty { return wrong("\(name) is one number, so its shape is []") }
    if shape == self.shape.reversed() {
      return wrong(
        "that is transposed: a gradient has the shape of the value it belongs to, \(format.shape(self.shape))")
    }
    return wrong("a gradient has the shape of the value it belongs to: \(format.shape(self.shape))")
  }

  private func judge(sign: Int) -> Verdict {
    guard let value else {
      return Verdict(isAnswer: false, sentence: "\(name) is a tensor: type its shape, such as [2, 3]")
    }
    if value.isNaN { return wrong("\(subject) is nan, not a number, and has no sign") }
    let truth: Phrase = "\(subject) is \(Self.word(value))"
    if sign == Self.sign(value) { return right(truth) }
    return wrong(reason(of: value).map { "\(truth): \($0)" } ?? truth)
  }

  /// Why a number has its sign, by what decides it: the factors of the only path, or what came before it.
  private func reason(of value: Double) -> Phrase? {
    if let sum, sum.earlier > 0, sum.before != 0 {
      guard sum.before.isFinite, value.isFinite else { return nil }
      if value == 0 { return "\(sum.came(format)), and this step takes that back" }
      let brought = value - sum.before
      if Self.sign(sum.before) != Self.sign(value) { return "\(sum.came(format)), and this step outweighs that" }
      return Self.sign(brought) == Self.sign(value)
        ? "\(sum.came(format)), and this step brings more of the same sign"
        : "\(sum.came(format)), which this step does not outweigh"
    }
    guard sum.map({ $0.here == 1 }) ?? true, let local, let arriving = incoming.value, !local.isNaN, !arriving.isNaN
    else { return nil }
    return "\(incoming.name) is \(Self.word(arriving)) and the local derivative is \(Self.word(local))"
  }

  /// What the number is: the gradient, as much of it as has arrived, or what one path adds to it.
  private var subject: Phrase {
    switch scope {
    case .whole: .verbatim(name)
    case .soFar: "\(name) so far"
    case .path: "what this path adds to \(name)"
    }
  }

  private var shapeAnswer: Phrase { "the shape of \(name) is \(format.shape(shape))" }

  /// The right answer as a sentence.
  var answer: Phrase {
    guard let value else { return shapeAnswer }
    let number = format.number(value)
    return scope == .path ? "this path adds \(number)" : "\(subject) is \(number)"
  }

  private func judge(_ typed: Prediction.Number) -> Verdict {
    guard let value else {
      return Verdict(isAnswer: false, sentence: "\(name) is a tensor: type its shape, such as [2, 3]")
    }
    if typed.matches(value) { return right(answer) }
    guard value.isFinite else { return wrong("\(subject) is not finite: nan, inf and -inf are answers, too") }
    guard typed.value.isFinite else { return wrong("\(subject) is a finite number") }
    let local = local ?? .nan
    let arriving = incoming.value ?? .nan
    if let sum, let missing = forgotten(typed, value, sum) { return wrong(missing) }
    if typed.names(-value) { return wrong("the size is right, but the sign is not") }
    if typed.names(local) {
      return wrong("that is the local derivative alone: multiply it by what arrives, \(incoming.name)")
    }
    if typed.names(arriving) {
      return wrong("that is \(incoming.name), which arrives: multiply it by the local derivative")
    }
    if typed.names(local + arriving) { return wrong("along one path the factors are multiplied, not added") }
    if typed.names(2 * value) { return wrong("that is twice the gradient: look at the factor 2") }
    if typed.names(value / 2) { return wrong("that is half the gradient: a factor 2 is missing") }
    if local != 0, typed.names(arriving / local) {
      return wrong("that divides by the local derivative: multiply by it")
    }
    if Self.sign(typed.value) * Self.sign(value) < 0 { return wrong("neither the sign nor the size is right") }
    return wrong(
      typed.value.magnitude > value.magnitude ? "that is too large in size" : "that is too small in size")
  }

  /// Which of the paths that meet an answer has left out; what they brought is named where it has been on the screen.
  private func forgotten(_ typed: Prediction.Number, _ value: Double, _ sum: Sum) -> Phrase? {
    if sum.earlier > 0, typed.names(sum.before) {
      return "that is what came before this step, which brings more: add both"
    }
    if sum.earlier > 0, typed.names(value - sum.before) {
      return sum.here == 1
        ? "that is what this path brings; \(sum.came(format)): add both"
        : "that is what this step brings; \(sum.came(format)): add both"
    }
    guard sum.here > 1 else { return nil }
    if typed.names(value - sum.last) { return "one of the \(sum.here) paths of this step is missing: add it" }
    guard typed.names(sum.last) else { return nil }
    return sum.earlier == 0
      ? "that is what one path brings, and this step has \(sum.here): add them"
      : "that is what one path brings, and this step has \(sum.here); \(sum.came(format)): add all of them"
  }

  private static func sign(_ value: Double) -> Int { value > 0 ? 1 : value < 0 ? -1 : 0 }

  private static func word(_ value: Double) -> Phrase {
    value > 0 ? "positive" : value < 0 ? "negative" : "zero"
  }

  private func right(_ sentence: Phrase) -> Verdict { Verdict(isRight: true, sentence: "right: \(sentence)") }
  private func wrong(_ sentence: Phrase) -> Verdict { Verdict(sentence: "not yet: \(sentence)") }
}

/// How predictions are read.
enum Prediction {
  /// A number as it was typed, with what its last digit says about its exactness.
  struct Number {
    let value: Double
    /// One unit of the last digit.
    let unit: Double

    /// Whether a value rounds to what was typed: it lies within half a unit of the last digit, and at least its first
    /// digit was said.
    ///
    /// What was typed as a whole number may be off by a twentieth, not by half.
    func matches(_ actual: Double) -> Bool {
      guard actual.isFinite, value.isFinite else { return actual.isNaN ? value.isNaN : actual == value }
      let rounding = unit < 1 ? unit / 2 : Swift.min(unit / 2, actual.magnitude / 20)
      let half = unit <= actual.magnitude * (1 + 1e-9) ? rounding : 0
      // What was reckoned with the five digits on the screen is as exact as these, and whoever types all digits of it
      // has done nothing wrong.
      return (value - actual).magnitude <= Swift.max(half, actual.magnitude * 1e-4, actual == 0 ? 1e-9 : 0)
        * (1 + 1e-9)
    }

    /// Whether a value was clearly meant: not merely because few digits were typed.
    func names(_ actual: Double) -> Bool {
      matches(actual) && (unit <= 0.11 * actual.magnitude || (value - actual).magnitude <= 1e-6 * actual.magnitude)
    }
  }

  /// `+`, `positive`, `-`, `negative`, `zero`.
  static func sign(_ text: String) -> Int? {
    switch text {
    case "+", "pos", "positive", "plus", ">0": 1
    case "-", "−", "neg", "negative", "minus", "<0": -1
    case "zero": 0
    default: ChineseNumber.sign(text)
    }
  }

  /// `[2, 3]` or `2x3`.
  static func shape(_ text: String) -> [Int]? {
    if text == "[]" { return [] }
    var inner = text[...]
    let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
    if isBracketed { inner = inner.dropFirst().dropLast() }
    let parts = inner.split(omittingEmptySubsequences: false) { (isBracketed ? "," : "x×").contains($0) }
    let numbers = parts.compactMap { Int($0) }
    guard numbers.count == parts.count, isBracketed || numbers.count > 1 else { return nil }
    return numbers
  }

  /// The one extent of a vector: `3` and `ℝ³`.
  static func extent(_ text: String) -> Int? {
    let digits = text.drop { "ℝr^{".contains($0) }.prefix { $0 != "}" }
    let values = digits.compactMap(\.wholeNumberValue)
    return values.isEmpty || values.count > 6 || values.count != digits.count ? nil : values.reduce(0) { 10 * $0 + $1 }
  }

  /// A decimal number, a fraction or a product: `-0.62`, `1/3`, `0.5*1.2`, `2(0.69-1)`.
  ///
  /// A product is as exact as its factors, of which whole numbers are meant exactly: those on the screen are rounded.
  static func number(_ text: String) -> Number? {
    let text = ChineseNumber.plain(FractionSign.plain(text)).replacing("−", with: "-").replacing("×", with: "*")
      .replacing("·", with: "*").replacing(/\(([-+]?[0-9.]+)\)/) { $0.output.1 }
    if let plain = Double(text), text.last != "." || text.count > 1 {
      return Number(value: plain, unit: unit(of: text, plain))
    }
    var result = 1.0
    var looseness = 0.0
    var factor = ""
    var isDivisor = false
    for character in text.replacing(/([0-9)])\(/, with: { "\($0.1)*(" }) + "*" {
      guard character == "*" || character == "/" else {
        factor.append(character)
        continue
      }
      guard let number = sum(factor) else { return nil }
      result = isDivisor ? result / number.value : result * number.value
      if number.value != 0 { looseness += number.unit / number.value.magnitude }
      factor = ""
      isDivisor = character == "/"
    }
    return Number(value: result, unit: result.magnitude * looseness)
  }

  /// A number, or a sum of numbers in parentheses; whole numbers are meant exactly.
  private static func sum(_ text: String) -> Number? {
    let isSum = text.hasPrefix("(") && text.hasSuffix(")")
    let terms = isSum ? text.dropFirst().dropLast() : text[...]
    guard terms.wholeMatch(of: /[-+]?[0-9.]+(?:e[-+]?[0-9]+)?(?:[-+][0-9.]+)*/.ignoresCase()) != nil else { return nil }
    let all = terms.matches(of: /[-+]?[0-9.]+(?:e[-+]?[0-9]+)?/.ignoresCase()).map { String($0.output) }
    guard isSum || all.count == 1 else { return nil }
    var (value, loose) = (0.0, 0.0)
    for term in all {
      guard let number = Double(term) else { return nil }
      value += number
      if term.contains(where: { ".eE".contains($0) }) { loose += unit(of: term, number) }
    }
    return Number(value: value, unit: loose)
  }

  /// One unit of the last digit of a decimal number as it was typed; 0 is meant exactly.
  private static func unit(of text: String, _ value: Double) -> Double {
    let parts = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
    let decimals = parts[0].split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    return value == 0 ? 0 : power(of: exponent - decimals)
  }

  private static func power(of exponent: Int) -> Double {
    let count = Swift.min(exponent.magnitude, 400)
    return (0..<count).reduce(1.0) { unit, _ in exponent < 0 ? unit / 10 : unit * 10 }
  }
}
