import Source

/// Lines to put in order.
package struct Ordering: Equatable, Sendable {
  /// Its name, unique in the lesson.
  package var id: String
  /// Its place.
  package var block: LessonBlock
  /// What it is worth in a class.
  package var points: Points
  /// The lines in a right order; whoever shows them shuffles.
  package var lines: [String]
  /// Whether they stand as they are shown, in no right order: so they do in a hand-out.
  package var isShuffled = false
  /// What has to come before what, as places among the lines; without any, the order of the lines is the only right one.
  package var dependences: [Dependence] = []

  /// A line that has to come before another.
  package struct Dependence: Equatable, Sendable {
    /// The place of the line that comes first.
    package var first: Int
    /// The place of the line that comes later.
    package var second: Int

    /// Makes a dependence.
    package init(_ first: Int, _ second: Int) {
      self.first = first
      self.second = second
    }
  }

  /// Whether lines are in a right order.
  package func isRight(_ chosen: [String]) -> Bool {
    dependences.isEmpty ? chosen == lines : chosen.sorted() == lines.sorted() && broken(in: chosen) == nil
  }

  /// The first two lines that stand the wrong way round, as the dependences say.
  package func broken(in chosen: [String]) -> (first: String, second: String)? {
    let places = Dictionary(zip(chosen, chosen.indices), uniquingKeysWith: { first, _ in first })
    for dependence in dependences {
      guard lines.indices.contains(dependence.first), lines.indices.contains(dependence.second) else { continue }
      let (first, second) = (lines[dependence.first], lines[dependence.second])
      if let a = places[first], let b = places[second], a > b { return (first, second) }
    }
    return nil
  }
}

extension Ordering: ReadTask {
  package var name: String { "the ordering `\(id)`" }
  package var essence: String {
    "order " + String(lines.count) + dependences.map { " \($0.first)<\($0.second)" }.joined()
  }

  static func read(_ head: TaskHead, by parser: inout LessonParser) -> Ordering {
    let (table, fence) = (parser.table, head.fence)
    var lines: [String] = []
    var seen: Set<String> = []
    var rules: [(text: String, span: Span)] = []
    for span in parser.lineSpans(fence) where !table.isBlank(span) {
      let text = table.text(table.trimmed(span))
      if text.hasPrefix("after:") {
        rules.append((String(text.dropFirst("after:".count)), span))
        continue
      }
      if !seen.insert(text).inserted { parser.report(.repeatedOrderingLine, span) }
      lines.append(text)
    }
    if lines.count < 2, !lines.isEmpty { parser.report(.shortOrdering, fence.header) }
    var ordering = Ordering(
      id: head.id, block: head.block, points: parser.points(head.attributes) ?? 0, lines: lines)
    ordering.isShuffled = parser.lesson.released != nil
    for rule in rules {
      if let found = dependences(rule.text, of: lines.count) {
        ordering.dependences += found
      } else {
        parser.report(.orderingDependence, rule.span)
      }
    }
    return ordering
  }

  /// What `1 < 3 < 4, 2 < 4` says about so many lines, which stand in a right order themselves.
  private static func dependences(_ text: String, of count: Int) -> [Dependence]? {
    var found: [Dependence] = []
    for part in text.split(separator: ",") {
      let places = part.split(separator: "<", omittingEmptySubsequences: false).map {
        Int($0.filter { $0 != " " }) ?? 0
      }
      guard places.count > 1 else { return nil }
      for (first, second) in zip(places, places.dropFirst()) {
        guard first >= 1, first < second, second <= count else { return nil }
        found.append(Dependence(first - 1, second - 1))
      }
    }
    return found.isEmpty ? nil : found
  }
}
