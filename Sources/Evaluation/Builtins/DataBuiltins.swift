import Datasets
import Formats
import Source
import Tensors

extension Builtins {
  /// Data sets, batches, and what prepares them.
  static let data = [
    DataSets.dataset, DataSets.csv, DataSets.idx, DataSets.batches, DataSets.split, DataSets.normalise,
    DataSets.imageFile, DataSets.images, DataSets.fractions, Inputs.days, Inputs.inputs, Inputs.mapInputs, Inputs.row,
    Augmentation.shift, Augmentation.rotate, Augmentation.noise, Texts.text, Texts.encode, Texts.decode,
    Texts.alphabet,
  ]

  /// How many examples a batch has: an argument, 100 unless told.
  static func batchSize(_ call: Call, _ position: Int) throws(Stop) -> Int {
    let size = try call.whole(position, default: 100)
    guard size > 0 else {
      throw call.failure(.wrongArguments, "a batch has at least one example, not \(size)", at: position)
    }
    return size
  }
}

enum DataSets {
  static let dataset = Builtin(
    "dataset",
    [
      .required("name", "such as \"mnist\""),
      .optional("count", "", "how many examples, for sets that are generated"),
      .whole("seed", 0, .none, "for those likewise"),
      .optional("fallback", "", "the set to take when it is not on this machine"),
    ], group: .data, "Gives a data set by its name: {train: {x, y}, test: {x, y}, …}.",
    details:
      "Always there: xor, moons, circles, spirals, blobs, line, strokes, digits, iris, and names, whose x lists texts. Found where installed: "
      + "mnist, fashion_mnist. Images stay bytes until a batch is cut, and are scaled to 0…1 then.",
    example: "shape(dataset(\"xor\").train.x)  //= [4, 2]"
  ) { (call) throws(Stop) in
    let name = try call.string(0)
    if case .string = call[1] {
      throw call.failure(
        .wrongArguments, "count must be a whole number, and this is a text", at: 1,
        help: "a set to take instead is given by its name: fallback=\"strokes\"")
    }
    let count = call.has(1) ? try call.whole(1) : nil
    let seed = UInt64(bitPattern: Int64(try call.whole("seed")))
    if call.has(3), let absence = absence(name, call) {
      let other = try call.string(3)
      call.machine.emit(
        .diagnostic(
          Diagnostic(
            .note, code: absence,
            "\(name) is not on this machine, so \(other) stands in for it; learnnn data get \(name) fetches it")))
      return try load(other, count, seed, call)
    }
    // With a fallback, the count is meant for that one.
    let isRead = DatasetDescription.named(name).map { !$0.isGenerated } ?? false
    return try load(name, call.has(3) && isRead ? nil : count, seed, call)
  }

  /// The code of the error when a set that is known is not on this machine; nil when it can be had.
  private static func absence(_ name: String, _ call: Call) -> ErrorCode? {
    guard let description = DatasetDescription.named(name), !description.isGenerated else { return nil }
    do {
      _ = try call.machine.host.datasets.locate(description)
      return nil
    } catch {
      return error.diagnostic.code
    }
  }

  /// A set of texts: x is a list of them.
  private static func texts(_ description: DatasetDescription, _ call: Call) throws(Stop) -> Value {
    let found = try DataFiles.found(call) { () throws(DatasetError) in
      try call.machine.host.datasets.texts(description)
    }
    let part = { (texts: [String]) in Value.record(Record([("x", .list(List(texts.map { .text($0) })))])) }
    return .record(Record([("train", part(found.train)), ("test", part(found.test))]))
  }

  /// A set is kept once it is loaded, so that a cell that runs again does not read 60,000 images again.
  private static func load(_ name: String, _ count: Int?, _ seed: UInt64, _ call: Call) throws(Stop) -> Value {
    let library = call.machine.library
    let key = "\(name) \(count ?? -1) \(seed)"
    if let known = library.loadedData[key] { return known }
    if let description = DatasetDescription.named(name), case .texts = description.kind, count == nil {
      let value = try texts(description, call)
      library.loadedData[key] = value
      return value
    }
    let set = try DataFiles.found(call) { () throws(DatasetError) in
      try call.machine.host.datasets.load(name, count: count, seed: seed)
    }
    let value = try value(of: set, call)
    library.loadedData[key] = value
    return value
  }

