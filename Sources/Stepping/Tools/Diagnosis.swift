package import Documents
import Evaluation
package import Source
import Tensors

/// What is wrong with a network's numbers, looked for in the graph of its loss.
package struct Diagnosis {
  /// What can be found.
  package enum Kind: String, Equatable, Sendable {
    case notFinite, notFiniteGradient, deadUnits, vanishing, exploding, noGradient, zeroWeights, equalUnits, unused,
      saturated, frozen, standing, negated, warned
  }

  /// One finding: what, the numbers behind it, and what helped when it was tried.
  package struct Finding: Equatable {
    /// What it is.
    package let kind: Kind
    /// One line.
    package let title: Phrase
    /// The numbers, one sentence each.
    package var details: [Phrase] = []
    /// What helped on a copy, with the number it gave; empty when nothing was tried or nothing helped.
    package var advice: [Phrase] = []
    /// The line of the source, with its place underlined; may be empty.
    package var excerpt: [[Inline]] = []
  }

  /// The size of the gradient of one layer's weights.
  package struct Layer: Equatable {
    /// The layer: the path of its parameters.
    package let name: String
    /// The root of the mean square of the gradient.
    package let size: Double
  }

  /// The findings, the gravest first.
  package private(set) var findings: [Finding] = []
  /// The layers, from the data to the loss.
  package private(set) var layers: [Layer] = []
  private let table: StepTable
  /// How many loose parameters the number has nothing to do with, when they are too many to be worth listing.
  private var others = 0
  /// The parameters behind the number that are frozen.
  private var frozen: [String] = []
  /// How far steps on a copy got: how they are written, how many, from where to where; nil when that was not tried.
  private var progress: (rule: String, steps: Int, from: Double, to: Double)?

  /// Looks through a backward pass; `parameters` are all that could be trained, by name and id, and `cut` says where the way
  /// from a name to the number is cut.
  package init(
    _ table: StepTable, parameters: [(name: String, id: Int)] = [], cut: (name: String, words: Phrase)? = nil,
    settings: Remedies.Settings = Remedies.Settings()
  ) {
    self.table = table
    layers = Diagnosis.layers(table)
    let remedies = Remedies(table, settings)
    findings += settings.remarks.map { Finding(kind: .warned, title: $0.title, details: $0.details) }
    if let finding = table.nonFinite(remedies) ?? table.nonFiniteGradient(remedies) {
      findings.append(finding)
    } else if let finding = table.nonFiniteParameter {
      findings.append(finding)
    } else {
      findings += gradientFindings(remedies)
      findings += table.equalUnits(remedies)
      if let negated = table.negatedLoss { findings.append(DiagnosisWords.negated(table.lossName, negated)) }
    }
    findings += table.deadUnits(remedies)
    findings += table.saturatedUnits(remedies)
    findings += unused(parameters, cut)
    let used = table.tape.parametersByDepth
    let still = used.filter { settings.frozen.contains(table.tape.nodes[$0].parameter) }
    frozen = still.map { table.names.name(of: $0) }
    if !used.isEmpty, still.count == used.count {
      findings.insert(DiagnosisWords.allFrozen(table.lossName), at: 0)
      return
    }
    guard findings.isEmpty, let loss = table.loss else { return }
    let cure = remedies.againstGrowth()
    if let began = settings.began, !cure.isEmpty {
      findings.append(Finding(kind: .standing, title: DiagnosisWords.grown(table, from: began, to: loss), advice: cure))
      return
    }
    guard let rule = settings.rule else { return }
    guard rule.rate != 0 else {
      findings.append(DiagnosisWords.noRate(isSteady: settings.isSteady))
      return
    }
    progress = remedies.progress.map { (rule.text, $0.steps, loss, $0.loss) }
    let advice = remedies.againstStanding()
    guard let progress else { return }
    // Two layers in one are no fault where it falls.
    let pair = progress.to > loss - 0.01 * loss.magnitude ? table.linearPair : nil
    guard !advice.isEmpty || pair != nil || progress.to > loss + 0.1 * Swift.max(loss.magnitude, 1e-3) else { return }
    findings.append(
      Finding(
        kind: .standing, title: DiagnosisWords.standing(table, progress),
        details: pair.map { [DiagnosisWords.linear($0)] } ?? [], advice: advice))
  }

  private static func layers(_ table: StepTable) -> [Layer] {
    var order: [String] = []
    var squares: [String: (sum: Double, count: Int, isMatrix: Bool)] = [:]
    for index in table.tape.parametersByDepth {
      guard let gradient = table.tape.gradients[index] else { continue }
      let name = table.names.name(of: index)
      let path = ParameterPath.layer(of: name)
      let summary = TensorSummary(gradient)
      let isMatrix = gradient.shape.count >= 2
      if squares[path] == nil { order.append(path) }
      var known = squares[path] ?? (0, 0, false)
      // A layer is judged by its weights; biases collect over the whole batch and look larger.
      if isMatrix, !known.isMatrix { known = (0, 0, true) }
      if isMatrix == known.isMatrix {
        known.sum += summary.norm * summary.norm
        known.count += summary.count
      }
      squares[path] = known
    }
    let all = order.compactMap { path in squares[path].map { (path, $0) } }
    let hasMatrices = all.contains { $0.1.isMatrix }
    return all.filter { $0.1.isMatrix || !hasMatrices }.map { path, known in
      Layer(name: path, size: known.count == 0 ? 0 : (known.sum / Double(known.count)).squareRoot())
    }
  }

  private func gradientFindings(_ remedies: Remedies) -> [Finding] {
    guard let first = layers.first, let last = layers.last else { return [] }
    let format = table.format
    // Those of several layers stand below the findings.
    let sizes = layers.count > 1 ? [] : layers.map { layer -> Phrase in "\(layer.name): \(format.number(layer.size))" }
    let zeros = table.zeroWeights
    let isStill = table.tape.parametersByDepth.allSatisfy { index in
      table.tape.gradients[index].map { TensorSummary($0).norm == 0 } ?? true
    }
    if isStill {
      return [
        Finding(
          kind: .noGradient, title: "every gradient is 0: nothing would be learned",
          details: table.flatSteps + (zeros.isEmpty ? [] : [DiagnosisWords.zeros(zeros)]),
          advice: remedies.againstVanishing())
      ]
    }
    var found: [Finding] = []
    if zeros.count > 1 {
      found.append(
        Finding(kind: .zeroWeights, title: DiagnosisWords.zeros(zeros), advice: remedies.againstVanishing()))
    } else if layers.count > 1, last.size > 0, first.size / last.size < 1e-3 {
      found.append(
        Finding(
          kind: .vanishing,
          title:
            "the gradients vanish: \(first.name) gets \(format.number(first.size / last.size)) of what \(last.name) gets",
          advice: remedies.againstVanishing()))
    }
    let ratio = last.size > 0 ? first.size / last.size : 1
    if ratio > 1e3 || layers.contains(where: { $0.size > 1e3 }) {
      let largest = layers.max { $0.size < $1.size } ?? first
      found.append(
        Finding(
          kind: .exploding,
          title: layers.count > 1 && ratio > 1e3
            ? "the gradients explode: \(first.name) gets \(format.number(ratio)) times what \(last.name) gets"
            : "the gradients are very large: \(format.number(largest.size)) on average in \(largest.name)",
          details: sizes, advice: remedies.againstExplosion()))
    }
    return found
  }

  /// Parameters that the number does not depend on though it should: those of a model of which it uses others.
  ///
  /// Where it uses no model, any other loose parameter may have been forgotten; beside a model they are somebody else's.
  private mutating func unused(
    _ parameters: [(name: String, id: Int)], _ cut: (name: String, words: Phrase)?
  ) -> [Finding] {
    let used = Set(table.tape.nodes.lazy.map(\.parameter).filter { $0 >= 0 })
    func model(_ name: String) -> String? {
      let root = ParameterPath.root(of: name)
      return root.count < name.count ? root : nil
    }
    let models = Set(parameters.filter { used.contains($0.id) }.compactMap { model($0.name) })
    let missing = parameters.filter { parameter in
      guard !used.contains(parameter.id) else { return false }
      if let cut, parameter.name == cut.name || model(parameter.name) == cut.name { return true }
      return model(parameter.name).map { models.contains($0) } ?? models.isEmpty
    }.map { NameText.of($0.name) }
    guard !missing.isEmpty else { return [] }
    // Many loose ones are the rest of a long session; what was forgotten is one or two.
    let isCut = cut.map { cut in missing.contains { $0.hasPrefix(cut.name) } } ?? false
    guard !models.isEmpty || missing.count <= 4 || isCut else {
      others = missing.count
      return []
    }
    let list = Phrase.list(missing.prefix(8))
    // A cut elsewhere is none of these parameters' business.
    let reason = cut.flatMap { cut in
      missing.contains { $0 == cut.name || $0.hasPrefix(cut.name + ".") || $0.hasPrefix(cut.name + "[") }
        ? cut.words : nil
    }
    let names: Phrase = missing.count > 8 ? "\(list) and \(missing.count - 8) more" : list
    return [
      Finding(
        kind: .unused, title: "\(table.lossName) does not depend on \(names)",
        details: [reason ?? DiagnosisWords.notTrained(missing.count, by: table.lossName)])
    ]
  }

  /// The findings with their advice, and the layers' gradients.
  package var document: Document {
    var document = Document()
    for finding in findings {
      var blocks: [Block] = []
      if !finding.excerpt.isEmpty { blocks.append(.lines(finding.excerpt)) }
      let advice = finding.advice.map { words -> [Inline] in [.text("try: ", .help), .text(words)] }
      let lines = finding.details.map { words -> [Inline] in [.text(words)] } + advice
      if !lines.isEmpty { blocks.append(.columns(Columns(lines.map { [$0] }))) }
      let isGrave = finding.kind == .notFinite || finding.kind == .notFiniteGradient
      document.append(.callout(isGrave ? .error : .warning, title: [.text(finding.title)], blocks))
    }
    if findings.isEmpty {
      document.append(StepText.sentence(DiagnosisWords.nothing(table, progress), role: .success))
    }
    if !frozen.isEmpty, findings.first?.kind != .frozen {
      let list = Phrase.list(frozen.prefix(8).map { NameText.of($0) })
      let names: Phrase = frozen.count > 8 ? "\(list) and \(frozen.count - 8) more" : list
      document.append(StepText.sentence("frozen, so that no step moves them: \(names)", role: .dim))
    }
    if others > 0 {
      document.append(
        StepText.sentence(
          "\(others) other parameters of this session have nothing to do with \(table.lossName)", role: .dim))
    }
    guard layers.count > 1 else { return document }
    let largest = layers.map(\.size).filter(\.isFinite).max() ?? 0
    let rows = layers.map { layer -> [[Inline]] in
      [
        [.text(layer.name, .parameter)], [.text(table.format.number(layer.size))],
        [.text(Bar.text(layer.size, of: largest))],
      ]
    }
    document.append(
      .indented([
        .lines([[.text("gradient of each layer's weights, from the data to \(table.lossName)", .dim)]]),
        .indented([.columns(Columns(rows))]),
      ]))
    return document
  }
}

