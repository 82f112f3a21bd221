import Disk
import Formats
import Source
import Tensors
import Testing

@Suite("Agreement with JAX")
struct ConformanceTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let id: String
    let program: String
    let expected: [(shape: [Int], data: [Double])]

    var testDescription: String { id }

    /// Cases with erf or a convolution are compared less strictly, as their makers ask.
    var tolerance: Double { id.contains("gelu") || id.contains("conv") ? 1e-7 : 1e-9 }
  }

  /// The cases beside this file: programs with the values that JAX gives in float64.
  static let cases: [Case] = {
    let path = Disk.repository + "/Tests/EvaluationTests/Fixtures/autograd.jsonl"
    let bytes = (try? Disk.files.read(path)) ?? []
    return bytes.split(separator: 10).compactMap { line in
      guard let object = try? JSONValue(parsing: Array(line)), let id = object["id"]?.string,
        let program = object["program"]?.string, let expected = object["expect"]?.elements
      else { return nil }
      return Case(
        id: id, program: program,
        expected: expected.map { value in
          (
            (value["shape"]?.elements ?? []).compactMap(\.int), (value["data"]?.elements ?? []).compactMap(\.double)
          )
        })
    }
  }()

  @Test("the cases are there")
  func areThere() { #expect(ConformanceTests.cases.count == 58) }

  @Test("values and gradients are JAX's", arguments: ConformanceTests.cases)
  func agrees(_ test: Case) throws {
    let run = Run(test.program)
    try #require(run.failure?.title == nil)
    try #require(run.tensors.count == test.expected.count)
    for (place, (made, wanted)) in zip(run.tensors, test.expected).enumerated() {
      #expect(made.shape == wanted.shape, "value \(place)")
      let worst = zip(made.doubles, wanted.data).map { a, b in
        (a - b).magnitude <= 1e-12 ? 0 : (a - b).magnitude / Swift.max(b.magnitude, 1e-300)
      }.max()
      #expect((worst ?? 0) <= test.tolerance, "value \(place)")
    }
  }
}
