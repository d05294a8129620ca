import HTTPTransport
import TestSupport

/// One process's way to the tables of a schedule: it stands still before each request, and what can go wrong with one
/// does so here.
final class SteppedTransport: Transport {
  private let schedule: AppendSchedule
  private let thread: SteppedThread
  /// Whether the process has died: it hears nothing any more, and nobody hears it.
  private(set) var isDead = false

  init(_ schedule: AppendSchedule, _ thread: SteppedThread) {
    self.schedule = schedule
    self.thread = thread
  }

  func perform(_ requests: [HTTPRequest]) -> [MemoryTables.Answer] {
    let calls = requests.map(MemoryCall.init)
    if isDead || calls.count == 1 || calls.contains(where: \.isWrite) || !schedule.isReversed() {
      return calls.map(perform)
    }
    return calls.reversed().map(perform).reversed()
  }

  private func perform(_ call: MemoryCall) -> MemoryTables.Answer {
    if isDead { return .failure(.reset, mayHaveExecuted: true) }
    if call.isDispensable { return schedule.dispensable(call) }
    _ = thread.step()
    schedule.world.clock.advance(milliseconds: 5)
    switch schedule.mishap(on: call) {
    case .crashBefore: isDead = true
    case .crashAfter:
      isDead = true
      _ = schedule.write(call, stop: nil)
    case .lostBefore: break
    case .lostAfter: _ = schedule.write(call, stop: nil)
    case .late: schedule.deliverLate(call)
    case .conflict(let action): return schedule.write(call, conflict: action, stop: nil)
    case .none:
      if !call.isWrite { return schedule.read(call) }
      return schedule.write(call) { [thread] in _ = thread.step() }
    }
    return .failure(.timeout, mayHaveExecuted: true)
  }
}
