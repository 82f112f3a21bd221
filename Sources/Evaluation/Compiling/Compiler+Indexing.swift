import Source
import Syntax
import Tensors

/// A compiled place between brackets.
private enum CompiledSubscript {
  case newAxis
  case rest
  case at(Code, Site)
  case slice(Code?, Code?, Code?, Site)
}

extension Compiler {
  /// Code for `base[…]`.
  func index(_ base: Expression, _ subscripts: [Expression.Subscript], span: Span) throws(Stop) -> Code {
    let code = try expression(base)
    let place = site(span, operands: [base])
    var compiled: [CompiledSubscript] = []
    for part in subscripts {
      switch part {
      case .newAxis: compiled.append(.newAxis)
      case .rest: compiled.append(.rest)
      case .at(let expression):
        compiled.append(.at(try self.expression(expression), site(expression.span, operands: [expression])))
      case .slice(let from, let to, let by, let span):
        compiled.append(
          .slice(try optional(from), try optional(to), try optional(by), Site(source: source, span: span, origin: -1)))
      }
    }
    let all = compiled
    if all.count == 1, case .at(let index, let indexPlace) = all[0] {
      return { frame throws(Stop) in
        let value = try code(frame)
        let position = try index(frame)
        if case .list(let list) = value, case .data(let traced) = position {
          // The element of a list by one number: the loop over scalars lives on this path.
          var whole: Int?
          if case .int(let int) = traced { whole = int }
          if case .float64(let double) = traced { whole = Int(exactly: double) }
          if let whole {
            let count = list.count
            let wrapped = whole < 0 ? whole &+ count : whole
            if wrapped >= 0, wrapped < count { return list[wrapped] }
          }
        }
        return try frame.machine.index(value, [.at(position, indexPlace)], at: place, in: frame)
      }
    }
    return { frame throws(Stop) in
      let value = try code(frame)
      var parts: [Machine.Subscript] = []
      for part in all {
        switch part {
        case .newAxis: parts.append(.newAxis)
        case .rest: parts.append(.rest)
        case .at(let code, let place): parts.append(.at(try code(frame), place))
        case .slice(let from, let to, let by, let place):
          parts.append(
            .slice(try from?(frame), try to?(frame), try by?(frame), place))
        }
      }
      return try frame.machine.index(value, parts, at: place, in: frame)
    }
  }

  private func optional(_ expression: Expression?) throws(Stop) -> Code? {
    guard let expression else { return nil }
    return try self.expression(expression)
  }

  /// Code for `base.name`.
  func member(_ base: Expression, _ name: Name, span: Span) throws(Stop) -> Code {
    let code = try expression(base)
    let place = site(span, operands: [base])
    let text = name.text
    return { frame throws(Stop) in
      try frame.machine.member(try code(frame), text, at: place, in: frame)
    }
  }
}

extension Machine {
  /// An evaluated place between brackets.
  enum Subscript {
    /// `None`: an axis of extent 1 that is added.
    case newAxis
    /// `...`: all axes that the other places leave.
    case rest
    case at(Value, Site)
    case slice(Value?, Value?, Value?, Site)
  }

