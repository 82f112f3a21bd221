import Evaluation
import Lessons
import Notebook
import Source
import Testing

@testable import Classroom

@Suite("Handing lessons out")
struct ReleaseTests {
  @Test("the student's version has values instead of answers, and nothing that is secret")
  func secrets() throws {
    let school = School()
    #expect(Classroom.release(.init(lessons: ["lesson1"], folder: "out"), desk: school.desk) == 0)
    let text = try #require(school.files["out/lesson1-slope.md"])
    for secret in ["solution", "hidden", "mistake", "says", "[x]", "> It is", "note", "expected", "2m", "Twice"] {
      #expect(!text.contains(secret), "\(secret)")
    }
    #expect(text.contains("close(d, 6)\n```"))
    #expect(text.contains("close(f("))
    #expect(text.contains("```hint for=double"))
    #expect(text.contains("released: "))
    let parsed = Lesson.parse(text, name: "lesson1-slope.md")
    #expect(parsed.lesson.exercises.map(\.id) == ["double", "square"])
    #expect(Released.content(of: parsed.lesson) == Released.hash(of: try school.desk.lesson("lesson1")))
  }

  @Test("a lesson that the gate refuses is not released")
  func refused() {
    let school = School(lesson: School.lesson.replacing("m = 3\n```\n\n```nn ex", with: "m = 4\n```\n\n```nn ex"))
    #expect(Classroom.release(.init(lessons: ["lesson1"], folder: "out"), desk: school.desk) == 1)
    #expect(school.failures.map(\.code) == ["lesson-refused"])
    #expect(school.files["out/lesson1-slope.md"] == nil)
  }

  @Test("a lesson with numbers of each student's own needs a roster, and gets a version for each of them")
  func personal() throws {
    let lesson = School.lesson.replacing("m = 3\n```\n```output\nm = 3\n```", with: "m = choose(3..900)\n```")
    let school = School(["roster.csv": "id,name\nada,Ada\nbob,Bob\n"], lesson: lesson)
    #expect(Classroom.release(.init(lessons: ["lesson1"], folder: "out"), desk: school.desk) == 1)
    #expect(school.failures.last?.code == "roster-needed")
    let request = Classroom.ReleaseRequest(lessons: ["lesson1"], folder: "out", roster: "roster.csv")
    #expect(Classroom.release(request, desk: school.desk) == 0)
    let ada = try #require(school.files["out/ada/lesson1-slope.md"])
    let bob = try #require(school.files["out/bob/lesson1-slope.md"])
    #expect(ada.contains("student: ada"))
    #expect(ada != bob.replacing("student: bob", with: "student: ada"))
  }

  @Test(
    "values are written so that they read back", arguments: [(-0.5, "-0.5"), (3, "3"), (0.1, "0.1"), (1e-9, "1e-09")])
  func literals(value: Double, text: String) {
    #expect(Literal.text(.number(value)) == text)
  }
}
