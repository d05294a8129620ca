import Accounts
import EventSourcing
import JSON
import Testing

@Suite("Account")
struct AccountTests {
  static let created = (
    AccountEventType.accountCreated,
    #"{"accountId":"account-123","customerId":"customer-456","accountType":"checking","createdAt":"2024-01-15T10:00:00Z"}"#
  )
  static func moved(_ amount: String) -> (AccountEventType, String) {
    (.transactionProcessed, #"{"transactionId":"tx","amount":\#(amount)}"#)
  }

  @Test("adds up its events")
  func folds() throws {
    let state = try Given([Self.created, Self.moved("100.50"), Self.moved("-0.25"), (.accountClosed, "{}")]).state
    #expect(state.balance.description == "100.25")
    #expect(state.status == .closed)
    #expect(state.transactionCount == 2)
    #expect(state.customerID == "customer-456")
    #expect(state.accountType == "checking")
    #expect(state.createdAt == "2024-01-15T10:00:00Z")
    #expect(state.lastTransactionAt == "2024-01-15T10:30:02.000000Z")
    #expect(state.closedAt == "2024-01-15T10:30:03.000000Z")
  }

  @Test("keeps fields that it does not know, with exact numbers")
  func unknownFields() throws {
    let event = try Given([Self.created])
      .when(.transactionProcessed, #"{"amount":1.50,"note":"x","deep":{"n":[1.000000000000000005]}}"#)
    #expect(event.version == "1.0")
    #expect(event.data["note"] == "x")
    #expect(event.data["amount"] == .number(try #require(JSONNumber("1.5"))))
    #expect(event.data["deep"]?["n"]?.array?.first == .number(try #require(JSONNumber("1.000000000000000005"))))
  }

  @Test(
    "says no by the name of the rule",
    arguments: [
      ([created], created.0, "{}", AccountRejection.accountAlreadyExists),
      ([], .accountCreated, #"{"accountId":"other"}"#, .accountIDMismatch(given: "other")),
      ([], .transactionProcessed, #"{"amount":1}"#, .accountNotFound),
      ([], .accountClosed, "{}", .accountNotFound),
      ([created, (.accountClosed, "{}")], .transactionProcessed, #"{"amount":1}"#, .accountClosed),
      ([created, (.accountClosed, "{}")], .accountClosed, "{}", .accountClosed),
      ([created, (.accountClosed, "{}")], .accountCreated, "{}", .accountAlreadyExists),
      ([created], .transactionProcessed, #"{"amount":-1,"type":"deposit"}"#, .amountSign(mustBePositive: true)),
      ([created], .transactionProcessed, #"{"amount":-1,"type":"credit"}"#, .amountSign(mustBePositive: true)),
      ([created], .transactionProcessed, #"{"amount":1,"type":"withdrawal"}"#, .amountSign(mustBePositive: false)),
      ([created], .transactionProcessed, #"{"amount":1,"type":"debit"}"#, .amountSign(mustBePositive: false)),
      ([created], .transactionProcessed, #"{"amount":-0.0001}"#, .insufficientFunds),
      ([created, moved("5")], .transactionProcessed, #"{"amount":-5.0001}"#, .insufficientFunds),
    ] as [([(AccountEventType, String)], AccountEventType, String, AccountRejection)])
  func rejected(
    _ given: [(AccountEventType, String)], _ type: AccountEventType, _ payload: String, _ rejection: AccountRejection
  ) throws {
    let given = try Given(given)
    #expect(throws: rejection) { try given.when(type, payload) }
  }

  @Test("may be overdrawn to its limit and not below")
  func overdraft() throws {
    let given = try Given([(.accountCreated, #"{"overdraftLimit":50.25}"#), Self.moved("10")])
    #expect(throws: Never.self) { try given.when(.transactionProcessed, #"{"amount":-60.25}"#) }
    #expect(throws: AccountRejection.insufficientFunds) {
      try given.when(.transactionProcessed, #"{"amount":-60.2501}"#)
    }
  }

  @Test(
    "names the field that is wrong",
    arguments: [
      (.accountCreated, #"{"accountId":5}"#, "accountId"),
      (.accountCreated, #"{"customerId":{}}"#, "customerId"),
      (.accountCreated, #"{"accountType":[]}"#, "accountType"),
      (.accountCreated, #"{"createdAt":"yesterday"}"#, "createdAt"),
      (.accountCreated, #"{"overdraftLimit":-1}"#, "overdraftLimit"),
      (.accountCreated, #"{"overdraftLimit":"1"}"#, "overdraftLimit"),
      (.accountCreated, #"{"overdraftLimit":0.00001}"#, "overdraftLimit"),
      (.transactionProcessed, "{}", "amount"),
      (.transactionProcessed, #"{"amount":null}"#, "amount"),
      (.transactionProcessed, #"{"amount":"100.50"}"#, "amount"),
      (.transactionProcessed, #"{"amount":true}"#, "amount"),
      (.transactionProcessed, #"{"amount":0}"#, "amount"),
      (.transactionProcessed, #"{"amount":1.23456}"#, "amount"),
      (.transactionProcessed, #"{"amount":1e15}"#, "amount"),
      (.transactionProcessed, #"{"amount":1,"transactionId":7}"#, "transactionId"),
      (.transactionProcessed, #"{"amount":1,"type":false}"#, "type"),
      (.transactionProcessed, #"{"amount":1,"timestamp":"2024-13-01T00:00:00Z"}"#, "timestamp"),
      (.accountClosed, #"{"closedAt":12}"#, "closedAt"),
      (.accountClosed, #"{"reason":12}"#, "reason"),
    ] as [(AccountEventType, String, String)])
  func malformed(_ type: AccountEventType, _ payload: String, _ field: String) throws {
    let given = try Given([Self.created])
    #expect { try given.when(type, payload) } throws: { ($0 as? PayloadError)?.field == field }
  }

  @Test("its state is read back as it was written")
  func encoding() throws {
    let states = [
      Account.initial, try Given([Self.created]).state, try Given([Self.created, Self.moved("3.14")]).state,
      try Given([Self.created, (.accountClosed, #"{"closedAt":"2024-02-01T00:00:00+01:00"}"#)]).state,
    ]
    for state in states {
      #expect(Account.decodeState(from: Account.encode(state)) == state)
    }
  }

  @Test("an unknown type or a malformed payload in the log is a named error")
  func poison() throws {
    let unknown = try Given([Self.created]).events[0].detail
    var detail = unknown
    detail["EventType"] = "AccountExploded"
    #expect(throws: EventDecodingError.unknownType("AccountExploded")) {
      try Account.event(from: try RecordedEvent(detail: detail))
    }
    detail["EventType"] = "TransactionProcessed"
    #expect { try Account.event(from: try RecordedEvent(detail: detail)) } throws: {
      ($0 as? EventDecodingError)?.name == "MalformedEvent"
    }
  }
}
