package import Documents
package import Evaluation
import Source
import Syntax
package import Tensors

/// Follows what is watched while one statement runs: every step of an optimiser is a point of its course.
package final class WatchRecorder {
  /// What is watched, with all that was seen so far.
  package private(set) var watches: [Watch]
  /// Whether a step was taken since the last look.
  package private(set) var hasNews = false
  /// Whether the statement took any step.
  package private(set) var hasSteps = false
  private var interpreter: Interpreter
  private let programs: [(source: SourceText, statement: Statement)?]
  private let layerNames: [Int: String]
  private let format: StepFormat

  /// Begins with what is watched; `layers` are the parameters whose gradients may be asked for.
  package init(_ watches: [Watch], interpreter: Interpreter, layers: [(name: String, id: Int)], format: StepFormat) {
    self.watches = watches
    self.interpreter = interpreter
    self.format = format
    programs = watches.map { watch in
      guard watch.subject == .expression else { return nil }
      let source = SourceText(watch.text)
      guard var statement = Parser.parse(source).statements.first else { return nil }
      statement.showsValue = false
      return (source, statement)
    }
    layerNames = Dictionary(
      layers.map { ($0.id, NameText.of(ParameterPath.layer(of: $0.name))) }, uniquingKeysWith: { first, _ in first })
  }

  /// Looks at the state after a step, and at the gradients that it went against, by parameter.
  package func note(_ state: State, _ gradients: [Int: Traced]) {
    (hasNews, hasSteps) = (true, true)
    if watches.contains(where: { $0.subject == .gradients }) { note(gradients) }
    for (index, program) in programs.enumerated() {
      guard let program, let value = value(of: program, on: state) else { continue }
      watches[index].note(value)
    }
  }

  /// What is watched, each on its line.
  package func document() -> Document {
    hasNews = false
    return Document([.lines(watches.filter { !$0.isHeading }.map { $0.line(format) })])
  }

  private func value(of program: (source: SourceText, statement: Statement), on state: State) -> Double? {
    var copy = state
    guard
      case .finished(let value) = interpreter.run(
        program.statement, of: program.source, on: &copy, emit: { _ in }),
      case .data(let traced) = copy.resolved(value)
    else { return nil }
    return Watch.measure(traced)
  }

  private func note(_ gradients: [Int: Traced]) {
    var squares: [(layer: String, sum: Double)] = []
    for (id, gradient) in gradients.sorted(by: { $0.key < $1.key }) {
      let layer = layerNames[id] ?? "another parameter"
      let norm = TensorSummary(gradient).norm
      if let known = squares.firstIndex(where: { $0.layer == layer }) {
        squares[known].sum += norm * norm
      } else if squares.count < Watch.mostLayers {
        squares.append((layer, norm * norm))
      }
    }
    for (layer, sum) in squares {
      let text = "‖∂/∂\(layer)‖"
      let index = watches.firstIndex { $0.subject == .layer && $0.text == text } ?? watches.count
      if index == watches.count { watches.append(Watch(text, style: gradientStyle, subject: .layer)) }
      watches[index].note(sum.squareRoot())
    }
  }

  private var gradientStyle: Watch.Style { watches.first { $0.subject == .gradients }?.style ?? .sparkline }
}
