/// What the elements of a tensor are.
package enum ElementType: UInt8, Sendable, CaseIterable {
  case float64, float32, int, bool, byte

  /// The name in the language and in JSON.
  package var name: String {
    switch self {
    case .float64: "float64"
    case .float32: "float32"
    case .int: "int"
    case .bool: "bool"
    case .byte: "byte"
    }
  }

  /// The size of an element in bytes.
  package var size: Int {
    switch self {
    case .float64, .int: 8
    case .float32: 4
    case .bool, .byte: 1
    }
  }

  /// Whether gradients can flow through it.
  package var isFloat: Bool { self == .float64 || self == .float32 }
}
