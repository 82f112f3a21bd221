import Source
import Tensors

/// Texts as numbers and back.
enum Texts {
  static let text = Builtin(
    "text", [.required("value")], group: .data, "Gives a value as a text, as print shows it.",
    details:
      "A list of characters is joined. text_file(\"name\") reads a text of your own. Inside a text, braces do the same: \"{x:.3}\".",
    example: "text(1.5)  //= \"1.5\""
  ) { (call) throws(Stop) in
    if case .list(let list) = call[0] {
      let parts = list.items.compactMap { item -> String? in
        if case .string(let text) = item { return text.string }
        return nil
      }
      if parts.count == list.items.count { return .text(parts.joined()) }
    }
    return .text(ValueText.plain(call[0], machine: call.machine))
  }

  static let alphabet = Builtin(
    "alphabet", [.required("text")], group: .data, "Gives each character of a text once, sorted, as a text.",
    example: "alphabet(\"banana\")  //= \"abn\""
  ) { (call) throws(Stop) in .text(String(Set(try call.string(0)).sorted())) }

  /// The characters of an alphabet: a text, or a list of single characters as unique gives it.
  private static func letters(_ call: Call) throws(Stop) -> [Character] {
    guard case .list(let list) = call[1] else { return Array(try call.string(1)) }
    var letters: [Character] = []
    for item in list.items {
      guard case .string(let text) = item, text.string.count == 1, let letter = text.string.first else {
        throw call.failure(.notAText, "an alphabet lists single characters, and one of these is \(item.kind)", at: 1)
      }
      letters.append(letter)
    }
    return letters
  }

  static let encode = Builtin(
    "encode",
    [
      .required("text"),
      .optional("alphabet", else: "that of the text", "the characters, in the order of their numbers"),
    ],
    group: .data, "Turns the characters of a text into whole numbers: their places in an alphabet.",
    example: "encode(\"cab\", \"abc\")  //= [2, 0, 1]"
  ) { (call) throws(Stop) in
    let text = try call.string(0)
    let letters = call.has(1) ? try letters(call) : Set(text).sorted()
    let places = Dictionary(zip(letters, 0...)) { first, _ in first }
    var numbers: [Int] = []
    for letter in text {
      guard let place = places[letter] else {
        throw call.failure(
          .unknownCharacter, "the character “\(letter)” is not in the alphabet", at: 0,
          help: "make the alphabet from all texts: alphabet(text)")
      }
      numbers.append(place)
    }
    return try call.tensor(numbers, shape: [numbers.count])
  }

  static let decode = Builtin(
    "decode", [.required("numbers", "places in the alphabet"), .required("alphabet", "the characters")], group: .data,
    "Turns whole numbers into the characters of an alphabet: the way back of encode.",
    example: "decode([2, 0, 1], \"abc\")  //= \"cab\""
  ) { (call) throws(Stop) in
    let letters = try letters(call)
    var text = ""
    for number in try call.wholeNumbers(0, "the numbers") {
      guard letters.indices.contains(number) else {
        throw call.failure(
          .indexOutOfRange, "there is no character \(number) in an alphabet of \(letters.count)", at: 0)
      }
      text.append(letters[number])
    }
    return .text(text)
  }
}
