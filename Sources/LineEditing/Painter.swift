/// Draws colours over the input that libedit has drawn plain, and a hint behind it.
///
/// libedit's cells have no attributes. While it waits for a key its picture is at rest, so the same characters can be
/// written again in colour on the same cells, with the cursor brought back. What libedit rewrites later is plain again
/// until the next pause. This also repairs what libedit draws wrong. The result is one string, so that a terminal never shows half of it.
struct Painter {
  let layout: Layout
  let buffer: EditBuffer
  let columns: Int

  /// The escape sequences that paint the runs and the hint; the hint is cut to the free part of its row.
  func picture(runs: [StyledRun], hint: String) -> String {
    var output = "\u{1B}[?25l\u{1B}7"
    if layout.cursor.row > 0 { output += "\u{1B}[\(layout.cursor.row)A" }
    output += "\r"
    let styles = styles(of: runs)
    var row = 0
    var style = ""
    var isContinuous = false
    for (index, scalar) in buffer.scalars.enumerated() {
      // libedit spells out what cannot be shown: leave its spelling alone.
      if scalar == "\n" || scalar == "\t" || Layout.width(of: scalar, at: 0) > 2 {
        isContinuous = false
        continue
      }
      let place = layout.places[index]
      if place.row != row {
        output += "\u{1B}[\(place.row - row)B"
        row = place.row
        isContinuous = false
      }
      if !isContinuous {
        output += Self.column(place.column)
        isContinuous = true
      }
      if styles[index] != style {
        style = styles[index]
        output += style.isEmpty ? "\u{1B}[0m" : "\u{1B}[0;\(style)m"
      }
      output += Layout.picture(of: scalar)
      // The terminal may give this one fewer cells than libedit does.
      if displayWidth(String(Character(scalar))) < 1 { isContinuous = false }
    }
    if !style.isEmpty { output += "\u{1B}[0m" }
    // libedit can be a column off among wide characters, of which it has then drawn half; the row is always right.
    output += "\u{1B}8" + Self.column(layout.cursor.column)
    let visible = fitting(hint, columns: columns - layout.end.column - 1)
    if !visible.isEmpty { output += "\u{1B}[2m\(visible)\u{1B}[0m" + Self.column(layout.cursor.column) }
    return output + "\u{1B}[?25h"
  }

  private static func column(_ column: Int) -> String { column > 0 ? "\r\u{1B}[\(column)C" : "\r" }

  /// The style of each scalar; of overlapping runs the last one counts.
  private func styles(of runs: [StyledRun]) -> [String] {
    var styles = [String](repeating: "", count: buffer.scalars.count)
    var starts: [Int] = []
    starts.reserveCapacity(buffer.scalars.count)
    var offset = 0
    for scalar in buffer.scalars {
      starts.append(offset)
      offset += UTF8.width(scalar)
    }
    for run in runs where !run.range.isEmpty {
      var low = 0
      var high = starts.count
      while low < high {
        let middle = (low + high) / 2
        if starts[middle] < run.range.lowerBound { low = middle + 1 } else { high = middle }
      }
      while low < starts.count && starts[low] < run.range.upperBound {
        styles[low] = run.style
        low += 1
      }
    }
    return styles
  }
}
