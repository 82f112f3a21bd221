import Glibc
import LineEditing
import Notebook

extension World {
  /// The world as it is: this machine's files, clock and keyboard.
  init(_ surroundings: Surroundings, _ directories: Directories) {
    self.init(
      files: SystemFiles.access, lessonDirectories: directories.lessons, dataDirectories: directories.data,
      stateDirectory: directories.state, isInterrupted: { Interrupts.isRequested }, now: Clock.seconds,
      language: surroundings.language)
    writers = World.classroomWriters
  }
}

/// The clock that only goes forward.
enum Clock {
  /// Seconds since some moment in the past.
  @Sendable static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
