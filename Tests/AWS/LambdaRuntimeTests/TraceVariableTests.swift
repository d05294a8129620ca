import Foundation
import Glibc
import Testing

@testable import LambdaRuntime

/// Each in a process of its own, because the environment is the process's.
@Suite struct TraceVariableTests {
  @Test func followsTheHeaders() async {
    await #expect(processExitsWith: .success) {
      let variable = TraceVariable()
      for header in ["Root=1", "Root=1-67891233-abcdef012345678912345678;Sampled=1", "", "R"] {
        variable.set(header)
        #expect(Self.present == header)
      }
      variable.set(nil)
      #expect(Self.present == nil)
      variable.set("again")
      #expect(Self.present == "again")
    }
  }

  @Test func leavesAHeaderOutThatIsTooLong() async {
    await #expect(processExitsWith: .success) {
      let variable = TraceVariable()
      let longest = String(repeating: "r", count: TraceVariable.longestHeader)
      variable.set(longest)
      #expect(Self.present == longest)
      variable.set(longest + "r")
      #expect(Self.present == nil)
    }
  }

  @Test func takesItsEntryAlong() async {
    await #expect(processExitsWith: .success) {
      setenv("_X_AMZN_TRACE_ID", "from outside", 1)
      var variable: TraceVariable? = TraceVariable()
      variable?.set("Root=1")
      #expect(Self.present == "Root=1")
      variable = nil
      #expect(Self.present == nil)
    }
  }

  @Test func headersThatAllDifferTakeNoMemory() async {
    await #expect(processExitsWith: .success) {
      let variable = TraceVariable()
      let set = { (numbers: Range<Int>) in
        for number in numbers { variable.set("Root=1-67891233-abcdef012345678912345678;Parent=\(number)") }
      }
      set(0..<10_000)
      let before = try Self.residentPages()
      // A copy of each would take some 6,000 pages.
      set(10_000..<210_000)
      #expect(try Self.residentPages() < before + 1_000)
    }
  }

  /// Of 4 KiB, in memory now (proc(5), `/proc/pid/statm`).
  private static func residentPages() throws -> Int {
    let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
    return try #require(Int(fields[1]))
  }

  private static var present: String? { getenv("_X_AMZN_TRACE_ID").map { String(cString: $0) } }
}
