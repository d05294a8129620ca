import Amounts
import EventSourcing
import JSON

/// Judges the logs of a bank by their events alone, without the code of any domain.
struct BankJudge {
  private let events: [RecordedEvent]
  /// What is wrong.
  private(set) var faults: [String] = []
  /// How the transfers ended, by their last event: `TransferCompleted`, `TransferFailed` with `refunded` or not.
  private(set) var endings: [String: Int] = [:]

  init(_ bank: Bank) {
    events = bank.events
    for log in bank.log.logs.values where log.first?.type == "TransferRequested" { judge(log) }
    for log in bank.log.logs.values { checkChain(log) }
  }

  private mutating func judge(_ log: [RecordedEvent]) {
    guard let first = log.first, let last = log.last, let amount = first.data["amount"]?.number.flatMap(Money.init)
    else {
      return faults.append("a log without a request")
    }
    let name = first.aggregateID.text
    let legs = events.filter { $0.type == "TransactionProcessed" && $0.data["transferId"]?.string == name }
    let debits = legs.filter { $0.data["purpose"] == "debit" }
    let credits = legs.filter { $0.data["purpose"] == "credit" }
    let refunds = legs.filter { $0.data["purpose"] == "refund" }
    let ending = last.type + (last.data["refunded"].map { $0 == true ? " refunded" : " not refunded" } ?? "")
    endings[ending, default: 0] += 1
    let counts = [debits.count, credits.count, refunds.count]
    let expected: [[Int]] =
      switch ending {
      case "TransferCompleted": [[1, 1, 0]]
      case "TransferFailed refunded": [[0, 0, 0], [1, 0, 1]]
      case "TransferFailed not refunded": [[1, 0, 0]]
      default: []
      }
    if !expected.contains(counts) { faults.append("\(name) ended with \(ending) and legs \(counts)") }
    let from = first.data["fromAccountId"]?.string
    let to = first.data["toAccountId"]?.string
    check(debits, by: amount.negated, on: from, name)
    check(credits, by: amount, on: to, name)
    check(refunds, by: amount, on: from, name)
    for event in legs + log where event.correlationID != first.correlationID {
      faults.append("\(name): an event has another correlation id")
    }
    let ids = Set((legs + log).map(\.eventID))
    for event in legs + log.dropFirst() where event.causationID.map({ !ids.contains($0) }) ?? true {
      faults.append("\(name): an event has no cause in the transfer")
    }
  }

  private mutating func check(_ legs: [RecordedEvent], by amount: Money?, on account: String?, _ name: String) {
    for leg in legs where leg.aggregateID.text != account || leg.data["amount"]?.number.flatMap(Money.init) != amount {
      faults.append("\(name): \(leg.data) on \(leg.aggregateID)")
    }
  }

  private mutating func checkChain(_ log: [RecordedEvent]) {
    var chain = LogChain(after: .empty)
    for event in log {
      if let fault = chain.advance(over: event) { faults.append("\(event.aggregateID): \(fault)") }
    }
  }

  /// The sum of what moved into accounts and out of them, by transfers alone.
  var movedByTransfers: Money {
    events.filter { $0.data["transferId"] != nil && $0.type == "TransactionProcessed" }
      .compactMap { $0.data["amount"]?.number.flatMap(Money.init) }
      .reduce(.zero) { $0.adding($1) ?? $0 }
  }
}
