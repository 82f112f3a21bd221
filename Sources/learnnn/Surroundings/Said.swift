import ArgumentParser
import Judging
import Source
import Words

extension Surroundings {
  /// What the program says in the language of whoever started it.
  static let words: Translation = {
    let surroundings = Surroundings()
    return Translation.of(surroundings.language(Directories(surroundings)))
  }()
}

/// Words in the language of whoever started the program: for what is said before there is a session.
func said(_ words: Phrase) -> String { Surroundings.words(words) }

extension ArgumentHelp {
  /// Help in the language of whoever started the program.
  static func said(_ words: Phrase, valueName: String? = nil) -> ArgumentHelp {
    ArgumentHelp(Surroundings.words(words), valueName: valueName)
  }
}
