import Environment
import TestSupport
import Testing

@testable import AWSCore

@Suite struct ClockSkewTests {
  @Test(
    "learning the skew", .conformance("retry-vectors"),
    arguments: RetryVectors.cases("clock-skew.json", "cases"))
  func vectors(vector: RetryVector) throws {
    let sentAt = try #require(Timestamp(httpDate: vector.value["signed_at"]?.string ?? ""))
    let date = try #require(Timestamp(httpDate: vector.value["response_date"]?.string ?? ""))
    let method = try #require(vector.value["method"]?.string)
    let skew = ClockSkew.next(
      previous: vector.value["previous_skew_s"]?.number?.int.map { Int64($0) * 1_000 }, sentAt: sentAt, date: date,
      code: vector.value["error_code"]?.string, method: method)
    #expect(skew == vector.value["expected_skew_s"]?.number?.int.map { Int64($0) * 1_000 })
  }

  @Test func withoutADateNothingIsLearned() {
    let now = Timestamp(seconds: 0, nanoseconds: 0)
    #expect(
      ClockSkew.next(previous: 5, sentAt: now, date: nil, code: "RequestTimeTooSkewed", method: "POST") == 5)
  }

  @Test func absurdDatesDoNotOverflow() {
    let early = Timestamp(seconds: .min, nanoseconds: 0)
    let late = Timestamp(seconds: .max, nanoseconds: 0)
    let first = ClockSkew.next(previous: nil, sentAt: early, date: late, code: "AuthFailure", method: "POST")
    #expect(first == .max)
    #expect(ClockSkew.next(previous: first, sentAt: late, date: early, code: "AuthFailure", method: "POST") == .min)
  }
}
