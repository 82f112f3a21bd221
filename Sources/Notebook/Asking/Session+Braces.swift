import Phrasebook
import Source

/// The values in the braces of a text, as other languages compute them there.
extension Session {
  /// A line whose texts take what is written here for what stands in their braces: `{mean(x):.3}` for `{np.mean(x):.3f}`;
  /// nil where nothing of it is written another way.
  func advice(inBracesOf line: String) -> Habits.Advice? {
    var sentences: [Phrase] = []
    var mended = line
    for text in line.matches(of: /\b[fF](\x22[^\x22]*\x22|'[^']*')/) {
      for value in text.output.1.matches(of: /\{([^{}:!]+)(?:[:!][^{}]*)?\}/) {
        let written = String(value.output.1)
        var stopped: (line: String, error: Diagnostic)?
        guard !works(written, instead: written), let advice = advice(for: written, &stopped) else { continue }
        mended = mended.replacing("{\(written)", with: "{\(advice.line)")
        sentences += advice.sentences.filter { !sentences.contains($0) }
      }
    }
    var stopped: (line: String, error: Diagnostic)?
    guard mended != line, var advice = advice(for: mended, &stopped) else { return nil }
    advice.sentences = sentences + advice.sentences.filter { !sentences.contains($0) }
    return advice
  }
}
