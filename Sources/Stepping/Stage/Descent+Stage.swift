import Documents
import Source

extension Descent {
  /// The picture with the path so far, and the place in words.
  package func stage(columns: Int, rows: Int) -> Stage {
    Stage(
      title: [
        .text("gradient descent on \(name)", .strong), .text(" · step \(position), rate \(rateText)"),
      ],
      picture: picture, words: words, progress: .init(position: position, count: nil))
  }
}
