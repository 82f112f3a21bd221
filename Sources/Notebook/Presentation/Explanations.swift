import Documents
import Source

/// What `:why` says: the rule behind an error, at length.
enum Explanations {
  static func document(for failure: Diagnostic, in words: Translation) -> Document {
    func paragraph(_ phrase: Phrase) -> Documents.Block { .paragraph(.sentence(words(phrase))) }
    var blocks: [Documents.Block] = [.heading(level: 3, [.text(failure.code.name, .error)]), paragraph(failure.title)]
    blocks += failure.notes.map(paragraph)
    if let rule = text(of: failure.code) { blocks += Markdown.parse(words(.sentence(rule))) }
    if let help = failure.help { blocks.append(.paragraph([.text("help: ", .help)] + .sentence(words(help)))) }
    return Document(blocks)
  }

  /// The rule behind a code that goes by its name; nil where there is none.
  static func document(forCode name: String, in words: Translation) -> Document? {
    guard let code = ErrorCode.allCases.first(where: { $0.name == name }), let rule = text(of: code) else { return nil }
    return Document([.heading(level: 3, [.text(name, .error)])] + Markdown.parse(words(.sentence(rule))))
  }

  /// The codes that have a text of their own, or share one.
  static var codes: [String] { ErrorCode.allCases.filter { text(of: $0) != nil }.map(\.name).sorted() }

