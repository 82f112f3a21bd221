import Disk
import Lessons
import Source
import Testing

/// The lessons that come with the program, read from the folder beside `Sources` and `Tests`.
private enum Course {
  static let directory = Disk.repository + "/Lessons"

  static let lessons: [Lesson.Parsed] = {
    LessonCatalogue.entries(in: [directory], Disk.files).map { entry in
      Lesson.parse((try? Disk.files.read(entry.path)) ?? [], name: entry.path)
    }
  }()
}

@Suite struct CourseTests {
  @Test("every lesson is read without a fault")
  func isSound() {
    #expect(Course.lessons.count >= 6)
    for parsed in Course.lessons { #expect(parsed.diagnostics.map(\.oneLine) == []) }
  }

  @Test("what is set in bold closes beside Chinese characters wherever the text is shown")
  func isBoldClosed() {
    let signs = "。！？：；，、"
    for lesson in Course.lessons.map(\.lesson) where lesson.language == "zh" {
      for line in lesson.source.text.split(separator: "\n") {
        let parts = line.split(separator: "**", omittingEmptySubsequences: false)
        for index in stride(from: 1, to: parts.count - 1, by: 2) {
          guard let end = parts[index].last, let next = parts[index + 1].first else { continue }
          #expect(!signs.contains(end) || next == " " || signs.contains(next), "\(lesson.id): \(line)")
        }
      }
    }
  }

  @Test("the course has an order: every requirement is there, and none goes round in a circle")
  func isOrdered() {
    let originals = Course.lessons.map(\.lesson).filter { $0.language == nil }
    let order = LessonCatalogue.order(originals)
    #expect(order.diagnostics.map(\.oneLine) == [])
    #expect(order.ids == originals.map(\.id))
  }

  @Test("every lesson has exercises with anticipated mistakes and hints, and ends with what one can do now")
  func isTeachable() {
    for lesson in Course.lessons.map(\.lesson) {
      let isFirst = lesson.number == 0
      let minutes = isFirst ? 5...5 : 15...45
      #expect(minutes.contains(lesson.minutes ?? 0), "\(lesson.id)")
      #expect(lesson.exercises.count >= (isFirst ? 1 : 4), "\(lesson.id)")
      for exercise in lesson.exercises {
        // A loop to mend has no blanks: it is judged by what it does, and its mistake is what stands there.
        let isToMend = !exercise.starter.text.contains("___")
        #expect(isToMend || exercise.mistakes.count >= 2, "\(lesson.id) \(exercise.id)")
        #expect(!exercise.hints.isEmpty, "\(lesson.id) \(exercise.id)")
      }
      guard lesson.language == nil, case .prose(let last) = lesson.steps.last else { continue }
      #expect(last.text.text.contains("## What you can do now"), "\(lesson.id)")
    }
  }
}
