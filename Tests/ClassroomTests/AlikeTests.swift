import Formats
import Lessons
import Source
import Testing

@testable import Classroom

@Suite("What a class got wrong")
struct AlikeTests {
  private func school(_ answers: [String], task: String = "square") throws -> (School, GradeBook) {
    let school = School()
    let files = answers.enumerated().map {
      ("\($0.offset).md", School.submission("Student \($0.offset)", [(task, $0.element)]))
    }
    return (school, try school.grade(Dictionary(uniqueKeysWithValues: files)) { $0.seeksAlike = true })
  }

  @Test("wrong answers that do the same stand together, however they are written, functions too")
  func groups() throws {
    let (_, book) = try school([
      "f(x) = 2x", "f(t) = t + t", "double(u) = u * 2\nf(x) = double(x)", "f(x) = x^3", "f(x) = x * x * x",
      "f(x) = x^2",
    ])
    let groups = AlikeAnswers.groups(of: book.students.compactMap { $0.tasks.first { $0.id == "square" } })
    #expect(groups.map(\.count) == [3, 2])
    #expect(groups.map(\.example) == ["f(x) = 2x", "f(x) = x^3"])
  }

  @Test("numbers that are equal by chance, and differ with other numbers, stand apart")
  func chance() throws {
    let (_, book) = try school(["d = m + 1", "d = 4", "d = 2 + 2", "d = m + 2 - 1"], task: "double")
    let groups = AlikeAnswers.groups(of: book.students.compactMap { $0.tasks.first { $0.id == "double" } })
    #expect(groups.map(\.count) == [2, 2])
  }

  @Test("the block for a large group is one that the lesson takes")
  func block() throws {
    let (school, book) = try school(["f(x) = 2x", "f(t) = t + t", "f(x) = x + x"])
    let exercise = try #require(book.lesson.exercise("square"))
    let group = try #require(
      AlikeAnswers.groups(of: book.students.compactMap { $0.tasks.first { $0.id == "square" } }).first)
    let mended = School.lesson.replacing(
      "```quiz id=sign",
      with: group.mistake(of: exercise).replacing("…", with: "Twice is no square.") + "\n```quiz id=sign")
    let parsed = Lesson.parse(mended, name: "lesson1-slope.md")
    #expect(parsed.isSound && parsed.lesson.exercise("square")?.mistakes.count == 1)
    _ = school
  }

  @Test("answers that share what nobody else has are listed, those that the task explains are not")
  func similar() throws {
    let odd = "f(x) = (x + 1) * (x - 1) + sqrt(1) - cos(0) + exp(0) + sin(0) * 17"
    let renamed = "# mine\nf(y) = (y + 1) * (y - 1) + sqrt(1) - cos(0) + exp(0) + sin(0) * 17"
    let (_, book) = try school([odd, renamed, "f(x) = x^2", "f(x) = x^2", "f(x) = x * x", "f(t) = t * t"])
    let pairs = Similarity.pairs(book)
    #expect(pairs.map { [$0.first.name, $0.second.name] } == [["Student 0", "Student 1"]])
    #expect(pairs.first?.tasks == ["square"])
  }
}