  static func value(of set: Dataset, _ call: Call) throws(Stop) -> Value {
    let type = call.machine.state.defaultFloat
    let (train, test) = try call.attempt { () throws(TensorError) in
      (try part(set.train, type), try part(set.test, type))
    }
    if var note = set.note {
      note.source = call.place.source
      note.labels = [.init(call.span(of: 0))]
      call.machine.emit(.diagnostic(note))
    }
    var fields: [(String, Value)] = [("train", train), ("test", test)]
    if let image = set.image { fields.append(("image", .list(List(image.map { .integer($0) })))) }
    if !set.columns.isEmpty { fields.append(("columns", .list(List(set.columns.map { .text($0) })))) }
    if !set.codes.isEmpty {
      let codes = set.codes.map { ($0.column, Value.list(List($0.names.map { .text($0) }))) }
      fields.append(("codes", .record(Record(codes))))
    }
    if !set.dates.isEmpty {
      fields.append(("dates", .record(Record(set.dates.map { ($0.column, .text($0.order.rawValue)) }))))
    }
    if let form = set.form { fields.append(("form", .text(form.rawValue))) }
    fields.append(("labels", .list(List(set.labels.map { .text($0) }))))
    return .record(Record(fields))
  }

  private static func part(_ part: Dataset.Part, _ type: ElementType) throws(TensorError) -> Value {
    .record(Record([("x", .data(try part.features(type))), ("y", .data(try part.targets(type)))]))
  }

  static let csv = Builtin(
    "csv",
    [
      .required("name", "the file's name without .csv"), .optional("label", else: "the last", "the column to predict"),
      .optional("numbers", "", "a list of columns that are numbers; words in them count as missing"),
      .optional("classes", "", "a list of columns that are classes, such as [\"zip\"]"),
      .optional("decimal", else: "a guess", "the sign before the fraction: \".\" or \",\""),
      .optional("header", else: "a guess", "whether the first row names the columns"),
      .optional("skip", else: "a guess", "how many lines stand above the table"),
      .optional(
        "missing", "\"error\"", "what becomes of missing values: \"drop\" leaves the row out, \"mean\" fills in"),
      .optional("split", "\"chance\"", "how the test part is chosen: \"time\" takes the last fifth of the rows"),
      .optional("seed", "0", "what the choice is drawn from"),
      .optional(
        "encoding", else: "a guess", "how the characters are written: \"utf-8\", \"utf-16\", \"gbk\" or \"latin-1\""),
      .optional(
        "dates", else: "a guess", "the order of a date: \"day-month-year\", \"month-day-year\", \"year-month-day\""),
    ],
    group: .data, "Gives a table of your own as a data set, a fifth of it for testing, and shows what was understood.",
    details: "NAME.csv, .tsv or .txt, plain or .gz, is looked for in the data directories; :data lists them, and "
      + ":data NAME shows the table of columns again. Columns of words become the numbers of their classes; "
      + "d.codes.COLUMN lists them, and one_hot(d, \"COLUMN\") gives each a column. Dates are days since 1970-01-01, a time "
      + "of day being a fraction; days(\"2024-03-01\") gives the number of another one."
  ) { (call) throws(Stop) in
    let name = try call.string(0)
    var choices = TableChoices()
    if call.has(1) { choices.label = try call.string(1) }
    choices.choose(numbers: try texts(2, call), classes: try texts(3, call))
    for position in [4, 7, 8, 10, 11] where call.has(position) {
      let option = call.builtin.parameters[position].name
      let word = try call.string(position)
      guard choices.set(option, to: word) else {
        let words = Phrase.list(TableChoices.words(of: option).map { "\"\($0)\"" })
        throw call.failure(.wrongArguments, "\(option) is one of \(words), and this is \"\(word)\"", at: position)
      }
    }
    if call.has(5) { choices.choose(header: try call.boolean(5, default: true)) }
    if call.has(6) { choices.skip = try call.whole(6) }
    choices.seed = UInt64(bitPattern: Int64(try call.whole(9, default: 0)))
    let wanted = choices
    let set = try DataFiles.found(call) { () throws(DatasetError) in
      try call.machine.host.datasets.table(name, wanted)
    }
    if let summary = set.summary { try show(summary, of: name, call) }
    return try value(of: set, call)
  }

