import Documents
import Evaluation
package import Source
import Tensors

/// A setting that `:set` changes, declared once.
package struct Setting: Sendable {
  /// Its name.
  package let name: String
  /// The values it takes, with `|` between them; capitals stand for any of a kind.
  package let values: String
  /// What it does: one sentence.
  package let summary: Phrase
  let show: @Sendable (Session) -> String
  let change: @Sendable (inout Session, String) -> Bool
  /// Why a value that it does take cannot be had here; nil when there is nothing to say.
  var refusal: @Sendable (String) -> Phrase? = { _ in nil }

  /// All settings.
  package static let all: [Setting] = [
    Setting(
      name: "digits", values: "N",
      summary: "How many significant digits are shown, 1 to 17; `auto` for the usual ones.",
      show: { $0.digits.map(String.init) ?? "auto" },
      change: { session, text in
        if text == "auto" {
          session.settings.digits = nil
          return true
        }
        guard let number = Int(text), (1...17).contains(number) else { return false }
        session.settings.digits = number
        return true
      }, refusal: { _ in "it takes 1 to 17, or auto" }),
    Setting(
      name: "dtype", values: "float64|float32", summary: "The element type of numbers in the source.",
      show: { $0.defaultFloat.name },
      change: { session, text in
        guard let type = ElementType.allCases.first(where: { $0.name == text && $0.isFloat }) else { return false }
        session.settings.defaultFloat = type
        return true
      }),
    Setting(
      name: "seed", values: "N", summary: "Where random numbers start.",
      show: { String($0.state.seed) },
      change: { session, text in
        guard let seed = UInt64(text) else { return false }
        session.settings.seed = seed
        session.state.restart(seed: seed)
        return true
      }),
    Setting(
      name: "backend", values: "auto|own|blas",
      summary: "What multiplies matrices: OpenBLAS or the program's own kernel.",
      show: { _ in Backend.current.settingName },
      change: { _, text in
        guard let backend = Backend.allCases.first(where: { $0.settingName == text }) else { return false }
        guard backend != .blas || Backend.hasBLAS else { return false }
        Backend.current = backend
        return true
      },
      refusal: { text in
        text == "blas" ? "OpenBLAS was not found: install libopenblas0 (on Debian: apt install libopenblas0)" : nil
      }),
    Setting(
      name: "threads", values: "N",
      summary:
        "On how many threads, 1 to \(Parallel.most), large products are computed; others may change the last digit.",
      show: { _ in String(Parallel.count) },
      change: { _, text in
        guard let count = Int(text), (1...Parallel.most).contains(count) else { return false }
        Parallel.count = count
        return true
      }, refusal: { _ in "it takes 1 to \(Parallel.most)" }),
    Setting(
      name: "steps", values: "N|none", summary: "How many loop turns and calls a statement may take.",
      show: { $0.settings.limits.steps.map(String.init) ?? "none" },
      change: { session, text in
        if text == "none" {
          session.settings.limits.steps = nil
          return true
        }
        guard let number = Int(text), number > 0 else { return false }
        session.settings.limits.steps = number
        return true
      }),
    limit("depth", "How deep calls may nest.", \.depth),
    Setting(
      name: "memory", values: "N", summary: "How many MB of memory the values of the session may take.",
      show: { _ in "\(TensorLimits.totalBytes / 1_000_000) MB" },
      change: { _, text in
        guard let number = Int(text), (1...1_000_000_000).contains(number) else { return false }
        TensorLimits.totalBytes = number * 1_000_000
        TensorLimits.tensorBytes = Swift.max(TensorLimits.tensorBytes, TensorLimits.totalBytes / 4)
        return true
      }, refusal: { _ in "it takes a whole number, in MB" }),
    Setting(
      name: "replay", values: "N|off", summary: "How many MB a run may take to be kept for :replay.",
      show: { $0.settings.replayMegabytes == 0 ? "off" : "\($0.settings.replayMegabytes) MB" },
      change: { session, text in
        guard let number = text == "off" ? 0 : Int(text), (0...100_000).contains(number) else { return false }
        session.settings.replayMegabytes = number
        if number == 0 { session.lastRun = nil }
        return true
      }, refusal: { _ in "it takes a whole number, in MB, or off" }),
    limit("output", "How many characters one statement may print.", \.output),
    Setting(
      name: "pager", values: "on|off", summary: "Whether what is longer than the window waits until it was read.",
      show: { $0.settings.pages ? "on" : "off" },
      change: { session, text in
        guard text == "on" || text == "off" else { return false }
        session.settings.pages = text == "on"
        return true
      }),
    Setting(
      name: "student", values: "NAME|none", summary: "Whose progress is kept, and whose numbers `choose` gives.",
      show: { $0.student ?? "none" },
      change: { session, text in
        session.settings.student = text == "none" ? nil : text
        return true
      }),
    Setting(
      name: "language", values: "en|zh|auto",
      summary: "The language of lessons and of what is said about them; `auto` for that of the system.",
      show: { $0.settings.language ?? "auto" },
      change: { session, text in
        guard text == "auto" || session.speaks(text) else { return false }
        session.settings.language = text == "auto" ? nil : text
        return true
      }),
  ]
}

