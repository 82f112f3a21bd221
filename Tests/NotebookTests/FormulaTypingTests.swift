import Disk
import Documents
import Phrasebook
import Source
import Syntax
import Testing

@testable import Judging
@testable import Notebook

/// What a lesson prints as mathematics, somebody types.
@Suite("The formulas of the lessons")
struct FormulaTypingTests {
  /// The formulas of a lesson as a terminal shows them: those that compute something.
  private static func formulas(of path: String) throws -> [String] {
    var isCode = false
    var found: [String] = []
    for line in try Disk.text(of: path).split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") { isCode.toggle() }
      guard !isCode else { continue }
      if line.hasPrefix("$$"), line.hasSuffix("$$"), line.count > 4 {
        let shown = MathText.inline(String(line.dropFirst(2).dropLast(2)))
        if isTyped(shown), !found.contains(shown) { found.append(shown) }
        continue
      }
      for (place, part) in line.split(separator: "$", omittingEmptySubsequences: false).enumerated()
      where place % 2 == 1 && !part.isEmpty {
        let shown = MathText.inline(String(part))
        if isTyped(shown), !found.contains(shown) { found.append(shown) }
      }
    }
    return found
  }

  /// Whether a formula is more than a name or a number, and says all that it means: three dots, words and sizes do not,
  /// nor does a sum without its bounds.
  private static func isTyped(_ formula: String) -> Bool {
    let computes = formula.contains { "+-−*·/^=²³ᵀ′'∂√∑".contains($0) } && formula.contains { $0.isLetter }
    let words = formula.split { !$0.isLetter }.filter { $0.count > 1 && $0.unicodeScalars.allSatisfy(\.isASCII) }
    return computes && !formula.contains { "…⋯≈→∈⇒≪≫∝∑".contains($0) }
      && words.allSatisfy { known.contains(String($0)) }
  }

  private static let known: Set = ["tanh", "log", "exp", "max", "min", "sum", "mean", "sin", "cos", "sqrt"]

  @Test("are read when they are typed back, or answered with a line that is")
  func typed() throws {
    let folder = repository + "/Lessons"
    var unread: [String] = []
    var count = 0
    for name in Disk.files.list(folder) where name.hasPrefix("lesson") && name.hasSuffix(".md") {
      if name.hasSuffix(".zh.md") { continue }
      for formula in try Self.formulas(of: folder + "/" + name) {
        count += 1
        guard Parser.parse(SourceText(InputFolding.folded(formula))).hasErrors else { continue }
        var session = TestSession(.test(lessons: []))
        let answer = session.type(formula)
        let advice = answer.split(separator: "\n").first { $0.hasPrefix("  help: type ") }
          .map { String($0.dropFirst("  help: type ".count)) }
        if let advice, !Parser.parse(SourceText(advice)).hasErrors { continue }
        unread.append("\(name): \(formula)\n\(answer)")
      }
    }
    #expect(count > 80)
    #expect(unread.isEmpty, "\(unread.count) of \(count):\n\(unread.joined(separator: "\n"))")
  }
}
