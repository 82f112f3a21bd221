import Source

extension LessonParser {
  /// The id of a task, reported when it is missing, badly formed or taken.
  mutating func takeID(_ kind: LessonBlock.Kind, _ attributes: Attributes, _ fence: Scanner.Fence) -> String? {
    if kind == .question { questions += 1 }
    let span = attributes.span("id") ?? fence.header
    guard let id = attributes.text("id") ?? (kind == .question ? "question\(questions)" : nil) else {
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
  mutating func addTask(_ block: LessonBlock, _ attributes: Attributes, _ fence: Scanner.Fence) {
    if isBlank(fence), block.kind != .step { report(.emptyBlock(block.kind), fence.header) }
    guard let id = block.id else { return }
    switch block.kind {
    case .exercise: addExercise(id, block, attributes, fence)
    case .predict: addPrediction(id, block, attributes, fence)
    case .quiz: drafts.append(.step(.quiz(quiz(id, block, points(attributes) ?? 0, fence))))
    case .order: addOrdering(id, block, points(attributes) ?? 0, fence)
    case .question:
      let question = Question(id: id, block: block, points: points(attributes) ?? 1, text: code(fence).text)
      drafts.append(.step(.question(question)))
    case .step: addWalk(id, block, attributes, fence)
    case .cell, .output, .setup, .solution, .check, .mistake, .says, .hint, .answer, .note: break
    }
  }

  private mutating func addExercise(
    _ id: String, _ block: LessonBlock, _ attributes: Attributes, _ fence: Scanner.Fence
  ) {
    exerciseIndex[id] = exercises.count
    if let points = points(attributes), let span = attributes.span("points") {
      declaredPoints[exercises.count] = (points, span)
    }
    drafts.append(.exercise(exercises.count))
    exercises.append(
      Exercise(
        id: id, block: block, numbers: numbers(attributes), starter: code(fence),
        allowed: attributes.text("allow").map { $0.split(separator: " ").map(String.init) }, setup: [], solutions: [],
        checks: [], mistakes: [], hints: [],
        keptBack: lesson.released == nil ? 0 : number(attributes, "kept", 0...1000) ?? 0))
  }

  /// `fixed=x,y`, `vary="x in -3..3, y in 0..1"`, `by=hand` and `worlds=0`.
  private mutating func numbers(_ attributes: Attributes) -> Exercise.Numbers {
    var numbers = Exercise.Numbers()
    if let fixed = attributes.text("fixed") {
      numbers.fixed = Set(fixed.split(separator: ",").map { String($0.filter { $0 != " " }) })
    }
    if let vary = attributes.text("vary"), let span = attributes.span("vary") {
      for part in vary.split(separator: ",") {
        let words = part.split(separator: " ").map(String.init)
        guard words.count == 3, words[1] == "in", let range = Self.range(words[2]) else {
          report(.badValue(String(part), field: "vary", allowed: ["x in -3..3"]), span)
          continue
        }
        numbers.ranges[words[0]] = range
      }
    }
    numbers.isByHand = choice("by", "hand", attributes)
    numbers.areOwnOnly = choice("worlds", "0", attributes)
    return numbers
  }

  /// Whether an attribute has the one value that it may have.
  private mutating func choice(_ field: String, _ value: String, _ attributes: Attributes) -> Bool {
    guard let text = attributes.text(field), let span = attributes.span(field) else { return false }
    if text != value { report(.badValue(text, field: field, allowed: [value]), span) }
    return text == value
  }

  private static func range(_ text: String) -> ClosedRange<Double>? {
    let bytes = Array(text.utf8)
    guard let middle = bytes.indices.dropLast().first(where: { bytes[$0] == 0x2E && bytes[$0 + 1] == 0x2E }),
      let lower = Double(String(decoding: bytes[..<middle], as: UTF8.self)),
      let upper = Double(String(decoding: bytes[(middle + 2)...], as: UTF8.self)), lower < upper, upper - lower < 1e300
    else { return nil }
    return lower...upper
  }

  private mutating func addPrediction(
    _ id: String, _ block: LessonBlock, _ attributes: Attributes, _ fence: Scanner.Fence
  ) {
    let allowed = Prediction.Kind.allCases.map(\.rawValue)
    let text = attributes.text("kind")
    let kind = text.flatMap(Prediction.Kind.init)
    if text == nil { report(.missingAttribute("kind", kind: .predict), fence.info) }
    if let text, kind == nil {
      report(.badValue(text, field: "kind", allowed: allowed), attributes.span("kind") ?? fence.info)
    }
    drafts.append(
      .step(
        .prediction(
          Prediction(
            id: id, block: block, points: points(attributes) ?? 0, kind: kind ?? .value, code: code(fence)))))
  }

  private mutating func addOrdering(_ id: String, _ block: LessonBlock, _ points: Int, _ fence: Scanner.Fence) {
    var lines: [String] = []
    var seen: Set<String> = []
    var rules: [(text: String, span: Span)] = []
    for span in lineSpans(fence) where !table.isBlank(span) {
      let text = table.text(table.trimmed(span))
      if text.hasPrefix("after:") {
        rules.append((String(text.dropFirst("after:".count)), span))
        continue
      }
      if !seen.insert(text).inserted { report(.repeatedOrderingLine, span) }
      lines.append(text)
    }
    if lines.count < 2, !lines.isEmpty { report(.shortOrdering, fence.header) }
    var ordering = Ordering(id: id, block: block, points: points, lines: lines)
    for rule in rules {
      if let found = dependences(rule.text, of: lines.count) {
        ordering.dependences += found
      } else {
        report(.orderingDependence, rule.span)
      }
    }
    drafts.append(.step(.ordering(ordering)))
  }

  /// What `1 < 3 < 4, 2 < 4` says about so many lines, which stand in a right order themselves.
  private func dependences(_ text: String, of count: Int) -> [Ordering.Dependence]? {
    var found: [Ordering.Dependence] = []
    for part in text.split(separator: ",") {
      let places = part.split(separator: "<", omittingEmptySubsequences: false).map {
        Int($0.filter { $0 != " " }) ?? 0
      }
      guard places.count > 1 else { return nil }
      for (first, second) in zip(places, places.dropFirst()) {
        guard first >= 1, first < second, second <= count else { return nil }
        found.append(Ordering.Dependence(first - 1, second - 1))
      }
    }
    return found.isEmpty ? nil : found
  }

  /// A walk needs the number it is of; its points come from what is predicted on the way.
  private mutating func addWalk(
    _ id: String, _ block: LessonBlock, _ attributes: Attributes, _ fence: Scanner.Fence
  ) {
    let number = attributes.text("of")
    if number == nil { report(.missingAttribute("of", kind: .step), fence.info) }
    let predicted = (attributes.text("predict") ?? "").split(separator: ",").map { name in
      name.filter { $0 != " " }
    }.filter { !$0.isEmpty }
    let points = points(attributes)
    if points ?? 0 > 0, predicted.isEmpty { report(.missingAttribute("predict", kind: .step), fence.info) }
    drafts.append(
      .step(
        .walk(
          WalkTask(
            id: id, block: block, number: number ?? "", predicted: predicted,
            points: predicted.isEmpty ? 0 : points ?? 0,
            text: isBlank(fence) ? "" : code(fence).text))))
  }

  /// Reads question, options and explanations.
  ///
  /// `>` lines belong to the option above them. When only the last option has any, they are the quiz's own: said
  /// after every answer.
  private mutating func quiz(_ id: String, _ block: LessonBlock, _ points: Int, _ fence: Scanner.Fence) -> Quiz {
    var quiz = Quiz(id: id, block: block, points: points, question: "", options: [], explanation: "")
    var question: [String] = []
    for span in lineSpans(fence) {
      let inner = table.trimmed(span)
      if table.starts(inner, with: ">") {
        let words = table.text(table.trimmed(Span(inner.lower + 1, inner.upper)))
        guard let last = quiz.options.indices.last else {
          report(.quizLine, span)
          continue
        }
        let known = quiz.options[last].explanation
        quiz.options[last].explanation = known.isEmpty ? words : known + " " + words
      } else if let isRight = mark(inner) {
        let text = table.text(table.trimmed(Span(inner.lower + 5, inner.upper)))
        quiz.options.append(Quiz.Option(text: text, isRight: isRight, explanation: ""))
      } else if inner.isEmpty {
        continue
      } else if let last = quiz.options.indices.last {
        if inner.lower >= span.lower + 2, quiz.options[last].explanation.isEmpty, !table.starts(inner, with: "- [") {
          quiz.options[last].text += " " + table.text(inner)
        } else {
          report(.quizLine, span)
        }
      } else if table.starts(inner, with: "- [") {
        report(.quizLine, span)
      } else {
        question.append(table.text(inner))
      }
    }
    quiz.question = question.joined(separator: "\n")
    if quiz.options.count < 2, !isBlank(fence) { report(.quizWithoutOptions, fence.header) }
    if lesson.released == nil, quiz.options.count >= 2, !quiz.options.contains(where: \.isRight) {
      report(.quizWithoutRight, fence.header)
    }
    if let last = quiz.options.last, quiz.options.dropLast().allSatisfy({ $0.explanation.isEmpty }) {
      quiz.explanation = last.explanation
      quiz.options[quiz.options.count - 1].explanation = ""
    }
    return quiz
  }

  /// Whether a line is `- [ ]` or `- [x]`, and which.
  private func mark(_ inner: Span) -> Bool? {
    if table.starts(inner, with: "- [ ]") { return false }
    if table.starts(inner, with: "- [x]") || table.starts(inner, with: "- [X]") { return true }
    return nil
  }
}
