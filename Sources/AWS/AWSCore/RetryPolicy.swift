/// How often and how long after a failure a call is tried again: AWS's standard mode, revision 2.1.
public struct RetryPolicy: Hashable, Sendable {
  /// All attempts of a call, the first included.
  public var maxAttempts: Int
  /// Upper bound of the delay after the first transient failure, in milliseconds; each further one doubles it.
  var transientBaseMilliseconds = 50.0
  /// The same after the service asked for less.
  var throttlingBaseMilliseconds = 1_000.0
  /// No computed delay is longer, in milliseconds.
  var maximumBackoffMilliseconds = 20_000.0
  /// A delay that the service names may exceed the computed one by this much, in milliseconds.
  var maximumServiceExtraMilliseconds = 5_000.0

  /// Three attempts, 50 ms.
  public static let standard = RetryPolicy(maxAttempts: 3)
  /// DynamoDB answers faster than other services, so it is asked again sooner and once more: four attempts, 25 ms.
  public static let dynamoDB = RetryPolicy(maxAttempts: 4, transientBaseMilliseconds: 25)

  /// The delay before the next attempt, in milliseconds.
  ///
  /// - Parameters:
  ///   - failures: attempts that have failed, at least one.
  ///   - jitter: random, 0 to 1: the full jitter that keeps many clients from coming back at once.
  ///   - retryAfter: the response header `x-amz-retry-after` (milliseconds); anything but a number is ignored.
  func delayMilliseconds(after failures: Int, _ kind: ErrorClass, jitter: Double, retryAfter: String?) -> Double {
    let base = kind == .throttling ? throttlingBaseMilliseconds : transientBaseMilliseconds
    // 2^30 is far beyond the maximum already; more would only overflow.
    let doubled = base * Double(1 << min(max(failures - 1, 0), 30))
    let computed = jitter * min(doubled, maximumBackoffMilliseconds)
    guard let named = retryAfter.flatMap({ Int($0) }), named >= 0 else { return computed }
    return min(max(computed, Double(named)), computed + maximumServiceExtraMilliseconds)
  }
}
