import Datasets
import Documents
import Evaluation
import Source
import Tensors

extension Session {
  /// `:data`: the data sets, one of them, or a table of one's own.
  mutating func describeData(_ input: CommandInput) throws(Diagnostic) {
    let loader = interpreter.host.datasets
    if input.text == "save" || input.text.hasPrefix("save ") {
      return try saveTable(String(input.text.dropFirst("save".count)), input)
    }
    if input.text.isEmpty {
      DataOverview(loader: loader).blocks.forEach { input.show($0) }
      return
    }
    guard let description = DatasetDescription.named(input.text) else {
      let own = loader.ownFile(input.text)
      if let own, own.reader != .table {
        input.show(.heading(level: 3, [.text(own.name, .name)]))
        return input.show(.paragraph([.text(own.call, .code), .text(" reads \(own.path).")]))
      }
      if let summary = try ownTable(input.text, input) {
        input.show(.heading(level: 3, [.text(input.text, .name)]))
        input.show(.columns(Columns(summary.rows.map { row in row.map { [.text($0)] } })))
        return input.show(.lines(summary.remarks.map { [.text($0, .dim)] }))
      }
      let help = Suggestions.closest(to: input.text, among: DatasetDescription.all.map(\.name))
      throw input.failure(
        .unknownDataset, "there is no data set \(input.text)",
        help: help.map { "did you mean \($0)?" } ?? ":data lists them")
    }
    DataOverview(loader: loader).blocks(of: description).forEach { input.show($0) }
  }

  /// What is understood of a table in the data folders: as it was read last, else as it is read when nothing is said
  /// about it; nil when there is none.
  private mutating func ownTable(_ name: String, _ input: CommandInput) throws(Diagnostic) -> TableSummary? {
    if let shown = interpreter.shownTable(name, in: state) { return shown }
    do throws(DatasetError) {
      return try interpreter.host.datasets.table(name, TableChoices()).summary
    } catch .notFound {
      return nil
    } catch {
      throw input.placed(error.diagnostic)
    }
  }

  /// The numbers of a value, if it is a tensor or a list that makes one.
  private func plain(_ value: Value) -> Traced? {
    guard case .data(let traced)? = tensor(state.resolved(value)) else { return nil }
    return traced.plain
  }

  /// `:data save`: writes a matrix, or data with x and y, as a table.
  ///
  /// The file is what follows the last space before it, so that the value may be any expression.
  private mutating func saveTable(_ text: String, _ input: CommandInput) throws(Diagnostic) {
    let rest = CommandInput(text: text.trimmingSpaces, span: input.span, source: input.source, show: input.show)
    guard let (before, file) = rest.fileAtEnd, case let expression = before.trimmingSpaces, !expression.isEmpty else {
      throw input.failure(
        .missingArgument, "say which value to save, and the name of the file", help: "type \(":data save d table.csv")")
    }
    let value = try evaluate(CommandInput(text: expression, span: input.span, source: input.source, show: input.show))
    let session = self
    guard let table = SavedTable(value, plain: session.plain) else {
      throw input.failure(.cannotSave, "\(expression) is no table: a matrix is one, or data with x and y")
    }
    let (path, isForced) = try target(of: file, input)
    try write(table.bytes, to: path, isForced: isForced, input)
    input.show(.lines([[.text("\(table.rows.count) rows saved to "), .text(path, .code)]]))
  }
}

/// What there is of data on this machine, to be read.
private struct DataOverview {
  let loader: DatasetLoader

  /// A row for each data set, then where each one that has files is.
  var blocks: [Block] {
    let states = DatasetDescription.all.map { (description: $0, state: loader.state(of: $0)) }
    var rows: [[[Inline]]] = [(["name", "training x", "licence", "state"] as [Phrase]).map { [.text($0, .dim)] }]
    var places: [[[Inline]]] = []
    for (description, state) in states {
      rows.append([
        [.text(description.name, .name)], [.text(shape(description))], [.text(.sentence(description.licence))],
        [words(state)],
      ])
      switch state {
      case .generated: continue
      case .here(let location, _): places.append([[.text(description.name, .name)], [.text(location.folder)]])
      case .absent(let error):
        places.append([[.text(description.name, .name)], [.text(error.diagnostic.help ?? "", .dim)]])
      }
    }
    var blocks: [Block] = [.columns(Columns(rows))]
    if !places.isEmpty {
      blocks += [.paragraph([.text("Where they are, or how to get them:", .dim)]), .columns(Columns(places))]
    }
    let own = loader.ownFiles
    if !own.isEmpty {
      blocks.append(.paragraph([.text("Your own, and the call that reads each:", .dim)]))
      blocks.append(
        .columns(Columns(own.prefix(40).map { [[.text($0.call, .code)], [.text(.verbatim($0.path), .dim)]] })))
      if own.count > 40 { blocks.append(.paragraph([.text("… and \(own.count - 40) more.", .dim)])) }
    }
    let folders = Phrase.list(loader.directories)
    blocks.append(
      .paragraph([
        .text(
          "Data are looked for in \(folders). :data NAME says more about a set, :help data how to set other folders.",
          .dim)
      ]))
    return blocks
  }

  /// All that is known of one data set.
  func blocks(of description: DatasetDescription) -> [Block] {
    let state = loader.state(of: description)
    var facts: [(Phrase, Inline)] = [("shape of x (training)", .text(shape(description))), ("state", words(state))]
    switch state {
    case .generated: break
    case .here(let location, _): facts.append(("where", .text(location.folder)))
    case .absent(let error):
      if let help = error.diagnostic.help { facts.append(("to get it", .text(help))) }
    }
    facts += [("source", .text(.sentence(description.source))), ("licence", .text(.sentence(description.licence)))]
    return [
      .heading(level: 3, [.text(description.name, .name)]), .paragraph([.text(.sentence(description.summary))]),
      .columns(Columns(facts.map { [[.text($0, .dim)], [$1]] })),
    ]
  }

  private func shape(_ description: DatasetDescription) -> String {
    let extents = description.shape.map { "\($0)" }
    // As many rows as are asked for.
    return "[\((description.isGenerated ? ["n"] + extents.dropFirst() : extents).joined(separator: ", "))]"
  }

  private func words(_ state: DatasetLoader.State) -> Inline {
    switch state {
    case .generated: .text("made when asked for", .dim)
    case .here(_, isOriginal: true): .text("here, the same as the original", .success)
    case .here(_, isOriginal: false): .text("here, but NOT the same as the original", .warning)
    case .absent(.incomplete): .text("not complete", .warning)
    case .absent: .text("not on this machine", .warning)
    }
  }
}
