/// How long dispensable requests may go on after the needed ones of their round trip have ended: as long again as
/// those took, within bounds.
///
/// The lower bound is there because giving a request up closes its connection, and opening another one costs more than
/// such a wait: a TLS handshake takes tens of milliseconds with the processor share of a small Lambda function.
struct GracePeriod {
  /// Milliseconds.
  static let shortest: Int64 = 25
  /// Milliseconds; also what a round trip gets in which no request is needed.
  static let longest: Int64 = 100

  private let start = MonotonicClock.now()
  private var end: Int64?

  /// Has to be told once, when no needed request is under way any more; further calls change nothing.
  ///
  /// - Parameter hadNeeded: whether there was any.
  mutating func begin(hadNeeded: Bool) {
    guard end == nil else { return }
    let now = MonotonicClock.now()
    end = now + (hadNeeded ? min(max(now - start, Self.shortest), Self.longest) : Self.longest)
  }

  /// Milliseconds until the end, at least 0; nil before the beginning.
  var remaining: Int64? {
    end.map { max($0 - MonotonicClock.now(), 0) }
  }
}