  /// The elements that brackets pick.
  func index(_ value: Value, _ parts: [Subscript], at place: Site, in frame: Frame) throws(Stop) -> Value {
    switch value {
    case .list(let list):
      if parts.count > 1 { break }
      // Several places of a list that is no tensor make a list: names[0..4].
      guard isListIndex(parts) || isGather(parts) && ValueText.asTensor(list, state: state) == nil else { break }
      return try index(list, parts[0], at: place)
    case .record(let record):
      guard parts.count == 1, case .at(.string(let key), _) = parts[0], let field = record[key.string] else {
        throw place.failure(
          .notIndexable, "a record is asked for its fields by name",
          help: "its fields are \(list: record.names)")
      }
      return field
    case .function(let function):
      if let layers = function.captured.first(where: { $0.name == "layers" })?.value {
        return try index(layers, parts, at: place, in: frame)
      }
      throw place.failure(
        .notIndexable, "a function has no elements", help: "call it with round brackets: \(function.signature)")
    case .string(let text): return try index(text, parts, at: place)
    case .data, .parameter, .range: break
    case .optimiser, .figure, .batches, .nothing, .unset:
      throw place.failure(.notIndexable, "\(value.kind) has no elements to pick")
    }
    let base = try traced(value, at: place, operand: 0)
    if base.shape.isEmpty {
      throw place.failure(.notIndexable, "a single number has no elements to pick")
    }
    let picked = try resolve(parts, of: base, at: place)
    do {
      var result = picked.parts.isEmpty ? base : try Operation.index(base, .index(picked.parts))
      if let shape = picked.shape(of: result) { result = try Operation.reshape(result, .shape(shape)) }
      return place.mark(result, in: frame)
    } catch {
      throw place.failure(error, operands: [value], in: frame)
    }
  }

  /// The places between brackets for the axes of a tensor, and where axes are added to the result.
  private struct Picked {
    var parts: [IndexPart] = []
    /// How many axes of the result stand before each new one, counted without the new ones.
    var newAxes: [Int] = []

    /// The shape of a result with its new axes; nil when there are none.
    func shape(of result: Traced) -> [Int]? {
      if newAxes.isEmpty { return nil }
      var shape = result.shape
      for (added, place) in newAxes.enumerated() { shape.insert(1, at: Swift.min(place + added, shape.count)) }
      return shape
    }
  }

  private func resolve(_ parts: [Subscript], of base: Traced, at place: Site) throws(Stop) -> Picked {
    let shape = base.shape
    var masks: [Int: Traced] = [:]
    var taken = 0
    for (position, part) in parts.enumerated() {
      switch part {
      case .newAxis, .rest: continue
      case .at(let value, _):
        if let mask = try mask(value, at: place) {
          masks[position] = mask
          taken += mask.shape.count
          continue
        }
      case .slice: break
      }
      taken += 1
    }
    guard taken <= shape.count else {
      throw place.failure(
        .tooManyIndices, "there are \(taken) indices for a tensor of \(shape.count) axes",
        notes: ["Its shape is \(ShapeText.of(shape))."])
    }
    var picked = Picked()
    var (axis, kept) = (0, 0)
    for (position, part) in parts.enumerated() {
      switch part {
      case .newAxis:
        picked.newAxes.append(kept)
        continue
      case .rest:
        for _ in 0..<shape.count - taken {
          picked.parts.append(.slice(start: 0, step: 1, count: shape[axis]))
          axis += 1
          kept += 1
        }
        continue
      case .at, .slice: break
      }
      if let mask = masks[position] {
        let extents = Array(shape[axis..<axis + mask.shape.count])
        guard mask.shape == extents else {
          throw place.failure(
            .shapeMismatch,
            "a mask of shape \(ShapeText.of(mask.shape)) does not fit the extents \(ShapeText.of(extents))")
        }
        picked.parts += Machine.places(of: mask).map { .gather($0, shape: [$0.count]) }
        axis += mask.shape.count
        kept += 1
        continue
      }
      let resolved = try resolve(part, extent: shape[axis], axis: axis, shape: shape)
      picked.parts.append(resolved)
      switch resolved {
      case .at: break
      case .slice: kept += 1
      case .gather(_, let own): kept += own.count
      }
      axis += 1
    }
    return picked
  }

  /// A mask of several axes; one of a single axis is resolved like any other index.
  private func mask(_ value: Value, at place: Site) throws(Stop) -> Traced? {
    switch value {
    case .data(let traced):
      let plain = traced.plain
      return plain.elementType == .bool && plain.shape.count > 1 ? plain : nil
    case .list:
      let plain = try traced(value, at: place, operand: 0).plain
      return plain.elementType == .bool && plain.shape.count > 1 ? plain : nil
    default: return nil
    }
  }

