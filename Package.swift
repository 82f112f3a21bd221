// swift-tools-version: 6.1
import PackageDescription

/// Every target is held to the upcoming rules that keep imports honest: what a file uses, it imports.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// People type `swift run learnnn`, which builds in debug, where Swift code runs up to a hundred times slower.
///
/// The targets that compute are therefore optimised in every configuration, so that training in the default
/// build costs what it costs in release. Bounds and overflow checks stay on in both.
///
/// Whole-module mode lets the kernels be specialised across files; it needs a thread count so that the
/// index files of a debug build are still written, and no batch mode, which it would only warn about.
///
/// Exclusive access is checked by the compiler alone: the checks at run time are two fifths of a scalar loop.
let optimised: [SwiftSetting] =
  strict + [
    .unsafeFlags(["-enforce-exclusivity=unchecked"]),
    .unsafeFlags(["-O", "-wmo", "-num-threads", "2", "-disable-batch-mode"], .when(configuration: .debug)),
  ]

let package = Package(
  name: "learnnn",
  products: [.executable(name: "learnnn", targets: ["learnnn"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    .executableTarget(
      name: "learnnn",
      dependencies: [
        "LineEditing", "Classroom", "Publishing", "Serving", "Notebook",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // The terminal.
    .target(name: "LineEditing", dependencies: ["CEditline"], swiftSettings: strict),
    .target(name: "CEditline", linkerSettings: [.linkedLibrary("edit")]),

    // The classroom, what is shared, what answers other programs, and the notebook.
    .target(
      name: "Classroom",
      dependencies: [
        "Notebook", "Judging", "Words", "Lessons", "Evaluation", "Documents", "Formats", "Tensors", "Syntax", "Source",
      ],
      swiftSettings: strict),
    .target(
      name: "Publishing",
      dependencies: ["Notebook", "Judging", "Words", "Lessons", "Evaluation", "Documents", "Formats", "Source"],
      swiftSettings: strict),
    .target(
      name: "Serving",
      dependencies: ["Notebook", "Evaluation", "Documents", "Formats", "Syntax", "Source"],
      swiftSettings: strict),
    .target(
      name: "Notebook", dependencies: ["Judging", "Stepping", "Phrasebook", "Words", "Lessons", "Evaluation"],
      swiftSettings: strict),
    // What is said about an answer, and what it was tried with.
    .target(
      name: "Judging", dependencies: ["Lessons", "Evaluation", "Documents", "Tensors", "Syntax", "Source"],
      resources: [.embedInCode("Examples/judged.txt")], swiftSettings: strict),
    .target(
      name: "Phrasebook", dependencies: ["Syntax", "Source"], resources: [.embedInCode("Words")],
      swiftSettings: optimised),
    // What the program says in other languages. Tables in code are slow to optimise, and nothing is gained by it.
    .target(name: "Words", dependencies: ["Source"], resources: [.embedInCode("zh")], swiftSettings: strict),
    .target(
      name: "Stepping", dependencies: ["Evaluation", "Syntax", "Tensors", "Documents", "Source"],
      swiftSettings: optimised),
    .target(name: "Lessons", dependencies: ["Documents", "Source"], swiftSettings: optimised),

    // The language and the tensor runtime.
    .target(
      name: "Evaluation",
      dependencies: ["Syntax", "Tensors", "Datasets", "Documents", "Source"],
      resources: [.embedInCode("Prelude")],
      swiftSettings: optimised),
    .target(name: "Syntax", dependencies: ["Source"], swiftSettings: optimised),
    .target(name: "Tensors", dependencies: ["CKernels", "Source"], swiftSettings: optimised),
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3"], .when(configuration: .debug))]),

    // Data, documents and bytes.
    .target(name: "Datasets", dependencies: ["Tensors", "Formats", "Source"], swiftSettings: optimised),
    .target(name: "Documents", dependencies: ["Source"], swiftSettings: strict),
    .target(name: "Formats", dependencies: ["CZlib", "Source"], swiftSettings: optimised),
    .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
    .target(name: "Source", swiftSettings: optimised),

    // The tests. The probe is a small program that the line editor's tests run in a pseudo-terminal; Disk reads the
    // machine's own files for them.
    .target(name: "Disk", dependencies: ["Source"], path: "Tests/Disk", swiftSettings: strict),
    .executableTarget(
      name: "LineEditingProbe", dependencies: ["LineEditing"], path: "Tests/LineEditingProbe", swiftSettings: strict),
    .testTarget(name: "LineEditingTests", dependencies: ["LineEditing", "LineEditingProbe"], swiftSettings: strict),
    .testTarget(name: "learnnnTests", dependencies: ["learnnn", "Disk"], swiftSettings: strict),
    .testTarget(
      name: "NotebookTests",
      dependencies: [
        "Notebook", "Judging", "Words", "Lessons", "Evaluation", "Documents", "Tensors", "Syntax", "Source",
        "Disk",
      ],
      exclude: ["Transcripts"], swiftSettings: strict),
    .testTarget(
      name: "ClassroomTests",
      dependencies: [
        "Classroom", "Publishing", "Serving", "Notebook", "Judging", "Lessons", "Evaluation", "Formats", "Documents",
        "Tensors", "Syntax", "Source",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SteppingTests",
      dependencies: ["Stepping", "Evaluation", "Documents", "Tensors", "Syntax", "Source"], swiftSettings: strict),
    .testTarget(name: "LessonsTests", dependencies: ["Lessons", "Source", "Disk"], swiftSettings: strict),
    .testTarget(
      name: "EvaluationTests",
      dependencies: ["Evaluation", "Syntax", "Tensors", "Datasets", "Formats", "Documents", "Source", "Disk"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(name: "SyntaxTests", dependencies: ["Syntax", "Source"], swiftSettings: strict),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors"], swiftSettings: strict),
    .testTarget(
      name: "DatasetsTests", dependencies: ["Datasets", "Formats", "Tensors", "Source", "Disk"], swiftSettings: strict),
    .testTarget(name: "DocumentsTests", dependencies: ["Documents", "Source"], swiftSettings: strict),
    .testTarget(name: "FormatsTests", dependencies: ["Formats", "Source"], swiftSettings: strict),
    .testTarget(
      name: "SourceTests", dependencies: ["Source", "Disk"], exclude: ["NotSaid.txt"], swiftSettings: strict),
  ]
)
