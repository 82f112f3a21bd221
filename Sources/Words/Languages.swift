package import Source

extension Translation {
  /// The tables of each language besides English: a folder of text files, and a line here for each of them.
  private static let tables: [String: [[UInt8]]] = [
    "zh": [
      PackageResources.errors_zh_txt, PackageResources.lessons_zh_txt, PackageResources.pages_zh_txt,
      PackageResources.stepper_zh_txt, PackageResources.reference_zh_txt, PackageResources.guide_zh_txt,
      PackageResources.class_zh_txt, PackageResources.format_zh_txt,
    ]
  ]

  private static let all: [String: Translation] = tables.reduce(into: [:]) { all, table in
    let files = table.value.map { String(decoding: $0, as: UTF8.self) }
    all[table.key] = Translation(language: table.key, files: files)
  }

  /// The languages that the program speaks besides English.
  package static let languages: [String] = tables.keys.sorted()

  /// What is said in a language such as `zh` or `zh_CN`; English where there are no words of it.
  package static func of(_ language: String?) -> Translation {
    let name = language.map { String($0.prefix { $0 != "_" && $0 != "-" && $0 != "." }) } ?? "en"
    // Reading the tables takes longer than all else at the start of the program.
    let known = tables[name] == nil ? nil : all[name]
    return known ?? Translation(language: name, sentences: [:])
  }
}
