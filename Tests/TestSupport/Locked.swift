import Glibc

/// A value that threads share, each alone with it.
///
/// ThreadSanitizer knows this lock. It does not know that of `Synchronization`, of which a thread that has to wait goes
/// through a library that is not built for it: each value behind it would be reported.
public final class Locked<Value>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private var value: Value

  /// - Parameter value: not the empty tuple, which would be looked for where the lock's own type is.
  public init(_ value: Value) {
    self.value = value
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  public func withLock<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body(&value)
  }
}
