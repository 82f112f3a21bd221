/// Words that the program says: a sentence with places, and what fills them.
///
/// A phrase is written as an ordinary literal, `"\(name) has the shape \(shape)"`. Its template, here
/// `{0} has the shape {1}`, is the key under which a `Translation` finds the same sentence in another language; what
/// fills a place is a phrase itself, translated by its own, or a text, which stays as it is.
package struct Phrase: Sendable {
  /// The sentence in English with its places, `{0}`, `{1}` and so on, in order.
  package private(set) var template: String
  /// What fills the places.
  package private(set) var fillings: [Filling]

  /// What fills a place.
  package enum Filling: Hashable, Sendable {
    /// A name, a number, a piece of code: the same in every language.
    case text(String)
    /// Words, which have a translation of their own.
    indirect case phrase(Phrase)
  }

  /// Makes a phrase of a template with its places written out, as tables hold them.
  package init(template: String, _ fillings: [Filling]) {
    self.template = template
    self.fillings = fillings
  }

  /// A text that is the same in every language.
  package static func verbatim(_ text: String) -> Phrase { Phrase(template: "{0}", [.text(text)]) }

  /// A whole sentence or text that stands in a file or a table: its own key.
  package static func sentence(_ text: String) -> Phrase { Phrase(template: text, []) }

  /// The phrase in the language of its template.
  package var description: String { text { $0 } }

  /// The phrase with each template replaced by its translation.
  package func text(translating translate: (String) -> String) -> String {
    var result = ""
    var isAfterWords = false
    let pieces = Phrase.pieces(of: translate(template))
    for (place, piece) in pieces.enumerated() {
      switch piece {
      case .literal(let words):
        result = result.spaced(before: words, fillsPlace: false)
        isAfterWords = true
      case .place(let index) where fillings.indices.contains(index):
        let filling =
          switch fillings[index] {
          case .text(let text): text.setApart(from: result, and: place + 1 < pieces.count ? pieces[place + 1] : nil)
          case .phrase(let phrase): phrase.text(translating: translate)
          }
        result = isAfterWords ? result.spaced(before: filling, fillsPlace: true) : result + filling
        isAfterWords = false
      case .place: continue
      }
    }
    return result
  }

  /// The phrase with every text that fills a place changed.
  package func mapTexts(_ change: (String) -> String) -> Phrase {
    Phrase(
      template: template,
      fillings.map { filling in
        switch filling {
        case .text(let text): .text(change(text))
        case .phrase(let phrase): .phrase(phrase.mapTexts(change))
        }
      })
  }

  /// A word with its number, `1 point` or `2 points`: two sentences of the tables.
  package static func counted(_ count: Int, _ word: String) -> Phrase {
    Phrase(template: "{0} \(word)\(count == 1 ? "" : "s")", [.text(String(count))])
  }

  /// Several phrases in a row, such as the items of a list.
  package static func joined(_ phrases: [Phrase], separator: Phrase) -> Phrase {
    guard var result = phrases.first else { return "" }
    for phrase in phrases.dropFirst() { result = "\(result)\(separator)\(phrase)" }
    return result
  }

  /// Names and numbers in a row, `a, b, c`, with the sign that a language has between the items of a list.
  package static func list<Items: Sequence>(_ items: Items) -> Phrase where Items.Element: StringProtocol {
    joined(items.map { .verbatim(String($0)) }, separator: ", ")
  }

  /// One sentence after the other, under one key.
  package static func + (left: Phrase, right: Phrase) -> Phrase {
    let moved = pieces(of: right.template).map { piece in
      switch piece {
      case .literal(let text): text
      case .place(let index): "{\(index + left.fillings.count)}"
      }
    }
    return Phrase(template: left.template + moved.joined(), left.fillings + right.fillings)
  }
}

extension Phrase {
  /// A part of a template.
  package enum Piece: Equatable, Sendable {
    /// Words as they stand.
    case literal(String)
    /// A place, by its number.
    case place(Int)
  }

  /// A template taken apart: `{` with digits and `}` is a place, every other brace stands for itself.
  package static func pieces(of template: String) -> [Piece] {
    var pieces: [Piece] = []
    var literal = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{") {
      literal += rest[..<open]
      let inner = rest[rest.index(after: open)...]
      if let close = inner.firstIndex(of: "}"), inner[..<close].utf8.count <= 3,
        inner[..<close].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let index = Int(inner[..<close])
      {
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        literal = ""
        pieces.append(.place(index))
        rest = inner[inner.index(after: close)...]
      } else {
        literal += "{"
        rest = inner
      }
    }
    literal += rest
    if !literal.isEmpty { pieces.append(.literal(literal)) }
    return pieces
  }
}

extension Phrase: Hashable {
  /// Two phrases are equal when they say the same, however they were put together.
  package static func == (left: Phrase, right: Phrase) -> Bool { left.description == right.description }

  /// Feeds what the phrase says.
  package func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

extension Phrase: CustomStringConvertible {}

extension Phrase: ExpressibleByStringInterpolation {
  /// Makes a phrase of a sentence without places.
  package init(stringLiteral value: String) { self.init(template: value, []) }

  /// Makes a phrase of a sentence with places.
  package init(stringInterpolation: StringInterpolation) {
    self.init(template: stringInterpolation.template, stringInterpolation.fillings)
  }

  /// Gathers a template and its fillings.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var template = ""
    fileprivate var fillings: [Filling] = []

    /// Begins with an empty template.
    package init(literalCapacity: Int, interpolationCount: Int) {}

    /// Goes on with a part of the sentence.
    package mutating func appendLiteral(_ literal: String) { template += literal }

    /// Words, which are translated by themselves; a literal written between the brackets is such words too.
    package mutating func appendInterpolation(_ phrase: Phrase) { fill(.phrase(phrase)) }

    /// A text that is the same in every language.
    @_disfavoredOverload
    package mutating func appendInterpolation(_ text: some StringProtocol) { fill(.text(String(text))) }

    /// Names and numbers in a row, as a language writes a list.
    package mutating func appendInterpolation<Items: Sequence>(list items: Items) where Items.Element: StringProtocol {
      fill(.phrase(.list(items)))
    }

    /// A number, or anything else that is written alike in every language.
    @_disfavoredOverload
    package mutating func appendInterpolation(_ value: some CustomStringConvertible) { fill(.text(value.description)) }

    private mutating func fill(_ filling: Filling) {
      template += "{\(fillings.count)}"
      fillings.append(filling)
    }
  }
}
