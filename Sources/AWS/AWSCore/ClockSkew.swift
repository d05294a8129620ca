import Environment

/// How far the service's clock is ahead of ours, learned from answers that a wrong clock may have caused.
enum ClockSkew {
  /// Differences up to this are accepted by AWS, and so are not the cause, in milliseconds.
  private static let thresholdMilliseconds: Int64 = 300_000
  /// A new value replaces an older one only if it differs by more, in milliseconds.
  private static let changeMilliseconds: Int64 = 60_000

  private static let codes: Set<String> = [
    "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture",
    "InvalidSignatureException", "AuthFailure", "SignatureDoesNotMatch",
  ]

  /// Whether an error may come from a wrong clock.
  static func isSuspected(_ kind: AWSError.Kind) -> Bool {
    if case .service(let error) = kind { codes.contains(error.code) } else { false }
  }

  /// The skew to sign with from now on.
  ///
  /// - Parameters:
  ///   - previous: the skew in use, in milliseconds; nil for none.
  ///   - sentAt: our own clock, uncorrected, when the request was signed.
  ///   - date: the response's `Date` header.
  ///   - method: a `HEAD` answer has no body to name the error, so any error of it counts.
  static func next(previous: Int64?, sentAt: Timestamp, date: Timestamp?, code: String?, method: String) -> Int64? {
    guard code.map(codes.contains) ?? false || method == "HEAD", let date else { return previous }
    let skew = date.milliseconds(since: sentAt)
    if skew.magnitude <= thresholdMilliseconds.magnitude { return nil }
    if let previous, isClose(skew, previous) { return previous }
    return skew
  }

  private static func isClose(_ left: Int64, _ right: Int64) -> Bool {
    let (difference, overflow) = left.subtractingReportingOverflow(right)
    return !overflow && difference.magnitude <= changeMilliseconds.magnitude
  }
}
