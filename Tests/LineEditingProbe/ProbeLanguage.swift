import LineEditing

extension LineEditorHooks {
  /// A language of brackets, numbers and a handful of names.
  static var probe: LineEditorHooks {
    var hooks = LineEditorHooks()
    hooks.isUnfinished = { depth($0) > 0 }
    hooks.indent = { 2 * max(depth($0), 0) }
    hooks.highlight = highlightProbe
    hooks.hint = { text, _ in text.hasSuffix("softmax(") ? Hint("x, axis=-1)", isAcceptable: false) : nil }
    hooks.complete = completeProbe
    hooks.cleanPaste = { text in
      text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.hasPrefix("nn› ") ? $0.dropFirst(4) : $0 }
        .joined(separator: "\n")
    }
    return hooks
  }
}

/// Returns a number that tells long texts apart.
func checksum(_ text: String) -> UInt64 {
  text.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
}

private func depth(_ text: String) -> Int {
  text.utf8.reduce(0) { depth, byte in
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth + 1
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth - 1
    default: depth
    }
  }
}

/// Digits are yellow, the name `train` is blue.
private func highlightProbe(_ text: String) -> [StyledRun] {
  let bytes = Array(text.utf8)
  var runs: [StyledRun] = []
  for (offset, byte) in bytes.enumerated() {
    if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      runs.append(StyledRun(offset..<offset + 1, style: "33"))
    }
    if bytes[offset...].starts(with: "train".utf8) { runs.append(StyledRun(offset..<offset + 5, style: "34")) }
  }
  return runs
}

private func completeProbe(_ text: String, _ cursor: Int) -> Completion? {
  let before = Array(text.utf8.prefix(cursor))
  var start = before.count
  while start > 0, let scalar = Unicode.Scalar(UInt32(before[start - 1])), scalar.properties.isAlphabetic { start -= 1 }
  if start > 0 && before[start - 1] == UInt8(ascii: "\\") { start -= 1 }
  let word = String(decoding: before[start...], as: UTF8.self)
  if word.isEmpty { return nil }
  let candidates =
    ["softmax", "tensor", "train", "transpose"].map { Candidate($0) }
    + [("\\alpha", "α"), ("\\aleph", "ℵ"), ("\\sigma", "σ"), ("\\sigmaf", "ς")].map {
      Candidate($0.0, text: $0.1, detail: $0.1)
    }
  return Completion(replacing: start..<before.count, candidates: candidates.filter { $0.name.hasPrefix(word) })
}
