extension LessonFormat {
  /// What is written with these blocks besides.
  static let forms: [FormatEntry] = [
    form(
      ["tied number", "tied numbers"],
      """
      A number of the text can be tied to the code that gives it: the comment behind it is tried by `learnnn check`, to \
      the digits that stand there, and nobody sees it.
      """,
      "The number `z` is 0.8<!-- = z -->: what stands in such a comment is tried, and nobody sees it.\n"),
    form(
      ["puzzle", "allow"],
      """
      A puzzle is an exercise with `allow=`: an answer may use these operators, words and functions only. Brackets \
      and names of data are free, and numbers, unless some are listed; `[]` is an index, `.T` a transpose.
      """,
      "A puzzle, with `*`, `-` and `sigmoid` alone:\n\n"
        + fence("nn exercise id=stretch points=1 allow=\"sigmoid * -\"", "th(u) = ___")
        + fence("nn solution for=stretch", "th(u) = 2 * sigmoid(2 * u) - 1")
        + fence("nn check for=stretch message=\"th(u) should be tanh(u)\"", "same(th, expected.th)")),
    form(
      ["telling apart", "find an input"],
      "An input to find that tells programs apart: cells before the exercise give the programs, `apart` judges.",
      "One of these is wrong. Find a `probe` that shows it:\n\n" + fence("nn", "wrong(v) = abs(v)")
        + fence("nn exercise id=catch points=1", "probe = ___") + fence("nn solution for=catch", "probe = -1")
        + fence(
          "nn check for=catch message=\"wrong should give something else than relu\"", "apart(probe, relu, wrong)")),
    form(
      ["other numbers", "fixed", "vary", "by", "worlds"],
      """
      An answer is tried with other numbers too: those that the cells before it give are changed, and it has to be right \
      with all of them. `fixed=`, `vary=`, `by=hand` and `worlds=0` in the exercise's header say which and how far.
      """,
      "What is `L`? A number computed by hand counts here:\n\n"
        + fence("nn exercise id=loss points=1 fixed=w vary=\"x in 1..3\" by=hand", "loss = ___")
        + fence("nn solution for=loss", "loss = (z - 1)^2")
        + fence("nn check for=loss message=\"loss should be the square of z - 1\"", "close(loss, expected.loss)")),
    form(
      ["numbers of one's own", "choose in a lesson"],
      """
      With `choose` in a cell every student has numbers of their own: `learnnn release LESSON --roster class.csv` writes a \
      hand-out for each, with what its cells print for that student, and `learnnn grade` judges by the same numbers. \
      `learnnn check` tries several students.
      """, fence("nn", "n = choose(3..9);"), isInSkeleton: false),
  ]

  private static func form(_ names: [String], _ summary: String, _ example: String, isInSkeleton: Bool = true)
    -> FormatEntry
  {
    FormatEntry(
      group: .forms, names: names, summary: summary, parts: [], example: example, isInSkeleton: isInSkeleton)
  }
}
