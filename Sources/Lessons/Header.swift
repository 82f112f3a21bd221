import Source

/// What stands after the opening fence: a word, then flags and attributes.
struct Header {
  struct Item {
    var name: String
    var nameSpan: Span
    var value: String?
    var valueSpan: Span
  }

  /// The words that open a block.
  static let words = LessonBlock.Kind.allCases.filter { !$0.isExerciseCode }.map(\.words)
  /// The second words of an `nn` block that make it part of an exercise.
  static let exerciseWords = LessonBlock.Kind.allCases.filter(\.isExerciseCode).map(\.rawValue)

  /// Whether a fence is a block of the lesson format, or nearly so: a slip in the word must not turn it into prose.
  static func isOurs(word: String, rest: String) -> Bool {
    if words.contains(word) || word.hasPrefix("nn-") { return true }
    if exerciseWords.contains(word) || Suggestions.closest(to: word, among: words) != nil { return true }
    return rest.utf8.count < 4096 && (rest.contains(" for=") || rest.contains(" id="))
  }

  var items: [Item] = []
  var faults: [Fault] = []

  init(_ table: LineTable, _ info: Span) {
    var offset = info.lower
    while offset < info.upper {
      guard table.bytes[offset] > UInt8(ascii: " ") else {
        offset += 1
        continue
      }
      let start = offset
      while offset < info.upper, table.bytes[offset] > UInt8(ascii: " "), table.bytes[offset] != UInt8(ascii: "=") {
        offset += 1
      }
      let nameSpan = Span(start, offset)
      guard offset < info.upper, table.bytes[offset] == UInt8(ascii: "=") else {
        items.append(Item(name: table.text(nameSpan), nameSpan: nameSpan, value: nil, valueSpan: nameSpan))
        continue
      }
      offset += 1
      let valueStart = offset
      let value = readValue(table, &offset, info.upper)
      items.append(
        Item(name: table.text(nameSpan), nameSpan: nameSpan, value: value, valueSpan: Span(valueStart, offset)))
    }
  }

  /// Reads a bare or quoted value; in quotes `\"` and `\\` stand for themselves.
  private mutating func readValue(_ table: LineTable, _ offset: inout Int, _ end: Int) -> String {
    let start = offset
    guard offset < end, table.bytes[offset] == UInt8(ascii: "\"") else {
      while offset < end, table.bytes[offset] > UInt8(ascii: " ") { offset += 1 }
      return table.text(Span(start, offset))
    }
    offset += 1
    var value: [UInt8] = []
    while offset < end, table.bytes[offset] != UInt8(ascii: "\"") {
      if table.bytes[offset] == UInt8(ascii: "\\"), offset + 1 < end { offset += 1 }
      value.append(table.bytes[offset])
      offset += 1
    }
    if offset < end { offset += 1 } else { faults.append(Fault(.unclosedQuote, Span(start, end))) }
    return String(decoding: value, as: UTF8.self)
  }
}
