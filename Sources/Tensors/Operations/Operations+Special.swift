extension Operation {
  /// The start of a record: a parameter, or another value that gradients are asked for.
  package static let leaf: Operation = internalOperation(
    "leaf", .function("leaf"), "The start of a record: nothing computed it.")

  /// A gradient whose own record is not made yet.
  package static let gradient: Operation = internalOperation(
    "gradient", .function("gradient"), "A gradient; how it was computed is recorded when it is differentiated in turn.")

  /// The same value under another node.
  package static let same: Operation = Operation(
    name: "same", notation: .silent, summary: "Passes its input on.", why: "Nothing changes, the gradient neither.",
    example: "", arity: 1, forward: { inputs, _ in inputs[0] }, derivative: .elementwise([.one]))

  private static func internalOperation(_ name: String, _ notation: Notation, _ summary: String) -> Operation {
    Operation(
      name: name, notation: notation, summary: summary, why: "", example: "", arity: 0,
      forward: { _, _ in .float64(.nan) }, derivative: .none)
  }

  /// Every operation, in the order of the files that declare them.
  package static let all: [Operation] =
    arithmetic + functions + moreFunctions + runningProducts + linearAlgebra + spectra + logic + reductions + movement
    + products
    + indexing + ordering + windows + [same]

  /// The operation of a name.
  package static func named(_ name: String) -> Operation? { all.first { $0.name == name } }
}
