import Source
import Tensors

extension Builtins {
  /// Lists, texts, and everything else.
  static let lists = [
    Lists.append, Lists.print, Lists.map, Lists.filter, Lists.zip, Lists.enumerate, Lists.len, Lists.reverse,
    Lists.contains, Lists.sequential,
  ]
}

private enum Lists {
  private static let xs = Builtin.Parameter.required("xs", "a list, a range, or a tensor along its first axis")

  static let append = Builtin(
    "append", [xs, .required("value")], isVariadic: true, group: .lists, "Gives a list with a value added at its end.",
    details: "Values never change, so bind the result: xs = append(xs, v).", example: "append([1, 2], 3)  //= [1, 2, 3]"
  ) { (call) throws(Stop) in
    let added = call.arguments.dropFirst()
    if case .list(let list) = call[0] { return .list(list.appending(added)) }
    return .list(List(try call.elements(0) + added))
  }

  static let print = Builtin(
    "print", [], isVariadic: true, group: .lists, "Shows values on a line, separated by spaces.",
    details: "Values go into a text by braces: print(\"loss {loss:.4}\"), where `:.4` asks for four digits in all; "
      + "fields of a record stand there too: print(\"x is {r.x:.2}\")."
  ) { (call) throws(Stop) in
    // A picture stands on lines of its own, where the words around it leave it.
    var words: [String] = []
    var pictures = 0
    for argument in call.arguments {
      guard case .figure = argument else {
        words.append(ValueText.plain(argument, machine: call.machine))
        continue
      }
      if !words.isEmpty { try call.machine.print(words.joined(separator: " "), at: call.place) }
      words = []
      pictures += 1
      let line = call.place.source.position(at: call.place.span.lower).line
      call.machine.emit(.value(name: nil, argument, isParameter: false, line: line))
    }
    if pictures == 0 || !words.isEmpty { try call.machine.print(words.joined(separator: " "), at: call.place) }
    return .nothing
  }

  static let map = Builtin(
    "map", [.required("f", "a function"), xs], isVariadic: true, group: .lists,
    "Calls a function with every element and lists the results.",
    details:
      "With several lists the function takes one element of each: map(f, xs, ys). The order map(xs, f) works too.",
    example: "map(x -> x^2, 1..3)  //= [1, 4, 9]"
  ) { (call) throws(Stop) in
    var (function, sequences) = (call[0], Array(call.arguments.dropFirst()))
    if sequences.count == 1, case .function = sequences[0] { (function, sequences[0]) = (sequences[0], function) }
    guard case .function(let f) = function else {
      throw call.failure(.notAFunction, "map calls a function, and this is \(function.kind)", at: 0)
    }
    var columns: [[Value]] = []
    for sequence in sequences { columns.append(try call.machine.elements(of: sequence, at: call.place)) }
    let count = try commonCount(columns, call)
    var results: [Value] = []
    results.reserveCapacity(count)
    for row in 0..<count {
      try call.machine.tick()
      results.append(try call.invoke(f, columns.map { $0[row] }))
    }
    return .list(List(results))
  }

  static let filter = Builtin(
    "filter", [.required("f", "a function that says true or false"), xs], group: .lists,
    "Lists the elements for which a function says true.", details: "The order filter(xs, f) works too.",
    example: "filter(x -> x > 1, [1, 2, 3])  //= [2, 3]"
  ) { (call) throws(Stop) in
    var (function, sequence) = (call[0], call[1])
    if case .function = sequence { swap(&function, &sequence) }
    guard case .function(let f) = function else {
      throw call.failure(.notAFunction, "filter calls a function, and this is \(function.kind)", at: 0)
    }
    var kept: [Value] = []
    for element in try call.machine.elements(of: sequence, at: call.place) {
      try call.machine.tick()
      guard case .data(.bool(let holds)) = try call.invoke(f, [element]) else {
        throw call.failure(.notABoolean, "the function of filter must say true or false", at: 0)
      }
      if holds { kept.append(element) }
    }
    return .list(List(kept))
  }

  static let zip = Builtin(
    "zip", [xs], isVariadic: true, group: .lists, "Lists the first elements together, then the second ones, and so on.",
    details: "All must have the same number of elements. In a loop: for x, y in zip(a, b) { … }",
    example: "zip([1, 2], [3, 4])  //= [[1, 3], [2, 4]]"
  ) { (call) throws(Stop) in
    var columns: [[Value]] = []
    for sequence in call.arguments { columns.append(try call.machine.elements(of: sequence, at: call.place)) }
    let count = try commonCount(columns, call)
    return .list(List((0..<count).map { row in .list(List(columns.map { $0[row] })) }))
  }

