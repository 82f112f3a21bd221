import Documents
package import Evaluation
import Judging
import Lessons
package import Source

/// What the answers of a lesson come to, to tell whether something printed further down gives one away.
package struct ToldAnswers {
  private var values: [Grid] = []
  private var texts: Set<String> = []

  /// Nothing answered yet.
  package init() {}

  /// Whether there is anything to be given away.
  package var isEmpty: Bool { values.isEmpty }

  /// Takes in what a solution left in the names that it binds.
  package mutating func add(_ solution: SourceText, in state: State, _ interpreter: inout Interpreter) {
    for name in Quiet.targets(of: solution) ?? [] {
      if let value = interpreter.value(of: name, in: state) { add(value, in: state) }
    }
  }

  /// Takes in what a task asks for, where that is the value of some code.
  package mutating func add(_ task: any AskedTask, in state: State, _ interpreter: Interpreter) {
    var (copy, interpreter) = (state, interpreter)
    guard let code = task.told, case .finished(let value) = Quiet.run(code, on: &copy, &interpreter) else { return }
    add(value, in: copy)
  }

  private mutating func add(_ value: Value, in state: State) {
    guard let grid = Comparison.grid(value, in: state), grid.values.count <= 10_000 else { return }
    values.append(grid)
    let text = ValueText.inline(state.resolved(value), state: state)
    // Shorter numbers stand in many a text by chance.
    if text.utf8.count >= 5 { texts.insert(text) }
  }

  /// Whether what a cell showed gives an answer away: it is the value itself, or a text that has it.
  package func areTold(by output: OutputText, in state: State) -> Bool {
    output.shown.contains { shown in
      switch shown {
      case .event(.value(_, let value, _, _)):
        guard let grid = Comparison.grid(value, in: state) else { return false }
        return values.contains { known in
          known.shape == grid.shape && zip(grid.values, known.values).allSatisfy { Grid.agree($0, $1, relative: 1e-9) }
        }
      case .event(.print(let text)): return texts.contains { text.contains($0) }
      case .event(.diagnostic), .event(.progress), .failure, .document: return false
      }
    }
  }
}
