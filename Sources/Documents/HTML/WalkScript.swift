import Source

extension WalkMarkup {
  /// The script that plays the walks of a page in a language: once is enough, and twice does no harm.
  static func script(_ words: Translation) -> String {
    let said = sayings.compactMap { saying in
      words.sentences[saying].map { "\(quoted(saying)):\(quoted($0))" }
    }
    return compact.replacing("WORDS", with: "{\(said.joined(separator: ","))}") + "\n"
  }

  /// The script without what is for those who read it here, indentation, remarks and spaces: a page is to be small.
  private static let compact: String = {
    let whole = code.replacing("CALCULATOR", with: calculator.replacing("RULES", with: PageArithmetic.script))
    let lines = whole.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { !$0.hasPrefix("// ") }
    let spaced = [" === ", " !== ", " && ", " || ", ") {", "function (", "if ("]
    return spaced.reduce(lines.joined(separator: "\n")) { $0.replacing($1, with: $1.filter { $0 != " " }) }
  }()

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
      "write {0} with a point: {1}",
      "nothing is written in the field: type a number there first",
      "nothing is written in the field: type a prediction, or show the step",
      "not yet: try again, or show the step",
      "the button beside the field shows the step",
      "not yet: {0}",
      "the size is right, but the sign is not",
      "neither the sign nor the size is right",
      "that is too large in size",
      "that is too small in size",
      "right: {0}",
      "that was the last step",
      "this is the first step",
      "Enter → next · b ← back · p predict · P predict all · e why · w where from · t values · c change a number · a or End all · Home first",
      "{0} is not one of the keys here: ? lists them",
      "with {0}:",
      "together {0}",
      "its value",
      "the gradient of {0}",
      "{0} is no number",
      "predictions are for the numbers as they were: take the change back first",
      "the numbers of this page stand still",
      "c changes a number: ↑ ↓ or a slider move it, Escape leaves it",
    ] as [Phrase]).map(\.template)

  private static let code = """
    <script>//<![CDATA[
    (function () {
      var said = WORDS;
      function say(words, a, b) {
        return (said[words] || words).replace("{0}", a).replace("{1}", b);
      }
      function refused(text, words, read) {
        var point = text.normalize("NFKC").replace(/[,、]/, ".");
        return read(point) ? say("write {0} with a point: {1}", text, point) : say(words, text);
      }
      CALCULATOR
      function start(walk) {
        if (walk.dataset.ready) return;
        walk.dataset.ready = "yes";
        var steps = JSON.parse(walk.querySelector(".walk-data").textContent), count = steps.length;
        var opened = { rule: false, origin: false };
        var at = 0, timer = null, questions = [], all = false, asked = 0, right = 0, first = true;
        var find = function (s) { return walk.querySelector(s); };
        var slider = find(".walk-controls input"), form = find(".walk-question"), remark = find(".walk-remark");
        var play = find("[data-key=play]"), nodes = {}, hidden = +walk.dataset.hidden || 0;
        walk.querySelectorAll("[data-node]").forEach(function (g) {
          var texts = g.querySelectorAll("text");
          nodes[g.dataset.node] = {
            box: g.querySelector("rect"), text: texts.length > 2 ? texts[texts.length - 1] : null,
            value: texts.length > 1 ? texts[1] : null, own: texts.length > 1 ? texts[1].textContent : ""
          };
        });
        var numbers = calculator(walk, steps, number, function (words) { show(at, words); });
        walk.classList.add("playing");
        // A wide graph is rather scrolled than too small to be read.
        var svg = find(".walk-picture svg");
        if (svg && svg.viewBox) svg.style.minWidth = Math.round(svg.viewBox.baseVal.width * 0.7) + "px";
        find(".walk-controls").hidden = false;
        find(".walk-values").open = false;
        function score() { return asked ? say("{0} of {1} predicted at the first try", right, asked) : ""; }
        function show(step, words) {
          at = Math.max(0, Math.min(step, count));
          var texts = {};
          for (var i = 0; i <= at && i < count; i++) steps[i].c.forEach(function (c) { texts[c[0]] = c[1]; });
          var boxes = numbers ? numbers.boxes(at, texts) : {};
          Object.keys(nodes).forEach(function (id) {
            var node = nodes[id], lit = at < count && String(steps[at].m) === id;
            put(node.text, texts[id] || "", node.box);
            put(node.value, id in boxes ? boxes[id] : node.own, node.box);
            if (node.value) node.value.classList.toggle("moved", id in boxes && boxes[id] !== node.own);
            if (node.box) node.box.classList.toggle("marked", lit);
          });
          walk.querySelectorAll(".walk-step").forEach(function (s, i) { s.classList.toggle("now", i === at); });
          unfold();
          if (numbers) numbers.show(at);
          var lit = find(".walk-picture .marked"), frame = find(".walk-picture");
          if (lit && frame.scrollWidth > frame.clientWidth) {
            var place = lit.getBoundingClientRect(), around = frame.getBoundingClientRect();
            frame.scrollLeft += place.left + place.width / 2 - around.left - around.width / 2;
          }
          slider.value = at;
          find(".walk-place").textContent = at < count ? say("step {0} of {1}", at + 1 + (at > count / 2 ? hidden : 0), count + hidden) : say("all {0} steps", count + hidden);
          slider.setAttribute("aria-valuetext", find(".walk-place").textContent);
          form.hidden = true; questions = [];
          remark.textContent = words || (at === count ? score() : "");
          if (all && at < count) ask(words);
        }
        // What is wider than its box is set tighter rather than cut.
        function put(text, words, box) {
          if (!text) return;
          text.textContent = words;
          text.removeAttribute("textLength");
          if (!box || !words.trim() || !text.getComputedTextLength) return;
          var room = box.width.baseVal.value - 14;
          if (text.getComputedTextLength() > room) {
            text.setAttribute("textLength", room); text.setAttribute("lengthAdjust", "spacingAndGlyphs");
          }
        }
        function unfold() {
          Object.keys(opened).forEach(function (name) {
            var details = find(".walk-step.now .walk-" + name);
            if (details) details.open = opened[name];
          });
        }
        function stop() { clearInterval(timer); timer = null; play.textContent = say("play"); }
        function ask(words) {
          if (numbers && numbers.isMoved()) {
            all = false; remark.textContent = say("predictions are for the numbers as they were: take the change back first");
            return;
          }
          questions = at + 1 < count ? steps[at + 1].q.slice() : [];
          first = true;
          if (questions.length) { pose(); remark.textContent = words || ""; return; }
          if (all && at + 1 < count) { show(at + 1, words); return; }
          all = false;
          remark.textContent = (words ? words + " · " : "") + say("there is nothing to predict in the next step. {0}", score());
        }
        function pose() {
          form.hidden = false; form.querySelector("span").textContent = questions[0][0];
          form.querySelector("input").value = ""; form.querySelector("input").focus();
        }
        // Full-width signs are what a keyboard writes that also writes Chinese; a sentence's full stop ends it.
        function plain(text) {
          return text.normalize("NFKC").trim().replace(/^负 *(?=[\\d.])/, "-").replace(/。$/, "").replace(/。/g, ".").replace(/、/g, ",").replace(/【/g, "[").replace(/】/g, "]").toLowerCase();
        }
        function number(text) {
          text = plain(text).replace(/−/g, "-").replace(/[×·・]/g, "*").replace(/\\s/g, "").replace(/\\(([-+]?[\\d.]+)\\)/g, "$1");
          if (/^[-+]?(\\d+\\.?\\d*|\\.\\d+)(e[-+]?\\d+)?$/i.test(text)) {
            var parts = text.toLowerCase().split("e"), decimals = (parts[0].split(".")[1] || "").length;
            var value = +text;
            return { value: value, exact: /^[-+]?\\d+$/.test(text), unit: value === 0 ? 0 : Math.pow(10, (parts.length > 1 ? +parts[1] : 0) - decimals) };
          }
          if (!/^[-+.\\de]+([*\\/][-+.\\de]+)+$/i.test(text)) return null;
          var result = 1, loose = 0;
          text.match(/[*\\/]?[^*\\/]+/g).forEach(function (part) {
            var factor = number(part.replace(/[*\\/]/, "")) || { value: NaN };
            if (part[0] === "/") result /= factor.value; else result *= factor.value;
            if (factor.value && !factor.exact) loose += factor.unit / Math.abs(factor.value);
          });
          return isNaN(result) ? null : { value: result, unit: Math.abs(result) * loose };
        }
        function judge(text) {
          var q = questions[0], wanted = q[1], shape = q[2], typed = plain(text);
          if (wanted === null) {
            var inner = typed.replace(/[\\s\\[\\]]/g, "").replace(/[x×]/g, ",");
            return /^[\\d,]*$/.test(inner) ? inner === shape.replace(/[\\s\\[\\]]/g, "") : null;
          }
          var signs = {
            "+": 1, "pos": 1, "positive": 1, "plus": 1, "正": 1, "正的": 1, "正数": 1, "大于零": 1, "大于0": 1, "zero": 0, "零": 0,
            "-": -1, "−": -1, "neg": -1, "negative": -1, "minus": -1, "负": -1, "负的": -1, "负数": -1, "小于零": -1, "小于0": -1
          };
          if (signs.hasOwnProperty(typed)) return Math.sign(typeof wanted === "string" ? { inf: 1, "-inf": -1 }[wanted] : wanted) === signs[typed];
          if (typeof wanted === "string" || /^[-+]?(inf|nan)$/.test(typed)) return typed.replace("+", "") === wanted;
          var given = number(typed);
          return given && isNear(given, wanted);
        }
        function isNear(given, wanted) {
          var rounding = given.unit < 1 ? given.unit / 2 : Math.min(given.unit / 2, Math.abs(wanted) / 20);
          var room = Math.max(given.unit <= Math.abs(wanted) * (1 + 1e-9) ? rounding : 0, Math.abs(wanted) * 1e-6, wanted === 0 ? 1e-9 : 0) * (1 + 1e-9);
          return Math.abs(given.value - wanted) <= room;
        }
        // What a finite number that is wrong has missed.
        function missed(text) {
          var wanted = questions[0][1], given = number(text);
          if (typeof wanted !== "number" || !given) return say("not yet: try again, or show the step");
          return say("not yet: {0}", say(
            isNear(given, -wanted) ? "the size is right, but the sign is not"
            : given.value * wanted < 0 ? "neither the sign nor the size is right"
            : Math.abs(given.value) > Math.abs(wanted) ? "that is too large in size" : "that is too small in size"));
        }
        function answer() {
          if (!questions.length) return;
          var text = form.querySelector("input").value;
          if (text === "P") { end(); return; }
          if (!text.trim()) { remark.textContent = say("nothing is written in the field: type a prediction, or show the step"); return; }
          if (/^(\\?|跳过|不知道|不会|skip|i don't know)$/.test(plain(text))) { remark.textContent = say("the button beside the field shows the step"); return; }
          var verdict = judge(text);
          if (verdict === null) {
            remark.textContent = questions[0][1] === null ? say("{0} is no shape, such as [2, 3]", text) : refused(text, "{0} is no number, + or -", number);
            return;
          }
          if (first) { asked++; if (verdict) right++; }
          if (!verdict) { first = false; remark.textContent = missed(text); form.querySelector("input").select(); return; }
          var words = say("right: {0}", questions[0][3]);
          questions.shift(); first = true;
          if (questions.length) { pose(); remark.textContent = words; } else show(at + 1, words);
          if (form.hidden) walk.focus();
        }
        // No more predictions.
        function end() { all = false; form.hidden = true; questions = []; remark.textContent = score(); walk.focus(); }
        function press(key) {
          switch (key) {
          case "n": case "Enter": case " ": case "ArrowRight": case "ArrowDown":
            stop(); if (at === count) remark.textContent = say("that was the last step"); else show(at + 1); return true;
          case "show": show(at + 1); walk.focus(); return true;
          case "b": case "ArrowLeft": case "ArrowUp": case "Backspace":
            stop(); if (at === 0) remark.textContent = say("this is the first step"); else show(at - 1); return true;
          case "play":
            if (timer) { stop(); return true; }
            if (at === count) show(0);
            play.textContent = say("pause");
            timer = setInterval(function () { if (at >= count) stop(); else show(at + 1); }, 1500); return true;
          case "Home": stop(); show(0); return true;
          case "End": case "a": stop(); show(count); return true;
          case "p": stop(); all = false; ask(); return true;
          case "P": stop(); if (all) end(); else { all = true; ask(); } return true;
          case "q": stop(); walk.blur(); return true;
          case "e": opened.rule = !opened.rule; unfold(); return true;
          case "w": opened.origin = !opened.origin; unfold(); return true;
          case "t": find(".walk-values").open = !find(".walk-values").open; return true;
          case "c":
            if (numbers) { numbers.focus(); remark.textContent = say("c changes a number: ↑ ↓ or a slider move it, Escape leaves it"); }
            else remark.textContent = say("the numbers of this page stand still");
            return true;
          case "?": case "h":
            remark.textContent = say("Enter → next · b ← back · p predict · P predict all · e why · w where from · t values · c change a number · a or End all · Home first");
            return true;
          }
          return false;
        }
        walk.addEventListener("keydown", function (event) {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          var tag = event.target.tagName;
          if (tag === "SELECT" && event.key !== "Escape") return;
          if (event.target.closest && event.target.closest(".walk-knob")) {
            if (event.key === "Escape") walk.focus();
            else if (event.target.type === "text" && numbers.nudge(event.key)) event.preventDefault();
            return;
          }
          if (tag === "INPUT" && event.target.type === "text") {
            if (event.key === "Escape") end();
            return;
          }
          if (tag === "BUTTON" && (event.key === "Enter" || event.key === " ")) return;
          if (tag === "SUMMARY" && (event.key === "Enter" || event.key === " ")) return;
          if (tag === "INPUT" && /^(Arrow|Home|End|Page)/.test(event.key)) return;
          // A Chinese keyboard may write its letters and marks at full width.
          if (press(event.key.length === 1 ? event.key.normalize("NFKC") : event.key)) event.preventDefault();
          else if (event.key.length === 1) remark.textContent = say("{0} is not one of the keys here: ? lists them", event.key);
        });
        walk.querySelectorAll("[data-key]").forEach(function (button) {
          button.addEventListener("click", function () { press(button.dataset.key); });
        });
        slider.addEventListener("input", function () { stop(); all = false; show(+slider.value); });
        form.addEventListener("submit", function (event) { event.preventDefault(); answer(); });
        show(0);
        // Paper shows everything, wherever the walk was and whatever was tried on it.
        var was, values = find(".walk-values");
        function print() {
          if (was) return;
          was = [at, values.open, opened, numbers, all];
          opened = {}; numbers = null; all = false; values.open = true;
          show(count);
          walk.querySelectorAll(".walk-step details").forEach(function (d) { d.open = false; });
        }
        function printed() {
          if (!was) return;
          at = was[0]; values.open = was[1]; opened = was[2]; numbers = was[3]; all = was[4];
          was = null;
          show(at);
        }
        addEventListener("beforeprint", print);
        addEventListener("afterprint", printed);
        // Some browsers lay paper out without saying so.
        if (window.matchMedia) matchMedia("print").addListener(function (paper) { if (paper.matches) print(); else printed(); });
      }
      function all() { document.querySelectorAll("section.walk").forEach(start); }
      if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all); else all();
    })();
    //]]></script>

    """
}
