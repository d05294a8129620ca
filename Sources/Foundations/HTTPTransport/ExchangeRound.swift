/// Runs exchanges side by side, until all have ended or only dispensable ones are left whose grace period is over.
struct ExchangeRound {
  let pool: ConnectionPool
  let buffer: UnsafeMutableBufferPointer<UInt8>

  func run(_ exchanges: [Exchange]) {
    let hasNeeded = exchanges.contains { !$0.isDispensable }
    var grace = GracePeriod()
    var pending = exchanges
    // Where connections are few, what is needed has them first.
    pending.sort { !$0.isDispensable && $1.isDispensable }
    while !pending.isEmpty {
      for exchange in pending { exchange.advance() }
      if pending.allSatisfy({ $0.outcome != nil }) { return }
      let count = pending.count
      pending.removeAll { $0.outcome != nil }
      // What ended may have left its connection to another.
      if pending.count < count { continue }
      if pending.allSatisfy({ $0.isDispensable }) { grace.begin(hadNeeded: hasNeeded) }
      if grace.remaining == 0 {
        for exchange in pending { exchange.giveUp() }
        return
      }
      wait(for: pending, atMost: grace.remaining ?? longestWaitMilliseconds)
    }
  }

  private func wait(for pending: [Exchange], atMost milliseconds: Int64) {
    let now = MonotonicClock.now()
    let wait = pending.reduce(min(milliseconds, longestWaitMilliseconds)) { wait, exchange in
      if exchange.hasUnread { return 0 }
      return exchange.deadline.map { min(wait, max($0 - now, 0)) } ?? wait
    }
    var states = pending.map { $0.awaited }
    guard pool.wait(for: &states, atMost: wait) else {
      for exchange in pending { exchange.fail() }
      return
    }
    let later = MonotonicClock.now()
    for (exchange, state) in zip(pending, states) {
      exchange.proceed(state.revents, buffer)
      if exchange.outcome == nil, let deadline = exchange.deadline, deadline <= later { exchange.giveUp() }
    }
  }
}

/// libcurl shortens the wait to its own next timer, so this only bounds how long a lost wake-up could last.
private let longestWaitMilliseconds: Int64 = 60_000
