import Testing

@testable import Classroom

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Jobs in processes of their own")
struct WorkerTests {
  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  @Test("one that ends early, crashes or never ends is one job's loss")
  func isolation() {
    let workers = Workers(count: 2, patience: 0.5)
    var waiting = [4, 3, 2, 1, 0]
    var lines: [Int: [String]] = [:]
    var ends: [Int: String] = [:]
    workers.run(
      now: WorkerTests.now, next: { waiting.popLast() },
      body: { job, send in
        var sum = 0
        send("begun \(job)")
        if job == 1 { abort() }
        if job == 2 { while true { sum &+= 1 } }
        if job == 4 { while true { usleep(1000) } }
        send("done")
      }, line: { lines[$0, default: []].append($1) }, end: { ends[$0] = "\($1)" })
    #expect(lines[0] == ["begun 0", "done"] && lines[3] == ["begun 3", "done"])
    #expect(lines[1] == ["begun 1"] && lines[2] == ["begun 2"] && lines[4] == ["begun 4"])
    #expect(ends[0] == "finished" && ends[3] == "finished" && ends[2] == "stopped" && ends[4] == "stopped")
    #expect(ends[1]?.hasPrefix("crashed") == true)
  }
}
