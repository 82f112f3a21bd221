import Source

/// A walk through steps on a page: all steps as text, which a small script shows one at a time over the picture.
///
/// Nothing is fetched: the steps are in the page, and without the script they can be read from top to bottom.
struct WalkMarkup {
  let walk: Walkthrough
  /// The language of the words.
  let words: Translation
  /// Writes blocks as they are written elsewhere on the page.
  let markup: ([Block]) -> String

  init(walk: Walkthrough, words: Translation, markup: @escaping ([Block]) -> String) {
    self.walk = WalkMarkup.folded(walk, words)
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
    let fold = Walkthrough.Step([.paragraph([.text(words(sentence), .dim)])], changes: hidden.flatMap(\.changes))
    return Walkthrough(
      title: walk.title, graph: walk.graph, introduction: walk.introduction,
      steps: walk.steps.prefix(half) + [fold] + walk.steps.suffix(half), ending: walk.ending)
  }

  var element: String {
    let label = HTMLText.escaped(words(walk.title))
    let steps = walk.steps.enumerated().map { index, step in
      "<div class=\"walk-step\" data-step=\"\(index)\">\n\(markup(step.blocks))"
        + reason("rule", words("why this rule holds (e)"), step.rule)
        + reason("origin", words("where its numbers come from (w)"), step.origins)
        + "</div>\n"
    }
    return """
      <section class="walk" tabindex="0" aria-label="\(label)" data-count="\(walk.steps.count)">
      <details class="walk-values" open="open"><summary>\(words("values"))</summary>
      \(markup(walk.introduction))</details>
      \(picture)\(controls)<div class="walk-now" aria-live="polite">
      \(steps.joined())<div class="walk-step walk-end" data-step="\(walk.steps.count)">
      \(markup(walk.ending))</div>
      </div>
      <script type="application/json" class="walk-data">\(data)</script>
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
    <button type="button" data-key=" " title="\(words("Space starts and stops"))">\(words("play"))</button>
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
      return "{\"m\":\(step.mark.map(String.init) ?? "null"),\"c\":[\(changes)],\"q\":[\(questions)]}"
    }
    return "[\(steps.joined(separator: ",\n"))]"
  }

  /// A string of JSON that no markup ends, whatever it holds.
  private static func quoted(_ text: String) -> String {
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

  /// The script that plays the walks of a page in a language: once is enough, and twice does no harm.
  static func script(_ words: Translation) -> String {
    let said = sayings.compactMap { saying in
      words.sentences[saying].map { "\(quoted(saying)):\(quoted($0))" }
    }
    return code.replacing("WORDS", with: "{\(said.joined(separator: ","))}")
  }

  /// What the script says, as it stands in it.
  private static let sayings =
    ([
      "{0} of {1} predicted at the first try",
      "step {0} of {1}",
      "all {0} steps",
      "play",
      "pause",
      "there is nothing to predict in the next step. {0}",
      "{0} is no shape, such as [2, 3]",
      "{0} is no number, + or -",
      "not yet: try again, or show the step",
      "right: {0}",
      "that was the last step",
      "this is the first step",
      "Enter → next · b ← back · Space play · p predict · P predict all · e why · w where from · t values · a or End all · Home first",
      "{0} is not one of the keys here: ? lists them",
    ] as [Phrase]).map(\.template)

  private static let code = """
    <script>//<![CDATA[
    (function () {
      var said = WORDS;
      function say(words, a, b) {
        return (said[words] || words).replace("{0}", a).replace("{1}", b);
      }
      function start(walk) {
        if (walk.dataset.ready) return;
        walk.dataset.ready = "yes";
        var steps = JSON.parse(walk.querySelector(".walk-data").textContent), count = steps.length;
        var opened = { rule: false, origin: false };
        var at = 0, timer = null, questions = [], all = false, asked = 0, right = 0, first = true;
        var find = function (s) { return walk.querySelector(s); };
        var slider = find("input[type=range]"), form = find(".walk-question"), remark = find(".walk-remark");
        var play = find("[data-key=' ']"), nodes = {};
        walk.querySelectorAll("[data-node]").forEach(function (g) {
          var texts = g.querySelectorAll("text");
          nodes[g.dataset.node] = { box: g.querySelector("rect"), text: texts.length > 2 ? texts[texts.length - 1] : null };
        });
        walk.classList.add("playing");
        // A wide graph is rather scrolled than too small to be read.
        var svg = find(".walk-picture svg");
        if (svg && svg.viewBox) svg.style.minWidth = Math.round(svg.viewBox.baseVal.width * 0.72) + "px";
        find(".walk-controls").hidden = false;
        find(".walk-values").open = false;
        function score() { return asked ? say("{0} of {1} predicted at the first try", right, asked) : ""; }
        function show(step, words) {
          at = Math.max(0, Math.min(step, count));
          var texts = {};
          for (var i = 0; i <= at && i < count; i++) steps[i].c.forEach(function (c) { texts[c[0]] = c[1]; });
          Object.keys(nodes).forEach(function (id) {
            var node = nodes[id], lit = at < count && String(steps[at].m) === id;
            if (node.text) node.text.textContent = texts[id] || "";
            if (node.box) node.box.classList.toggle("marked", lit);
          });
          walk.querySelectorAll(".walk-step").forEach(function (s) { s.classList.toggle("now", +s.dataset.step === at); });
          unfold();
          var lit = find(".walk-picture .marked"), frame = find(".walk-picture");
          if (lit && frame.scrollWidth > frame.clientWidth) {
            var place = lit.getBoundingClientRect(), around = frame.getBoundingClientRect();
            frame.scrollLeft += place.left + place.width / 2 - around.left - around.width / 2;
          }
          slider.value = at;
          find(".walk-place").textContent = at < count ? say("step {0} of {1}", at + 1, count) : say("all {0} steps", count);
          slider.setAttribute("aria-valuetext", find(".walk-place").textContent);
          form.hidden = true; questions = [];
          remark.textContent = words || (at === count ? score() : "");
          if (all && at < count) ask();
        }
        function unfold() {
          Object.keys(opened).forEach(function (name) {
            var details = find(".walk-step.now .walk-" + name);
            if (details) details.open = opened[name];
          });
        }
        function stop() { clearInterval(timer); timer = null; play.textContent = say("play"); }
        function ask() {
          questions = at + 1 < count ? steps[at + 1].q.slice() : [];
          first = true;
          if (questions.length) { put(); return; }
          if (all && at + 1 < count) { show(at + 1); return; }
          all = false; remark.textContent = say("there is nothing to predict in the next step. {0}", score());
        }
        function put() {
          form.hidden = false; form.querySelector("span").textContent = questions[0][0];
          form.querySelector("input").value = ""; form.querySelector("input").focus();
        }
        function number(text) {
          text = text.replace(/−/g, "-").replace(/[×·]/g, "*").replace(/\\s/g, "");
          if (/^[-+]?(\\d+\\.?\\d*|\\.\\d+)(e[-+]?\\d+)?$/i.test(text)) {
            var parts = text.toLowerCase().split("e"), decimals = (parts[0].split(".")[1] || "").length;
            var value = +text;
            return { value: value, unit: value === 0 ? 0 : Math.pow(10, (parts.length > 1 ? +parts[1] : 0) - decimals) };
          }
          if (!/^[-+.\\de]+([*\\/][-+.\\de]+)+$/i.test(text)) return null;
          var result = null;
          (text.match(/[*\\/]?[^*\\/]+/g) || []).forEach(function (part) {
            if (part[0] === "/") result /= +part.slice(1); else result = (result === null ? 1 : result) * +part.replace("*", "");
          });
          return isNaN(result) ? null : { value: result, unit: 0 };
        }
        function judge(text) {
          var q = questions[0], wanted = q[1], shape = q[2], typed = text.trim().toLowerCase();
          if (wanted === null) {
            var inner = typed.replace(/[\\s\\[\\]]/g, "").replace(/[x×]/g, ",");
            return /^[\\d,]*$/.test(inner) ? inner === shape.replace(/[\\s\\[\\]]/g, "") : null;
          }
          var signs = { "+": 1, "positive": 1, "-": -1, "−": -1, "negative": -1, "zero": 0 };
          if (typed in signs) return Math.sign(wanted) === signs[typed];
          var given = number(typed);
          if (!given) return null;
          if (typeof wanted === "string") return false;
          var room = Math.max(given.unit / 2, Math.abs(wanted) * 1e-6, wanted === 0 ? 1e-9 : 0) * (1 + 1e-9);
          return Math.abs(given.value - wanted) <= room;
        }
        function answer() {
          if (!questions.length) return;
          var text = form.querySelector("input").value, verdict = judge(text);
          if (verdict === null) {
            remark.textContent = questions[0][1] === null ? say("{0} is no shape, such as [2, 3]", text) : say("{0} is no number, + or -", text);
            return;
          }
          if (first) { asked++; if (verdict) right++; }
          if (!verdict) { first = false; remark.textContent = say("not yet: try again, or show the step"); return; }
          var words = say("right: {0}", questions[0][3]);
          questions.shift(); first = true;
          if (questions.length) { put(); remark.textContent = words; } else show(at + 1, words);
          if (form.hidden) walk.focus();
        }
        function press(key) {
          switch (key) {
          case "n": case "Enter": case "ArrowRight": case "ArrowDown":
            stop(); if (at === count) remark.textContent = say("that was the last step"); else show(at + 1); return true;
          case "show": show(at + 1); walk.focus(); return true;
          case "b": case "ArrowLeft": case "ArrowUp": case "Backspace":
            stop(); if (at === 0) remark.textContent = say("this is the first step"); else show(at - 1); return true;
          case " ":
            if (timer) { stop(); return true; }
            if (at === count) show(0);
            play.textContent = say("pause");
            timer = setInterval(function () { if (at >= count) stop(); else show(at + 1); }, 1500); return true;
          case "Home": stop(); show(0); return true;
          case "End": case "a": stop(); show(count); return true;
          case "p": stop(); all = false; ask(); return true;
          case "P": stop(); all = !all; if (all) ask(); else { form.hidden = true; questions = []; } return true;
          case "e": opened.rule = !opened.rule; unfold(); return true;
          case "w": opened.origin = !opened.origin; unfold(); return true;
          case "t": find(".walk-values").open = !find(".walk-values").open; return true;
          case "?": case "h":
            remark.textContent = say("Enter → next · b ← back · Space play · p predict · P predict all · e why · w where from · t values · a or End all · Home first");
            return true;
          }
          return false;
        }
        walk.addEventListener("keydown", function (event) {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          var tag = event.target.tagName;
          if (tag === "INPUT" && event.target.type === "text") {
            if (event.key === "Escape") { form.hidden = true; questions = []; all = false; walk.focus(); }
            return;
          }
          if (tag === "BUTTON" && (event.key === "Enter" || event.key === " ")) return;
          if (tag === "SUMMARY" && (event.key === "Enter" || event.key === " ")) return;
          if (tag === "INPUT" && /^(Arrow|Home|End|Page)/.test(event.key)) return;
          if (press(event.key)) event.preventDefault();
          else if (event.key.length === 1) remark.textContent = say("{0} is not one of the keys here: ? lists them", event.key);
        });
        walk.querySelectorAll("[data-key]").forEach(function (button) {
          button.addEventListener("click", function () { press(button.dataset.key); });
        });
        slider.addEventListener("input", function () { stop(); all = false; show(+slider.value); });
        form.addEventListener("submit", function (event) { event.preventDefault(); answer(); });
        show(0);
      }
      function all() { document.querySelectorAll("section.walk").forEach(start); }
      if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all); else all();
    })();
    //]]></script>

    """
}
