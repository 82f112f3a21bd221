package import Documents
package import Evaluation
import Stepping

extension Picture {
  /// The picture as plain numbers; a graph is laid out by the stepper's own names.
  package var figure: Figure {
    switch content {
    case .figure(let figure): figure
    case .tape(let loss, let name, let code): GraphFigure(StepTable(loss: loss, name: name, code: code)).figure
    }
  }
}
