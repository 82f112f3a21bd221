package import Source

/// Something that a run shows, as data, in order: texts and JSON are two readers of the same events.
package enum Event {
  /// The value of a statement, parameters replaced by what they hold; the name is nil for a bare expression.
  case value(name: String?, Value, isParameter: Bool, line: Int)
  /// What `print` was given.
  case print(String)
  /// A warning or a note.
  case diagnostic(Diagnostic)
  /// How far a long computation is; a reader may show only some of them.
  case progress(Progress)
}

/// How far a long computation is.
package struct Progress: Sendable, Equatable {
  /// What is being done, such as `epoch 2/3`.
  package var title: Phrase
  /// How much is done, between 0 and 1.
  package var fraction: Double
  /// The numbers worth seeing, such as the loss.
  package var details: [(name: String, value: Double)]
  /// Seconds since it began.
  package var seconds: Double
  /// Whether this stage is over, so that the line stays.
  package var isFinal: Bool
  /// How many such stages there are in all; 0 where nobody counts them.
  package var count: Int

  /// Makes a report.
  package init(
    title: Phrase, fraction: Double, details: [(name: String, value: Double)] = [], seconds: Double = 0,
    isFinal: Bool = false, count: Int = 0
  ) {
    self.title = title
    self.fraction = fraction
    self.details = details
    self.seconds = seconds
    self.isFinal = isFinal
    self.count = count
  }

  /// Compares all parts.
  package static func == (a: Progress, b: Progress) -> Bool {
    a.title == b.title && a.fraction == b.fraction && a.seconds == b.seconds && a.isFinal == b.isFinal
      && a.count == b.count
      && a.details.map(\.name) == b.details.map(\.name) && a.details.map(\.value) == b.details.map(\.value)
  }
}
