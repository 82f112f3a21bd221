import Testing

@Suite("Typing")
struct TypingTests {
  @Test(
    "letters outside ASCII arrive and are shown whatever the language settings are",
    arguments: [["LANG": nil], ["LANG": "C"], ["LANG": "POSIX"], ["LANG": "xx_XX.UTF-8"], ["LC_ALL": "C"]])
  func languageSettings(environment: [String: String?]) throws {
    let session = try Session(environment: environment)
    session.send("σ = 1·é²🙂")
    try session.expect("nn› σ = 1·é²🙂")
    session.send("\r")
    try session.expectRow("= \"σ = 1·é²🙂\"")
  }

  @Test("wide characters move the cursor by two columns")
  func wideCharacters() throws {
    let session = try Session()
    session.send("中文")
    try session.wait("the cursor behind 中文") { $0.text == "nn› 中文" && $0.column == 8 }
    session.send("\u{1B}[D")
    try session.wait("the cursor before 文") { $0.column == 6 }
    session.send("é")
    try session.wait("é in the middle") { $0.text == "nn› 中é文" && $0.column == 7 }
    session.send("\r")
    try session.expectRow("= \"中é文\"")
  }

  @Test("a coloured prompt does not colour what follows, and only common sequences are sent")
  func colouredPrompt() throws {
    let session = try Session()
    session.send("x\u{1B}[D")
    try session.wait("the cursor on x") { $0.text == "nn› x" && $0.column == 4 }
    session.linger()
    #expect(session.screen.styles(row: 0).prefix(5) == ["1;36", "1;36", "1;36", "", ""])
    session.send("\r")
    try session.expectRow("= \"x\"")
    #expect(session.screen.unknown == [])
  }

  @Test("without colour no colours are sent")
  func noColour() throws {
    let session = try Session(environment: ["NO_COLOR": "1"])
    session.send("train 12\r")
    try session.expectRow("= \"train 12\"")
    session.send("tr")
    try session.wait("the letters, but no hint") { $0.rows.contains("nn› tr") }
    session.linger()
    #expect(session.screen.rows.contains("nn› tr"))
    #expect(!String(decoding: session.output, as: UTF8.self).contains("\u{1B}[0m"))
  }

  @Test("an edit in the first row of a wrapped line leaves the second row alone")
  func wrappedLine() throws {
    let session = try Session(columns: 20)
    let (home, end, back) = ("\u{1B}[H", "\u{1B}[F", "\u{7F}")
    session.send(" q5yg" + back + "y72" + home + "wo" + back + "bgggsvmmmms" + end + "lll" + home + "x")
    try session.wait("both rows") { $0.text == "nn› xwbgggsvmmmms q5\nyy72lll" && $0.column == 5 }
  }

  @Test("whatever is typed, the screen shows the text where it belongs", arguments: [20, 24, 80], [true, false])
  func randomEdits(columns: Int, inColour: Bool) throws {
    let session = try Session(columns: columns, environment: ["NO_COLOR": inColour ? nil : "1"])
    var typist = Typist(seed: UInt64(columns))
    session.send("(")
    for step in 1...200 {
      session.send(typist.type())
      if typist.model.rows(columns: columns).count > 16 { session.send(typist.startAgain()) }
      if step % 3 > 0 { continue }
      let expected = typist.model.rows(columns: columns)
      let cursor = typist.model.cursorPlace(columns: columns)
      try session.wait(
        "The text after \(typist.log.suffix(12)), cursor at \(cursor):\n\(expected.joined(separator: "\n"))\n"
      ) {
        guard let top = $0.rows.lastIndex(where: { $0.hasPrefix("nn›") }) else { return false }
        return ($0.row - top, $0.column) == cursor
          && Array($0.rows[top..<min(top + expected.count, $0.height)]) == expected
          && $0.rows[min(top + expected.count, $0.height)...].allSatisfy(\.isEmpty)
      }
    }
    session.send("\u{15})))))))\r")
    try session.wait("the end") { $0.rows.contains { $0.hasPrefix("= ") } }
  }
}

/// Types at random, and knows what the text should be.
private struct Typist {
  var model = TypedText()
  var log: [String] = []
  private var random: UInt64

