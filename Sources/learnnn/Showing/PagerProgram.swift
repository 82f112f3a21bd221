import Glibc
import LineEditing

/// The program that `PAGER` names, in which long texts are read.
enum PagerProgram {
  /// Shows a text in it; false when the text fits the window, or the program cannot be started.
  static func show(_ text: String, in command: String) -> Bool {
    guard text.count(where: { $0 == "\n" }) >= Terminal.size().rows else { return false }
    // A reader who leaves before the end closes the pipe.
    let before = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, before) }
    // As other programs do: colours stay, and what fits the screen needs no key.
    guard let pipe = popen("LESS=\"${LESS-FRX}\" LV=\"${LV--c}\" \(command)", "w") else { return false }
    fputs(text, pipe)
    return pclose(pipe) == 0
  }
}
