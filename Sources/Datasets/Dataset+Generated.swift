extension Dataset {
  /// Generates a data set; the test part is drawn from another seed and a half as large, a sixth for `strokes`.
  init(generating description: DatasetDescription, count: Int, seed: UInt64) {
    let isStrokes = description.name == "strokes"
    // The four corners of xor are all there is: they are also the test.
    let isWhole = description.name == "xor" && count == 4
    let testCount = isWhole ? count : Swift.max(1, isStrokes ? count / 6 : count / 2)
    let train = Self.part(description.name, count: count, seed: seed)
    self.init(
      name: description.name, train: train,
      test: Self.part(description.name, count: testCount, seed: ~seed),
      image: isStrokes ? [1, StrokePen.side, StrokePen.side] : nil,
      columns: isStrokes ? [] : train.width == 1 ? ["x"] : ["x1", "x2"],
      labels: Self.classNames(train.y, isStrokes ? 10 : nil), source: description.source,
      licence: description.licence, place: "generated with seed \(seed)")
  }

  private static func part(_ name: String, count: Int, seed: UInt64) -> Part {
    if let points = ToySets.part(name, count: count, seed: seed) { return points }
    let (pixels, labels) = Strokes.pictures(count, seed: seed)
    return Part(width: StrokePen.side * StrokePen.side, x: .bytes(pixels), y: .classes(labels))
  }

  private static func classNames(_ targets: Targets, _ count: Int?) -> [String] {
    guard case .classes(let classes) = targets else { return [] }
    return (0..<(count ?? (classes.max() ?? 0) + 1)).map { "\($0)" }
  }
}
