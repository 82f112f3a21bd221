import Source

extension Machine {
  /// Shows a text, as far as the limit of what a run may print allows.
  func print(_ text: String, at place: Site) throws(Stop) {
    printed += text.utf8.count + 1
    guard printed <= limits.output else {
      throw place.failure(
        .tooMuchOutput, "this prints more than \(limits.output) characters",
        help: "print less often, or raise the limit with :set output N")
    }
    emit(.print(text))
  }
}
