import Documents
import Glibc
import Judging
import LineEditing
import Source

/// What the environment and the terminal say: read here and decided here, nowhere else.
struct Surroundings {
  private let variables: @Sendable (String) -> String?
  /// Whether somebody types.
  let hasTerminalInput = Terminal.isTerminal(STDIN_FILENO)
  /// Whether somebody reads along.
  let hasTerminalOutput = Terminal.isTerminal(STDOUT_FILENO)
  /// Whether messages go to a terminal.
  let hasTerminalErrors = Terminal.isTerminal(STDERR_FILENO)

  /// Looks at the process's own environment.
  init() {
    variables = { name in getenv(name).map { String(cString: $0) } }
  }

  /// A variable's value; nil when it is not set or empty.
  func variable(_ name: String) -> String? {
    guard let value = variables(name), !value.isEmpty else { return nil }
    return value
  }

  // MARK: Looks

  /// Whether output is for a screen reader.
  var isAccessible: Bool { variable("ACCESSIBLE").map { $0 != "0" } ?? false }

  /// How a document is written to standard output, or to standard error.
  func renderer(color: ColorChoice, accessible: Bool, errors: Bool = false) -> TerminalRenderer {
    let isTerminal = errors ? hasTerminalErrors : hasTerminalOutput
    return TerminalRenderer(
      width: width, color: depth(color, isTerminal: isTerminal), glyphs: isTerminal ? glyphs : .unicode,
      background: background, accessible: accessible || isAccessible, words: Surroundings.words)
  }

  /// The columns there are: those of `COLUMNS`, else of the window, else 80.
  var width: Int {
    if let text = variable("COLUMNS"), let columns = Int(text), columns > 0 { return min(max(columns, 10), 1000) }
    return hasTerminalOutput ? Terminal.size().columns : 80
  }

  /// Whether the cursor can be moved, so that a line may be written over.
  var canRewriteLines: Bool { hasTerminalOutput && Terminal.understandsEscapes }

  private func depth(_ choice: ColorChoice, isTerminal: Bool) -> ColorDepth {
    switch choice {
    case .never: return .none
    case .always: return terminalDepth == .none ? .ansi16 : terminalDepth
    case .auto where variable("NO_COLOR") != nil: return .none
    case .auto where isForced: return depth(.always, isTerminal: isTerminal)
    case .auto: return isTerminal ? terminalDepth : .none
    }
  }

  /// Whether colours are wanted wherever the output goes.
  private var isForced: Bool { variable("FORCE_COLOR").map { $0 != "0" } ?? false }

  /// The colours that the terminal's name promises.
  private var terminalDepth: ColorDepth {
    let name = variable("TERM") ?? "dumb"
    if ["truecolor", "24bit"].contains(variable("COLORTERM") ?? "") { return .full }
    if name.hasSuffix("-direct") { return .full }
    if name.contains("256color") { return .ansi256 }
    return ["dumb", "vt100", "vt102", "vt220", "unknown"].contains(name) ? .none : .ansi16
  }

  /// `COLORFGBG` is `foreground;background` in numbers of the sixteen colours.
  private var background: Background {
    guard let last = variable("COLORFGBG")?.split(separator: ";").last, let number = Int(last) else { return .unknown }
    return number == 7 || (9...15).contains(number) ? .light : .dark
  }

  /// ASCII where the locale says that the terminal shows nothing else; no locale at all says nothing.
  private var glyphs: GlyphSet {
    guard let locale = variable("LC_ALL") ?? variable("LC_CTYPE") ?? variable("LANG") else { return .unicode }
    let name = locale.lowercased()
    return name.contains("utf-8") || name.contains("utf8") ? .unicode : .ascii
  }

  /// The language that was set at an earlier start, else that of the system; nil for English.
  func language(_ directories: Directories) -> String? {
    guard let path = directories.languageFile, let bytes = try? SystemFiles.access.read(path), bytes.count < 64 else {
      return language
    }
    let kept = String(decoding: bytes, as: UTF8.self).prefix { $0.isLetter || $0 == "_" || $0 == "-" }
    return kept.isEmpty || kept == "auto" ? language : kept == "en" ? nil : String(kept)
  }

  /// Whether nothing says which language is wanted.
  var hasNoLanguage: Bool {
    guard let locale = variable("LC_ALL") ?? variable("LC_MESSAGES") ?? variable("LANG") else { return true }
    return ["C", "POSIX"].contains(String(locale.prefix { $0 != "." && $0 != "@" }))
  }

  /// The language of the system, such as `zh_CN`; nil for English.
  var language: String? {
    guard let locale = variable("LC_ALL") ?? variable("LC_MESSAGES") ?? variable("LANG") else { return nil }
    let name = String(locale.prefix { $0 != "." && $0 != "@" })
    return ["C", "POSIX", "en"].contains(name) || name.hasPrefix("en_") ? nil : name
  }
}
