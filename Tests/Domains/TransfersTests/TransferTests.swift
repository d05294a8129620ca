import EventSourcing
import JSON
import Testing
import Transfers

@Suite("Transfer")
struct TransferTests {
  typealias Given = (TransferEventType, String)

  static let requested: Given = (
    .transferRequested, #"{"fromAccountId":"a","toAccountId":"b","amount":25.50,"reference":"rent"}"#
  )
  static let debited: Given = (.transferDebited, #"{"accountId":"a","eventId":"e1","sequence":3}"#)
  static let completed: Given = (.transferCompleted, #"{"accountId":"b","eventId":"e2","sequence":2}"#)
  static func failed(refunded: Bool) -> Given {
    (.transferFailed, #"{"rule":"AccountClosed","refunded":\#(refunded)}"#)
  }

  @Test("adds up its events")
  func folds() throws {
    let state = try GivenTransfer([Self.requested, Self.debited, Self.completed]).state
    #expect(state.status == .completed)
    #expect(state.from?.text == "a")
    #expect(state.to?.text == "b")
    #expect(state.amount.description == "25.5")
    #expect(state.reference == "rent")
    #expect(state.requestedAt == "2024-01-15T10:30:00.000000Z")
    #expect(state.endedAt == "2024-01-15T10:30:02.000000Z")
    let failed = try GivenTransfer([Self.requested, Self.debited, Self.failed(refunded: false)]).state
    #expect(failed.status == .failed)
    #expect(failed.failedRule == "AccountClosed")
    #expect(failed.isRefunded == false)
  }

  @Test(
    "its state comes back from its stored form",
    arguments: [
      [], [requested], [requested, debited], [requested, debited, completed], [requested, failed(refunded: true)],
      [requested, debited, failed(refunded: false)],
    ] as [[Given]])
  func encoded(_ events: [Given]) throws {
    let state = try GivenTransfer(events).state
    #expect(Transfer.decodeState(from: Transfer.encode(state)) == state)
  }

  @Test(
    "says no by the name of the rule",
    arguments: [
      ([requested], requested.0, requested.1, TransferRejection.transferAlreadyRequested),
      (
        [], .transferRequested, #"{"transferId":"other","fromAccountId":"a","toAccountId":"b","amount":1}"#,
        .transferIDMismatch(given: "other")
      ),
      ([], .transferRequested, #"{"fromAccountId":"a","toAccountId":"a","amount":1}"#, .sameAccount),
      ([], debited.0, debited.1, .transferNotFound), ([], completed.0, completed.1, .transferNotFound),
      ([], .transferFailed, failed(refunded: true).1, .transferNotFound),
      ([requested], debited.0, debited.1, .recordedByProcess),
      ([requested, debited], completed.0, completed.1, .recordedByProcess),
      ([requested], .transferFailed, failed(refunded: true).1, .recordedByProcess),
      ([requested, debited], .transferFailed, failed(refunded: true).1, .recordedByProcess),
      ([requested, failed(refunded: true)], .transferFailed, failed(refunded: true).1, .recordedByProcess),
      ([requested, debited, failed(refunded: false)], .transferFailed, failed(refunded: false).1, .recordedByProcess),
      ([requested, debited, completed], .transferFailed, failed(refunded: true).1, .recordedByProcess),
    ] as [([Given], TransferEventType, String, TransferRejection)])
  func rejected(
    _ given: [Given], _ type: TransferEventType, _ payload: String, _ rejection: TransferRejection
  ) throws {
    let given = try GivenTransfer(given)
    #expect(throws: rejection) { try given.when(type, payload) }
  }

  @Test("an operator may say that what was not refunded is refunded by hand")
  func refundedByHand() throws {
    let given = try GivenTransfer([Self.requested, Self.debited, Self.failed(refunded: false)])
    #expect(try Transfer.needsOperator(given.state))
    let event = try given.when(.transferFailed, #"{"rule":"AccountClosed","refunded":true,"note":"paid to c"}"#)
    #expect(event.data["note"] == "paid to c")
    let after = try GivenTransfer([
      Self.requested, Self.debited, Self.failed(refunded: false), Self.failed(refunded: true),
    ])
    #expect(try !Transfer.needsOperator(after.state))
  }

  @Test(
    "names the field that is wrong",
    arguments: [
      (#"{"toAccountId":"b","amount":1}"#, "fromAccountId"), (#"{"fromAccountId":"a","amount":1}"#, "toAccountId"),
      (#"{"fromAccountId":"","toAccountId":"b","amount":1}"#, "fromAccountId"),
      (#"{"fromAccountId":"a","toAccountId":7,"amount":1}"#, "toAccountId"),
      (#"{"fromAccountId":"a","toAccountId":"b"}"#, "amount"),
      (#"{"fromAccountId":"a","toAccountId":"b","amount":0}"#, "amount"),
      (#"{"fromAccountId":"a","toAccountId":"b","amount":-1}"#, "amount"),
      (#"{"fromAccountId":"a","toAccountId":"b","amount":1.00001}"#, "amount"),
      (#"{"fromAccountId":"a","toAccountId":"b","amount":1000000000000000}"#, "amount"),
      (#"{"fromAccountId":"a","toAccountId":"b","amount":"1"}"#, "amount"),
      (#"{"fromAccountId":"a","toAccountId":"b","amount":1,"reference":{}}"#, "reference"),
    ])
  func fields(_ payload: String, _ field: String) throws {
    let given = try GivenTransfer()
    #expect {
      try given.when(.transferRequested, payload)
    } throws: { error in (error as? PayloadError)?.field == field }
  }
}
