import Evaluation
package import Source
package import Tensors

/// What may help against a finding, tried on a copy before anybody hears of it.
///
/// A remedy is said only when it helped, with the number it gave; what there was no time to try is not said.
package final class Remedies {
  /// How the remedies are tried.
  package struct Settings {
    /// The rule of the steps that are compared; nil where nobody knows it, and then none are.
    package var rule: UpdateRule?
    /// Whether the time is over.
    package var isOver: () -> Bool
    /// Whether a quarter of the time is over, so that some remedies can be given as much.
    package var isFirstPartOver: () -> Bool
    /// Goes through the run that led here again with a tenth of its rate, a hundredth, and so on: what was changed, how
    /// many steps the run has and the loss at their end; nil when that did not help or nothing can be run again.
    package var slower: () -> (change: Phrase, steps: Int, loss: Double)?
    /// The parameters that no step moves.
    package var frozen: Set<Int> = []
    /// The only parameters that the steps move; nil for all.
    package var chosen: Set<Int>?
    /// The norm above which the steps scale the gradients down.
    package var clip: Double?
    /// The loss with which the run began that led here.
    package var began: Double?
    /// Whether the rate was one and the same over the run.
    package var isSteady = true
    /// What else is known of the run, each in a sentence, with more about it.
    package var remarks: [(title: Phrase, details: [Phrase])] = []

    /// Makes settings; without any, plain descent at 0.1 is compared.
    package init(
      rule: UpdateRule? = .sgd(rate: 0.1, momentum: 0), isOver: @escaping () -> Bool = { false },
      isFirstPartOver: @escaping () -> Bool = { false },
      slower: @escaping () -> (change: Phrase, steps: Int, loss: Double)? = { nil }
    ) {
      (self.rule, self.slower) = (rule, slower)
      (self.isOver, self.isFirstPartOver) = (isOver, isFirstPartOver)
    }
  }

  /// Something that may help.
  private struct Remedy {
    let words: Phrase
    var change = GraphChange()
    var rate: Double?
    /// Whether gradients are scaled down as in the run.
    var clips = true
  }

  /// How many steps are compared at most.
  private static let mostSteps = 100

  private let table: StepTable
  private let trial: GraphTrial
  private let settings: Settings
  /// The descent without a remedy; nil when nothing can be compared.
  private lazy var usual: GraphTrial.Descent? = settings.rule.flatMap { rule in
    trial.isFaithful ? descend(GraphChange(), by: rule, steps: Self.mostSteps, until: settings.isFirstPartOver) : nil
  }
  /// The parameters that the steps leave as they are.
  private lazy var still: Set<Int> =
    settings.chosen.map { chosen in
      settings.frozen.union(table.tape.nodes.lazy.map(\.parameter).filter { $0 >= 0 && !chosen.contains($0) })
    } ?? settings.frozen

  init(_ table: StepTable, _ settings: Settings) {
    (self.table, self.settings) = (table, settings)
    trial = GraphTrial(table.tape)
  }

  // MARK: What may help

  /// Against a value that is not finite: the operation done otherwise, a smaller rate, other first weights, scaled data.
  func against(nonFinite index: Int, isGiven: Bool) -> [Phrase] {
    finite(guards(of: index)) ?? against(isGiven ? [] : [firstWeights, scaledData])
  }

  /// Against a gradient that is not finite.
  func against(nonFiniteGradientOf index: Int) -> [Phrase] { finite(guards(of: index)) ?? [] }

  /// Against units that give 0 for everything.
  func againstDeadUnits(_ uses: [Int]) -> [Phrase] { against([firstWeights, leaky(uses), scaledData]) }

  /// Against flat ends of a sigmoid or tanh.
  func againstSaturation(_ index: Int) -> [Phrase] { against([scaledData, firstWeights, relus]) }

  /// Against gradients that hardly arrive, or not at all.
  func againstVanishing() -> [Phrase] { against([firstWeights, relus, scaledData]) }

  /// Against gradients that are too large.
  func againstExplosion() -> [Phrase] {
    against([slower(10), slower(100), slower(1000), scaledData, firstWeights])
  }

  /// Against what a run may have led to.
  ///
  /// What it has made larger is mended where it began: to get somewhat down from there helps nobody.
  private func against(_ remedies: [Remedy?]) -> [Phrase] {
    let ofRun = againstGrowth()
    guard ofRun.isEmpty else { return ofRun }
    let helped = helping(remedies)
    return helped.isEmpty && !hasGrown ? smallerRateOfRun : helped
  }

  /// Against a number that the run has made larger: the run again from its beginning.
  func againstGrowth() -> [Phrase] { hasGrown ? smallerRateOfRun : [] }

  /// Whether the number is more than twice what it was at the beginning of the run that led here, or none any more.
  private var hasGrown: Bool {
    guard let began = settings.began else { return false }
    guard let loss = table.loss, loss.isFinite else { return true }
    return loss > began + Swift.max(began.magnitude, 1e-3)
  }

  /// How far the usual steps get on a copy: how many, and the number after them, infinite where it is none any more; nil
  /// when that was not tried.
  var progress: (steps: Int, loss: Double)? { usual.flatMap { $0.steps > 1 ? ($0.steps, $0.loss) : nil } }

  /// Against a number that the usual steps hardly make smaller, or far less than from other first weights.
  func againstStanding() -> [Phrase] {
    guard let progress, let loss = table.loss else { return [] }
    guard progress.loss > loss - 0.01 * loss.magnitude else {
      return helping([firstWeights, scaledData], byShare: 0.9)
    }
    guard settings.isSteady else { return helping(starts) }
    let rates =
      progress.loss > loss
      ? [slower(10), slower(100), slower(1000)]
      : [faster(100), faster(1000), faster(10), faster(10_000), slower(10), slower(100)]
    return helping([withoutClip] + rates + starts)
  }

  private var starts: [Remedy?] { [firstWeights, relus, scaledData] }

  private lazy var smallerRateOfRun: [Phrase] = {
    guard !settings.isOver(), let found = settings.slower() else { return [] }
    return [RemedyWords.slower(found.change, found.steps, table.lossName, table.format.number(found.loss))]
  }()

  // MARK: Whether it helped

  /// The first after which the number and all its gradients are finite.
  private func finite(_ remedies: [Remedy]) -> [Phrase]? {
    for remedy in remedies where !settings.isOver() {
      guard let outcome = trial.outcome(remedy.change), outcome.isFinite else { continue }
      return [RemedyWords.finite(remedy.words, table.lossName, table.format.number(outcome.loss))]
    }
    return nil
  }

  private func descend(
    _ change: GraphChange, by rule: UpdateRule, steps: Int, clips: Bool = true, until isOver: () -> Bool
  ) -> GraphTrial.Descent? {
    trial.descend(change, by: rule, steps: steps, frozen: still, clip: clips ? settings.clip : nil, until: isOver)
  }

  /// The two that helped most, the best first: after as many steps the number is smaller than without, by a share of it,
  /// and clearly smaller than now, than at the beginning of the run that led here, and than where the steps began.
  private func helping(_ remedies: [Remedy?], byShare share: Double = 0.1) -> [Phrase] {
    guard let usual, let usualRule = settings.rule, usual.steps > 0 || usual.loss == .infinity else { return [] }
    func isBelow(_ loss: Double, _ other: Double?) -> Bool {
      guard let other, other.isFinite else { return true }
      return loss < other - 0.1 * other.magnitude
    }
    // Where the usual steps end at no number, the others are given as many as the time allows.
    let isLost = usual.loss == .infinity
    let steps = isLost ? Self.mostSteps : usual.steps
    var helped: [(loss: Double, words: Phrase)] = []
    for case let remedy? in remedies where !settings.isOver() {
      let rule = remedy.rate.map { usualRule.with(rate: $0) } ?? usualRule
      guard
        let descent = descend(remedy.change, by: rule, steps: steps, clips: remedy.clips, until: settings.isOver),
        descent.loss.isFinite, descent.steps == steps,
        isLost || descent.loss < usual.loss - share * usual.loss.magnitude,
        isBelow(descent.loss, table.loss), isBelow(descent.loss, settings.began), descent.loss < descent.first,
        // What was never below 0 and gets there has become another quantity: no loss of what a model gives.
        descent.loss >= 0 || (table.loss ?? 0) < 0 || usual.loss < 0
      else { continue }
      let format = table.format
      helped.append(
        (
          descent.loss,
          RemedyWords.compared(
            remedy.words, steps: steps, remedy.rate == nil ? usualRule.text : nil, table.lossName,
            format.number(descent.loss),
            isLost ? nil : format.number(usual.loss))
        ))
    }
    return helped.sorted { $0.loss < $1.loss }.prefix(2).map(\.words)
  }

  // MARK: The remedies

  /// First weights drawn anew as `he` draws them, biases 0.
  private var firstWeights: Remedy? {
    var stream = RandomStream(seed: 1)
    let matrix = table.tape.nodes.first { $0.parameter >= 0 && $0.value.shape.count == 2 }?.value.shape
    var remedy = Remedy(words: RemedyWords.firstWeights(matrix ?? []))
    for node in table.tape.nodes where node.parameter >= 0 && node.value.elementType.isFloat {
      let shape = node.value.shape
      if shape.count >= 2 {
        // Of a kernel [outputs, channels, rows, columns] all but the outputs come in.
        let inputs = shape.count == 2 ? shape[0] : shape.dropFirst().reduce(1, *)
        let deviation = (2 / Double(Swift.max(inputs, 1))).squareRoot()
        remedy.change.parameters[node.parameter] = try? stream.normal(
          shape: shape, deviation: deviation, type: node.value.elementType)
      } else if shape.count == 1 {
        remedy.change.parameters[node.parameter] = node.value.zeros
      }
    }
    return table.tape.nodes.contains { $0.parameter >= 0 && $0.value.shape.count >= 2 } ? remedy : nil
  }

  /// The data that meet a parameter, each column with mean 0 and standard deviation 1, if they are far from that.
  private var scaledData: Remedy? {
    var change = GraphChange()
    var names: [String?] = []
    for (index, node) in table.tape.nodes.enumerated()
    where node.operation.name == "matmul" || node.operation.name == "multiply" {
      for position in 0..<node.inputs.count {
        let input = node.inputs[position]
        guard input.node == nil, input.shape.count == 1 || input.shape.count == 2, input.count > 1,
          meetsParameter(index), let scaled = DataColumns.scaled(input)
        else { continue }
        change.constants[GraphChange.Place(node: index, position: position)] = scaled
        // Inside a layer what it takes has a name that nobody outside knows.
        let name = node.call?.isPrelude == true ? nil : table.names.inputName(of: index, at: position)
        if !names.contains(name) { names.append(name) }
      }
    }
    guard let name = names.first else { return nil }
    return Remedy(words: RemedyWords.scaled(name), change: change)
  }

  /// Whether an input of a node is a parameter, as it is or turned: what it meets is data, and no label or mask.
  private func meetsParameter(_ index: Int) -> Bool {
    table.tape.inputs[index].contains { source in
      var place = source.index
      while ["transpose", "reshape"].contains(table.tape.nodes[place].operation.name),
        let inner = table.tape.inputs[place].first
      {
        place = inner.index
      }
      return table.tape.nodes[place].parameter >= 0
    }
  }

  /// Whether weights come behind a node: what none follow is what a model gives, such as a probability.
  private func isInner(_ index: Int) -> Bool {
    var (seen, open): (Set<Int>, [Int]) = ([index], [index])
    while let node = open.popLast() {
      for user in table.tape.users[node] where seen.insert(user).inserted {
        if table.tape.nodes[user].inputs.count > 1, meetsParameter(user) { return true }
        open.append(user)
      }
    }
    return false
  }

  /// relu wherever a sigmoid or a tanh is, but for what a model gives, which may be a probability.
  private var relus: Remedy? {
    let flat = table.tape.nodes.indices.filter { ["sigmoid", "tanh"].contains(table.tape.nodes[$0].operation.name) }
    let inner = flat.filter(isInner)
    guard !inner.isEmpty else { return nil }
    var remedy = Remedy(words: RemedyWords.relu)
    for index in inner { remedy.change.operations[index] = .relu }
    return remedy
  }

  private func leaky(_ uses: [Int]) -> Remedy? {
    var remedy = Remedy(words: RemedyWords.leaky)
    for index in uses { remedy.change.operations[index] = .leakyRelu }
    return remedy
  }

  /// The gradients as they are, where the run scales them down.
  private var withoutClip: Remedy? {
    settings.clip.map { Remedy(words: RemedyWords.withoutClip(table.format.number($0)), clips: false) }
  }

  private func faster(_ factor: Double) -> Remedy? { slower(1 / factor) }

  private func slower(_ factor: Double) -> Remedy? {
    guard let old = settings.rule?.rate else { return nil }
    let rate = old / factor
    return Remedy(words: RemedyWords.rate(table.format.number(rate), table.format.number(old)), rate: rate)
  }

  /// Whether what is computed of a node are shares of it alone, numerator and denominator: the same after a factor.
  private func isForShares(_ index: Int) -> Bool {
    let linear: Set<String> = ["index", "sum", "reshape", "broadcast"]
    var (reached, open): (Set<Int>, [Int]) = ([index], [index])
    while let node = open.popLast() {
      for user in table.tape.users[node] where linear.contains(table.tape.nodes[user].operation.name) {
        if reached.insert(user).inserted { open.append(user) }
      }
    }
    return reached.flatMap { table.tape.users[$0] }.contains { user in
      let inputs = table.tape.inputs[user]
      return table.tape.nodes[user].operation.name == "divide" && inputs.count == 2
        && inputs.allSatisfy { reached.contains($0.index) }
    }
  }

  /// An operation kept away from where it, or its slope, has no number.
  private func guards(of index: Int) -> [Remedy] {
    let node = table.tape.nodes[index]
    let arguments = (0..<node.inputs.count).map { table.names.inputName(of: index, at: $0) ?? "x" }
    guard let x = arguments.first, let y = arguments.last else { return [] }
    func remedy(_ text: String, _ other: GraphChange.Other) -> Remedy {
      Remedy(words: .verbatim(text), change: GraphChange(operations: [index: other]))
    }
    switch node.operation.name {
    case "log": return [remedy("log(\(x) + 1e-8)", .raised(position: 0))]
    case "sqrt":
      return [
        remedy("sqrt(\(x) + 1e-8)", .raised(position: 0)),
        remedy("sqrt(maximum(\(x), 0) + 1e-8)", .raised(position: 0, clipped: true)),
      ]
    case "divide": return [remedy("\(x) / (\(y) + 1e-8)", .raised(position: 1))]
    case "power": return [remedy("(\(x) + 1e-8)^\(y)", .raised(position: 0))]
    case "exp" where isForShares(index):
      return [remedy("exp(\(x) - max(\(x)))", .shifted)]
    default: return []
    }
  }
}

