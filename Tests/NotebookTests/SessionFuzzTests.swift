import Disk
import Documents
import Evaluation
import Lessons
import Source
import Synchronization
import Syntax
import Tensors
import Testing

@testable import Judging
@testable import Notebook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A session is given programs that nobody would write; it must answer each, in good time, and never with a trap.
///
/// `LEARNNN_FUZZ=100000 swift test --filter SessionFuzz` tries that many of each kind, from other seeds, and keeps the
/// one that is being tried in `learnnn-fuzz.nn` in the folder for temporary files.
@Suite("No line of text ends a session")
struct SessionFuzzTests {
  private static let wanted = getenv("LEARNNN_FUZZ").flatMap { Int(String(cString: $0)) }
  private static let seed =
    UInt64(wanted ?? 5) &+ UInt64(getenv("LEARNNN_SEED").flatMap { Int(String(cString: $0)) } ?? 0)

  /// A session that is told to stop when an input takes too long, and what it was told.
  private final class Patience: Sendable {
    private let deadline = Mutex(0.0)

    func start(_ seconds: Double) { deadline.withLock { $0 = Patience.now() + seconds } }

    var isOver: Bool { deadline.withLock { Patience.now() > $0 } }

    static func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
  }

  private let patience = Patience()

  private func session() -> Session {
    var world = World.test()
    world.isInterrupted = { [patience] in patience.isOver }
    var session = Session(world: world)
    session.settings.limits.steps = 20_000
    session.settings.limits.output = 100_000
    return session
  }

  /// Gives an input to a copy of a session, reads all that it shows in every way, and says what is wrong with it.
  private func complaint(_ input: String, in session: Session) -> String? {
    var session = session
    if Self.wanted != nil { TestFiles.write(input, to: "/tmp/learnnn-fuzz.nn") }
    patience.start(1)
    let start = Patience.now()
    let shown = Mutex("")
    let presenter = session.presenter
    let note: (Shown) -> Void = { item in
      let document = presenter.document(for: item)
      let text = TerminalRenderer(width: 60).render(document) + (EventJSON.line(for: item) ?? "")
      shown.withLock { if $0.utf8.count < 1_000_000 { $0 += text } }
    }
    // What a person types is looked up in the phrase book where it fails, which takes most of the time: a long run asks
    // for it one time in two hundred.
    if Self.wanted == nil || input.utf8.count % 200 == 0 {
      _ = session.submit(input, show: note)
    } else {
      session.run(Parser.parse(SourceText(input)), by: .program, show: note)
    }
    let time = Patience.now() - start
    if time > 4 { return "took \(time) s" }
    let text = shown.withLock { $0 }
    return text.lowercased().contains("internal error") ? text : nil
  }

  private func onLargeStack(_ body: () -> [String]) -> [String] { StackBounds.runOnLargeStack(body) }

  @Test("well-formed programs with arguments that fit or do not")
  func programs() {
    let complaints = onLargeStack {
      var start = session()
      patience.start(5)
      _ = start.submit(ProgramGenerator.prologue) { _ in }
      // What is meant to take long is left to other tests.
      let given = start.interpreter.library(for: .float64).names.filter { $0 != "train" }
      var generator = ProgramGenerator(random: SplitMix(state: Self.seed), given: given)
      var complaints: [String] = []
      for _ in 0..<(Self.wanted ?? 400) {
        let program = generator.program()
        if let complaint = complaint(program, in: start) { complaints.append("\(program)\n→ \(complaint)") }
      }
      return complaints
    }
    #expect(complaints.isEmpty, "\(complaints.prefix(5).joined(separator: "\n\n"))")
  }

  @Test("every function of the language with the most extreme arguments")
  func extremes() {
    let complaints = onLargeStack {
      var start = session()
      patience.start(5)
      _ = start.submit(ProgramGenerator.prologue) { _ in }
      let given = start.interpreter.library(for: .float64).names.filter { $0 != "train" }
      var random = SplitMix(state: Self.seed)
      var complaints: [String] = []
      // A long run tries every function with every extreme in its first two places; a short one takes some of them.
      let share = Self.wanted == nil ? 4_000 : 1
      for name in given {
        for first in ProgramGenerator.extremes {
          for second in [""] + ProgramGenerator.extremes where random.below(share) == 0 {
            var arguments = [first] + (second.isEmpty ? [] : [second])
            while arguments.count < 5, random.below(3) == 0 { arguments.append(random.pick(ProgramGenerator.extremes)) }
            let program = "y = \(name)(\(arguments.joined(separator: ", ")))\ny; len(y)"
            if let complaint = complaint(program, in: start) { complaints.append("\(program)\n→ \(complaint)") }
          }
        }
      }
      return complaints
    }
    #expect(complaints.isEmpty, "\(complaints.prefix(5).joined(separator: "\n\n"))")
  }

