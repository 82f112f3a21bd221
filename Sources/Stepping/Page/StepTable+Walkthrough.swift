package import Documents
import Source

extension StepTable {
  /// The whole pass as a walk: its steps as text, and for a page the picture with what each step adds to it.
  ///
  /// What only a page shows of a step is made only for the steps that a page plays.
  package func walkthrough(forPage: Bool = false) -> Walkthrough {
    let figure = GraphFigure(self)
    var introduction = headline()
    introduction.append(forwardTable(mostRows: forPage ? Walkthrough.mostPlayed : .max))
    let shown = Set(figure.graph?.nodes.map(\.id) ?? [])
    let (numbers, flows) = self.numbers(boxes: shown)
    let steps = plan.steps.indices.map { step -> Walkthrough.Step in
      let mark = plan.steps[step].members.last.map { plan.unitOfNode[$0] } ?? plan.unitOfNode[tape.last]
      let isPlayed = Walkthrough.plays(step, of: plan.steps.count)
      return Walkthrough.Step(
        isPlayed || !forPage ? document(step: step).blocks : [],
        rule: isPlayed ? explanation(step: step, withSource: false).blocks : [],
        origins: isPlayed ? origins(step: step).blocks : [], mark: shown.contains(mark) ? mark : nil,
        changes: changes(step: step, among: shown), questions: isPlayed ? pageQuestions(step: step) : [],
        flows: flows.indices.contains(step) ? flows[step] : [])
    }
    return Walkthrough(
      title: "backpropagation of \(lossName)", graph: figure.graph, introduction: introduction.blocks, steps: steps,
      ending: finalGradients().blocks, numbers: numbers)
  }

  private func numbers(boxes: Set<Int>) -> (Walkthrough.Numbers, [[Recalculation.Flow]]) {
    do throws(NumberProgram.Refusal) {
      guard let made = try recalculated(boxes: boxes) else { return (.fixed, []) }
      return (.moving(made.recalculation), made.flows)
    } catch {
      return (.still(error.words), [])
    }
  }

  /// The gradients in the picture that a step begins or completes.
  private func changes(step: Int, among shown: Set<Int>) -> [Walkthrough.Change] {
    let targets = step == 0 ? [tape.last] : plan.steps[step].flows.map { plan.flows[$0].target }
    return targets.compactMap { node in
      let unit = plan.unitOfNode[node]
      guard shown.contains(unit), plan.members(of: unit).last == node,
        let text = gradientText(of: node, revealed: step)
      else { return nil }
      return Walkthrough.Change(node: unit, text: text)
    }
  }

  private func pageQuestions(step: Int) -> [Walkthrough.Question] {
    questions(step: step).map { question in
      Walkthrough.Question(
        text: question.text, number: question.value, shape: format.shape(question.shape), answer: question.answer)
    }
  }
}
