import Testing

@Suite("The main job, from the command line")
struct MainJobTests {
  @Test("a derivative on the command line is a number")
  func derivative() throws {
    let run = try Program.run("-e \"f(x) = x^3 - 2x; f'(2)\"")
    #expect(run.output == "10\n")
    #expect(run.status == 0)
  }

  @Test("a piped session loads lesson 3, runs two cells and prints the chain rule with its numbers")
  func chainRule() throws {
    let run = try Program.run("", input: ":load lesson3\n\n\n:step L\n")
    #expect(run.output.contains("L = 0.09611582"))
    #expect(run.output.contains("∂L/∂z = ∂L/∂a · σ(z)(1 - σ(z))"))
    #expect(run.output.contains("= -0.62005 × 0.21391 = -0.13263"))
    #expect(run.output.contains("∂L/∂w = -0.19895"))
    #expect(run.status == 0)
  }

  @Test("an error on the command line ends with status 1 and names the place")
  func failure() throws {
    let run = try Program.run("-e 'x = 1 + y'")
    #expect(run.status == 1)
    #expect(run.errors.contains("y is not known"))
  }
}
