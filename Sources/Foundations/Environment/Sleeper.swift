import Glibc

/// Waits; a test passes one that does not.
public protocol Sleeper {
  /// Waits so many milliseconds; returns at once for 0 or less.
  func sleep(milliseconds: Int)
}

/// Waits for real.
public struct SystemSleeper: Sleeper, Sendable {
  public init() {}

  public func sleep(milliseconds: Int) {
    guard milliseconds > 0 else { return }
    var wanted = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
    var rest = timespec()
    // A signal ends the wait early and leaves the rest.
    while nanosleep(&wanted, &rest) != 0 && errno == EINTR { wanted = rest }
  }
}
