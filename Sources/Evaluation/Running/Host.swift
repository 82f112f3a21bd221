package import Datasets
package import Source

/// What a run may ask of the outside world.
package struct Host: Sendable {
  /// Whether somebody pressed Ctrl-C.
  package var isInterrupted: @Sendable () -> Bool
  /// Seconds on a clock that only goes forward: for progress and `:time`, never for a lesson.
  package var now: @Sendable () -> Double
  /// The memory that the process takes, in bytes; 0 when nobody knows.
  package var residentBytes: @Sendable () -> Int
  /// Where data sets are found.
  package var datasets: DatasetLoader
  /// The language of what is printed about data.
  package var words = Translation.english

  /// Makes a host.
  package init(
    isInterrupted: @escaping @Sendable () -> Bool = { false }, now: @escaping @Sendable () -> Double = { 0 },
    residentBytes: @escaping @Sendable () -> Int = { 0 }, datasets: DatasetLoader
  ) {
    self.isInterrupted = isInterrupted
    self.now = now
    self.residentBytes = residentBytes
    self.datasets = datasets
  }
}
