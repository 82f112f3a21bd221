import Source

/// Lines of text that belong together, one of which is level with the neighbours.
struct MathBox: Equatable {
  var lines: [String]
  var baseline: Int

  init(_ line: String) {
    lines = [line]
    baseline = 0
  }

  init(lines: [String], baseline: Int) {
    let width = lines.map(DisplayWidth.columns(of:)).max() ?? 0
    self.lines = lines.map { DisplayWidth.padded($0, to: width) }
    self.baseline = baseline
  }

  var width: Int { lines.first.map(DisplayWidth.columns(of:)) ?? 0 }
  var height: Int { lines.count }

  /// Boxes side by side, their baselines level.
  static func beside(_ boxes: [MathBox]) -> MathBox {
    let above = boxes.map(\.baseline).max() ?? 0
    let below = boxes.map { $0.height - $0.baseline }.max() ?? 1
    var lines = [String](repeating: "", count: above + below)
    for box in boxes {
      let top = above - box.baseline
      for row in lines.indices {
        lines[row] += box.lines.indices.contains(row - top) ? box.lines[row - top] : DisplayWidth.spaces(box.width)
      }
    }
    return MathBox(lines: lines, baseline: above)
  }

  /// Boxes below each other, centred; the baseline is that of the box at an index.
  static func stacked(_ boxes: [MathBox], level index: Int) -> MathBox {
    let width = boxes.map(\.width).max() ?? 0
    let before = boxes.prefix(index).reduce(0) { $0 + $1.height }
    let baseline = before + (boxes.indices.contains(index) ? boxes[index].baseline : 0)
    return MathBox(
      lines: boxes.flatMap { box in box.lines.map { DisplayWidth.padded($0, to: width, .center) } }, baseline: baseline)
  }
}

extension MathText {
  /// Several lines of text, for displayed mathematics: stacked fractions, limits above and below, tall brackets.
  package static func display(_ source: String, glyphs: GlyphSet = .unicode) -> [String] {
    guard let node = MathParser.parse(source) else { return SafeText.lines(source) }
    let accents: Accents = glyphs == .ascii ? .names : .signs
    let box = MathLayout(glyphs: Glyphs(family: glyphs)).box(accents.applied(to: node))
    return box.lines.map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
  }
}

/// Sets a tree of mathematics in two dimensions.
struct MathLayout {
  let glyphs: Glyphs

  func box(_ node: MathNode) -> MathBox {
    if !isTall(node) { return MathBox(glyphs.text(MathText.line(node))) }
    switch node {
    case .symbol, .text, .space: return MathBox(glyphs.text(MathText.line(node)))
    case .row(let nodes): return row(nodes)
    case .bold(let inner), .accent(_, let inner): return box(inner)
    case .fraction(let above, let below):
      let (numerator, denominator) = (box(above), box(below))
      let width = Swift.max(numerator.width, denominator.width) + 2
      let rule = MathBox(String(repeating: glyphs.horizontal, count: width))
      return .stacked([numerator, rule, denominator], level: 1)
    case .root(let index, let body):
      let degree = index.map { glyphs.text(MathScripts.raised(MathText.line($0)) ?? MathText.line($0)) } ?? ""
      return .beside([MathBox(degree + glyphs.text("√")), fenced("(", box(body), ")")])
    case .scripts(let base, let sub, let sup): return scripts(base, sub, sup)
    case .fenced(let left, let body, let right): return fenced(left, box(body), right)
    case .matrix(let environment, let rows): return matrix(environment, rows)
    }
  }

  /// Whether it takes more than one line.
  private func isTall(_ node: MathNode) -> Bool {
    switch node {
    case .symbol, .text, .space: false
    case .row(let nodes): nodes.contains(where: isTall)
    case .bold(let inner), .accent(_, let inner), .root(_, let inner), .fenced(_, let inner, _): isTall(inner)
    case .fraction: true
    case .scripts(let base, let sub, let sup):
      isTall(base) || (limitName(base) != nil && (sub != nil || sup != nil))
    case .matrix(let environment, let rows):
      rows.count > 1 || (environment == .aligned && rows.joined().contains(where: isTall))
    }
  }

  private func limitName(_ node: MathNode) -> String? {
    if case .symbol(let text, let kind) = node, kind == .function || kind == .large, MathSymbols.takesLimits(text) {
      return text
    }
    return nil
  }

  private func row(_ nodes: [MathNode]) -> MathBox {
    let pieces = nodes.flatMap(Self.flattened).filter { $0 != .row([]) }
    let spaces = MathText.spaces(pieces.map(MathText.kinds))
    return .beside(
      zip(pieces, spaces).flatMap { piece, hasSpace -> [MathBox] in
        if piece == .space { return [MathBox(" ")] }
        return hasSpace ? [MathBox(" "), box(piece)] : [box(piece)]
      })
  }