/// Data as columns.
private enum DataColumns {
  /// The same with mean 0 and standard deviation 1 in every column; nil when they are near that as they are.
  static func scaled(_ data: Traced) -> Traced? {
    let numbers = data.doubles
    let width = data.shape.count == 2 ? data.shape[1] : 1
    guard width > 0, numbers.count > width, numbers.allSatisfy(\.isFinite) else { return nil }
    let rows = Double(numbers.count / width)
    var result = numbers
    var isFar = false
    for column in 0..<width {
      let places = stride(from: column, to: numbers.count, by: width)
      let mean = places.reduce(0) { $0 + numbers[$1] } / rows
      let variance = places.reduce(0) { $0 + (numbers[$1] - mean) * (numbers[$1] - mean) } / rows
      let spread = variance == 0 ? 1 : variance.squareRoot()
      if variance > 0, spread > 10 || spread < 0.1 || mean.magnitude > 3 * Swift.max(spread, 1) { isFar = true }
      for place in places { result[place] = (numbers[place] - mean) / spread }
    }
    guard isFar else { return nil }
    return data.elementType == .float32
      ? try? Traced.make(result.map { Float($0) }, shape: data.shape) : try? Traced.make(result, shape: data.shape)
  }
}

// MARK: Words

/// Steps that were taken on a copy.
enum StepsTaken {
  static func words(_ count: Int, by rule: String?) -> Phrase {
    guard let rule else { return count == 1 ? "one step" : "\(String(count)) steps" }
    return count == 1 ? "one step of \(rule)" : "\(String(count)) steps of \(rule)"
  }
}

