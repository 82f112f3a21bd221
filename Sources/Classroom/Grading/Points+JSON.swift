import Formats
import Lessons

extension Points {
  /// As JSON has it: a whole number where it is one.
  var json: JSONValue { halves % 2 == 0 ? .integer(halves / 2) : .number(Double(halves) / 2) }

  /// Reads what `json` wrote.
  init?(_ json: JSONValue) {
    guard let number = json.double, let halves = Int(exactly: number * 2), abs(halves) <= 2_000_000 else { return nil }
    self.init(halves: halves)
  }
}
