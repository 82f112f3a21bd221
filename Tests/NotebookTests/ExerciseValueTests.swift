import Testing

private let data = "v = [1, 5, 3, 8, 2]; x = [1, 2, 3.5]; b = [0.5, -0.25, 0.75]; p = 0.37"

private let chain = """
  w = param(0.8); b = param(-0.4); x = 1.5
  z = w*x + b
  a = σ(z)
  L = (a - 1)^2
  """

private let cases = [
  ExerciseCase("a sign", solution: "g = 7.5", answer: "g = -7.5", says: "the sign of g is wrong; the size is right"),
  ExerciseCase("all signs", solution: "g = [1, 2]", answer: "g = [-1, -2]", says: "all signs of g are wrong"),
  ExerciseCase("twice", solution: "g = 3.7", answer: "g = 7.4", says: "g is twice what it should be"),
  ExerciseCase("half", solution: "g = 3.7", answer: "g = 1.85", says: "g is half of what it should be"),
  ExerciseCase(
    "a factor", before: data, solution: "g = x", answer: "g = 7x", says: "7 is a factor too much"),
  ExerciseCase(
    "a missing mean", before: data, solution: "m = mean(v^2)", answer: "m = sum(v^2)",
    says: "with mean in its place it is right"),
  ExerciseCase(
    "a mean for a sum", before: data, solution: "m = sum(v^2)", answer: "m = mean(v^2)",
    says: "with sum in its place it is right"),
  ExerciseCase(
    "degrees of freedom", before: data, solution: "s = var(v)", answer: "s = sum((v - mean(v))^2)/4",
    says: "a division by n − 1 = 4; it should be divided by n = 5"),
  ExerciseCase(
    "degrees of freedom the other way", before: data, solution: "s = sum((v - mean(v))^2)/4", answer: "s = var(v)",
    says: "it should be divided by n − 1 = 4"),
  ExerciseCase(
    "reversed", before: data, solution: "r = v", answer: "r = flip(v, 0)", says: "in reverse order along axis 0"),
  ExerciseCase(
    "moved by one", before: data, solution: "r = v", answer: "r = [5, 3, 8, 2, 1]",
    says: "moved by one place along axis 0"),
  ExerciseCase(
    "an offset", before: data, solution: "r = v", answer: "r = v + 0.3", says: "0.3 too much: nothing is to be added"),
  ExerciseCase("a square", before: data, solution: "r = x", answer: "r = x^2", says: "r is the square of"),
  ExerciseCase("a root", before: data, solution: "r = x", answer: "r = sqrt(x)", says: "r is the square root of"),
  ExerciseCase("exp", before: data, solution: "r = x", answer: "r = exp(x)", says: "r is exp of"),
  ExerciseCase("a logarithm", before: data, solution: "r = x", answer: "r = log(x)", says: "r is the logarithm of"),
  ExerciseCase("a reciprocal", before: data, solution: "r = x", answer: "r = 1/x", says: "r is 1 divided by"),
  ExerciseCase("a complement", before: data, solution: "q = p", answer: "q = 1 - p", says: "q is 1 minus"),
  ExerciseCase(
    "a missing term", before: data, solution: "z = 2x + b", answer: "z = 2x",
    says: "a term is missing: adding b to z makes it right"),
  ExerciseCase(
    "a term too many", before: data, solution: "z = 2x", answer: "z = 2x + b", says: "without b, z is right"),
  ExerciseCase(
    "partly right", solution: "v = [1, 2, 3.5]", answer: "v = [1, 2, 9.1]",
    says: "2 of 3 numbers are right; the first that is not is v[2]"),
  ExerciseCase(
    "rounded", solution: "g = 0.12345", answer: "g = 0.1236", says: "g is close, within 1 %, but not exact"),
  ExerciseCase("nan", solution: "g = 1", answer: "g = 0/0", says: "g contains nan"),
  ExerciseCase("another kind", solution: "g = 1", answer: "g = \"one\"", says: "g is "),
  ExerciseCase("nothing known", solution: "g = 0.7319", answer: "g = 12.877", says: "look again"),
  ExerciseCase(
    "a chain too short", before: chain, solution: "dz = ∂L/∂z", answer: "dz = ∂L/∂a",
    says: "that is ∂L/∂a: the chain goes on from a to z"),
  ExerciseCase(
    "a chain too long", before: chain, solution: "dz = ∂L/∂z", answer: "dz = ∂L/∂w",
    says: "that is ∂L/∂w: the chain has gone further back than z"),
  ExerciseCase(
    "a local derivative", before: chain, solution: "dz = ∂L/∂z", answer: "dz = a*(1 - a)",
    says: "that is the local derivative alone: multiply it by the gradient that arrives, ∂L/∂a"),
  ExerciseCase(
    "one path of two", before: "w = param(0.7); h = 1.3w; L = (2h)^2 + 3.1h", solution: "dh = ∂L/∂h",
    answer: "dh = 3.1", says: "that is what arrives at h by one of 2 paths"),
]

@Suite("Answers of a wrong value")
struct ExerciseValueTests {
  @Test("a near miss is called by its name", arguments: cases)
  func value(_ item: ExerciseCase) throws { try item.holds() }
}