// MARK: Words

private enum DiagnosisWords {
  static func zeros(_ names: [String]) -> Phrase {
    let last = names.last ?? ""
    let rest = Phrase.list(names.dropLast().prefix(4))
    return names.count == 1 ? "\(last) holds nothing but 0" : "\(rest) and \(last) hold nothing but 0"
  }

  static func allFrozen(_ loss: String) -> Diagnosis.Finding {
    Diagnosis.Finding(
      kind: .frozen, title: "every parameter that \(loss) depends on is frozen: no step moves anything",
      details: ["unfreeze(…) of the model lets them move again"])
  }

  static func negated(_ name: String, _ loss: String) -> Diagnosis.Finding {
    Diagnosis.Finding(
      kind: .negated, title: "\(name) is the negative of a \(loss): a step that makes \(name) smaller makes that larger"
    )
  }

  static func noRate(isSteady: Bool) -> Diagnosis.Finding {
    Diagnosis.Finding(
      kind: .standing, title: "the rate is 0: no step moves anything",
      details: isSteady ? [] : ["in the run it was another before: a schedule, or an update, has brought it there"])
  }

  static func linear(_ pair: (String, String)) -> Phrase {
    "\(pair.0) and \(pair.1) follow each other with no activation between: together they are one linear layer"
  }

