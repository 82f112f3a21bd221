import Glibc
import Judging
import LineEditing
import Notebook
import Tensors

extension World {
  /// The world as it is: this machine's files, clock and keyboard.
  init(_ surroundings: Surroundings, _ directories: Directories) {
    self.init(
      files: SystemFiles.access, lessonDirectories: directories.lessons, dataDirectories: directories.data,
      stateDirectory: directories.state, isInterrupted: { Interrupts.isRequested }, now: Clock.seconds,
      residentBytes: Memory.resident, language: surroundings.language(directories))
    languageFile = directories.languageFile
    writers = World.classroomWriters
    home = surroundings.variable("HOME")
    Interruption.watch { Interrupts.isRequested }
    TensorLimits.totalBytes = Swift.min(TensorLimits.totalBytes, Memory.physical / 4 * 3)
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

/// The memory of the machine and of this process.
enum Memory {
  /// The bytes of memory that the machine has.
  static let physical = Swift.max(sysconf(Int32(_SC_PHYS_PAGES)), 1 << 16) * pageSize

  private static let pageSize = Swift.max(sysconf(Int32(_SC_PAGESIZE)), 4096)

  /// The bytes that this process takes now; 0 when the system does not tell.
  @Sendable static func resident() -> Int {
    let file = open("/proc/self/statm", O_RDONLY)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    var text = [UInt8](repeating: 0, count: 128)
    let count = read(file, &text, text.count)
    let numbers = String(decoding: text.prefix(Swift.max(count, 0)), as: UTF8.self).split(separator: " ")
    return numbers.count > 1 ? (Int(numbers[1]) ?? 0) * pageSize : 0
  }
}
