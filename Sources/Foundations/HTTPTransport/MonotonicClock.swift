import Glibc

/// A clock that nobody sets: what all bounds of this module are counted with.
enum MonotonicClock {
  /// Milliseconds since some moment.
  static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}