  /// Where a mask is true: the positions along each of its axes.
  static func places(of mask: Traced) -> [[Int]] {
    let flags = mask.doubles
    let chosen = flags.indices.filter { flags[$0] != 0 }
    var step = flags.count
    return mask.shape.map { extent in
      step = extent == 0 ? 0 : step / extent
      let (own, width) = (step, extent)
      return chosen.map { own == 0 ? 0 : $0 / own % width }
    }
  }

  /// Whether several places are asked for by number, or by a mask.
  private func isGather(_ parts: [Subscript]) -> Bool {
    switch parts.first {
    case .at(.range, _), .at(.list, _), .at(.data, _): true
    default: false
    }
  }

  private func isListIndex(_ parts: [Subscript]) -> Bool {
    guard let first = parts.first else { return false }
    switch first {
    case .slice: return true
    case .newAxis, .rest: return false
    case .at(.data(let traced), _): return traced.shape.isEmpty
    case .at: return false
    }
  }

  private func index(_ list: List, _ part: Subscript, at place: Site) throws(Stop) -> Value {
    switch try resolve(part, extent: list.items.count, axis: nil, shape: [list.items.count]) {
    case .at(let position): return list.items[position]
    case .slice(let start, let step, let count):
      return .list(List((0..<count).map { list.items[start + $0 * step] }))
    case .gather(let positions, _): return .list(List(positions.map { list.items[$0] }))
    }
  }

  private func index(_ text: Text, _ parts: [Subscript], at place: Site) throws(Stop) -> Value {
    guard parts.count == 1 else { throw place.failure(.tooManyIndices, "a text has one axis") }
    switch try resolve(parts[0], extent: text.count, axis: nil, shape: [text.count]) {
    case .at(let position): return .text(String(text.character(at: position)))
    case .slice(let start, let step, let count):
      return .text(String((0..<count).map { text.character(at: start + $0 * step) }))
    case .gather(let positions, _): return .text(String(positions.map { text.character(at: $0) }))
    }
  }

  /// Checks an index against the extent of its axis; slices that run off the end are cut, as in Python.
  private func resolve(_ part: Subscript, extent: Int, axis: Int?, shape: [Int]) throws(Stop) -> IndexPart {
    switch part {
    case .newAxis, .rest: return .slice(start: 0, step: 1, count: extent)
    case .at(let value, let place):
      if case .data(let traced) = value, traced.shape.isEmpty, traced.elementType != .bool {
        let index = try wholeNumber(value, "an index", at: place)
        return .at(try checked(index, extent: extent, axis: axis, shape: shape, at: place))
      }
      let indices = try traced(value, at: place, operand: 0).plain
      if indices.elementType == .bool {
        let flags = indices.doubles
        guard flags.count == extent, indices.shape.count == 1 else {
          throw place.failure(
            .shapeMismatch, "a mask of shape \(ShapeText.of(indices.shape)) does not fit an axis of \(extent)")
        }
        let positions = flags.indices.filter { flags[$0] != 0 }
        return .gather(positions, shape: [positions.count])
      }
      var positions: [Int] = []
      for number in indices.doubles {
        guard let whole = Int(exactly: number) else {
          throw place.failure(.notAWholeNumber, "an index must be a whole number, and one of these is \(number)")
        }
        positions.append(try checked(whole, extent: extent, axis: axis, shape: shape, at: place))
      }
      return .gather(positions, shape: indices.shape)
    case .slice(let from, let to, let by, let place):
      let step = try by.map { (value) throws(Stop) in try wholeNumber(value, "the step of a slice", at: place) } ?? 1
      guard step != 0 else { throw place.failure(.zeroStep, "the step cannot be 0") }
      func bound(_ value: Value?, _ otherwise: Int) throws(Stop) -> Int {
        guard let value else { return otherwise }
        let index = try wholeNumber(value, "an end of a slice", at: place)
        let wrapped = index < 0 ? (index < -extent ? -1 : index + extent) : index
        return step > 0 ? Swift.min(Swift.max(wrapped, 0), extent) : Swift.min(Swift.max(wrapped, -1), extent - 1)
      }
      let start = try bound(from, step > 0 ? 0 : extent - 1)
      let end = try bound(to, step > 0 ? extent : -1)
      let distance = step > 0 ? end - start : start - end
      let stride = step.magnitude
      let count = distance <= 0 ? 0 : Int((UInt(distance) - 1) / stride) + 1
      return .slice(start: start, step: count > 1 ? step : 1, count: count)
    }
  }

