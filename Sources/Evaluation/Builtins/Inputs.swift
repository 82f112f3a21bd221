import Datasets
import Formats
import Source
import Tensors

/// The inputs of data: what x holds, column by column.
enum Inputs {
  static let inputs = Builtin(
    "inputs", [.required("data", "a set with train, data with x, or examples alone")], group: .data,
    "Gives the examples to learn from: x of the training part.", example: "inputs({x: [1, 2], y: [3, 4]})  //= [1, 2]"
  ) { (call) throws(Stop) in
    guard case .record(let record) = call[0] else { return call[0] }
    if let train = record["train"], case .record(let part) = train, let x = part["x"] { return x }
    if let x = record["x"] { return x }
    throw call.failure(.notData, "this record has neither train nor x", at: 0)
  }

  static let mapInputs = Builtin(
    "map_inputs", [.required("f", "a function of examples"), .required("data", "likewise")], group: .data,
    "Gives data with a function applied to its examples, those to learn from and those to be tested on alike.",
    example: "map_inputs(v -> 2v, {x: [1, 2], y: [3, 4]}).x  //= [2, 4]"
  ) { (call) throws(Stop) in
    let function = try call.function(0)
    return try mapped(call[1]) { (x) throws(Stop) in try call.invoke(function, [x]) }
  }

  private static func mapped(_ data: Value, _ change: (Value) throws(Stop) -> Value) throws(Stop) -> Value {
    guard case .record(let record) = data else { return try change(data) }
    var values = record.values
    for (place, name) in record.names.enumerated() {
      if name == "x" { values[place] = try change(values[place]) }
      if name == "train" || name == "test" { values[place] = try mapped(values[place], change) }
    }
    return .record(Record(names: record.names, values: values))
  }

  static let days = Builtin(
    "days",
    [
      .required("date", "a text, such as \"2024-03-01\" or \"1.3.2024 07:30\""),
      .optional("order", else: "a guess", "\"day-month-year\", \"month-day-year\" or \"year-month-day\""),
    ], group: .data, "Gives a date as days since 1970-01-01, as csv does; a time of day is a fraction.",
    example: "days(\"2024-03-01\")  //= 19783"
  ) { (call) throws(Stop) in
    let text = try call.string(0)
    var said: DateText.Order?
    if call.has(1) {
      let word = try call.string(1)
      guard let order = DateText.Order(rawValue: word) else {
        let words = Phrase.list(DateText.Order.allCases.map { "\"\($0.rawValue)\"" })
        throw call.failure(.wrongArguments, "order is one of \(words), and this is \"\(word)\"", at: 1)
      }
      said = order
    }
    guard let found = said ?? DateText.order(of: [text])?.order, let days = DateText.days(text, found) else {
      throw call.failure(
        .wrongArguments, "“\(text)” is no date", at: 0, help: "write it as \"2024-03-01\" or \"2024-03-01 07:30\"")
    }
    if said == nil, DateText.order(of: [text])?.isCertain == false {
      throw call.failure(
        .wrongArguments, "“\(text)” can be read in two ways", at: 0,
        help: "say order=\"day-month-year\" or order=\"month-day-year\"")
    }
    return .number(days)
  }

  static let row = Builtin(
    "row",
    [.required("data", "a table's data set"), .required("example", "a record, such as {size: 120, city: \"Oslo\"}")],
    group: .data,
    "Gives an example of one's own as a row of x: its columns in their order, words as their numbers, dates as days.",
    details: "fit_scale's function is then applied to it as to the others: model(scale(row(d, {…})))."
  ) { (call) throws(Stop) in
    guard case .record(let data) = call[0], let columns = try texts(data["columns"], call) else {
      throw call.failure(.notData, "row takes the data set of a table, which names its columns", at: 0)
    }
    guard case .record(let example) = call[1] else {
      throw call.failure(
        .notARecord, "an example is a record, and this is \(call[1].kind)", at: 1,
        help: "write {\(columns.prefix(2).map { "\($0): …" }.joined(separator: ", "))}")
    }
    let table = Columns(data)
    if let stray = example.names.first(where: { name in
      !columns.contains(name) && !columns.contains { $0.hasPrefix("\(name)=") }
    }) {
      throw call.failure(
        .unknownField, "the table has no column \(stray)", at: 1,
        help: "its columns are \(list: columns)")
    }
    var numbers: [Double] = []
    for column in columns {
      numbers.append(try number(of: column, example, table, call))
    }
    return try call.tensor(numbers, shape: [numbers.count])
  }

