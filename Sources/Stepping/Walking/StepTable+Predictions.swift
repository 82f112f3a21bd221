import Documents
package import Source

/// The gradients that a lesson asks for on a walk, and what is said about a prediction of one.
extension StepTable {
  /// The step that completes a gradient, `∂L/∂z`, and the question about it; nil when there is no such gradient.
  func question(about gradient: String) -> (step: Int, question: StepQuestion)? {
    guard let node = node(ofGradient: gradient) else { return nil }
    var copy = self
    copy.reveal(node)
    guard let step = copy.step(completing: node), step > 0 else { return nil }
    let name = gradientName(of: node)
    guard var question = copy.questions(step: step).first(where: { $0.name == name }) else { return nil }
    question.takesSign = false
    return (step, question)
  }

  /// Whether a prediction of a gradient is right to half of its last digit, and what is said about it.
  ///
  /// Nil when there is no such gradient to predict.
  package func judge(_ prediction: String, of gradient: String) -> (isRight: Bool, sentence: Phrase)? {
    question(about: gradient).map {
      let verdict = $0.question.judge(prediction)
      return (verdict.isAnswer && verdict.isRight, verdict.sentence)
    }
  }

  /// Opens the calls that hide gradients which are asked for.
  mutating func reveal(gradients: [String]) {
    for gradient in gradients { if let node = node(ofGradient: gradient) { reveal(node) } }
  }

  /// The node by which a gradient is taken: z for `∂L/∂z`.
  private func node(ofGradient gradient: String) -> Int? {
    guard let mark = gradient.firstRange(of: "/∂") else { return nil }
    let text = String(gradient[mark.upperBound...])
    return node(named: NotationText.insideBrackets(text) ?? text)
  }

  /// The gradients that can be asked for: those of named values, in the order in which they come.
  package var gradientNames: [String] {
    tape.nodes.indices.reversed().filter { names.isNamed[$0] && $0 != tape.last && plan.arrivals[$0] != nil }.map(
      gradientName(of:))
  }
}
