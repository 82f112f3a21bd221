import Lessons
import Source
import Testing
import Words

@testable import Judging
@testable import Notebook

@Suite("The program's words in other languages")
struct WordsTests {
  @Test("every sentence has its translation", arguments: Translation.languages)
  func complete(language: String) {
    let missing = Sentences.missing(in: .of(language))
    #expect(missing.isEmpty, "learnnn check --language \(language) lists them: \(missing.joined(separator: " ‖ "))")
  }

  @Test("a translation fills no place that its sentence has not", arguments: Translation.languages)
  func places(language: String) {
    for (sentence, translated) in Translation.of(language).sentences {
      let places = Self.places(sentence)
      #expect(Self.places(translated).isSubset(of: places), "\(sentence) = \(translated)")
    }
  }

  private static func places(_ template: String) -> Set<Int> {
    Set(Phrase.pieces(of: template).compactMap { if case .place(let index) = $0 { index } else { nil } })
  }

  @Test("Chinese words are those of the books, and no space stands beside a full-width sign")
  func chinese() {
    for (sentence, translated) in Translation.of("zh").sentences {
      for word in ["逻辑值", "逻辑回归", "前向传播", "训练集", "测试集", "验证集"] {
        #expect(!translated.contains(word), "\(sentence) = \(translated)")
      }
      let signs = "，。：；？！、（）“”"
      let pairs = zip(translated, translated.dropFirst())
      let isSpaced = pairs.contains { ($0 == " " && signs.contains($1)) || (signs.contains($0) && $1 == " ") }
      #expect(!isSpaced, "\(sentence) = \(translated)")
    }
  }

  @Test("Chinese sentences have full-width signs, and a space between Chinese and Latin")
  func punctuation() {
    for (sentence, translated) in Translation.of("zh").sentences {
      // Code has the signs of the keyboard.
      let words = translated.replacing(/`[^`]*`|\$[^$]*\$|\[[^\]]*\]|\{[^}]*\}/, with: "…")
      let isWrong = words.contains(
        /[\u{4E00}-\u{9FFF}][,;:?!A-Za-z0-9]|[A-Za-z0-9][\u{4E00}-\u{9FFF}]|[\u{4E00}-\u{9FFF}]\.$/)
      let hasOfKeyboard = words.contains(/[A-Za-z0-9][,;:?!] [\u{4E00}-\u{9FFF}]/)
      #expect(!isWrong && !hasOfKeyboard, "\(sentence) = \(translated)")
    }
  }

  @Test(
    "a Chinese session says nothing in English for which it has Chinese words",
    arguments: [
      "V = zeros([40, 40])", ":vars", ":set", ":help", ":help load", "?csv", "?sum", "?fit_scale", "?梯度",
      "f = x -> x; :vars", "w = param(zeros([30, 30])); L = sum(w^2); :step L", ":set digits 99", ":load nolesson",
      "batches(zeros([4, 2]), 2)", "答案", "怎么退出？", "zeros([2, 3]) @ zeros([2, 3])", "import torch", "elif x",
      "let x = 2", "class Net", "print x", "for y in 1..2 { import torch }", "conv2d(1, 2); :why",
      "huber([1], [2], delta=-1)", "clip([1], 3, 1)", "dropout([1], 2)", "repeat([1], -1)", "quantile([], 0.5)",
      "diag(ones([1, 1, 1]))", "topk([1, 2], 5)", "pad([1], -1)", "(x -> x)(1, 2)", "dense(2, 3)([1])", "softmax(1)",
      "conv(1, 8, 3)(zeros([28, 28]))", "concat([1], [[1]])", "[1, 2][5]", "reshape([1, 2, 3], [2, 2])", "?seed",
      ":help replay", ":set memory much",
    ])
  func session(input: String) {
    var learner = TestSession(.test(lessons: []))
    learner.session.settings.language = "zh"
    let chinese = Translation.of("zh")
    // Of a sentence with places, the longest of its parts tells that it stands there in English.
    let english = chinese.sentences.compactMap { sentence, translated -> String? in
      let parts = Phrase.pieces(of: sentence).compactMap { piece -> String? in
        if case .literal(let words) = piece { return words }
        return nil
      }
      let longest = parts.max { $0.utf8.count < $1.utf8.count }?.trimmingBlanks ?? ""
      let isTelling = longest.split(separator: " ").count > (parts == [sentence] ? 1 : 3)
      return isTelling && !translated.contains(longest) ? longest : nil
    }
    let shown = input.split(separator: ";").reduce("") { $0 + learner.type(String($1), in: chinese) }
    let joined = shown.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for words in english { #expect(!joined.contains(words), "\(words) in \(joined)") }
  }

  @Test("what stands for something in a usage line has its word", arguments: Translation.languages)
  func usages(language: String) {
    let usages = Command.all.map(\.usage) + Setting.all.map(\.values)
    for line in usages.map(Translation.of(language).usage) { #expect(!line.contains(/[A-Z]{2,}/), "\(line)") }
  }

  @Test("a command without what follows it is shown as it is typed, and a line as it was written")
  func leftOut() {
    var learner = TestSession(.test(lessons: []))
    #expect(learner.type(":note").contains("type :note TEXT"))
    #expect(learner.type("nope ＋ 1").contains("nope ＋ 1"))
    learner.session.settings.language = "zh"
    let chinese = Translation.of("zh")
    #expect(learner.type(":note", in: chinese).contains("请输入 :note 文字"))
    #expect(learner.type(":type", in: chinese).contains("请输入 :type 1 + 2"))
    #expect(learner.type(":help load", in: chinese).contains(":load 课程"))
  }

  @Test("the name of an attribute is the same in every language")
  func attributeNames() {
    let task = "```nn exercise id=e\nx = ___\n```\n```nn solution for=e\nx = 1\n```\n"
    let lesson = "---\nformat: 1\nid: a\ntitle: b\n---\n\(task)```nn check for=e points=0.3\nclose(x, 1)\n```\n"
    let chinese = Lesson.parse(lesson, name: "a.md").diagnostics.map { Translation.of("zh")($0).oneLine }
    #expect(chinese.contains { $0.contains("`points` 是 `0.3`") }, "\(chinese)")
  }

  @Test("a language without words says everything in English, and all of it is listed as missing")
  func unknownLanguage() {
    #expect(Sentences.missing(in: .of("fr")).count == Sentences.all.count)
    #expect(Translation.of("fr")("\(3) names for \(2) values") == "3 names for 2 values")
  }
}
