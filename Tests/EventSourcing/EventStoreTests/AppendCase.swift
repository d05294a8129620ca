import Accounts

/// Two callers at one account at the same time.
enum AppendCase: String, CaseIterable, Sendable {
  case singles, unkeyed, batchAndSingle, batches, keyOfEachEvent, sameKey, sameBatch
  case openings, sameOpening, expected, withdrawals, sameWithdrawal, farFromCopies, orphan

  /// All but the one whose readers look so often that a schedule is long.
  static let quick = allCases.filter { $0 != .orphan }

  var commands: [AppendCommand] {
    let deposit = AppendCommand("deposit", ["5"])
    let batch = AppendCommand("batch", ["1", "2"])
    switch self {
    case .singles: return [deposit, AppendCommand("other", ["7"])]
    case .unkeyed: return [AppendCommand("plain", ["5"], keys: [nil]), AppendCommand("other", ["7"], keys: [nil])]
    case .batchAndSingle: return [batch, AppendCommand("plain", ["5"], keys: [nil])]
    case .batches: return [batch, AppendCommand("other", ["3", "4"])]
    case .keyOfEachEvent: return [AppendCommand("batch", ["1", "2"], keys: ["one", "two"]), deposit]
    case .sameKey, .orphan: return [deposit, deposit]
    case .sameBatch: return [batch, batch]
    case .openings: return [AppendCommand("first", []), AppendCommand("second", [])]
    case .sameOpening: return [AppendCommand("first", []), AppendCommand("first", [])]
    case .expected:
      return [AppendCommand("deposit", ["5"], expected: 2), AppendCommand("batch", ["1", "2"], expected: 2)]
    case .withdrawals: return [AppendCommand("rent", ["-60"]), AppendCommand("holiday", ["-60"])]
    case .sameWithdrawal: return [AppendCommand("rent", ["-60"]), AppendCommand("rent", ["-60"])]
    case .farFromCopies: return [batch, deposit]
    }
  }

  /// What the one is told that comes too late, where only one can be carried out.
  var refusal: String? {
    switch self {
    case .openings: "AccountAlreadyExists"
    case .expected: "ConcurrencyConflict"
    case .withdrawals: "InsufficientFunds"
    default: nil
    }
  }

  /// Whether it does not matter which of the two begins.
  var isSymmetric: Bool {
    switch self {
    case .batchAndSingle, .keyOfEachEvent, .expected, .farFromCopies: false
    default: true
    }
  }

  func world() throws -> AppendWorld {
    var world = try AppendWorld()
    if self == .openings || self == .sameOpening { return world }
    try world.open(transactions: self == .farFromCopies ? 4 : 0)
    if self == .orphan { try world.prepare([commands[0]]) }
    if self != .farFromCopies { world.project() }
    if self == .orphan { world.loseLastEvent() }
    return world
  }
}
