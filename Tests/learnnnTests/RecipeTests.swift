import Testing

/// The commands that the README gives to teachers, run as they are printed, as far as this machine can.
@Suite("The recipes of the README", .serialized)
struct RecipeTests {
  private static let blocks: [String] = {
    var found: [String] = []
    var current: [Substring]?
    let text = String(decoding: Program.bytes(of: "README.md"), as: UTF8.self)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "```sh" {
        current = []
      } else if line == "```", let lines = current {
        found.append(lines.joined(separator: "\n"))
        current = nil
      } else {
        current?.append(line)
      }
    }
    return found
  }()

  private func block(with text: String) throws -> String {
    try #require(Self.blocks.first { $0.contains(text) }, "no recipe has \(text)")
  }

  /// The program under its own name, the lesson under the name that the recipes use, and two submissions of one name.
  private static let start = """
    set -e
    mkdir -p bin submissions/ada submissions/bob
    ln -s "$learnnn" bin/learnnn
    PATH="$PWD/bin:$PATH"
    printf ':load lesson3\\n:goto chain\\ndb = dL_da * da_dz\\n:submit Ada Lovelace\\n' | learnnn > said 2>&1
    mv lesson3-Ada-Lovelace.md submissions/ada/answers.md
    printf ':load lesson3\\n:goto chain\\n:submit Bob Brown\\n' | learnnn >> said 2>&1
    mv lesson3-Bob-Brown.md submissions/bob/answers.md
    printf 'id,name\\nada,Ada Lovelace\\nbob,Bob Brown\\n' > class.csv

    """

  @Test("a lesson is handed out, graded and looked at as it is printed")
  func classroom() throws {
    let steps = [try block(with: "learnnn release"), try block(with: "learnnn grade lesson3 submissions/ --roster")]
    let outcome = try Program.shell(
      Self.start + steps.joined(separator: "\n") + "\ncat marks.csv; ls pages handout; learnnn grade lesson3 handout")
    #expect(outcome.output.contains("Ada Lovelace") && outcome.output.contains("Bob Brown"))
    #expect(outcome.output.contains("lesson3-backprop.md"), "\(outcome.output) \(outcome.errors)")
  }

  /// What GNU parallel does with the recipe, for machines that have none: one line, one run, `{}` and `{= s:/:_:g =}`.
  private static let parallel = """
    if ! command -v parallel > /dev/null; then
      cat > bin/parallel <<'END'
    #!/bin/sh
    while read -r file; do
      flat=$(printf %s "$file" | tr / _)
      sh -c "$(printf %s "$1" | sed -e "s@{= [^}]* =}@$flat@" -e "s@{}@$file@")"
    done
    END
      chmod +x bin/parallel
    fi

    """

  @Test("one process for each submission under GNU parallel: two files of one name give two results")
  func parallel() throws {
    let recipe = try block(with: "parallel")
    let outcome = try Program.shell(
      Self.start + Self.parallel + recipe
        + " > /dev/null\nls results; cat results/*.json | tr ',' '\\n' | grep -c '\"receipt\"'")
    #expect(
      outcome.output == "submissions_ada_answers.md.json\nsubmissions_bob_answers.md.json\n2\n",
      "\(outcome.output) \(outcome.errors)")
  }

  @Test("the autograder writes one object for Gradescope, for one file, for two and for none")
  func gradescope() throws {
    let recipe = try block(with: "--gradescope").replacing("/autograder", with: "$ROOT/autograder")
    let metadata = #"{"created_at": "2026-11-20T10:00:00Z", "users": [{"name": "Ada Lovelace", "email": "a@b"}]}"#
    let prepare =
      Self.start + """
        export ROOT="$PWD"
        mkdir -p autograder/source autograder/submission autograder/results
        ln -s "$learnnn" autograder/source/learnnn
        cp "$LEARNNN_HOME/Lessons/lesson3-backprop.md" autograder/source/
        printf '%s' '\(metadata)' > autograder/submission_metadata.json
        cat > run_autograder <<'END'
        \(recipe)
        END
        run() { bash run_autograder > /dev/null || true; head -c 9 autograder/results/results.json; echo; }
        run
        cp submissions/ada/answers.md autograder/submission/; run
        cp submissions/ada/answers.md autograder/submission/again.md; run
        cat autograder/results/results.json

        """
    let outcome = try Program.shell(prepare)
    #expect(
      outcome.output.hasPrefix("{\"score\":\n{\"score\":\n{\"score\":\n{"), "\(outcome.output) \(outcome.errors)")
    #expect(outcome.output.contains("\"output_format\":\"text\"") && outcome.output.contains("Ada Lovelace"))
  }
}
