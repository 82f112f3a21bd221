package import Documents
import Source

/// The keys of a walk through a backward pass, and the line that names them.
extension Stepper {
  /// The keys that the stepper knows.
  package var keys: [WalkKey] {
    WalkKey.everything.filter { key in
      switch key {
      case .faster, .slower, .rate: false
      case .picture: !isInPlace
      case .more: isInPlace
      case .raise, .lower: !changes.isEmpty
      default: true
      }
    }
  }

  /// The keys that matter at this step.
  package var keysNow: [WalkKey] {
    let changing: [WalkKey] = changes.isEmpty ? [] : [.raise, .lower]
    if isAtEnd { return [.back] + (isInPlace ? [] : [.picture]) + [.find, .change] + changing + [.help, .leave] }
    var keys: [WalkKey] = [.next]
    if position > 0 { keys.append(.back) }
    if !asked(after: position).isEmpty { keys.append(.predict) }
    keys += [.explain, .origin] + (isInPlace ? [] : [.picture])
    if table.openable(at: position) != nil { keys.append(.open) }
    if table.closable(at: position) != nil { keys.append(.close) }
    if table.stepCount > 8 { keys += [.following, .find] }
    return keys + changing + [.all, .help, .leave]
  }

  /// The line that names the keys.
  package var footer: [Inline] {
    if expectsAnswer {
      return [
        .text(
          predictsAll
            ? "type your prediction · Enter shows the step · P ends predicting · Esc or q leaves"
            : "type your prediction · Enter shows the step · Esc or q leaves", .dim)
      ]
    }
    return [.text(Phrase.joined(keysNow.map { "\($0.label) \($0.hint)" }, separator: " · "), .dim)]
  }
}