  /// What a table's data set says of its columns besides their names.
  private struct Columns {
    /// The classes of columns of words.
    var codes: Record?
    /// The order of the parts of dates.
    var orders: [String: DateText.Order] = [:]

    init(_ data: Record) {
      if case .record(let found) = data["codes"] { codes = found }
      guard case .record(let dates) = data["dates"] else { return }
      for (name, value) in zip(dates.names, dates.values) {
        if case .string(let order) = value { orders[name] = DateText.Order(rawValue: order.string) }
      }
    }
  }

  private static func number(
    of column: String, _ example: Record, _ table: Columns, _ call: Call
  ) throws(Stop) -> Double {
    if let value = example[column] {
      guard case .string(let word) = value else {
        return try call.machine.traced(value, at: call.place, operand: 1).plain.double ?? .nan
      }
      if let order = table.orders[column] {
        guard let days = DateText.days(word.string, order) else {
          throw call.failure(
            .unknownClass, "\(column) is a date, and “\(word.string)” is none", at: 1,
            help: "write it as \(order.rawValue), as the table does")
        }
        return days
      }
      let names = try texts(table.codes?[column], call) ?? []
      if let place = names.firstIndex(of: word.string) { return Double(place) }
      throw call.failure(
        .unknownClass, "\(column) is never “\(word.string)” in the table", at: 1,
        help: names.isEmpty ? "it is a column of numbers" : "it is one of \(list: names.prefix(20))")
    }
    // A column of one_hot says yes to one of the words.
    if let mark = column.firstIndex(of: "="), case .string(let word) = example[String(column[..<mark])] {
      return column[column.index(after: mark)...] == word.string ? 1 : 0
    }
    throw call.failure(.missingField, "the example does not say what \(column) is", at: 1)
  }

  private static func texts(_ value: Value?, _ call: Call) throws(Stop) -> [String]? {
    guard let value, case .list(let list) = value else { return nil }
    return list.items.compactMap { item in if case .string(let text) = item { text.string } else { nil } }
  }

  /// A data set with a column of classes replaced by one column for each of them.
  static func oneHot(_ data: Record, column: String, _ call: Call) throws(Stop) -> Value {
    guard let columns = try texts(data["columns"], call), let place = columns.firstIndex(of: column) else {
      throw call.failure(.unknownField, "this data set has no column \(column)", at: 1)
    }
    guard case .record(let codes) = data["codes"], let names = try texts(codes[column], call) else {
      throw call.failure(
        .wrongArguments, "\(column) is a column of numbers", at: 1,
        help: "csv(name, classes=[\"\(column)\"]) reads it as classes")
    }
    let changed = try mapped(.record(data)) { (x) throws(Stop) in
      let table = try call.machine.traced(x, at: call.place, operand: 0).plain
      let (rows, width) = (table.shape.first ?? 0, columns.count)
      let numbers = table.doubles
      var result: [Double] = []
      for row in 0..<rows {
        let cells = numbers[row * width..<(row + 1) * width]
        let code = Int(numbers[row * width + place])
        result += cells.prefix(place)
        result += names.indices.map { $0 == code ? 1 : 0 }
        result += cells.dropFirst(place + 1)
      }
      return try call.tensor(result, shape: [rows, width - 1 + names.count])
    }
    guard case .record(let record) = changed else { return changed }
    let named = columns[..<place] + names.map { "\(column)=\($0)" } + columns[(place + 1)...]
    var rest = codes.names.indices.filter { codes.names[$0] != column }.map { (codes.names[$0], codes.values[$0]) }
    rest.sort { $0.0 < $1.0 }
    return .record(
      record.setting("columns", to: .list(List(named.map { .text($0) }))).setting("codes", to: .record(Record(rest))))
  }
}
