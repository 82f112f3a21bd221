import Source

/// A walk through steps on a page: all steps as text, which a small script shows one at a time over the picture.
///
/// Nothing is fetched: the steps are in the page, and without the script they can be read from top to bottom.
struct WalkMarkup {
  let walk: Walkthrough
  /// How many more steps the one in the middle stands for, where the walk is too long for a page.
  private let hidden: Int
  /// The language of the words.
  let words: Translation
  /// Writes blocks as they are written elsewhere on the page.
  let markup: ([Block]) -> String

  init(walk: Walkthrough, words: Translation, markup: @escaping ([Block]) -> String) {
    self.walk = WalkMarkup.folded(walk, words)
    hidden = walk.steps.count - self.walk.steps.count
    self.words = words
    self.markup = markup
  }

  /// A walk of so many steps that a page can hold them; what the folded ones add to the picture comes all at once.
  private static func folded(_ walk: Walkthrough, _ words: Translation) -> Walkthrough {
    let most = Walkthrough.mostPlayed
    guard walk.steps.count > most else { return walk }
    let half = most / 2
    let hidden = walk.steps[half..<(walk.steps.count - half)]
    let sentence: Phrase =
      "… steps \(half + 1) to \(walk.steps.count - half) are folded away: a page holds \(most) of \(walk.steps.count) …"
    let fold = Walkthrough.Step(
      [.paragraph([.text(words(sentence), .dim)])], changes: hidden.flatMap(\.changes), flows: hidden.flatMap(\.flows))
    return Walkthrough(
      title: walk.title, graph: walk.graph, introduction: walk.introduction,
      steps: walk.steps.prefix(half) + [fold] + walk.steps.suffix(half), ending: walk.ending, numbers: walk.numbers)
  }

  var element: String {
    let label = HTMLText.escaped(words(walk.title))
    let steps = walk.steps.map { step in
      "<div class=\"walk-step\">\n\(markup(step.blocks))"
        + reason("rule", words("why this rule holds (e)"), step.rule)
        + reason("origin", words("where its numbers come from (w)"), step.origins)
        + "</div>\n"
    }
    return """
      <section class="walk" tabindex="0" data-lm-suppress-shortcuts="true" aria-label="\(label)" data-count="\(walk.steps.count)"\(hidden > 0 ? " data-hidden=\"\(hidden)\"" : "")>
      <details class="walk-values" open="open"><summary>\(words("values"))</summary>
      \(markup(walk.introduction))</details>
      \(picture)\(controls)\(knob)\(moved)<div class="walk-now" data-own="\(HTMLText.escaped(words("with the numbers as they were:")))" aria-live="polite">
      \(steps.joined())<div class="walk-step walk-end">
      \(markup(walk.ending))</div>
      </div>
      <script type="application/json" class="walk-data">\(data)</script>\(numbers)
      </section>
      """
  }

  private func reason(_ name: String, _ title: String, _ blocks: [Block]) -> String {
    blocks.isEmpty
      ? "" : "<details class=\"walk-\(name)\"><summary>\(title)</summary>\n\(markup(blocks))</details>\n"
  }

  private var picture: String {
    guard let graph = walk.graph else { return "" }
    return
      "<figure class=\"walk-picture\">\n\(SVGFigure.element(.graph(graph), description: HTMLText.escaped(words(walk.title)), words))\n</figure>\n"
  }

  /// Hidden until the script is there to answer them.
  private var controls: String {
    """
    <div class="walk-controls" hidden="hidden">
    <button type="button" data-key="b" title="\(words("b or ←"))">\(words("back"))</button>
    <button type="button" data-key="play">\(words("play"))</button>
    <button type="button" data-key="n" title="\(words("Enter or →"))">\(words("next"))</button>
    <input type="range" min="0" max="\(walk.steps.count)" value="0" aria-label="\(words("step"))"/>
    <span class="walk-place"></span>
    <button type="button" data-key="p" title="p">\(words("predict"))</button>
    <button type="button" data-key="P" title="P">\(words("predict all"))</button>
    <button type="button" data-key="?" title="?">\(words("keys"))</button>
    </div>
    <form class="walk-question" hidden="hidden"><label><span></span> <input type="text" autocomplete="off"/></label>
    <button type="submit">\(words("answer"))</button> <button type="button" data-key="show">\(words("show the step"))</button></form>
    <p class="walk-remark" role="status"></p>

    """
  }

  /// The steps as the script reads them: the lit node, the changes of the picture, the questions.
  private var data: String {
    let steps = walk.steps.map { step -> String in
      let changes = step.changes.map { "[\($0.node),\(Self.quoted($0.text))]" }.joined(separator: ",")
      let questions = step.questions.map { question in
        let number = question.number.map { $0.isFinite ? "\($0)" : Self.quoted("\($0)") } ?? "null"
        return
          "[\(Self.quoted(words(question.text))),\(number),\(Self.quoted(question.shape)),\(Self.quoted(words(question.answer)))]"
      }.joined(separator: ",")
      let flows = step.flows.isEmpty ? "" : ",\"f\":[\(step.flows.map(Self.flow).joined(separator: ","))]"
      return "{\"m\":\(step.mark.map(String.init) ?? "null"),\"c\":[\(changes)],\"q\":[\(questions)]\(flows)}"
    }
    return "[\(steps.joined(separator: ",\n"))]"
  }

  /// A string of JSON that no markup ends, whatever it holds.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in SafeText.line(text).unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "<": result += "\\u003c"
      case ">": result += "\\u003e"
      case "&": result += "\\u0026"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// The rules of the light page's stylesheet, in force inside a walk alone.
  static let looks: String = {
    var rules = [
      ".walk { color: var(--text); background: var(--page); } .walk details { margin: 0.6em 0; }"
    ]
    var rest = HTMLRenderer.stylesheet[...]
    while let open = rest.firstIndex(of: "{") {
      var (end, depth) = (open, 0)
      repeat {
        if rest[end] == "{" { depth += 1 }
        if rest[end] == "}" { depth -= 1 }
        end = rest.index(after: end)
      } while depth > 0 && end < rest.endIndex
      let selectors = rest[..<open].split(separator: ",").map {
        $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      }
      let body = rest[open..<end].split(whereSeparator: \.isWhitespace).joined(separator: " ")
      rest = rest[end...]
      if selectors == [":root"] {
        rules.append(".walk \(body)")
      } else if let first = selectors.first, !first.hasPrefix("@"), first != "body" {
        rules.append(selectors.map { $0.hasPrefix(".walk") ? $0 : ".walk " + $0 }.joined(separator: ", ") + " " + body)
      }
    }
    return rules.joined(separator: "\n")
  }()

  /// Whether blocks hold a walk, at any depth.
  static func isIn(_ blocks: [Block]) -> Bool {
    blocks.contains { block in
      switch block {
      case .walk: true
      case .quote(let inner), .callout(_, _, let inner), .indented(let inner): isIn(inner)
      case .list(let list): list.items.contains(where: isIn)
      default: false
      }
    }
  }
}

extension Document {
  /// Whether there is a walk in it, which a page plays.
  package var holdsWalk: Bool { WalkMarkup.isIn(blocks) }
}