  private func checked(_ index: Int, extent: Int, axis: Int?, shape: [Int], at place: Site) throws(Stop) -> Int {
    let wrapped = index < 0 ? index &+ extent : index
    guard wrapped >= 0, wrapped < extent else {
      let range: Phrase =
        extent == 0 ? "it is empty" : "its indices go from 0 to \(extent - 1), or from -\(extent) to -1"
      var label: Phrase = extent == 1 ? "there is 1 element" : "there are \(extent) elements"
      if let axis, shape.count > 1 { label = "along axis \(axis) \(label)" }
      throw place.failure(
        .indexOutOfRange, "there is no element \(index)", label: label,
        notes: ["The first element has the index 0; \(range)."])
    }
    return wrapped
  }

  /// A field of a record, a property of a tensor, or something a function captured.
  func member(_ value: Value, _ name: String, at place: Site, in frame: Frame) throws(Stop) -> Value {
    switch value {
    case .record(let record):
      if let field = record[name] { return field }
      let help: Phrase? = Suggestions.closest(to: name, among: record.names).map { "did you mean .\($0)?" }
      throw place.failure(
        .unknownField, "this record has no field \(name)",
        help: help ?? "its fields are \(list: record.names)")
    case .function(let function):
      if let found = function.captured.first(where: { $0.name == name }) { return found.value }
      let known = function.captured.map(\.name)
      throw place.failure(
        .unknownField, "\(function.said) has captured no \(name)",
        help: known.isEmpty ? nil : "it has captured \(list: known)")
    case .data, .parameter, .list, .range:
      return try property(value, name, at: place, in: frame)
    case .optimiser(let optimiser) where name == "rate":
      return .number(try rate(of: optimiser, at: place, in: frame))
    case .optimiser(let optimiser) where name == "steps":
      return .integer(optimiser.slot < state.optimisers.count ? state.optimisers[optimiser.slot].steps : 0)
    case .optimiser:
      throw place.failure(.unknownField, "an optimiser has no field \(name)", help: "it has .rate and .steps")
    case .string, .figure, .batches, .nothing, .unset:
      throw place.failure(.unknownField, "\(value.kind) has no field \(name)")
    }
  }

  private func property(_ value: Value, _ name: String, at place: Site, in frame: Frame) throws(Stop) -> Value {
    let base = try traced(value, at: place, operand: 0)
    switch name {
    case "T":
      if base.shape.count < 2 { return .data(base) }
      do {
        let order = Array((0..<base.shape.count).reversed())
        return place.mark(try Operation.transpose(base, .permutation(order)), in: frame)
      } catch {
        throw place.failure(error, operands: [value], in: frame)
      }
    case "shape": return .list(List(base.shape.map { .data(.int($0)) }))
    case "size": return .data(.int(base.count))
    case "ndim", "rank": return .data(.int(base.shape.count))
    case "dtype": return .text(base.elementType.name)
    default:
      let help: Phrase =
        library.value(named: name) != nil
        ? "write \(name)(…) as a function" : "a tensor has .T, .shape, .size and .dtype"
      throw place.failure(.unknownField, "\(value.kind) has no field \(name)", help: help)
    }
  }
}
