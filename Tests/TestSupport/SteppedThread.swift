import Foundation

/// What a scheduler lets happen to the store operation that a thread is about to do.
public enum StepFault: Sendable {
  case none
  /// The operation is not done and fails: as if the process had died before it.
  case before
  /// The operation is done, a put perhaps in part, and fails: as if the process had died, or the answer were lost.
  case after
}

/// A thread that stands still before each store operation until it is told to go on, so that exactly one of many runs
/// at any time and the order is the scheduler's choice.
public final class SteppedThread: @unchecked Sendable {
  private let go = DispatchSemaphore(value: 0)
  private let reached = DispatchSemaphore(value: 0)
  private var fault = StepFault.none
  public private(set) var isFinished = false

  /// Prepares the thread; `body` begins with the first ``resume(with:)``.
  public init(_ body: @escaping @Sendable (SteppedThread) -> Void) {
    let thread = Thread { [self] in
      go.wait()
      body(self)
      isFinished = true
      reached.signal()
    }
    thread.stackSize = 1 << 19
    thread.start()
  }

  /// Lets the thread run to its next operation, or to its end.
  public func resume(with fault: StepFault) {
    self.fault = fault
    go.signal()
    reached.wait()
  }

  /// Called on the thread before an operation: waits for the scheduler.
  public func step() -> StepFault {
    reached.signal()
    go.wait()
    return fault
  }
}
