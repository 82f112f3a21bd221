import Source
import Tensors

extension Builtins {
  /// Functions of records whose keys are computed.
  static let records = [Records.with, Records.addTo, Records.get, Records.keys, Records.values]
}

private enum Records {
  private static let record = Builtin.Parameter.required("record", "such as {a: 1}, or {} to begin with")
  private static let key = Builtin.Parameter.required("key", "a field's name, as a text")

  private static func read(_ call: Call) throws(Stop) -> Record {
    if case .record(let record) = call[0] { return record }
    guard ["with", "add_to"].contains(call.builtin.name) else {
      throw call.failure(
        .notARecord, "\(call.builtin.name) looks into a record, and this is \(call[0].kind)", at: 0)
    }
    throw call.failure(
      .notARecord, "\(call.builtin.name) changes a field of a record, and this is \(call[0].kind)", at: 0,
      help: call[0].hasAxes ? "an element keeps its value; where(condition, new, x) makes a changed tensor" : nil)
  }

  static let with = Builtin(
    "with", [record, key, .required("value")], group: .lists,
    "Gives a record with a field set to a value, added at the end when it is new.",
    details: "Values never change, so bind the result: r = with(r, \"a\", 1).",
    example: "with({a: 1}, \"b\", 2).b  //= 2"
  ) { (call) throws(Stop) in
    let record = try read(call)
    return .record(record.setting(try call.string(1), to: call[2]))
  }

  static let addTo = Builtin(
    "add_to", [record, key, .optional("amount", "1", "what is added")], group: .lists,
    "Gives a record with an amount added to one of its fields, which starts at 0 when it is new.",
    details: "counts[\"the\"] += 1 is counts = add_to(counts, \"the\", 1). tally(words) counts all of them at once.",
    example: "add_to({a: 1}, \"a\", 2).a  //= 3"
  ) { (call) throws(Stop) in
    let record = try read(call)
    let name = try call.string(1)
    let amount = call.has(2) ? call[2] : Value.number(1)
    guard let old = record[name] else { return .record(record.setting(name, to: amount)) }
    let sum = try Arithmetic.add(old, amount, at: call.place, in: call.frame)
    return .record(record.setting(name, to: sum))
  }

  static let get = Builtin(
    "get", [record, key, .optional("otherwise", "0", "what is given when there is no such field")], group: .lists,
    "Gives the value of a field, or another value when the record has no such field.",
    example: "get({a: 1}, \"b\", 7)  //= 7"
  ) { (call) throws(Stop) in
    let record = try read(call)
    return record[try call.string(1)] ?? (call.has(2) ? call[2] : .number(0))
  }

  static let keys = Builtin(
    "keys", [record], group: .lists, "Lists the names of a record's fields.",
    example: "keys({a: 1, b: 2})[1]  //= \"b\""
  ) { (call) throws(Stop) in .list(List(try read(call).names.map { .text($0) })) }

  static let values = Builtin(
    "values", [record], group: .lists, "Lists the values of a record's fields.",
    example: "values({a: 1, b: 2})  //= [1, 2]"
  ) { (call) throws(Stop) in .list(List(try read(call).values)) }
}

extension Record {
  /// The record with a field set to a value.
  func setting(_ name: String, to value: Value) -> Record {
    var (names, values) = (names, values)
    if let place = place(of: name) {
      values[place] = value
    } else {
      names.append(name)
      values.append(value)
    }
    return Record(names: names, values: values)
  }
}
