import Environment
import EventSourcing
import TestSupport
import Testing

@Suite("Waiting after a lost race")
struct ConflictRetryTests {
  private let clock = ManualClock()
  private let sleeper = RecordingSleeper()

  @Test("the bound starts at what a try takes and doubles up to a maximum", arguments: [0, 1, 8, 100, 5_000])
  func bounds(_ milliseconds: Int64) {
    let randomness = SeededRandomness(seed: 11)
    let retry = ConflictRetry(clock: clock, sleeper: sleeper, randomness: randomness)
    let jitter = SeededRandomness(seed: 11)
    var race = retry.begin()
    for loss in 0..<12 {
      clock.advance(milliseconds: milliseconds)
      #expect(retry.pause(&race, deadline: nil))
      let first = min(max(milliseconds, ConflictRetry.firstBound), ConflictRetry.highestBound)
      let bound = min(first << Int64(loss), ConflictRetry.highestBound)
      #expect(sleeper.sleeps.last == Int(jitter.unit() * Double(bound)))
    }
    #expect(race.conflicts == 12)
  }

  @Test("gives up after so many losses")
  func exhausted() {
    let retry = ConflictRetry(clock: clock, sleeper: sleeper, randomness: SeededRandomness(seed: 1))
    var race = retry.begin()
    for _ in 1..<ConflictRetry.maximumConflicts { #expect(retry.pause(&race, deadline: nil)) }
    #expect(!retry.pause(&race, deadline: nil))
    #expect(sleeper.sleeps.count == ConflictRetry.maximumConflicts - 1)
  }

  @Test("shortens a wait for a last try before the deadline, and then gives up")
  func deadline() {
    let retry = ConflictRetry(
      clock: clock, sleeper: RecordingSleeper(clock: clock), randomness: SeededRandomness(seed: 2))
    let deadline = clock.now().adding(milliseconds: 3_000)
    var race = retry.begin()
    while retry.pause(&race, deadline: deadline) { clock.advance(milliseconds: 200) }
    #expect(deadline.milliseconds(since: clock.now()) < ConflictRetry.reserve)
    #expect(deadline.milliseconds(since: clock.now()) >= ConflictRetry.reserve - 200)
  }
}
