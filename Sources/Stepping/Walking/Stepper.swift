package import Documents
import Source
import Tensors

/// Walks through a backward pass, forwards and back.
package struct Stepper: Walk {
  /// How many predictions there were, and how many were right at the first try.
  package struct Score: Equatable, Sendable {
    /// The questions that were answered.
    package var asked = 0
    /// Those answered rightly at the first try.
    package var right = 0
  }

  /// The steps.
  package internal(set) var table: StepTable
  /// The steps with the numbers as the program has them.
  let original: StepTable
  /// The leaves that have other numbers on this walk, the last one changed at the end.
  private(set) var changes: [(leaf: GraphLeaf, to: Double)] = []
  /// The current step, from 0; the number of steps when all of them are past.
  package private(set) var position = 0
  /// The predictions so far.
  package private(set) var score = Score()
  /// The gradients that were predicted rightly, by name.
  package private(set) var predicted: [String] = []
  /// The steps that were taken or shown, by what each is about, which stays when calls are opened and closed; the seed
  /// is the first of them.
  private(set) var seen: Set<StepPlan.Unit?> = [nil]
  /// Whether the graph stands above the steps.
  package var isInPlace = false {
    didSet { if isInPlace, position == 0 { aside = StepText.sentence(Self.welcome, role: .dim) } }
  }
  /// Above this size a gradient is remarkable.
  private var bound = Double.infinity
  /// What is still to be predicted before the next step is shown.
  private var questions: [StepQuestion] = []
  /// What was predicted before, rightly or not, by step and name: only the first try counts.
  private var counted: Set<String> = []
  /// Whether every step from here is to be predicted.
  private(set) var predictsAll = false
  /// What stands below the step on the stage: an explanation, a verdict, a list.
  var aside = Document()

  /// The task of a lesson that the walk is made for; nil for a walk of one's own.
  package let task: String?
  /// The gradients that the task asks for on the way.
  private let wanted: [String]
  /// The right predictions of these, as they were typed.
  package private(set) var answers: [String: String] = [:]
  /// Those that were shown without having been predicted.
  private var passed: Set<String> = []
  /// Whether the last step was shown.
  private(set) var wasAtEnd = false

  /// Starts at the seed; `asking` for gradients that a task of a lesson wants to be predicted on the way.
  package init(_ table: StepTable, task: String? = nil, asking wanted: [String] = []) {
    self.table = table
    original = table
    self.task = task
    self.wanted = wanted
    self.table.reveal(gradients: wanted)
  }

  /// The gradients that are still to be predicted.
  package var missing: [String] { wanted.filter { answers[$0] == nil } }
  /// Whether the walk was made: to the last step, with all predictions.
  package var isMade: Bool { wasAtEnd && missing.isEmpty }

  /// What to show first: the forward table and the seed.
  package var opening: Document {
    var document = table.headline()
    document.append(table.forwardTable())
    document.append(table.document(step: 0))
    return document
  }

  /// Whether the next line that is typed is a prediction.
  package var expectsAnswer: Bool { !questions.isEmpty }

  /// Whether all steps are past.
  package var isAtEnd: Bool { position >= table.stepCount }

  /// Does what was asked for.
  package mutating func handle(_ command: WalkCommand) -> WalkOutcome {
    let outcome = answered(command)
    if !outcome.isRemark { aside = posed(outcome.aside) }
    return outcome
  }

  /// The words below the step under the question, which stays as long as it is open; the list of the keys needs the room.
  private func posed(_ words: Document) -> Document {
    guard let question = questions.first, words != help else { return words }
    var document = StepText.sentence(question.text, role: .strong)
    guard !words.blocks.contains(where: document.blocks.contains) else { return words }
    document.append(words)
    return document
  }

  private mutating func answered(_ command: WalkCommand) -> WalkOutcome {
    if expectsAnswer, let text = typedPrediction(command) { return answer(text) }
    switch command {
    case .key(let key): return pressed(key)
    case .jump(let number), .number(let number):
      guard (1...table.stepCount).contains(number) else {
        return .remark("there is no step \(number): the steps are 1 to \(table.stepCount)")
      }
      return moved(to: number - 1)
    case .find(let name): return find(name)
    case .bound(let size):
      bound = size
      return .remark("] and [ stop where |∂| is above \(table.format.number(size)), too")
    case .element(let name, let indices): return element(name, indices)
    case .answer(let text): return answer(text)
    case .change(let name, let number): return change(name, to: number)
    case .rate: return unknown("r")
    case .unknown(let text):
      if Prediction.number(text) != nil { return .remark("press p first: then a prediction can be typed") }
      return unknown(text)
    }
  }

  private mutating func pressed(_ key: WalkKey) -> WalkOutcome {
    switch key {
    case .next: return next()
    case .back:
      if position == 0 { return .remark("this is the first step: nothing comes before the seed") }
      return moved(to: position - 1)
    case .following, .previous: return remarkable(isForwards: key == .following)
    case .open: return open()
    case .close: return close()
    case .picture: return WalkOutcome(table.graph(marking: position, isRevealed: isAtEnd))
    case .table: return WalkOutcome(table.forwardTable(mostRows: 1_000))
    case .explain: return WalkOutcome(table.explanation(step: position))
    case .origin: return WalkOutcome(table.origins(step: position))
    case .all: return all()
    case .predict: return ask()
    case .predictAll:
      predictsAll.toggle()
      if predictsAll { return ask() }
      questions = []
      // The question goes from the screen, so this is more than a remark.
      return WalkOutcome(
        StepText.sentence(
          score.asked == 0
            ? "predicting ends here" : "predicting ends here: \(score.right) of \(score.asked) right at the first try"))
    case .raise, .lower: return nudge(up: key == .raise)
    case .help: return WalkOutcome(help)
    case .leave: return WalkOutcome(isAtEnd ? Document() : scoreDocument, isFinished: true)
    default: return unknown(key.sign)
    }
  }

  /// Moves to a step that the walk has not been asked about: whatever was to be predicted is dropped.
  private mutating func moved(to step: Int) -> WalkOutcome {
    if step > table.stepCount { return .remark("that was the last step: b goes back, q leaves") }
    questions = []
    if step > position, let stop = firstWanted(after: position, through: step) {
      // What the lesson asks for is predicted before it is shown.
      let isHere = position == stop - 1
      position = stop - 1
      see(position)
      questions = wantedQuestions(step: stop)
      let question = StepText.sentence(questions.first?.text ?? "", role: .strong)
      // The step before it may be on the screen already.
      return isHere ? WalkOutcome(question) : .step(shown, saying: question)
    }
    position = step
    see(step)
    // What the last step adds stands there with it: nobody has to press Enter once more.
    if step >= table.stepCount - 1 { wasAtEnd = true }
    return .step(shown)
  }

  private mutating func see(_ step: Int) {
    if table.plan.steps.indices.contains(step) { seen.insert(table.plan.steps[step].unit) }
  }

  /// Takes over the same steps with other numbers.
  mutating func take(_ table: StepTable, _ changes: [(leaf: GraphLeaf, to: Double)]) {
    self.table = table
    self.changes = changes
    questions = []
  }

  private func firstWanted(after start: Int, through end: Int) -> Int? {
    let steps = wanted.filter { answers[$0] == nil && !passed.contains($0) }.compactMap {
      table.question(about: $0)?.step
    }
    return steps.filter { $0 > start && $0 <= end }.min()
  }

  /// The questions about what is wanted at a step, under the names that the task uses.
  private func wantedQuestions(step: Int) -> [StepQuestion] {
    wanted.compactMap { name in
      guard answers[name] == nil, !passed.contains(name), let found = table.question(about: name), found.step == step
      else { return nil }
      return found.question
    }
  }

  /// The name under which the task asks for a gradient.
  private func wantedName(of question: StepQuestion) -> String? {
    wanted.first { table.question(about: $0)?.question.name == question.name }
  }

  /// The document of the step that the walk is at.
  var shown: Document { isAtEnd ? ending : table.document(step: position) }

  private mutating func next() -> WalkOutcome {
    // Enter at a question gives it up for now: b goes back to it.
    passed.formUnion(questions.compactMap(wantedName(of:)))
    let outcome = moved(to: position + 1)
    guard predictsAll, !outcome.isRemark else { return outcome }
    return asking(.step(outcome.document))
  }

  private mutating func find(_ name: String) -> WalkOutcome {
    guard let node = table.node(named: name, after: position) else {
      let guess = Suggestions.closest(to: name, among: table.knownNames)
      let known = StepText.names(table.knownNames)
      return .remark(
        guess.map { "no value of this graph is called \(name); did you mean \($0)?" }
          ?? "no value of this graph is called \(name): its names are \(known)")
    }
    let count = table.stepCount
    table.reveal(node)
    guard let step = table.step(completing: node) else { return .remark("no gradient arrives at \(name)") }
    if step == position, count == table.stepCount, !expectsAnswer {
      return .remark("this step completes \(table.gradientName(of: node)) already")
    }
    return moved(to: step)
  }

  /// How an element comes about: at this step, or at the one that completes the gradient that was named.
  private mutating func element(_ name: String?, _ indices: [Int]) -> WalkOutcome {
    guard let name, !table.passes(step: position, to: name), let node = table.node(named: name, after: position) else {
      return WalkOutcome(table.elementDocument(step: position, name: name, indices: indices))
    }
    let outcome = find(name)
    if outcome.isRemark || expectsAnswer { return outcome }
    let full = table.names.name(of: node)
    return .step(shown, saying: table.elementDocument(step: position, name: full, indices: indices))
  }

  private mutating func remarkable(isForwards: Bool) -> WalkOutcome {
    let steps =
      isForwards ? Array((position + 1)..<Swift.max(table.stepCount, position + 1)) : Array((0..<position).reversed())
    for step in steps {
      guard let reason = table.remark(onStep: step, bound: bound) else { continue }
      return .step(moved(to: step).document, saying: StepText.sentence(reason, role: .dim))
    }
    let limit: Phrase = bound.isFinite ? ", no gradient above \(table.format.number(bound))" : ""
    return .remark(
      isForwards
        ? "no sum of paths\(limit) and no zero gradient comes after this step"
        : "no sum of paths\(limit) and no zero gradient stands before this step")
  }

  private mutating func open() -> WalkOutcome {
    guard let call = table.openable(at: position) else {
      return .remark("this step is a single operation: there is nothing to open")
    }
    table.open(call)
    return moved(to: table.firstStep(inside: call) ?? position)
  }

  private mutating func close() -> WalkOutcome {
    guard let call = table.closable(at: position) else { return .remark("this step is not inside a call") }
    table.close(call)
    return moved(to: table.step(ofCall: call) ?? 0)
  }

  private mutating func all() -> WalkOutcome {
    if firstWanted(after: position, through: table.stepCount) != nil { return moved(to: table.stepCount) }
    var document = Document()
    let first = position == 0 ? 1 : position + 1
    questions = []
    for step in Swift.min(first, table.stepCount)..<table.stepCount {
      see(step)
      // Above the picture only the end is shown, and of very many steps nobody waits for the words.
      if !isInPlace { document.append(table.document(step: step)) }
    }
    position = table.stepCount
    wasAtEnd = true
    document.append(ending)
    return .step(document)
  }

  /// The score in words.
  var scoreText: Phrase { "predictions: \(score.right) of \(score.asked) right at the first try" }

  // MARK: Predictions

  /// What a command is as a prediction; nil for a key that is one in any case.
  private func typedPrediction(_ command: WalkCommand) -> String? {
    switch command {
    case .unknown(let text), .answer(let text): text
    case .number(let number): String(number)
    case .element(let name, let indices):
      name == nil ? "[\(indices.map(String.init).joined(separator: ", "))]" : nil
    case .key, .jump, .find, .bound, .rate, .change: nil
    }
  }

  func asked(after step: Int) -> [StepQuestion] {
    let names = Set(missing.compactMap { table.question(about: $0)?.question.name })
    return table.questions(step: step + 1).map { question in
      var question = question
      if names.contains(question.name), question.scope == .whole { question.takesSign = false }
      return question
    }
  }

  private mutating func ask() -> WalkOutcome {
    if predictsAll { return asking(WalkOutcome(Document())) }
    questions = asked(after: position)
    // What the lesson still waits for and has been passed is asked for from wherever one is.
    if questions.isEmpty, let stop = missing.compactMap({ table.question(about: $0)?.step }).min(), stop <= position {
      position = stop - 1
      see(position)
      questions = asked(after: position)
      if let question = questions.first {
        return .step(shown, saying: StepText.sentence(question.text, role: .strong))
      }
    }
    guard let question = questions.first else {
      return .remark(
        position + 1 >= table.stepCount ? "there is no step left to predict" : "the next step has nothing to predict")
    }
    return WalkOutcome(StepText.sentence(question.text, role: .strong))
  }

  /// Goes on to the next step that has something to predict, and asks for it below what there is to say already.
  private mutating func asking(_ before: WalkOutcome) -> WalkOutcome {
    var outcome = before
    questions = asked(after: position)
    while questions.isEmpty, position + 1 < table.stepCount {
      outcome.document.append(moved(to: position + 1).document)
      questions = asked(after: position)
    }
    if let question = questions.first {
      let sentence = StepText.sentence(question.text, role: .strong)
      outcome.document.append(sentence)
      outcome.aside.append(sentence)
    } else {
      predictsAll = false
      if outcome.document.isEmpty { return .remark("there is no step left to predict") }
    }
    return outcome
  }

  private mutating func answer(_ text: String) -> WalkOutcome {
    guard let asked = questions.first else { return .remark("press p first: then a prediction can be typed") }
    let verdict = asked.judge(text)
    // In place of what was said about an answer before.
    guard verdict.isAnswer else { return WalkOutcome(StepText.sentence(verdict.sentence)) }
    if counted.insert("\(position) \(asked.name)").inserted {
      score.asked += 1
      if verdict.isRight { score.right += 1 }
    }
    guard verdict.isRight else {
      var document = StepText.sentence(verdict.sentence)
      document.append(StepText.sentence("try again, or press Enter to see the step"))
      return WalkOutcome(document)
    }
    predicted.append(asked.name)
    if let name = wantedName(of: asked), !asked.takesSign { answers[name] = text }
    questions.removeFirst()
    var document = StepText.sentence(verdict.sentence, role: .success)
    if let more = questions.first {
      document.append(StepText.sentence(more.text, role: .strong))
      return WalkOutcome(document)
    }
    let outcome = next()
    document.append(outcome.document)
    var aside = StepText.sentence(verdict.sentence, role: .success)
    aside.append(outcome.aside)
    return WalkOutcome(document, aside: aside)
  }

  /// What somebody reads who has never seen the stage.
  private static let welcome: Phrase =
    "Gradients go from right to left. The lit node is under way: Enter lets it pass its gradient on to what it was made "
    + "from, and the light moves on."
}