  @Test("every line of the lessons with one character changed")
  func lessons() throws {
    let entries = LessonCatalogue.entries(in: [repository + "/Lessons"], TestFiles().access)
    var sources: [[String]] = []
    for entry in entries {
      let text = try Disk.text(of: entry.path)
      sources.append(Self.cells(of: text))
    }
    let lines = sources.joined().joined().count { $0 == "\n" }
    let complaints = onLargeStack {
      var random = SplitMix(state: Self.seed)
      var complaints: [String] = []
      // A bounded run tries a few of the lines, a long one each of them several times.
      let share = Double(Self.wanted ?? 200) / Double(Swift.max(lines, 1))
      for cells in sources {
        var session = session()
        for cell in cells {
          for line in cell.split(separator: "\n") where !line.isEmpty {
            var turns = share
            while turns >= 1 || Double(random.below(1000)) < turns * 1000 {
              turns -= 1
              let changed = Self.mutated(String(line), &random)
              if let complaint = complaint(changed, in: session) { complaints.append("\(changed)\n→ \(complaint)") }
              if turns <= 0 { break }
            }
          }
          patience.start(0.3)
          _ = session.submit(cell) { _ in }
        }
      }
      return complaints
    }
    #expect(complaints.isEmpty, "\(complaints.prefix(5).joined(separator: "\n\n"))")
  }

  @Test("random bytes and random tokens")
  func noise() {
    let complaints = onLargeStack {
      var start = session()
      patience.start(5)
      _ = start.submit(ProgramGenerator.prologue) { _ in }
      var random = SplitMix(state: Self.seed)
      let tokens = Self.tokens + start.interpreter.library(for: .float64).names.filter { $0 != "train" }
      var complaints: [String] = []
      for round in 0..<(Self.wanted ?? 240) {
        let text: String
        if round % 3 == 0 {
          let bytes = (0..<random.below(60)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
          text = String(decoding: bytes, as: UTF8.self)
        } else {
          text = (0..<random.below(20)).map { _ in random.pick(tokens) + (random.below(2) == 0 ? " " : "") }.joined()
        }
        if let complaint = complaint(text, in: start) { complaints.append("\(text)\n→ \(complaint)") }
      }
      return complaints
    }
    #expect(complaints.isEmpty, "\(complaints.prefix(5).joined(separator: "\n\n"))")
  }

  /// The code of a lesson's fences, each as one text.
  private static func cells(of lesson: String) -> [String] {
    var cells: [String] = []
    var open: [Substring]?
    for line in lesson.split(separator: "\n", omittingEmptySubsequences: false) {
      if let lines = open {
        if line.hasPrefix("```") {
          cells.append(lines.joined(separator: "\n") + "\n")
          open = nil
        } else {
          open = lines + [line]
        }
      } else if line.hasPrefix("```nn") {
        open = []
      }
    }
    return cells
  }

  private static func mutated(_ line: String, _ random: inout SplitMix) -> String {
    var scalars = Array(line.unicodeScalars)
    let place = random.below(scalars.count)
    let other = random.pick(alphabet)
    switch random.below(3) {
    case 0: scalars.remove(at: place)
    case 1: scalars[place] = other
    default: scalars.insert(other, at: place)
    }
    return String(String.UnicodeScalarView(scalars))
  }

  private static let alphabet = Array(
    "xwWbL019.()[]{},;:=+-*/@^'\"∂σ²ᵀ_ #?<>!\\|&%$\u{301}\u{0}\t→–“中é\n".unicodeScalars)

  private static let tokens = [
    "w", "W", "x", "L", "f", "1", "0.5", "2x", "(", ")", "[", "]", "{", "}", ",", ";", ":", "=", ":=", "+", "-", "*",
    "@",
    "^", "'", "->", "..", "∂L/∂w", "if", "else", "for", "in", "while", "return", "and", "not", "\"", "\"{w}\"", "\n",
    ":vars\n", ":step L", ":undo\n", ":set digits 3\n", ":help\n", "?sum", ":why\n", ":graph L\n", ":history\n", "___",
    ":grads L\n", ":tape L\n", ":ast ", ":tokens ", ":doc ", ":source softmax\n", ":load lesson1\n", ":next\n",
    ":check\n",
  ]
}
