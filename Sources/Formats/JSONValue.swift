/// A JSON value (RFC 8259); an object keeps the order of its members.
package enum JSONValue: Equatable, Sendable {
  /// Nothing.
  case null
  /// A truth value.
  case bool(Bool)
  /// A number written without point or exponent that fits 64 bits.
  case integer(Int)
  /// Any other number; one that JSON cannot write becomes the string `"nan"`, `"inf"` or `"-inf"`.
  case number(Double)
  /// A text.
  case string(String)
  /// Values in order.
  case array([JSONValue])
  /// Named values in order.
  case object([Member])

  /// A name and its value.
  package struct Member: Equatable, Sendable {
    /// The name.
    package var key: String
    /// The value.
    package var value: JSONValue

    /// Makes a member.
    package init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The object's value of that name, or nil.
  package subscript(_ key: String) -> JSONValue? { members?.first { $0.key == key }?.value }

  /// The members when it is an object.
  package var members: [Member]? { if case .object(let members) = self { members } else { nil } }
  /// The elements when it is an array.
  package var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
  /// The text when it is a string.
  package var string: String? { if case .string(let string) = self { string } else { nil } }
  /// The truth value when it is one.
  package var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }

  /// The whole number when it is one, `1.0` included.
  package var int: Int? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The number when it is one.
  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// Makes a string.
  package init(stringLiteral value: String) { self = .string(value) }
  /// Makes a whole number.
  package init(integerLiteral value: Int) { self = .integer(value) }
  /// Makes a number.
  package init(floatLiteral value: Double) { self = .number(value) }
  /// Makes a truth value.
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Makes an array.
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// Makes an object, its members in the order written.
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}
