/// Draws grey images: two pixels in a character where there are enough greys, else with shades.
struct ImageLayout {
  let figure: FigureLayout

  private var layout: TerminalLayout { figure.layout }

  func lines(of grid: ImageGrid) -> [StyledLine] {
    let scale = Shades.scale(grid.images.lazy.flatMap(\.pixels), grid.scale)
    let pictures = grid.images.map { picture($0, scale) }
    let labels = grid.images.map { label($0) }
    let cellWidth = Swift.max(
      pictures.map(\.columns).max() ?? 1, Swift.min(labels.map(\.width).max() ?? 0, layout.width))
    // The rows are as long as each other, so that two halves of one length stay below each other.
    let fitting = Swift.max((layout.width + 2) / (cellWidth + 2), 1)
    let rowCount = Swift.max((pictures.count + fitting - 1) / fitting, 1)
    let perRow = Swift.max((pictures.count + rowCount - 1) / rowCount, 1)
    var result = figure.title(grid.title)
    for start in stride(from: 0, to: pictures.count, by: perRow) {
      let range = start..<Swift.min(start + perRow, pictures.count)
      if start > 0, labels.allSatisfy({ $0.width == 0 }) { result.append(StyledLine()) }
      let rows = range.map { pictures[$0].rows }.max() ?? 0
      let drawn = range.map { pictures[$0].lines }
      for row in 0..<rows {
        var line = StyledLine()
        for lines in drawn {
          if !line.pieces.isEmpty { line.pieces.append(Piece("  ")) }
          line.pieces += (lines[safe: row] ?? StyledLine()).padded(to: cellWidth, .left).pieces
        }
        result.append(line)
      }
      if labels[range].contains(where: { $0.width > 0 }) {
        var line = StyledLine()
        for (place, index) in range.enumerated() {
          if place > 0 { line.pieces.append(Piece("  ")) }
          line.pieces += labels[index].padded(to: cellWidth, .left).pieces
        }
        result.append(line)
      }
    }
    return result
  }

  private func label(_ image: GreyImage) -> StyledLine {
    let mark = image.isMarked ? figure.glyphs.cross + " " : ""
    let text = DisplayWidth.truncated(
      mark + layout.plain(image.label), to: layout.width, ellipsis: figure.glyphs.ellipsis)
    return StyledLine(text, image.isMarked ? .error : .plain)
  }

  private func picture(_ image: GreyImage, _ scale: Interval) -> Picture {
    let columns = Swift.min(image.width, layout.width, 120)
    // The proportions are kept.
    let rows = Swift.max(image.width > columns ? image.height * columns / image.width : image.height, 1)
    let grid = Resampling.reduced(
      image.pixels, rows: image.height, columns: image.width, toRows: Swift.min(rows, 200), columns: columns)
    var picture = Picture(columns: grid.columns, rows: (grid.rows + 1) / 2)
    for row in 0..<picture.rows {
      for column in 0..<grid.columns {
        let top = Shades.share(grid.values[row * 2 * grid.columns + column], scale)
        let below = (row * 2 + 1) * grid.columns + column
        let bottom = grid.values.indices.contains(below) ? Shades.share(grid.values[below], scale) : 0
        picture[column, row] = cell(top, bottom)
      }
    }
    return picture
  }

  private func cell(_ top: Double?, _ bottom: Double?) -> PictureCell {
    guard let top, let bottom else { return PictureCell(character: "?", role: .error) }
    guard figure.glyphs.family == .unicode else {
      let shades: [Character] = Array(" .:-=+*#%@")
      return PictureCell(character: shades[Swift.min(Int((top + bottom) / 2 * 10), 9)])
    }
    if layout.color == .full || layout.color == .ansi256 {
      return PictureCell(character: "▀", ink: Ink(foreground: RGB(grey: top), background: RGB(grey: bottom)))
    }
    // Without greys, a strong difference between the two pixels shows as an edge, else their mean as a shade.
    if top - bottom > 0.4 { return PictureCell(character: "▀") }
    if bottom - top > 0.4 { return PictureCell(character: "▄") }
    let shades: [Character] = Array(" ░▒▓█")
    return PictureCell(character: shades[Swift.min(Int((top + bottom) / 2 * 5), 4)])
  }
}
