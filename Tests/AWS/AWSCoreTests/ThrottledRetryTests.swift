import Environment
import TestSupport
import Testing

@testable import AWSCore

@Suite("Waits after throttling inside an answer")
struct ThrottledRetryTests {
  private let fixture = ClientFixture(answers: [.response(200, "{}")])

  @Test("double from a second to twenty, however many they are")
  func waits() {
    var request = ThrottledRetry()
    for _ in 0..<8 { #expect(fixture.client.waitBeforeRetry(of: &request, deadline: nil)) }
    #expect(fixture.sleeper.sleeps == [1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000, 20_000])
    #expect(request.waits == 8)
  }

  @Test("take tokens as a throttled call does, and success gives the last ones back")
  func tokens() {
    var request = ThrottledRetry()
    #expect(fixture.client.waitBeforeRetry(of: &request, deadline: nil))
    #expect(fixture.client.waitBeforeRetry(of: &request, deadline: nil))
    #expect(fixture.client.quota.available == RetryQuota.capacity - 2 * RetryQuota.throttlingCost)
    fixture.client.release(request)
    #expect(fixture.client.quota.available == RetryQuota.capacity - RetryQuota.throttlingCost)
  }

  @Test("end when the tokens do, and begin again after a success")
  func exhausted() {
    var request = ThrottledRetry()
    let affordable = RetryQuota.capacity / RetryQuota.throttlingCost
    for _ in 0..<affordable { #expect(fixture.client.waitBeforeRetry(of: &request, deadline: nil)) }
    #expect(!fixture.client.waitBeforeRetry(of: &request, deadline: nil))
    #expect(fixture.sleeper.sleeps.count == affordable)
    fixture.client.release(request)
    var other = ThrottledRetry()
    #expect(fixture.client.waitBeforeRetry(of: &other, deadline: nil))
  }

  @Test("are not begun where they would not end before the deadline, and cost nothing then")
  func deadline() {
    var request = ThrottledRetry()
    #expect(!fixture.client.waitBeforeRetry(of: &request, deadline: fixture.clock.now().adding(milliseconds: 1_000)))
    #expect(fixture.client.quota.available == RetryQuota.capacity)
    #expect(request == ThrottledRetry())
    #expect(fixture.client.waitBeforeRetry(of: &request, deadline: fixture.clock.now().adding(milliseconds: 1_001)))
    #expect(fixture.sleeper.sleeps == [1_000])
  }

  @Test("a request that was never throttled gives nothing back")
  func nothingToRelease() {
    var request = ThrottledRetry()
    #expect(fixture.client.waitBeforeRetry(of: &request, deadline: nil))
    fixture.client.release(ThrottledRetry())
    #expect(fixture.client.quota.available == RetryQuota.capacity - RetryQuota.throttlingCost)
  }
}
