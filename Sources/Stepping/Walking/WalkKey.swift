package import Source

/// A key of everything that is walked through step by step: a backward pass, a descent, a page.
///
/// There is one table of them, so that a key means the same everywhere; what is walked through says which it knows.
package struct WalkKey: Equatable, Sendable {
  /// What the key line calls the key: `Enter`, `b`, `/`.
  package let sign: String
  /// What else may be typed for it.
  package let words: [String]
  /// What the line behind the sign is called, `NAME` or `N`; empty for a key that needs no more.
  package let argument: String
  /// The word behind the sign on the key line.
  package let hint: Phrase
  /// What it does, for the list of the keys.
  package let meaning: Phrase

  /// The sign as a keyboard of the language has it.
  var label: Phrase { .sentence(sign) }

  /// The sign with an example of what follows it: `r 0.1`, `:12`.
  var example: Phrase {
    let isApart = sign.first?.isLetter == true && !argument.isEmpty
    return Phrase(template: isApart ? "{0} {1}" : "{0}{1}", [.phrase(label), .phrase(.sentence(argument))])
  }

  private init(_ sign: String, _ words: [String] = [], takes argument: String = "", _ hint: Phrase, _ meaning: Phrase) {
    self.sign = sign
    self.words = words
    self.argument = argument
    self.hint = hint
    self.meaning = meaning
  }

  /// The next step.
  package static let next = WalkKey(
    "Enter", ["", "n", "next", "\n", "\r"], "next", "the next step (Space, right arrow)")
  /// The step before.
  package static let back = WalkKey("b", ["back"], "back", "the step before (left arrow)")
  /// A prediction of the next step.
  package static let predict = WalkKey("p", ["predict"], "predict", "predict the next step")
  /// Predictions of all steps from here.
  package static let predictAll = WalkKey(
    "P", [], "predict all", "predict every step from here; P again ends it")
  /// Why the rule holds.
  package static let explain = WalkKey(
    "e", ["explain", "what is this"], "explain", "explain why the rule of this step holds")
  /// Where the numbers come from.
  package static let origin = WalkKey(
    "w", ["why", "where"], "why", "where this step's numbers come from: parameters, data, lines")
  /// The picture.
  package static let picture = WalkKey("g", ["graph", "picture"], "graph", "the graph, with this step marked")
  /// All that is left.
  package static let all = WalkKey("a", ["all"], "all", "all steps that are left")
  /// To a value.
  package static let find = WalkKey(
    "/", ["u", "until"], takes: "NAME", "find", "to the step that completes the gradient of NAME; u NAME too")
  /// To the next remarkable step.
  package static let following = WalkKey(
    "]", [], "next sum", "to the next sum of paths, zero gradient, or one above the bound")
  /// To the remarkable step before.
  package static let previous = WalkKey("[", [], "last sum", "to the one before")
  /// The bound.
  package static let bound = WalkKey(
    "|", ["bound"], takes: "10", "bound", "the bound for ] and [: |10 stops where |∂| is above 10")
  /// To a step by its number.
  package static let jump = WalkKey(
    ":", [], takes: "12", "to step", "to step 12; 12 alone too, unless it is a prediction")
  /// Into a call.
  package static let open = WalkKey("i", ["in", "open"], "open", "into a call that is one step")
  /// Out of a call.
  package static let close = WalkKey("o", ["out", "close"], "close", "out of the call around this step")
  /// One element.
  package static let element = WalkKey(
    "2 0", [], takes: "", "element",
    "how element [2, 0] of this gradient comes about; /W[2, 0] for W")
  /// Another number for a leaf.
  package static let change = WalkKey(
    "c", ["change", "set"], takes: "w 0.9", "change",
    "what if w were 0.9: every value and gradient moves with it; W[0, 1] too, and c w takes it back")
  /// The changed leaf up.
  package static let raise = WalkKey("↑", ["up"], "up", "the changed number up by a tenth of the program's")
  /// The changed leaf down.
  package static let lower = WalkKey("↓", ["down"], "down", "down by as much")
  /// The forward table.
  package static let table = WalkKey("t", ["table"], "table", "the values of the forward pass")
  /// A larger rate.
  package static let faster = WalkKey("+", [], "double the rate", "double the rate")
  /// A smaller rate.
  package static let slower = WalkKey("-", [], "halve it", "halve the rate")
  /// Another rate.
  package static let rate = WalkKey("r", ["rate"], takes: "0.1", "set the rate", "the rate from here on")
  /// Ten steps on.
  package static let tenOn = WalkKey("]", [], "ten on", "ten steps on")
  /// Ten steps back.
  package static let tenBack = WalkKey("[", [], "ten back", "ten steps back")
  /// The first step where something holds.
  package static let first = WalkKey(
    "/", ["where"], takes: "L > 2", "find", "the first step where a condition holds: /L > 2*median(L)")
  /// A value at this step.
  package static let value = WalkKey("=", [], takes: "EXPR", "value", "the value of an expression after this step")
  /// A course.
  package static let draw = WalkKey("d", ["draw"], takes: "EXPR", "draw", "an expression over the whole run")
  /// Into the backward pass.
  package static let through = WalkKey("s", ["step"], "step through it", "the backward pass of this very step")
  /// A step left out.
  package static let without = WalkKey(
    "x", ["without"], "without it", "the run as it goes when this step moves nothing")
  /// A state to go on with.
  package static let keep = WalkKey("k", ["keep"], "keep", "leave, and go on from the state after this step")
  /// The next page of what does not fit.
  package static let more = WalkKey(
    "Tab", [], "more", "the next page of what does not fit in the window")
  /// The keys.
  package static let help = WalkKey("?", ["h", "help"], "help", "this list")
  /// The end.
  package static let leave = WalkKey("q", ["quit", "leave", "exit", "stop"], "leave", "leave")

  /// Pairs of keys that share a line of the list.
  static let together: [(first: WalkKey, second: WalkKey)] = [
    (next, back), (following, previous), (tenOn, tenBack), (open, close), (raise, lower), (faster, slower),
    (help, leave),
  ]

  /// All keys, in the order of the list.
  package static let everything = [
    next, back, predict, predictAll, explain, origin, picture, all, find, following, previous, bound, jump, open, close,
    element, change, raise, lower, table, faster, slower, rate, more, help, leave,
  ]
}