  /// Shows what was understood of a table, unless that was shown before.
  private static func show(_ summary: TableSummary, of name: String, _ call: Call) throws(Stop) {
    guard call.machine.library.shownTables[name] != summary else { return }
    call.machine.library.shownTables[name] = summary
    let words = call.machine.host.words
    let lines =
      TextColumns(summary.rows.map { $0.map { words($0) } }).lines(width: 80) + summary.remarks.map { words($0) }
    try call.machine.print("\(name)\n" + lines.joined(separator: "\n"), at: call.place)
  }

  /// A list of texts, or one of them alone.
  private static func texts(_ position: Int, _ call: Call) throws(Stop) -> [String] {
    guard call.has(position) else { return [] }
    if case .string(let text) = call[position] { return [text.string] }
    var texts: [String] = []
    for element in try call.elements(position) {
      guard case .string(let text) = element else {
        throw call.failure(
          .notAText,
          "\(call.builtin.parameters[position].name) lists names of columns, and one of these is \(element.kind)",
          at: position)
      }
      texts.append(text.string)
    }
    return texts
  }

  static let idx = Builtin(
    "idx", [.required("name", "the file's name without .idx")], group: .data,
    "Gives an array of your own from an IDX file, the format of MNIST.",
    details: "NAME.idx or NAME, plain or with .gz, is looked for in the data directories. Bytes stay bytes, so that "
      + "batches scale them: data = {x: reshape(idx(\"images\"), [-1, 784]), y: idx(\"labels\")}."
  ) { (call) throws(Stop) in
    let name = try call.string(0)
    let array = try DataFiles.found(call) { () throws(DatasetError) in try call.machine.host.datasets.array(name) }
    return .data(try call.attempt { () throws(TensorError) in try array.tensor() })
  }

  static let batches = Builtin(
    "batches",
    [
      .required("data", "data with x and y"), .optional("size", "100", "how many examples at a time"),
      .flag("shuffled", true, "whether the order is drawn anew for each loop"),
    ],
    group: .data, "Cuts data into batches for a loop: each has x and y.",
    details:
      "for b in batches(data.train, 100) { … b.x … b.y … }. Byte images come scaled to 0…1. The last batch may be "
      + "smaller. The order comes from the session's random numbers, so a seed fixes it.",
    example: "len(batches(dataset(\"xor\").train, 3))  //= 2"
  ) { (call) throws(Stop) in
    let data = try ExampleSet(call[0], machine: call.machine, at: call.place)
    return .batches(
      BatchSource(
        data, size: try Builtins.batchSize(call, 1), isShuffled: try call.flag("shuffled")))
  }

  static let split = Builtin(
    "split",
    [
      .required("data", "data with x and y, a list or tensor, or a text"),
      .optional("share", "0.8", "how much goes into the first part; for a text the separator, blanks unless told"),
      .optional("seed", "", "what the order is drawn from; the session's random numbers without it"),
      .optional(
        "by", "\"chance\"", "\"chance\", \"time\" to keep the order, or \"class\" for a share of each class of y"),
    ],
    group: .data, "Splits data at random into two parts, or a text at its separators.",
    details:
      "a, b = split(data, 0.8). split(text) gives its words, split(text, \",\") what stands between commas; join "
      + "is the way back.",
    example: "map(len, split(1..10, 0.8))  //= [8, 2]"
  ) { (call) throws(Stop) in
    if case .string(let text) = call[0] {
      let separator = try call.string(1, default: "")
      let parts =
        separator.isEmpty
        ? text.string.split { $0.isWhitespace }.map(String.init) : text.string.parts(between: separator)
      return try call.machine.admitted(.list(List(parts.map { .text($0) })), at: call.place)
    }
    let share = try call.number(1, default: 0.8)
    guard share >= 0, share <= 1 else {
      throw call.failure(.wrongArguments, "share must be between 0 and 1, and this is \(share)", at: 1)
    }
    let by = try call.string(3, default: "chance")
    guard ["chance", "time", "class"].contains(by) else {
      throw call.failure(
        .wrongArguments, "by is \"chance\", \"time\" or \"class\", and this is \"\(by)\"", at: 3)
    }
    let count = try Rearranging.countToShuffle(call[0], call)
    let order = by == "time" ? Array(0..<count) : try permutation(count, call)
    var parts: ([Int], [Int]) = ([], [])
    if by == "class" {
      parts = try stratified(order, share, call)
    } else {
      let cut = Int((share * Double(count)).rounded())
      parts = (Array(order[..<cut]), Array(order[cut...]))
    }
    return .list(
      List([
        try Rearranging.pick(parts.0, of: call[0], call), try Rearranging.pick(parts.1, of: call[0], call),
      ]))
  }

