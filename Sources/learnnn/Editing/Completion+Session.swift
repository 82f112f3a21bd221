import LineEditing
import Notebook
import Source

extension Completion {
  /// What a session offers, as the line editor lists it.
  init(_ offer: Completions) {
    self.init(
      replacing: offer.span.lower..<offer.span.upper,
      candidates: offer.candidates.map { Candidate($0.name, text: $0.text, detail: $0.detail) })
  }
}