extension Setting {
  /// Values in other words than those that a setting takes.
  fileprivate static let spoken = [
    "中文": "zh", "汉语": "zh", "英文": "en", "英语": "en", "自动": "auto", "开": "on", "关": "off", "无": "none",
  ]

  /// Names in other words than its own.
  private static let spokenNames = [
    "语言": "language", "位数": "digits", "有效位数": "digits", "类型": "dtype", "种子": "seed", "随机数种子": "seed",
    "线程": "threads", "线程数": "threads", "步数": "steps", "深度": "depth", "内存": "memory", "重放": "replay", "输出": "output",
    "分页": "pager", "学生": "student", "姓名": "student",
  ]

  /// The setting that goes by a name.
  static func named(_ name: some StringProtocol) -> Setting? {
    let wanted = spokenNames[String(name)] ?? String(name)
    return all.first { $0.name == wanted }
  }

  /// The values in words: `en, zh or auto`.
  fileprivate var choice: Phrase {
    let all = values.split(separator: "|").map { $0 == "N" ? "a whole number" : Phrase.verbatim(String($0)) }
    guard let last = all.last, all.count > 1 else { return all.first ?? "" }
    return "\(Phrase.joined(Array(all.dropLast()), separator: ", ")) or \(last)"
  }

  /// A limit of what one statement may use: any number above zero.
  private static func limit(
    _ name: String, _ summary: Phrase, _ limit: any WritableKeyPath<Limits, Int> & Sendable
  ) -> Setting {
    Setting(
      name: name, values: "N", summary: summary, show: { String($0.settings.limits[keyPath: limit]) },
      change: { session, text in
        guard let number = Int(text), number > 0 else { return false }
        session.settings.limits[keyPath: limit] = number
        return true
      })
  }
}

extension Session {
  mutating func set(_ input: CommandInput) throws(Diagnostic) {
    let words = input.text.split(separator: " ", maxSplits: 1).map(String.init)
    guard let name = words.first else {
      let (session, say) = (self, self.words)
      input.show(
        .columns(
          Columns(
            Setting.all.map { setting in
              [
                [.text(setting.name, .name)], [.text(setting.show(session), .number)],
                [.styled(.dim, .sentence(say(setting.summary)))],
              ]
            })))
      return
    }
    guard let setting = Setting.named(name) else {
      let help: Phrase? = Suggestions.closest(to: name, among: Setting.all.map(\.name)).map { "did you mean \($0)?" }
      throw input.failure(.unknownSetting, "there is no setting \(name)", help: help ?? ":set lists them")
    }
    guard words.count == 2 else {
      input.show(.lines([[.text(setting.name, .name), .text(" = "), .text(setting.show(self), .number)]]))
      return
    }
    let given = words[1].trimmingSpaces
    // A name is taken as it is.
    let value = setting.name == "student" ? given : Setting.spoken[given] ?? ChineseNumber.plain(given)
    guard setting.change(&self, value) else {
      throw input.failure(
        .wrongValue, "\(name) cannot be \(given)", help: setting.refusal(given) ?? "it takes \(setting.choice)")
    }
    if setting.name == "language" {
      rememberLanguage()
      translateLesson(show: input.show)
    }
  }
}

extension Backend {
  /// How the backend is called in `:set backend`.
  fileprivate var settingName: String {
    switch self {
    case .automatic: "auto"
    case .own: "own"
    case .blas: "blas"
    }
  }
}
