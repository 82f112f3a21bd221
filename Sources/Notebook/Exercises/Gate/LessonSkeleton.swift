import Lessons

/// What `learnnn new` writes: a small lesson that passes the gate and shows every kind of block.
package enum LessonSkeleton {
  /// The text of a new lesson.
  package static func text(id: String, title: String) -> String {
    let head = LessonWriter.frontMatter([
      (name: "format", value: "\(Lesson.currentFormat)"), (name: "id", value: id), (name: "title", value: title),
      (name: "minutes", value: "15"), (name: "requires", value: "[]"), (name: "seed", value: "7"),
    ])
    let blocks: [String] = [
      "Say here what the lesson is about. Formulas stand between dollars: $z = wx + b$.\n",
      LessonWriter.block("nn", "w = param(0.8);\nx = 1.5;\nz = w*x - 0.4") + LessonWriter.block("output", "z = 0.8"),
      "The number `z` is 0.8<!-- = z -->: what stands in such a comment is tried, and nobody sees it.\n",
      "Say what to do, and end with a task.\n",
      LessonWriter.block("nn exercise id=slope points=1", "dz = ___")
        + LessonWriter.block("nn solution for=slope", "dz = ∂z/∂w")
        + LessonWriter.block(
          "nn check for=slope " + LessonWriter.attribute("message", "dz should be the derivative of z by w"),
          "close(dz, expected.dz)")
        + LessonWriter.block("nn mistake for=slope", "dz = w + 0")
        + LessonWriter.block("says for=slope", "That is the weight. What is it multiplied by?")
        + LessonWriter.block("nn mistake for=slope", "dz = w * x")
        + LessonWriter.block("says for=slope", "That is the product. How fast does it grow when $w$ grows?")
        + LessonWriter.block("hint for=slope", "If $w$ grows by 1, by how much does $z$ grow?"),
      LessonWriter.block(
        "quiz id=bias",
        """
        What is the derivative of $z$ by $b$?
        - [x] 1
        > Yes: if $b$ grows by 1, so does $z$.
        - [ ] $b$
        > That is the bias itself.
        """),
      "## What you can do now\n\n- Say it in a line or two.\n",
    ]
    return head + blocks.joined(separator: "\n")
  }
}