  static func grown(_ table: StepTable, from began: Double, to loss: Double) -> Phrase {
    "\(table.lossName) has grown in the run, from \(table.format.number(began)) to \(table.format.number(loss))"
  }

  static func standing(
    _ table: StepTable, _ progress: (rule: String, steps: Int, from: Double, to: Double)
  ) -> Phrase {
    let words = course(table, progress)
    if progress.to < progress.from { return "\(table.lossName) falls slowly: \(words)" }
    return progress.to == progress.from
      ? "\(table.lossName) stands still: \(words)" : "\(table.lossName) rises: \(words)"
  }

  private static func course(
    _ table: StepTable, _ progress: (rule: String, steps: Int, from: Double, to: Double)
  ) -> Phrase {
    let (from, to) = (table.format.number(progress.from), table.format.number(progress.to))
    let steps = StepsTaken.words(progress.steps, by: progress.rule)
    guard progress.to.isFinite else {
      return "on a copy \(steps), with the data and draws of this one, take it from \(from) to no number"
    }
    return "on a copy \(steps), with the data and draws of this one, take it from \(from) to \(to)"
  }

  /// What was looked at and found in order, and what was tried.
  static func nothing(
    _ table: StepTable, _ progress: (rule: String, steps: Int, from: Double, to: Double)?
  ) -> Phrase {
    let looked: Phrase =
      "nothing wrong with \(table.lossName) was found: all values and gradients are finite, and no unit is dead or saturated"
    guard let progress else { return "\(looked); whether it falls was not tried" }
    let words = course(table, progress)
    // A minimum and a place where nothing leads on look alike from here.
    if progress.to >= progress.from { return "\(looked); \(words): these steps do not make it smaller" }
    return progress.to > progress.from - 1e-4 * progress.from.magnitude
      ? "\(looked); \(words): these steps hardly make it smaller" : "\(looked); \(words)"
  }

  static func notTrained(_ count: Int, by loss: String) -> Phrase {
    count == 1
      ? "a step that makes \(loss) smaller leaves it as it is"
      : "a step that makes \(loss) smaller leaves them as they are"
  }
}
