import Documents
import Evaluation
import Notebook
import Source
import Testing

@Suite("What is watched while training")
struct SteppingWatchTests {
  @Test("shows every layer's gradient after each epoch, with a point for each step")
  func layers() {
    var student = TestSession(.test(lessons: []))
    _ = student.type("net = sequential(dense(2, 4, tanh), dense(4, 2)); data = dataset(\"moons\");")
    #expect(student.type(":watch grads").contains("The norm of each layer's gradient"))
    let text = student.type("train(net, on=data.train, loss=cross_entropy, with=adam(), epochs=2, batch=50);")
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("watch") }
    #expect(lines.count == 4)
    #expect(lines.first?.hasPrefix("watch  ‖∂/∂net[0]‖ = ") == true)
    // 200 examples in batches of 50: four steps an epoch.
    #expect(lines.last?.split(separator: " ").last?.count == 8)
    _ = student.type(":watch off")
    #expect(!student.type("L = sum(net([1, 2])^2)").contains("watch"))
  }

  @Test("follows an expression through the steps of a loop")
  func steps() {
    var student = TestSession(.test(lessons: []))
    _ = student.type("w = param(4); opt = sgd(rate=0.25);")
    #expect(student.type(":watch w") == "watch  w = 4\n")
    #expect(student.type("for i in 1..3 { step(opt, w^2) }") == "watch  w = 0.5   █▄▂▁\n")
    #expect(student.type(":watch w number") == "watch  w = 0.5\n")
    #expect(student.type("w := 1").hasSuffix("watch  w = 1\n"))
    #expect(student.type(":watch nope").contains("nope is not known"))
    #expect(student.type(":watch σ").contains("a number or a tensor can be watched"))
  }
}

@Suite("A number whose parameters were updated since")
struct SteppingStaleTests {
  @Test("is stepped through as it was computed, with the statements that compute it again")
  func offer() {
    var student = TestSession(.test(lessons: []))
    _ = student.type("w = param(0.8); b = param(-0.4);")
    _ = student.type("z = 2w + b;\na = σ(z)")
    _ = student.type("L = (a - 1)^2;")
    _ = student.type("w := 0.5;")
    let text = student.type(":step L").split(separator: "\n").joined(separator: " ")
    #expect(text.contains("w changed since L was computed"))
    #expect(text.contains("compute L again: z = 2w + b; a = σ(z); L"))
  }
}

@Suite("A graph that leaves the program")
struct SteppingExportTests {
  @Test("a picture or a stepper is opened as a page that says where it lies, and nobody's file is written over")
  func open() {
    let files = TestFiles(["steps-L.html": "mine"])
    var student = TestSession(.test(files, lessons: []))
    #expect(student.type(":open").contains("is needed here"))
    #expect(student.type(":open plot([1, 3, 2])").contains("saved `picture-plot132.html`"))
    #expect(files["picture-plot132.html"]?.contains("<svg") == true)
    _ = student.type("w = param(0.5); L = (w - 1)^2;")
    #expect(student.type(":open L").contains("saved `steps-L-2.html`"))
    #expect(files["steps-L.html"] == "mine" && files["steps-L-2.html"]?.contains("class=\"walk\"") == true)
    #expect(student.type(":open L").contains("saved `steps-L-2.html`"))
    _ = student.type("scatter([1, 2], [3, 4])")
    #expect(student.type(":open").contains("saved `picture-of-it.html`"))
    #expect(student.type(":open 3").contains("nothing was recorded"))
  }

  @Test("is printed for Mermaid, and refused to a file of another kind")
  func mermaid() {
    var student = TestSession(.test(lessons: []))
    _ = student.type("w = param(0.5); L = (w - 1)^2;")
    let text = student.type(":graph L mermaid")
    #expect(text.contains("graph LR\n"))
    #expect(text.contains("n0([\"w<br>0.5<br>∂ = -1\"])"))
    #expect(text.contains("n1 --> n2"))
    #expect(student.type(":export graph L net.png").contains("net.png must end in .svg"))
    #expect(student.type(":export graph L").contains("the name of a file are needed"))
    #expect(student.type(":graph L svg").contains("error"))
  }
}

@Suite("The curve of a training")
struct TrainingCurveTests {
  private func stage(_ epoch: Int, _ share: Double, loss: Double, isFinal: Bool = false) -> Progress {
    Progress(
      title: "epoch \(epoch)/3", fraction: (Double(epoch - 1) + share) / 3, details: [("loss", loss)],
      isFinal: isFinal, count: 3)
  }

  @Test("has a point for each report, in epochs, and the last words below")
  func points() throws {
    var curve = TrainingCurve()
    curve.add(stage(1, 0.5, loss: 4))
    curve.add(stage(1, 1, loss: 2, isFinal: true))
    curve.add(stage(2, 0.5, loss: 1))
    guard case .figure(.line(let plot))? = curve.document(in: .english).blocks.first else {
      Issue.record("there is a picture")
      return
    }
    #expect(plot.series.map(\.points) == [[Point(0.5, 4), Point(1, 2), Point(1.5, 1)]])
    let text = TerminalRenderer(width: 56).render(curve.document(in: .english))
    #expect(text.contains("epoch 1/3  loss 2") && text.contains("epoch 2/3  50%  loss 1"))
    #expect(text.split(separator: "\n").count < 24)
  }

  @Test("another training is another curve, and what is no training is none")
  func other() {
    var curve = TrainingCurve()
    curve.add(stage(3, 1, loss: 1, isFinal: true))
    #expect(curve.isComplete && !curve.goesOn(with: stage(1, 0.5, loss: 3)))
    #expect(!TrainingCurve.shows(Progress(title: "replay", fraction: 0.5)))
    var long = TrainingCurve()
    for step in 0..<100_000 { long.add(stage(1, Double(step) / 100_000, loss: 1)) }
    guard case .figure(.line(let plot))? = long.document(in: .english).blocks.first else { return }
    #expect(plot.series[0].points.count <= 400)
  }
}
