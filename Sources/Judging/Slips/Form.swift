import Syntax

/// What an expression says in whatever way it is written: sums and products in one order, numbers reckoned out, names
/// that the answer itself has bound put in.
///
/// Two of one form have the same value in every world.
struct Form: Hashable {
  private indirect enum Kind: Hashable {
    case number(Double)
    case sum([Form])
    case product([Form])
    case other
  }

  private let kind: Kind
  /// The form written out: equal for equal forms.
  let text: String

  static func == (a: Form, b: Form) -> Bool { a.text == b.text }
  func hash(into hasher: inout Hasher) { hasher.combine(text) }

  private init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }

  private static func number(_ value: Double) -> Form { Form(.number(value), "\(value)") }

  /// Whether nothing but a number is left.
  var isNumber: Bool { if case .number = kind { true } else { false } }

  private static func node(_ label: String, _ parts: [Form]) -> Form {
    Form(.other, parts.isEmpty ? label : label + "(" + parts.map(\.text).joined(separator: ", ") + ")")
  }

  private static func sum(_ terms: [Form]) -> Form {
    var number = 0.0
    var rest: [Form] = []
    for term in terms {
      switch term.kind {
      case .number(let value): number += value
      case .sum(let inner):
        for form in inner { if case .number(let value) = form.kind { number += value } else { rest.append(form) } }
      default: rest.append(term)
      }
    }
    if rest.isEmpty { return .number(number) }
    rest.sort { $0.text < $1.text }
    if number != 0 { rest.insert(.number(number), at: 0) }
    return rest.count == 1 ? rest[0] : Form(.sum(rest), "(" + rest.map(\.text).joined(separator: " + ") + ")")
  }

  private static func product(_ factors: [Form]) -> Form {
    var number = 1.0
    var rest: [Form] = []
    for factor in factors {
      switch factor.kind {
      case .number(let value): number *= value
      case .product(let inner):
        for form in inner { if case .number(let value) = form.kind { number *= value } else { rest.append(form) } }
      default: rest.append(factor)
      }
    }
    if rest.isEmpty { return .number(number) }
    if number == -1, rest.count == 1, case .sum(let terms) = rest[0].kind {
      return .sum(terms.map { .product([.number(-1), $0]) })
    }
    rest.sort { $0.text < $1.text }
    if number != 1 { rest.insert(.number(number), at: 0) }
    return rest.count == 1 ? rest[0] : Form(.product(rest), "(" + rest.map(\.text).joined(separator: " * ") + ")")
  }

  private static func inverse(_ form: Form) -> Form {
    if case .number(let value) = form.kind, value != 0 { return .number(1 / value) }
    return .node("1 /", [form])
  }

  // MARK: Of expressions

  /// The form of an expression; `names` are put in for what they stand for.
  init(_ expression: Expression, _ names: [String: Form] = [:]) {
    func form(_ inner: Expression) -> Form { Form(inner, names) }
    func forms(_ inner: [Expression]) -> [Form] { inner.map(form) }
    switch expression.kind {
    case .number(let value): self = .number(value)
    case .boolean(let value): self = .node("\(value)", [])
    case .name(let name): self = names[name] ?? .node(Form.aliases[name] ?? name, [])
    case .unary(.negate, let inner): self = .product([.number(-1), form(inner)])
    case .unary(.not, let inner): self = .node("not", [form(inner)])
    case .binary(let sign, let left, let right, _):
      let (a, b) = (form(left), form(right))
      switch sign {
      case .add: self = .sum([a, b])
      case .subtract: self = .sum([a, .product([.number(-1), b])])
      case .multiply: self = .product([a, b])
      case .divide: self = .product([a, .inverse(b)])
      case .dot: self = .node("·", [a, b].sorted { $0.text < $1.text })
      case .power, .matrixProduct, .remainder: self = .node(sign.rawValue, [a, b])
      }
    case .call(let callee, let arguments):
      let own = arguments.filter { $0.name == nil }.map { form($0.value) }
      let named = arguments.compactMap { argument in argument.name.map { ($0.text, form(argument.value)) } }
        .sorted { $0.0 < $1.0 }.map { Form.node($0.0 + "=", [$0.1]) }
      self = .node("call", [form(callee)] + own + named)
    case .member(let inner, let name): self = .node("." + name.text, [form(inner)])
    case .prime(let inner, let order): self = .node("prime \(order)", [form(inner)])
    case .gradient(let of, let with): self = .node("∂", [form(of), form(with)])
    case .list(let items): self = .node("list", forms(items))
    case .index(let base, let places):
      self = .node(
        "at",
        [form(base)]
          + places.map { place in
            switch place {
            case .at(let inner): return form(inner)
            case .slice(let from, let to, let by, _):
              return .node(":", [from, to, by].map { $0.map(form) ?? .node("_", []) })
            case .newAxis: return .node("None", [])
            case .rest: return .node("...", [])
            }
          })
    case .comparison(let first, let rest):
      self = .node("compare", [form(first)] + rest.map { .node($0.comparator.rawValue, [form($0.right)]) })
    case .and(let left, let right): self = .node("and", [form(left), form(right)])
    case .or(let left, let right): self = .node("or", [form(left), form(right)])
    case .range(let left, let right, let isInclusive):
      self = .node(isInclusive ? ".." : "..<", [form(left), form(right)])
    case .record(let fields): self = .node("record", fields.map { .node($0.name.text + ":", [form($0.value)]) })
    case .string(let parts):
      self = .node(
        "string",
        parts.map { part in
          switch part {
          case .text(let text): .node("\"" + text + "\"", [])
          case .interpolation(let inner, let format): .node("{" + (format ?? "") + "}", [form(inner)])
          }
        })
    case .lambda(let parameters, let body): self = Form.function(parameters, body, names)
    case .conditional(let branches, let otherwise):
      self = .node(
        "if",
        branches.flatMap { [form($0.condition), Form.block($0.body, names)] }
          + (otherwise.map { [Form.block($0, names)] } ?? []))
    case .block(let body): self = Form.block(body, names)
    }
  }

  /// Names of one thing.
  private static let aliases = ["sigmoid": "σ", "pi": "π", "infinity": "inf"]

  // MARK: Of statements

  private static func function(_ parameters: [Parameter], _ body: [Statement], _ names: [String: Form]) -> Form {
    var inner = names
    for (index, parameter) in parameters.enumerated() {
      inner[parameter.name.text] = .node("parameter \(index)", [])
    }
    return .node("function", parameters.compactMap { $0.defaultValue.map { Form($0, names) } } + [block(body, inner)])
  }

  private static func block(_ body: [Statement], _ names: [String: Form]) -> Form {
    // A block of one expression is that expression.
    if body.count == 1, case .expression(let value) = body[0].kind { return Form(value, names) }
    return .node("block", body.map { Form($0, names) })
  }

  /// The form of a statement that is one of several, none of which is put in for a name.
  private init(_ statement: Statement, _ names: [String: Form]) {
    func form(_ inner: Expression) -> Form { Form(inner, names) }
    switch statement.kind {
    case .expression(let value): self = .node("do", [form(value)])
    case .bind(let bound, let value): self = .node(bound.map(\.text).joined(separator: ",") + " =", [form(value)])
    case .update(let name, let sign, let value):
      let own = Form.node(name.text, [])
      let new: Form =
        switch sign {
        case .assign: form(value)
        case .add: .sum([own, form(value)])
        case .subtract: .sum([own, .product([.number(-1), form(value)])])
        case .multiply: .product([own, form(value)])
        case .divide: .product([own, .inverse(form(value))])
        }
      self = .node(name.text + " :=", [new])
    case .updateField(let field, let sign, let value):
      self = .node("field " + sign.rawValue, [form(field), form(value)])
    case .function(let definition):
      self = .node(definition.name.text + " =", [Form.function(definition.parameters, definition.body, names)])
    case .forLoop(let bound, let sequence, let body):
      self = .node("for " + bound.map(\.text).joined(separator: ","), [form(sequence), Form.block(body, names)])
    case .whileLoop(let condition, let body): self = .node("while", [form(condition), Form.block(body, names)])
    case .returnValue(let value): self = .node("return", value.map { [form($0)] } ?? [])
    case .breakLoop: self = .node("break", [])
    case .continueLoop: self = .node("continue", [])
    case .assert(let condition, _): self = .node("assert", [form(condition)])
    case .command(let text): self = .node(text, [])
    }
  }

  /// What a program makes of the names that are asked for: one form for each.
  ///
  /// Where it does more than bind names to values, all that it does is one form.
  static func forms(of program: Program, for targets: [String]) -> [Form] {
    var names: [String: Form] = [:]
    for statement in program.statements {
      switch statement.kind {
      case .bind(let bound, let value) where bound.count == 1: names[bound[0].text] = Form(value, names)
      case .function(let definition):
        names[definition.name.text] = function(definition.parameters, definition.body, names)
      default: return [.node("program", program.statements.map { Form($0, [:]) })]
      }
    }
    return targets.map { names[$0] ?? .node("nothing", []) }
  }
}
