import Documents
import Formats
package import Notebook
import Source

extension Kernel {
  /// Writes a kernel specification for Jupyter, so that notebooks run on this program.
  ///
  /// `folder` is where Jupyter looks for kernels (`~/.local/share/jupyter/kernels` for `--user`), `program` the path of
  /// this program. Python is only needed by Jupyter itself.
  package static func install(in folder: String, program: String, desk: Desk) -> Int32 {
    desk.attempt { () throws(Diagnostic) in
      let place = "\(folder)/learnnn"
      try desk.write(
        Kernel.specification(folder: place, program: program) + "\n", to: "\(place)/kernel.json",
        replaces: { _ in true })
      try desk.write(Kernel.wrapper, to: "\(place)/learnnn_kernel.py", replaces: { _ in true })
      desk.show(
        .lines([[.text("wrote "), .text("\(place)/kernel.json", .code)]]),
        .paragraph([.text("jupyter lab", .code), .text(" now offers learnnn beside Python.")]))
      return 0
    }
  }
}

/// The files that make the program a kernel.
package enum Kernel {
  /// `kernel.json`; `{connection_file}` is Jupyter's own placeholder.
  static func specification(folder: String, program: String) -> String {
    let arguments: [JSONValue] = [
      "python3", .string("\(folder)/learnnn_kernel.py"), "-f", "{connection_file}",
    ]
    return JSONValue.object([
      .init("argv", .array(arguments)), .init("display_name", "learnnn"), .init("language", "learnnn"),
      .init("interrupt_mode", "message"),
      .init("env", .object([.init("LEARNNN_PROGRAM", .string(program))])),
      .init("metadata", .object([.init("debugger", false)])),
    ]).compact
  }

  /// The wrapper: everything it knows comes from `learnnn serve`.
  static let wrapper = #"""
    """A Jupyter kernel for learnnn: passes requests on to `learnnn serve` and shows what comes back."""

    import json
    import os
    import queue
    import signal
    import subprocess
    import threading

    from ipykernel.kernelapp import IPKernelApp
    from ipykernel.kernelbase import Kernel


    class LearnnnKernel(Kernel):
        implementation = "learnnn"
        implementation_version = "1.0"
        language = "learnnn"
        language_version = "1.0"
        # Signs, comments and loops look as in Julia, whose highlighting every front end has.
        language_info = {
            "name": "learnnn", "mimetype": "text/x-learnnn", "file_extension": ".nn",
            "codemirror_mode": "julia", "pygments_lexer": "julia"}
        banner = "learnnn: neural networks to touch"

        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.count = 0
            self.printed = []
            self.open_server()

        def open_server(self):
            program = os.environ.get("LEARNNN_PROGRAM", "learnnn")
            # A group of its own, so that Jupyter's interruption reaches it through this file alone.
            self.server = subprocess.Popen(
                [program, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                encoding="utf-8", start_new_session=True,
                # The kernel ignores interruptions, and what it starts would inherit that.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
            self.lines = queue.Queue()
            threading.Thread(target=self.read, args=(self.server.stdout, self.lines), daemon=True).start()

        @staticmethod
        def read(source, lines):
            for line in source:
                lines.put(line)
            lines.put("")

        def next_line(self):
            """The next line of the answer; what was printed is sent on when none comes for a moment."""
            if self.printed:
                try:
                    return self.lines.get(timeout=0.05)
                except queue.Empty:
                    self.flush()
            return self.lines.get()

        def ask(self, do, text, cursor=0):
            """Sends a request and gives the objects of its answer, the closing one too."""
            if self.server.poll() is not None:
                self.open_server()
            self.count += 1
            request = {"id": self.count, "do": do, "text": text, "cursor": cursor}
            self.server.stdin.write(json.dumps(request) + "\n")
            self.server.stdin.flush()
            while True:
                line = self.next_line()
                if not line:
                    yield {"type": "error", "code": "server-ended", "message": "learnnn ended", "help": None}
                    yield {"type": "done", "status": "error"}
                    return
                answer = json.loads(line)
                if answer.get("id") != self.count:
                    continue
                yield answer
                if answer["type"] == "done":
                    return

        def _send_interrupt_children(self):
            """Called by the base class, on its control thread, when Jupyter asks for an interruption."""
            self.server.send_signal(signal.SIGINT)

        # What versions 6 of ipykernel call it.
        _send_interupt_children = _send_interrupt_children

        def show(self, event):
            kind = event["type"]
            if kind == "print":
                # Many lines go as one message: a front end takes only so many a second.
                self.printed.append(event["text"] + "\n")
                if len(self.printed) >= 1000:
                    self.flush()
                return
            self.flush()
            if kind == "figure":
                data = {"text/plain": event["text"], "image/svg+xml": event["svg"]}
                self.send_response(self.iopub_socket, "display_data", {"data": data, "metadata": {}})
            elif kind == "text" and "html" in event:
                data = {"text/plain": event["text"], "text/html": event["html"]}
                self.send_response(self.iopub_socket, "display_data", {"data": data, "metadata": {}})
            elif "shown" in event:
                self.stream(event["shown"], "stderr" if kind == "warning" else "stdout")

        def flush(self):
            if self.printed:
                text, self.printed = "".join(self.printed), []
                self.stream(text)

        def stream(self, text, name="stdout"):
            self.send_response(self.iopub_socket, "stream", {"name": name, "text": text})

        def do_execute(self, code, silent, store_history=True, user_expressions=None, allow_stdin=False, **_):
            error = None
            prefill = None
            for event in self.ask("run", code):
                if event["type"] in ("error", "done"):
                    self.flush()
                if event["type"] == "error":
                    trace = event.get("shown", event["message"]).rstrip("\n").split("\n")
                    error = {"ename": event["code"], "evalue": event["message"], "traceback": trace}
                    if not silent:
                        self.send_response(self.iopub_socket, "error", error)
                elif event["type"] == "prefill":
                    prefill = event["text"]
                elif not silent:
                    self.show(event)
            if error:
                return {"status": "error", "execution_count": self.execution_count, **error}
            payload = [{"source": "set_next_input", "text": prefill, "replace": False}] if prefill else []
            return {
                "status": "ok", "execution_count": self.execution_count, "payload": payload, "user_expressions": {}}

        def do_complete(self, code, cursor_pos):
            found = {"start": cursor_pos, "end": cursor_pos, "matches": []}
            for event in self.ask("complete", code, cursor_pos):
                if event["type"] == "completion":
                    found = event
            return {
                "status": "ok", "matches": [match["text"] for match in found["matches"]],
                "cursor_start": found["start"], "cursor_end": found["end"], "metadata": {}}

        def do_inspect(self, code, cursor_pos, detail_level=0, omit_sections=()):
            for event in self.ask("inspect", code, cursor_pos):
                if event["type"] == "documentation" and event["found"]:
                    data = {"text/plain": event["text"], "text/html": event["html"]}
                    return {"status": "ok", "found": True, "data": data, "metadata": {}}
            return {"status": "ok", "found": False, "data": {}, "metadata": {}}

        def do_is_complete(self, code):
            status = "unknown"
            for event in self.ask("is_complete", code):
                if event["type"] == "done":
                    status = {"ok": "complete", "incomplete": "incomplete", "error": "invalid"}[event["status"]]
            return {"status": status, "indent": "  " if status == "incomplete" else ""}

        def do_shutdown(self, restart):
            self.server.terminate()
            self.server.wait()
            return {"status": "ok", "restart": restart}


    if __name__ == "__main__":
        IPKernelApp.launch_instance(kernel_class=LearnnnKernel)

    """#
}
