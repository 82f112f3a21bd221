import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Ctrl-C in the middle of anything", .serialized)
struct InterruptTests {
  /// What takes long or is large: a line that prepares it, and the line that is interrupted.
  private static let cases = [
    ("x = 1; for i in 1..1990 { x = {a: x, b: 2} };", "x"),
    ("x = uniform([4000, 4000]);", "heatmap(x)"),
    ("x = uniform([2000, 2000]);", "det(x)"),
    ("x = map(i -> sin(i), 1..1000000);", "plot(x)"),
    (graph, ":diagnose L"), (graph, ":grads L"), (graph, ":graph L"),
    ("x = uniform(6000000);", "y = median(x);"), ("x = uniform(6000000);", "y = unique(x);"),
    ("x = map(i -> \"{i * 7919 % 1000003}\", 1..400000);", "y = sort(x);"),
    ("x = uniform(8000000);", "for i in 1..100 { y = cumprod(x) };"),
    ("x = uniform([8000000, 1]);", "for i in 1..100 { y = argmax(x, axis=0) };"),
  ]

  private static let graph = "w = param(1.0); L = w; for i in 1..300000 { L = L * 0.5 + w };"

  @Test("ends what is computed, laid out or drawn, and the session goes on", arguments: cases)
  func ends(_ preparation: String, _ line: String) throws {
    let program = try TerminalProgram()
    try program.wait(for: "nn› ")
    try program.type(":set pager off\r", until: "nn› ")
    try program.type(preparation + "\r", until: "\n")
    try program.type("print(\"rea\" + \"dy\")\r", until: "ready")
    try program.type(line + "\r", until: "\n")
    usleep(300_000)
    let start = ContinuousClock.now
    try program.type("\u{3}", until: "nn› ")
    #expect(ContinuousClock.now - start < .seconds(5))
    try program.type("print(\"do\" + \"ne\")\r", until: "done")
  }

  @Test("a training that is stopped says what it reached, and whose weights stay")
  func training() throws {
    let run = try Program.shell(
      #"""
      cat > run.nn <<'E'
      net = sequential(dense(2, 300, relu), dense(300, 2)); x = normal([3000, 2]); y = int(x[:, 0] > 0);
      h = train(net, {x: x, y: y}, epochs=100000, keep="best");
      E
      timeout --preserve-status --foreground -s INT 3 $learnnn run.nn
      """#)
    #expect(run.status == 130 && run.errors.contains("what was reached is given"), "\(run.errors.suffix(600))")
    #expect(run.errors.contains("the best"))
  }

  @Test(
    "a value nested two thousand deep is shown by its beginning, whatever it is made of",
    arguments: ["[x, \"a\"]", "{a: x, b: 2}", "[{a: x}]"])
  func nested(_ wrapped: String) throws {
    let program = "'x = 1; for i in 1..900 { x = \(wrapped) }' x 'len(\"{x}\") > 900'"
    let run = try Program.shell("printf '%s\\n' \(program) | \"$learnnn\"")
    #expect(run.status == 0 && run.output.utf8.count < 20_000 && run.output.hasSuffix("true\n"), "\(run.errors)")
  }
}
