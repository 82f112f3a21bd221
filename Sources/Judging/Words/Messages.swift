/// Everything that is said about lessons and answers, by key: the table that a translator fills.
///
/// `{0}`, `{1}` … are filled in; a translation may put them in another order.
package enum MessageKey: String, CaseIterable, Sendable {
  // The verdict.
  case right, rightPoints, passesVisible, keptToGrade, tooManyStatements,
    tooManyGradedSteps, tooManyGradedStepsInCall, notYet, onePointWord, pointsWord, blankLeft, blanksLeft, missingNames,
    nothingToCheck, faultyCheck, interrupted, ownError, checkFailed, nowSolution,
    askHint
  // Near misses: shapes.
  case shape, shapeOf, shapeNumber, numberShape, numberShapeOf, transposed, permuted, rearranged, sumMissing,
    sumOverExamplesMissing, meanMissing, meanOverExamplesMissing, totalMissing, totalMeanMissing, summedTooMuch,
    averagedTooMuch, firstMissing, lastMissing, firstTooMany, lastTooMany
  // Near misses: values.
  case sign, negated, factor, twice, half, meanOver, sumOver, degreesTooFew, degreesMissing, offset, square, root,
    exponential, logarithm, reciprocal, complement, termMissing, termTooMany, reversed, exchangedTwo, shifted,
    someRight, nearly,
    notANumber, kind, kindOf
  // Near misses: gradients.
  case gradientOf, chainTooShort, chainTooLong, onePath, localOnly
  // Functions.
  case functionValue, functionFails, functionArguments, notApart, apartFails, apartInfinite,
    functionNegated, functionComplement, functionTwice, functionHalf, functionReciprocal, functionSquare,
    functionMirrored, functionMirroredComplement, functionOffset,
    // Other numbers.
    onlyHere, onlyHereValue, onlyHereOther, onlyHereOtherValue, onlyHereElse, onlyHereElseValue, byLuck, stale
  // Slips: one mended place makes the answer right.
  case slipMinusTooMuch, slipMinusMissing, slipAdd, slipSubtract, slipEverySign, slipOrder, slipQuotient, slipExchanged,
    slipName, slipNumber, slipRounded, slipFunction, slipArgument, slipCallMissing, slipCallTooMuch, slipBefore,
    slipSquare, slipSquareInstead, slipPowerMissing, slipPowerTooMuch, slipFactorMissing, slipFactorTooMuch,
    slipDivisorMissing, slipDivisorTooMuch, slipQuotientTooMuch, slipTermMissing, slipTermTooMuch,
    slipSubtrahendMissing, slipPercent, slipPlusInstead, slipMinusInstead, slipTimesInstead, slipOverInstead,
    slipPowerInstead, slipMatrixInstead, slipSquares, slipInside, slipOutside, slipEach, slipParentheses,
    slipParenthesesTwice, slipParenthesesTooMuch, slipTransposed, slipNotTransposed, slipSecond, slipSlopeMissing,
    slipSlopeTooMuch, slipRoot,
    slipPowerMoved, slipSomeFactorMissing, slipSomeDivisorMissing, slipSomeTermMissing, slipNameValue, slipExponent,
    slipPoint, slipAxis, slipHalf, slipDoubleInstead, slipSubtractInstead, slipAddInstead, slipOfDifference, slipOfSum,
    slipOfProduct, slipOfQuotient, slipIntoSum, slipRootTooMuch, slipRow, slipColumn, slipRange, slipElse,
    slipTwoPlaces, slipTwoNames, slipTwoSigns, slipPlusBefore, slipPlaces,
    slipTermsMissing, slipFactorsMissing, slipTermsOther, slipFactorsOther, slipPartsTooMuch
  // Answers that are nearly one.
  case rightOtherName, rightNameless, giveName, oneEquals, questionBack, singleWord, noHintHere, noSolutionHere,
    skippedValue, nothingToCheckHere
  case rounded, partsRight, shouldBePositive, shouldBeNegative, notExactlyZero, tooSmall, tooLarge, exchangedPlaces
  // Where a value that is no number comes from.
  case nanQuotient, nanDomain, nanFrom
  // How it was done.
  case shouldUse, shouldAvoid, notAllowed, notTrained, notComputed, reportChanged
  // Hints, solutions, skipping.
  case hint, lastHint, noHints, noMoreHints, solutionLocked, solution, otherSolution, yours, noAnswerYet, skipped,
    skippedUnsolved, reset, goesOnMine, goesOnOfficial
  // Quizzes, predictions, orderings, questions.
  case quizRight, quizWrong, quizRange, quizSeveral, predictionRight, predictionWrong, predictionForm, predictionSign,
    predictionShape, axesSwapped, axesCount, shapeOther, shapesOther, signOther, signNotZero, guessPositive,
    guessNegative, guessLarger, guessSmaller, orderRight, orderWrong, orderOne,
    orderForm,
    orderNone, orderBefore, modelAnswer, questionKept
  // Progress.
  case welcomeBack, movedHere, longCellAhead, changedTask, answerFails, damaged, salvaged, otherVersion, boundLater,
    boundByStarter, boundHere,
    boundBySkipped, boundByStopped,
    cannotSave,
    pointsSoFar, openInCells, noSuchTask, taskList, takenUntried
  // The pages of a lesson.
  case lessonNumber, aboutMinutes, oneStep, stepCount, oneExercise, exerciseCount, ownNumbers, cellTitle,
    cellFooter, longCellFooter, exerciseTitle, exerciseNamed, exerciseFooter, puzzleAllows, hiddenCheck, hiddenChecks,
    predictTitle,
    predictValue, predictSign, predictShape, quizFooter, orderLead, orderFooter, questionFooter, walkTitle,
    walkPredicts, walkFooter,
    walkMade, walkOpen, walkMissing, walkType, typeAnswer,
    typeAnswerOrHint, lessonDone, lessonEnds, lessonLeft, lessonsNext, lessonOver, readOn, playBegins, playGoesOn,
    againBegins, againRight, noTranslation
  // The steps of a lesson, in its outline.
  case stepExercise, stepPredict, stepQuiz, stepOrder, stepQuestion, stepWalk
  // The lists of lessons and of what is done.
  case markDone, markBegun, markNext, markChanged, markSkipped, minutesShort, loadOpens, oneAttempt, attemptCount,
    oneHint, hintCount
  // What a command cannot do here.
  case noLessons, lessonsLookedFor, loadNeedsName, noLesson, loadFirst, lessonsLists, atTheEnd, atTheStart,
    stepsRange, outlineLists, playingAlready, notPlaying, playingUnjudged, playingUnskipped, resumeReturns,
    practising, noOtherNumbers, hintHelps,
    noExerciseHere, noSuchExercise, didYouMean, theyAre, noExerciseYet, noOwnAnswer, answerOfficial, solutionClosed,
    skipGoesOn, answerTakes, answerShows, asksNothing, nextGoesOn
}

