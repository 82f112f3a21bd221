package import Source

extension LessonCatalogue {
  /// Lessons in an order in which each follows what it requires, and what stands in the way of one.
  package struct Order: Equatable, Sendable {
    /// The ids, each after those it requires where that is possible, otherwise in the order given.
    package var ids: [String]
    /// Duplicate ids, requirements that no lesson meets, and cycles.
    package var diagnostics: [Diagnostic]
  }

  /// Orders the lessons of a course by what they require; give them in the order that decides between equals.
  package static func order(_ lessons: [Lesson]) -> Order {
    var index: [String: Int] = [:]
    var order = Order(ids: [], diagnostics: [])
    for (position, lesson) in lessons.enumerated() {
      if let first = index[lesson.id] {
        order.diagnostics.append(duplicate(lesson, lessons[first]))
      } else {
        index[lesson.id] = position
      }
    }
    var placed: Set<String> = []
    var waiting = lessons.indices.filter { index[lessons[$0].id] == $0 }
    for position in waiting {
      for id in lessons[position].requires where index[id] == nil {
        order.diagnostics.append(unknown(id, lessons[position], index.keys.sorted()))
      }
    }
    while !waiting.isEmpty {
      let ready = waiting.first { position in
        lessons[position].requires.allSatisfy { placed.contains($0) || index[$0] == nil }
      }
      let next: Int
      if let ready {
        next = ready
      } else {
        // One lesson of the ring is let through, so that each ring is reported once.
        let (member, diagnostic) = cycle(from: waiting[0], lessons, index, placed)
        order.diagnostics.append(diagnostic)
        next = member
      }
      order.ids.append(lessons[next].id)
      placed.insert(lessons[next].id)
      waiting.removeAll { $0 == next }
    }
    return order
  }

  /// Walks requirements that were never met until one comes round again; gives a lesson of that ring.
  private static func cycle(
    from start: Int, _ lessons: [Lesson], _ index: [String: Int], _ placed: Set<String>
  ) -> (Int, Diagnostic) {
    var path: [String] = []
    var position = start
    while !path.contains(lessons[position].id) {
      path.append(lessons[position].id)
      let next = lessons[position].requires.first { !placed.contains($0) && index[$0] != nil }
      guard let next, let found = index[next] else { break }
      position = found
    }
    let current = lessons[position]
    let ring = path.drop { $0 != current.id } + [current.id]
    let diagnostic = Diagnostic(
      code: .requiresCycle, "these lessons require each other", source: current.source,
      labels: [.init(current.fields["requires"] ?? Span(0, 0))],
      notes: ["\(ring.joined(separator: " → ")) comes round again, so none of them can be the first."],
      help: "take one of them out of a `requires` line")
    return (position, diagnostic)
  }

  private static func duplicate(_ lesson: Lesson, _ first: Lesson) -> Diagnostic {
    Diagnostic(
      code: .duplicateId, "the lesson id `\(lesson.id)` is taken", source: lesson.source,
      labels: [.init(lesson.fields["id"] ?? Span(0, 0))],
      notes: ["\(first.source.name) has it. Progress is kept by lesson id, so each must be unique."],
      help: "choose another id here")
  }

  private static func unknown(_ id: String, _ lesson: Lesson, _ known: [String]) -> Diagnostic {
    Diagnostic(
      code: .unknownRequirement, "\(lesson.id) requires `\(id)`, and there is no such lesson",
      source: lesson.source, labels: [.init(lesson.fields["requires"] ?? Span(0, 0))],
      help: Suggestions.closest(to: id, among: known).map { "did you mean `\($0)`?" }
        ?? "the lessons are \(list: known.prefix(12))")
  }
}
