import Glibc
import Judging

/// Where lessons, data and what is kept are.
struct Directories {
  /// Where lessons are looked for, in order.
  let lessons: [String]
  /// Where data sets are looked for, in order.
  let data: [String]
  /// Where the user's own data sets are kept; nil when there is no place for them.
  let userData: String?
  /// Where history and progress are kept; nil when there is no place for them.
  let state: String?
  /// Where the startup file is; nil when there is no place for it.
  let configuration: String?

  /// The file that keeps the language that was set.
  var languageFile: String? { configuration.map { $0 + "/language" } }

  /// Finds them.
  init(_ surroundings: Surroundings) {
    let home = surroundings.variable("HOME")
    func userFolder(_ variable: String, _ standard: String) -> String? {
      // The base directory specification: a relative path there is ignored.
      if let path = surroundings.variable(variable), path.hasPrefix("/") { return "\(path)/learnnn" }
      return home.map { "\($0)/\(standard)/learnnn" }
    }
    let places = Self.places(home: surroundings.variable("LEARNNN_HOME"))
    lessons = Self.existing(places.map { Self.path($0, "Lessons") })
    let named = surroundings.variable("LEARNNN_DATA").map { $0.split(separator: ":").map(String.init) } ?? []
    userData = userFolder("XDG_DATA_HOME", ".local/share")
    data =
      named + Self.existing(places.map { Self.path($0, "Datasets") })
      + [userData, "/usr/share/datasets"].compactMap { $0 }
    state = userFolder("XDG_STATE_HOME", ".local/state")
    configuration = userFolder("XDG_CONFIG_HOME", ".config")
  }

  /// The folders that may hold `Lessons` and `Datasets`; the empty path is the working directory.
  private static func places(home: String?) -> [String] {
    var places = (home.map { [$0] } ?? []) + [""]
    var folder = executable ?? ""
    while let slash = folder.lastIndex(of: "/"), slash > folder.startIndex {
      folder = String(folder[..<slash])
      places.append(folder)
    }
    return places
  }

  private static func path(_ folder: String, _ name: String) -> String {
    if folder.isEmpty { return name }
    return folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// Those that are there, each once, by whatever name.
  private static func existing(_ paths: [String]) -> [String] {
    var seen: Set<String> = []
    return paths.filter { path in SystemFiles.realPath(path).map { seen.insert($0).inserted } ?? false }
  }

  /// The path of the running program.
  static var executable: String? { SystemFiles.realPath("/proc/self/exe") }
}
