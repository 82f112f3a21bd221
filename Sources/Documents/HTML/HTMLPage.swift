package import Source

/// A page that needs nothing but itself: no network, and no script but that which plays a walk.
package enum HTMLPage {
  /// The page with a title and the HTML of its body.
  package static func text(
    title: String, body: String, language: String? = nil, words: Translation = .english
  ) -> String {
    let safe = title.map { character -> String in
      switch character {
      case "<": "&lt;"
      case ">": "&gt;"
      case "&": "&amp;"
      default: String(character)
      }
    }.joined()
    // One script plays all walks of the page.
    let script = WalkMarkup.script(words)
    let body = body.contains(script) ? body.replacing(script, with: "") + script : body
    // Its indentation is for those who read it in the source; a page is to be small.
    let stylesheet = HTMLRenderer.stylesheet.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(
      separator: "\n")
    return """
      <!doctype html>
      <html lang="\((language ?? words.language).filter { $0.isLetter || $0 == "-" })">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(SafeText.line(safe))</title>
      <style>
      \(stylesheet)
      details { margin: 0.6em 0; } summary { cursor: pointer; color: var(--faint); }
      div.math { overflow-y: hidden; padding: 0.15em 0; }
      .output { border-left: 3px solid var(--blue); padding-left: 0.8em; margin: 0.4em 0 1.2em; overflow-x: auto; }
      /* A wide graph keeps its size on a telephone, where it would be too small to read; plots fit. */
      @media screen and (max-width: 40rem) { .output svg:not([width="640"]) { max-width: none; } }
      </style>
      </head>
      <body>
      \(body)</body>
      </html>

      """
  }
}
