import Documents
import Lessons
import Source

/// A place on a page where a task is answered: what is written there stays in the reader's browser, and nobody judges it,
/// since a page that is handed out holds no solutions.
struct AnswerForm {
  /// The lesson's id.
  let lesson: String
  /// The task's id within it.
  let task: String
  /// What is asked for.
  let hint: Phrase
  /// Whether the answer takes several lines.
  let isLong: Bool
  /// The language of the words.
  let words: Translation

  /// Hidden until the script is there to keep what is written.
  var element: String {
    let name = HTMLText.escaped("\(lesson)/\(task)")
    let hint = HTMLText.escaped(words(hint))
    let kept = HTMLText.escaped(words("kept in this browser"))
    let lost = HTMLText.escaped(words("not kept: this browser keeps nothing for this page"))
    let field = isLong ? "<textarea rows=\"3\"></textarea>" : "<input type=\"text\" autocomplete=\"off\"/>"
    return """
      <p class="answer" data-answer="\(name)" data-kept="\(kept)" data-lost="\(lost)" hidden="hidden">
      <label>\(hint) \(field)</label> <span class="dim" role="status"></span></p>

      """
  }

  /// The script that keeps the answers of a page.
  static let script = """
    <script>//<![CDATA[
    document.querySelectorAll("[data-answer]").forEach(function (place) {
    var name = "learnnn " + place.dataset.answer, field = place.querySelector("input, textarea");
    var remark = place.querySelector("[role=status]"), before = null;
    try { before = localStorage.getItem(name); } catch (error) { before = null; }
    place.hidden = false;
    if (before) { field.value = before; remark.textContent = place.dataset.kept; }
    field.addEventListener("input", function () {
    try {
    if (field.value) localStorage.setItem(name, field.value); else localStorage.removeItem(name);
    remark.textContent = field.value ? place.dataset.kept : "";
    } catch (error) { remark.textContent = place.dataset.lost; }
    });
    });
    //]]></script>

    """
}
