import Synchronization
import Testing

@testable import Tensors

extension ProductTests {
  @Suite("Work on several threads")
  struct ParallelTests {
    @Test("every element is worked on once", arguments: [0, 1, 5, 47, 48, 49, 1000, 100_003], [1, 2, 3, 16])
    func coverage(_ length: Int, _ threads: Int) {
      Parallel.count = threads
      defer { Parallel.count = Parallel.cores }
      let marks = UnsafeMutablePointer<UInt8>.allocate(capacity: length + 1)
      defer { marks.deallocate() }
      marks.initialize(repeating: 0, count: length + 1)
      for turn in 1...20 {
        Parallel.run(over: length, grain: 16) { part in for i in part { marks[i] += 1 } }
        #expect((0..<length).allSatisfy { marks[$0] == turn }, "turn \(turn)")
      }
    }

    @Test("a length is cut at multiples of the grain, the same way every time")
    func cuts() {
      Parallel.count = 3
      defer { Parallel.count = Parallel.cores }
      let found = Mutex<Set<Range<Int>>>([])
      Parallel.run(over: 100, grain: 10) { part in found.withLock { _ = $0.insert(part) } }
      #expect(found.withLock { $0 } == [0..<40, 40..<80, 80..<100])
    }

    @Test("several evaluations at once get their work done, one of them on its own thread alone")
    func contention() async {
      await withTaskGroup(of: Int.self) { group in
        for _ in 0..<8 {
          group.addTask {
            let sum = Atomic<Int>(0)
            for _ in 0..<200 {
              Parallel.run(over: 1000, grain: 10) { part in sum.add(part.reduce(0, +), ordering: .relaxed) }
            }
            return sum.load(ordering: .relaxed)
          }
        }
        for await sum in group { #expect(sum == 200 * 499_500) }
      }
    }

    @Test(
      "the number of threads stays between one and the most there are", arguments: [(-3, 1), (0, 1), (7, 7), (99, 16)])
    func bounds(_ asked: Int, _ got: Int) {
      defer { Parallel.count = Parallel.cores }
      Parallel.count = asked
      #expect(Parallel.count == got)
    }
  }
}
