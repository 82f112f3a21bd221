import Source

extension SyntaxError {
  /// What to say, and what to type instead.
  var words: Words {
    characterWords ?? structureWords ?? nameWords ?? statementWords ?? habitWords
  }

  private var characterWords: Words? {
    switch self {
    case .oddCharacter(let text):
      oddCharacterWords(text)
    case .backslash(let name, let symbol?):
      Words(
        .backslash, "`\\\(name)` was not turned into \(symbol)",
        help: "type \\\(name) and press Tab, or write \(symbol)")
    case .backslash(let name, nil):
      if name.isEmpty {
        Words(
          .backslash, "a `\\` means nothing here",
          notes: ["A line goes on by itself after an operator, a comma or inside brackets."])
      } else {
        Words(.backslash, "there is no symbol called `\\\(name)`", help: "write the name without the backslash")
      }
    case .raisedLabel(let text):
      Words(
        .raisedLabel, "a raised `\(text)` is a label, not a power", help: "put the number into the name: W₂, or W_2")
    case .pointWithoutDigit(let written, let meant):
      Words(.numberPoint, "a number has digits on both sides of its point", help: "write \(meant) for \(written)")
    case .severalPoints(let text):
      Words(
        .numberPoint, "`\(text)` has more than one point",
        help: "a number has one point, and nothing between its thousands: 1000.5; a range is written 1..5")
    case .otherBase(let text):
      Words(.numberBase, "`\(text)` is not a decimal number", help: "numbers are written in decimal digits")
    case .numberTooLarge:
      Words(.numberTooLarge, "this number is too large", notes: ["The largest is about 1.8e308."], help: "write inf")
    case .unclosedString:
      Words(
        .unclosedString, "this string is never closed", label: "opened here",
        help: "close it with \" on the same line")
    case .unclosedInterpolation:
      Words(
        .unclosedString, "this `{` in a string is never closed", label: "opened here",
        help: "close it with }, or write \\{ for the brace itself")
    case .emptyInterpolation:
      Words(
        .emptyInterpolation, "nothing stands between these braces",
        help: "put an expression between them, or write \\{\\} for the braces themselves")
    case .unknownEscape(let text):
      Words(
        .unknownEscape, "`\(text)` means nothing in a string",
        help: "write \\\\ for a backslash; there are \\n \\t \\r \\\" \\{ \\} and \\u{3C3}")
    case .singleQuotes(let text):
      Words(
        .singleQuotes, "strings stand between double quotes",
        help: "write \"\(text.dropFirst().dropLast())\"; after a function, ' is its derivative")
    case .loneQuote(let text):
      Words(
        .loneQuote, "a `\(text)` means nothing here",
        notes: ["A ' right after a function is its derivative, as in f'(2)."],
        help: "strings stand between double quotes")
    default: nil
    }
  }

  private func oddCharacterWords(_ text: String) -> Words {
    guard let scalar = text.unicodeScalars.first else {
      return Words(.oddCharacter, "a character means nothing here")
    }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    switch scalar {
    case "‐", "‑", "‒", "–", "—", "―":
      return Words(.oddCharacter, "`\(text)` is a dash (\(code)), not a minus", help: "write - for minus")
    case "…": return Words(.oddCharacter, "`…` means nothing here", help: "a range is written 1..5")
    case "∘":
      return Words(.oddCharacter, "`∘` means nothing here", help: "write * for the product element by element")
    case "₊", "₋", "₌", "₍", "₎":
      return Words(.oddCharacter, "a name cannot hold `\(text)`", help: "write _ and letters, as in x_next")
    default: break
    }
    if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
      || (0x2066...0x2069).contains(scalar.value)
    {
      return Words(.oddCharacter, "there is a control character here (\(code))", help: "delete it")
    }
    if scalar.properties.isEmojiPresentation {
      return Words(
        .oddCharacter, "`\(text)` cannot be part of a program", help: "emoji may stand in strings and comments")
    }
    return Words(.oddCharacter, "`\(text)` (\(code)) means nothing here")
  }

