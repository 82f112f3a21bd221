import Datasets
import Source
import Tensors
import Testing

@Suite("Data sets as tensors")
struct TensorTests {
  let loader = DatasetLoader(directories: [], files: .none)

  @Test("images stay bytes and classes are integers")
  func images() throws {
    let part = try loader.load("strokes", count: 12).train
    let (x, y) = (try part.features(), try part.targets())
    #expect(x.shape == [12, 784] && x.elementType == .byte)
    #expect(y.shape == [12] && y.elementType == .int)
  }

  @Test("numbers take the float type asked for", arguments: [ElementType.float64, .float32])
  func numbers(type: ElementType) throws {
    let part = try loader.load("line", count: 12).train
    let (x, y) = (try part.features(type), try part.targets(type))
    #expect(x.shape == [12, 1] && x.elementType == type)
    #expect(y.shape == [12] && y.elementType == type)
  }
}
