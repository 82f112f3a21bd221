/// How many colours a terminal shows.
package enum ColorDepth: String, Equatable, Sendable, CaseIterable {
  /// None: no escape sequence at all is written.
  case none
  /// The sixteen named ones.
  case ansi16
  /// The palette of 256.
  case ansi256
  /// 24 bits.
  case full
}

/// Whether the terminal's background is dark; `unknown` takes colours that can be read on both.
package enum Background: String, Equatable, Sendable, CaseIterable {
  case dark, light, unknown
}

/// A colour by its parts.
struct RGB: Equatable, Hashable, Sendable {
  var red: UInt8
  var green: UInt8
  var blue: UInt8

  init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// A grey; 0 is black, 1 is white.
  init(grey: Double) {
    let level = UInt8(clamping: Int((Swift.min(Swift.max(grey, 0), 1) * 255).rounded()))
    self.init(level, level, level)
  }

  /// Between two colours; 0 is the first, 1 the second.
  static func mix(_ a: RGB, _ b: RGB, _ share: Double) -> RGB {
    func part(_ x: UInt8, _ y: UInt8) -> UInt8 {
      UInt8(clamping: Int((Double(x) + (Double(y) - Double(x)) * share).rounded()))
    }
    return RGB(part(a.red, b.red), part(a.green, b.green), part(a.blue, b.blue))
  }

  /// The nearest entry of the palette of 256.
  var paletteIndex: Int {
    let steps = [0, 95, 135, 175, 215, 255]
    func nearest(_ value: UInt8) -> Int {
      steps.indices.min { abs(steps[$0] - Int(value)) < abs(steps[$1] - Int(value)) } ?? 0
    }
    func distance(_ r: Int, _ g: Int, _ b: Int) -> Int {
      let (x, y, z) = (r - Int(red), g - Int(green), b - Int(blue))
      return x * x + y * y + z * z
    }
    let (r, g, b) = (nearest(red), nearest(green), nearest(blue))
    let average = (Int(red) + Int(green) + Int(blue)) / 3
    let grey = Swift.min(Swift.max((average - 3) / 10, 0), 23)
    let level = 8 + grey * 10
    return distance(level, level, level) < distance(steps[r], steps[g], steps[b])
      ? 232 + grey : 16 + 36 * r + 6 * g + b
  }

  /// Whether black text reads better on it than white.
  var isLight: Bool { Int(red) * 299 + Int(green) * 587 + Int(blue) * 114 > 140_000 }
}

/// The hues of text, each readable on dark, on light, and a third tone on both (contrast of at least 4 to 1).
enum Hue: Equatable, CaseIterable {
  case red, green, yellow, blue, magenta, cyan, grey, orange

  func rgb(on background: Background) -> RGB {
    switch background {
    case .dark: dark
    case .light: light
    case .unknown: middle
    }
  }

  private var dark: RGB {
    switch self {
    case .red: RGB(0xFF, 0x7B, 0x72)
    case .green: RGB(0x7E, 0xE7, 0x87)
    case .yellow: RGB(0xE3, 0xB3, 0x41)
    case .blue: RGB(0x79, 0xB8, 0xFF)
    case .magenta: RGB(0xD2, 0xA8, 0xFF)
    case .cyan: RGB(0x76, 0xD9, 0xE6)
    case .grey: RGB(0x9A, 0xA4, 0xAF)
    case .orange: RGB(0xFF, 0xA6, 0x57)
    }
  }

  private var light: RGB {
    switch self {
    case .red: RGB(0xB3, 0x26, 0x1E)
    case .green: RGB(0x1A, 0x6B, 0x2D)
    case .yellow: RGB(0x7A, 0x4F, 0x00)
    case .blue: RGB(0x0B, 0x57, 0xB0)
    case .magenta: RGB(0x7A, 0x3D, 0xB8)
    case .cyan: RGB(0x0B, 0x64, 0x70)
    case .grey: RGB(0x5B, 0x63, 0x6B)
    case .orange: RGB(0x95, 0x40, 0x00)
    }
  }

  private var middle: RGB {
    switch self {
    case .red: RGB(0xD9, 0x48, 0x3B)
    case .green: RGB(0x2E, 0x8B, 0x3D)
    case .yellow: RGB(0xA0, 0x70, 0x00)
    case .blue: RGB(0x3F, 0x7F, 0xD0)
    case .magenta: RGB(0xA0, 0x62, 0xD0)
    case .cyan: RGB(0x1E, 0x8A, 0x98)
    case .grey: RGB(0x7B, 0x82, 0x8A)
    case .orange: RGB(0xC0, 0x64, 0x20)
    }
  }

