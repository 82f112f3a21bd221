package import Source
import Syntax

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

  /// How many expressions are kept: of a very long session the latest, which are those that somebody still asks for.
  private static let most = 100_000

  private var slots: [String: Int] = [:]
  /// The slots of the names that are spelled alike: `w0` and `w₀`, `delta_1` and `δ₁`.
  private var alike: [String: [Int]] = [:]
  /// The top-level names, by slot.
  package private(set) var names: [String] = []
  /// The expressions, by the index that a node's `origin` carries less the number of those that were let go.
  private var expressions: [Entry] = []
  private var forgotten = 0

  /// Makes an empty table.
  package init() {}

  /// A table that begins with the same entries and grows apart.
  func copied() -> CodeTable {
    let copy = CodeTable()
    (copy.slots, copy.alike, copy.names) = (slots, alike, names)
    (copy.expressions, copy.forgotten) = (expressions, forgotten)
    return copy
  }

  /// The slot of a top-level name, made when it is new.
  func slot(for name: String) -> Int {
    if let slot = slots[name] { return slot }
    let slot = names.count
    slots[name] = slot
    names.append(name)
    alike[Spelling.key(of: name), default: []].append(slot)
    return slot
  }

  /// The slot of another spelling of a name, if among those in use there is just one.
  func slot(alike name: String, inUse: (Int) -> Bool) -> Int? {
    guard let found = alike[Spelling.key(of: name)]?.filter({ names[$0] != name && inUse($0) }) else { return nil }
    return found.count == 1 ? found[0] : nil
  }

  /// The slot of a top-level name that has been mentioned.
  func existingSlot(for name: String) -> Int? { slots[name] }

  /// The index that the next expression gets.
  package var nextIndex: Int { forgotten + expressions.count }

  /// Enters an expression.
  func enter(_ source: SourceText, _ span: Span) -> Int32 {
    expressions.append(Entry(source: source, span: span))
    if expressions.count > Self.most {
      expressions.removeFirst(Self.most / 2)
      forgotten += Self.most / 2
    }
    return Int32(clamping: nextIndex - 1)
  }

  /// The expression with an index; nil for one that was made without a source, or too long ago.
  package func entry(_ index: Int32) -> Entry? {
    let place = Int(index) - forgotten
    return place >= 0 && place < expressions.count ? expressions[place] : nil
  }
}
