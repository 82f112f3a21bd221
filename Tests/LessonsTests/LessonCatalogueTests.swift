import Lessons
import Source
import Testing

private func access(_ directories: [String: [String]]) -> FileAccess {
  var files = FileAccess.none
  files.list = { directories[$0] ?? [] }
  files.exists = { path in directories.contains { entry in entry.value.contains { "\(entry.key)/\($0)" == path } } }
  return files
}

private let course = access([
  "Lessons": [
    "README.md", "lesson1-neuron.md", "lesson10-transfer.md", "lesson2-layers.md", "lesson3-backprop.md",
    "lesson3-backprop.zh.md", "notes.txt",
  ],
  "/home/me": ["lesson3-backprop.md", "extra.md"],
])

@Suite struct LessonCatalogueTests {
  @Test(
    "a lesson is found by any of its names",
    arguments: [
      ("lesson3", "Lessons/lesson3-backprop.md"), ("3", "Lessons/lesson3-backprop.md"),
      ("backprop", "Lessons/lesson3-backprop.md"), ("Backprop", "Lessons/lesson3-backprop.md"),
      ("back", "Lessons/lesson3-backprop.md"), ("lesson3-backprop", "Lessons/lesson3-backprop.md"),
      ("lesson3-backprop.zh", "Lessons/lesson3-backprop.zh.md"), ("lesson1", "Lessons/lesson1-neuron.md"),
      ("extra", "/home/me/extra.md"), ("/home/me/lesson3-backprop.md", "/home/me/lesson3-backprop.md"),
      ("Lessons/lesson1-neuron.md", "Lessons/lesson1-neuron.md"), ("extra.md", "/home/me/extra.md"),
    ])
  func finds(_ name: String, _ path: String) throws {
    #expect(try LessonCatalogue.find(name, in: ["Lessons", "/home/me"], course).path == path)
  }

  @Test("a translation is taken when its language is asked for, else the original")
  func findsTranslations() throws {
    func find(_ language: String?) throws -> String {
      try LessonCatalogue.find("lesson3", language: language, in: ["Lessons"], course).path
    }
    #expect(try find("zh") == "Lessons/lesson3-backprop.zh.md")
    #expect(try find("zh_CN") == "Lessons/lesson3-backprop.zh.md")
    #expect(try find("fr") == "Lessons/lesson3-backprop.md")
    #expect(try find(nil) == "Lessons/lesson3-backprop.md")
  }

  @Test("a name that finds nothing, or several, is answered with names that would do")
  func failsHelpfully() {
    let missing = #expect(throws: Diagnostic.self) {
      try LessonCatalogue.find("bakcprop", in: ["Lessons"], course)
    }
    #expect(missing?.code.name == "no-such-lesson")
    #expect(missing?.help == "did you mean `backprop`?")
    let beyond = #expect(throws: Diagnostic.self) { try LessonCatalogue.find("lesson99", in: ["Lessons"], course) }
    #expect(beyond?.help == "the last lesson is `lesson10`")
    let unlike = #expect(throws: Diagnostic.self) {
      try LessonCatalogue.find("zzzzzzzz", in: ["Lessons"], course, listing: "learnnn lessons lists the lessons")
    }
    #expect(unlike?.help == "learnnn lessons lists the lessons")
    let several = #expect(throws: Diagnostic.self) { try LessonCatalogue.find("less", in: ["Lessons"], course) }
    #expect(several?.code.name == "ambiguous-lesson")
    #expect(throws: Diagnostic.self) { try LessonCatalogue.find("", in: [], .none) }
    #expect(throws: Diagnostic.self) { try LessonCatalogue.find("../../x.md", in: ["Lessons"], course) }
  }

  @Test("lessons are listed in natural order, a name once")
  func lists() {
    let names = LessonCatalogue.entries(in: ["Lessons", "/home/me"], course).map(\.path)
    #expect(
      names == [
        "/home/me/extra.md", "Lessons/lesson1-neuron.md", "Lessons/lesson2-layers.md", "Lessons/lesson3-backprop.md",
        "Lessons/lesson3-backprop.zh.md", "Lessons/lesson10-transfer.md",
      ])
  }

  private func lesson(_ id: String, requires: [String]) -> Lesson {
    let list = requires.joined(separator: ", ")
    return Lesson.parse(
      "---\nformat: 1\nid: \(id)\ntitle: t\nrequires: [\(list)]\n---\n", name: "\(id).md"
    ).lesson
  }

  @Test("each lesson follows what it requires")
  func ordersByRequirement() {
    let order = LessonCatalogue.order([
      lesson("c", requires: ["b"]), lesson("a", requires: []), lesson("b", requires: ["a"]),
    ])
    #expect(order.ids == ["a", "b", "c"])
    #expect(order.diagnostics.isEmpty)
  }

  @Test("cycles, unknown requirements and ids used twice are reported, and every lesson is still listed")
  func reportsBadOrders() {
    let order = LessonCatalogue.order([
      lesson("alpha", requires: ["beta"]), lesson("beta", requires: ["gamma"]), lesson("gamma", requires: ["beta"]),
      lesson("delta", requires: ["alpa"]), lesson("delta", requires: []),
    ])
    #expect(Set(order.ids) == ["alpha", "beta", "gamma", "delta"])
    #expect(order.diagnostics.map(\.code.name) == ["duplicate-id", "unknown-requirement", "requires-cycle"])
    #expect(order.diagnostics[1].help == "did you mean `alpha`?")
    #expect(order.diagnostics[2].notes.first?.description.hasPrefix("beta → gamma → beta") == true)
    #expect(order.diagnostics[2].oneLine.hasPrefix("beta.md:5:1"))
  }
}