  /// The rule behind a code; nil where the message says all there is.
  ///
  /// Codes with one rule behind them share a text, and a new code does not compile before it has a place here.
  static func text(of code: ErrorCode) -> String? {
    switch code {
    // Signs, numbers and brackets.
    case .unclosedBracket, .unmatchedBracket, .mismatchedBracket:
      """
      Brackets come in pairs, and the one opened last closes first: `( )` for what is computed first and for the \
      values of a call, `[ ]` for lists and for picking elements, `{ }` for statements that belong together. While a \
      bracket is open the line goes on, so that a long formula may take several lines. In `2(3 + [4, 5][0])`, which \
      is 14, both pairs of `[ ]` lie inside the parentheses.
      """
    case .unclosedString, .singleQuotes, .loneQuote, .unknownEscape, .emptyInterpolation:
      """
      A text stands between double quotes, on one line: `"loss"`. The single quote is taken, for mathematics writes a \
      derivative with it: `f'(2)`. Braces inside a text hold an expression, and its value is put there: \
      `"1 + 2 is {1 + 2}"` gives `"1 + 2 is 3"`. A backslash makes a sign of the letter after it, such as `\\n` for a \
      new line, or leaves a sign as it is, as in `\\{`.
      """
    case .numberPoint, .numberBase, .numberTooLarge:
      """
      A number has decimal digits, and digits on both sides of its point; `_` may stand between its thousands and `e` \
      before a power of ten: `0.5`, `1_000_000`, `3e-4`. A point alone could also belong to a range, `1..5`, or ask \
      for a field, `x.shape`, so no number begins or ends with one. The largest number is about 1.8e308; what lies \
      beyond is `inf`.
      """
    case .oddCharacter, .backslash, .raisedLabel:
      """
      Names are made of letters of any script, digits and `_`; besides them only the signs of the language have a \
      meaning. Many signs look alike, such as the minus and the dash of a printed text, and only one of them is \
      meant. Signs that no key has are typed by their names: `\\sigma` and then Tab makes `σ`. A lowered number \
      belongs to the name, `x₁`, and a raised one is a power, `x₁²`; so the number of a layer, which books put above \
      in parentheses, stands in the name.
      """
    case .expectedToken, .expectedValue, .unexpectedToken:
      """
      A line is read from left to right, and after each piece only a few things can follow: a value after `+` or `=`, \
      an operator or the end after a value, a comma between two values of a list. The mark shows the first piece that \
      can be none of these; what is missing often belongs right before it. `[1, 2 +]` lacks a value before the \
      bracket, and `[1, 2 + 3]` is whole.
      """
    case .commaOutsideList, .parenthesesHoldOne:
      """
      A comma separates the values of a list, `[1, 2]`, of a call, `max(1, 2)`, and the names of a definition. \
      Parentheses only say what is computed first and hold one value; values that belong together stand in square \
      brackets. Several names take theirs from a list: `a, b = [1, 2]`.
      """
    case .missingOperator, .implicitProduct:
      """
      Only a number right before a name, a parenthesis or a ∂ is a product without a sign: `2x`, `3(x + 1)`. Two \
      names side by side could be a product, a call or a slip of the finger, so between them the sign is written: \
      `a * b`, or `A @ B` for matrices. A product without a sign belongs together more closely than `/`, as on paper: \
      `1/2x` means `1/(2x)`, and `1/2*x` is half of `x`.
      """
    case .operatorStartsLine:
      """
      A statement ends with its line, unless something has to follow: the line ends in an operator or a comma, or a \
      bracket is still open. The first line alone would be complete and would run, and nothing would be left for the \
      second to go on from. So in a formula of two lines the operator stands at the end of the first, or the whole \
      stands in parentheses.
      """

    // Names and definitions.
    case .assignmentInCondition, .spacedEquals, .chainedBinding:
      """
      `=` does something: it gives a name a value, and it is a statement of its own. `==` asks something: whether two \
      values are equal, and gives true or false. Mathematics writes one sign for both and leaves it to the reader; a \
      program needs to be told: `x = 3`, then `if x == 3 { print("yes") }`. One `=` makes a statement, so instead of \
      `x = y = 1` write `y = 1; x = y`.
      """
    case .cannotAssignValue, .cannotAssignKeyword, .cannotAssignPrime:
      """
      Left of `=` stands the name, right of it the value: `x = 6 / 2`. A name begins with a letter; the words of the \
      language, such as `if` and `for`, have their meaning already, and a `'` behind a name is a derivative. An \
      equation is not solved here: say what the name is, and the right side is computed.
      """
    case .functionUpdated, .parameterNotName, .defaultBeforeRequired, .repeatedName:
      """
      A function is defined by its name, the names of its parameters in parentheses, `=`, and what it gives: \
      `f(x, k=2) = k * x`. The parameters are plain names, each of them once, for a call gives them their values. A \
      parameter with a default, as `k` here, may be left out of a call, so those come last: `f(3)` is 6 and \
      `f(3, k=5)` is 15.
      """
    case .wrongArguments, .argumentCount, .unknownArgument, .positionalAfterNamed, .colonArgument:
      """
      The values of a call go to the parameters in their order; a value with a name and `=` goes to the parameter of \
      that name. Those without a name come first, each parameter gets one value, and all that have no default must \
      get one. With `f(x, y) = x + y` the calls `f(2, 1)`, `f(2, y=1)` and `f(y=1, x=2)` are the same. `?train` shows \
      how `train` is called and what each of its values may be.
      """
    case .updateInside:
      """
      `:=` and `+=` change what a name holds. They give no value that a formula could go on with, so each is a \
      statement of its own: `n += 1`, and then what is computed from `n`. A formula, in turn, never changes anything, \
      and can be read without asking what was computed first.
      """
    case .looseLambda:
      """
      `x -> x^2` is a function without a name: left of the arrow stand the names of its parameters, right of it what \
      it gives. What it gives reaches as far to the right as it can, so in the middle of a formula the function is \
      put into parentheses: `(x -> x^2)(3)` is 9. As an argument it needs none: `map(x -> x^2, [1, 2, 3])`.
      """
    case .cannotAssign:
      """
      A function reads the names around it and binds names of its own, which are gone when it ends; it does not \
      change those outside. So a call does nothing behind your back: what comes out of it is its value. Bind that: \
      with `s = 1` and `f(n) = s + n`, the line `s = f(3)` makes `s` 4.
      """
    case .unknownTopic:
      """
      `:help` and `?` explain commands, functions, signs, words of the language and ideas: `?softmax`, `?@`, \
      `?gradient`. `:help concepts`, `:help functions` and `:help commands` list them; a name that you have bound is \
      described too.
      """
    case .unknownName, .unsetName, .unset:
      """
      A name must be bound before it is used: `x = 3`. Names are case-sensitive. Inside a function its own names come \
      first, then those of the function around it, then the top-level names as they are at the call.
      """
    case .cannotAssignElement:
      """
      Values never change here; names are rebound. `where(condition, a, b)` makes a new tensor that differs in \
      places, and `append(xs, v)` a new list.
      """
    case .cannotAssignField:
      """
      A record keeps the values that it was made with, so that nobody who holds it is surprised. Another record with \
      another value is made of it and bound to the name: after `r = {size: 3}` the line `r = with(r, "size", 4)` does \
      that. What a model learns and the rate of an optimiser are meant to change; they are updated with `:=`, as in \
      `net.W := zeros(2, 1)`.
      """

    // Blocks, commands and other languages.
    case .expectedBlock, .colonBlock, .elseWithoutIf:
      """
      What belongs to `if`, `else`, `for` and `while` stands between braces. Spaces at the start of a line are for \
      your eyes only, so no copy of a program breaks by losing them. `else` follows on the line of the closing brace, \
      for without it the `if` would be complete and would run: `if 2 > 1 { print("yes") } else { print("no") }`.
      """
    case .returnOutsideFunction, .outsideLoop:
      """
      `return` leaves the function that it stands in, with a value; `break` leaves a loop, and `continue` goes on to \
      its next turn. Outside there is nothing to leave: a line shows its value by itself. In \
      `f(x) = { if x < 0 { return 0 }; x }` the call `f(-2)` gives 0, and `f(2)` gives 2, the last value of the \
      block.
      """
    case .commandInside, .commandNotFirst, .unknownCommand, .ambiguousCommand:
      """
      A command begins with a colon and is said to the program, such as `:vars` or `:undo`. It is no part of the \
      language and has no value, so it stands on a line of its own and not in a formula or a block. The first letters \
      are enough where only one command begins with them; `:help` lists all.
      """
    case .otherLanguage, .otherOperator, .typeAnnotation, .otherHabit:
      """
      Every language has its own words for the same things, and habits come along. Here a line looks like mathematics \
      where it can: `f(x) = x^2` defines a function, `y = 2x + 1` binds a name, and no word is needed before them. \
      Lines that other languages have are recognised where they can be, and the help says how the same is written \
      here.
      """
    case .notHere:
      """
      This language is small on purpose: it has what is needed to see how networks learn, and not everything that \
      others have. Nothing is imported, for all there is is there from the start; `:help` lists it by what it is for. \
      Writing files is for what you type yourself: a lesson never does, and a script that is run by its name only \
      with `--allow-write`.
      """
    case .sentence:
      """
      What is typed here is computed, and a sentence cannot be. When there are words in it that the program knows, it \
      says where to read about them: `:help gradient` explains an idea, and `?sum` a function. If you do not know \
      what to type, the first lesson shows you: `:load lesson0`.
      """

    // Ranges, elements and records.
    case .severalRanges, .rangeWithColon:
      """
      A range has two ends with points between them: `1..5` goes from 1 to 5, and `1..<5` stops before 5. A colon \
      belongs inside square brackets, where it cuts a piece out of a list: `x[1:3]`. For other steps there is \
      `range(0, 10, 2)`, which gives 0, 2, 4, 6 and 8.
      """
    case .indexOutOfRange:
      """
      Indices begin at 0, so the last of n elements is n - 1. Negative indices count from the end: -1 is the last. \
      Slices may run off the end; they are cut.
      """
    case .indexNotWhole, .notAWholeNumber:
      """
      Places, lengths and counts are whole numbers: between the first element and the second there is none. What \
      comes from a division may have a fraction and is not rounded unasked, for up and down are different elements. \
      `xs[floor(len(xs) / 2)]` picks the middle one of `xs = [1, 2, 3]`.
      """
    case .tooManyIndices, .notIndexable:
      """
      Each index uses up one axis. With `A = [[1, 2], [3, 4]]`, which has two, `A[0]` is the first row and `A[0, 1]` \
      is the number 2; a third index would find nothing left to pick from, and a single number has nothing even for \
      the first. Records are asked by name, `r.size`, and functions are called with parentheses, `f(0)`.
      """
    case .recordKey, .unknownField, .missingField, .notARecord:
      """
      A record holds values under names: `r = {size: 3, color: "red"}`. The names have no quotes and are asked for \
      with a point, `r.size`; one that is not there is an error and no empty value, so that a slip of the finger does \
      not go on unnoticed. `with(r, "size", 4)` makes a record in which one value differs. The columns of a table and \
      the fields at the head of a lesson are named in the same way, and are needed under just these names.
      """
    case .wrongCount:
      """
      Several names on the left take the elements of the right side, one each: `a, b = [1, 2]`. What is left over \
      would have no name, and a name without a value could not be used, so there must be as many as elements. In the \
      same way `zip([1, 2], [3, 4])` pairs two lists of one length.
      """

    // Kinds of values.
    case .notABoolean:
      """
      A condition is true or false, and a comparison makes one: `x > 0`. A number is not taken for yes or no, since \
      there is no rule that says which numbers mean which. Comparing a tensor gives an answer for each element; `all` \
      and `any` make one of them: `if all([1, 2] > 0) { print("yes") }`.
      """
    case .notAFunction:
      """
      Parentheses after a name call a function, so the name must hold one: `f(x) = x^2`, then `f(3)`. After a number \
      they are a product, `2(n + 1)`; after a name that holds a number the product is written, `n * (3)`. A name that \
      is bound again loses what it was: after `sum = 3` there is no function `sum` until `:undo` brings it back.
      """
    case .notANumber, .notAText:
      """
      A number and a text that shows it are two kinds of value: one is computed with, the other is joined and taken \
      apart. Nothing is turned into the other unasked, for `"3" + 4` might mean 7 or 34: `number("3") + 4` is 7, and \
      `"3" + text(4)` is `"34"`. A list can be computed with when all in it are numbers.
      """
    case .notASequence:
      """
      A loop, `len` or `map` goes from one element to the next: of a list, a range, a text, a record, or a tensor \
      along its first axis. A single number has no elements. To count up to it make a range: \
      `for i in 1..3 { print(i) }`.
      """
    case .noValue:
      """
      Some calls are made for what they do and not for a value: `print(3)` shows 3, and then nothing is left that a \
      name could hold. Bind the value first and show it afterwards: `x = 3; print(x)`.
      """
    case .unknownFormat:
      """
      After a colon inside the braces of a text stands how a number is written: `"{2 / 3:.2f}"` gives `"0.67"`, `.3` \
      asks for three digits that count, and `8` for a width of at least 8. Of a file the ending of its name says what \
      is written into it, so only endings with a meaning are taken.
      """
    case .unknownCharacter:
      """
      A network computes with numbers, so each character of a text becomes its place in an alphabet. A character that \
      is not in the alphabet has no number, and none is made up for it. Make the alphabet of all the texts that you \
      will use: `encode("hello", alphabet("hello"))`.
      """
    case .assertionFailed:
      """
      `assert` says what must hold at this place, and stops the program where it does not: `assert 1 < 2, "order"`. \
      An error is easier to understand where it arises than many lines later, where something does not fit any more. \
      Functions of the language begin with such lines about what they are given.
      """
    case .blank:
      """
      `___` keeps the place of something that you are to find. What stands there cannot be computed until it is \
      replaced, all three strokes of it: `y = ___ + 1` becomes `y = 2 + 1` or whatever the task asks for.
      """

    // Shapes and numbers.
    case .shapeMismatch:
      """
      Elementwise operations line shapes up from the right. Two extents fit when they are equal or one of them is 1; \
      an extent of 1 is stretched, and a missing one counts as 1. So `[2, 3] + [3]` works and `[2, 3] + [2]` does \
      not: write `[2, 1]` for one number a row.

      `@` multiplies rows with columns: the last axis of the left side must be as long as the last but one of the \
      right side. `[n, in] @ [in, out]` gives `[n, out]`.
      """
    case .raggedList:
      """
      A list may hold anything; a tensor is a full block of numbers in which every row is as long as the others, so \
      that one operation can go through all. `[[1, 2], [3]]` is a list and stays one. To compute with it fill the \
      short row up: `[[1, 2], [3, 0]] + 1`.
      """
    case .axisOutOfRange:
      """
      The axes of a tensor are numbered from 0, or from the end with -1 for the last; a list of numbers has only axis \
      0, and a matrix has 0 down its columns and 1 along its rows. The axis that an operation is given is the one \
      that goes away: `sum([[1, 2], [3, 4]], axis=0)` is `[4, 6]`, with `axis=1` it is `[3, 7]`. `x.shape` tells how \
      many there are.
      """
    case .negativeExtent:
      """
      An extent says how many elements lie along an axis, and that can be 0 but not less: `zeros(0)` is an empty \
      tensor. Only in `reshape` a single -1 may stand for an extent that follows from the others: \
      `reshape([1, 2, 3, 4], [2, -1])` has the shape `[2, 2]`. A negative one often comes of a difference that was \
      taken the wrong way round.
      """
    case .emptyList, .emptyReduction:
      """
      A sum of no numbers is 0, but among no numbers none is the largest, and of no parts no whole can be joined. \
      Instead of making a result up, the operation stops. Where a list may be empty, ask first: \
      `if len(xs) > 0 { print(max(xs)) }`.
      """
    case .divisionByZero, .negativeExponent, .integerOverflow:
      """
      Numbers that you write are floating-point numbers; they have values for what is no number any more: `1 / 0` is \
      `inf`. Whole numbers, made by `int(…)`, have none. `/` gives floating-point numbers of them too, but sums, \
      products, powers and remainders stay whole, and where no whole number of 64 bits can be the result, that is an \
      error rather than something wrong that looks right. `float64(…)` goes on: `float64(2)^70` is about 1.18e21.
      """
    case .elementType, .unknownDtype, .notRepresentable:
      """
      All elements of a tensor are of one type: `float64` or `float32` for numbers with a fraction, `int` for whole \
      ones, `bool` for true and false, `byte` for the brightness of a pixel from 0 to 255. Some operations need one \
      kind, and a value goes into a type only if that has a place for it: `int(inf)` is refused. \
      `zeros(2, dtype="float32")` makes a tensor of a type.
      """
    case .argumentValue, .zeroStep:
      """
      Some operations have a meaning only for some values. A step of 0 never arrives, a window of no size sees \
      nothing, and a matrix with more rows than columns, or with rows that repeat each other, has no inverse. \
      `x[::2]` takes every second element, and `x[::-1]` all of them backwards.
      """
    case .tooLarge:
      """
      A tensor's size is the product of its extents times the bytes of an element: 8 for float64, 4 for float32. \
      Limits keep the machine usable.
      """

    // Gradients and parameters.
    case .expectedGradient, .higherGradient:
      """
      `∂L/∂w` is one sign: how much `L` changes for a small change of `w`. After each ∂ stands a plain name or \
      something in parentheses, and the number above says how many names stand below. With `w = param(3)` and \
      `L = w^3`, `∂L/∂w` is 27 and `∂²L/∂w²` is 18.
      """
    case .notRecorded:
      """
      A gradient says how a number moves when a value moves that it was computed from. The program remembers how \
      values were computed when they come from a parameter, `w = param(0.8)`. What was computed from plain numbers, \
      inside `no_grad { … }` or after `detach(…)` has no memory.
      """
    case .notAScalar:
      """
      Backpropagation starts from one number, usually the loss: its gradient has the shape of the parameter. A tensor \
      of outputs would have a gradient for each of its elements. `sum` or `mean` makes one number of it.
      """
    case .rebound:
      """
      `∂L/∂w` asks for the value that `w` holds *now*. When `w` was bound to something new after `L` was computed, \
      that new value played no part in `L`. To update a parameter and keep its identity use `w := …`.
      """
    case .notInGraph:
      """
      The graph of a value holds everything it was computed from. Writing the same formula again makes a new value \
      that the old result does not know. Give an intermediate value a name before you use it, then ask for its \
      gradient.
      """
    case .notAParameter:
      """
      `=` binds a name to a value. `:=` changes the value of a parameter, which stays the same parameter, so that an \
      optimiser and the model that hold it see the change. Only `param(…)` makes parameters.
      """
    case .parameterLost:
      """
      The name held a parameter. After `=` it holds another value, and the parameter is reached only through what \
      captured it before. If you meant to train it, write `:=`.
      """
    case .heldParameter:
      """
      `w = param(3)` makes a parameter that `w` names. After `s = w` the name `s` holds its value like any other \
      value: `s += 1` means `s = s + 1` and leaves `w` as it is. `+=` updates a parameter only through the name it \
      was made under; `:=` updates whatever parameter a name holds.
      """
    case .whichVariable:
      """
      A prime means the derivative of a function of one number. Of several numbers there is one derivative for each: \
      `∂f/∂x(1, 2)` and `∂f/∂y(1, 2)` are numbers, `∇f(1, 2)` is a list of all, `hessian(f)(1, 2)` holds the second \
      ones.
      """
    case .unusedParameter:
      """
      A gradient of 0 says that the loss does not move when the parameter does. Here that is so because the parameter \
      plays no part in it at all; such a parameter never learns. After `L = w^2` the gradient `∂L/∂b` is 0; after \
      `L = w^2 + b` it is 1.
      """
    case .parameterGone:
      """
      The values of all parameters are part of the state of a session, and going back, by `:undo` or to an earlier \
      step of a lesson, takes the state along. What was built on a parameter that did not exist then has nothing to \
      hold on to. Make the parameter again and compute anew what was built on it.
      """
    case .parametersUpdated:
      """
      A graph keeps the numbers that it was computed from. When a parameter gets a new value afterwards, the loss and \
      its gradients stay what they were, and the steps shown are those of the old value. Compute the loss again to \
      see the new one: training does so in each of its steps.
      """
    case .graphGrows:
      """
      A value that was computed from parameters remembers how, as far back as it goes. When each turn of a loop adds \
      to the value of the turn before, the memory reaches back through all turns: they take more and more space, and \
      a gradient takes longer and longer. Where only the number matters, cut the memory off: \
      `total = total + detach(L)`.
      """

    // Losses and training.
    case .stretchedLoss:
      """
      A model with one output gives a column, of shape `[3, 1]` for 3 examples, and the targets are often a row, \
      `[3]`. An operation element by element stretches both to `[3, 3]`, so that every prediction is compared with \
      every target, and the loss falls while the wrong thing is learned. Give both one shape: `squeeze(p, axis=-1)` \
      makes a row of the column `p`.
      """
    case .staleLoss:
      """
      A loss holds the graph from which it was computed, with the parameters as they were then. A step moves the \
      parameters and leaves the graph as it is, so a second step along it takes the old gradient once more. The line \
      that computes the loss belongs in the loop, before the step.
      """
    case .softmaxTwice:
      """
      `cross_entropy` takes scores and makes probabilities of them itself, in a way that cannot overflow. Given \
      probabilities it makes probabilities of those once more: they lie so close together that little can be learned.
      """
    case .notAProbability:
      """
      The loss of a yes-or-no answer is a logarithm of the probability that was given to what is true, and a \
      probability lies between 0 and 1. The last layer should end with `σ`, which makes a probability of any score.
      """
    case .trainingEnded:
      """
      `train` ends before its last epoch when `patience=` epochs went by without a lower loss, or when you end it with \
      Ctrl-C. Nothing is lost: the record has every epoch that was done, and with `keep="best"` the weights are those \
      of the best epoch, else those after the last batch.
      """
    case .bytesUnscaled:
      """
      Pictures are kept as bytes, whole numbers from 0 to 255, because a data set of them takes an eighth of the \
      memory. `train`, `evaluate` and `accuracy` cut batches, and a batch has fractions from 0 to 1. A call of your \
      own, `net(x)`, takes numbers as they are; `fractions(x)` makes the same fractions of them.
      """
    case .trainingStopped:
      """
      After a loss that is no number every further step would make the weights no numbers too, so `train` stops and \
      puts the weights back that were there before the step that led to it. A rate that is too large, numbers of very \
      different size in the data, and a `log` or a division near 0 are the usual causes; `:diagnose` looks which it \
      is.
      """
    case .notData:
      """
      Training takes its examples as a record: `x` with one row for each example, and `y` with the answers in the \
      same order. A data set has two such parts, `train` to learn from and `test` to measure on examples that were \
      never seen; what learns is given one of them: `shuffle(dataset("moons").train)`.
      """
    case .weightsDiffer, .noParameters:
      """
      A file of weights holds numbers only, each tensor under its place in the model; how they are computed with is \
      in no file. So they are loaded into a model that is built already, with the same layers of the same sizes, and \
      everything is compared before anything changes. The values of a function without parameters cannot be kept, for \
      it has learned none.
      """
    case .cannotExport:
      """
      A model can be taken along to PyTorch when it is a row of layers that PyTorch knows as well: \
      `net = sequential(dense(2, 8, relu), dense(8, 1))`, then `:export net net.py`. A function of your own can do \
      anything, and no program can say for certain what it would be there.
      """
    case .nothingToReplay:
      """
      A run is kept while a loop, or `train`, changes parameters step by step; afterwards any of its steps can be \
      looked at again, also with another rate. So there must be a run first, such as \
      `w = param(1); for i in 1..9 { L = (w - 3)^2; w := w - 0.1*∂L/∂w }`, and then `:replay 3`. With `rate` only the \
      steps of an optimiser can be changed; where the rate is a name of your own, give that name another value.
      """

    // Data, tables and pictures.
    case .datasetMissing, .datasetName, .datasetUnknown, .unknownDataset, .datasetCount, .datasetGenerated:
      """
      A data set is asked for by its name and not by a path, so that a lesson finds it on every machine; `:data` \
      lists the names and the folders that are looked into. Some sets come with the program, such as `iris`; some are \
      made when they are asked for, with as many examples as you say: `dataset("moons", 20)`; some are fetched once: \
      `learnnn data get mnist`. A table of your own is put into one of the folders and read by its name: \
      `csv("houses")` reads `houses.csv`.
      """
    case .datasetColumn, .datasetUnfit:
      """
      To learn from a table there must be columns to predict from and one to be predicted: the last, unless `label=` \
      names another, as in `csv("houses", label="price")`. Both need numbers, or words that come again and again. A \
      name or a remark that is different in nearly every row tells a model nothing about the next row.
      """
    case .tableMissing, .tableNumber:
      """
      A model computes with every cell, so each cell of a column of numbers must hold a number. What an empty cell or \
      a word means is for you to say, since it changes what is learned: `missing="drop"` leaves such rows out, and \
      `missing="mean"` fills in the mean of the column. `numbers=["size"]` takes the words in a column for missing, \
      and `classes=["size"]` makes classes of all that stands in it.
      """
    case .tableRagged:
      """
      In a table every row has as many cells as the first, for the place of a cell says which column it belongs to. A \
      comma inside a text looks like the end of a cell; such a text stands between double quotes in the file. Mend \
      the line that is named, or say with `skip=` how many lines stand above the table.
      """
    case .unknownClass:
      """
      A column of words is learned as numbers, one for each word that stood in the table. A word that was never there \
      has no number, and the model has learned nothing about it, so any answer would be made up. `d.codes` of a data \
      set `d` lists the words of its columns.
      """
    case .fileTruncated, .fileMismatch, .fileDamaged:
      """
      A data file says at its beginning how much follows, and some carry a sum over all their bytes. When the rest \
      does not agree, the file was cut off or changed on its way. It is not read as far as it goes, for a model would \
      learn from wrong numbers and nobody would see it. Fetch or copy the file again.
      """
    case .fileKind, .fileUnsupported, .fileMalformed, .fileLimit:
      """
      What kind of file it is stands in its first bytes and not in its name: renaming a file does not make a PNG of \
      it. Of each kind the common forms are read, and no file larger than the machine can take. Open it in the \
      program that it comes from, and save it as a plain PNG, JPEG or CSV.
      """
    case .filePath:
      """
      The files of an archive are read as lying in one folder. A name that begins at the root of the disk, or that \
      goes up with `..`, would lie somewhere else and could overwrite what is there. So an archive with such a name \
      is refused as a whole.
      """
    case .notText, .notUtf8:
      """
      A text file is a row of bytes, and which characters they are depends on how it was saved. Programs and lessons \
      are read as UTF-8, which has the characters of all languages; bytes that mean nothing in it come from another \
      way of writing, or from a file that is no text at all. Save the file as UTF-8 in your editor; a table may say \
      what it is: `csv("houses", encoding="gbk")`.
      """
    case .cannotSave:
      """
      A table in a file has rows of cells, so what is saved as one must have them: a matrix, or examples with their \
      answers, `d = {x: [[1, 2], [3, 4]], y: [0, 1]}`. Then `:data save d table.csv` writes one row for each example. \
      The parameters of a model are kept by `:weights save` instead.
      """
    case .cannotDraw, .notImages:
      """
      A picture needs numbers in a certain order: a heatmap those of a matrix, an image its height and its width, a \
      plane of points two coordinates for each of them. `x.shape` tells what there is, and `reshape` brings it into \
      another form. `heatmap([[1, 2], [3, 4]])` draws four fields.
      """
    case .pictureOfMeans:
      """
      A picture has only as many fields as fit on the screen. When the matrix is larger, each field shows the mean of \
      a block of numbers, in which single large or small ones disappear. To see the numbers themselves draw a part: \
      `heatmap(A[:20, :20])`.
      """
    case .emptyPicture:
      """
      A digit is found by its brightness: it is lighter or darker than the paper around it. In a picture of one \
      brightness nothing stands out, and there is nothing to put into the middle and to scale. Write with a thick \
      dark pen on white paper, and look at the picture before you give it to a network.
      """

    // Limits.
    case .tooManySteps:
      """
      Every turn of a loop and every call counts as a step, so that a program that never ends is stopped the same way \
      on every machine.
      """
    case .tooDeep:
      """
      Each call waits for the calls inside it, and waiting takes memory. A function that calls itself must get closer \
      to a case in which it does not.
      """
    case .tooMuchOutput:
      """
      What one run may print is limited, so that a loop that never ends does not bury the screen. Nobody reads a \
      million lines either: print now and then, as in `for i in 1..1000 { if i % 500 == 0 { print(i) } }`, or gather \
      the numbers in a list and `plot` them.
      """
    case .tooLong:
      """
      Nobody types a program of this size: there are most likely data in it. Numbers are read faster, and looked at \
      more easily, from a file: put the table into a data folder and write `csv("houses")`.
      """
    case .interrupted:
      """
      Ctrl-C stops what runs as soon as nothing is half done. What was computed before is kept: names have the values \
      that they had reached, and `train` leaves the weights of its last whole batch, so you can look at them and go \
      on from there.
      """

    // Using the program.
    case .notAnExpression:
      """
      An expression has a value, such as `w * x`; a statement does something, such as `y = w * x`. What asks about a \
      value needs one expression: `:type 2 + 3`. Several steps are bound to names first, and then the last name is \
      asked about.
      """
    case .builtIn:
      """
      Many functions are written in the language itself and can be read and changed: `:source softmax`. The \
      operations at the bottom, such as `exp` or the product of matrices, are part of the program; for them there is \
      an explanation instead, `?exp`.
      """
    case .nothingToUndo:
      """
      `:undo` takes back the last input that changed something: a name, a setting, the place in a lesson. What only \
      showed a value changed nothing and is passed over. Given again it goes back further, until the state is that of \
      the beginning.
      """
    case .fileExists, .foreignFile:
      """
      A file that was not written here may be somebody's work, so it is not replaced unasked. Give another name. At \
      the prompt the word `--force` behind a command says that it may be replaced; what this session wrote itself, it \
      writes again without asking.
      """
    case .commandInLesson:
      """
      A lesson runs on the machines of people who did not write it, and it should look the same for all of them. So \
      its cells may compute and show, but they change no settings and write no files, which commands can. What you \
      type yourself has no such bound.
      """
    case .playing, .notPlaying, .practising:
      """
      `:play` and `:again` make room for trying: in free play nothing is judged, in practice an exercise has other \
      numbers, and nothing of either counts. What counts has to wait until `:resume` brings the lesson back with \
      everything as it was.
      """
    case .solutionLocked:
      """
      Something that you tried yourself, even in vain, is remembered better than something you read. So a solution \
      opens once the exercise is solved, or after three attempts; until then `:hint` helps, and `:skip` goes on \
      without it.
      """
    case .noOtherNumbers:
      """
      `:again` gives an exercise other numbers, by changing those that the lesson binds before it. Where no number is \
      free, or where the task is about just these, a change would make another task of it, and perhaps one without an \
      answer.
      """

    // Writing lessons.
    case .orphan, .orphanAnswer, .orphanOutput, .orphanSays, .secondOutput, .beforeExercise:
      """
      The blocks of a lesson belong to each other: an output to the cell right above it, the words of a `says` to the \
      mistake before it, a hint, a solution or a check to the exercise that its `for=` names. A lesson is read from \
      top to bottom, by people as by the program, so what something belongs to stands above it.
      """
    case .duplicateId, .badId:
      """
      What a student has done is kept under the id of the lesson and of the exercise, and what one hands in is read \
      by it. So an id is given once, stays when the text around it is changed, and is made of letters, digits, `-` \
      and `_` that every system can write.
      """
    case .newerFormat, .olderFormat:
      """
      The format of lessons has a number, so that a lesson written years ago is still read as it was meant. A program \
      reads all formats up to its own; what a later one means it cannot know. `learnnn doc lessons` explains the \
      present one.
      """
    case .requiresCycle, .requiresItself, .unknownRequirement, .formerlyItself:
      """
      `requires` names the lessons that come before this one, and the order of a course is made from it; `former` \
      names those whose work this one takes over. Both point from one lesson to others that there are. In a circle no \
      lesson could be the first, and a lesson cannot come before itself.
      """
    case .noCheck, .noSolution, .solutionFails, .starterPasses:
      """
      An exercise is judged by its checks, and they compare with its solution: `close(y, expected.y)` takes \
      `expected.y` from there. `learnnn check` does what a student would do: what is given at the start must not \
      pass, and every solution must. An exercise that says wrong to what is right does more harm than none.
      """
    case .mistakeWithoutSays, .mistakePasses, .mistakeShadowed, .mistakeUnrecognised:
      """
      A mistake is a wrong answer that is to be expected, and its `says` are the words for whoever gives it. It is \
      recognised by the values that it leaves, or by the error it ends in. So it binds the same names as the \
      solution, ends otherwise than that and than every other mistake, and does not pass the checks.
      """
    case .checkNotAFunction, .checkNotBoolean, .checkOperation, .checkTolerance, .checkUntested,
      .checkWithoutCondition:
      """
      A check is a few lines of the language, and the last of them is a condition: true means that the answer is \
      right. `close(y, expected.y)` compares values, `same(f, expected.f)` compares functions by trying inputs that \
      both can take, and `uses("exp")` asks whether an operation was used. Each needs values of the kind that it \
      compares, or it could never say yes.
      """
    case .numberDiffers, .numberWithoutValue, .tieWithoutNumber, .outputDiffers, .cellRuns:
      """
      What a lesson claims is tried by `learnnn check`: the output under a cell, a number in the text that a comment \
      ties to its code, a cell marked `fails`. A reader who finds another number than the text says no longer trusts \
      either. `learnnn check --update` writes changed outputs in; a number in the text is mended by hand, since the \
      sentence around it may not be true any more.
      """
    case .predictionWithoutNumber, .walkWithoutGradient:
      """
      What students are to predict or to walk through is computed when they are asked, from what the cells before \
      have bound. So a prediction needs a number there, and a walk a number that was computed from a parameter: after \
      `w = param(2); L = w^2` one can walk through `L`.
      """
    case .translationDiffers, .otherTerm:
      """
      A lesson and its translation are one lesson: a student may change the language in the middle, and what was done \
      in one is done in the other. So ids, code and the order of the steps are the same, and only words differ. One \
      term for one thing, listed in `terms.md`, keeps the lessons of a course readable together.
      """
    case .ownNumbers, .notFinite, .rosterNeeded:
      """
      With `choose` in a cell, as in `choose([2, 3, 5])`, every student gets numbers of their own, drawn from the \
      name, so that no answer can be copied. Everything in the lesson must work with each of them: no solution may \
      divide by 0 or give what is no finite number. A hand-out of such a lesson belongs to one student, so the list \
      of the class is needed to write them.
      """
    case .handout, .handoutAccepts, .handoutRefuses, .lessonRefused:
      """
      A hand-out is a lesson without its solutions and without its hidden checks. It is written only of a lesson that \
      `learnnn check` accepts, and before that all solutions and mistakes are tried against it: it must take each \
      solution for right, and no mistake that its checks can see. Points are given by the whole lesson, which only \
      the teacher has.
      """

    // The message says all there is: which file cannot be had, what a command lacks, or which place of a lesson, a
    // class list or a request is meant, and what to write there.
    case .ambiguousLesson, .atTheEnd, .atTheStart, .backtickInHeader, .badBlock, .badDate, .badFrontMatter, .badLate,
      .badMarks, .badNumber, .badOrder, .badQuiz, .badRequest, .badRoster, .badValue, .brokenLink, .brokenMathematics,
      .cannotDownload, .cannotRead, .cannotWrite, .datasetUnreadable, .emptyBlock, .error, .missingArgument,
      .missingAttribute, .missingFrontMatter, .missingValue, .noAnswer, .noCurl, .noError, .noExercise, .noHome,
      .noLesson, .noLessons, .noMirror, .noSuchLesson, .noSuchStep, .notGrades, .notWritten, .nothingKept,
      .pointsDiffer, .progressDamaged, .repeatedAttribute, .repeatedField, .tooManyFaults, .unclosedComment,
      .unclosedFence, .unclosedFrontMatter, .unclosedQuote, .unclosedQuotes, .unexpectedArgument, .unknownAttribute,
      .unknownChoice, .unknownFence, .unknownSetting, .wrongValue:
      nil
    }
  }
}
