import Source

import Tensors

/// A question about a step that has not been shown, with all that a wrong answer may have forgotten.
struct StepQuestion {
  /// What is asked.
  let text: Phrase
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
  /// What earlier paths brought; nil when this is the only one.
  let earlier: Double?
  /// What this path brings.
  let part: Double?
  let format: StepFormat
  /// Whether a sign is an answer; not where it earns points.
  var takesSign = true

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
    if takesSign, let sign = Prediction.sign(typed) { return judge(sign: sign) }
    guard let number = Prediction.number(typed) else {
      if value != nil, Prediction.number(typed.replacing(",", with: ".")) != nil {
        return Verdict(isAnswer: false, sentence: "write \(text) with a point: \(text.replacing(",", with: "."))")
      }
      let wanted: Phrase = value == nil ? "a shape, such as [2, 3]" : takesSign ? "a number, or + or -" : "a number"
      return Verdict(isAnswer: false, sentence: "\(text) is not \(wanted): \(name) is still to be predicted")
    }
    return judge(number)
  }

  private func judge(shape: [Int]) -> Verdict {
    if shape == self.shape { return right("the shape of \(name) is \(format.shape(shape))") }
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
    let actual = value > 0 ? 1 : value < 0 ? -1 : 0
    let words: [Phrase] = ["negative", "zero", "positive"]
    if sign == actual { return right("\(name) is \(words[actual + 1])") }
    return wrong(
      "\(name) is \(words[actual + 1]): \(incoming.name) is \(Self.word(incoming.value)) and the local derivative is \(Self.word(local))"
    )
  }

  private func judge(_ typed: Prediction.Number) -> Verdict {
    guard let value else {
      return Verdict(isAnswer: false, sentence: "\(name) is a tensor: type its shape, such as [2, 3]")
    }
    if typed.matches(value) { return right("\(name) is \(format.number(value))") }
    let local = local ?? .nan
    let arriving = incoming.value ?? .nan
    if let earlier, let part {
      if typed.names(part) {
        return wrong("that is what this path brings; the other path brought \(format.number(earlier)): add both")
      }
      if typed.names(earlier) {
        return wrong("that is what came before; this path brings \(format.number(part)) more: add both")
      }
    }
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
    if (typed.value < 0) != (value < 0) { return wrong("the sign is wrong as well") }
    return wrong(
      typed.value.magnitude > value.magnitude ? "that is too large in size" : "that is too small in size")
  }

  private static func word(_ value: Double?) -> Phrase {
    guard let value else { return "not a single number" }
    return value > 0 ? "positive" : value < 0 ? "negative" : "zero"
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
    func matches(_ actual: Double) -> Bool {
      guard actual.isFinite, value.isFinite else { return actual.isNaN ? value.isNaN : actual == value }
      let half = unit <= actual.magnitude * (1 + 1e-9) ? unit / 2 : 0
      // The last bits of a sum depend on its order, and whoever types all digits has done nothing wrong.
      return (value - actual).magnitude <= Swift.max(half, actual.magnitude * 1e-6, actual == 0 ? 1e-9 : 0)
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
    case "+", "pos", "positive", "plus", "正", "正的": 1
    case "-", "−", "neg", "negative", "minus", "负", "负的": -1
    case "zero", "零": 0
    default: nil
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

  /// A decimal number, a fraction or a product: `-0.62`, `1/3`, `0.5*1.2`.
  ///
  /// A product is as exact as its factors, of which whole numbers are meant exactly: those on the screen are rounded.
  static func number(_ text: String) -> Number? {
    let text = ChineseNumber.plain(text).replacing("−", with: "-").replacing("×", with: "*").replacing("·", with: "*")
    if let plain = Double(text), text.last != "." || text.count > 1 {
      return Number(value: plain, unit: unit(of: text, plain))
    }
    var result = 1.0
    var looseness = 0.0
    var factor = ""
    var isDivisor = false
    for character in text + "*" {
      guard character == "*" || character == "/" else {
        factor.append(character)
        continue
      }
      guard let number = Double(factor) else { return nil }
      result = isDivisor ? result / number : result * number
      if number != 0, factor.contains(where: { ".eE".contains($0) }) {
        looseness += unit(of: factor, number) / number.magnitude
      }
      factor = ""
      isDivisor = character == "/"
    }
    return Number(value: result, unit: result.magnitude * looseness)
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
