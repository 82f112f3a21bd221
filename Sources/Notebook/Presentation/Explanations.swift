import Documents
import Source

/// What `:why` says: the rule behind an error, at length.
enum Explanations {
  static func document(for failure: Diagnostic, in words: Translation) -> Document {
    var blocks: [Documents.Block] = [
      .heading(level: 3, [.text(failure.code.name, .error)]), .paragraph([.text(failure.title)]),
    ]
    for note in failure.notes { blocks.append(.paragraph([.text(note)])) }
    if let text = texts[failure.code] { blocks += Markdown.parse(words(.sentence(text))) }
    if let help = failure.help { blocks.append(.paragraph([.text("help: ", .help), .text(help)])) }
    return Document(blocks)
  }

  /// The codes that have a text of their own.
  static var codes: [String] { texts.keys.map(\.name).sorted() }

  static let texts: [ErrorCode: String] = [
    .shapeMismatch: """
    Elementwise operations line shapes up from the right. Two extents fit when they are equal or one of them is 1; \
    an extent of 1 is stretched, and a missing one counts as 1. So `[2, 3] + [3]` works and `[2, 3] + [2]` does not: \
    write `[2, 1]` for one number a row.

    `@` multiplies rows with columns: the last axis of the left side must be as long as the last but one of the \
    right side. `[n, in] @ [in, out]` gives `[n, out]`.
    """,
    .notRecorded: """
    A gradient says how a number moves when a value moves that it was computed from. The program remembers how \
    values were computed when they come from a parameter, `w = param(0.8)`. What was computed from plain numbers, \
    inside `no_grad { … }` or after `detach(…)` has no memory.
    """,
    .notAScalar: """
    Backpropagation starts from one number, usually the loss: its gradient has the shape of the parameter. A tensor \
    of outputs would have a gradient for each of its elements. `sum` or `mean` makes one number of it.
    """,
    .rebound: """
    `∂L/∂w` asks for the value that `w` holds *now*. When `w` was bound to something new after `L` was computed, \
    that new value played no part in `L`. To update a parameter and keep its identity use `w := …`.
    """,
    .notInGraph: """
    The graph of a value holds everything it was computed from. Writing the same formula again makes a new value \
    that the old result does not know. Give an intermediate value a name before you use it, then ask for its gradient.
    """,
    .notAParameter: """
    `=` binds a name to a value. `:=` changes the value of a parameter, which stays the same parameter, so that an \
    optimiser and the model that hold it see the change. Only `param(…)` makes parameters.
    """,
    .parameterLost: """
    The name held a parameter. After `=` it holds another value, and the parameter is reached only through what \
    captured it before. If you meant to train it, write `:=`.
    """,
    .heldParameter: """
    `w = param(3)` makes a parameter that `w` names. After `s = w` the name `s` holds its value like any other value: \
    `s += 1` means `s = s + 1` and leaves `w` as it is. `+=` updates a parameter only through the name it was made \
    under; `:=` updates whatever parameter a name holds.
    """,
    .whichVariable: """
    A prime means the derivative of a function of one number. Of several numbers there is one derivative for each: \
    `∂f/∂x(1, 2)` and `∂f/∂y(1, 2)` are numbers, `∇f(1, 2)` is a list of all, `hessian(f)(1, 2)` holds the second ones.
    """,
    .softmaxTwice: """
    `cross_entropy` takes scores and makes probabilities of them itself, in a way that cannot overflow. Given \
    probabilities it makes probabilities of those once more: they lie so close together that little can be learned.
    """,
    .notAProbability: """
    The loss of a yes-or-no answer is a logarithm of the probability that was given to what is true, and a probability \
    lies between 0 and 1. The last layer should end with `σ`, which makes a probability of any score.
    """,
    .trainingStopped: """
    After a loss that is no number every further step would make the weights no numbers too, so `train` stops and puts \
    the weights back that were there before the step that led to it. A rate that is too large, numbers of very different \
    size in the data, and a `log` or a division near 0 are the usual causes; `:diagnose` looks which it is.
    """,
    .indexOutOfRange: """
    Indices begin at 0, so the last of n elements is n - 1. Negative indices count from the end: -1 is the last. \
    Slices may run off the end; they are cut.
    """,
    .unknownName: """
    A name must be bound before it is used: `x = 3`. Names are case-sensitive. Inside a function its own names come \
    first, then those of the function around it, then the top-level names as they are at the call.
    """,
    .cannotAssignElement: """
    Values never change here; names are rebound. `where(condition, a, b)` makes a new tensor that differs in places, \
    and `append(xs, v)` a new list.
    """,
    .tooLarge: """
    A tensor's size is the product of its extents times the bytes of an element: 8 for float64, 4 for float32. \
    Limits keep the machine usable.
    """,
    .tooManySteps: """
    Every turn of a loop and every call counts as a step, so that a program that never ends is stopped the same way \
    on every machine.
    """,
    .tooDeep: """
    Each call waits for the calls inside it, and waiting takes memory. A function that calls itself must get closer \
    to a case in which it does not.
    """,
  ]
}
