import Documents
import Source

extension Descent {
  /// The picture with the path so far, and the place in words; the list of the keys takes the room of both.
  package func stage(columns: Int, rows: Int) -> Stage {
    let isHelp = aside == help
    return Stage(
      title: [
        .text("gradient descent on \(name)", .strong), .text(" · step \(position), rate \(rateText)"),
      ],
      picture: isHelp ? Document() : picture, words: isHelp ? Document() : words,
      aside: aside, progress: .init(position: position, count: nil))
  }
}
