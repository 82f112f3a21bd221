import Documents
import Lessons
import Notebook
import Source

/// A place on a page where a task is answered: what is written there stays in the reader's browser, and nobody judges it,
/// since a page that is handed out holds no solutions.
struct AnswerForm {
  /// The lesson's id.
  let lesson: String
  /// The task's id within it.
  let task: String
  /// What is asked for, where it is typed.
  let hint: Phrase
  /// How it is answered.
  let way: AnswerWay
  /// The language of the words.
  let words: Translation

  /// Where the script writes what is kept.
  private static let place = "{0}"

  /// Hidden until the script is there to keep what is written.
  var element: String {
    let name = HTMLText.escaped("\(lesson)/\(task)")
    let said = [
      ("kept", words("kept in this browser")), ("listed", words("kept in this browser: \(Self.place)")),
      ("lost", words("not kept: this browser keeps nothing for this page")),
    ]
    let moves =
      way == .order ? [("up", words("move up")), ("down", words("move down")), ("colon", words(": "))] : []
    let data = (said + moves).map { " data-\($0)=\"\(HTMLText.escaped($1))\"" }.joined()
    let field = way == .lines ? "<textarea rows=\"3\"></textarea>" : "<input type=\"text\" autocomplete=\"off\"/>"
    return """
      <p class="answer" data-answer="\(name)" data-kind="\(way.rawValue)"\(data) hidden="hidden">
      <label>\(HTMLText.escaped(words(hint))) \(field)</label> <span class="dim" role="status"></span></p>

      """
  }

  /// The script that keeps the answers of a page.
  ///
  /// Options are chosen, and lines are moved, in the list that stands above the form; what is kept is what would be typed,
  /// the numbers of the items. Where no list stands there, they are typed.
  static let script = """
    <script>//<![CDATA[
    document.querySelectorAll("[data-answer]").forEach(function (place) {
    var said = place.dataset, name = "learnnn " + said.answer, field = place.querySelector("input, textarea");
    var remark = place.querySelector("[role=status]"), list = place.previousElementSibling, kind = said.kind;
    var isOrder = kind === "order", items = list && list.tagName === "OL" ? Array.from(list.children) : [];
    var isListed = items.length && (isOrder || /^option/.test(kind));
    try { field.value = localStorage.getItem(name) || ""; } catch (error) { field.value = ""; }
    function told() { return !field.value ? "" : isListed ? said.listed.replace("{0}", field.value) : said.kept; }
    function keep() {
    try {
    if (field.value) localStorage.setItem(name, field.value); else localStorage.removeItem(name);
    remark.textContent = told();
    } catch (error) { remark.textContent = said.lost; }
    }
    function make(tag, type) { var made = document.createElement(tag); made.type = type; return made; }
    function choice(item, i, chosen) {
    var label = document.createElement("label"), box = make("input", kind === "option" ? "radio" : "checkbox");
    box.name = name; box.value = i + 1; box.checked = chosen.indexOf(String(i + 1)) >= 0;
    while (item.firstChild) label.appendChild(item.firstChild);
    label.insertBefore(box, label.firstChild); item.appendChild(label);
    box.addEventListener("change", function () {
    field.value = Array.from(list.querySelectorAll("input")).filter(function (b) { return b.checked; })
    .map(function (b) { return b.value; }).join(" ");
    keep();
    });
    }
    function move(item, step, button) {
    var other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    list.insertBefore(step < 0 ? item : other, step < 0 ? other : item);
    field.value = Array.from(list.children).map(function (i) { return i.value; }).join(" ");
    button.focus(); keep();
    }
    function mover(item, step, sign, words) {
    var button = make("button", "button");
    button.textContent = sign; button.setAttribute("aria-label", words + said.colon + item.dataset.text);
    button.addEventListener("click", function () { move(item, step, button); });
    button.addEventListener("keydown", function (event) {
    var way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (way) { event.preventDefault(); move(item, way, button); }
    });
    return button;
    }
    place.hidden = false;
    if (isListed) {
    var before = field.value.split(/[^0-9]+/).filter(Boolean);
    place.querySelector("label").hidden = true; list.classList.add("answer-list");
    items.forEach(function (item, i) {
    if (!isOrder) return choice(item, i, before);
    // A line keeps its number where it goes: read from above, the numbers are the answer.
    item.value = i + 1; item.dataset.text = item.textContent.trim();
    item.insertBefore(mover(item, 1, "↓", said.down), item.firstChild);
    item.insertBefore(mover(item, -1, "↑", said.up), item.firstChild);
    });
    if (isOrder) before.forEach(function (n) { if (items[n - 1]) list.appendChild(items[n - 1]); });
    }
    remark.textContent = told();
    field.addEventListener("input", keep);
    });
    //]]></script>

    """
}
