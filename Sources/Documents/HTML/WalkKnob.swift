import Source

/// The knob of a walk: a number that it starts from is changed, and all that is computed from it is computed again.
extension WalkMarkup {
  private var recalculation: Recalculation? {
    if case .moving(let recalculation) = walk.numbers { recalculation } else { nil }
  }

  /// Where a number is chosen and changed; without the script nothing.
  var knob: String {
    if case .still(let reason) = walk.numbers {
      return "<p class=\"walk-knob dim\" hidden=\"hidden\">\(HTMLText.escaped(words(reason)))</p>\n"
    }
    guard let recalculation else { return "" }
    let options = recalculation.knobs.enumerated().map {
      "<option value=\"\($0.offset)\">\(HTMLText.escaped($0.element.name))</option>"
    }
    return """
      <div class="walk-knob" hidden="hidden">
      <label>\(words("change")) <select>\(options.joined())</select></label>
      <input type="range" min="-200" max="200" value="0" aria-label="\(words("its number"))"/>
      <input type="text" size="9" autocomplete="off" aria-label="\(words("its number"))"/>
      <button type="button">\(words("as it was"))</button>
      </div>

      """
  }

  /// Where the step and the values stand with the changed number.
  var moved: String { recalculation == nil ? "" : "<div class=\"walk-moved\" aria-live=\"polite\"></div>\n" }

  /// The cells and what is shown of them, as the script reads them.
  var numbers: String {
    guard let recalculation else { return "" }
    var operations: [String: Int] = [:]
    let cells = recalculation.cells.map { cell -> String in
      switch cell {
      case .given(let number): return Self.text(number, isSingle: recalculation.isSingle)
      case .computed(let name, let inputs):
        let place = operations[name] ?? operations.count
        operations[name] = place
        return "[\(([place] + inputs).map(String.init).joined(separator: ","))]"
      }
    }
    let names = operations.sorted { $0.value < $1.value }.map { Self.quoted($0.key) }
    let knobs = recalculation.knobs.map { "[\(Self.quoted($0.name)),\($0.cell),\($0.nudge)]" }
    let rows = recalculation.rows.map { row in
      "[\(Self.quoted(row.name)),\(Self.text(row.box)),\(row.isListed),\(Self.value(row.value)),"
        + "\(row.gradient.map(Self.value) ?? "null"),\(Self.text(row.completed))]"
    }
    return """

      <script type="application/json" class="walk-numbers">{"operations":[\(names.joined(separator: ","))],
      "cells":[\(cells.joined(separator: ","))],
      "knobs":[\(knobs.joined(separator: ","))],
      "rows":[\(rows.joined(separator: ",\n"))],
      "loss":\(Self.quoted(recalculation.loss)),"digits":\(recalculation.digits),"single":\(recalculation.isSingle)}</script>
      """
  }

  /// What a step adds to a gradient, as the script reads it.
  static func flow(_ flow: Recalculation.Flow) -> String {
    "[\(quoted(flow.name)),\(quoted(flow.rule)),[\(flow.factors.map(String.init).joined(separator: ","))],"
      + "\(value(flow.part)),\(value(flow.total)),\(flow.ordinal),\(flow.count),\(text(flow.box))]"
  }

  /// A number of JSON, which knows no infinity but reads one that is too large.
  private static func text(_ number: Double, isSingle: Bool) -> String {
    number.isInfinite ? (number < 0 ? "-1e999" : "1e999") : isSingle ? "\(Float(number))" : "\(number)"
  }

  private static func text(_ number: Int?) -> String { number.map(String.init) ?? "null" }

  /// The shape and the cells.
  private static func value(_ value: Recalculation.Value) -> String {
    "[[\(value.shape.map(String.init).joined(separator: ","))],[\(value.cells.map(String.init).joined(separator: ","))]]"
  }

