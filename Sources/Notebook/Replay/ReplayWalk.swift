package import Documents
import Evaluation
import Judging
import Source
package import Stepping

/// A past run at the keyboard: a cursor on a step, which keys move.
package struct ReplayWalk: Walk {
  private var replay: Replay
  private let format: StepFormat
  private var position: Int
  /// What was last shown, below the picture when the walk is kept in place.
  private var words = Document()
  /// The input that goes on where the walk ended: steps through a loss, or keeps a state; nil to stay in the present.
  package private(set) var next: String?
  /// Whether the walk goes on here when what `next` asks for is over: after the steps through a loss, not after a state
  /// was kept.
  package var comesBack: Bool { next?.hasSuffix(" step") ?? false }
  /// Whether the picture stands above the steps.
  package var isInPlace = false
  /// Whether the list of the keys is on the stage.
  private var isHelping = false
  /// What was tried otherwise and stands on the stage, as a line: it is what is kept then.
  private var tried: String?
  /// Whether an optimiser takes the steps of the run, so that its rate can be another one.
  private let hasRate: Bool

  init(_ replay: Replay, format: StepFormat) {
    var past = replay
    // `train` makes its optimiser with the first step.
    hasRate = (0...Swift.min(1, replay.run.count)).contains { step in
      var state = (try? past.session(at: step))?.state
      return state?.setRates(to: 1) ?? false
    }
    self.replay = past
    self.format = format
    position = replay.run.count
  }

  private var pages: ReplayPages { ReplayPages(run: replay.run, format: format, say: replay.words) }

  /// What to show first: the run as a whole.
  package var opening: Document { words.isEmpty ? pages.overview() : words }

  /// Goes on at the step that was left.
  package mutating func comeBack() {
    next = nil
    _ = go(to: position)
  }

  /// The keys that a run knows.
  package var keys: [WalkKey] {
    let rate: [WalkKey] = hasRate ? [.rate] : []
    let more: [WalkKey] = isInPlace ? [.more] : []
    return [.next, .back, .tenOn, .tenBack, .jump, .first, .value, .draw, .through, .without] + rate + [.keep, .all]
      + more + [.help, .leave]
  }

  /// All of them matter at every step.
  package var keysNow: [WalkKey] { keys.filter { $0 != .all && $0 != .more } }

  /// Nothing is predicted on the way.
  package var expectsAnswer: Bool { false }

  /// The step under the cursor.
  package var record: Document { opening }

  /// The course of the loss with the cursor, or the picture that was asked for, and the step in words; the list of the
  /// keys takes the room of both.
  package func stage(columns: Int, rows: Int) -> Stage {
    func isFigure(_ block: Block) -> Bool { if case .figure = block { true } else { false } }
    let figures = words.blocks.filter(isFigure)
    let picture = figures.isEmpty ? pages.picture(at: position) : Document(figures)
    return Stage(
      title: [.text("run of \(replay.run.count) steps", .strong), .text(" · step \(position)")],
      picture: isHelping ? Document() : picture,
      words: isHelping ? help : Document(record.blocks.filter { !isFigure($0) }),
      progress: .init(position: position - 1, count: replay.run.count))
  }

  /// Does what was asked for.
  package mutating func handle(_ command: WalkCommand) -> WalkOutcome {
    let outcome = answered(command)
    if !outcome.isRemark { isHelping = command == .key(.help) }
    return outcome
  }

  private mutating func answered(_ command: WalkCommand) -> WalkOutcome {
    switch command {
    case .key(.next): return go(to: position + 1)
    case .key(.back): return go(to: position - 1)
    case .key(.tenOn): return go(to: position + 10)
    case .key(.tenBack): return go(to: position - 10)
    case .key(.all): return go(to: replay.run.count)
    case .jump(let step), .number(let step): return answer(String(step))
    case .key(.through): return leave(with: "step")
    case .key(.keep): return leave(with: tried.map { "\($0) keep" } ?? "keep")
    case .key(.without): return answer("\(position) without")
    case .rate(let rate): return answer("\(position) rate \(rate)")
    case .find(let condition): return answer("where \(condition)")
    case .element(let name, let place):
      return answer("where \(name ?? "")\(place)")
    case .key(.help): return WalkOutcome(help, aside: Document())
    case .key(.leave): return WalkOutcome(Document(), isFinished: true)
    case .unknown(let line), .answer(let line): return typed(line)
    case .key(let key): return unknown(key.sign)
    case .bound: return unknown("|")
    case .change: return unknown("c")
    }
  }

  private mutating func go(to step: Int) -> WalkOutcome {
    answer(String(Swift.min(Swift.max(step, 1), replay.run.count)))
  }

  private mutating func leave(with action: String) -> WalkOutcome {
    next = ":replay \(position) \(action)"
    return WalkOutcome(Document(), isFinished: true)
  }

  /// A line that no key stands for: what draws or has a number of its own says so, the rest is about this step.
  private mutating func typed(_ line: String) -> WalkOutcome {
    if line.hasPrefix(WalkKey.value.sign) {
      return answer("\(position) show \(String(line.dropFirst(WalkKey.value.sign.count)).trimmingSpaces)")
    }
    let words = line.split(separator: " ", maxSplits: 1)
    if words.count > 1, words[0] == WalkKey.draw.sign { return answer("draw \(words[1])") }
    let isWhole = words.count > 1 && (["draw", "where"].contains(words[0]) || Int(words[0]) != nil)
    // A key that needs more behind it, or a letter that is none, is no name of the run.
    if !isWhole, let word = words.first, word.count == 1, word.allSatisfy(\.isLetter),
      let guest = try? replay.session(at: position, for: line),
      !guest.interpreter.boundNames(in: guest.state).contains(String(word))
    {
      return unknown(line)
    }
    return answer(isWhole ? line : "\(position) \(line)")
  }

  /// Does what `:replay` does with a line.
  private mutating func answer(_ line: String) -> WalkOutcome {
    var document = Document()
    let presenter = Presenter(width: format.width, digits: format.digits, words: format.words)
    let input = CommandInput.alone(line) { document.append(presenter.document(for: $0)) }
    do throws(Diagnostic) {
      guard var request = ReplayRequest(line, count: replay.run.count) else { return unknown(line) }
      if case .first(let condition) = request, let step = try replay.first(where: condition) {
        request = .step(step, .look)
      }
      if case .step(let step, let action) = request, (1...replay.run.count).contains(step) {
        position = step
        if case .keep = action { return leave(with: "keep") }
        tried = nil
        if case .differently(_, let keeps) = action {
          let way = String(line.drop { $0 != " " }.dropFirst())
          if keeps { return leave(with: way) }
          tried = way
        }
      }
      var effects: [Effect] = []
      _ = try replay.answer(request, format: format, input, effects: &effects)
    } catch {
      return WalkOutcome(presenter.document(for: .failure(error)), isRemark: true)
    }
    words = document
    return WalkOutcome(document, aside: Document())
  }
}