  private static func permutation(_ count: Int, _ call: Call) throws(Stop) -> [Int] {
    guard call.has(2) else { return call.machine.state.random.permutation(count) }
    var own = RandomStream(seed: UInt64(bitPattern: Int64(try call.whole(2))))
    return own.permutation(count)
  }

  /// A share of each class; a class of two or more leaves at least one for either part.
  private static func stratified(_ order: [Int], _ share: Double, _ call: Call) throws(Stop) -> ([Int], [Int]) {
    let data = try ExampleSet(call[0], machine: call.machine, at: call.place)
    guard let labels = data.y?.doubles, labels.count == order.count else {
      throw call.failure(.notData, "a share of each class needs data whose y has one class for each example", at: 0)
    }
    let sizes = Dictionary(labels.map { ($0, 1) }, uniquingKeysWith: +)
    var cuts: [Double: Int] = [:]
    for (label, size) in sizes {
      let wanted = Int((share * Double(size)).rounded())
      cuts[label] = size > 1 && share > 0 && share < 1 ? Swift.min(Swift.max(wanted, 1), size - 1) : wanted
    }
    var parts: ([Int], [Int]) = ([], [])
    var seen: [Double: Int] = [:]
    for row in order {
      let place = seen[labels[row], default: 0]
      seen[labels[row]] = place + 1
      if place < cuts[labels[row]] ?? 0 { parts.0.append(row) } else { parts.1.append(row) }
    }
    return parts
  }

  static let normalise = Builtin(
    "normalise", [.required("data", "a tensor, or data with x, or a set with train and test")], group: .data,
    "Shifts and scales to mean 0 and standard deviation 1.",
    details: "A table is normalised column by column, images over all pixels; a set by its training part, so that "
      + "nothing of the test part is known. Images stay bytes: the batches come normalised.",
    example: "normalise([1, 2, 3, 4, 5])[2]  //= 0"
  ) { (call) throws(Stop) in
    guard case .record(let record) = call[0] else { return try normalised(try call.traced(0), nil, call) }
    guard let train = record["train"], case .record(let part) = train, let x = part["x"] else {
      guard let x = record["x"] else {
        throw call.failure(.notData, "this record has neither train nor x", at: 0)
      }
      return try normalised(record, by: try statistics(x, call), call)
    }
    let found = try statistics(x, call)
    var values = record.values
    for (place, name) in record.names.enumerated() where name == "train" || name == "test" {
      guard case .record(let part) = values[place] else { continue }
      values[place] = try normalised(part, by: found, call)
    }
    return .record(Record(names: record.names, values: values))
  }

  /// Mean and standard deviation: numbers for byte images, rows for tables.
  private struct Statistics {
    let mean: Traced
    let deviation: Traced
  }

  private static func statistics(_ value: Value, _ call: Call) throws(Stop) -> Statistics {
    let x = try call.machine.traced(value, at: call.place, operand: 0).plain
    if x.elementType == .byte { return statistics(ofBytes: x) }
    let (rows, width) = (x.shape.first ?? 1, x.shape.dropFirst().reduce(1, *))
    let elements = x.doubles
    var means: [Double] = []
    var deviations: [Double] = []
    for column in 0..<width {
      var (sum, squares) = (0.0, 0.0)
      for row in 0..<rows { sum += elements[row * width + column] }
      let mean = rows == 0 ? 0 : sum / Double(rows)
      for row in 0..<rows {
        let distance = elements[row * width + column] - mean
        squares += distance * distance
      }
      let deviation = rows == 0 ? 1 : (squares / Double(rows)).squareRoot()
      means.append(mean)
      // A column that never changes stays 0 instead of becoming nan.
      deviations.append(deviation == 0 ? 1 : deviation)
    }
    let shape = Array(x.shape.dropFirst())
    let (mean, deviation) = (means, deviations)
    return try call.attempt { () throws(TensorError) in
      Statistics(mean: try Traced.make(mean, shape: shape), deviation: try Traced.make(deviation, shape: shape))
    }
  }

