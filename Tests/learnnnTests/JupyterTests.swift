import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The kernel as Jupyter runs it; `LEARNNN_PYTHON` names a Python that has Jupyter, else `python3` and the system's are
/// asked.
@Suite("The kernel inside Jupyter", .serialized)
struct JupyterTests {
  private static let known =
    (getenv("LEARNNN_PYTHON").map { [String(cString: $0)] } ?? ["python3", "/usr/bin/python3"])
    .first { has("ipykernel, jupyter_client", $0) }
  private static let python = known ?? "python3"

  private static func has(_ modules: String, _ python: String) -> Bool {
    let outcome = try? Program.run("", program: "\(python) -c 'import \(modules)'")
    return outcome?.status == 0
  }

  private static let hasJupyter = known != nil
  private static let hasNotebooks = hasJupyter && has("nbformat, nbconvert", python)

  /// Asks the kernel everything that a notebook does, and prints what came back.
  private static let questions = #"""
    import sys, threading, jupyter_client
    manager = jupyter_client.KernelManager(kernel_name="learnnn")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)

        def run(code):
            seen = []
            def hook(message):
                content = message["content"]
                seen.append(content.get("text") or content.get("ename") or sorted(content.get("data", {})))
                if "data" in content:
                    seen.append(content["data"]["image/svg+xml"][:4])
            # What waits behind an error is aborted: after this answer nothing does.
            client.kernel_info(reply=True, timeout=60)
            reply = client.execute_interactive(code, output_hook=hook, timeout=60)
            print(reply["content"]["status"], [part for part in seen if part])

        run("z = 1 + 1")
        run("plot([1, 2, 3])")
        run("nothing_here")
        threading.Timer(1, manager.interrupt_kernel).start()
        run("while true { 1 }")
        run("z")
        found = client.complete("softm", 5, reply=True, timeout=60)["content"]
        print(found["matches"], found["cursor_start"], found["cursor_end"])
        found = client.inspect("softmax(z)", 3, reply=True, timeout=60)["content"]
        print(found["found"], sorted(found["data"]), "softmax" in found["data"]["text/plain"])
        for text in ["x = (1 +", "x = 1", "x = )"]:
            asked = client.is_complete(text)
            reply = client.get_shell_msg(timeout=60)
            while reply["parent_header"].get("msg_id") != asked:
                reply = client.get_shell_msg(timeout=60)
            print(reply["content"]["status"])
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    """#

  /// A shell line after the kernel is installed in the folder of the test alone.
  private static func shell(_ line: String, files: [String: String] = [:]) throws -> Program.Outcome {
    let script = """
      learnnn='\(Program.path)'
      export JUPYTER_DATA_DIR="$PWD/jupyter" IPYTHONDIR="$PWD/ipython" JUPYTER_CONFIG_DIR="$PWD/config"
      export PYDEVD_DISABLE_FILE_VALIDATION=1 PATH="$(dirname "$(command -v \(python))"):$PATH"
      $learnnn kernel install > installed || exit 1
      \(line)
      """
    return try Program.run("", program: "sh script", files: files.merging(["script": script]) { $1 })
  }

  @Test(
    "values, pictures, errors, interruptions, completion and help go through Jupyter and back",
    .enabled(if: hasJupyter, "Jupyter is not installed here: the kernel is not tried"), .timeLimit(.minutes(3)))
  func questions() throws {
    let outcome = try JupyterTests.shell(
      "timeout 120 \(JupyterTests.python) questions.py 2> log || cat log",
      files: ["questions.py": JupyterTests.questions])
    #expect(
      outcome.output == """
        ok ['z = 2\\n']
        ok [['image/svg+xml', 'text/plain'], '<svg']
        error ['unknown-name']
        error ['interrupted']
        ok ['2\\n']
        ['softmax'] 0 5
        True ['text/html', 'text/plain'] True
        incomplete
        complete
        invalid

        """)
  }

  @Test(
    "an exported lesson is a valid notebook, which nbconvert runs, solved or with its blanks",
    .enabled(if: hasNotebooks, "nbconvert is not installed here: exported notebooks are not run"),
    .timeLimit(.minutes(3)), arguments: ["--solutions", ""])
  func notebooks(option: String) throws {
    let outcome = try JupyterTests.shell(
      """
      $learnnn export lesson3 \(option) -o lesson.ipynb > exported || exit 1
      \(JupyterTests.python) -c 'import nbformat; nbformat.validate(nbformat.read("lesson.ipynb", 4))' || exit 1
      timeout 120 \(JupyterTests.python) -m nbconvert --execute --to notebook --output done.ipynb lesson.ipynb \\
        2> log || cat log
      \(JupyterTests.python) - <<'END'
      import json
      cells = [cell for cell in json.load(open("done.ipynb"))["cells"] if cell["cell_type"] == "code"]
      print(all(cell["execution_count"] for cell in cells))
      print(any("image/svg+xml" in output.get("data", {}) for cell in cells for output in cell["outputs"]))
      errors = [cell for cell in cells if any(output["output_type"] == "error" for output in cell["outputs"])]
      print(all("raises-exception" in cell["metadata"].get("tags", []) for cell in errors))
      END
      """)
    #expect(outcome.output == "True\nTrue\nTrue\n")
  }
}

/// The kernel's file with a stand-in for Jupyter's own classes, so that any Python can run it.
@Suite("The kernel's file")
struct KernelFileTests {
  private static let hasPython = (try? Program.run("", program: "python3 -c 1"))?.status == 0

  private static let standIn = """
    import sys, types

    sent = []

    class Base:
        execution_count = 1
        iopub_socket = None

        def __init__(self, **_):
            pass

        def send_response(self, _, kind, content):
            sent.append((kind, content))

    base, app, top = (types.ModuleType(name) for name in ("kernelbase", "kernelapp", "ipykernel"))
    base.Kernel, app.IPKernelApp = Base, None
    sys.modules.update({"ipykernel": top, "ipykernel.kernelbase": base, "ipykernel.kernelapp": app})
    sys.path.insert(0, "kernels/share/jupyter/kernels/learnnn")
    import learnnn_kernel

    kernel = learnnn_kernel.LearnnnKernel()
    kernel.do_execute("for i in 1..5000 { print(i) }", False)
    text = "".join(content["text"] for kind, content in sent if kind == "stream")
    print(text == "".join(f"{i}\\n" for i in range(1, 5001)), len(sent) < 100)
    sent.clear()
    kernel.do_execute("print(1)\\nplot([1, 2])\\nprint(2)\\nnothing_here", False)
    print([kind for kind, _ in sent])
    print(kernel.language_info["pygments_lexer"], kernel.language_info["codemirror_mode"])
    kernel.do_shutdown(False)
    """

  @Test("five thousand printed lines arrive, as few messages, in their order with all else", .enabled(if: hasPython))
  func manyLines() throws {
    let outcome = try Program.shell(
      """
      "$learnnn" kernel install --prefix "$PWD/kernels" > /dev/null
      cat > stand_in.py <<'END'
      \(Self.standIn)
      END
      LEARNNN_PROGRAM="$learnnn" python3 stand_in.py
      """)
    let wanted = "True True\n['stream', 'display_data', 'stream', 'error']\njulia julia\n"
    #expect(outcome.output == wanted, "\(outcome.output) \(outcome.errors)")
  }
}
