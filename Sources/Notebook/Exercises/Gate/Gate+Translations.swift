import Judging
import Lessons
import Source

extension Gate {
  /// A translation has the steps, the tasks and the code of its original, in the same order; words may differ.
  static func checkTranslations(_ files: [File], _ world: World, _ report: inout Report) {
    for file in files {
      guard let language = file.name.language else { continue }
      let originals = [file.path.replacing(".\(language).md", with: ".md")]
      let known = files.first { $0.name.stem == file.name.stem && $0.name.language == nil }
      guard let original = known?.lesson ?? originals.compactMap({ lesson($0, world) }).first else { continue }
      if let difference = difference(of: file.lesson, from: original) { report.diagnostics.append(difference) }
    }
  }

  /// A lesson beside the ones that are checked; its own faults are told when it is checked itself.
  private static func lesson(_ path: String, _ world: World) -> Lesson? {
    guard world.files.exists(path), let bytes = try? world.files.read(path) else { return nil }
    return Lesson.parse(bytes, name: path).lesson
  }

  /// The first place where a translation is not what its original is.
  private static func difference(of lesson: Lesson, from original: Lesson) -> Diagnostic? {
    if lesson.id != original.id {
      return Diagnostic(
        code: .translationDiffers, "this translation has not the id of its original", source: lesson.source,
        labels: [.init(lesson.fields["id"] ?? Span(0, 0))],
        notes: ["Progress is kept by id, and \(original.source.name) is called `\(original.id)`."],
        help: "write `id: \(original.id)` here")
    }
    if lesson.former != original.former {
      return Diagnostic(
        code: .translationDiffers, "this translation takes over the work of other lessons than its original",
        source: lesson.source, labels: [.init(lesson.fields["former"] ?? lesson.fields["id"] ?? Span(0, 0))],
        help: "write `former: [\(original.former.joined(separator: ", "))]` here")
    }
    let (own, theirs) = (Part.parts(of: lesson), Part.parts(of: original))
    let place = zip(own, theirs).prefix { $0.name == $1.name && $0.code == $1.code }.count
    guard place < own.count || place < theirs.count else { return nil }
    let here = place < own.count ? own[place] : nil
    let there = place < theirs.count ? theirs[place] : nil
    let label = here?.block.header ?? lesson.fields["id"] ?? Span(0, 0)
    let line = there.map { " on line \(original.source.position(at: $0.block.header.lower).line)" } ?? ""
    if let here, here.name == there?.name {
      return Diagnostic(
        code: .translationDiffers, "\(here.name) is not the same as in the original", source: lesson.source,
        labels: [.init(label)],
        notes: ["The original is in \(original.source.name)\(line). Only comments and texts in quotes may differ."],
        help: "copy the code of the original, and look whether the words around it still fit")
    }
    return Diagnostic(
      code: .translationDiffers, "this translation has not the same steps as its original", source: lesson.source,
      labels: [.init(label)],
      notes: [
        "Here comes \(here?.name ?? "nothing more"), and in \(original.source.name)\(line) \(there?.name ?? "nothing more")."
      ],
      help: "give both the same ids, cells and tasks in the same order")
  }

  /// A part of a lesson that its translations share.
  private struct Part {
    let name: String
    let code: String
    let block: LessonBlock

    init(_ name: String, _ code: String, _ block: LessonBlock) {
      self.name = name
      self.code = code.withoutWords
      self.block = block
    }

    static func parts(of lesson: Lesson) -> [Part] { lesson.steps.flatMap(parts) }

    private static func parts(of step: Step) -> [Part] {
      switch step {
      case .prose, .note: return []
      case .cell(let cell): return [Part("a cell", cell.code.text, cell.block)]
      case .exercise(let exercise): return parts(of: exercise)
      case .task(let task): return [Part(task.name, "\(task.points.text) \(task.shared)", task.block)]
      }
    }

    private static func parts(of exercise: Exercise) -> [Part] {
      let id = "`\(exercise.id)`"
      let allowed = exercise.allowed?.joined(separator: " ") ?? ""
      var parts = [Part("the exercise \(id)", allowed + "\n" + exercise.starter.text, exercise.block)]
      parts += exercise.setup.map { Part("a setup of \(id)", $0.code.text, $0.block) }
      parts += exercise.solutions.map { Part("a solution of \(id)", $0.code.text, $0.block) }
      parts += exercise.checks.map { check in
        Part(
          "a check of \(id)", "\(check.points.text) \(check.hidden) \(check.world ?? "")\n" + check.code.text,
          check.block)
      }
      parts += exercise.mistakes.map { Part("a mistake of \(id)", $0.code.text, $0.block) }
      parts += exercise.hints.map { Part("a hint for \(id)", "", $0.block) }
      return parts
    }
  }
}

extension String {
  /// Code without comments and without what its texts say: what a translation must have as the original has it.
  fileprivate var withoutWords: String {
    var result = ""
    for (index, piece) in withoutComments.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
      result += index.isMultiple(of: 2) ? String(piece) : "\"\""
    }
    return result.split(separator: "\n").joined(separator: "\n")
  }
}
