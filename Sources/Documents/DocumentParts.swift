import Source

/// A document cut where its pictures stand.
package enum DocumentParts {
  /// A run of text, or a picture.
  package enum Part {
    /// The blocks between two pictures.
    case text(Document)
    /// A picture.
    case figure(Figure)
  }

  /// The parts, in order.
  package static func split(_ document: Document) -> [Part] {
    var parts: [Part] = []
    var text = Document()
    for block in document.blocks {
      if case .figure(let figure) = block {
        if !text.isEmpty { parts.append(.text(text)) }
        text = Document()
        parts.append(.figure(figure))
      } else {
        text.append(block)
      }
    }
    if !text.isEmpty { parts.append(.text(text)) }
    return parts
  }
}
