/// How much may go wrong in one schedule at the most.
struct AppendMishaps: Hashable, Sendable {
  /// What can go wrong with one request.
  enum Mishap: Hashable {
    case none
    /// The process dies before it sends the request, or once it has been carried out.
    case crashBefore, crashAfter
    /// The connection breaks: the request never arrives, or was carried out, or arrives later.
    case lostBefore, lostAfter, late
    /// Another transaction is said to hold the item of this action.
    case conflict(Int)
  }

  /// How often another thread goes on although the one before could.
  var switches = 0
  var crashes = 0
  /// Answers that never arrive.
  var losses = 0
  var conflicts = 0
  /// Reads that show a part of a transaction, or the journal as it was before the log.
  var partialReads = 0
  /// Reads of the read model that are behind or ahead, and checkpoints that do not arrive.
  var staleReads = 0

  /// What can go wrong with a call now, nothing first.
  func choices(for call: MemoryCall) -> [Mishap] {
    var choices = [Mishap.none]
    if crashes > 0 { choices += call.isWrite ? [.crashBefore, .crashAfter] : [.crashBefore] }
    if losses > 0, call.isWrite { choices += [.lostBefore, .lostAfter, .late] }
    // The look after a write in doubt.
    if losses > 0, call.operation == "GetItem" { choices.append(.lostBefore) }
    if conflicts > 0, call.isWrite { choices += call.puts.indices.map { .conflict($0) } }
    return choices
  }

  mutating func spend(_ mishap: Mishap) {
    switch mishap {
    case .none: break
    case .crashBefore, .crashAfter: crashes -= 1
    case .lostBefore, .lostAfter, .late: losses -= 1
    case .conflict: conflicts -= 1
    }
  }

  /// Which of so many items of a transaction a read can miss, none first.
  static func parts(of count: Int) -> [[Int]] {
    let all = Array(0..<count)
    if count <= 3 {
      return (0..<(1 << count)).map { subset in all.filter { subset >> $0 & 1 == 1 } }
    }
    return [[], all] + all.map { [$0] } + all.map { one in all.filter { $0 != one } }
  }
}

extension AppendMishaps: CustomStringConvertible {
  var description: String {
    let counts = [
      (switches, "switches"), (crashes, "crashes"), (losses, "losses"), (conflicts, "conflicts"),
      (partialReads, "partial reads"), (staleReads, "stale reads"),
    ]
    return counts.filter { $0.0 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
  }
}
