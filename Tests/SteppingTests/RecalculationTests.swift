import Documents
import Source
import Tensors
import Testing

@testable import Stepping

/// A pass written down in operations on single numbers, as a page computes it again.
@Suite("A walk's numbers on a page")
struct RecalculationTests {
  /// What is computed with a number changed, the number, and the program with it.
  private static let programs: [(program: String, knob: String, number: Double, other: String)] = [
    (
      "w = param(0.8); b = param(-0.4); x = 1.5; z = w*x + b; a = σ(z); L = (a - 1)^2;", "w", 0.9,
      "w = param(0.9); b = param(-0.4); x = 1.5; z = w*x + b; a = σ(z); L = (a - 1)^2;"
    ),
    (
      "w = param(0.8); b = param(-0.4); x = 1.5; z = w*x + b; a = σ(z); L = (a - 1)^2;", "x", -3,
      "w = param(0.8); b = param(-0.4); x = -3; z = w*x + b; a = σ(z); L = (a - 1)^2;"
    ),
    (
      "W = param([[0.4, -0.2], [1.3, 0.6]]); x = [1.5, 2]; L = sum(relu(x @ W)^2);", "W[0, 1]", -2,
      "W = param([[0.4, -2], [1.3, 0.6]]); x = [1.5, 2]; L = sum(relu(x @ W)^2);"
    ),
    (
      "W = param([[0.4, -0.2], [1.3, 0.6]]); X = [[1.5, 2], [0.5, -1]]; L = mean((X @ W)[:, 1] * 3)^2;", "X[1, 0]", 4,
      "W = param([[0.4, -0.2], [1.3, 0.6]]); X = [[1.5, 2], [4, -1]]; L = mean((X @ W)[:, 1] * 3)^2;"
    ),
    (
      "v = param([1, 2, 3]); m = reshape(concat([v, [7, 8, 9]]), [2, 3]).T; L = sum(cumsum(m) / 2)^2;", "v[2]", -1,
      "v = param([1, 2, -1]); m = reshape(concat([v, [7, 8, 9]]), [2, 3]).T; L = sum(cumsum(m) / 2)^2;"
    ),
    (
      "W = param([[0.4, -0.2], [1.3, 0.6]]); X = [[1.5, 2], [0.5, -1]]; L = cross_entropy(X @ W, [0, 1]);", "W[1, 0]",
      -1,
      "W = param([[0.4, -0.2], [-1, 0.6]]); X = [[1.5, 2], [0.5, -1]]; L = cross_entropy(X @ W, [0, 1]);"
    ),
    (
      "h = param(0.3); u = param(1.2); for t in 1..4 { h = tanh(u*h + 0.5) }; L = maximum(h, 0.1) + abs(u);", "u", -0.5,
      "h = param(0.3); u = param(-0.5); for t in 1..4 { h = tanh(u*h + 0.5) }; L = maximum(h, 0.1) + abs(u);"
    ),
    (
      "q = param(float32([1, 0.5])); k = float32([[1, 0], [-1, 2]]); a = softmax(k @ q); L = (a[1] - 2)^2;", "q[1]",
      -0.7,
      "q = param(float32([1, -0.7])); k = float32([[1, 0], [-1, 2]]); a = softmax(k @ q); L = (a[1] - 2)^2;"
    ),
  ]

  /// What the cells hold with a number changed, computed as the page does: by the names of the operations.
  private static func numbers(_ recalculation: Recalculation, _ knob: Int, _ number: Double) throws -> [Double] {
    var numbers: [Double] = []
    for (index, cell) in recalculation.cells.enumerated() {
      switch cell {
      case .given(let own): numbers.append(index == knob ? number : own)
      case .computed(let name, let inputs):
        let operation = try #require(Operation.named(name))
        let values = inputs.map { numbers[$0] }
        let result = values.count == 1 ? operation.scalar1?(values[0]) : operation.scalar2?(values[0], values[1])
        numbers.append(try #require(result))
      }
      if recalculation.isSingle { numbers[index] = Double(Float(numbers[index])) }
    }
    return numbers
  }

  private static func moving(_ program: String) throws -> Recalculation {
    var ran = try Ran(program)
    guard case .moving(let recalculation) = try ran.table("L").walkthrough().numbers else {
      throw Unmoved()
    }
    return recalculation
  }

  private struct Unmoved: Error {}

  @Test("are those of the program with the other number, forward and backward", arguments: programs.indices)
  func agrees(index: Int) throws {
    let (program, name, number, other) = Self.programs[index]
    let recalculation = try Self.moving(program)
    let knob = try #require(recalculation.knobs.first { $0.name == name }, "\(recalculation.knobs.map(\.name))")
    let numbers = try Self.numbers(recalculation, knob.cell, number)
    var fresh = try Ran(other)
    let table = try fresh.table("L")
    var compared = 0
    for row in recalculation.rows {
      guard let node = table.node(named: row.name) else { continue }
      compared += 1
      for (value, wanted) in [
        (row.value, table.tape.nodes[node].value), (row.gradient, table.tape.gradients[node]),
      ] {
        let found = value?.cells.map { numbers[$0] } ?? []
        #expect(
          zip(found, wanted?.doubles ?? []).allSatisfy {
            $0 == $1 || abs($0 - $1) <= (recalculation.isSingle ? 1e-6 : 1e-9) * max(1, abs($1))
          },
          "\(row.name): \(found) \(wanted?.doubles ?? [])")
        #expect(found.count == wanted?.count ?? 0)
      }
    }
    #expect(compared > 1)
  }

