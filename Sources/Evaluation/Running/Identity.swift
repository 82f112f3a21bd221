import Synchronization

/// Numbers that are never given twice in a process.
enum Identity {
  private static let counter = Atomic<Int>(0)

  /// The next number.
  static func next() -> Int { counter.wrappingAdd(1, ordering: .relaxed).newValue }
}
