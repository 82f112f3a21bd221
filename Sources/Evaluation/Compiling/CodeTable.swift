package import Source

/// What compiled code refers to by number: the top-level names and the expressions of all sources, shared by every copy
/// of a session's state.
package final class CodeTable {
  /// A place that a recorded value came from.
  package struct Entry {
    /// The text.
    package let source: SourceText
    /// The expression in it.
    package let span: Span
  }

  private var slots: [String: Int] = [:]
  /// The top-level names, by slot.
  package private(set) var names: [String] = []
  /// The expressions, by the index that a node's `origin` carries.
  package private(set) var expressions: [Entry] = []

  /// Makes an empty table.
  package init() {}

  /// A table that begins with the same entries and grows apart.
  func copied() -> CodeTable {
    let copy = CodeTable()
    (copy.slots, copy.names, copy.expressions) = (slots, names, expressions)
    return copy
  }

  /// The slot of a top-level name, made when it is new.
  func slot(for name: String) -> Int {
    if let slot = slots[name] { return slot }
    let slot = names.count
    slots[name] = slot
    names.append(name)
    return slot
  }

  /// The slot of a top-level name that has been mentioned.
  func existingSlot(for name: String) -> Int? { slots[name] }

  /// Enters an expression.
  func enter(_ source: SourceText, _ span: Span) -> Int32 {
    expressions.append(Entry(source: source, span: span))
    return Int32(clamping: expressions.count - 1)
  }

  /// The expression with an index; nil for one that was made without a source.
  package func entry(_ index: Int32) -> Entry? {
    index >= 0 && Int(index) < expressions.count ? expressions[Int(index)] : nil
  }
}
