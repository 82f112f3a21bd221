import Formats
import Source
import Testing

/// A picture of 16×64 grey pixels, made with Pillow.
let smallJPEG = bytes(
  "FFD8FFDB0043001B12141714111B1716171E1C1B2028422B28252528513A3D3042605565645F555D5B6A789981"
    + "6A7190735B5D85B586909EA3ABADAB6780BCC9BAA6C799A8ABA4FFC0000B080040001001011100FFC400180001"
    + "0100030000000000000000000000000504000306FFC40025100001040103020700000000000000000001000204"
    + "31110305211261061314418191C2FFDA0008010100003F001A33292B1994A18CCA4AC66528633292B1994A18CC"
    + "A4AC66528633292B1994A18CCA5BF7291E8F6BD6D4070F2DE8661D8393C71DC5FC2C8CCA46F8A35CF547883380"
    + "3CC770307D87EBED331994B9399AE266E5AFAE305AE761A40232D1C03CF6017FFFD9")

@Suite("JPEG pictures")
struct JPEGTests {
  @Test("a picture is read to its last row")
  func whole() throws {
    let raster = try JPEG.decode(smallJPEG)
    #expect(raster.width == 16 && raster.height == 64)
    // What follows the last row may be missing.
    #expect(try JPEG.decode(Array(smallJPEG.dropLast(2))) == raster)
  }

  @Test("a picture that is cut is refused, and says how much of it is there", arguments: 160...250)
  func cut(length: Int) throws {
    for end in [[], [0xFF, 0xD9]] as [[UInt8]] {
      let error = try #require(
        failure { () throws(FormatError) in _ = try JPEG.decode(Array(smallJPEG.prefix(length)) + end) })
      guard case .missingRows(let found, of: 64) = error.fault else {
        Issue.record("\(error)")
        return
      }
      #expect(found % 8 == 0 && found < 64)
      #expect(error.diagnostic(file: "a.jpg").title == "a.jpg ends too early")
    }
  }

  @Test("damage never traps")
  func damage() { expectSurvives(smallJPEG, rounds: 2_000) { _ = try JPEG.decode($0) } }
}
