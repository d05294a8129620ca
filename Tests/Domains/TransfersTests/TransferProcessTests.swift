import EventSourcing
import JSON
import Testing
import Transfers

/// What the process does after each event, and after each answer to what it did.
@Suite("The process of a transfer")
struct TransferProcessTests {
  static let done = ProcessOutcome.done(eventID: "e9", sequence: .zero.next)
  static let refused = ProcessOutcome.refused(rule: "AccountClosed")

  @Test(
    "sends",
    arguments: [
      ([TransferTests.requested], [], "debit", "a", "-25.5"),
      ([TransferTests.requested, TransferTests.debited], [], "credit", "b", "25.5"),
      ([TransferTests.requested, TransferTests.debited], [refused], "refund", "a", "25.5"),
    ] as [([TransferTests.Given], [ProcessOutcome], String, String, String)])
  func sends(
    _ events: [TransferTests.Given], _ outcomes: [ProcessOutcome], _ purpose: String, _ account: String,
    _ amount: String
  ) throws {
    guard case .send(let command) = try GivenTransfer(events).then(outcomes) else {
      Issue.record("nothing is sent")
      return
    }
    #expect(command.purpose == purpose)
    #expect(command.aggregateID.text == account)
    #expect(command.eventType == "TransactionProcessed")
    #expect(command.eventData["amount"]?.number?.text == amount)
    #expect(command.eventData["type"] == (amount.hasPrefix("-") ? "debit" : "credit"))
    #expect(command.eventData["transferId"] == "transfer-1")
    #expect(command.eventData["reference"] == "rent")
  }

  @Test(
    "records",
    arguments: [
      ([TransferTests.requested], [done], TransferEventType.transferDebited, ["accountId": "a", "eventId": "e9"]),
      ([TransferTests.requested], [refused], .transferFailed, ["rule": "AccountClosed", "refunded": true]),
      (
        [TransferTests.requested, TransferTests.debited], [done], .transferCompleted,
        ["accountId": "b", "eventId": "e9"]
      ),
      (
        [TransferTests.requested, TransferTests.debited], [refused, done], .transferFailed,
        ["rule": "AccountClosed", "refunded": true]
      ),
      (
        [TransferTests.requested, TransferTests.debited], [refused, .refused(rule: "Other")], .transferFailed,
        ["rule": "AccountClosed", "refunded": false]
      ),
    ] as [([TransferTests.Given], [ProcessOutcome], TransferEventType, JSONObject)])
  func records(
    _ events: [TransferTests.Given], _ outcomes: [ProcessOutcome], _ type: TransferEventType, _ data: JSONObject
  ) throws {
    let given = try GivenTransfer(events)
    guard case .record(let command) = try given.then(outcomes) else {
      Issue.record("nothing is recorded")
      return
    }
    #expect(command.type == type)
    for (name, value) in data { #expect(command.data[name] == value) }
    let decided = try Transfer.decide(command, try given.state)
    #expect(decided.type == type.rawValue)
  }

  @Test(
    "has nothing to do once a transfer has ended",
    arguments: [
      [TransferTests.requested, TransferTests.debited, TransferTests.completed],
      [TransferTests.requested, TransferTests.failed(refunded: true)],
      [TransferTests.requested, TransferTests.debited, TransferTests.failed(refunded: false)],
    ] as [[TransferTests.Given]])
  func ended(_ events: [TransferTests.Given]) throws {
    let step = try GivenTransfer(events).then()
    #expect(step == nil)
  }

  @Test("what is recorded stands in no order but the one")
  func outOfOrder() throws {
    guard
      case .record(let completed) = try GivenTransfer([TransferTests.requested, TransferTests.debited])
        .then([Self.done])
    else {
      Issue.record("nothing is recorded")
      return
    }
    let requested = try GivenTransfer([TransferTests.requested]).state
    #expect(throws: TransferRejection.outOfOrder) { try Transfer.decide(completed, requested) }
  }

  @Test("is driven by the events after which there is something to do")
  func driving() {
    #expect(Transfer.drivingTypes.map(\.name) == ["TransferRequested", "TransferDebited"])
  }
}
