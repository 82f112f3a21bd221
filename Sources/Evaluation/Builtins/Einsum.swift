import Source
import Tensors

/// Sums of products of tensors whose axes have letters for names: Einstein's convention of 1916.
enum Einsum {
  static let builtin = Builtin(
    "einsum", [.required("letters", "such as \"ij,jk->ik\""), .required("x", "a tensor for each group of letters")],
    isVariadic: true, group: .mathematics, "Multiplies tensors and sums over the axes that the result does not name.",
    details: "Axes of one letter belong together. A letter that stands only in front of the arrow is summed over; "
      + "without an arrow the letters that occur once stay, in alphabetical order, as in NumPy.",
    example: "einsum(\"ij,jk->ik\", [[1, 2]], [[3], [4]])  //= [[11]]"
  ) { (call) throws(Stop) in
    let text = try call.string(0).filter { $0 != " " }
    var operands: [Lettered] = []
    let halves = text.split(separator: "->", omittingEmptySubsequences: false).map(String.init)
    let groups = halves[0].split(separator: ",", omittingEmptySubsequences: false).map { Array($0) }
    guard halves.count <= 2, (groups + [Array(halves.count == 2 ? halves[1] : "")]).joined().allSatisfy(\.isLetter)
    else { throw wrong(call, "the letters of einsum look like \"ij,jk->ik\", and these are \"\(text)\"") }
    let given = call.arguments.count - 1
    guard groups.count == given else {
      throw wrong(call, "there are \(groups.count) groups of letters for \(given) tensors")
    }
    var extents: [Character: Int] = [:]
    for (place, letters) in groups.enumerated() {
      let x = try call.traced(place + 1)
      guard x.shape.count == letters.count else {
        throw wrong(call, "\(String(letters)) names \(letters.count) axes, and its tensor has \(x.shape.count)")
      }
      for (letter, extent) in zip(letters, x.shape) {
        guard extents[letter, default: extent] == extent else {
          throw wrong(call, "\(letter) is an axis of \(extents[letter] ?? 0) and one of \(extent)")
        }
        extents[letter] = extent
      }
      operands.append(Lettered(x: x, letters: letters))
    }
    let all = groups.joined()
    let result =
      halves.count == 2 ? Array(halves[1]) : Set(all).filter { letter in all.count { $0 == letter } == 1 }.sorted()
    guard Set(result).count == result.count, result.allSatisfy({ extents[$0] != nil }) else {
      throw wrong(call, "the result names an axis twice, or one that no tensor has")
    }
    let terms = operands
    let sum = try call.attempt { () throws(TensorError) in try contracted(terms, to: result) }
    return call.place.mark(sum, in: call.frame)
  }

  private static func wrong(_ call: Call, _ title: Phrase) -> Stop {
    call.failure(.wrongArguments, title, at: 0, help: "a matrix product is einsum(\"ij,jk->ik\", a, b)")
  }

  private static func contracted(_ operands: [Lettered], to result: [Character]) throws(TensorError) -> Traced {
    var rest: [Lettered] = []
    for operand in operands { rest.append(try operand.withoutRepeats()) }
    guard var product = rest.first else { return .float64(1) }
    rest.removeFirst()
    while let next = rest.first {
      rest.removeFirst()
      product = try product.times(next, keeping: Set(result).union(rest.flatMap(\.letters)))
    }
    return try product.summed(keeping: Set(result)).arranged(result).x
  }
}

/// A tensor whose axes have letters for names.
private struct Lettered {
  let x: Traced
  let letters: [Character]

  /// The diagonal of axes that have one letter.
  func withoutRepeats() throws(TensorError) -> Lettered {
    guard let twice = letters.first(where: { letter in letters.count { $0 == letter } > 1 }) else { return self }
    let first = letters.firstIndex(of: twice) ?? 0
    let extent = x.shape[first]
    let places = Array(0..<extent)
    let parts = letters.indices.map { axis in
      letters[axis] == twice
        ? IndexPart.gather(places, shape: [extent]) : .slice(start: 0, step: 1, count: x.shape[axis])
    }
    // Index arrays side by side leave their axis where the first stood; apart, they put it in front.
    let axes = letters.indices.filter { letters[$0] == twice }
    let isTogether = zip(axes, axes.dropFirst()).allSatisfy { $1 == $0 + 1 }
    var names = letters.filter { $0 != twice }
    names.insert(twice, at: isTogether ? first : 0)
    return try Lettered(x: try Operation.index(x, .index(parts)), letters: names).withoutRepeats()
  }

  /// The sum over all axes but those to be kept.
  func summed(keeping kept: Set<Character>) throws(TensorError) -> Lettered {
    let axes = letters.indices.filter { !kept.contains(letters[$0]) }
    if axes.isEmpty { return self }
    return Lettered(
      x: try Operation.sum(x, .reduction(axes: axes, keepsAxes: false)), letters: letters.filter { kept.contains($0) })
  }

  /// The axes in another order.
  func arranged(_ order: [Character]) throws(TensorError) -> Lettered {
    if order == letters { return self }
    let axes = order.compactMap { letters.firstIndex(of: $0) }
    return Lettered(x: try Operation.transpose(x, .permutation(axes)), letters: order)
  }

  /// The product with another tensor, summed over what neither the result nor a later tensor needs: a matrix product.
  func times(_ other: Lettered, keeping kept: Set<Character>) throws(TensorError) -> Lettered {
    let a = try summed(keeping: kept.union(other.letters))
    let b = try other.summed(keeping: kept.union(a.letters))
    let batch = a.letters.filter { b.letters.contains($0) && kept.contains($0) }
    let inner = a.letters.filter { b.letters.contains($0) && !kept.contains($0) }
    let left = a.letters.filter { !b.letters.contains($0) }
    let right = b.letters.filter { !a.letters.contains($0) }
    let (x, y) = (try a.arranged(batch + left + inner), try b.arranged(batch + inner + right))
    let sizes = Dictionary(
      zip(a.letters + b.letters, a.x.shape + b.x.shape), uniquingKeysWith: { first, _ in first })
    let extents = { (names: [Character]) in names.map { sizes[$0] ?? 1 } }
    let count = { (names: [Character]) in extents(names).reduce(1, *) }
    let product = try Operation.matmul(
      try Operation.reshape(x.x, .shape(extents(batch) + [count(left), count(inner)])),
      try Operation.reshape(y.x, .shape(extents(batch) + [count(inner), count(right)])))
    return Lettered(
      x: try Operation.reshape(product, .shape(extents(batch + left + right))), letters: batch + left + right)
  }
}
