import Source
import Syntax

/// Several formulas on one line, with commas between them, as mathematicians write what belongs together.
enum Recurrences {
  /// The parts of a line between commas that stand in no brackets; the line itself where there are none.
  private static func parts(of line: String) -> [String] {
    var (parts, depth, isText) = ([""], 0, false)
    for character in line {
      if character == "\"" { isText.toggle() }
      if !isText { depth += "([{".contains(character) ? 1 : ")]}".contains(character) ? -1 : 0 }
      if depth == 0, !isText, ",;".contains(character) {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts.map { $0.trimmingSpaces.replacing(/^(?:and|with|where) +/, with: "") }.filter { !$0.isEmpty }
  }

  /// Statements for definitions beside each other: `x = 0; v = 1` for `x = 0, v = 1`; nil for any other line.
  static func statements(of line: String) -> String? {
    guard line.contains(","), line.contains("=") else { return nil }
    // Where something is an element of is said, and computed nowhere.
    let kind = /[\p{L}\w, ]+(?:∈|\\in) *(?:ℝ|\\mathbb\{?R\}?|R\^)[^=]*/
    let parts = parts(of: line).filter { $0.wholeMatch(of: kind) == nil }
    let definition = /\p{L}[\w₀-₉]*(?:\([\w, ]*\))? *= *[^=].*/
    guard !parts.isEmpty, parts.allSatisfy({ $0.wholeMatch(of: definition) != nil }) else { return nil }
    let statements = parts.joined(separator: "; ")
    return statements == line ? nil : statements
  }

  /// A loop for formulas whose index moves: `x = 4; for k in 1..100 { x = x / 2 }; x` for `x_{k+1} = x_k / 2, x_0 = 4`.
  ///
  /// What is computed first is new where the next formula reads it, and no formula may ask for the old value then.
  /// A name that nothing has begins at 0, as the velocity of a descent does, where another begins somewhere.
  static func loop(of line: String, _ bound: [String]) -> String? {
    guard line.contains("+1") || line.contains("+ 1") else { return nil }
    let moving = /(\p{L}\w*?)[_^](?:\{\(?(\w) *\+ *1\)?\}|\((\w) *\+ *1\)) *(?:=|:=|←) *(.+)/
    let first = /(\p{L}\w*?)[_^](?:\{\(?0\)?\}|0|\(0\)) *= *(.+)/
    let start = /(\p{L}\w*?)₀ *= *(.+)/
    var (starts, steps) = ([(name: String, value: String)](), [(name: String, formula: String)]())
    var (index, others) = ("", [String]())
    // Where it starts may be said: `x_{k+1} = x_k / 2 with x_0 = 4`.
    let apart = line.replacing(/\ (?:with|where|and|from|starting (?:at|from|with)) (?=\p{L}\w*(?:_\{?0\}?|₀) *=)/) {
      _ in ", "
    }
    for part in parts(of: apart) {
      if let found = part.wholeMatch(of: moving), let letter = found.2 ?? found.3 {
        guard index.isEmpty || index == letter else { return nil }
        index = String(letter)
        steps.append((String(found.1), String(found.4)))
      } else if let found = part.wholeMatch(of: first) {
        starts.append((String(found.1), String(found.2)))
      } else if let found = part.wholeMatch(of: start) {
        starts.append((String(found.1), String(found.2)))
      } else if let found = part.wholeMatch(of: /(\p{L}\w*) *= *([^=].*)/), !found.1.contains("_") {
        others.append("\(found.1) = \(found.2); ")
      } else {
        return nil
      }
    }
    let names = steps.map(\.name)
    // `x_{k-1}`, as in a step with momentum, is what the step before it left.
    let earlier = names.map { name in ["-", "−", " - ", " − "].map { "\(name)_{\(index)\($0)1}" } }
    let looksBack = zip(steps, earlier).map { step, spellings in spellings.contains(where: step.formula.contains) }
    guard Set(names).count == names.count, steps.count > 1 || !starts.isEmpty || looksBack == [true], !steps.isEmpty,
      starts.allSatisfy({ names.contains($0.name) })
    else { return nil }
    var body: [String] = []
    for (place, step) in steps.enumerated() {
      var formula = step.formula
      for name in names {
        let isNew = names[..<place].contains(name)
        let next = ["_{\(index)+1}", "_{\(index) + 1}", "^{\(index)+1}", "^{(\(index)+1)}"].map { name + $0 }
        let now = ["_{\(index)}", "_\(index)", "^{\(index)}", "^{(\(index))}"].map { name + $0 }
        for spelling in next {
          guard isNew || !formula.contains(spelling) else { return nil }
          formula = with(name, for: spelling, in: formula)
        }
        for spelling in now {
          guard !isNew || !formula.contains(spelling) else { return nil }
          formula = with(name, for: spelling, in: formula)
        }
      }
      for spelling in earlier[place] { formula = with("\(step.name)_last", for: spelling, in: formula) }
      let gradients = formula.replacing(/(\p{L}|\d) *∇/) { "\($0.1) * ∇" }.replacing(/(\p{L}) +\(/) { "\($0.1) * (" }
      let (name, value) = (step.name, gradients.trimmingSpaces)
      body +=
        looksBack[place]
        ? ["\(name)_next = \(value)", "\(name)_last = \(name)", "\(name) = \(name)_next"] : ["\(name) = \(value)"]
    }
    let isBegun = { (name: String) in bound.contains(name) || starts.contains { $0.name == name } }
    guard names.contains(where: isBegun) else { return nil }
    let missing = names.filter { !isBegun($0) }
    starts += missing.map { ($0, "0") }
    let last = zip(names, looksBack).filter(\.1).map { "\($0.0)_last = \($0.0); " }
    let before = others.joined() + starts.map { "\($0.name) = \($0.value); " }.joined() + last.joined()
    return "\(before)for \(index) in 1..100 { \(body.joined(separator: "; ")) }; \(names.last ?? "")"
  }

  /// A loop for what is to be done so many times: `for i in 1..50 { v = 2 * v; x = x + v }; x` for
  /// `repeat 50 times: v ← 2 v, x ← x + v`.
  static func repeated(_ line: String) -> String? {
    let asked = /(.*;\ *)?(?:[Rr]epeat|[Dd]o|[Ff]or|[Ii]terate) (\d+) *(?:times|steps|iterations|x)? *[:,]? *(.+)/
    guard let found = line.wholeMatch(of: asked) else { return nil }
    let steps = parts(of: String(found.3)).map { $0.wholeMatch(of: /(\p{L}\w*) *(?:←|:=|=|\\leftarrow|<-) *([^=].*)/) }
    guard !steps.isEmpty, let last = steps.last??.output.1 else { return nil }
    var body: [String] = []
    for step in steps {
      guard let step else { return nil }
      let formula = step.2.replacing(/([\p{L}\d)]) +(?=[\p{L}∇])/) { "\($0.1) * " }
      body.append("\(step.1) = \(formula)")
    }
    return "\(found.1 ?? "")for i in 1..\(found.2) { \(body.joined(separator: "; ")) }; \(last)"
  }

  /// A formula with a name for what had an index, and the sign of the product before it that textbooks leave out.
  private static func with(_ name: String, for spelling: String, in formula: String) -> String {
    var (text, rest) = ("", formula[...])
    while let found = rest.firstRange(of: spelling) {
      text += rest[..<found.lowerBound]
      let last = text.last { $0 != " " }
      if last?.isLetter ?? false { while text.last == " " { text.removeLast() } }
      text += last.map { $0.isLetter || $0.isNumber || $0 == ")" } ?? false ? " * \(name)" : name
      rest = rest[found.upperBound...]
      if let next = rest.first, next.isLetter || next == "(" { text += " * " }
    }
    return text + rest
  }
}
