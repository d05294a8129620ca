import Environment
import Invocation
import Testing

struct DivisibleWorkTests {
  /// Lambda's time-outs in seconds, and when work ends that leaves its own 1.5 seconds, in milliseconds.
  @Test(arguments: [(1, -500), (3, 1_500), (6, 4_500), (10, 7_500), (30, 22_500), (900, 675_000)] as [(Int64, Int64)])
  func leavesAQuarterWhereThatIsMoreThanItLeavesAnyhow(seconds: Int64, end: Int64) {
    let start = Timestamp(seconds: 1_705_314_600, nanoseconds: 0)
    let deadline = start.adding(milliseconds: seconds * 1_000).forDivisibleWork(from: start)
    #expect(deadline.adding(milliseconds: -1_500).milliseconds(since: start) == end)
  }

  @Test func ofADeadlineThatIsOverNothingIsTaken() {
    let start = Timestamp(seconds: 1_705_314_600, nanoseconds: 0)
    let deadline = start.adding(milliseconds: -10_000)
    #expect(deadline.forDivisibleWork(from: start) == deadline)
  }
}
