package import Source

/// A walk through the steps of a computation: a page plays it over its picture; elsewhere its text stands for it.
package struct Walkthrough: Equatable, Sendable {
  /// Something that a step adds to the picture: the last line of a node's box.
  package struct Change: Equatable, Sendable {
    /// The node.
    package let node: Int
    /// What its last line says from then on.
    package let text: String

    /// Makes a change.
    package init(node: Int, text: String) {
      self.node = node
      self.text = text
    }
  }

  /// What can be predicted before a step is shown.
  package struct Question: Equatable, Sendable {
    /// What is asked for.
    package let text: Phrase
    /// The number, with all its digits; nil when the shape is asked for.
    package let number: Double?
    /// The shape as it is typed.
    package let shape: String
    /// What is said when the answer is right.
    package let answer: Phrase

    /// Makes a question.
    package init(text: Phrase, number: Double?, shape: String, answer: Phrase) {
      self.text = text
      self.number = number
      self.shape = shape
      self.answer = answer
    }
  }

  /// One step.
  package struct Step: Equatable, Sendable {
    /// The step in words and numbers.
    package let blocks: [Block]
    /// Why its rule holds; may be empty.
    package let rule: [Block]
    /// Where its numbers come from; may be empty.
    package let origins: [Block]
    /// The node that is lit.
    package let mark: Int?
    /// What it adds to the picture.
    package let changes: [Change]
    /// What can be predicted before it is shown.
    package let questions: [Question]
    /// What it adds to gradients, for a page that computes it again.
    package let flows: [Recalculation.Flow]

    /// Makes a step.
    package init(
      _ blocks: [Block], rule: [Block] = [], origins: [Block] = [], mark: Int? = nil, changes: [Change] = [],
      questions: [Question] = [], flows: [Recalculation.Flow] = []
    ) {
      self.blocks = blocks
      self.rule = rule
      self.origins = origins
      self.mark = mark
      self.changes = changes
      self.questions = questions
      self.flows = flows
    }
  }

  /// How the numbers of a walk move with those that it starts from.
  package enum Numbers: Equatable, Sendable {
    /// It starts from none that may be changed.
    case fixed
    /// A page does not compute them again, for a reason.
    case still(Phrase)
    /// They are computed again.
    case moving(Recalculation)
  }

  /// What is walked through.
  package let title: Phrase
  /// The picture when every step is past; nil when there is none.
  package let graph: NetworkGraph?
  /// What stands before the steps.
  package let introduction: [Block]
  /// The steps.
  package let steps: [Step]
  /// What stands behind them.
  package let ending: [Block]
  /// How its numbers move.
  package let numbers: Numbers

  /// Makes a walk.
  package init(
    title: Phrase, graph: NetworkGraph?, introduction: [Block], steps: [Step], ending: [Block],
    numbers: Numbers = .fixed
  ) {
    self.title = title
    self.graph = graph
    self.introduction = introduction
    self.steps = steps
    self.ending = ending
    self.numbers = numbers
  }

  /// The most steps that a page plays: of more the middle ones are folded away.
  package static let mostPlayed = 300

  /// Whether a page plays a step of so many, or folds it away.
  package static func plays(_ step: Int, of count: Int) -> Bool {
    count <= mostPlayed || step < mostPlayed / 2 || step >= count - mostPlayed / 2
  }

  /// All of it as text.
  package var blocks: [Block] { introduction + steps.flatMap(\.blocks) + ending }
}
