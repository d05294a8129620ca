import Glibc

/// A thread that runs one closure and can be waited for.
public final class LoopbackThread: Sendable {
  private final class Work: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private static let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
    guard let context else { return nil }
    Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
    return nil
  }

  private let thread: Locked<pthread_t?>

  public init(_ run: @escaping @Sendable () -> Void) {
    var created = pthread_t()
    let work = Unmanaged.passRetained(Work(run))
    let code = pthread_create(&created, nil, Self.body, work.toOpaque())
    precondition(code == 0, "pthread_create failed with \(code)")
    thread = Locked(created)
  }

  /// Waits until the closure has returned. The second call returns at once.
  public func join() {
    let joined = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    if let joined { pthread_join(joined, nil) }
  }
}