  private var structureWords: Words? {
    switch self {
    case .unclosedBracket(let text):
      Words(.unclosedBracket, "this `\(text)` is never closed", label: "opened here")
    case .mismatchedBracket(let opened, let closed):
      Words(.mismatchedBracket, "`\(closed)` does not close `\(opened)`", label: "closes here")
    case .unmatchedCloser(let text):
      Words(.unmatchedBracket, "this `\(text)` closes nothing", help: "delete it, or open it before")
    case .expectedValue(let after?, let found):
      Words(.expectedValue, "a value is missing after `\(after)`", label: "found \(found)")
    case .expectedValue(nil, let found):
      Words(.expectedValue, "a value should stand here", label: "found \(found)")
    case .expected(let what, let found):
      Words(.expectedToken, "\(what) should stand here", label: "found \(found)")
    case .expectedInList(let closer, let found):
      Words(
        .expectedToken, "`,` or `\(closer)` should stand here", label: "found \(found)",
        help: "put a comma between two values")
    case .expectedBlock(let header, let found):
      Words(
        .expectedBlock, "`\(header)` needs a block between braces", label: "found \(found)",
        help: "put { after it, and } at the end of the block")
    case .expectedGradient(let top):
      Words(
        .expectedGradient, "`∂\(top)` needs a `/∂…` after it",
        notes: ["A plain name or parentheses stand after each ∂."], help: "write ∂\(top)/∂w, or grad(\(top), w)")
    case .higherGradient:
      Words(
        .higherGradient, "the order above is not the number of names below",
        notes: ["∂²L/∂w∂b has two names after the stroke, and so has ∂²L/∂w²."],
        help: "write ∂²L/∂w², or grad(grad(L, w), w); f'' for a function of a number")
    case .sideBySide(let left, let right, let isCall):
      Words(
        .missingOperator, "something is missing between `\(left)` and `\(right)`",
        notes: ["Only a number before a name, a parenthesis or a ∂ is a product without a sign."],
        help: isCall
          ? "a product has a * or an @ between them, a call parentheses after the name"
          : "a product has a * or an @ between them")
    case .powerThenParenthesis(let power):
      Words(
        .missingOperator, "`\(power)` is a number here, and cannot be called",
        help: "write f(x)² for the square of a result, and * for a product")
    case .parenthesesHoldOne:
      Words(.parenthesesHoldOne, "parentheses hold one value", help: "a list is written [a, b]")
    case .emptyParentheses:
      Words(.expectedValue, "nothing stands between these parentheses", help: "an empty list is []")
    case .emptySubscript:
      Words(.expectedValue, "nothing stands between these brackets", help: "write x[0] for the first element")
    case .commaOutsideList:
      Words(
        .commaOutsideList, "a comma stands only in lists, calls and definitions",
        help: "a list is written [a, b]; a large number has no commas: 1000 or 1_000")
    case .unpackedValues:
      Words(
        .commaOutsideList, "a comma stands only in lists, calls and definitions",
        help: "put the values into a list: a, b = [1, 2]")
    case .operatorStartsLine(let text):
      Words(
        .operatorStartsLine, "a line cannot start with `\(text)`",
        help: "end the line before with \(text), or put the whole into parentheses")
    case .severalRanges:
      Words(.severalRanges, "a range has two ends", help: "for steps write range(0, 10, 2)")
    case .rangeWithColon:
      Words(.rangeWithColon, "a `:` makes no range here", help: "write 1..5, or 0..<5 without the end")
    case .looseLambda:
      Words(
        .looseLambda, "`->` cannot stand here", notes: ["Plain names stand before it: x -> x^2, (x, y) -> x + y."],
        help: "put the function into parentheses")
    case .unexpected(let found):
      Words(.unexpectedToken, "\(found) cannot stand here")
    case .tooDeep(let what, let limit):
      Words(
        .tooDeep, "too many \(what)", notes: ["At most \(limit) may stand inside one another."],
        help: "give parts of it names of their own")
    case .tooLong(let limit):
      Words(.tooLong, "this text is too long", notes: ["A text may have \(limit) bytes."])
    case .implicitProductInDenominator(let product):
      Words(
        .implicitProduct, "`/\(product)` is read as `/(\(product))`",
        label: "a product without a sign binds tighter than /",
        help: "write the * to divide first")
    default: nil
    }
  }

  private var nameWords: Words? {
    switch self {
    case .assignmentInCondition(let text):
      Words(.assignmentInCondition, "`=` gives a name a value; `==` compares", help: text)
    case .spacedEquals:
      Words(.spacedEquals, "two `=` with a space between them", help: "write == to compare, one = to give a value")
    case .chainedBinding:
      Words(.chainedBinding, "one `=` to a statement", help: "write two statements: y = 1; x = y")
    case .cannotAssignElement(let name):
      Words(
        .cannotAssignElement, "an element of `\(name)` cannot be given a new value",
        notes: ["Values never change; names are given new values."],
        help: "\(name) = where(condition, new, \(name)) changes elements; append(\(name), v) gives a longer list")
    case .cannotAssignField(let name):
      Words(
        .cannotAssignField, "a field of `\(name)` cannot be given a new value",
        notes: ["Values never change; names are given new values."],
        help: "make a new record: \(name) = {…}; of a model's parameter, or an optimiser's rate, write := instead of =")
    case .cannotAssignKeyword(let word):
      Words(
        .cannotAssignKeyword, "`\(word)` is a word of the language", help: "choose another name, such as \(word)_")
    case .cannotAssignValue(let text):
      Words(.cannotAssignValue, "`\(text)` cannot be given a value", help: "the name stands on the left: x = …")
    case .cannotAssignPrime:
      Words(.cannotAssignPrime, "a name cannot hold a `'`", help: "write x_new, or dx")
    case .functionUpdated:
      Words(.functionUpdated, "a function is defined with `=`", help: "write f(x) = x^2")
    case .updateInside(let text):
      Words(
        .updateInside, "`\(text)` makes a statement of its own", help: "put it on a line by itself, or into braces")
    case .parameterNotName(let text):
      Words(
        .parameterNotName, "`\(text)` is not a name for a parameter",
        help: "parameters are plain names: f(x, k=2) = …")
    case .repeatedName(let text):
      Words(.repeatedName, "`\(text)` is given twice", help: "keep one of them")
    case .defaultBeforeRequired(let text):
      Words(
        .defaultBeforeRequired, "`\(text)` needs a default too",
        notes: ["Parameters with defaults come last."], help: "move it before those with a default")
    case .positionalAfterNamed:
      Words(.positionalAfterNamed, "arguments without a name come first", help: "move it before the named ones")
    case .colonArgument(let name):
      Words(.colonArgument, "an argument is named with `=`", help: "write \(name)=…")
    case .recordKey(let key):
      Self.isName(key)
        ? Words(.recordKey, "the names of a record's fields have no quotes", help: "write {\(key): …}")
        : Words(
          .recordKey, "a record's fields that are written out have names, and “\(key)” is none",
          help: "make the field with its key: with({}, \"\(key)\", …)")
    default: nil
    }
  }

