import Documents
import Formats
import Lessons
import Notebook
import Source
import Words

/// The answers that are marked by hand, all of one question together, whole; `--marks` reads it back.
enum MarkingSheet {
  private static let columns = ["student", "task", "points", "comment", "maximum", "answer"]

  /// The sheet as a table, or as a page that writes the table.
  static func text(_ book: GradeBook, isPage: Bool) -> String {
    isPage
      ? page(book)
      : GradeTable.spreadsheet(header: columns, rows: questions(book).flatMap { rows($0, book) })
  }

  private static func questions(_ book: GradeBook) -> [any AskedTask] {
    book.tasks.compactMap(\.task).filter { $0.marking == .byHand }
  }

  private static func answers(_ question: any AskedTask, _ book: GradeBook) -> [(StudentResult, TaskResult)] {
    book.students.filter { $0.status == .graded }.compactMap { student in
      student.tasks.first { $0.id == question.id && [.toBeMarked, .marked].contains($0.status) }.map { (student, $0) }
    }
  }

  /// By what `--marks` finds a student again: the id, a name that nobody else has, or the file.
  private static func who(_ student: StudentResult, _ book: GradeBook) -> String {
    if !student.id.isEmpty { return student.id }
    let name = PersonName.key(student.name)
    let isOne = !name.isEmpty && book.students.count { PersonName.key($0.name) == name } == 1
    return isOne ? student.name : student.file
  }

  private static func rows(_ question: any AskedTask, _ book: GradeBook) -> [[String]] {
    answers(question, book).map { student, task in
      [
        GradeTable.cell(who(student, book)), task.id,
        task.status == .marked ? task.points.text : "", GradeTable.cell(task.comment), task.total.text,
        // Line ends stay; a formula does not run.
        task.answer.split(separator: "\n", omittingEmptySubsequences: false).map { GradeTable.cell(String($0)) }
          .joined(separator: "\n"),
      ]
    }
  }

  private static func page(_ book: GradeBook) -> String {
    let say = Translation.of(book.lesson.language)
    var body = "<h1>\(HTMLText.escaped(book.lesson.title))</h1>\n"
    let command = "<code>learnnn grade --marks marks.csv</code>"
    let isEmpty = questions(book).allSatisfy { answers($0, book).isEmpty }
    if isEmpty {
      body += "<p>\(say("There is no answer to mark by hand."))</p>\n"
    } else {
      body += "<p>\(say("Fill in, then save the table and give it to \(command).")) "
      body += "<button id=save>\(say("Save marks.csv"))</button> <span id=left></span></p>\n"
    }
    for question in questions(book) {
      body += "<h2>\(HTMLText.escaped(FeedbackPage.title(question.id, book)))</h2>\n"
      body += HTMLRenderer(words: say).render(Document(Markdown.parse(question.text))) + "\n"
      for (student, task) in answers(question, book) {
        let who = who(student, book)
        let shown = [student.name, student.id].filter { !$0.isEmpty }.joined(separator: " · ")
        let digest = SHA256.hexadecimal(Array(task.answer.utf8)).prefix(16)
        let (owner, id) = (HTMLText.escaped(who), HTMLText.escaped(task.id))
        body += "<section data-student=\"\(owner)\" data-task=\"\(id)\" data-answer=\(digest)>\n"
        body += "<p><strong>\(HTMLText.escaped(shown))</strong></p>\n"
        body += "<pre style=\"white-space: pre-wrap\">\(HTMLText.escapedLines(task.answer))</pre>\n"
        body += "<label>\(say("points")) <input class=points type=number min=0 max=\(task.total.text) step=0.5 value=\""
        body += "\(task.status == .marked ? task.points.text : "")\"></label> / \(task.total.text)\n"
        body +=
          "<label>\(say("comment")) <input class=comment size=50 style=\"max-width: 100%; box-sizing: border-box\" value=\"\(HTMLText.escaped(task.comment))\"></label>\n"
        body += "</section>\n"
      }
    }
    return HTMLPage.text(
      title: say("\(book.lesson.title): \("to be marked")"), body: body + (isEmpty ? "" : script(of: book, say)),
      language: book.lesson.language, words: say)
  }

  /// Writes what was filled in as the table that `--marks` reads.
  ///
  /// What is typed stays in the browser until the answer, or its mark, is another one.
  private static func script(of book: GradeBook, _ say: Translation) -> String {
    let left = "{0} to be marked"
    let (words, wrong) = (say.sentences[left] ?? left, say("points are whole or half numbers from 0 to the maximum"))
    let place = HTMLText.escaped("learnnn marks \(book.lesson.id) ")
    return #"""
      <script>
      const quoted = text => '"' + text.replaceAll('"', '""') + '"';
      const sections = [...document.querySelectorAll('section[data-task]')];
      const name = s => "\#(place)" + s.dataset.student + ' ' + s.dataset.task + ' ' + s.dataset.answer;
      const fields = s => [s.querySelector('.points'), s.querySelector('.comment')];
      const keep = s => {
        const typed = fields(s).map(f => f.value), given = fields(s).map(f => f.defaultValue);
        try {
          if (typed.join('\n') === given.join('\n')) localStorage.removeItem(name(s));
          else localStorage.setItem(name(s), JSON.stringify([given, typed]));
        } catch (error) { }
      };
      for (const s of sections) {
        try {
          const [given, typed] = JSON.parse(localStorage.getItem(name(s)) || '[[], []]');
          if (fields(s).every((f, i) => f.defaultValue === given[i])) fields(s).forEach((f, i) => f.value = typed[i]);
        } catch (error) { }
      }
      const isMarked = f => (f.value !== '' || f.validity.badInput) && f.checkValidity();
      const count = () => {
        const left = sections.filter(s => !isMarked(s.querySelector('.points'))).length;
        document.querySelector('#left').textContent = '\#(words)'.replace('{0}', left);
      };
      document.addEventListener('input', event => {
        const s = event.target.closest('section');
        if (s) keep(s);
        count();
      });
      count();
      document.querySelector('#save').onclick = () => {
        const wrong = sections.map(s => s.querySelector('.points')).find(f => !f.checkValidity());
        if (wrong) {
          wrong.focus();
          document.querySelector('#left').textContent = '\#(wrong)';
          return;
        }
        const rows = sections.map(s => [s.dataset.student, s.dataset.task, s.querySelector('.points').value,
          s.querySelector('.comment').value].map(quoted).join(','));
        const text = '\ufeffstudent,task,points,comment\n' + rows.join('\n') + '\n';
        const link = document.createElement('a');
        link.href = URL.createObjectURL(new Blob([text], {type: 'text/csv'}));
        link.download = 'marks.csv';
        link.click();
      };
      </script>
      """#
  }
}
