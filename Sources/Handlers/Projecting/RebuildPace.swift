import Environment

/// Keeps one part of a rebuild at or below so many events a second, over as many invocations as it takes.
public final class RebuildPace {
  /// Longer waits are the queue's: an invocation that sleeps is paid for.
  private static let longestSleep: Int64 = 5_000

  private let clock: any Clock
  private let sleeper: any Sleeper
  /// nil for no limit.
  private let millisecondsPerThousandEvents: Int64?
  private var start: Timestamp
  private var events: Int64 = 0

  /// - Parameter due: what an earlier invocation left.
  init(_ run: RebuildRun, due: Timestamp?, clock: any Clock, sleeper: any Sleeper) {
    millisecondsPerThousandEvents = run.maximumEventsPerSecond.map { Int64(run.parts) * 1_000_000 / Int64(max($0, 1)) }
    self.clock = clock
    self.sleeper = sleeper
    start = max(due ?? clock.now(), clock.now())
  }

  /// When it is time for the next event; nil where there is no limit.
  var due: Timestamp? {
    millisecondsPerThousandEvents.map { start.adding(milliseconds: events * $0 / 1_000) }
  }

  /// Notes events that were folded.
  func took(_ count: Int) { events += Int64(count) }

  /// Whether the next event is due so soon that waiting for it is no waste.
  var isNear: Bool { left <= Self.longestSleep }

  /// Whether it is time for the next event.
  var isDue: Bool { left <= 0 }

  /// Waits until it is time for the next event.
  ///
  /// - Returns: false, without waiting, if the invocation ends first or it would wait long.
  func wait(deadline: Timestamp?) -> Bool {
    if isDue {
      // What was not used is not saved up.
      start = clock.now()
      events = 0
      return true
    }
    guard left <= Self.longestSleep, deadline.map({ clock.now().adding(milliseconds: left) < $0 }) ?? true else {
      return false
    }
    sleeper.sleep(milliseconds: Int(left))
    return true
  }

  private var left: Int64 { due.map { $0.milliseconds(since: clock.now()) } ?? 0 }
}
