import JSON
import TestSupport
import Testing

@testable import AWSCore

/// One case of the retry vectors, shown in the test's output by its name.
struct RetryVector: CustomTestStringConvertible, Sendable {
  let value: JSONValue

  var status: Int { value["status"]?.number?.int ?? 0 }

  var testDescription: String {
    value["name"]?.string ?? "\(value["code"]?.string ?? "no code"), status \(status)"
  }
}

enum RetryVectors {
  static func cases(_ file: String, _ list: String) -> [RetryVector] {
    guard let bytes = try? ConformanceData.read("retry-vectors/\(file)"), let json = try? JSONValue(parsing: bytes)
    else { return [] }
    return (json[list]?.array ?? []).map(RetryVector.init)
  }

  static func policy(_ given: JSONValue?) -> RetryPolicy {
    var policy: RetryPolicy = given?["service"]?.string == "dynamodb" ? .dynamoDB : .standard
    if let attempts = given?["max_attempts"]?.number?.int { policy.maxAttempts = attempts }
    if let maximum = milliseconds(given?["max_backoff_time"]) { policy.maximumBackoffMilliseconds = maximum }
    return policy
  }

  /// Seconds as the vectors write them.
  static func milliseconds(_ seconds: JSONValue?) -> Double? {
    (seconds?.number).flatMap { Double($0.text) }.map { ($0 * 1_000).rounded() }
  }

  /// Plays one response, with the random number pinned to 1.
  static func step(
    _ step: JSONValue, _ state: inout RetryState, _ quota: inout RetryQuota, _ policy: RetryPolicy
  ) -> (outcome: String, delay: Double?) {
    let response = step["response"]
    let status = response?["status_code"]?.number?.int ?? 0
    if status == 200 {
      quota.release(state.lastCost)
      return ("success", nil)
    }
    let decision = state.decide(
      ErrorClass(code: response?["error_code"]?.string, status: status), policy: policy, quota: &quota, jitter: 1,
      retryAfter: response?["headers"]?["x-amz-retry-after"]?.string)
    switch decision {
    case .retry(let delay): return ("retry_request", delay)
    case .attemptsExhausted: return ("max_attempts_exceeded", nil)
    case .quotaExhausted: return ("retry_quota_exceeded", nil)
    case .permanent: return ("permanent", nil)
    case .outOfTime: return ("no time", nil)
    }
  }
}
