import Environment
import Foundation
import TestSupport
import Testing

struct OutsideWorldTests {
  @Test func systemClockIsTheRealTime() {
    let before = Int64(Date().timeIntervalSince1970)
    let now = SystemClock().now()
    #expect(now.seconds >= before)
    #expect(now.seconds <= Int64(Date().timeIntervalSince1970))
  }

  @Test func systemSleeperWaitsAtLeastSoLong() {
    let start = ContinuousClock().now
    SystemSleeper().sleep(milliseconds: 5)
    #expect(ContinuousClock().now - start >= .milliseconds(5))
    SystemSleeper().sleep(milliseconds: 0)
    SystemSleeper().sleep(milliseconds: -1)
  }

  @Test func unitIsWithinBounds() {
    #expect(FixedRandomness(0).unit() == 0)
    #expect(FixedRandomness(.max).unit() < 1)
    #expect(FixedRandomness(1 << 63).unit() == 0.5)
  }

  @Test func uuidIsOfVersionFour() throws {
    #expect(FixedRandomness(0).uuid() == "00000000-0000-4000-8000-000000000000")
    #expect(FixedRandomness(.max).uuid() == "ffffffff-ffff-4fff-bfff-ffffffffffff")
    #expect(FixedRandomness(0x0123_4567_89AB_CDEF).uuid() == "01234567-89ab-4def-8123-456789abcdef")
    let random = SystemRandomness()
    let made = (0..<1000).map { _ in random.uuid() }
    #expect(Set(made).count == 1000)
    #expect(made.allSatisfy { UUID(uuidString: $0)?.uuidString.lowercased() == $0 })
  }

  @Test func emptyVariableIsAbsent() throws {
    let variables = EnvironmentVariables(["A": "1", "EMPTY": ""])
    #expect(variables["A"] == "1")
    #expect(variables["EMPTY"] == nil)
    #expect(variables["ABSENT"] == nil)
    #expect(try variables.required("A") == "1")
    #expect(throws: MissingVariable(name: "EMPTY")) { try variables.required("EMPTY") }
    #expect(MissingVariable(name: "X").description == "Missing environment variable: X")
  }

  @Test func readsTheProcessEnvironment() {
    let variables = EnvironmentVariables.process()
    for (name, value) in ProcessInfo.processInfo.environment where !value.isEmpty {
      #expect(variables[name] == value)
    }
    #expect(variables["PATH"] != nil)
  }

  @Test func manualClockMovesOnlyWhenTold() {
    let clock = ManualClock()
    let sleeper = RecordingSleeper(clock: clock)
    let start = clock.now()
    sleeper.sleep(milliseconds: 250)
    #expect(clock.now().milliseconds(since: start) == 250)
    #expect(sleeper.sleeps == [250])
  }

  @Test func seededRandomnessIsSplitMix64() {
    let random = SeededRandomness(seed: 1_234_567)
    #expect(random.nextUInt64() == 6_457_827_717_110_365_317)
    #expect(random.nextUInt64() == 3_203_168_211_198_807_973)
  }
}

private final class FixedRandomness: Randomness {
  private let value: UInt64

  init(_ value: UInt64) {
    self.value = value
  }

  func nextUInt64() -> UInt64 { value }
}