  init(seed: UInt64) { random = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// Returns the next keys.
  mutating func type() -> String {
    let keys: String
    switch next(12) {
    case 0..<5:
      let letter = ["a", "b", " ", "3", "=", "σ", "∇", "·", "中", "文"][next(10)]
      keys = String(repeating: letter, count: next(3) + 1)
      model.insert(keys)
    case 5:
      if model.cursor < 2 { return type() }
      keys = "\u{1B}[D"
      model.cursor -= 1
    case 6:
      keys = "\u{1B}[C"
      if model.cursor == model.text.count { return type() }
      model.cursor += 1
    case 7:
      if model.cursor < 2 { return type() }
      keys = "\u{7F}"
      model.deleteBackwards()
    case 8:
      keys = "\u{1B}[H\u{1B}[C"
      model.moveToRowStart()
    case 9:
      keys = "\u{5}"
      model.moveToRowEnd()
    case 10:
      if model.hasBlankEnd { return type() }
      keys = "\r"
      model.insert("\n  ")
    default:
      let pasted = ["ab\ncd", "1,2,\n3,4"][next(2)]
      keys = "\u{1B}[200~" + pasted.split(separator: "\n").joined(separator: "\r") + "\u{1B}[201~"
      model.insert(pasted)
    }
    log.append(keys.debugDescription)
    return keys
  }

  /// Returns the keys that drop everything but the first bracket.
  mutating func startAgain() -> String {
    model = TypedText()
    log = []
    return "\u{15}("
  }

  private mutating func next(_ bound: Int) -> Int {
    random ^= random << 13
    random ^= random >> 7
    random ^= random << 17
    return Int(random % UInt64(bound))
  }
}

/// What has been typed, laid out independently of the editor.
private struct TypedText {
  var text: [Character] = ["("]
  var cursor = 1

  /// Enter on a blank last row would submit.
  var hasBlankEnd: Bool {
    guard let newline = text.lastIndex(of: "\n") else { return false }
    return cursor > newline && text[(newline + 1)...].allSatisfy { $0 == " " }
  }

  mutating func insert(_ string: String) {
    text.insert(contentsOf: string, at: cursor)
    cursor += string.count
  }

  mutating func deleteBackwards() {
    text.remove(at: cursor - 1)
    cursor -= 1
  }

  /// Home, and one to the right: the cursor never stands before the bracket.
  mutating func moveToRowStart() {
    var start = (text[..<cursor].lastIndex(of: "\n") ?? -1) + 1
    if start == cursor { start = 0 }
    cursor = min(start + 1, text.count)
  }

  /// The end of the row, or of everything.
  mutating func moveToRowEnd() {
    let end = text[cursor...].firstIndex(of: "\n") ?? text.count
    cursor = end == cursor ? text.count : end
  }

  /// Returns what the screen should show.
  func rows(columns: Int) -> [String] {
    var rows = ["nn› "]
    var column = 4
    for character in text {
      advance(over: character, columns: columns, column: &column) { rows.append("") }
      if character != "\n" { rows[rows.count - 1].append(character) }
      wrapIfFull(columns: columns, column: &column) { rows.append("") }
    }
    return rows.map { row in
      var row = row
      while row.last == " " { row.removeLast() }
      return row
    }.reversed().drop { $0 == "" }.reversed()
  }

  /// Returns where the cursor should stand.
  func cursorPlace(columns: Int) -> (Int, Int) {
    var place = (row: 0, column: 4)
    for (index, character) in text.enumerated() {
      let width = character.unicodeScalars.first.map { Screen.width(of: $0) } ?? 1
      if index == cursor {
        if character != "\n" && place.column + width > columns { return (place.row + 1, 0) }
        return place
      }
      advance(over: character, columns: columns, column: &place.column) { place.row += 1 }
      wrapIfFull(columns: columns, column: &place.column) { place.row += 1 }
    }
    return place
  }

  private func advance(over character: Character, columns: Int, column: inout Int, newRow: () -> Void) {
    if character == "\n" {
      newRow()
      column = 0
      return
    }
    let width = character.unicodeScalars.first.map { Screen.width(of: $0) } ?? 1
    if column + width > columns {
      newRow()
      column = 0
    }
    column += width
  }

  private func wrapIfFull(columns: Int, column: inout Int, newRow: () -> Void) {
    if column < columns { return }
    newRow()
    column = 0
  }
}
