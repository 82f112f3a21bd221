// A session in miniature, with which the tests talk through a pseudo-terminal: it shows what it has read, and knows a
// few words that stand for what a real session does between two lines.

import LineEditing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

if CommandLine.arguments.contains("--shell") { exit(runAsShell()) }
if CommandLine.arguments.contains("--in-shell") { waitForForeground() }

let history = History(path: environment("PROBE_HISTORY"), limit: 50)
let editor = LineEditor(
  program: "learnnn", history: history, hooks: .probe, colour: environment("NO_COLOR") == nil)
let reader: any LineReader = editor ?? PlainLines(isUnfinished: LineEditorHooks.probe.isUnfinished)
if let path = environment("PROBE_LINES") { editor?.showLines(from: open(path, O_RDWR | O_NONBLOCK)) }

/// Computes for 20 seconds, unless interrupted.
func compute(obediently: Bool) {
  Terminal.write("computing\n")
  for _ in 0..<2000 {
    if obediently && Interrupts.isRequested {
      Interrupts.clear()
      Terminal.write("interrupted\n")
      return
    }
    usleep(10_000)
  }
}

@MainActor func step() {
  Terminal.write("stepping\n")
  while true {
    let key = reader.readKey()
    Terminal.write("key \(key)\n")
    if [.character("q"), .interrupt, .endOfFile].contains(key) { return }
  }
}

@MainActor func end(_ status: Int32) -> Never {
  editor?.close()
  exit(status)
}

var prefill = ""
var status: Int32 = 0
let prompt = Prompt("nn›", style: "1;36")
while true {
  for warning in reader.takeWarnings() { Terminal.write("warning: \(warning.text)\n") }
  let input = reader.readLine(prompt: prompt, prefill: prefill)
  prefill = ""
  switch input {
  case .interrupted: continue
  case .endOfFile:
    if reader.isInteractive { Terminal.write("bye\n") }
    end(status)
  case .terminated(let signal): end(128 + signal)
  case .line("sleep"): compute(obediently: true)
  case .line("nap"):
    Terminal.write("napping\n")
    usleep(500_000)
  case .line("hang"): compute(obediently: false)
  case .line("step"): step()
  case .line("unended"): Terminal.write("no newline")
  case .line("prefill"): prefill = "dz = ___\ndw = ___"
  case .line("history"):
    for entry in editor?.history.entries ?? [] { Terminal.write("entry \(entry.debugDescription)\n") }
  case .line("crash"):
    raise(SIGSEGV)
  case .line(let text):
    if LineEditorHooks.probe.isUnfinished(text) {
      status = 1
      Terminal.write("unfinished ")
    }
    let shown = text.utf8.count > 2000 ? "\(text.utf8.count) bytes, \(checksum(text))" : text.debugDescription
    Terminal.write("= \(shown)\n")
  }
}
