import Tensors

// Texts and lists never change, and yet a loop that makes one longer step by step must not copy it at every step. So
// what is longer may lie in the same store as what it was made from: each sees as many elements as it has, and only
// who sees all of them may add one in place.

/// A text, boxed so that a value stays small.
package final class Text {
  /// What texts that grew from one another have in common.
  private final class Store {
    var string: String
    init(_ string: String) { self.string = string }
  }

  private let store: Store
  /// The bytes of the store that are this text's.
  private let byteCount: Int
  /// What it takes of the memory by itself.
  private let ownBytes: Int
  /// The characters as people see them, made when one is first asked for by its place.
  private lazy var characters = Array(string)
  /// How many characters there are.
  package private(set) lazy var count = string.count

  /// Makes a text.
  package init(_ string: String) {
    store = Store(string)
    byteCount = string.utf8.count
    ownBytes = byteCount
    Storage.count(ownBytes)
  }

  private init(_ store: Store, ownBytes: Int) {
    self.store = store
    byteCount = store.string.utf8.count
    self.ownBytes = ownBytes
    Storage.count(ownBytes)
  }

  deinit { Storage.count(-ownBytes) }

  /// The whole text.
  package var string: String {
    let whole = store.string
    return whole.utf8.count == byteCount ? whole : String(decoding: whole.utf8.prefix(byteCount), as: UTF8.self)
  }

  /// A character by its place, in constant time once the first was asked for.
  func character(at place: Int) -> Character { characters[place] }

  /// A text with another behind it.
  func joined(with other: Text) -> Text {
    let end = other.string
    guard store.string.utf8.count == byteCount else { return Text(string + end) }
    store.string += end
    return Text(store, ownBytes: end.utf8.count)
  }
}

/// A list that keeps its elements, and the tensor they make once somebody has asked for it.
package final class List {
  /// What lists that grew from one another have in common.
  private final class Store {
    var items: [Value]
    init(_ items: [Value]) { self.items = items }
  }

  private let store: Store
  /// How many elements of the store are this list's.
  package let count: Int
  /// How many elements it added to the store, for the count of the memory.
  private let ownCount: Int
  /// The tensor that the elements stack to, kept when none of them is recorded.
  var stacked: Traced?
  /// How deep it is nested and how much it holds.
  let nesting: Nesting

  /// Makes a list.
  package init(_ items: [Value]) {
    store = Store(items)
    count = items.count
    ownCount = count
    nesting = Nesting(around: items)
    Storage.count(ownCount * MemoryLayout<Value>.stride)
  }

  private init(_ store: Store, ownCount: Int, nesting: Nesting) {
    self.store = store
    count = store.items.count
    self.ownCount = ownCount
    self.nesting = nesting
    Storage.count(ownCount * MemoryLayout<Value>.stride)
  }

  deinit { Storage.count(-ownCount * MemoryLayout<Value>.stride) }

  /// The elements.
  package var items: [Value] {
    @inline(__always) get { store.items.count == count ? store.items : Array(store.items.prefix(count)) }
  }

  /// An element by its place, which is below `count`.
  @inline(__always)
  subscript(_ place: Int) -> Value { store.items[place] }

  /// A list with more elements at its end: in place when this is the longest of those that share a store.
  func appending(_ values: some Collection<Value>) -> List {
    guard store.items.count == count else { return List(items + values) }
    store.items.append(contentsOf: values)
    return List(store, ownCount: values.count, nesting: nesting.adding(Nesting(around: Array(values))))
  }
}
