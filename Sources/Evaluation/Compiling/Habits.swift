import Source

/// The habits of other languages and libraries, answered in their own words.
enum Habits {
  /// The names under which other languages keep their mathematics.
  static let modules: Set<String> = ["np", "numpy", "torch", "math", "nn", "tf", "jnp", "jax", "plt", "F", "optim"]

  /// What is said about a name that is at home elsewhere.
  static func explain(_ name: String) -> (title: Phrase, help: Phrase)? {
    if modules.contains(name) {
      return ("there are no modules here: \(name) is not needed", "write the function by itself: exp(x)")
    }
    if let (loss, variable) = leibniz(name) {
      return ("d\(loss)/d\(variable) is not a name here", "write ∂\(loss)/∂\(variable), or grad(\(loss), \(variable))")
    }
    switch name {
    case "True", "False": return ("\(name) is written \(name.lowercased()) here", "write \(name.lowercased())")
    case "None", "null", "nil":
      return ("there is no \(name) here", "leave the argument out, or use nan for a missing number")
    case "array", "tensor", "Tensor": return ("a tensor needs no constructor", "write [[1, 2], [3, 4]]")
    case "ln": return ("ln is called log here", "write log(x)")
    case "randn": return ("randn is called normal here", "write normal([2, 3])")
    case "rand": return ("rand is called uniform here", "write uniform([2, 3])")
    case "arange": return ("arange is called range here", "write range(n), or 0..<n")
    case "power", "pow": return ("powers are written with ^ here", "write x^2")
    case "matmul": return ("the matrix product is written with @ here", "write A @ B")
    case "length", "size_of", "count": return ("\(name) is called len here", "write len(xs)")
    case "println", "printf", "echo": return ("\(name) is called print here", "write print(x)")
    case "sqr", "square": return ("squares are written with ^ here", "write x^2")
    default: return nil
    }
  }

  /// What a function of another library is called here.
  static func translate(_ name: String) -> String {
    switch name {
    case "array", "tensor": "[[1, 2], [3, 4]]"
    case "randn": "normal"
    case "rand": "uniform"
    case "arange": "range"
    case "power": "x^y"
    case "matmul": "A @ B"
    default: name
    }
  }

  /// `dL` of `dL/dw`: the name after the d.
  private static func leibniz(_ name: String) -> (String, String)? {
    guard name.count >= 2, name.first == "d", let next = name.dropFirst().first, next.isUppercase else { return nil }
    return (String(name.dropFirst()), "w")
  }
}
