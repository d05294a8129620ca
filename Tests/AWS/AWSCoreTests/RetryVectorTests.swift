import JSON
import TestSupport
import Testing

@testable import AWSCore

/// The retry specification's own cases (revision 2.1, standard mode).
@Suite(.conformance("retry-vectors")) struct RetryVectorTests {
  @Test("standard mode", arguments: RetryVectors.cases("retry-2.1-standard.json", "cases"))
  func standardMode(vector: RetryVector) {
    let given = vector.value["given"]
    var quota = RetryQuota(available: given?["initial_retry_tokens"]?.number?.int ?? RetryQuota.capacity)
    let policy = RetryVectors.policy(given)
    var state = RetryState()
    for step in vector.value["responses"]?.array ?? [] {
      let seen = RetryVectors.step(step, &state, &quota, policy)
      #expect(seen.outcome == step["expected"]?["outcome"]?.string)
      #expect(quota.available == step["expected"]?["retry_quota"]?.number?.int)
      #expect(seen.delay == RetryVectors.milliseconds(step["expected"]?["delay"]))
      if seen.outcome == "success" { state = RetryState() }
    }
  }

  @Test("calls that share a client", arguments: RetryVectors.cases("retry-2.1-standard.json", "concurrent"))
  func concurrentCalls(vector: RetryVector) {
    var quota = RetryQuota()
    let policy = RetryVectors.policy(vector.value["given"])
    let threads = (vector.value["threads"]?.array ?? []).map { $0.array ?? [] }
    var states = threads.map { _ in RetryState() }
    let plays = threads.enumerated().flatMap { thread, steps in steps.map { (thread: thread, step: $0) } }
    let isSuccess = { (play: (thread: Int, step: JSONValue)) in
      play.step["response"]?["status_code"]?.number?.int == 200
    }
    // The expected quotas belong to one order: every failure, then every success, the last thread's first.
    for play in plays.filter({ !isSuccess($0) }) + plays.filter(isSuccess).reversed() {
      let seen = RetryVectors.step(play.step, &states[play.thread], &quota, policy)
      #expect(seen.outcome == play.step["expected"]?["outcome"]?.string)
      #expect(quota.available == play.step["expected"]?["retry_quota"]?.number?.int)
    }
    #expect(quota.available == vector.value["expected_final_quota"]?.number?.int)
  }

  @Test("throttling errors", arguments: RetryVectors.cases("error-classification.json", "throttling"))
  func throttling(vector: RetryVector) {
    let expected = vector.value["throttling"]?.bool
    #expect(ErrorClass.isThrottling(code: vector.value["code"]?.string) == expected)
    #expect((ErrorClass(code: vector.value["code"]?.string, status: vector.status) == .throttling) == expected)
  }

  @Test("transient errors", arguments: RetryVectors.cases("error-classification.json", "transient"))
  func transient(vector: RetryVector) {
    let seen = ErrorClass.isTransient(code: vector.value["code"]?.string, status: vector.status)
    #expect(seen == vector.value["transient"]?.bool)
  }

  @Test func allCasesWereFound() {
    #expect(RetryVectors.cases("retry-2.1-standard.json", "cases").count == 15)
    #expect(RetryVectors.cases("retry-2.1-standard.json", "concurrent").count == 1)
    #expect(RetryVectors.cases("error-classification.json", "throttling").count == 19)
    #expect(RetryVectors.cases("error-classification.json", "transient").count == 12)
    #expect(RetryVectors.cases("clock-skew.json", "cases").count == 13)
  }
}
