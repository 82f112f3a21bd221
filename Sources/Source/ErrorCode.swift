/// What kind of error, warning or note a diagnostic is.
///
/// Its name is shown and written beside it, stays what it is, and
/// is what `:why` explains.
package enum ErrorCode: String, CaseIterable, Sendable {
  // What is wrong with a line before it runs.
  case assignmentInCondition, backslash, cannotAssignElement, cannotAssignField, cannotAssignKeyword,
    cannotAssignPrime, cannotAssignValue, chainedBinding, colonArgument, colonBlock, commaOutsideList, commandInside,
    commandNotFirst, defaultBeforeRequired, elseWithoutIf, emptyInterpolation, expectedBlock, expectedGradient,
    expectedToken, expectedValue, functionUpdated, higherGradient, implicitProduct, loneQuote, looseLambda,
    mismatchedBracket, missingOperator, numberBase, numberPoint, numberTooLarge, oddCharacter, operatorStartsLine,
    otherLanguage, otherOperator, outsideLoop, parameterNotName, parenthesesHoldOne, positionalAfterNamed,
    raisedLabel, rangeWithColon, recordKey, repeatedName, returnOutsideFunction, severalRanges, singleQuotes,
    spacedEquals, tooDeep, tooLong, typeAnnotation, unclosedBracket, unclosedString, unexpectedToken, unknownEscape,
    unmatchedBracket, updateInside

  // Shapes, elements and sizes.
  case argumentCount, argumentValue, axisOutOfRange, divisionByZero, elementType, emptyList, emptyReduction,
    indexNotWhole, indexOutOfRange, integerOverflow, negativeExponent, negativeExtent, notRepresentable, raggedList,
    shapeMismatch, tooLarge, tooManySteps

  // Files and tables of data.
  case datasetColumn, datasetCount, datasetMissing, datasetName, datasetUnfit, datasetUnknown, datasetUnreadable,
    fileDamaged, fileKind, fileLimit, fileMalformed, fileMismatch, filePath, fileTruncated, fileUnsupported,
    tableMissing, tableNumber, tableRagged

  // What a program meets while it runs.
  case assertionFailed, blank, bytesUnscaled, cannotAssign, cannotDraw, emptyPicture, error, graphGrows, heldParameter,
    interrupted,
    missingField, noValue, notABoolean, notAFunction, notANumber, notAParameter, notAProbability, notARecord,
    notAScalar, notASequence, notAText, notAWholeNumber, notData, notImages, notInGraph, notIndexable, notRecorded,
    parameterGone, parameterLost, pictureOfMeans, rebound, softmaxTwice, staleLoss, stretchedLoss, tooManyIndices,
    tooMuchOutput,
    trainingEnded, trainingStopped, unknownArgument, unknownCharacter, unknownClass, unknownDtype, unknownField,
    unknownFormat,
    unknownName, unset, unsetName, unusedParameter, whichVariable, wrongArguments, wrongCount, zeroStep

  // The text of a lesson.
  case ambiguousLesson, backtickInHeader, badBlock, badFrontMatter, badId, badNumber, badOrder, badQuiz, badValue,
    beforeExercise, duplicateId, emptyBlock, formerlyItself, missingAttribute, missingFrontMatter, missingValue,
    mistakeWithoutSays, newerFormat, noCheck, noSolution, noSuchLesson, notUtf8, olderFormat, orphan, orphanAnswer,
    orphanOutput, orphanSays, pointsDiffer, repeatedAttribute, repeatedField, requiresCycle, requiresItself,
    secondOutput, tieWithoutNumber, tooManyFaults, unclosedComment, unclosedFence, unclosedFrontMatter, unclosedQuote,
    unknownAttribute, unknownFence, unknownRequirement

  // Commands, the place in a lesson, and what a lesson is tried for.
  case ambiguousCommand, atTheEnd, atTheStart, brokenLink, brokenMathematics, builtIn, cannotExport, cannotSave,
    cellRuns, checkNotAFunction, checkNotBoolean, checkOperation, checkTolerance, checkUntested,
    checkWithoutCondition, commandInLesson, fileExists, missingArgument, mistakePasses, mistakeShadowed,
    mistakeUnrecognised, noAnswer, noError, noExercise, noLesson, noLessons, noOtherNumbers, noParameters, noSuchStep,
    notAnExpression, notHere, notPlaying, notText, nothingToReplay, nothingToUndo, numberDiffers, numberWithoutValue,
    otherHabit, otherTerm, outputDiffers, ownNumbers, parametersUpdated, playing, practising, predictionWithoutNumber,
    sentence, solutionFails, solutionLocked, starterPasses, translationDiffers, unclosedQuotes, unexpectedArgument,
    unknownChoice, unknownCommand, unknownDataset, unknownSetting, unknownTopic, walkWithoutGradient, weightsDiffer,
    wrongValue

  // Handing out, handing in and grading.
  case badDate, badLate, badMarks, badRoster, foreignFile, handout, handoutAccepts, handoutRefuses, lessonRefused,
    notFinite, notGrades, nothingKept, progressDamaged, rosterNeeded

  // Getting data, writing files and requests.
  case badRequest, cannotDownload, cannotRead, cannotWrite, datasetGenerated, noCurl, noHome, noMirror, notWritten
}

extension ErrorCode {
  /// The code as it is shown and written: `shape-mismatch`.
  package var name: String {
    rawValue.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
  }
}