  /// A row's nodes, those of rows within it too.
  private static func flattened(_ node: MathNode) -> [MathNode] {
    if case .row(let inner) = node { return inner.flatMap(flattened) }
    return [node]
  }

  private func scripts(_ base: MathNode, _ sub: MathNode?, _ sup: MathNode?) -> MathBox {
    if let name = limitName(base) {
      let above = sup.map { [MathBox(glyphs.text(MathText.line($0)))] } ?? []
      let below = sub.map { [MathBox(glyphs.text(limit($0)))] } ?? []
      return .stacked(above + [MathBox(glyphs.text(name))] + below, level: above.count)
    }
    var inner = box(base)
    if case .fraction = base { inner = fenced("(", inner, ")") }
    let upper = sup.map { glyphs.text(MathText.raised($0)) } ?? ""
    let lower = sub.map { glyphs.text(MathText.lowered($0)) } ?? ""
    let width = Swift.max(DisplayWidth.columns(of: upper), DisplayWidth.columns(of: lower))
    var side = [String](repeating: DisplayWidth.spaces(width), count: inner.height)
    side[0] = DisplayWidth.padded(upper, to: width)
    if !lower.isEmpty { side[side.count - 1] = DisplayWidth.padded(lower, to: width) }
    return .beside([inner, MathBox(lines: side, baseline: inner.baseline)])
  }

  /// A limit below an operator, without spaces, so that it stays narrow.
  private func limit(_ node: MathNode) -> String {
    String(MathText.line(node).filter { $0 != " " })
  }

  private func matrix(_ environment: MathEnvironment, _ rows: [[MathNode]]) -> MathBox {
    let cells = rows.map { $0.map(box) }
    let columns = cells.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      cells.compactMap { $0.indices.contains(column) ? $0[column].width : nil }.max() ?? 0
    }
    let lines = cells.map { row -> MathBox in
      var boxes: [MathBox] = []
      for (column, width) in widths.enumerated() {
        let cell = row.indices.contains(column) ? row[column] : MathBox("")
        if column > 0 { boxes.append(MathBox(environment == .aligned ? " " : "  ")) }
        let alignment: Alignment =
          environment == .cases
          ? .left : environment == .aligned ? (column.isMultiple(of: 2) ? .right : .left) : .center
        boxes.append(
          MathBox(lines: cell.lines.map { DisplayWidth.padded($0, to: width, alignment) }, baseline: cell.baseline))
      }
      return .beside(boxes)
    }
    let stacked = MathBox.stacked(lines, level: 0)
    let body = MathBox(lines: stacked.lines, baseline: (stacked.height - 1) / 2)
    let (left, right) = environment.fences
    return fenced(left, body, right)
  }

  /// A body between brackets as high as it is.
  private func fenced(_ left: String, _ body: MathBox, _ right: String) -> MathBox {
    func side(_ sign: String) -> [MathBox] {
      guard !sign.isEmpty else { return [] }
      return [MathBox(lines: tall(sign, height: body.height), baseline: body.baseline)]
    }
    let needsMargin = body.height > 1
    let margin = needsMargin ? [MathBox(" ")] : []
    return .beside(
      side(left) + (left.isEmpty ? [] : margin) + [body] + (right.isEmpty ? [] : margin) + side(right))
  }

  private func tall(_ sign: String, height: Int) -> [String] {
    guard height > 1 else { return [glyphs.text(sign)] }
    let parts: [String: (top: String, middle: String, bottom: String, waist: String)] =
      glyphs.family == .ascii
      ? [
        "(": ("/", "|", "\\", "|"), ")": ("\\", "|", "/", "|"), "[": ("[", "[", "[", "["), "]": ("]", "]", "]", "]"),
        "{": ("/", "|", "\\", "<"), "}": ("\\", "|", "/", ">"), "|": ("|", "|", "|", "|"), "‖": ("|", "|", "|", "|"),
      ]
      : [
        "(": ("⎛", "⎜", "⎝", "⎜"), ")": ("⎞", "⎟", "⎠", "⎟"), "[": ("⎡", "⎢", "⎣", "⎢"), "]": ("⎤", "⎥", "⎦", "⎥"),
        "{": ("⎧", "⎪", "⎩", "⎨"), "}": ("⎫", "⎪", "⎭", "⎬"), "|": ("│", "│", "│", "│"), "‖": ("║", "║", "║", "║"),
      ]
    guard let part = parts[sign] else {
      return (0..<height).map { $0 == (height - 1) / 2 ? glyphs.text(sign) : " " }
    }
    return (0..<height).map { row in
      if row == 0 { return part.top }
      if row == height - 1 { return part.bottom }
      return row == (height - 1) / 2 || height == 2 ? part.waist : part.middle
    }
  }
}