  private static func commonCount(_ columns: [[Value]], _ call: Call) throws(Stop) -> Int {
    let count = columns.first?.count ?? 0
    guard let other = columns.first(where: { $0.count != count }) else { return count }
    throw call.failure(
      .wrongCount, "\(call.builtin.name) needs lists of one length, and these have \(count) and \(other.count)")
  }

  static let enumerate = Builtin(
    "enumerate", [xs, .whole("start", 0)], group: .lists, "Lists every element with its position in front.",
    details: "In a loop: for i, x in enumerate(xs) { … }", example: "enumerate([5, 6])  //= [[0, 5], [1, 6]]"
  ) { (call) throws(Stop) in
    let start = try call.whole("start")
    return .list(
      List(try call.elements(0).enumerated().map { .list(List([.integer(start &+ $0.offset), $0.element])) }))
  }

  static let len = Builtin(
    "len", [.required("xs", "a list, a range, a text, a record, or a tensor along its first axis")], group: .lists,
    "Gives the number of elements.",
    details: "For a tensor it is the extent of the first axis; size counts all elements.",
    example: "len([[1, 2, 3], [4, 5, 6]])  //= 2"
  ) { (call) throws(Stop) in
    switch call[0] {
    case .list(let list): return .integer(list.count)
    case .range(let range): return .integer(range.count)
    case .string(let text): return .integer(text.count)
    case .record(let record): return .integer(record.names.count)
    case .batches(let source): return .integer(source.batchCount)
    default:
      guard let count = try call.traced(0).shape.first else {
        throw call.failure(.notASequence, "a single number has no length", at: 0, help: "abs(x) is its magnitude")
      }
      return .integer(count)
    }
  }

  static let reverse = Builtin(
    "reverse", [xs], group: .lists, "Lists the elements from the last to the first.",
    details: "flip does it for tensors, with gradients.", example: "reverse([1, 2, 3])  //= [3, 2, 1]"
  ) { (call) throws(Stop) in
    if case .string(let text) = call[0] { return .text(String(text.string.reversed())) }
    return .list(List(try call.elements(0).reversed()))
  }

  static let contains = Builtin(
    "contains", [.required("xs", "a list, a text or a record"), .required("value")], group: .lists,
    "Says whether a value is among the elements, a text inside a text, or a name among the fields.",
    example: "contains([1, 2], 2)  //= true"
  ) { (call) throws(Stop) in
    if case .string(let text) = call[0] {
      let part = Array(try call.string(1).utf8)
      let whole = Array(text.string.utf8)
      if part.isEmpty { return .boolean(true) }
      guard part.count <= whole.count else { return .boolean(false) }
      return .boolean((0...whole.count - part.count).contains { whole[$0..<$0 + part.count].elementsEqual(part) })
    }
    if case .record(let record) = call[0] { return .boolean(record[try call.string(1)] != nil) }
    for element in try call.elements(0)
    where try call.machine.areClose(
      element, call[1], relative: 0, absolute: 0, at: call.place)
    {
      return .boolean(true)
    }
    return .boolean(false)
  }

  static let sequential = Builtin(
    "sequential", [.required("layers", "functions, one after the other, or one list of them")], isVariadic: true,
    group: .layers, "Makes a model that applies its layers one after the other.",
    details: "net[0] is its first layer and net[0].W that layer's weights. :source chain shows the code that runs.",
    example: "sequential(x -> x + 1, x -> 2x)(3)  //= 8"
  ) { (call) throws(Stop) in
    var layers = call.arguments
    if layers.count == 1, case .list(let list) = layers[0] { layers = list.items }
    for (position, layer) in layers.enumerated() {
      if case .function = layer { continue }
      throw call.failure(
        .notAFunction, "a layer must be a function, and number \(position) is \(layer.kind)", at: position,
        help: "dense(inputs, outputs, relu) makes a layer")
    }
    guard case .function(let chain) = call.machine.library.value(named: "chain") else {
      throw call.failure(.unknownName, "chain is not known")
    }
    return try call.invoke(chain, [.list(List(layers))])
  }
}
