import CEditline

/// Ctrl-C while the program computes.
///
/// The signal only sets a flag, which whoever computes looks at now and then. A second Ctrl-C within a second ends the
/// process with exit status 130 and the terminal in order, for the case that nobody looks.
package enum Interrupts {
  /// Starts to note Ctrl-C; a line reader does so by itself.
  package static func watch() { _ = ce_signals_install(0) }

  /// Starts to note Ctrl-C and the signals that ask the program to end, for work that must be tidied up.
  package static func watchForEnding() { _ = ce_signals_install(2) }

  /// Returns whether the user, or the system, wants the computation to stop; costs a few nanoseconds.
  package static var isRequested: Bool {
    ce_signals_peek() & Int32(CE_INT | CE_TERM | CE_HUP) != 0
  }

  /// Forgets a Ctrl-C that has been obeyed and returns whether there was one.
  @discardableResult
  package static func clear() -> Bool { ce_signals_take(Int32(CE_INT)) != 0 }
}

/// A signal that has arrived and waits for somebody to act on it.
enum ArrivedSignal: Equatable {
  case termination(Int32), interrupt, resume, resize

  /// Takes the most urgent one; there may be more.
  static func take() -> ArrivedSignal? {
    if take(CE_TERM) { return .termination(System.termination) }
    if take(CE_HUP) { return .termination(System.hangUp) }
    if take(CE_INT) { return .interrupt }
    if take(CE_CONT) { return .resume }
    return take(CE_WINCH) ? .resize : nil
  }

  private static func take(_ flag: Int) -> Bool { ce_signals_take(Int32(flag)) != 0 }
}
