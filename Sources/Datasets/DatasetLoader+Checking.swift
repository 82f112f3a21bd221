import Formats

extension DatasetLoader {
  /// How a file compares with its original.
  package enum Verdict: Equatable, Sendable {
    case same
    case different
  }

  /// What there is of a data set on this machine.
  package enum State: Equatable, Sendable {
    /// It is made when it is asked for.
    case generated
    /// Its files are in a folder, and are the original or are not.
    case here(Location, isOriginal: Bool)
    /// It is not here, or not all of it; why.
    case absent(DatasetError)
  }

  /// Compares the files of a data set with the originals by their SHA-256, decompressed.
  package func verify(
    _ description: DatasetDescription
  ) throws(DatasetError) -> [(path: String, verdict: Verdict)] {
    var verdicts: [(path: String, verdict: Verdict)] = []
    for (path, file) in zip(try locate(description).paths, description.files) {
      let bytes = try unwrapped(path)
      verdicts.append((path, file.sha256.contains(SHA256.hexadecimal(bytes)) ? .same : .different))
    }
    return verdicts
  }

  /// Looks for a data set and checks its files; a file that cannot be read is not the original.
  package func state(of description: DatasetDescription) -> State {
    if description.isGenerated { return .generated }
    let location: Location
    do throws(DatasetError) { location = try locate(description) } catch { return .absent(error) }
    let verdicts = try? verify(description)
    return .here(location, isOriginal: verdicts?.allSatisfy { $0.verdict == .same } ?? false)
  }
}
