import Accounts
import EventSourcing
import JSON
import Processing
import TestSupport
import Testing
import Transfers

/// For any crash, any duplicate, any order and any company: each leg of a transfer happens once or not at all, and every
/// transfer ends.
@Suite struct TransferScheduleTests {
  /// How a transfer of 40 from `a` to `b` may go.
  enum Case: String, CaseIterable, Sendable {
    case completed, noMoney, unknownPayee, closedPayee, unknownPayer

    func bank() throws -> Bank {
      let bank = Bank()
      if self != .unknownPayer { try bank.open("a", balance: self == .noMoney ? 39 : 100) }
      if self != .unknownPayee { try bank.open("b", balance: 0) }
      if self == .closedPayee { try bank.command("b", .accountClosed, [:]) }
      try bank.request("transfer", from: "a", to: "b", amount: 40)
      return bank
    }

    var ending: String { self == .completed ? "TransferCompleted" : "TransferFailed refunded" }
  }

  @Test("one worker that dies at any two places", arguments: Case.allCases)
  func crashes(_ transfer: Case) throws {
    try explore(transfer, workers: 1, messages: 1, preemptions: 0, crashes: 2)
  }

  @Test("two workers in any order with two preemptions", arguments: Case.allCases)
  func orders(_ transfer: Case) throws {
    try explore(transfer, workers: 2, messages: 2, preemptions: 2, crashes: 0)
  }

  @Test("two workers, one preemption, and a crash anywhere", arguments: Case.allCases)
  func ordersAndCrashes(_ transfer: Case) throws {
    try explore(transfer, workers: 2, messages: 2, preemptions: 1, crashes: 1)
  }

  @Test(
    "an account is opened, or paid into, while a refusal is being decided", arguments: [Case.noMoney, .unknownPayee])
  func changing(_ transfer: Case) throws {
    var endings: Set<String> = []
    var explorer = ScheduleExplorer()
    while explorer.advance() {
      let bank = try transfer.bank()
      let schedule = try BankSchedule(bank, messages: ["transfer", "transfer"])
      var switches = 2
      schedule.run(
        workers: 2,
        others: [
          { store in
            if transfer == .noMoney {
              try bank.command("a", .transactionProcessed, ["amount": 100], on: store)
            } else {
              try bank.command("b", .accountCreated, [:], on: store)
            }
          }
        ], choose: { explorer.chooseThread(among: $0, last: $1, switches: &switches) })
      endings.formUnion(try judged(schedule).endings.keys)
    }
    #expect(endings == ["TransferCompleted", "TransferFailed refunded"])
  }

  @Test("the judge finds a journal out that forgets refusals: money is in both accounts")
  func forgetful() throws {
    var faults: [String] = []
    var explorer = ScheduleExplorer()
    while explorer.advance(), faults.isEmpty {
      let bank = try Case.unknownPayee.bank()
      bank.log.forgetsRefusals = true
      let schedule = try BankSchedule(bank, messages: ["transfer", "transfer"])
      var switches = 2
      schedule.run(
        workers: 2, others: [{ store in try bank.command("b", .accountCreated, [:], on: store) }],
        choose: { explorer.chooseThread(among: $0, last: $1, switches: &switches) })
      faults = BankJudge(bank).faults
    }
    #expect(faults.contains { $0.contains("legs [1, 1, 1]") })
  }

  @Test("the paying account is closed between debit and refund: the transfer waits for an operator")
  func notRefunded() throws {
    var endings: Set<String> = []
    var explorer = ScheduleExplorer()
    while explorer.advance() {
      let bank = try Case.unknownPayee.bank()
      let schedule = try BankSchedule(bank, messages: ["transfer", "transfer"])
      var switches = 2
      schedule.run(
        workers: 2, others: [{ store in try bank.command("a", .accountClosed, [:], on: store) }],
        choose: { explorer.chooseThread(among: $0, last: $1, switches: &switches) })
      let judge = try judged(schedule)
      endings.formUnion(judge.endings.keys)
      if judge.endings["TransferFailed not refunded"] != nil {
        #expect(Transfer.needsOperator(try bank.state(of: "transfer")))
      }
    }
    #expect(endings == ["TransferFailed refunded", "TransferFailed not refunded"])
  }

  @Test("200 transfers over 10 accounts, some refused, with crashes", arguments: 0..<4)
  func many(seed: Int) throws {
    let random = SeededRandomness(seed: UInt64(seed) &+ 41)
    let bank = Bank()
    let accounts = (0..<10).map { "account-\($0)" }
    for account in accounts { try bank.open(account, balance: 100) }
    var names: [String] = []
    for number in 0..<200 {
      let from = random.below(10)
      let to = (from + 1 + random.below(9)) % 10
      // One account in twelve does not exist.
      let payee = random.below(12) == 0 ? "nobody" : accounts[to]
      names.append("transfer-\(number)")
      try bank.request(names[number], from: accounts[from], to: payee, amount: 1 + random.below(60))
    }
    var generator = random
    let schedule = try BankSchedule(bank, messages: (names + names).shuffled(using: &generator))
    schedule.run(
      workers: 4, choose: { count, _ in random.below(count) },
      fault: { random.below(40) == 0 ? (random.below(2) == 0 ? .before : .after) : .none })
    let judge = try judged(schedule)
    #expect(judge.endings.values.reduce(0, +) == 200)
    #expect(judge.movedByTransfers == .zero)
    #expect((judge.endings["TransferCompleted"] ?? 0) > 20)
    #expect((judge.endings["TransferFailed refunded"] ?? 0) > 20)
  }

  // MARK: Exploring

  private func explore(_ transfer: Case, workers: Int, messages: Int, preemptions: Int, crashes: Int) throws {
    var explorer = ScheduleExplorer()
    while explorer.advance() {
      let bank = try transfer.bank()
      let schedule = try BankSchedule(bank, messages: Array(repeating: "transfer", count: messages))
      var switches = preemptions
      var deaths = crashes
      schedule.run(
        workers: workers, choose: { explorer.chooseThread(among: $0, last: $1, switches: &switches) },
        fault: {
          let choice = deaths > 0 ? explorer.choose(among: 3) : 0
          if choice > 0 { deaths -= 1 }
          return [.none, .before, .after][choice]
        })
      let judge = try judged(schedule)
      try #require(judge.endings == [transfer.ending: 1])
    }
    #expect(explorer.runs > 10)
  }

  private func judged(_ schedule: BankSchedule) throws -> BankJudge {
    try #require(schedule.violations == [])
    let judge = BankJudge(schedule.bank)
    try #require(judge.faults == [])
    return judge
  }
}
