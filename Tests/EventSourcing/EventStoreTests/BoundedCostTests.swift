import Accounts
import DynamoDB
import Environment
import EventSourcing
import EventStore
import HTTPTransport
import JSON
import TestSupport
import Testing

/// What a command reads does not grow with the history of its aggregate.
@Suite("The cost of a command", .enabled(if: LocalAWS.isPresent, "LOCAL_AWS_ENDPOINT is not set"))
struct BoundedCostTests {
  @Test("the same items and capacity on logs of 10, 1,000 and 100,000 events, also when the projection lags by 1,000")
  func anyLength() throws {
    try LocalTables.with { tables in
      let short = try LongAccount(10, in: tables)
      let medium = try LongAccount(1_000, in: tables)
      let long = try LongAccount(100_000, in: tables)
      for account in [short, medium, long] { try account.putSummary(behind: 0) }
      let fresh = try commands([short, medium, long])
      #expect(fresh[0].itemsRead == LogTail.windowSize + 1)
      #expect(fresh[0].readCapacity > 0)
      #expect(Set(fresh).count == 1, "\(fresh)")
      print("with a fresh summary:", fresh)

      for account in [medium, long] { try account.putSummary(behind: 1_000) }
      let first = try commands([medium, long])
      #expect(first.allSatisfy { $0.itemsRead <= 1_000 + LogTail.windowSize + 1 }, "\(first)")
      print("the first one behind a summary that lags by 1,000:", first)
      // The first one left a checkpoint, and the appends keep it fresh.
      for _ in 0..<25 {
        let next = try commands([medium, long])
        #expect(next.allSatisfy { $0.itemsRead <= LogTail.copyDistance + 3 }, "\(next)")
        #expect(Set(next).count == 1, "\(next)")
      }
      print("and the ones after it:", try commands([medium, long]))
    }
  }

  /// A command of each account, once more where a call of one was given up: what was read then says nothing of all the others.
  private func commands(_ accounts: [LongAccount]) throws -> [MeteredTransport.Reading] {
    var readings: [MeteredTransport.Reading] = []
    for _ in 0..<20 {
      readings = try accounts.map { try $0.command() }
      if readings.allSatisfy(\.isComplete) { break }
    }
    return readings
  }

  @Test("opening an account reads nothing")
  func opening() throws {
    try LocalTables.with { tables in
      let transport = MeteredTransport(try ConnectionTransport())
      let execution = try tables.execution(transport: transport)
      _ = try execution.execute(try AccountRequests.opening(try AggregateID("new")), deadline: nil)
      #expect(transport.reset().operations == ["PutItem"])
      _ = try execution.execute(try AccountRequests.opening(try AggregateID("keyed"), key: "k"), deadline: nil)
      #expect(transport.reset().operations == ["TransactWriteItems"])
    }
  }
}

/// An account with a long history that no projection has followed.
private final class LongAccount {
  private let tables: LocalTables
  private let transport: MeteredTransport
  private let execution: CommandExecution<Account>
  private var log: SampleLog
  private var number = 0

  init(_ count: Int, in tables: LocalTables) throws {
    self.tables = tables
    transport = MeteredTransport(try ConnectionTransport())
    execution = try tables.execution(transport: transport)
    log = try SampleLog("account-of-\(count)".padded(to: 20))
    log.next(["accountType": "checking"], type: "AccountCreated")
    while log.events.count < count { log.next(["amount": 1], type: "TransactionProcessed") }
    let client = DynamoDBClient(client: try tables.connection())
    for start in stride(from: 0, to: count, by: 2_500) {
      let writes = try log.events[start..<min(start + 2_500, count)].map {
        BatchWriteItem.Write.put(try Item(json: $0.detail))
      }
      try client.writeAll(writes, table: tables.names.events, deadline: nil)
    }
  }

  /// Writes the projection's summary as it was so many events ago.
  func putSummary(behind lag: Int) throws {
    let events = log.events.dropLast(min(lag, log.events.count - 1))
    guard let last = events.last else { return }
    let state = try Account.fold(events, onto: Account.initial)
    let copy = FoldedCopy<Account>(aggregateID: log.aggregateID, head: last.head, state: state)
    try tables.put(copy: copy.attributes, of: log.aggregateID, at: tables.names.copies?.latest ?? "")
  }

  /// Carries out one transaction.
  ///
  /// - Returns: what it read.
  func command() throws -> MeteredTransport.Reading {
    number += 1
    let request = try AccountRequests.transaction(log.aggregateID, amount: "1", key: "command-\(number)")
    _ = transport.reset()
    _ = try execution.execute(request, deadline: nil)
    return transport.reset()
  }
}

extension String {
  /// Names of one length, so that items are of one size.
  fileprivate func padded(to length: Int) -> String {
    self + String(repeating: "-", count: max(0, length - utf8.count))
  }
}
