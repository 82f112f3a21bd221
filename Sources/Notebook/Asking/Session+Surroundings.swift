import Evaluation
import Phrasebook
import Source
import Stepping
import Syntax
import Tensors

/// What the phrase book is told about the session.
extension Session {
  func isFunction(_ name: String) -> Bool {
    var interpreter = interpreter
    return interpreter.isFunction(name, in: state)
  }

  func isRecord(_ name: String) -> Bool {
    var interpreter = interpreter
    if case .record? = interpreter.value(of: name, in: state) { return true }
    return false
  }

  /// Whether a name after a point is that of a field, or what stands before it is nothing that functions take.
  private func isField(_ object: String, _ name: String) -> Bool {
    let copy = copyForTrial
    let tokens = Lexer.tokens(of: SourceText(object))
    // Only names, fields and places: nothing is run to find out.
    guard tokens.allSatisfy({ FreeNames.isPath($0) }), let value = try? copy.evaluate(.alone(object)) else {
      return false
    }
    switch copy.state.resolved(value) {
    case .record(let record):
      // What is no function would only become a factor of it.
      return record.names.contains(name) || !isFunction(Session.normalised(name)) && isKnown(Session.normalised(name))
    case .optimiser: return true
    default: return false
    }
  }

  var phrasebookSurroundings: Habits.Surroundings {
    let names = interpreter.boundNames(in: state)
    var interpreter = interpreter
    var usual = [
      "L": "L", "P": naming.parameters.first.map { NameText.of($0.name) } ?? "w", "N": "net",
      "O": "opt", "U": "inputs", "V": "answers", "X": "x", "Y": "y", "T": "table",
    ]
    var lists: [(name: String, count: Int)] = []
    for name in names where name != "_" {
      guard let value = interpreter.value(of: name, in: state) else { continue }
      let shown = NameText.of(name)
      switch value {
      case .parameter: usual["P"] = shown
      case .optimiser: usual["O"] = shown
      case .function(let function) where ModelTable(function) != nil: usual["N"] = shown
      case .data, .list, .range:
        // What was computed from parameters is no list of anybody's.
        guard case .data(let traced)? = tensor(state.resolved(value)), traced.node == nil else { continue }
        if traced.shape.count == 1, let count = traced.shape.first, count > 1 { lists.append((shown, count)) }
        if traced.shape.count == 2 { usual["T"] = shown }
      default: break
      }
    }
    // Numbers and their answers are lists of one length, of which the answers come last.
    if let last = lists.last { usual["Y"] = last.name }
    if let last = lists.last, let other = lists.dropLast().last(where: { $0.count == last.count }) {
      usual["X"] = other.name
    }
    if let loss = losses.first { usual["L"] = loss }
    // A net is asked about what it was trained on.
    let trained = /train\(.*\bx: *(?:expand_dims\()?([\p{L}\w]+).*\by: *(?:expand_dims\()?([\p{L}\w]+)/
    if let lists = inputs.entries.suffix(200).reversed().lazy.compactMap({ $0.text.firstMatch(of: trained) }).first {
      (usual["U"], usual["V"]) = (String(lists.1), String(lists.2))
    }
    var surroundings = Habits.Surroundings(
      isKnown: { isKnown(Session.normalised($0)) }, isFunction: { isFunction(Session.normalised($0)) },
      isField: { isField($0, $1) }, rank: { rank(of: Session.normalised($0)) },
      columns: { columns(of: Session.normalised($0)) }, bound: names.map { NameText.of($0) }, usual: usual)
    surroundings.holds = { condition in
      var copy = copyForTrial
      return copy.holds(condition)
    }
    return surroundings
  }

  /// Whether a name is that of a number whose gradients can be asked for.
  func isLoss(_ name: String) -> Bool {
    var interpreter = interpreter
    guard case .data(let traced)? = interpreter.value(of: name, in: state) else { return false }
    return traced.node != nil && traced.shape.isEmpty
  }

  /// The loss that a text gave its value last.
  func loss(boundIn text: String) -> String? {
    let tokens = Lexer.tokens(of: SourceText(text))
    let bound = zip(tokens, tokens.dropFirst()).filter { $1.kind == .symbol(.bind) }
    return bound.reversed().lazy.compactMap { FreeNames.name($0.0) }.first { isLoss($0) }.map(NameText.of)
  }

  /// The names of all losses, the one that was computed last before the others.
  private var losses: [String] {
    // `db` is what somebody computed of a loss.
    let all = interpreter.boundNames(in: state).filter {
      $0 != "_" && isLoss($0) && !($0.hasPrefix("d") && isKnown(String($0.dropFirst())))
    }.map(NameText.of)
    guard all.count > 1 else { return all }
    let last = inputs.entries.suffix(200).reversed().lazy.compactMap { loss(boundIn: $0.text) }.first
    return [last].compactMap(\.self) + all.filter { $0 != last }.reversed()
  }

  /// The same for a line that defines a function, whose parameters are known in it, or asks for a gradient of the loss
  /// that was computed right before it, or else of the last that depends on the parameter.
  func surroundings(for line: String, loss: String? = nil) -> Habits.Surroundings {
    var surroundings = phrasebookSurroundings
    if let loss {
      surroundings.usual["L"] = loss
    } else if let name = line.firstMatch(of: /(\w+)\.grad\b/)?.1, isKnown(Session.normalised(String(name))) {
      var copy = copyForTrial
      if let loss = losses.first(where: { copy.holds("any(∂\($0)/∂\(name) != 0)") }) {
        surroundings.usual["L"] = loss
      }
    }
    // The gradient that is shown is that of a parameter which the loss depends on.
    if let loss = line.firstMatch(of: /(\w+)\.backward\b/)?.1, isLoss(Session.normalised(String(loss))) {
      var copy = copyForTrial
      let names = naming.parameters.prefix(32).map { NameText.of($0.name) }
      if let name = names.first(where: { copy.holds("any(∂\(loss)/∂\($0) != 0)") }) { surroundings.usual["P"] = name }
    }
    let parameters = Session.parameters(ofDefinition: line)
    guard !parameters.isEmpty else { return surroundings }
    // The x_1 of `F(x) = …` is an element of what F takes, whatever goes by that name outside.
    let isElement = { FreeNames.isElement($0, of: parameters) }
    let withElements = Set(
      Lexer.tokens(of: SourceText(line)).compactMap(FreeNames.name).filter(isElement).map {
        String($0.prefix { $0 != "_" })
      })
    surroundings.isKnown = { name in
      let name = Session.normalised(name)
      return parameters.contains(name) || isKnown(name) && !isElement(name)
    }
    surroundings.rank = { name in
      let name = Session.normalised(name)
      return withElements.contains(name) ? 1 : rank(of: name)
    }
    return surroundings
  }

  /// The names between the parentheses of `f(x, y) = …`, whether or not what follows can be read.
  private static func parameters(ofDefinition line: String) -> Set<String> {
    // `let f(x) = …` defines the same.
    let tokens = Array(
      Lexer.tokens(of: SourceText(line)).drop { token in
        FreeNames.name(token).map { ["let", "define", "set", "consider", "put", "where"].contains($0.lowercased()) }
          ?? false
      })
    guard tokens.count > 3, FreeNames.name(tokens[0]) != nil, tokens[1].kind == .symbol(.openParen),
      let close = tokens.firstIndex(where: { $0.kind == .symbol(.closeParen) }), close + 1 < tokens.count,
      [.symbol(.bind), .symbol(.assign)].contains(tokens[close + 1].kind)
    else { return [] }
    let inside = tokens[2..<close]
    // What is calculated with is the argument of a call: det(A - λ I) = 0 defines nothing.
    guard zip(inside, inside.dropFirst()).allSatisfy({ FreeNames.name($0) == nil || FreeNames.separates($1) }) else {
      return []
    }
    return Set(inside.compactMap(FreeNames.name))
  }

  /// Whether a name is that of a model, whose places are its layers.
  func isModel(_ name: String) -> Bool {
    var interpreter = interpreter
    guard case .function(let function)? = interpreter.value(of: name, in: state) else { return false }
    return ModelTable(function) != nil
  }

  /// The names of the columns of a table that was read, as `csv` gives it.
  private func columns(of name: String) -> TableNames {
    var copy = interpreter
    guard case .record(let record)? = copy.value(of: name, in: state), record["train"] != nil else {
      return TableNames()
    }
    let inputs = SavedTable.texts(record["columns"])
    return TableNames(inputs: inputs, target: copy.target(ofTableWith: inputs, in: state))
  }

  /// How many axes the value of a name has; nil where it is no tensor.
  func rank(of name: String) -> Int? {
    var copy = interpreter
    guard let value = copy.value(of: name, in: state), case .data(let traced)? = tensor(state.resolved(value))
    else { return nil }
    return traced.shape.count
  }

  /// A name as the language knows it: `w₀` is `w_0`.
  static func normalised(_ name: String) -> String {
    if case .name(let text)? = Lexer.tokens(of: SourceText(name)).first?.kind { return text }
    return name
  }
}
