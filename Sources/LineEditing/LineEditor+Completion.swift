/// The Tab key.
extension LineEditor {
  /// Completes what stands before the cursor, as far as it is clear, and lists what is possible when it is not.
  ///
  /// At the beginning of a row Tab indents; where there is nothing to complete, it goes to the next blank, `___`.
  func complete() -> Outcome {
    let buffer = buffer
    if let blank = buffer.blankAtCursor { return moveToBlank(from: blank.upperBound) }
    if buffer.scalars[buffer.rowStart..<buffer.cursor].allSatisfy({ $0 == " " }) {
      insert("  ")
      return .changed
    }
    guard let completion = hooks.complete(buffer.text, buffer.byteOffset(of: buffer.cursor)),
      let first = completion.candidates.first
    else { return moveToBlank(from: buffer.cursor) }
    let start = min(buffer.index(ofByte: completion.replacing.lowerBound), buffer.cursor)
    let end = max(buffer.index(ofByte: completion.replacing.upperBound), buffer.cursor)
    let typed = EditBuffer.string(buffer.scalars[start..<buffer.cursor])

    // A name that stands for another text is replaced as soon as it is complete, though longer names may exist.
    let exact = completion.candidates.first { $0.name == typed && $0.text != typed }
    if let only = exact ?? (completion.candidates.count == 1 ? first : nil) {
      if only.text == EditBuffer.string(buffer.scalars[start..<end]) { return .beep }
      replace(start..<end, of: buffer, with: only.text)
      return .changed
    }
    let common = CandidateList.commonPrefix(of: completion.candidates.map(\.name))
    if common.utf8.count > typed.utf8.count && common.utf8.starts(with: typed.utf8) {
      replace(start..<buffer.cursor, of: buffer, with: common)
      return .changedWithBeep
    }
    if listed == buffer { return .beep }
    listed = buffer
    let size = Terminal.size()
    printBelow(CandidateList.rows(completion.candidates, columns: size.columns, rows: size.rows / 2))
    return .nothing
  }
}
