package import Datasets
package import Source
package import Syntax
package import Tensors

/// Runs statements of the language on a state.
package struct Interpreter {
  /// How a run ended.
  package enum Outcome {
    /// It went through; the value of the last statement.
    case finished(Value)
    /// An error stopped it. What was bound before stays bound.
    case failed(Diagnostic)
    /// Ctrl-C stopped it. What was bound before stays bound.
    case interrupted
  }

  /// What compiled code refers to by number.
  package let table: CodeTable
  /// The world outside.
  package var host: Host
  /// How much a run may use.
  package var limits: Limits
  /// The given names that were made so far, shared by all copies: they belong to the table.
  private let libraries = Libraries()

  /// Makes an interpreter with a table of its own.
  package init(host: Host, limits: Limits = Limits()) {
    table = CodeTable()
    self.host = host
    self.limits = limits
  }

  private init(table: CodeTable, host: Host, limits: Limits) {
    self.table = table
    self.host = host
    self.limits = limits
  }

  /// An interpreter for what is tried and thrown away: it knows what this one knows, and this one learns nothing of it.
  ///
  /// It runs on states of this one; what it makes of them means nothing here.
  package func detached() -> Interpreter {
    let copy = Interpreter(table: table.copied(), host: host, limits: limits)
    for (type, library) in libraries.byType { copy.library(for: type).loadedData = library.loadedData }
    return copy
  }

  /// The given names for numbers of an element type.
  package func library(for type: ElementType) -> Library {
    if let known = libraries.byType[type] { return known }
    let made = Library(table: table, defaultFloat: type)
    libraries.byType[type] = made
    return made
  }

  /// The given names by the element type of plain numbers.
  private final class Libraries {
    var byType: [ElementType: Library] = [:]
  }

  /// Runs one statement at the top level; what it shows goes to `emit` as it happens.
  ///
  /// The state keeps everything that was bound, also when an error or Ctrl-C ends the run. `onUpdate` is told the state
  /// after every step of an optimiser, and the gradients that it went against, by parameter; `trail` follows the run.
  package mutating func run(
    _ statement: Statement, of source: SourceText, on state: inout State,
    onUpdate: ((State, [Int: Traced]) -> Void)? = nil, trail: Trail? = nil, emit: @escaping (Event) -> Void
  ) -> Outcome {
    ElementType.$defaultFloat.withValue(state.defaultFloat) {
      perform(statement, of: source, on: &state, onUpdate: onUpdate, trail: trail, emit: emit)
    }
  }

  private mutating func perform(
    _ statement: Statement, of source: SourceText, on state: inout State,
    onUpdate: ((State, [Int: Traced]) -> Void)?, trail: Trail?, emit: @escaping (Event) -> Void
  ) -> Outcome {
    let library = library(for: state.defaultFloat)
    let compiler = Compiler(
      source: source, table: table, library: library, defaultFloat: state.defaultFloat,
      scope: Scope(parent: nil, code: nil, isPrelude: false),
      isBound: state.globals.holds)
    let step: Step
    do {
      step = try compiler.statement(statement)
    } catch {
      return outcome(of: error, at: statement, source: source)
    }
    // The state moves into the machine and back, so that nothing it holds is copied on the way.
    let machine = Machine(
      state: state, table: table, library: library, host: host, limits: limits, emit: emit)
    machine.onUpdate = onUpdate
    machine.trail = trail
    trail?.begin(state, at: machine.host.now())
    state = State(seed: 0)
    defer { state = machine.close() }
    defer { machine.tellRepeated() }
    let frame = Frame(
      machine: machine, slotCount: 0, captures: [], code: nil, function: nil, callOrigin: -1, parent: nil)
    do {
      switch try step(frame) {
      case .normal: break
      case .breaking, .continuing, .returning:
        return .failed(
          Diagnostic(
            code: .outsideLoop, "this only makes sense inside a loop or a function", source: source,
            labels: [.init(statement.span)]))
      }
    } catch {
      if case .failure = error { machine.failedStep(inLoop: statement.isLoop) }
      return outcome(of: error, at: statement, source: source)
    }
    let result = frame.result
    if statement.showsValue, let name = statement.shownName {
      if case .nothing = result {
      } else {
        var isParameter = false
        if case .parameter(let parameter) = result { isParameter = !parameter.isBuffer }
        emit(
          .value(
            name: name.text, machine.state.resolved(result), isParameter: isParameter,
            line: source.position(at: statement.span.lower).line))
      }
    }
    note(statement, of: source, result, in: machine)
    return machine.endsAfterStatement ? .interrupted : .finished(result)
  }

  /// Where a number was bound at the top level: the short way of numbers leaves the place of the first one.
  private func note(_ statement: Statement, of source: SourceText, _ result: Value, in machine: Machine) {
    guard case .bind(let names, let value) = statement.kind, names.count == 1, case .data(.float64) = result,
      let slot = table.existingSlot(for: names[0].text), slot < machine.state.origins.count
    else { return }
    if let known = table.entry(machine.state.origins[slot]),
      known.source.slice(known.span) == source.slice(value.span),
      known.source.position(at: known.span.lower).line == source.position(at: value.span.lower).line
    {
      return
    }
    machine.state.origins[slot] = table.enter(source, value.span)
  }

  private func outcome(of stop: Stop, at statement: Statement, source: SourceText) -> Outcome {
    switch stop {
    case .failure(let diagnostic): .failed(placed(diagnostic, at: statement, source: source))
    case .interrupted: .interrupted
    case .returning, .breaking, .continuing:
      .failed(
        Diagnostic(
          code: .outsideLoop, "this only makes sense inside a loop or a function", source: source,
          labels: [.init(statement.span)]))
    }
  }

  /// An error that knows no place of its own belongs to the statement that was running.
  private func placed(_ diagnostic: Diagnostic, at statement: Statement, source: SourceText) -> Diagnostic {
    guard diagnostic.source == nil else { return diagnostic }
    var placed = diagnostic
    placed.source = source
    placed.labels = [.init(statement.span)]
    return placed
  }

  /// The value of a name as a statement would see it; nil when nothing is bound to it.
  package mutating func value(of name: String, in state: State) -> Value? {
    if let slot = table.existingSlot(for: name), state.globals.holds(slot) { return state.globals[slot] }
    if let given = library(for: state.defaultFloat).value(named: name) { return given }
    return table.slot(alike: name, inUse: state.globals.holds).map { state.globals[$0] }
  }

  /// The name whose value another spelling of it has: `δ_1` for `delta_1`; nil for a name that means something itself.
  package mutating func otherSpelling(of name: String, in state: State) -> String? {
    if let slot = table.existingSlot(for: name), state.globals.holds(slot) { return nil }
    if library(for: state.defaultFloat).value(named: name) != nil { return nil }
    return table.slot(alike: name, inUse: state.globals.holds).map { table.names[$0] }
  }

  /// What was understood of a table that was read; nil when none was by that name.
  package mutating func shownTable(_ name: String, in state: State) -> TableSummary? {
    library(for: state.defaultFloat).shownTables[name]
  }

  /// The name of what is predicted from columns, in a table that was read; one of classes may have become several.
  package func target(ofTableWith columns: [String], in state: State) -> String? {
    let tables = library(for: state.defaultFloat).shownTables.sorted { $0.key < $1.key }.map { $0.value.columns }
    return tables.lazy.compactMap { table -> String? in
      let inputs = table.filter { $0.role == .input }.map(\.name)
      let isIts = inputs.allSatisfy { input in columns.contains { $0 == input || $0.hasPrefix(input + "=") } }
      return isIts && !inputs.isEmpty ? table.first(where: { $0.role == .target })?.name : nil
    }.first
  }

  /// Where a top-level name was last bound to the value of an expression; nil when that is not known.
  package func definition(of name: String, in state: State) -> (source: SourceText, span: Span)? {
    guard let slot = table.existingSlot(for: name), slot < state.origins.count,
      let entry = table.entry(state.origins[slot])
    else { return nil }
    return (entry.source, entry.span)
  }

  /// The names that the user has bound, in the order of their first mention.
  package func boundNames(in state: State) -> [String] {
    state.globals.indices.compactMap { slot in
      if case .unset = state.globals[slot] { return nil }
      return table.names[slot]
    }
  }
}

