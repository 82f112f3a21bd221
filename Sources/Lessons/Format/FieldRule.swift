/// A field of the front matter.
struct FieldRule {
  /// What it is called.
  let name: String
  /// What it is for, as Markdown.
  let summary: String
  /// Its line, with an example of a value.
  let example: String
  /// Whether every lesson has it.
  let isRequired: Bool

  init(_ name: String, _ value: String, isRequired: Bool = false, _ summary: String) {
    self.name = name
    self.summary = summary
    self.isRequired = isRequired
    example = value.first == "\n" ? "\(name):\(value)" : "\(name): \(value)"
  }
}

extension LessonFormat {
  /// The fields a lesson may have, in the order a new one gets them.
  static let fields: [FieldRule] = [
    .init("format", "1", isRequired: true, "The version of this format. Every lesson has it."),
    .init(
      "id", "lesson9", isRequired: true,
      "The name by which progress, marks and `requires` know the lesson. Every lesson has it; a translation has the same."
    ),
    .init("title", "The neuron", isRequired: true, "What the lesson is about, for people. Every lesson has it."),
    .init("minutes", "25", "How long it takes, from 1 to 600."),
    .init("requires", "[lesson2, lesson3]", "The lessons to do before this one, by their ids."),
    .init("former", "[lesson4]", "Lessons in which some of its tasks stood before: what was done there counts here."),
    .init("seed", "7", "Where the random numbers start; each cell and task has a stream of its own from there."),
    .init(
      "streams", "one",
      """
      How random numbers are drawn. With `cells`, as it is when nothing is said, each cell and each task draws from a \
      stream of its own, so that what is typed in between changes no later number. With `one` they are drawn one after \
      the other, as in a notebook.
      """),
    .init("digits", "5", "The significant digits to show, from 1 to 17."),
    .init("dtype", "float32", "The element type of new tensors, `float64` or `float32`."),
    .init(
      "gate", "{rows: 2000, epochs: 1}",
      """
      What `learnnn check` runs smaller: `rows` cuts every data set to so many rows, any other name is one of the \
      lesson's that has this value after the cell that binds it.
      """),
    .init("language", "zh", "The language of its text; a file `NAME.zh.md` beside `NAME.md` is its translation."),
    .init("author", "Ada Lovelace", "Who wrote it."),
    .init("licence", "CC BY-SA 4.0", "The terms under which it may be passed on."),
    .init("further", "\n- A book, chapter 6", "What to read next, one item a line, shown at the end."),
    .init(
      "due", "2026-11-24T18:00+01:00",
      """
      When answers are due; without a time the end of that day, without a zone in UTC. `--due` on the command line, and a \
      column `due` of the roster, go before it.
      """),
    .init(
      "late", "10% a day, at most 3 days",
      """
      What being late costs: a part of the points for each day begun, `10%` alone without end, or all of them with `no`. \
      What is left is rounded to the nearest half point.
      """
    ),
    .init("released", "3f8a…", "Written by `learnnn release` in a hand-out: which version of the lesson it is of."),
    .init("student", "s17", "Written by `learnnn release` in a hand-out: whose numbers `choose` gives."),
    .init("key", "k4e…", "Written by `learnnn release` in a hand-out: what proves whose hand-out it is."),
  ]
}
