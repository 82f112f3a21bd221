import Documents
import Evaluation
import Judging
import Lessons
import Source

/// A guess at a value, a sign or a shape.
struct Guess {
  let text: String
  let kind: Lessons.Prediction.Kind

  /// What it comes to when it is more than a number.
  private let computed: Grid?

  init(_ text: String, _ kind: Lessons.Prediction.Kind, computed: Grid? = nil) {
    self.text = ChineseNumber.plain(FractionSign.plain(text))
    self.kind = kind
    self.computed = computed
  }

  /// Compares the guess with what the prediction's code gives.
  func judge(against actual: Grid, shownAs shown: String, _ feedback: Feedback, _ lead: Inline) -> TaskAnswer.Outcome {
    switch kind {
    case .value: return judgeValue(actual, shown, feedback, lead)
    case .sign: return judgeSign(actual, shown, feedback, lead)
    case .shape:
      guard let guess = shape else { return .notUnderstood(Message(.predictionShape)) }
      if guess == actual.shape { return accepted(ShapeText.of(actual.shape), feedback) }
      if guess.count > 1, guess.sorted() == actual.shape.sorted() {
        return .wrong(feedback.lines(lead, [Message(.axesSwapped)]))
      }
      if guess.count != actual.shape.count {
        return .wrong(feedback.lines(lead, [Message(.axesCount, String(actual.shape.count))]))
      }
      let others = zip(guess, actual.shape).filter { $0 != $1 }.count
      return .wrong(feedback.lines(lead, [Message(others > 1 ? .shapesOther : .shapeOther)]))
    }
  }

  private func accepted(_ shown: String, _ feedback: Feedback) -> TaskAnswer.Outcome {
    .accepted(feedback.lines(.text("✓", .success), [Message(.predictionRight, shown)]))
  }

  // MARK: Values

  private func judgeValue(_ actual: Grid, _ shown: String, _ feedback: Feedback, _ lead: Inline) -> TaskAnswer.Outcome {
    guard let guess = grid else { return .notUnderstood(Message(.predictionForm)) }
    let isRight =
      guess.shape == actual.shape
      && zip(guess.values, actual.values).allSatisfy { isNear($0, $1) }
    if isRight { return accepted(shown, feedback) }
    var nearMiss = NearMiss(
      subject: text, actual: guess, expected: actual, surroundings: Surroundings())
    // One number fits much by chance.
    let explanation =
      guess.number != nil && actual.number != nil
      ? direction(of: guess, to: actual) : nearMiss.explanation().filter { !$0.key.fitsByChance }
    // What was computed to guess with is seen.
    let isNumber = computed == nil || Double(text) != nil
    let shownGuess = isNumber ? "" : guess.number.map { "\(text) = \(NumberText.of($0, digits: 7)): " } ?? ""
    return .wrong(feedback.lines(.text(shownGuess + [lead].plainText, .warning), explanation))
  }

  /// Which way one number is wrong.
  private func direction(of guess: Grid, to actual: Grid) -> [Message] {
    guard let own = guess.number, let wanted = actual.number, !wanted.isNaN, own != wanted else { return [] }
    if wanted > 0, own < 0 { return [Message(.guessPositive)] }
    if wanted < 0, own > 0 { return [Message(.guessNegative)] }
    return [Message(wanted > own ? .guessLarger : .guessSmaller)]
  }

  /// Within 1 %, or right to the last decimal that was typed, where at least the first digit was said.
  private func isNear(_ guess: Double, _ actual: Double) -> Bool {
    if Grid.agree(guess, actual, relative: 0.01, absolute: 1e-12) { return true }
    let decimals = self.decimals
    guard decimals > 0, decimals < 16, guess != 0 else { return false }
    var unit = 1.0
    for _ in 0..<decimals { unit /= 10 }
    return unit <= actual.magnitude * 1.000001 && (guess - actual).magnitude <= unit * 0.500001
  }

