import Source
import Syntax
import Tensors

/// The statements of a loop, compiled.
struct LoopBody {
  fileprivate let run: Step
  /// The statements one by one, when one of them is a loop that can be gone on with in the middle.
  fileprivate let parts: [Block]
  /// Where the loop stands; nil for one inside a function or a condition.
  fileprivate let spot: LoopSpot?
  /// Its text.
  fileprivate let text: CodeTable.Entry

  /// Runs one turn, after which `turn` is still to come; gives how the loop ends when this was the last one.
  @inline(__always)
  fileprivate func run(_ frame: Frame, then turn: @autoclosure () -> Turn) throws(Stop) -> Flow? {
    frame.turn &+= 1
    let updates = frame.machine.growth.updates
    if !parts.isEmpty, let spot, let trail = frame.machine.trail { trail.enter(turn(), frame.turn, at: spot) }
    return try end(run(frame), frame, since: updates, turn)
  }

  /// A loop that begins in the middle of a run: how far it is, after the rest of the turn it was in.
  fileprivate func resumed(_ frame: Frame) throws(Stop) -> (turn: Turn, flow: Flow?)? {
    guard let spot, let (turn, number, inner) = frame.machine.trail?.resumed(at: spot) else { return nil }
    frame.turn = number
    guard let inner else { return (turn, nil) }
    let updates = frame.machine.growth.updates
    var flow = Flow.normal
    for part in parts.dropFirst(inner) where flow == .normal { flow = try part.run(frame) }
    return (turn, try end(flow, frame, since: updates) { turn })
  }

  @inline(__always)
  private func end(
    _ flow: Flow, _ frame: Frame, since updates: Int, _ turn: () -> Turn
  ) throws(Stop) -> Flow? {
    if frame.machine.growth.updates != updates { try frame.machine.passed(text, spot, frame, turn) }
    switch flow {
    case .normal, .continuing: return nil
    case .breaking: return .normal
    case .returning: return .returning
    }
  }
}

/// `for` and `while`.
extension Compiler {
  /// A loop at the top level, or in the body of one, can be gone on with in the middle of a run.
  func loopBody(_ statements: [Statement], _ spot: LoopSpot?) throws(Stop) -> LoopBody {
    var parts: [Block] = []
    var holdsLoop = false
    for (place, statement) in statements.enumerated() {
      let inner = statement.isLoop ? spot.map { LoopSpot(level: $0.level + 1, place: place) } : nil
      if inner != nil { holdsLoop = true }
      parts.append(Block(try step(statement, keepsResult: false, spot: inner)))
    }
    let span = Span(statements.first?.span.lower ?? 0, statements.last?.span.upper ?? 0)
    return LoopBody(
      run: Block(steps: parts).run, parts: holdsLoop ? parts : [], spot: spot, text: .init(source: source, span: span))
  }

  func whileLoop(_ condition: Expression, _ body: [Statement], _ spot: LoopSpot?) throws(Stop) -> Step {
    let test = try self.condition(condition)
    let body = try loopBody(body, spot)
    return { frame throws(Stop) in
      frame.result = .nothing
      let outer = frame.turn
      defer { frame.turn = outer }
      frame.turn = 0
      if let flow = try body.resumed(frame)?.flow { return flow }
      while try test(frame) {
        try frame.machine.tick()
        if let flow = try body.run(frame, then: .condition) { return flow }
      }
      return .normal
    }
  }

