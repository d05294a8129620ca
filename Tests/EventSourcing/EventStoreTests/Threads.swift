import TestSupport

/// Runs work on threads of its own, all at once, and gathers what each gave back.
enum Threads {
  /// - Throws: the first error that a thread ended with.
  static func run<Value: Sendable>(_ count: Int, _ work: @escaping @Sendable (Int) throws -> Value) throws -> [Value] {
    let results = Locked<[(Int, Result<Value, any Error>)]>([])
    let threads = (0..<count).map { index in
      LoopbackThread {
        let result = Result { try work(index) }
        results.withLock { $0.append((index, result)) }
      }
    }
    for thread in threads { thread.join() }
    return try results.withLock { $0.sorted { $0.0 < $1.0 } }.map { try $0.1.get() }
  }
}
