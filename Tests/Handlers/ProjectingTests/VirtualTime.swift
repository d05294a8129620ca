import Environment
import Foundation
import TestSupport

/// Threads that run one at a time in a time of their own, which passes only while all of them wait.
final class VirtualTime: Sleeper, @unchecked Sendable {
  let clock = ManualClock()
  private var agenda: [(due: Int64, number: Int, thread: SteppedThread)] = []
  private var elapsed: Int64 = 0
  private var count = 0
  private var running: SteppedThread?
  private var wait: Int64 = 0

  /// Starts a thread so many milliseconds from now.
  func start(after milliseconds: Int64 = 0, _ body: @escaping @Sendable () -> Void) {
    enter(SteppedThread { _ in body() }, after: milliseconds)
  }

  /// Lets time pass for the thread that calls it.
  func sleep(milliseconds: Int) {
    wait = Int64(milliseconds)
    _ = running?.step()
  }

  /// Runs until no thread is left.
  func run() {
    while let next = agenda.indices.min(by: {
      (agenda[$0].due, agenda[$0].number) < (agenda[$1].due, agenda[$1].number)
    }) {
      let entry = agenda.remove(at: next)
      clock.advance(milliseconds: entry.due - elapsed)
      elapsed = entry.due
      running = entry.thread
      entry.thread.resume(with: .none)
      if !entry.thread.isFinished { enter(entry.thread, after: wait) }
    }
  }

  private func enter(_ thread: SteppedThread, after milliseconds: Int64) {
    count += 1
    agenda.append((elapsed + milliseconds, count, thread))
  }
}
