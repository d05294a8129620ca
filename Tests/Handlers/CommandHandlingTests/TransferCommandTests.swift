import JSON
import Testing

/// Commands of two domains in one function: each is answered for by its own, and an aggregate stays with the domain that
/// began it.
@Suite struct TransferCommandTests {
  let bench = CommandBench(servesTransfers: true)

  private func transfer(_ data: JSONObject = [:], id: JSONValue = "transfer-1") -> JSONValue {
    var content: JSONObject = [
      "fromAccountId": "account-123", "toAccountId": "account-456", "amount": .decimal("25.50"),
    ]
    for (name, value) in data { content[name] = value }
    return ["aggregateId": id, "eventType": "TransferRequested", "eventData": .object(content)]
  }

  @Test("a transfer is requested, and asked again the answer is the same")
  func requested() throws {
    let first = try bench.send(transfer())
    #expect(first.status == 200)
    #expect(first.body["eventType"] == "TransferRequested")
    #expect(first.body["sequence"] == 1)
    let again = try bench.send(transfer())
    #expect(again.body["duplicate"] == true)
    #expect(again.body["eventId"] == first.body["eventId"])
  }

  @Test("its name with other content is a key that was used; under a key of its own, a transfer that exists")
  func usedTwice() throws {
    #expect(try bench.send(transfer()).status == 200)
    let other = try bench.send(transfer(["amount": 1]))
    #expect(other.status == 409)
    #expect(other.body["type"] == "CommandIdReused")
    let named = try bench.send(transfer(["amount": 1]).setting("commandId", "mine"))
    #expect(named.status == 422)
    #expect(named.body["rule"] == "TransferAlreadyRequested")
  }

  @Test(
    "what is wrong with the amount is said",
    arguments: ["0", "-1", "0.00001", "1000000000000000", "1.00001", "-0.0001"])
  func amounts(_ amount: String) throws {
    let reply = try bench.send(transfer(["amount": .decimal(amount)]))
    #expect(reply.status == 400)
    #expect(reply.body["field"] == "eventData.amount")
    #expect(
      reply.body["error"]
        == "Invalid field eventData.amount: must be above zero, and have at most 15 integer and 4 fraction digits")
    #expect(bench.memory.logs.isEmpty)
  }

  @Test("the same account twice is refused by name")
  func sameAccount() throws {
    let reply = try bench.send(transfer(["toAccountId": "account-123"]))
    #expect(reply.status == 422)
    #expect(reply.body["rule"] == "SameAccount")
    #expect(bench.memory.logs.isEmpty)
  }

  @Test("an account that does not exist is no reason to refuse the request")
  func unknownAccount() throws {
    #expect(try bench.send(transfer(["toAccountId": "nobody"])).status == 200)
  }

  @Test(
    "what the process records is taken from nobody else",
    arguments: [
      ("TransferDebited", #"{"accountId":"account-123","eventId":"e","sequence":3}"#),
      ("TransferCompleted", #"{"accountId":"account-456","eventId":"e","sequence":3}"#),
      ("TransferFailed", #"{"rule":"AccountClosed","refunded":true}"#),
    ])
  func steps(_ type: String, _ data: String) throws {
    #expect(try bench.send(transfer()).status == 200)
    let reply = try bench.send([
      "aggregateId": "transfer-1", "eventType": .string(type), "eventData": try JSONValue(parsing: data),
    ])
    #expect(reply.status == 422)
    #expect(reply.body["rule"] == "RecordedByProcess")
  }

  @Test("a transfer's command for an account, and the other way round, is refused by name", arguments: [1, 5, 40])
  func otherDomain(events: Int) throws {
    #expect(try bench.send(CommandSample.created()).status == 200)
    for number in 1..<max(events, 1) {
      #expect(try bench.send(CommandSample.transaction(1, id: .string("tx-\(number)"))).status == 200)
    }
    #expect(try bench.send(transfer()).status == 200)
    let toAccount = try bench.send(transfer(id: "account-123"))
    #expect(toAccount.status == 422)
    #expect(toAccount.body["type"] == "BusinessRuleViolation")
    #expect(toAccount.body["rule"] == "AggregateOfAnotherDomain")
    for command in [CommandSample.transaction(), CommandSample.created().setting("eventData.accountId", nil)] {
      let toTransfer = try bench.send(command.setting("aggregateId", "transfer-1"))
      #expect(toTransfer.status == 422)
      #expect(toTransfer.body["rule"] == "AggregateOfAnotherDomain")
    }
    #expect(bench.memory.logs.values.map(\.count).sorted() == [1, events].sorted())
  }

  @Test("events of two domains do not come in one command")
  func mixed() throws {
    let reply = try bench.send([
      "aggregateId": "account-123",
      "events": [
        ["eventType": "AccountCreated", "eventData": [:]],
        ["eventType": "TransferRequested", "eventData": transfer()["eventData"] ?? nil],
      ],
    ])
    #expect(reply.status == 400)
    #expect(
      reply.body["error"]
        == "Invalid field events[1].eventType: must be one of AccountCreated, TransactionProcessed, AccountClosed")
  }

  @Test("all types are named to who asks for none of them")
  func unknownType() throws {
    let reply = try bench.send(transfer().setting("eventType", "MoneyLost"))
    #expect(reply.status == 400)
    #expect(reply.body["error"]?.string?.contains("AccountClosed, TransferRequested, TransferDebited") == true)
  }

  @Test("where transfers are off, their types are unknown")
  func off() throws {
    let reply = try CommandBench().send(transfer())
    #expect(reply.status == 400)
    #expect(reply.body["field"] == "eventType")
  }
}