  @Test("the steps' parts add up to the gradients that the page shows")
  func flows() throws {
    var ran = try Ran("w = param(0.8); x = 1.5; z = w*x; L = z^2 + w*z;")
    let walk = try ran.table("L").walkthrough()
    guard case .moving(let recalculation) = walk.numbers else { throw Unmoved() }
    let numbers = try Self.numbers(recalculation, -1, 0)
    let flows = walk.steps.flatMap(\.flows)
    #expect(flows.filter { $0.name == "∂L/∂w" }.map(\.ordinal) == [1, 2])
    for flow in flows where flow.factors.count == 2 && flow.part.shape.isEmpty {
      #expect(abs(numbers[flow.factors[0]] * numbers[flow.factors[1]] - numbers[flow.part.cells[0]]) < 1e-12)
    }
    let last = try #require(flows.last { $0.name == "∂L/∂w" })
    let row = try #require(recalculation.rows.first { $0.name == "w" })
    #expect(abs(numbers[last.total.cells[0]] - numbers[try #require(row.gradient).cells[0]]) < 1e-12)
  }

  @Test(
    "stand still where the page could not compute them, and it says why",
    arguments: [
      ("w = param(0.8); L = gelu(w)^2;", "cannot compute erf again"),
      ("w = param([1, 2]); L = prod(w);", "cannot compute prod again"),
      ("w = param([1, 2]); L = sum(where(w > 1, w, 2w));", "a condition of the program"),
      ("w = param(zeros(60, 60)); L = sum(w^2);", "too many of them"),
      ("w = param(0.5); h = w; for k in range(300) { h = tanh(w * h) }; L = h^2;", "too many of them"),
      ("w = param(float32(0.5)); L = float64(w)^2;", "one precision"),
      ("w = param(0.5); L = w * nan;", "finite numbers"),
      ("a = param(2); b = param(3); L = a^b;", "cannot compute power again"),
    ])
  func refusals(_ program: String, _ words: String) throws {
    var ran = try Ran(program)
    let walk = try ran.table("L").walkthrough()
    guard case .still(let reason) = walk.numbers else { throw Unmoved() }
    #expect(reason.description.contains(words), "\(reason)")
    #expect(HTMLRenderer().render(Document([.walk(walk)])).contains(words))
  }

  @Test("an exponent is no number to be changed: with another one the rule would be another")
  func exponents() throws {
    let recalculation = try Self.moving("w = param(2); n = 3; x = 1.5; L = (w*x)^n;")
    #expect(recalculation.knobs.map(\.name) == ["w", "x"])
  }

  @Test("every operation on single numbers but the error function can be computed by a page")
  func operations() {
    let known = Set(Recalculation.operations)
    let all = Set(Operation.all.filter { $0.scalar1 != nil || $0.scalar2 != nil }.map(\.name))
    #expect(all.subtracting(known) == ["erf"])
    #expect(known.subtracting(all).isEmpty)
  }

  @Test("the page holds the cells, the knobs and a place for them")
  func page() throws {
    var ran = try Ran("w = param(0.8); x = 1.5; L = (w*x - 1)^2;")
    let page = HTMLRenderer().render(try ran.table("L").wholeDocument())
    #expect(page.contains("<div class=\"walk-knob\" hidden=\"hidden\">"))
    #expect(page.contains("<option value=\"0\">w</option><option value=\"1\">x</option>"))
    #expect(page.contains("\"knobs\":[[\"w\","))
    #expect(page.contains("multiply:(a,b)=>a*b"))
  }
}
