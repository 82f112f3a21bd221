import Datasets
import Formats
import Source
import Testing

/// What somebody brings along: names, broken files among good ones, what reads what.
@Suite("Files of one's own")
struct OwnFilesTests {
  private static func picture(_ brightness: UInt8) throws -> [UInt8] {
    PNG.encode(try #require(Raster(width: 2, height: 2, channels: 1, samples: [brightness, 0, 9, 255])))
  }

  @Test(
    "a file is read by the name that it has, in any script and with the signs that cameras and browsers put there",
    arguments: [
      "房价", "Houses 2024", "HOUSES_A", "IMG_2034", "photo (1)", "a.b", "Ä-b", "v1.2_final", "données",
    ])
  func names(name: String) throws {
    let files = [
      "/d/\(name).csv": Array("a,b\n1,2\n2,3\n3,4\n".utf8), "/d/\(name).txt": Array("text".utf8),
      "/d/\(name).PNG": try Self.picture(3), "/d/\(name)/x_1.png": try Self.picture(1),
      "/d/\(name)/y_1.png": try Self.picture(2),
    ]
    let loader = DatasetLoader(directories: ["/d"], files: memory(files))
    #expect(try loader.table(name).columns == ["a"])
    #expect(try loader.text(name).text == "text")
    #expect(try loader.picture(name).width == 2 && loader.picture("\(name).png").width == 2)
    let folder = try loader.imageFolder(name, size: (2, 2), isDigits: false, isColoured: false)
    #expect(folder.labels == ["x", "y"] && folder.note == nil)
    #expect(Set(loader.ownFiles.map(\.call)).count == 4)
  }

  @Test("pictures that cannot be read are left out, counted and named with the reason")
  func folder() throws {
    var files = ["/d/f/a_1.png": try Self.picture(1), "/d/f/b_1.png": try Self.picture(2)]
    files["/d/f/a_2.heic"] = [0, 0, 0, 0] + Array("ftypheic".utf8)
    files["/d/f/c/x.webp"] = Array("RIFF0000WEBP".utf8)
    files["/d/f/b_2.png"] = Array(try Self.picture(2).prefix(50))
    files["/d/f/readme.txt"] = [65]
    let loader = DatasetLoader(directories: ["/d"], files: memory(files))
    let set = try loader.imageFolder("f", size: (2, 2), isDigits: false, isColoured: false)
    #expect(set.labels == ["a", "b"] && set.train.count + set.test.count == 2)
    let note = try #require(set.note)
    #expect(note.title == "3 of the 5 pictures in /d/f are left out")
    let notes = note.notes.map(\.description).joined(separator: "\n")
    for part in ["a_2.heic", "HEIC", "c/x.webp", "WebP", "b_2.png", "ends too early"] { #expect(notes.contains(part)) }
    #expect(!notes.contains("readme"))
  }

  @Test("a folder and a picture of kinds that are not read say so, and how to convert them")
  func foreign() throws {
    let heic = [0, 0, 0, 0] + Array("ftypheic".utf8)
    let loader = DatasetLoader(
      directories: ["/d"], files: memory(["/d/f/a.heic": heic, "/d/f/b.HEIC": heic, "/d/p.heic": heic]))
    let error = try #require(
      failure { () throws(DatasetError) in
        _ = try loader.imageFolder("f", size: (2, 2), isDigits: false, isColoured: false)
      })
    #expect(error.diagnostic.title == "none of the 2 pictures in /d/f can be read")
    #expect(error.diagnostic.help != nil)
    let alone = try #require(failure { () throws(DatasetError) in _ = try loader.picture("p") })
    #expect(alone.diagnostic.notes.first?.description.contains("HEIC") == true)
  }

  @Test("what is asked for as another thing than it is names the call that reads it")
  func calls() throws {
    let files = memory(["/d/licence.txt": Array("a \"quoted\" word, and\n\"more\" of it, and, and\n".utf8)])
    let loader = DatasetLoader(directories: ["/d"], files: files)
    let set = try #require(failure { () throws(DatasetError) in _ = try loader.load("licence") })
    #expect(set.diagnostic.help == "text_file(\"licence\") reads /d/licence.txt")
    let table = try #require(failure { () throws(DatasetError) in _ = try loader.table("licence") })
    #expect(table.diagnostic.help?.description.contains("text_file(\"licence\")") == true)
  }

  @Test("a text says how its bytes were read where they are not UTF-8, and reads another encoding when told")
  func texts() throws {
    let files = memory([
      "/d/latin.txt": [0x67, 0x72, 0xFC, 0x6E, 0x20, 0x47, 0x72, 0xF6, 0xDF, 0x65],
      "/d/cut.txt": Array(Array("神经网络学习".utf8).dropLast()),
      "/d/big.txt": [0xA4, 0xA4, 0xA4, 0xE5],
    ])
    let loader = DatasetLoader(directories: ["/d"], files: files)
    #expect(try loader.text("latin").reading == .encoding(.windows1252))
    #expect(try loader.text("cut").text == "神经网络学\u{FFFD}")
    #expect(try loader.text("cut").reading == .replaced(count: 1, line: 1))
    #expect(try loader.text("big", encoding: .big5).text == "中文")
  }

  @Test(
    "a column in which nothing is a number is refused, whatever becomes of missing values",
    arguments: ["drop", "mean", "error"])
  func emptyColumn(missing: String) throws {
    let loader = DatasetLoader(
      directories: ["/d"], files: memory(["/d/t.csv": Array("v,y\n12 km,1\n13 km,2\n14 km,3\n".utf8)]))
    var choices = TableChoices()
    choices.choose(numbers: ["v"], classes: [])
    let isTaken = choices.set("missing", to: missing)
    #expect(isTaken)
    let error = try #require(failure { () throws(DatasetError) in _ = try loader.table("t", choices) })
    #expect(error.diagnostic.title == "no cell of v in /d/t.csv is a number")
  }

  @Test("the legend of a table quotes the table, and says what else a number could be")
  func legend() throws {
    let tables = [
      ("v;y\n900,5;1\n1.234,56;2\n3;3\n", "Thousands are separated: 1.234,56 is 1234.56."),
      ("v,y\n(1.50),1\n2,2\n3,3\n", "What stands in brackets is negative: (1.50) is -1.5."),
      ("v;y\n900;1\n1.200;2\n3;3\n", "1.200 in v is read as 1.2; decimal=\",\" reads it otherwise."),
      (
        "d,y\n01/06/2024,1\n02/06/2024,2\n",
        "The dates of d are read as month-day-year (dates=\"day-month-year\" reads them otherwise)."
      ),
      (
        "d,y\n2024-03-01 07:30,1\n2024-03-01 08:30,2\n",
        "The times of d are kept as fractions of a day: 07:30 is 0.3125."
      ),
    ]
    for (text, sentence) in tables {
      let loader = DatasetLoader(directories: ["/d"], files: memory(["/d/t.csv": Array(text.utf8)]))
      let said = try loader.table("t").summary?.remarks.map(\.description) ?? []
      #expect(said.contains(sentence), "\(said)")
    }
  }
}