  private static func statistics(ofBytes x: Traced) -> Statistics {
    var (sum, squares) = (0.0, 0.0)
    let bytes = x.bytes ?? []
    for byte in bytes {
      sum += Double(byte)
      squares += Double(byte) * Double(byte)
    }
    let count = Double(Swift.max(bytes.count, 1))
    let mean = sum / count / 255
    let variance = squares / count / 65025 - mean * mean
    return Statistics(mean: .float64(mean), deviation: .float64(variance > 0 ? variance.squareRoot() : 1))
  }

  private static func normalised(_ record: Record, by found: Statistics, _ call: Call) throws(Stop) -> Value {
    guard let x = record["x"] else { return .record(record) }
    var (names, values) = (record.names, record.values)
    let traced = try call.machine.traced(x, at: call.place, operand: 0)
    if traced.elementType == .byte {
      for (name, number) in [("mean", found.mean), ("std", found.deviation)] {
        if let place = names.firstIndex(of: name) {
          values[place] = .data(number)
        } else {
          names.append(name)
          values.append(.data(number))
        }
      }
    } else if let place = names.firstIndex(of: "x") {
      values[place] = try normalised(traced, found, call)
    }
    return .record(Record(names: names, values: values))
  }

  private static func normalised(_ x: Traced, _ found: Statistics?, _ call: Call) throws(Stop) -> Value {
    var statistics = found
    if statistics == nil { statistics = try self.statistics(.data(x), call) }
    guard let statistics else { return .data(x) }
    let type = x.elementType.isFloat ? x.elementType : call.machine.state.defaultFloat
    return .data(
      try call.attempt { () throws(TensorError) in
        let mean = try Operation.convert(statistics.mean, .elementType(type))
        let deviation = try Operation.convert(statistics.deviation, .elementType(type))
        return try Operation.divide(try Operation.subtract(x, mean), deviation)
      })
  }
}

/// Elements of lists, tensors and data in another order.
enum Rearranging {
  /// How many elements there are along the first axis.
  static func count(_ value: Value, _ call: Call) throws(Stop) -> Int {
    switch value {
    case .record: return try ExampleSet(value, machine: call.machine, at: call.place).count
    case .list(let list): return list.items.count
    case .range(let range): return range.count
    default:
      guard let count = try call.machine.traced(value, at: call.place, operand: 0).shape.first else {
        throw call.failure(.notASequence, "a single number has no elements", at: 0)
      }
      return count
    }
  }

  /// How many elements there are, when an order of them fits into memory.
  static func countToShuffle(_ value: Value, _ call: Call) throws(Stop) -> Int {
    let count = try count(value, call)
    try call.attempt { () throws(TensorError) in try TensorLimits.check([count], .int) }
    return count
  }

  /// The elements at some positions, of x and y alike when it is data.
  static func pick(_ positions: [Int], of value: Value, _ call: Call) throws(Stop) -> Value {
    switch value {
    case .list(let list): return .list(List(positions.map { list.items[$0] }))
    case .record(let record):
      var values = record.values
      for (place, name) in record.names.enumerated() where name == "x" || name == "y" {
        values[place] = try pick(positions, of: values[place], call)
      }
      return .record(Record(names: record.names, values: values))
    default:
      let x = try call.machine.traced(value, at: call.place, operand: 0)
      return try call.apply(.index, x, .index([.gather(positions, shape: [positions.count])]))
    }
  }
}

/// Files in the data directories.
enum DataFiles {
  /// What is read from the data directories; why not, at the name.
  static func found<T>(_ call: Call, _ read: () throws(DatasetError) -> T) throws(Stop) -> T {
    do throws(DatasetError) { return try read() } catch {
      var diagnostic = error.diagnostic
      if diagnostic.source == nil {
        diagnostic.source = call.place.source
        diagnostic.labels = [.init(call.span(of: 0))]
      }
      throw .failure(diagnostic)
    }
  }
}
