package import Source

extension FormatError {
  /// The error in words, about the file of the given name.
  package func diagnostic(file: Phrase) -> Diagnostic {
    Diagnostic(code: code, "\(file) \(title)", notes: [note.mapTexts { Self.visible($0, limit: 400) }], help: help)
  }

  /// What is wrong, as the rest of a sentence about the file.
  package var reason: Phrase { "\(title) (\(detail))" }

  /// What is wrong in a few words, without the place.
  private var detail: Phrase {
    switch fault {
    case .unsupported(let feature): Self.said(String(feature.prefix { $0 != ";" }))
    case .malformed(let problem): Self.said(problem)
    case .missingRows(let found, let all): "\(found) of \(all) rows of pixels are there"
    case .wrongMagic: "its first bytes are another format's"
    default: note
    }
  }

  private var code: ErrorCode {
    switch fault {
    case .truncated, .missingRows: .fileTruncated
    case .wrongMagic: .fileKind
    case .mismatch: .fileMismatch
    case .checksum: .fileDamaged
    case .overLimit: .fileLimit
    case .unsupported: .fileUnsupported
    case .malformed: .fileMalformed
    case .unsafePath: .filePath
    case .raggedRow: .tableRagged
    case .missingValue: .tableMissing
    case .notANumber: .tableNumber
    }
  }

  private var title: Phrase {
    switch fault {
    case .truncated, .missingRows: "ends too early"
    case .wrongMagic: "is not \("IiAaEe".contains(format.rawValue.prefix(1)) ? "an" : "a") \(format.rawValue) file"
    case .mismatch: "contradicts itself"
    case .checksum: "is damaged"
    case .overLimit: "is too large"
    case .unsupported: "uses a part of \(format.rawValue) that is not read here"
    case .malformed: "is not well-formed \(format.rawValue)"
    case .unsafePath: "holds a path that leaves its folder"
    case .raggedRow: "has rows of different lengths"
    case .missingValue(_, _, _, let count): count == 1 ? "has a missing value" : "has \(count) missing values"
    case .notANumber: "has a word in a column of numbers"
    }
  }

  private var note: Phrase {
    switch fault {
    case .truncated(let part, let needed, let found):
      "At byte \(offset), \(Self.said(part)) should have \(Self.bytes(needed)); \(found) are there."
    case .missingRows(let found, let all): "\(found) of its \(all) rows of pixels are there."
    case .wrongMagic(let expected, let found):
      found.isEmpty
        ? "It should start with \(Self.said(expected)); it is empty."
        : "It should start with \(Self.said(expected)); it starts with \(Self.hex(found))."
    case .mismatch(let part, let announced, let found):
      "At byte \(offset), the file announces \(announced) for \(Self.said(part)); it has \(found)."
    case .checksum(let part): "At byte \(offset), the checksum of \(Self.said(part)) does not match its bytes."
    case .overLimit(let part, let size, let limit):
      if let size {
        "At byte \(offset), \(Self.said(part)) would be \(size); at most \(limit) is read."
      } else {
        "At byte \(offset), \(Self.said(part)) grows beyond \(limit), the most that is read."
      }
    case .unsupported(let feature): "At byte \(offset): \(Self.said(feature))."
    case .malformed(let problem): "At byte \(offset): \(Self.said(problem))."
    case .unsafePath(let path): "At byte \(offset), the path is \(Self.quoted(path))."
    case .raggedRow(let line, let expected, let found):
      "Line \(line) has \(found == 1 ? "1 cell" : "\(found) cells"); the first row has \(expected)."
    case .missingValue(let line, let column, let name, let count):
      "\(count == 1 ? "It is" : "The first is") on line \(line), \(Self.column(column, name))."
    case .notANumber(let line, let column, let name, let text):
      "Line \(line), \(Self.column(column, name)), says \(Self.quoted(text))."
    }
  }

  private var help: Phrase? {
    switch fault {
    case .truncated, .missingRows, .checksum: "copy or download the file again"
    case .missingValue: "missing=\"drop\" leaves such rows out, missing=\"mean\" fills in the column's mean"
    case .notANumber(_, let column, let name, _):
      Self.choice(name ?? "column\(column)")
    case .raggedRow: "check that line for a missing or an extra separator or quote"
    case .wrongMagic, .mismatch, .overLimit, .unsupported, .malformed, .unsafePath: nil
    }
  }

  private static func choice(_ name: String) -> Phrase {
    let name = visible(name, limit: 60)
    return "numbers=[\"\(name)\"] takes its words for missing, classes=[\"\(name)\"] makes classes of all"
  }

  /// Words about a part of the file, without anything that a terminal could act on.
  private static func said(_ words: String) -> Phrase { .sentence(visible(words, limit: 400)) }

  private static func bytes(_ count: Int) -> Phrase { count == 1 ? "1 byte" : "\(count) bytes" }

  private static func column(_ number: Int, _ name: String?) -> Phrase {
    name.map { "column \(number) (\(quoted($0)))" } ?? "column \(number)"
  }

  private static func quoted(_ text: String) -> String { "“\(visible(text, limit: 60))”" }

  /// The text, shortened, with everything that a terminal could act on made visible: names in a file may be anything.
  private static func visible(_ text: String, limit: Int) -> String {
    var shown = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if index == limit {
        shown += "…"
        break
      }
      let isPrintable = scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
      shown.unicodeScalars.append(isPrintable ? scalar : "\u{FFFD}")
    }
    return shown
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.prefix(8).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return digits.count == 1 ? "0\(digits)" : digits
    }.joined(separator: " ")
  }
}
