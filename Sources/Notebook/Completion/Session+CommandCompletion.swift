import Evaluation
import Lessons
import Source

extension Session {
  /// A command's name, or what follows it, which is what the command says it takes.
  mutating func commandCompletion(_ line: String, offset: Int) -> Completions? {
    if line.hasPrefix("?") {
      let typed = String(line.dropFirst())
      return offer(helpNames, for: typed, at: Span(1, line.utf8.count), offset: offset)
    }
    guard let space = line.firstIndex(where: { $0 == " " || $0 == "\t" }) else {
      let commands = Command.all.sorted { $0.name < $1.name }.map { command in
        let text = command.argument == .none ? ":\(command.name)" : ":\(command.name) "
        return Candidate(":\(command.name)", text: text, detail: command.summary)
      }
      return offer(commands, for: line, at: Span(0, line.utf8.count), offset: offset)
    }
    guard let command = try? Command.find(String(line[..<space].dropFirst())) else { return nil }
    let rest = line[space...].drop { $0 == " " || $0 == "\t" }
    return argumentCompletion(command, String(rest), offset: offset + line.utf8.count - rest.utf8.count)
  }

  private mutating func argumentCompletion(_ command: Command, _ typed: String, offset: Int) -> Completions? {
    let span = Span(0, typed.utf8.count)
    switch command.argument {
    case .none, .number: return nil
    case .lesson:
      if typed.contains("/") || typed.hasPrefix(".") { return fileCompletion(typed, offset: offset) }
      return offer(lessonNames(for: typed), for: typed, at: span, offset: offset)
    case .file: return fileCompletion(typed, offset: offset)
    case .name: return offer(userNames + helpNames, for: typed, at: span, offset: offset)
    case .text: return nil
    case .topic:
      let commands = Command.all.map { Candidate($0.name) }.sorted { $0.name < $1.name }
      return offer(commands + helpNames, for: typed, at: span, offset: offset)
    case .dataset: return offer(Session.datasets, for: typed, at: span, offset: offset)
    case .setting: return settingCompletion(typed, offset: offset)
    case .expression: return codeCompletion(InputPlace(typed, cursor: typed.utf8.count), offset: offset)
    }
  }

  private var helpNames: [Candidate] { Set(Reference.names).sorted().map { Candidate($0) } }

  private var userNames: [Candidate] { interpreter.boundNames(in: state).sorted().map { Candidate($0) } }

  /// Each lesson by its short name, with its topic beside it; the topic alone is offered once it is begun.
  private func lessonNames(for typed: String) -> [Candidate] {
    let names = LessonCatalogue.entries(in: world.lessonDirectories, world.files).map(\.name)
    var seen: Set<String> = []
    let short = names.filter { seen.insert($0.short).inserted }.map { Candidate($0.short, detail: $0.topic) }
    if typed.isEmpty { return short }
    let topics = names.map(\.topic).filter { !$0.isEmpty && seen.insert($0).inserted }.map { Candidate($0) }
    return short + topics
  }

  /// The name of a setting, then its values.
  private func settingCompletion(_ typed: String, offset: Int) -> Completions? {
    guard let space = typed.firstIndex(of: " ") else {
      let settings = Setting.all.map { Candidate($0.name, text: $0.name + " ", detail: words($0.summary)) }
      return offer(settings, for: typed, at: Span(0, typed.utf8.count), offset: offset)
    }
    guard let setting = Setting.named(typed[..<space]) else { return nil }
    let value = typed[typed.index(after: space)...].drop { $0 == " " }
    // What is in capitals, such as `N`, stands for something else.
    let values = setting.values.split(separator: "|").map(String.init).filter { $0 != $0.uppercased() }
    let span = Span(typed.utf8.count - value.utf8.count, typed.utf8.count)
    return offer(values.map { Candidate($0) }, for: String(value), at: span, offset: offset)
  }

  /// The files and folders that begin so; hidden ones only when the dot is typed.
  private func fileCompletion(_ typed: String, offset: Int) -> Completions? {
    let slash = typed.lastIndex(of: "/")
    let folder = slash.map { String(typed[...$0]) } ?? ""
    let start = slash.map { String(typed[typed.index(after: $0)...]) } ?? typed
    let files = world.files
    let names = files.list(folder.isEmpty ? "." : folder).filter { !$0.hasPrefix(".") || start.hasPrefix(".") }
    let candidates = names.map { name in
      Candidate(files.exists("\(folder)\(name)/.") ? name + "/" : name)
    }
    let span = Span(typed.utf8.count - start.utf8.count, typed.utf8.count)
    return offer(candidates, for: start, at: span, offset: offset)
  }
}