/// Whether a statement shows, and under which name.
package struct ShownName {
  /// The name; nil for a bare expression.
  package let text: String?
}

extension Statement {
  /// What the value of this statement is shown as; nil for statements that have nothing to show.
  package var shownName: ShownName? {
    switch kind {
    case .expression: ShownName(text: nil)
    case .bind(let names, _): ShownName(text: names.count == 1 ? names.first?.text : nil)
    case .update(let name, _, _): ShownName(text: name.text)
    case .updateField: ShownName(text: nil)
    case .function, .forLoop, .whileLoop, .returnValue, .breakLoop, .continueLoop, .assert, .command: nil
    }
  }
}

extension State {
  /// The value of a parameter now, with its leaf in the graph.
  package func value(of parameter: Parameter) -> Node? { leaf(of: parameter) }

  /// A value with parameters, also those in lists and records, replaced by what they hold now.
  package func resolved(_ value: Value) -> Value {
    switch value {
    case .parameter(let parameter): leaf(of: parameter).map { .data(.node($0)) } ?? value
    case .optimiser(let optimiser) where optimiser.shown == nil:
      .optimiser(
        Optimiser(
          slot: optimiser.slot, rule: optimiser.rule, schedule: optimiser.schedule,
          shown: ValueText.text(value, state: self, width: 80)))
    case .list(let list) where list.stacked == nil && State.holdsParameter(value):
      .list(List(list.items.map(resolved)))
    case .record(let record) where State.holdsParameter(value):
      .record(Record(names: record.names, values: record.values.map(resolved)))
    default: value
    }
  }

  /// Whether a parameter is in a list or a record: without one there is nothing to replace, and nothing to copy.
  private static func holdsParameter(_ value: Value) -> Bool {
    switch value {
    case .parameter: true
    case .list(let list): list.items.contains(where: holdsParameter)
    case .record(let record): record.values.contains(where: holdsParameter)
    default: false
    }
  }
}

extension State {
  /// Whether a parameter's leaf is the one that expressions use now; false when the parameter was updated since.
  package func holds(_ leaf: Node) -> Bool {
    parameters.contains { $0?.leaf === leaf }
  }
}