  private var decimals: Int {
    guard let point = text.firstIndex(of: ".") else { return 0 }
    return text[text.index(after: point)...].prefix { $0.isNumber }.count
  }

  /// The numbers typed: one, a fraction, or a list in brackets.
  private var grid: Grid? {
    var plain = text.replacing("−", with: "-").filter { $0 != " " }
    if plain.last == "%" || plain.last == "％", let number = Guess.number(String(plain.dropLast())) {
      return Grid(shape: [], values: [number / 100])
    }
    // A unit behind the number says nothing against it.
    let unit = plain.reversed().prefix { $0.isLetter || "°€$²³".contains($0) }.count
    if unit > 0, unit < plain.count, let last = plain.dropLast(unit).last, last.isNumber || last == "." {
      if Guess.number(String(plain.dropLast(unit))) != nil, computed == nil { plain = String(plain.dropLast(unit)) }
    }
    if let number = Guess.number(plain) { return Grid(shape: [], values: [number]) }
    guard plain.first == "[", plain.last == "]" else { return computed }
    let words = plain.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
    let numbers = words.map { Guess.number(String($0)) }
    guard !numbers.contains(where: { $0 == nil }) else { return computed }
    return Grid(shape: [numbers.count], values: numbers.compactMap { $0 })
  }

  private static func number(_ text: String) -> Double? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    // A comma before three digits is a sign of thousands, any other one a point.
    let isLong = parts[0].wholeMatch(of: /[-+]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?/) != nil
    let plain = parts[0].replacing(",", with: isLong ? "" : ".")
    guard parts.count <= 2, let first = Double(plain), first.isFinite else { return nil }
    if parts.count == 1 { return first }
    guard let second = Double(parts[1]), second != 0 else { return nil }
    return first / second
  }

  // MARK: Signs

  private func judgeSign(_ actual: Grid, _ shown: String, _ feedback: Feedback, _ lead: Inline) -> TaskAnswer.Outcome {
    guard let guess = sign else { return .notUnderstood(Message(.predictionSign)) }
    let signs = Set(actual.values.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 })
    if signs == [guess] { return accepted(shown, feedback) }
    return .wrong(feedback.lines(lead, [Message(guess == 0 ? .signNotZero : .signOther)]))
  }

  private var sign: Int? {
    switch Guess.words(of: text) {
    case "+", "+1", "1", "positive", "plus", "pos", "> 0", ">0", "more", "up", "larger": 1
    case "-", "−", "-1", "negative", "minus", "neg", "< 0", "<0", "less", "down", "smaller": -1
    case "0", "zero": 0
    default: ChineseNumber.sign(text) ?? Guess.number(text).map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
    }
  }

  /// A guess in small letters without the words around it: `positive` for `I guess its positive`.
  private static func words(of text: String) -> String {
    let around: Set = [
      "i", "guess", "think", "it", "its", "it's", "is", "will", "be", "maybe", "probably", "the", "sign", "shape",
    ]
    return text.lowercased().split(separator: " ").filter { !around.contains(String($0)) }.joined(separator: " ")
  }

  // MARK: Shapes

  private var shape: [Int]? {
    switch Guess.words(of: text) {
    case "[]", "()", "scalar", "number", "a number", "标量": return []
    default: break
    }
    var extents: [Int] = []
    // `4 rows and 2 columns` says the same in words, ℝ^{4×2} in signs.
    let space = text.wholeMatch(of: /\s*[ℝR]\^[{(]?([^{}()]*)[})]?\s*/).map { String($0.1) }
    let words = Guess.words(of: space ?? text).split(whereSeparator: { "[](), x×*行列".contains($0) })
      .filter { !["rows", "row", "columns", "column", "by", "and"].contains($0) }
    for word in words {
      guard let extent = Int(word), extent >= 0 else { return nil }
      extents.append(extent)
    }
    return words.isEmpty ? nil : extents
  }
}