  /// The part of the script that computes the numbers of a walk again and shows them beside those that were recorded.
  static let calculator = """
    var rules = RULES;
      function calculator(walk, steps, read, changed) {
        var source = walk.querySelector(".walk-numbers"), knob = walk.querySelector(".walk-knob");
        if (knob) knob.hidden = false;
        if (!source) return null;
        var data = JSON.parse(source.textContent), others = {}, place = walk.querySelector(".walk-moved");
        var choice = knob.querySelector("select"), slider = knob.querySelector("[type=range]");
        var field = knob.querySelector("[type=text]"), now, own = compute();
        now = own;
        function compute() {
          var v = [];
          data.cells.forEach(function (cell, i) {
            var x = typeof cell !== "number" ? rules[data.operations[cell[0]]](v[cell[1]], v[cell[2]])
              : i in others ? others[i] : cell;
            v.push(data.single ? Math.fround(x) : x);
          });
          return v;
        }
        function trim(text) { return text.indexOf(".") < 0 ? text : text.replace(/\\.?0+$/, ""); }
        function text(x) {
          if (x !== x) return "nan";
          if (!isFinite(x)) return x < 0 ? "-inf" : "inf";
          if (x === 0) return "0";
          var size = Math.abs(x);
          if (x === Math.round(x) && size < 1e15) return String(x);
          if (data.digits >= 8 && size < 1 && size >= 0.001) return trim(x.toFixed(data.digits));
          var parts = x.toExponential(data.digits - 1).split("e"), e = +parts[1];
          if (e < -5 || e >= Math.max(data.digits, 6)) return trim(parts[0]) + "e" + e;
          return trim(x.toFixed(Math.max(0, data.digits - 1 - e)));
        }
        function norm(value, v) {
          return Math.sqrt(value[1].reduce(function (sum, c) { return sum + v[c] * v[c]; }, 0));
        }
        // A number, the elements of a small vector or matrix, else the shape and the norm.
        function brief(value, v) {
          var shape = value[0], cells = value[1].map(function (c) { return text(v[c]); });
          if (!shape.length) return cells[0];
          if (cells.length && cells.length <= 6 && shape.length <= 2) {
            var width = shape[shape.length - 1], rows = [];
            for (var i = 0; i < cells.length; i += width) rows.push("[" + cells.slice(i, i + width).join(", ") + "]");
            var all = shape.length === 1 ? rows[0] : "[" + rows.join(", ") + "]";
            if (all.length <= 28) return all;
          }
          return "[" + shape.join(", ") + "] ‖…‖ = " + text(norm(value, v));
        }
        function isMoved() { return Object.keys(others).length > 0; }
        function differs(value) { return value[1].some(function (c) { return text(own[c]) !== text(now[c]); }); }
        function pair(value) {
          var before = brief(value, own), after = brief(value, now);
          return differs(value) ? before + " → " + after : before;
        }
        function settle(words) { now = compute(); handle(); changed(words); }
        function current() { return data.knobs[+choice.value]; }
        function handle() {
          var k = current(), from = data.cells[k[1]], to = k[1] in others ? others[k[1]] : from;
          slider.value = Math.round((to - from) / k[2] * 10);
          field.value = String(to);
          slider.setAttribute("aria-valuetext", k[0] + " = " + text(to));
        }
        function turn(to) {
          var k = current();
          to = +to.toPrecision(12);
          if (to === data.cells[k[1]]) delete others[k[1]]; else others[k[1]] = to;
          settle("");
        }
        slider.addEventListener("input", function () {
          var k = current();
          turn(data.cells[k[1]] + slider.value * k[2] / 10);
        });
        choice.addEventListener("change", handle);
        field.addEventListener("change", function () {
          var given = read(field.value);
          if (given && isFinite(given.value)) { turn(given.value); return; }
          changed(field.value.trim() ? refused(field.value, "{0} is no number", read) : say("nothing is written in the field: type a number there first"));
          handle();
        });
        knob.querySelector("button").addEventListener("click", function () { others = {}; settle(""); });
        function element(name, words, kind) {
          var made = document.createElement(name);
          made.textContent = words;
          if (kind) made.className = kind;
          return made;
        }
        function line(f) {
          var scalar = !f[3][0].length, words = f[0] + (f[6] > 1 ? " += " : " = ") + (f[1] ? f[1] + " = " : "");
          if (f[2].length) words += text(now[f[2][0]]) + " × " + text(now[f[2][1]]) + " = ";
          words += brief(f[3], now);
          if (f[5] > 1) words += " · " + say("together {0}", brief(f[4], now));
          return words;
        }
        handle();
        return {
          isMoved: isMoved,
          focus: function () { field.focus(); field.select(); },
          nudge: function (key) {
            var sign = key === "ArrowUp" ? 1 : key === "ArrowDown" ? -1 : 0, k = current();
            if (!sign) return false;
            var from = data.cells[k[1]], to = k[1] in others ? others[k[1]] : from;
            turn(to + sign * k[2]);
            return true;
          },
          // The numbers of the picture at a step, and the gradients in it as far as the walk has come.
          boxes: function (at, slopes) {
            var values = {};
            if (!isMoved()) return values;
            data.rows.forEach(function (r) { if (r[1] !== null && differs(r[3])) values[r[1]] = brief(r[3], now); });
            for (var i = 0; i <= at && i < steps.length; i++) (steps[i].f || []).forEach(function (f) {
              if (f[7] === null || !(f[7] in slopes)) return;
              slopes[f[7]] = (f[4][0].length ? "‖∂‖ = " + text(norm(f[4], now)) : "∂ = " + text(now[f[4][1][0]]))
                + (f[5] < f[6] ? " …" : "");
            });
            return values;
          },
          show: function (at) {
            walk.classList.toggle("changed", isMoved());
            place.textContent = "";
            if (!isMoved()) return;
            var names = data.knobs.filter(function (k) { return k[1] in others; })
              .map(function (k) { return k[0] + " = " + text(others[k[1]]); }).join(", ");
            place.appendChild(element("p", say("with {0}:", names), "walk-with"));
            ((steps[at] || {}).f || []).forEach(function (f) { place.appendChild(element("div", line(f), "walk-line")); });
            var table = element("table", "", "walk-pairs"), head = element("tr", "");
            ["", say("its value"), say("the gradient of {0}", data.loss)].forEach(function (w) { head.appendChild(element("th", w)); });
            table.appendChild(head);
            // A number that is no value of the picture has no row of its own.
            data.knobs.forEach(function (k) {
              if (!(k[1] in others) || data.rows.some(function (r) { return r[2] && r[3][1].indexOf(k[1]) >= 0; })) return;
              var row = element("tr", "");
              row.appendChild(element("td", k[0], "name"));
              row.appendChild(element("td", text(own[k[1]]) + " → " + text(now[k[1]])));
              row.appendChild(element("td", ""));
              table.appendChild(row);
            });
            data.rows.forEach(function (r) {
              var arrived = r[4] && r[5] !== null && r[5] <= at;
              if (!r[2] || !(differs(r[3]) || arrived && differs(r[4]))) return;
              var row = element("tr", "");
              row.appendChild(element("td", r[0], "name"));
              row.appendChild(element("td", pair(r[3])));
              row.appendChild(element("td", arrived ? pair(r[4]) : ""));
              table.appendChild(row);
            });
            place.appendChild(table);
          }
        };
      }
    """
}
