import Source
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The house as it is drawn: which module may import which.
private let arrows: [String: Set<String>] = [
  "learnnn": ["LineEditing", "Classroom", "Publishing", "Serving", "Notebook"],
  "LineEditing": ["CEditline"],
  "Classroom": ["Notebook", "Formats"],
  "Publishing": ["Notebook", "Formats"],
  "Serving": ["Notebook", "Formats"],
  "Notebook": ["Judging", "Stepping", "Phrasebook", "Words", "Lessons", "Evaluation"],
  "Judging": ["Lessons", "Evaluation"],
  "Words": ["Source"],
  "Phrasebook": ["Syntax", "Source"],
  "Stepping": ["Evaluation", "Syntax", "Tensors", "Documents", "Source"],
  "Lessons": ["Documents", "Source"],
  "Evaluation": ["Syntax", "Tensors", "Datasets", "Documents", "Source"],
  "Syntax": ["Source"],
  "Tensors": ["CKernels", "Source"],
  "Datasets": ["Tensors", "Formats", "Source"],
  "Documents": ["Source"],
  "Formats": ["CZlib", "Source"],
  "Source": [],
  "CEditline": [], "CKernels": [], "CZlib": [],
]

/// What any module may import besides: the system's library, and what the language itself brings.
private let common: Set<String> = ["Glibc", "Darwin", "Synchronization", "Musl"]

@Suite("The structure of the sources")
struct StructureTests {
  @Test("imports follow the arrows of the house, one way and without Foundation", arguments: arrows.keys.sorted())
  func imports(module: String) throws {
    var allowed = reachable(from: module).union(common)
    if module == "learnnn" { allowed.insert("ArgumentParser") }
    for file in swiftFiles(in: repository + "/Sources/" + module) {
      // What stands in a text of several lines is not Swift: the Jupyter kernel's Python imports what it needs.
      var isQuoted = false
      for line in try lines(of: file) {
        if line.split(separator: "\"\"\"", omittingEmptySubsequences: false).count % 2 == 0 { isQuoted.toggle() }
        guard !isQuoted, let name = imported(line) else { continue }
        #expect(allowed.contains(name), "\(file) imports \(name), and \(module) may not")
      }
    }
  }

  @Test("the guide to the sources names every module, and only files that there are")
  func guide() throws {
    let guide = try lines(of: repository + "/Sources/README.md").joined(separator: "\n")
    let quoted = guide.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    for module in arrows.keys where !["CEditline", "CKernels", "CZlib"].contains(module) {
      #expect(quoted.contains(module), "\(module) is not named")
    }
    let paths = quoted.filter { $0.hasPrefix("Sources/") || $0.hasPrefix("Tests/") }
    #expect(paths.count > 25)
    for path in paths { #expect(access(repository + "/" + path, F_OK) == 0, "\(path) is gone") }
  }

  @Test("the arrows have no cycle")
  func acyclic() {
    for module in arrows.keys { #expect(!reachable(from: module).contains(module), "\(module) reaches itself") }
  }

  @Test("every package declaration has its documentation", arguments: arrows.keys.sorted())
  func documentation(module: String) throws {
    let required = try requirements()
    for file in swiftFiles(in: repository + "/Sources/" + module) {
      let all = try lines(of: file)
      var conformance = ""
      for (index, line) in all.enumerated() {
        let code = line.drop { $0 == " " }
        if line.hasPrefix("extension ") || line == "}" { conformance = String(line) }
        // What a protocol of the house asks for is documented there.
        let extended = conformance.split { !$0.isLetter }.last.map(String.init) ?? ""
        if let name = declared(code), required[extended]?.contains(name) == true { continue }
        guard code.hasPrefix("package "), !code.hasPrefix("package import"), !code.hasPrefix("package extension")
        else { continue }
        var above = index - 1
        while above >= 0, isAttribute(all[above]) { above -= 1 }
        let isDocumented = above >= 0 && all[above].drop { $0 == " " }.hasPrefix("///")
        #expect(isDocumented || isConformance(code), "\(file):\(index + 1) has no ///: \(code)")
      }
    }
  }

  /// What each protocol of the house asks for, by its name; of protocols that it refines too.
  private func requirements() throws -> [String: Set<String>] {
    var names: [String: Set<String>] = [:]
    var refined: [String: String] = [:]
    for module in arrows.keys {
      for file in swiftFiles(in: repository + "/Sources/" + module) {
        var open: String?
        for line in try lines(of: file) {
          let words = line.split { !$0.isLetter }.map(String.init)
          if line.hasPrefix("package protocol ") || line.hasPrefix("protocol "),
            let at = words.firstIndex(of: "protocol"), at + 1 < words.count
          {
            open = words[at + 1]
            refined[words[at + 1]] = at + 2 < words.count ? words[at + 2] : nil
          } else if line == "}" {
            open = nil
          } else if let open, let name = declared(line.drop { $0 == " " }) {
            names[open, default: []].insert(name)
          }
        }
      }
    }
    for (name, base) in refined { names[name, default: []].formUnion(names[base] ?? []) }
    return names
  }

  /// The name that a line declares as a property or a function.
  private func declared(_ code: Substring) -> String? {
    let words = code.split { !$0.isLetter && $0 != "_" }.map(String.init)
    guard let at = words.firstIndex(where: { $0 == "var" || $0 == "func" }), at < 3, at + 1 < words.count else {
      return nil
    }
    return words[at + 1]
  }

  private func isAttribute(_ line: String) -> Bool {
    let code = line.drop { $0 == " " }
    return code.hasPrefix("@") || code.hasPrefix("#if") || code.hasPrefix("// swift-format-ignore")
  }

  /// The requirements of the standard library's literal protocols say what they do by themselves.
  private func isConformance(_ code: Substring) -> Bool {
    ["Literal value", "Literal elements", "nilLiteral", "var description:", "func hash(into", "static func =="].contains
    {
      code.contains($0)
    }
  }

  private func imported(_ line: String) -> String? {
    var words = line.split(separator: " ").map(String.init)
    while let first = words.first, first.hasPrefix("@") || first == "package" || first == "internal" {
      words.removeFirst()
    }
    guard words.first == "import", words.count > 1 else { return nil }
    if ["struct", "class", "enum", "func", "var", "protocol"].contains(words[1]), words.count > 2 {
      words.remove(at: 1)
    }
    return words[1].split(separator: ".").first.map(String.init)
  }

  private func reachable(from module: String) -> Set<String> {
    var found: Set<String> = []
    var open = Array(arrows[module] ?? [])
    while let next = open.popLast() {
      if found.insert(next).inserted { open += arrows[next] ?? [] }
    }
    return found
  }
}
