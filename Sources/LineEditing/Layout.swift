import CEditline

/// Where the scalars of an input stand on the screen: the same arithmetic as libedit's own.
struct Layout: Equatable {
  /// A place, counted from the first column of the prompt's row.
  struct Place: Equatable {
    var row: Int
    var column: Int
  }

  /// The place of each scalar; that of a newline is where the next row begins.
  private(set) var places: [Place] = []

  /// Where the cursor stands.
  private(set) var cursor = Place(row: 0, column: 0)

  /// Where the next character at the end would stand.
  private(set) var end: Place

  /// Whether there are wide characters in several rows, where libedit errs.
  var needsRepair: Bool { hasWideCharacters && end.row > 0 }

  private var hasWideCharacters = false

  /// Lays out the text after a prompt of that width, in a window of that many columns.
  init(_ buffer: EditBuffer, promptWidth: Int, columns: Int) {
    let columns = max(columns, 2)
    end = Place(row: promptWidth / columns, column: promptWidth % columns)
    places.reserveCapacity(buffer.scalars.count)
    for (index, scalar) in buffer.scalars.enumerated() {
      let width = Self.width(of: scalar, at: end.column)
      // A wide character does not straddle the margin; a control character, which is spelled out, may.
      let isWide = scalar.value >= 0x80 && width == 2
      if isWide && end.column + width > columns { wrap() }
      hasWideCharacters = hasWideCharacters || isWide
      if index == buffer.cursor { cursor = end }
      if scalar == "\n" {
        wrap()
        places.append(end)
      } else {
        places.append(end)
        end.column += width
        if end.column >= columns {
          end.row += end.column / columns
          end.column %= columns
        }
      }
    }
    if buffer.cursor >= buffer.scalars.count { cursor = end }
  }

  private mutating func wrap() { end = Place(row: end.row + 1, column: 0) }

  /// Returns how many cells libedit gives a scalar of the input.
  static func width(of scalar: Unicode.Scalar, at column: Int) -> Int {
    if scalar == "\t" { return 8 - column % 8 }
    if scalar.value < 0x20 || scalar.value == 0x7F { return 2 }
    let width = Int(ce_wcwidth(wchar_t(bitPattern: scalar.value)))
    if width < 0 { return scalar.value > 0xFFFF ? 8 : 7 }
    return max(width, 1)
  }

  /// Returns how a scalar of the input looks.
  static func picture(of scalar: Unicode.Scalar) -> String {
    if scalar.value < 0x20 || scalar.value == 0x7F {
      return "^" + String(Character(Unicode.Scalar(UInt8(scalar.value ^ 0x40))))
    }
    return String(Character(scalar))
  }
}

/// Returns the number of columns that the text takes, escape sequences not understood.
func displayWidth(_ text: some StringProtocol) -> Int {
  text.unicodeScalars.reduce(0) { $0 + max(Int(ce_wcwidth(wchar_t(bitPattern: $1.value))), 0) }
}

/// Returns the longest beginning of the text that fits into the columns.
func fitting(_ text: String, columns: Int) -> String {
  var width = 0
  var kept = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    width += max(Int(ce_wcwidth(wchar_t(bitPattern: scalar.value))), 0)
    if width > columns { break }
    kept.append(scalar)
  }
  return String(kept)
}