private enum RemedyWords {
  static func firstWeights(_ shape: [Int]) -> Phrase {
    "first weights as he(\(shape.map(String.init).joined(separator: ", "))) draws them, biases of 0"
  }
  static let relu: Phrase = "relu in place of sigmoid and tanh"
  static let leaky: Phrase = "leaky_relu in place of relu"

  static func scaled(_ name: String?) -> Phrase {
    name.map { "fit_scale(\($0))(\($0)) in place of \($0)" }
      ?? "inputs scaled to mean 0 and standard deviation 1, as fit_scale does"
  }

  static func withoutClip(_ clip: String) -> Phrase { "no clip, which is \(clip) here" }

  static func rate(_ rate: String, _ old: String) -> Phrase { "the rate \(rate) in place of \(old)" }

  static func finite(_ remedy: Phrase, _ name: String, _ loss: String) -> Phrase {
    "\(remedy): on a copy \(name) is then \(loss), and all gradients are finite"
  }

  static func compared(
    _ remedy: Phrase, steps: Int, _ rule: String?, _ name: String, _ loss: String, _ usual: String?
  ) -> Phrase {
    let done = StepsTaken.words(steps, by: rule)
    guard let usual else {
      return "\(remedy): on a copy \(done) then end at \(name) = \(loss), and without at no number"
    }
    return "\(remedy): on a copy \(done) then end at \(name) = \(loss), and without at \(usual)"
  }

  static func slower(_ change: Phrase, _ steps: Int, _ name: String, _ loss: String) -> Phrase {
    "\(change): the run of \(String(steps)) steps, gone through again on a copy, then ends at \(name) = \(loss)"
  }
}
