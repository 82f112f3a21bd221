import Lessons
import Source

/// The links of a lesson: to files beside it, and to other lessons by `:load`.
enum LessonLinks {
  /// The folder that a file is in.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Links that lead nowhere.
  static func check(_ lesson: Lesson, path: String, _ world: World) -> [Diagnostic] {
    let folder = folder(of: path)
    var found: [Diagnostic] = []
    for step in lesson.steps {
      guard case .prose(let prose) = step else { continue }
      let text = prose.text
      for (target, span) in targets(in: text.text, between: "](", and: ")") where isRelative(target) {
        let file = String(target.prefix { $0 != "#" && $0 != " " })
        if !file.isEmpty, !world.files.exists(folder + "/" + file) {
          found.append(
            Diagnostic(
              code: .brokenLink, "this link leads nowhere", source: text, labels: [.init(span)],
              notes: ["There is no file \(file) beside the lesson."], help: "correct the path, or take the link out"))
        }
      }
      for (name, span) in targets(in: text.text, between: "`:load ", and: "`") where LessonCatalogue.isID(name) {
        if (try? LessonCatalogue.find(name, in: [folder] + world.lessonDirectories, world.files)) == nil {
          found.append(
            Diagnostic(
              code: .brokenLink, "there is no lesson `\(name)`", source: text, labels: [.init(span)],
              help: "correct the name; the lessons are the files of \(folder)"))
        }
      }
    }
    return found
  }

  private static func isRelative(_ target: String) -> Bool {
    !target.hasPrefix("#") && !target.hasPrefix("/") && !target.contains(":")
  }

  /// The texts between two marks on one line, with their places.
  private static func targets(in text: String, between open: String, and close: String) -> [(String, Span)] {
    let bytes = Array(text.utf8)
    let (start, end) = (Array(open.utf8), Array(close.utf8))
    var result: [(String, Span)] = []
    var index = 0
    while index + start.count < bytes.count {
      guard bytes[index] == start[0], bytes[index..<(index + start.count)].elementsEqual(start) else {
        index += 1
        continue
      }
      let from = index + start.count
      var to = from
      while to < bytes.count, bytes[to] != end[0], bytes[to] != UInt8(ascii: "\n") { to += 1 }
      if to < bytes.count, bytes[to] == end[0] {
        result.append((String(decoding: bytes[from..<to], as: UTF8.self), Span(from, to)))
      }
      index = to
    }
    return result
  }
}
