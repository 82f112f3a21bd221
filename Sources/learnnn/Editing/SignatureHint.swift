import Evaluation
import LineEditing
import Notebook

/// The rest of a function's signature, shown while its call is being typed.
enum SignatureHint {
  /// The hint at the end of a text; nil outside of a call, so that the history may make a suggestion.
  static func hint(for text: String, at cursor: Int, function: (String) -> Function?) -> Hint? {
    let place = InputPlace(text, cursor: cursor)
    guard let call = place.call, !place.isInText || call.isEmpty, let function = function(call.name) else { return nil }
    let parameters = parameters(of: function)
    // Arguments by name may stand in any order, so that they only take themselves off the list.
    let index = call.isEmpty ? call.index : call.index + 1
    let missing = parameters.dropFirst(index - min(index, call.named.count)).filter { parameter in
      !call.named.contains { parameter == $0 || parameter.hasPrefix($0 + "=") }
    }
    if missing.isEmpty { return Hint(")", isAcceptable: false) }
    let lead = call.isEmpty ? (text.last == "," ? " " : "") : ", "
    return Hint(lead + missing.joined(separator: ", ") + ")", isAcceptable: false)
  }

  /// The parameters with their defaults, as the signature spells them.
  private static func parameters(of function: Function) -> [String] {
    let signature = function.signature
    guard let open = signature.firstIndex(of: "("), signature.hasSuffix(")") else { return [] }
    var parts: [String] = []
    var part = ""
    var depth = 0
    for character in signature[signature.index(after: open)...].dropLast() {
      switch character {
      case "(", "[", "{": depth += 1
      case ")", "]", "}": depth -= 1
      case "," where depth == 0:
        parts.append(part)
        part = ""
        continue
      default: break
      }
      if part.isEmpty, character == " " { continue }
      part.append(character)
    }
    return part.isEmpty ? parts : parts + [part]
  }
}