  /// Whether a text is a name as the language writes them.
  private static func isName(_ text: String) -> Bool {
    guard let first = Lexer.tokens(of: SourceText(text)).first, case .name = first.kind else { return false }
    return first.span == Span(0, text.utf8.count)
  }

  private var statementWords: Words? {
    switch self {
    case .returnOutsideFunction:
      Words(
        .returnOutsideFunction, "`return` stands only inside a function",
        help: "leave it out, for a line shows its value by itself; a function is f(x) = { … }")
    case .outsideLoop(let word):
      Words(.outsideLoop, "`\(word)` stands only inside a loop", help: "use if to choose what runs")
    case .elseWithoutIf(true):
      Words(.elseWithoutIf, "`else` stands on the line of the `}` before it", help: "write } else {")
    case .elseWithoutIf(false):
      Words(.elseWithoutIf, "this `else` has no `if`", help: "write if c { … } else { … }")
    case .commandInside:
      Words(.commandInside, "a command cannot stand inside braces", help: "give the command on a line of its own")
    case .commandNotFirst:
      Words(.commandNotFirst, "a command stands on a line of its own", help: "put it at the start of the next line")
    default: nil
    }
  }

  private var habitWords: Words {
    switch self {
    case .colonBlock(let header):
      Words(.colonBlock, "blocks stand between braces here, not after a colon", help: "write \(header) { … }")
    case .habit(let word, let meant):
      Words(.otherLanguage, "`\(word)` is a word of another language", help: meant)
    case .foreignOperator(let text):
      Words(.otherOperator, "there is no operator `\(text)`", help: Self.foreignMeanings[text])
    case .typeAnnotation(let name):
      Words(.typeAnnotation, "names have no types written beside them", help: "write \(name) = …")
    case .ternary:
      Words(.otherLanguage, "a choice starts with its condition", help: "write if c { a } else { b }")
    case .comprehension:
      Words(.otherLanguage, "a list is not made with `for` inside it", help: "write map(x -> x^2, xs)")
    case .membership:
      Words(.otherLanguage, "`in` stands only in `for x in xs`", help: "write any(xs == x) to ask whether x is in xs")
    case .loopCounter(let name):
      Words(.otherLanguage, "a loop goes over the values of something", help: "write for \(name) in 1..10 { … }")
    case .questionMark:
      Words(
        .otherOperator, "`?` asks about a name at the start of a line",
        help: "write if c { a } else { b } for a choice")
    default:
      Words(.unexpectedToken, "this cannot stand here")
    }
  }

  private static let foreignMeanings: [String: Phrase] = [
    "...": "a range is written 1..5", "..=": "1..5 includes its end, 1..<5 does not", "===": "write == to compare",
    "!==": "write != to compare", "**=": "write x = x^2", "//=": "write x = floor(x / 2)", "&&": "write and",
    "||": "write or", "++": "write x += 1, or a single +", "--": "write x -= 1",
    "//": "write floor(a / b) to divide down; a comment starts with #", "/*": "a comment starts with #",
    "=>": "write x -> … for a function, >= to compare", "=<": "write <= to compare", "<>": "write != to compare",
    "%=": "write x = x % 2", "^=": "write x = x^2", "@=": "write x = x @ y",
    "~=": "write != for unequal, close(a, b) or ≈ for nearly equal", "|>": "write f(x)",
    "<<": "write x * 2^n", ">>": "write floor(x / 2^n)", "!": "write not x, or != to compare", "&": "write and",
    "|": "write or; the absolute value is abs(x)", "~": "write not x; a range is written 1..5",
    "$": "write {x} inside a string",
    "`": "strings stand between double quotes",
  ]
}
