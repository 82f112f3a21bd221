/// The path by which a program reaches a parameter, such as `net[0].W`.
package enum ParameterPath {
  /// The name that is bound in the program: `net` of `net[0].W`, and the path itself where it is one.
  package static func root(of path: String) -> String { String(path.prefix { $0 != "[" && $0 != "." }) }

  /// The layer that holds the parameter: `net[0]` of `net[0].W`, and the path itself where no layer does.
  package static func layer(of path: String) -> String { holder(of: path) ?? path }

  /// The layer that holds the parameter; nil where none does.
  static func holder(of path: String) -> String? { path.lastIndex(of: ".").map { String(path[..<$0]) } }
}
