package import Documents
import Source
import Tensors

/// Walks through a backward pass, forwards and back: a value, so that any earlier state can be kept.
package struct Stepper {
  /// How many predictions there were, and how many were right at the first try.
  package struct Score: Equatable, Sendable {
    /// The questions that were answered.
    package var asked = 0
    /// Those answered rightly at the first try.
    package var right = 0
  }

  /// The steps.
  package private(set) var table: StepTable
  /// The current step, from 0; the number of steps when all of them are past.
  package private(set) var position = 0
  /// The predictions so far.
  package private(set) var score = Score()
  private var question: StepQuestion?

  /// Starts at the seed.
  package init(_ table: StepTable) { self.table = table }

  /// What to show first: the forward table and the seed.
  package var opening: Document {
    var document = table.headline()
    document.append(table.forwardTable())
    document.append(table.document(step: 0))
    return document
  }

  /// The line that names the keys.
  package var footer: [Inline] {
    if question != nil { return [.text("type your prediction · Enter shows the step · q leaves", .dim)] }
    let inside =
      table.openable(at: position) != nil ? " · i open" : table.closable(at: position) != nil ? " · o close" : ""
    return [.text("Enter next · b back · g graph · p predict\(inside) · a all · ? help · q leave", .dim)]
  }

  /// Whether the next line that is typed is a prediction.
  package var expectsAnswer: Bool { question != nil }

  /// Whether all steps are past.
  package var isAtEnd: Bool { position >= table.stepCount }

  /// Does what was asked for.
  package mutating func handle(_ command: StepCommand) -> StepOutcome {
    var command = command
    if question != nil {
      switch command {
      case .unknown(let text): command = .answer(text)
      case .jump(let number): command = .answer(String(number))
      case .element(nil, let shape): command = .answer("[\(shape.map(String.init).joined(separator: ", "))]")
      case .answer, .help, .leave, .graph, .table: break
      default: question = nil
      }
    }
    switch command {
    case .next: return moved(to: position + 1)
    case .back:
      if position == 0 { return saying("this is the first step: nothing comes before the seed") }
      return moved(to: position - 1)
    case .jump(let number):
      guard (1...table.stepCount).contains(number) else {
        return saying("there is no step \(number): the steps are 1 to \(table.stepCount)")
      }
      return moved(to: number - 1)
    case .until(let name): return until(name)
    case .open: return open()
    case .close: return close()
    case .graph: return StepOutcome(document: table.graph(marking: position), expectsAnswer: expectsAnswer)
    case .table: return StepOutcome(document: table.forwardTable(mostRows: .max), expectsAnswer: expectsAnswer)
    case .explain: return StepOutcome(document: table.explanation(step: position))
    case .element(let name, let indices):
      return StepOutcome(document: table.elementDocument(step: position, name: name, indices: indices))
    case .all: return all()
    case .predict: return ask()
    case .answer(let text): return answer(text)
    case .help: return StepOutcome(document: Self.help, expectsAnswer: expectsAnswer)
    case .leave: return StepOutcome(document: farewell, isFinished: true)
    case .unknown(let text):
      return saying("\(text) is not one of the keys here: ? lists them")
    }
  }

  private mutating func moved(to step: Int) -> StepOutcome {
    if step > table.stepCount { return saying("that was the last step: b goes back, q leaves") }
    position = step
    return StepOutcome(document: step == table.stepCount ? ending : table.document(step: step))
  }

  private func saying(_ sentence: String) -> StepOutcome {
    StepOutcome(document: StepText.sentence(sentence), expectsAnswer: expectsAnswer)
  }

  private mutating func until(_ name: String) -> StepOutcome {
    guard let node = table.node(named: name) else {
      let guess = Suggestions.closest(to: name, among: table.knownNames)
      let known = table.knownNames.prefix(12).joined(separator: ", ")
      return saying(
        "no value of this graph is called \(name)"
          + (guess.map { "; did you mean \($0)?" } ?? ": its names are \(known)"))
    }
    table.reveal(node)
    guard let step = table.step(completing: node) else { return saying("no gradient arrives at \(name)") }
    return moved(to: step)
  }

  private mutating func open() -> StepOutcome {
    guard let call = table.openable(at: position) else {
      return saying("this step is a single operation: there is nothing to open")
    }
    table.open(call)
    return moved(to: table.firstStep(inside: call) ?? position)
  }

  private mutating func close() -> StepOutcome {
    guard let call = table.closable(at: position) else { return saying("this step is not inside a call") }
    table.close(call)
    return moved(to: table.step(ofCall: call) ?? 0)
  }

  private mutating func all() -> StepOutcome {
    var document = Document()
    let first = position == 0 ? 1 : position + 1
    for step in Swift.min(first, table.stepCount)..<table.stepCount { document.append(table.document(step: step)) }
    position = table.stepCount
    document.append(ending)
    return StepOutcome(document: document)
  }

  private var ending: Document {
    var document = table.finalGradients()
    document.append(scoreDocument)
    return document
  }

  private var farewell: Document { isAtEnd ? Document() : scoreDocument }

  private var scoreDocument: Document {
    guard score.asked > 0 else { return Document() }
    return StepText.sentence("predictions: \(score.right) of \(score.asked) right at the first try")
  }

  // MARK: Predictions

  private mutating func ask() -> StepOutcome {
    guard let asked = table.question(step: position + 1) else {
      return saying(
        position + 1 >= table.stepCount ? "there is no step left to predict" : "the next step has nothing to predict")
    }
    question = asked
    return StepOutcome(document: StepText.sentence(asked.text, role: .strong), expectsAnswer: true)
  }

  private mutating func answer(_ text: String) -> StepOutcome {
    guard let asked = question else { return saying("press p first: then a prediction can be typed") }
    let verdict = asked.judge(text)
    guard verdict.isAnswer else { return saying(verdict.sentence) }
    if asked.isFirstTry {
      score.asked += 1
      if verdict.isRight { score.right += 1 }
    }
    guard verdict.isRight else {
      question?.isFirstTry = false
      var document = StepText.sentence(verdict.sentence)
      document.append(StepText.sentence("try again, or press Enter to see the step"))
      return StepOutcome(document: document, expectsAnswer: true)
    }
    question = nil
    var document = StepText.sentence(verdict.sentence, role: .success)
    document.append(moved(to: position + 1).document)
    return StepOutcome(document: document)
  }

  private static let help = Document([
    .indented([
      .columns(
        Columns(
          [
            ("Enter, Space, n", "the next step"), ("b", "the step before"), ("p", "predict the next step"),
            ("e", "explain why the rule of this step holds"), ("g", "the graph, with this step marked"),
            ("a", "all steps that are left"), ("u NAME", "on to the gradient of NAME"),
            ("12", "to step 12"), ("i", "into a call that is one step"), ("o", "out of the call around this step"),
            ("[i, j]", "how one element of this step's gradient comes about; W[i, j] for that of W"),
            ("t", "the forward table"), ("q", "leave"),
          ].map { [[.text($0.0, .command)], [.text($0.1)]] }))
    ])
  ])
}

/// Small documents of the stepper.
enum StepText {
  /// One sentence, moved in like the steps.
  static func sentence(_ text: String, role: Role = .plain) -> Document {
    Document([.indented([.columns(Columns([[[.text(text, role)]]]))])])
  }
}
