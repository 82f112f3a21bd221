/// A picture of the text under edit, taken from libedit.
struct EditBuffer: Equatable {
  /// The text, rows separated by newlines.
  var scalars: [Unicode.Scalar] = []

  /// Index into the scalars.
  var cursor = 0

  var text: String { Self.string(scalars[...]) }
  var textBeforeCursor: String { Self.string(scalars[..<cursor]) }
  var isAtEnd: Bool { cursor == scalars.count }

  /// The index where the cursor's row begins.
  var rowStart: Int { (scalars[..<cursor].lastIndex(of: "\n") ?? -1) + 1 }

  /// The index behind the last scalar of the cursor's row.
  var rowEnd: Int { scalars[cursor...].firstIndex(of: "\n") ?? scalars.count }

  /// Whether the last row has nothing but spaces, and the cursor is in it.
  var endsWithBlankRow: Bool {
    rowEnd == scalars.count && rowStart > 0 && scalars[rowStart...].allSatisfy { $0 == " " }
  }

  /// The first blank to be filled in, `___`, that begins at an index or behind it.
  func blank(from start: Int) -> Range<Int>? {
    var index = start
    while let lower = scalars[index...].firstIndex(of: "_") {
      let upper = scalars[lower...].firstIndex { $0 != "_" } ?? scalars.count
      let isInName =
        (lower > 0 && scalars[lower - 1].properties.isAlphabetic)
        || (upper < scalars.count && scalars[upper].properties.isAlphabetic)
      if upper - lower >= 3, lower == 0 || scalars[lower - 1] != "_", !isInName { return lower..<upper }
      index = upper
    }
    return nil
  }

  /// The blank on which the cursor stands.
  var blankAtCursor: Range<Int>? { blank(from: cursor).flatMap { $0.lowerBound == cursor ? $0 : nil } }

  /// Returns the index of a column one row up (-1) or down (1), or nil where there is no such row.
  func index(rowsAway direction: Int, column: Int) -> Int? {
    if direction < 0 {
      guard rowStart > 0 else { return nil }
      let start = (scalars[..<(rowStart - 1)].lastIndex(of: "\n") ?? -1) + 1
      return min(start + column, rowStart - 1)
    }
    guard rowEnd < scalars.count else { return nil }
    let start = rowEnd + 1
    return min(start + column, scalars[start...].firstIndex(of: "\n") ?? scalars.count)
  }

  /// Returns the UTF-8 offset of a scalar.
  func byteOffset(of index: Int) -> Int {
    scalars[..<min(max(index, 0), scalars.count)].reduce(0) { $0 + UTF8.width($1) }
  }

  /// Returns the index of the scalar that contains the UTF-8 offset.
  func index(ofByte offset: Int) -> Int {
    var bytes = 0
    for (index, scalar) in scalars.enumerated() {
      bytes += UTF8.width(scalar)
      if bytes > offset { return index }
    }
    return scalars.count
  }

  static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
