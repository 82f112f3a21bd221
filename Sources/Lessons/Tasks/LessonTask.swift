import Source

/// A task that is answered in words or numbers, and what about it matters; how it is asked, judged and handed in stands
/// in `AskedTask`.
package protocol LessonTask: Equatable, Sendable {
  /// Its name, unique in the lesson.
  var id: String { get }
  /// Its place.
  var block: LessonBlock { get }
  /// What it is worth in a class.
  var points: Points { get }
  /// What it is called where its place in the lesson is told: "the quiz `colour`".
  var name: String { get }
  /// What it asks, without its words, so that a changed task can be told from the one that was answered.
  var essence: String { get }
  /// What the translations of a lesson must have alike.
  var shared: String { get }
}

extension LessonTask {
  package var shared: String { essence }

  /// Whether another task says and asks the same.
  func isSame(as other: any LessonTask) -> Bool { (other as? Self) == self }
}

/// What the parser knows of a task before its type reads the lines between the fences.
struct TaskHead {
  let id: String
  let block: LessonBlock
  let attributes: Attributes
  let fence: Scanner.Fence
}

/// A task that the parser reads.
protocol ReadTask: LessonTask {
  /// What the number of its kind is added to where a block has no name; nil where it must have one.
  static var usualID: String? { get }
  /// Whether nothing needs to stand between its fences.
  static var mayBeEmpty: Bool { get }
  /// Reads the block; what is wrong with it is reported, and the rest stands.
  static func read(_ head: TaskHead, by parser: inout LessonParser) -> Self
}

extension ReadTask {
  static var usualID: String? { nil }
  static var mayBeEmpty: Bool { false }
}

extension LessonParser {
  /// The id of a task, reported when it is missing, badly formed or taken.
  mutating func takeID(
    _ kind: LessonBlock.Kind, usual: String?, _ attributes: Attributes, _ fence: Scanner.Fence
  ) -> String? {
    counts[kind, default: 0] += 1
    let span = attributes.span("id") ?? fence.header
    guard let id = attributes.text("id") ?? usual.map({ "\($0)\(counts[kind] ?? 1)" }) else {
      report(.missingAttribute("id", kind: kind), fence.info)
      return nil
    }
    guard isID(id) else {
      report(.badID(id), span)
      return nil
    }
    if let first = ids[id] {
      report(.duplicateID(id, firstLine: source.position(at: first.lower).line), span)
      return nil
    }
    ids[id] = span
    return id
  }

  /// Adds a task that has an id; one without was reported.
  mutating func addTask(
    _ type: any ReadTask.Type, _ block: LessonBlock, _ attributes: Attributes, _ fence: Scanner.Fence
  ) {
    if isBlank(fence), !type.mayBeEmpty { report(.emptyBlock(block.kind), fence.header) }
    guard let id = block.id else { return }
    let task = type.read(TaskHead(id: id, block: block, attributes: attributes, fence: fence), by: &self)
    drafts.append(.step(.task(task)))
  }
}
