import Source

extension HTMLRenderer {
  /// The looks of a fragment's classes, on light and dark screens and on paper.
  package static let stylesheet = """
    :root {
      --text: #1b1f24; --page: #ffffff; --faint: #5b636b; --line: #d0d7de; --block: #f6f8fa;
      --red: #b3261e; --green: #1a6b2d; --yellow: #7a4f00; --blue: #0b57b0; --magenta: #7a3db8; --cyan: #0b6470;
      --orange: #954000;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --text: #e6edf3; --page: #14181d; --faint: #9aa4af; --line: #3a424b; --block: #1d232a;
        --red: #ff7b72; --green: #7ee787; --yellow: #e3b341; --blue: #79b8ff; --magenta: #d2a8ff; --cyan: #76d9e6;
        --orange: #ffa657;
      }
    }
    body {
      color: var(--text); background: var(--page); max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
      font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word;
    }
    h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.6em 0 0.6em; }
    a { color: var(--blue); }
    pre, code { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 0.92em; }
    pre { background: var(--block); padding: 0.7em 1em; overflow-x: auto; border-radius: 4px; line-height: 1.35; }
    pre.lines { background: none; padding: 0 1em; margin: 0.4em 0; }
    blockquote { margin-left: 0; padding-left: 1em; border-left: 3px solid var(--line); color: var(--faint); }
    table { border-collapse: collapse; margin: 1em 0; }
    th, td { padding: 0.25em 0.8em; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
    th.right, td.right { text-align: right; }
    th.center, td.center { text-align: center; }
    table.columns td { border: 0; padding: 0.1em 1em 0.1em 0; }
    pre.lines .tag { float: right; }
    .spread { display: flex; justify-content: space-between; gap: 1em; }
    .indented { margin-left: 1.2em; }
    .cell { border-left: 3px solid var(--line); padding-left: 0.8em; margin: 1em 0; }
    .cell-title, .cell-footer, .dim, .comment { color: var(--faint); }
    .callout { border-left: 3px solid var(--blue); padding: 0.1em 1em; margin: 1em 0; background: var(--block); }
    .callout-title { font-weight: bold; }
    .callout.error, .diagnostic.error { border-color: var(--red); }
    .callout.warning, .diagnostic.warning { border-color: var(--yellow); }
    .callout.success { border-color: var(--green); }
    .diagnostic { border-left: 3px solid var(--blue); padding-left: 0.8em; margin: 1em 0; }
    .heading, .prompt, .highlight { font-weight: bold; }
    .highlight { outline: 2px solid var(--yellow); }
    .keyword { color: var(--magenta); }
    .number, .note, .help { color: var(--blue); }
    .string { color: var(--green); }
    .function, .command { color: var(--cyan); }
    .parameter { color: var(--orange); font-weight: bold; }
    .gradient { color: var(--magenta); font-weight: bold; }
    .error { color: inherit; }
    span.error { color: var(--red); font-weight: bold; }
    span.warning { color: var(--yellow); font-weight: bold; }
    span.success { color: var(--green); font-weight: bold; }
    math .bold { font-weight: bold; }
    mtable.aligned mtd:nth-child(odd) { text-align: right; }
    mtable.aligned mtd:nth-child(even), mtable.cases mtd { text-align: left; }
    div.math { margin: 1em 0; overflow-x: auto; }
    figure { margin: 1.2em 0; }
    .answer input, .answer textarea {
      font: inherit; color: var(--text); background: var(--block); border: 1px solid var(--faint); border-radius: 4px;
      padding: 0.15em 0.5em; max-width: 100%;
    }
    .answer-list label { display: block; }
    .answer-list button { font: inherit; padding: 0 0.4em; margin-right: 0.3em; }
    .answer textarea { display: block; width: 100%; box-sizing: border-box; }
    .walk { border: 1px solid var(--line); border-radius: 6px; padding: 0.6em 1em; margin: 1.2em 0; }
    .walk:focus-visible, .walk button:focus-visible, .walk input:focus-visible, .walk select:focus-visible {
      outline: 2px solid var(--blue); outline-offset: 2px;
    }
    .walk summary { color: var(--faint); }
    .walk-picture { overflow-x: auto; margin: 0.6em 0; }
    .walk-rule, .walk-origin { margin-left: 1.4em; }
    .walk .walk-step > details:not([open]) + details:not([open]) { margin-top: -0.3em; }
    .walk-controls { display: flex; flex-wrap: wrap; gap: 0.5em; align-items: center; }
    .walk-controls[hidden] { display: none; }
    .walk-controls input { flex: 1 1 8rem; min-width: 6rem; }
    .walk-knob { display: flex; flex-wrap: wrap; gap: 0.5em; align-items: center; margin-top: 0.6em; }
    .walk-knob[hidden] { display: none; }
    .walk-knob [type=range] { flex: 1 1 8rem; min-width: 6rem; }
    .walk-knob:not(div) { margin: 0.6em 0 0; }
    .walk.changed .walk-now { color: var(--faint); }
    .walk.changed .walk-now::before { content: attr(data-own); }
    .walk-moved { overflow-x: auto; }
    .walk-with { margin: 0.6em 0 0.2em; font-weight: bold; }
    .walk-line { margin: 0.2em 0; color: var(--blue); }
    .walk-pairs { margin: 0.6em 0; }
    svg text.moved { fill: var(--blue); font-weight: bold; }
    .walk button, .walk select, .walk-question input, .walk-knob [type=text] {
      font: inherit; color: var(--text); background: var(--block); border: 1px solid var(--faint); border-radius: 4px;
      padding: 0.15em 0.7em;
    }
    .walk-place { color: var(--faint); min-width: 7em; }
    .walk-remark { margin: 0.4em 0; min-height: 1.5em; color: var(--blue); }
    .walk-now { overflow-x: auto; }
    .walk .columns { margin-block: 0.3em; }
    .walk-step > table.columns td:first-child { white-space: nowrap; }
    .walk.playing .walk-step { display: none; }
    .walk.playing .walk-step.now { display: block; }
    .walk.playing .walk-now { min-height: 7em; }
    figure svg { max-width: 100%; height: auto; font: 12px system-ui, sans-serif; }
    @media screen and (max-width: 40rem) {
      .walk-picture svg { max-width: none; }
      p, ul, ol { overflow: auto hidden; }
      .walk-now table.columns tr { display: flex; flex-wrap: wrap; }
      .walk { display: flex; flex-direction: column; }
      .walk > * { min-width: 0; }
      .walk-knob, .walk-moved { order: 1; }
    }
    svg text { fill: var(--text); }
    svg .title { font-weight: bold; }
    svg .axis { stroke: var(--faint); fill: none; }
    svg .grid { stroke: var(--line); fill: none; }
    svg .box { stroke: var(--faint); fill: var(--block); }
    svg .marked { stroke: var(--red); stroke-width: 3; }
    svg .path { stroke: var(--red); fill: none; stroke-width: 2; }
    svg .line { fill: none; stroke-width: 2; }
    svg .k0 { --ink: var(--blue); } svg .k1 { --ink: var(--orange); } svg .k2 { --ink: var(--green); }
    svg .k3 { --ink: var(--magenta); } svg .k4 { --ink: var(--red); } svg .k5 { --ink: var(--cyan); }
    svg .k6 { --ink: var(--yellow); } svg .k7 { --ink: var(--faint); }
    svg .line, svg .point { stroke: var(--ink); }
    svg .point, svg .bar { fill: var(--ink); }
    svg .point { stroke: var(--page); stroke-width: 0.7; }
    svg .field { fill: var(--ink); opacity: 0.3; }
    @media print {
      :root {
        --text: #000; --page: #fff; --faint: #444; --line: #aaa; --block: #fff;
        --red: #b3261e; --green: #1a6b2d; --yellow: #7a4f00; --blue: #0b57b0; --magenta: #7a3db8; --cyan: #0b6470;
        --orange: #954000;
      }
      body { max-width: none; margin: 0; font-size: 11pt; }
      pre { border: 1px solid var(--line); white-space: pre-wrap; }
      figure, .cell, .diagnostic, .callout { break-inside: avoid; }
      .walk-controls, .walk-question, .walk-remark, .walk-knob, .walk-moved, .answer-list button,
      details:not([open]) { display: none; }
      .walk.playing .walk-step { display: block; }
      .walk.changed .walk-now { color: var(--text); }
      .walk.changed .walk-now::before { content: none; }
      .walk-picture { overflow: visible; }
      .walk-picture svg { min-width: 0 !important; }
    }

    """
}