  func forLoop(
    _ targets: [Name], _ sequence: Expression, _ body: [Statement], _ spot: LoopSpot?
  ) throws(Stop) -> Step {
    let start = try turns(targets, sequence)
    let body = try loopBody(body, spot)
    let place = site(sequence.span)
    var stores: [(Frame, Value) throws(Stop) -> Void] = []
    for target in targets { stores.append(try loopVariable(target)) }
    let all = stores
    let slots = targets.map { slot(of: $0.text) }
    let counter = slots.count == 1 ? slots[0] : nil
    return { frame throws(Stop) in
      frame.result = .nothing
      let machine = frame.machine
      let outer = frame.turn
      defer { frame.turn = outer }
      let turn: Turn
      if let (resumed, flow) = try body.resumed(frame) {
        if let flow { return flow }
        turn = resumed
      } else {
        turn = try start(frame)
        frame.turn = 0
      }
      switch turn {
      case .condition: return .normal
      case .columns(var columns, var left):
        while left > 0 {
          try machine.tick()
          left -= 1
          for column in columns.indices {
            guard let element = try columns[column].next(machine) else { continue }
            if let slot = slots[column] {
              slot.cell(in: frame).pointee = element
            } else {
              try all[column](frame, element)
            }
          }
          if let flow = try body.run(frame, then: .columns(columns, left: left)) { return flow }
        }
      case .range(let range, var number):
        // Counting is the loop that has to be fast: no element is looked up, no list is made.
        guard let counter else { return .normal }
        let cell = counter.cell(in: frame)
        while number < range.count {
          try machine.tick()
          cell.put(.int(range.lower &+ number))
          number += 1
          if let flow = try body.run(frame, then: .range(range, next: number)) { return flow }
        }
      case .elements(var elements):
        while let element = try elements.next(machine) {
          try machine.tick()
          if all.count == 1 {
            try all[0](frame, element)
          } else {
            let parts = try machine.elements(of: element, at: place)
            guard parts.count == all.count else {
              throw place.failure(.wrongCount, "there are \(all.count) names for \(parts.count) values")
            }
            for (store, part) in zip(all, parts) { try store(frame, part) }
          }
          if let flow = try body.run(frame, then: .elements(elements)) { return flow }
        }
      }
      return .normal
    }
  }

  /// What a `for` goes through, from the beginning.
  private func turns(_ targets: [Name], _ sequence: Expression) throws(Stop) -> (Frame) throws(Stop) -> Turn {
    let values = try expression(sequence)
    let place = site(sequence.span)
    let counts = targets.count == 1 && targets.first.flatMap { slot(of: $0.text) } != nil
    let zipped = try zipCall(sequence, names: targets.count)
    return { frame throws(Stop) in
      let sequence: Value
      if let zipped {
        switch try zipped(frame) {
        case .sideBySide(let columns, let count): return .columns(columns, left: count)
        case .value(let value): sequence = value
        }
      } else {
        sequence = try values(frame)
      }
      if case .range(let range) = sequence, counts { return .range(range, next: 0) }
      return .elements(try Elements(of: sequence, machine: frame.machine, at: place))
    }
  }

  /// What the header of `for x, y in zip(a, b)` gives.
  private enum Zipped {
    /// The elements to take side by side, as many of each.
    case sideBySide([Elements], count: Int)
    /// Whatever the call gave, when the short way is not open.
    case value(Value)
  }

  /// The short way for a loop over `zip(a, b)` with a name for each: no list of pairs is made, only to be taken apart.
  private func zipCall(_ sequence: Expression, names: Int) throws(Stop) -> ((Frame) throws(Stop) -> Zipped)? {
    guard names > 1, case .call(let callee, let arguments) = sequence.kind, case .name("zip") = callee.kind,
      arguments.count == names, arguments.allSatisfy({ $0.name == nil })
    else { return nil }
    let place = site(sequence.span, operatorSpan: callee.span, operands: arguments.map(\.value))
    let code = try expression(callee)
    var codes: [Operand] = []
    for argument in arguments { codes.append(Operand(read: try expression(argument.value))) }
    let all = codes
    return { frame throws(Stop) in
      let machine = frame.machine
      let function = try Compiler.function(try code(frame), at: place, in: frame)
      var values: [Value] = []
      values.reserveCapacity(all.count)
      for operand in all { values.append(try operand.read(frame)) }
      if case .builtin(let builtin) = function.body, builtin.name == "zip" {
        var columns: [Elements] = []
        for value in values { columns.append(try Elements(of: value, machine: machine, at: place)) }
        if let count = columns[0].count, columns.allSatisfy({ $0.count == count }) {
          return .sideBySide(columns, count: count)
        }
      }
      return .value(try machine.call(function, values, at: place, from: frame))
    }
  }

  /// A loop variable is stored as it is: it names no node, because it holds another one on every turn.
  private func loopVariable(_ name: Name) throws(Stop) -> (Frame, Value) throws(Stop) -> Void {
    switch scope.resolve(name.text, table: table) {
    case .local(let slot): return { frame, value in frame.slots[slot] = value }
    case .global(let slot): return { frame, value in frame.globals[slot] = value }
    case .capture, .ownFunction, .given: return try assignment(to: name, origin: -1)
    }
  }
}

extension Statement {
  /// Whether it is a loop.
  var isLoop: Bool {
    switch kind {
    case .forLoop, .whileLoop: true
    default: false
    }
  }
}
