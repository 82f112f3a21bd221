package import Documents
import Source

/// What a walk comes to: at its end, and for whoever has left it.
extension Stepper {
  /// What the last step has led to, and the score.
  private var closing: Document {
    var document = table.finalGradients()
    document.append(scoreDocument)
    return document
  }

  /// The same, with what a lesson still waits for.
  var ending: Document {
    var document = closing
    guard task != nil else { return document }
    let list = Phrase.list(missing)
    document.append(
      missing.isEmpty
        ? StepText.sentence("the walk is made: q goes on with the lesson", role: .success)
        : StepText.sentence("still to predict: \(list). p goes back and asks", role: .warning))
    return document
  }

  var scoreDocument: Document { score.asked > 0 ? StepText.sentence(scoreText) : Document() }

  /// The steps that were seen, in order, and how the predictions went; with the numbers of the session, which the lines
  /// below go on with, whatever was tried on the walk.
  package var record: Document {
    guard !changes.isEmpty else { return recorded }
    var own = self
    own.table = table.retaken(on: original.tape)
    var document = own.recorded
    document.append(
      StepText.sentence("\(changed) on the walk only: these are the numbers of the session", role: .dim))
    return document
  }

  private var recorded: Document {
    var document = table.headline()
    let steps = table.plan.steps.indices.filter { seen.contains(table.plan.steps[$0].unit) }
    for step in steps.prefix(Self.mostRecorded) { document.append(table.document(step: step)) }
    if steps.count > Self.mostRecorded {
      document.append(StepText.sentence("… and \(steps.count - Self.mostRecorded) more steps", role: .dim))
    }
    // The lesson itself says whether the walk is made: whoever has left it presses no more keys of it.
    document.append(wasAtEnd ? closing : scoreDocument)
    return document
  }

  /// The most steps that are written down when the stage is left.
  private static let mostRecorded = 1000
}
