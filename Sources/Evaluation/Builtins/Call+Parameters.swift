import Source

/// Arguments read by the names of their parameters, which say what they are.
extension Call {
  /// The number for a parameter, within its bounds.
  func number(_ name: String) throws(Stop) -> Double {
    let position = position(of: name)
    guard has(position) else {
      if case .number(let value) = builtin.parameters[position].kind { return value }
      return try number(position)
    }
    return try checked(try number(position), at: position)
  }

  /// The whole number for a parameter, within its bounds.
  func whole(_ name: String) throws(Stop) -> Int {
    let position = position(of: name)
    guard has(position) else {
      if case .whole(let value) = builtin.parameters[position].kind { return value }
      return try whole(position)
    }
    let value = try whole(position)
    _ = try checked(Double(value), at: position)
    return value
  }

  /// The truth value for a parameter.
  func flag(_ name: String) throws(Stop) -> Bool {
    let position = position(of: name)
    if case .flag(let value) = builtin.parameters[position].kind { return try boolean(position, default: value) }
    return try boolean(position, default: false)
  }

  /// The text for a parameter.
  func text(_ name: String) throws(Stop) -> String {
    let position = position(of: name)
    if case .text(let value) = builtin.parameters[position].kind { return try string(position, default: value) }
    return try string(position)
  }

  /// Whether an argument was given for a parameter.
  func has(_ name: String) -> Bool { has(position(of: name)) }

  /// An argument as it was given; `.unset` when it was left out.
  subscript(_ name: String) -> Value { self[position(of: name)] }

  private func position(of name: String) -> Int {
    guard let position = builtin.parameters.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("\(builtin.name) declares no parameter \(name)")
    }
    return position
  }

  private func checked(_ value: Double, at position: Int) throws(Stop) -> Double {
    let parameter = builtin.parameters[position]
    let isInside =
      switch parameter.bounds {
      case .none: true
      case .from(let least): value >= least && value.isFinite
      case .above(let least): value > least && value.isFinite
      case .within(let least, let most): value >= least && value <= most
      case .below(let least, let most): value >= least && value < most
      }
    guard isInside else { throw outside(parameter, value, at: position) }
    return value
  }
}

// MARK: Words

extension Call {
  private func outside(_ parameter: Builtin.Parameter, _ value: Double, at position: Int) -> Stop {
    func shown(_ number: Double) -> String { NumberText.of(number, digits: 7) }
    let wanted: Phrase =
      switch parameter.bounds {
      case .none: "a number"
      case .from(let least): "\(shown(least)) or more"
      case .above(let least): "above \(shown(least))"
      case .within(let least, let most): "between \(shown(least)) and \(shown(most))"
      case .below(let least, let most): "at least \(shown(least)) and below \(shown(most))"
      }
    return failure(.wrongArguments, "\(parameter.name) must be \(wanted), and this is \(shown(value))", at: position)
  }
}
