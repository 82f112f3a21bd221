import Testing

private let layer = """
  x = [[1, 2, 3], [4, 5, 7]]
  δ = [[0.1, 0.2], [0.3, 0.55]]
  W = ones([3, 2])
  v = [1, 5, 3, 8, 2]
  T = reshape([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 25], [2, 3, 4])
  """

private let cases = [
  ExerciseCase(
    "transposed", before: layer, solution: "dW = x.T @ δ", answer: "dW = δ.T @ x",
    says: "dW has the shape [2, 3]; it should have the shape of W, [3, 2]", "the values are right but transposed"),
  ExerciseCase(
    "transposed, of a square", solution: "A = [[1, 2], [3, 4]]", answer: "A = [[1, 3], [2, 4]]",
    says: "the values are right but transposed"),
  ExerciseCase(
    "order of axes", before: layer, solution: "Y = transpose(T, [2, 0, 1])", answer: "Y = transpose(T, [2, 1, 0])",
    says: "Y has the shape [4, 3, 2]; it should have the shape [4, 2, 3]", "the axes are in another order"),
  ExerciseCase(
    "sum over a batch", before: layer, solution: "db = sum(δ, axis=0)", answer: "db = δ",
    says: "db has the shape [2, 2]; it should have the shape [2]", "the sum over the examples, axis 0, is missing"),
  ExerciseCase(
    "mean over a batch", before: layer, solution: "db = mean(δ, axis=0)", answer: "db = δ",
    says: "the mean over the examples, axis 0, is missing"),
  ExerciseCase(
    "sum along a row", before: layer, solution: "s = sum(x, axis=1)", answer: "s = x",
    says: "the sum along axis 1 is missing"),
  ExerciseCase(
    "the total", before: layer, solution: "L = sum(v)", answer: "L = v",
    says: "L has the shape [5]; it should be one number", "the sum over all of them is missing"),
  ExerciseCase(
    "the mean", before: layer, solution: "L = mean(v)", answer: "L = v", says: "the mean over all of them is missing"),
  ExerciseCase(
    "a sum too much", before: layer, solution: "g = x", answer: "g = sum(x, axis=0)",
    says: "g has the shape [3]; it should have the shape [2, 3]", "sum is too much: x alone is right there"),
  ExerciseCase(
    "one number for many", before: layer, solution: "dW = x.T @ δ", answer: "dW = 1",
    says: "dW is one number; it should have the shape of W, [3, 2]"),
  ExerciseCase(
    "rearranged", before: layer, solution: "r = reshape(x, [3, 2])", answer: "r = flatten(x)",
    says: "the values are right, but arranged in another shape"),
  ExerciseCase(
    "a slice that ends too early", before: layer, solution: "t = v[1:4]", answer: "t = v[1:3]",
    says: "with 4 in its place it is right"),
  ExerciseCase(
    "a slice that begins too late", before: layer, solution: "t = v[1:4]", answer: "t = v[2:4]",
    says: "with 1 in its place it is right"),
  ExerciseCase(
    "a slice that begins too early", before: layer, solution: "t = v[1:4]", answer: "t = v[0:4]",
    says: "with 1 in its place it is right"),
  ExerciseCase(
    "a slice that ends too late", before: layer, solution: "t = v[1:4]", answer: "t = v[1:5]",
    says: "with 4 in its place it is right"),
]

@Suite("Answers of a wrong shape")
struct ExerciseShapeTests {
  @Test("the shape is told first, and then the slip that led to it", arguments: cases)
  func shape(_ item: ExerciseCase) throws { try item.holds() }
}