extension MessageKey {
  /// The message in English.
  package var english: String {
    switch self {
    case .right: "right"
    case .rightPoints: "right · {0}"
    case .passesVisible: "it passes the checks you can see · {0}"
    case .keptToGrade: "kept for your teacher · {0}"
    case .tooManyStatements:
      "grading stops here: the answer has {0} statements, and {1} are allowed; put what is repeated into a loop or a function"
    case .tooManyGradedSteps:
      "grading stops in line {0} of the answer: a statement may take {1} steps; fewer turns of its loop, or tensors instead of it, take fewer"
    case .tooManyGradedStepsInCall:
      "grading stops in a call of {0}: it may take {1} steps; fewer turns of its loop, or tensors instead of it, take fewer"
    case .notYet: "not yet"
    case .onePointWord: "1 point"
    case .pointsWord: "{0} points"
    case .blankLeft: "1 blank left: put your answer in place of ___"
    case .blanksLeft: "{0} blanks left: put your answers in place of ___"
    case .missingNames: "still missing: {0}"
    case .nothingToCheck: "there is nothing to check yet: type your answer, or :hint for a hint"
    case .faultyCheck: "a check of this lesson is itself at fault; it does not count against you ({0})"
    case .interrupted: "the check was interrupted"
    case .ownError: "the answer ends in an error: {0}"
    case .checkFailed: "the check cannot be made with this answer: {0}"
    case .nowSolution: ":solution shows a solution, if you would rather see one"
    case .askHint: ":hint gives a hint"

    case .shape: "{0} has the shape {1}; it should have the shape {2}"
    case .shapeOf: "{0} has the shape {1}; it should have the shape of {2}, {3}"
    case .shapeNumber: "{0} has the shape {1}; it should be one number"
    case .numberShape: "{0} is one number; it should have the shape {1}"
    case .numberShapeOf: "{0} is one number; it should have the shape of {1}, {2}"
    case .transposed: "the values are right but transposed"
    case .permuted: "the values are right, but the axes are in another order: transpose(…, {0}) would put them right"
    case .rearranged: "the values are right, but arranged in another shape"
    case .sumMissing: "the sum along axis {0} is missing: with it the values are right"
    case .sumOverExamplesMissing: "the sum over the examples, axis 0, is missing: with it the values are right"
    case .meanMissing: "the mean along axis {0} is missing: with it the values are right"
    case .meanOverExamplesMissing: "the mean over the examples, axis 0, is missing: with it the values are right"
    case .totalMissing: "the sum over all of them is missing: with it the value is right"
    case .totalMeanMissing: "the mean over all of them is missing: with it the value is right"
    case .summedTooMuch: "this is what it should be, summed along axis {0}: leave that sum away"
    case .averagedTooMuch: "this is what it should be, averaged along axis {0}: leave that mean away"
    case .firstMissing: "the first place of axis {0} is missing: does a slice or range begin one too late?"
    case .lastMissing: "the last place of axis {0} is missing: does a slice or range end one too early?"
    case .firstTooMany:
      "there is one place too many at the start of axis {0}: does a slice or range begin one too early?"
    case .lastTooMany: "there is one place too many at the end of axis {0}: does a slice or range end one too late?"

    case .sign: "the sign of {0} is wrong; the size is right"
    case .negated: "all signs of {0} are wrong; the sizes are right"
    case .factor: "{0} is {1} times what it should be"
    case .twice: "{0} is twice what it should be"
    case .half: "{0} is half of what it should be"
    case .meanOver: "{0} is {1} times what it should be: is the mean over {1} missing?"
    case .sumOver: "{0} is 1/{1} of what it should be: a mean over {1} where a sum belongs?"
    case .degreesTooFew: "{0} fits a division by n − 1 = {1}; it should be divided by n = {2}"
    case .degreesMissing: "{0} fits a division by n = {1}; it should be divided by n − 1 = {2}"
    case .offset: "{0} is off by {1} everywhere"
    case .square: "{0} is the square of what it should be"
    case .root: "{0} is the square root of what it should be"
    case .exponential: "{0} is exp of what it should be"
    case .logarithm: "{0} is the logarithm of what it should be"
    case .reciprocal: "{0} is 1 divided by what it should be"
    case .complement: "{0} is 1 minus what it should be"
    case .termMissing: "a term is missing: adding {1} to {0} makes it right"
    case .termTooMany: "there is a term too many: without {1}, {0} is right"
    case .reversed: "the values are right, but in reverse order along axis {0}"
    case .shifted: "the values are right, but moved by one place along axis {0}"
    case .someRight: "{0} of {1} numbers are right; the first that is not is {2}"
    case .nearly: "{0} is close, within 1 %, but not exact"
    case .notANumber: "{0} contains nan, which is not a number"
    case .kind: "{0} is {1}; it should be {2}"
    case .kindOf: "{0} has another form than it should have"

    case .gradientOf: "that is ∂{0}/∂{1}"
    case .chainTooShort: "that is ∂{0}/∂{1}: the chain goes on from {1} to {2}"
    case .chainTooLong: "that is ∂{0}/∂{1}: the chain has gone further back than {2}"
    case .onePath:
      "that is what arrives at {0} by one of {1} paths: {0} is used {1} times, and what arrives is added up"
    case .localOnly: "that is the local derivative alone: multiply it by the gradient that arrives, ∂{0}/∂{1}"

    case .onlyHere: "right for the numbers of the lesson, but not for others: with {0} it is another value"
    case .onlyHereValue:
      "right for the numbers of the lesson, but not for others: with {0}, yours gives {1}; it should be {2}"

    case .stale: "{0} is still what it was before {1} changed: type {2} once more"
    case .byLuck: "right by luck alone: it draws random numbers, and with others it is another value"
    case .onlyHereElse: "right for the numbers of the lesson, but not for others: with them it is another value"
    case .onlyHereElseValue:
      "right for the numbers of the lesson, but not for others: with them, yours gives {0}; it should be {1}"

    case .functionNegated: "the sign of {0} is wrong for every input; the size is right"
    case .functionComplement: "{0} is 1 minus what it should be, for every input"
    case .functionTwice: "{0} is twice what it should be, for every input"
    case .functionHalf: "{0} is half of what it should be, for every input"
    case .functionReciprocal: "{0} is 1 divided by what it should be, for every input"
    case .functionSquare: "{0} is the square of what it should be, for every input"
    case .functionMirrored: "{0} is mirrored: for every input it gives what it should give for minus that"
    case .functionMirroredComplement:
      "{0} is mirrored: for every input it gives what it should give for minus that, which is 1 minus what it should be"
    case .functionOffset: "{0} is off by {1} for every input"
    case .onlyHereOther:
      "right for the numbers of the lesson, but not for others: with another {0} it is another value"
    case .onlyHereOtherValue:
      "right for the numbers of the lesson, but not for others: with another {0}, yours gives {1}; it should be {2}"

    case .slipMinusTooMuch: "the minus before {0} is too much: its sign is wrong"
    case .slipMinusMissing: "a minus is missing before {0}: its sign is wrong"
    case .slipAdd: "the sign before {0} is wrong: it is to be added (plus), not subtracted (minus)"
    case .slipSubtract: "the sign before {0} is wrong: it is to be subtracted (minus), not added (plus)"
    case .slipEverySign: "the signs are wrong: each {1} should be {0}, plus for minus or the other way round"
    case .slipOrder:
      "the order of the difference is turned round, and with it the sign: {1} comes first, then minus {0}"
    case .slipQuotient: "the division is the wrong way round, upside down: {1} is to be divided by {0}"
    case .slipExchanged: "{0} and {1} are exchanged"
    case .slipName: "{0} is not what belongs there: with {1} in its place it is right"
    case .slipNumber: "{0} is not the number that belongs there: with {1} in its place it is right"
    case .slipRounded: "{0} is rounded: with {1} in its place it is right"
    case .slipFunction: "{0} is not the function that belongs there: with {1} in its place it is right"
    case .slipArgument: "{0} is missing in {1}(…)"
    case .slipCallMissing: "{0} is missing around {1}"
    case .slipCallTooMuch: "{0} is too much: {1} alone is right there"
    case .slipBefore: "{0} is missing before {1}"
    case .slipSquare: "{0} is to be squared"
    case .slipSquareInstead: "{0} is to be squared (^2); yours has {1} there"
    case .slipPowerMissing: "the power {0} is missing at {1}"
    case .slipPowerTooMuch: "the power {0} is too much: nothing is squared or raised there"
    case .slipFactorMissing: "the factor {0} is missing: multiply by it"
    case .slipFactorTooMuch: "{0} is a factor too much: {1} alone, without that product, is right there"
    case .slipDivisorMissing: "the division by {0} is missing"
    case .slipDivisorTooMuch: "the division by {0} is too much: do not divide there"
    case .slipQuotientTooMuch: "the division of {0} is too much: do not divide there"
    case .slipTermMissing: "the term {0} is missing at {1}: the sum of both belongs there"
    case .slipTermTooMuch: "{0} too much: nothing is to be added or subtracted there, {1} alone is right"
    case .slipSubtrahendMissing: "the term {0} is missing at {1}: the difference of both belongs there, subtract it"
    case .slipPercent: "the factor 100 makes it per cent (%); the number itself is asked for"
    case .slipPlusInstead: "{0}: the two are to be added (+); yours has {1} there"
    case .slipMinusInstead: "{0}: the second is to be subtracted from the first (minus); yours has {1} there"
    case .slipTimesInstead: "{0}: the two are to be multiplied, one times the other (*); yours has {1} there"
    case .slipOverInstead: "{0}: the first is to be divided by the second (/); yours has {1} there"
    case .slipPowerInstead:
      "{0}: the first is to be raised to the power of the second (^), its exponent; yours has {1} there"
    case .slipMatrixInstead: "{0}: a matrix product (@) belongs there; yours has {1}"
    case .slipSquares: "square inside of {0}(…): the squares are to be taken first, not the square of the {0}"
    case .slipInside: "{0} belongs inside of the parentheses of {1}(…)"
    case .slipOutside: "{0} belongs outside of the parentheses of {1}(…): after it"
    case .slipEach: "{0} belongs to each, {1} and {2}, by itself"
    case .slipParentheses: "parentheses are missing around {0}"
    case .slipParenthesesTwice: "parentheses are missing around {0} and around {1}"
    case .slipParenthesesTooMuch: "the parentheses {0} do not belong there"
    case .slipTransposed: "{0} has to be transposed: .T"
    case .slipNotTransposed: "{0} is not to be transposed"
    case .exchangedTwo: "the two numbers are exchanged"
    case .slipExponent: "{0} is not the exponent that belongs there: the power {1} is right"
    case .slipPoint: "{0} is taken at {1}; at {2} it is right"
    case .slipAxis: "the axis is wrong: axis {1}, not axis {0}"
    case .slipHalf: "the division by 2 is too much: nothing is to be halved there"
    case .slipDoubleInstead: "{0} is to be doubled, taken twice; yours has {1} there"
    case .slipSubtractInstead: "{1} is to be subtracted from {0} (minus); yours multiplies {0} by 1 minus it"
    case .slipAddInstead: "{1} is to be added to {0} (plus); yours multiplies {0} by 1 plus it"
    case .slipOfDifference: "the {0} of the difference, {1}, belongs there, not the difference of one {0} and another"
    case .slipOfSum: "the {0} of the sum, {1}, belongs there, not the sum of one {0} and another"
    case .slipOfProduct:
      "the {0} of the products, {1}, belongs there, place by place, not the product of one {0} and another"
    case .slipOfQuotient: "the {0} of the quotient, {1}, belongs there, not the quotient of one {0} and another"
    case .slipIntoSum: "{0} belongs inside of the parentheses {1}"
    case .slipRootTooMuch: "sqrt is too much: no root of {1} is to be taken"
    case .slipRow: "that is row {0}, counted from 0: row {1} belongs there"
    case .slipColumn: "that is column {0}, counted from 0: column {1} belongs there"
    case .slipRange: "{0} is not the range that belongs there: with {1} in its place it is right"
    case .slipElse: "something else belongs in the place of {0}; the rest is right"
    case .slipPlaces: "in {0} places: {1}"
    case .slipTwoPlaces: "all is right but {0} and {1}"
    case .slipTwoNames: "{0} and {1} are not what belongs there: with {2} and {3} in their places it is right"
    case .slipPlusBefore: "a plus (+) belongs before {0}; yours has {1} there"
    case .slipTwoSigns: "the signs before {0} and {1} are wrong: plus for minus, or the other way round"
    case .slipTermsMissing: "in the sum {0}, terms are missing: {1} of them"
    case .slipFactorsMissing: "in the product {0}, factors are missing: {1} of them"
    case .slipTermsOther: "in the sum {0}, {1} does not belong; number of terms that are missing in it: {2}"
    case .slipFactorsOther: "in the product {0}, {1} does not belong; number of factors that are missing in it: {2}"
    case .slipPartsTooMuch: "{0} too much: what else is in {1} is right"
    case .slipSlopeMissing: "{0} is a value of the function: its slope, {1}, belongs there"
    case .slipSlopeTooMuch: "{0} is the slope: the function itself, {1}, belongs there"
    case .slipSecond: "{0} is the second derivative: {1}, the slope, belongs there"
    case .slipRoot: "the root (sqrt) of {0} is to be taken, not its square"
    case .slipPowerMoved: "{0} is to be squared or raised, not {1}"
    case .slipSomeFactorMissing: "a factor is missing at {0}: what is it to be multiplied by?"
    case .slipSomeDivisorMissing: "a division is missing at {0}: what is it to be divided by?"
    case .slipSomeTermMissing: "a term is missing at {0}: what is to be added or subtracted?"
    case .slipNameValue: "{0}, which is {2} in the lesson, is not what belongs there: with {1} in its place it is right"
    case .shouldBePositive: "{0} should be positive"
    case .shouldBeNegative: "{0} should be negative"
    case .notExactlyZero: "{0} is small, but not exactly 0"
    case .tooSmall: "{0} is far too small: less than a tenth of what it should be"
    case .tooLarge: "{0} is far too large: more than ten times what it should be"
    case .exchangedPlaces: "two of the numbers are exchanged (swapped): those at {0} and {1}"
    case .nanQuotient: "{0} is 0/0, which is no number"
    case .nanDomain: "{0} of a number below 0 is no number: {1}"
    case .nanFrom: "it comes from {0}"
    case .rightOtherName: "the value is right; give it the name that is asked for: {0}"
    case .rightNameless: "the value is right; give it its name: {0}"
    case .giveName: "an answer is typed with its name: {0}"
    case .oneEquals: "{0} gets its value with one =, as in {1}"
    case .questionBack: "a question is not kept as your answer: say in a sentence what you think, or :skip it"
    case .singleWord: "a single word says too little: write a sentence, or :skip it"
    case .noSolutionHere: "there is no solution for this one: type your answer, or :skip it"
    case .skippedValue: "it is {0}"
    case .noHintHere: "there is no hint for this one: type your answer, or :skip it"
    case .nothingToCheckHere: "there is nothing to check yet: type your answer, and it is judged at once"
    case .rounded: "{0} is rounded: let the program compute it, exactly"
    case .partsRight: "right: {0} · not yet: {1}"

    case .functionValue: "{0} is {1}; it should be {2}"
    case .functionFails: "{0} ends in an error: {1}"
    case .notApart: "{0} gives the same as {1}, {2}: this input does not tell them apart"
    case .apartFails: "{0} itself ends in an error: {1}. Find an input that it takes"
    case .apartInfinite: "{0} is {1} there. Find an input for which it is a finite number"
    case .functionArguments: "{0} takes {1} arguments; it should take {2}"

    case .shouldUse: "the value is right; now find a way that uses {0}"
    case .notTrained: "the numbers may do, but nothing is trained in this answer: {0} should come from the training"
    case .reportChanged: "`{0}` stays as it is: it only says what came of the rest"
    case .notComputed: "{0} was typed: it should be computed by what is trained"
    case .notAllowed: "{0} is not allowed in this puzzle, only {1}"
    case .shouldAvoid: "the value is right; now find a way without {0}"

    case .hint: "hint {0} of {1}"
    case .lastHint: "hint {0} of {1}, the last"
    case .noHints: "there is no hint for this one; :skip goes on with its solution"
    case .noMoreHints: "these were all {0} hints, here once more"
    case .solutionLocked: "the solution opens once you have solved it, or after three attempts; so far there are {0}"
    case .solution: "the lesson's solution"
    case .otherSolution: "another way"
    case .yours: "yours"
    case .noAnswerYet: "there is no answer of yours yet"
    case .skipped: "skipped; the lesson goes on with its own solution"
    case .skippedUnsolved: "skipped; the lesson's own solution does not run here either"
    case .reset: "as it was before your answer"
    case .goesOnMine: "the lesson goes on with your answer"
    case .goesOnOfficial: "the lesson goes on with its own solution; your answer stays in your progress"

    case .quizRight: "right"
    case .quizWrong: "no"
    case .quizRange: "the answers are numbered 1 to {0}: type a number"
    case .quizSeveral: "more than one answer is right: type all their numbers, such as 1 3"
    case .predictionRight: "right: it is {0}"
    case .predictionWrong: "not quite"
    case .predictionForm: "type a number, such as 0.25 or -3"
    case .predictionSign: "type +, - or 0"
    case .predictionShape: "type a shape, such as [2, 3], or [] for a number"
    case .axesSwapped: "the right extents, in another order"
    case .axesCount: "it has {0} axes"
    case .shapeOther: "the number of axes is right; one of the extents is not"
    case .shapesOther: "the number of axes is right; some of the extents are not"
    case .signOther: "not that sign: ask what makes it larger, and what smaller"
    case .signNotZero: "it is not zero"
    case .guessPositive: "it is positive"
    case .guessNegative: "it is negative"
    case .guessLarger: "it is larger"
    case .guessSmaller: "it is smaller"
    case .orderRight: "right, that is the order"
    case .orderWrong: "the first {0} are in their places; look at what comes next"
    case .orderOne: "the first line is in its place; look at what comes next"
    case .orderForm: "type each number from 1 to {0} once, such as {1}"
    case .orderBefore: "“{0}” has to come before “{1}”"
    case .modelAnswer: "A model answer, to compare yours with:"
    case .orderNone: "another one comes first"
    case .questionKept: "kept for your teacher; typing another answer replaces it when you come back here"

    case .welcomeBack: "welcome back: you are at step {0} of {1}; :restart begins again"
    case .movedHere: "what you did in {0} on {1} is kept here now: these tasks have moved to this lesson"
    case .longCellAhead: "you were at step {0}; the cell here takes a while and is not run by itself. Enter runs it"
    case .changedTask: "{0} has changed since you solved it; your answer is kept: :goto {1} takes you there"
    case .answerFails: "your answer to {0} does not run any more, so the lesson's solution stands in for it"
    case .damaged: "the progress of {0} could not be read; it is kept aside as {1}, and the lesson begins again"
    case .salvaged:
      "the progress of {0} was damaged: what could be read of it is taken up, and the file is kept aside as {1}"
    case .boundLater: "{0} is bound in step {1}, which is still to come"
    case .boundHere: "this step itself binds {0}: Enter on an empty line runs it"
    case .boundByStarter: "this task itself binds {0}: Enter puts its lines into yours"
    case .boundBySkipped: "step {1} binds {0}, and it was skipped; :goto {1}"
    case .boundByStopped: "step {1} binds {0}, and it did not run to its end; :goto {1}"
    case .otherVersion: "it was written by another version of learnnn"
    case .cannotSave: "the progress cannot be kept: {0}"
    case .pointsSoFar: "{0} of {1} points"

    case .lessonNumber: "Lesson {0} · {1}"
    case .aboutMinutes: "about {0} minutes"
    case .oneStep: "1 step"
    case .stepCount: "{0} steps"
    case .oneExercise: "1 exercise"
    case .exerciseCount: "{0} exercises"
    case .ownNumbers: "This lesson gives everybody numbers of their own: type :set student NAME first."
    case .cellTitle: "cell {0}"
    case .cellFooter: "Enter runs it · :next skips it · or type anything"
    case .longCellFooter: "Enter runs it, which takes a while · :next skips it · or type anything"
    case .exerciseTitle: "exercise {0}"
    case .exerciseNamed: "exercise {0} ({1})"
    case .puzzleAllows: "Only these are allowed: {0}"
    case .exerciseFooter: "Enter puts it into your line · :hint · :check · :skip"
    case .hiddenCheck: "1 more check when it is graded"
    case .hiddenChecks: "{0} more checks when it is graded"
    case .predictTitle: "predict"
    case .predictValue: "What value will this have? Type your guess"
    case .predictSign: "What sign will this have: + or - or 0? Type your guess"
    case .predictShape: "What shape will this have, such as [2, 3]? Type your guess"
    case .quizFooter: "Type the number of your answer"
    case .orderLead: "Put these lines in order:"
    case .orderFooter: "Type their numbers in the right order, such as {0}"
    case .questionFooter: "Type your answer, with \\ at the end of a line that goes on; a teacher reads it"
    case .walkTitle: "the gradients of {0}, step by step"
    case .walkPredicts: "Predict on the way: {0}"
    case .walkFooter: "Enter opens it: then Enter is the next step, b the one before · :skip"
    case .walkMade: "the walk is made"
    case .walkOpen: "the walk is open until its last step: Enter opens it again"
    case .walkMissing: "still to predict: {0}. Enter opens the walk again"
    case .walkType: "Type {0} of them, with spaces between: {1}"
    case .typeAnswer: "Type your answer, or :skip to go on."
    case .typeAnswerOrHint: "Type your answer, :hint for a hint, or :skip to go on."
    case .lessonDone: "You are through {0}."
    case .lessonEnds: "This is the end of {0}."
    case .lessonLeft: "Without an answer so far: {0}. :goto {1} takes you back to the first."
    case .lessonsNext: ":lessons lists all lessons."
    case .lessonOver: "The lesson is over. :lessons lists all lessons."
    case .readOn: "To read on:"
    case .playBegins: "Free play: nothing of it counts or stays. :resume takes you back."
    case .againBegins:
      "The same task with other numbers: where the text has its own, these hold. Nothing of it counts; :resume goes back."
    case .againRight: "right with these numbers too. :again gives others"
    case .playGoesOn: "This is free play. :resume takes you back to the lesson."
    case .noTranslation: "this lesson has not been translated; its own words stay as they are"

    case .stepExercise: "exercise {0}"
    case .stepPredict: "predict {0}"
    case .stepQuiz: "quiz {0}"
    case .stepOrder: "order {0}"
    case .stepQuestion: "question {0}"
    case .stepWalk: "the gradients of {0}, step by step"

    case .markDone: "done"
    case .markBegun: "begun"
    case .markNext: "next"
    case .markChanged: "changed"
    case .markSkipped: "skipped"
    case .minutesShort: "{0} min"
    case .loadOpens: ":load {0} opens one."
    case .oneAttempt: "1 attempt"
    case .attemptCount: "{0} attempts"
    case .oneHint: "1 hint"
    case .hintCount: "{0} hints"

    case .noLessons: "no lessons are found"
    case .lessonsLookedFor: "They are looked for in {0}."
    case .loadNeedsName: ":load needs the name of a lesson"
    case .noLesson: "no lesson is open"
    case .loadFirst: ":load lesson0 opens the first one"
    case .lessonsLists: ":lessons lists them"
    case .atTheEnd: "the lesson is over"
    case .atTheStart: "this is the start of the lesson"
    case .stepsRange: "the steps go from 1 to {0}"
    case .outlineLists: ":outline lists the steps"
    case .openInCells:
      "The lesson is open: its cells can run now. :next shows it step by step, :outline lists the steps."
    case .noSuchTask: "no task of this lesson is called {0}"
    case .takenUntried: "taken as it is: no check of this lesson could be made"
    case .taskList: "the tasks are {0}"
    case .playingAlready: "this is free play already"
    case .notPlaying: "there is no free play to end"
    case .playingUnjudged: "this is free play, where nothing is judged"
    case .playingUnskipped: "this is free play, where there is nothing to skip"
    case .practising: "this is practice, and nothing of it counts"
    case .noOtherNumbers: "{0} has no other numbers: none before it is free, or the task is about these"
    case .hintHelps: ":hint helps with it, and :lessons lists other tasks"
    case .resumeReturns: ":resume goes back to the lesson"
    case .noExerciseHere: "this step is no exercise"
    case .noSuchExercise: "there is no exercise {0} in this lesson"
    case .didYouMean: "did you mean {0}?"
    case .theyAre: "they are {0}"
    case .noExerciseYet: "there has been no exercise yet"
    case .noOwnAnswer: "there is no accepted answer of yours yet"
    case .answerOfficial: ":answer official goes on with the lesson's solution"
    case .solutionClosed: "the solution opens once you have solved it, or after three attempts"
    case .skipGoesOn: ":skip goes on with it"
    case .answerTakes: ":answer takes `mine` or `official`"
    case .answerShows: ":answer alone shows yours"
    case .asksNothing: "this step asks nothing"
    case .nextGoesOn: ":next goes on without running it"
    }
  }
}