  /// The code among sixteen colours; the user's palette decides what it looks like, so grey is dimmed text.
  func ansi16(on background: Background) -> String {
    switch self {
    case .red: "31"
    case .green: "32"
    case .yellow, .orange: background == .light ? "35" : "33"
    case .blue: background == .dark ? "94" : "34"
    case .magenta: "35"
    case .cyan: background == .light ? "34" : "36"
    case .grey: "2"
    }
  }

  /// The hue of the n-th series or class of a figure.
  static func series(_ index: Int) -> Hue {
    let order: [Hue] = [.blue, .orange, .green, .magenta, .red, .cyan, .yellow, .grey]
    return order[(index % order.count + order.count) % order.count]
  }
}

/// The attributes that a role gives to text.
struct TextStyle: Equatable {
  var hue: Hue?
  var isBold = false
  var isItalic = false
  var isUnderlined = false
  var isInverse = false

  init(_ hue: Hue? = nil, bold: Bool = false, italic: Bool = false, underlined: Bool = false, inverse: Bool = false) {
    self.hue = hue
    isBold = bold
    isItalic = italic
    isUnderlined = underlined
    isInverse = inverse
  }

  init(_ role: Role) {
    switch role {
    case .plain, .name, .operator, .math: self.init()
    case .strong: self.init(bold: true)
    case .emphasis: self.init(italic: true)
    case .heading: self.init(.blue, bold: true)
    case .code, .command: self.init(.cyan)
    case .keyword: self.init(.magenta)
    case .number: self.init(.blue)
    case .string: self.init(.green)
    case .comment, .dim: self.init(.grey)
    case .function: self.init(.cyan)
    case .parameter: self.init(.orange, bold: true)
    case .gradient: self.init(.magenta, bold: true)
    case .highlight: self.init(bold: true, inverse: true)
    case .prompt: self.init(.green, bold: true)
    case .note, .help: self.init(.blue)
    case .error: self.init(.red, bold: true)
    case .warning: self.init(.yellow, bold: true)
    case .success: self.init(.green, bold: true)
    }
  }

  /// This style with another one on top.
  func merging(_ other: TextStyle) -> TextStyle {
    TextStyle(
      other.hue ?? hue, bold: isBold || other.isBold, italic: isItalic || other.isItalic,
      underlined: isUnderlined || other.isUnderlined, inverse: isInverse || other.isInverse)
  }
}

/// The colours of a figure's cell, given by its data.
struct Ink: Equatable, Sendable {
  var foreground: RGB?
  var background: RGB?
}

/// Writes styles as escape sequences of a terminal.
struct StyleWriter {
  let color: ColorDepth
  let background: Background

  /// The sequence that begins a piece's style, or nothing for plain text.
  func sequence(for piece: Piece) -> String {
    guard color != .none else { return "" }
    var codes: [String] = []
    let style = piece.roles.reduce(TextStyle()) { $0.merging(TextStyle($1)) }
    if style.isBold { codes.append("1") }
    if style.isItalic { codes.append("3") }
    if style.isUnderlined || piece.isLink { codes.append("4") }
    if style.isInverse { codes.append("7") }
    if let hue = piece.hue ?? style.hue { codes.append(code(hue)) }
    if let ink = piece.ink {
      if let foreground = ink.foreground { codes.append(code(foreground, layer: 38)) }
      if let background = ink.background { codes.append(code(background, layer: 48)) }
    }
    codes.removeAll(where: \.isEmpty)
    return codes.isEmpty ? "" : "\u{1B}[" + codes.joined(separator: ";") + "m"
  }

  private func code(_ hue: Hue) -> String {
    color == .ansi16 ? hue.ansi16(on: background) : code(hue.rgb(on: background), layer: 38)
  }

  private func code(_ rgb: RGB, layer: Int) -> String {
    switch color {
    case .none, .ansi16: ""
    case .ansi256: "\(layer);5;\(rgb.paletteIndex)"
    case .full: "\(layer);2;\(rgb.red);\(rgb.green);\(rgb.blue)"
    }
  }
}
