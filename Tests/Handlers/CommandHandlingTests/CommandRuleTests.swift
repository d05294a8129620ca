import EventSourcing
import JSON
import Testing

/// Each rule of the account says no with 422 and its name; and sums stay exact from request to log.
@Suite struct CommandRuleTests {
  private let bench = CommandBench()

  private func expectRefusal(_ command: JSONValue, _ rule: String, _ words: String) throws {
    bench.output.forget()
    let before = bench.log.count
    let reply = try bench.send(command)
    #expect(reply.status == 422)
    let expected: JSONValue = [
      "error": .string(words), "type": "BusinessRuleViolation", "rule": .string(rule),
    ]
    #expect(reply.body == expected)
    #expect(bench.log.count == before)
    #expect(bench.output.metrics == ["CommandsByOutcome BusinessRuleViolation": 1])
  }

  @Test func anAccountIsCreatedOnce() throws {
    try bench.open()
    try expectRefusal(CommandSample.created(), "AccountAlreadyExists", "The account exists already")
  }

  @Test(arguments: [CommandSample.transaction(), CommandSample.closed])
  func nothingBeforeItIsCreated(command: JSONValue) throws {
    try expectRefusal(
      command, "AccountNotFound", "The account does not exist; create it with AccountCreated first")
  }

  @Test(arguments: [CommandSample.transaction(id: "other"), CommandSample.closed])
  func nothingAfterItIsClosed(command: JSONValue) throws {
    try bench.open()
    _ = try bench.send(CommandSample.transaction())
    #expect(try bench.send(CommandSample.closed).status == 200)
    try expectRefusal(command, "AccountClosed", "The account is closed")
  }

  @Test(arguments: ["account-124", "", "Account-123", "account-123 "])
  func theAccountIDIsTheAggregates(given: String) throws {
    try expectRefusal(
      CommandSample.created().setting("eventData.accountId", .string(given)), "AccountIdMismatch",
      "eventData.accountId must equal aggregateId where it is given")
  }

  /// Composed and decomposed letters look alike and are two names.
  @Test func theAccountIDIsComparedByBytes() throws {
    let command = CommandSample.created().setting("aggregateId", "é").setting("eventData.accountId", "e\u{301}")
    try expectRefusal(
      command, "AccountIdMismatch", "eventData.accountId must equal aggregateId where it is given")
  }

  @Test(arguments: [("deposit", "-1"), ("credit", "-0.0001"), ("withdrawal", "1"), ("debit", "0.0001")])
  func theSignFollowsTheType(type: String, amount: String) throws {
    try bench.open()
    let words =
      amount.hasPrefix("-")
      ? "eventData.amount must be positive for a deposit or credit"
      : "eventData.amount must be negative for a withdrawal or debit"
    try expectRefusal(
      CommandSample.transaction(try JSONValue(parsing: amount), type: .string(type)), "AmountSign", words)
  }

  @Test(arguments: [("0", "-0.0001"), ("50", "-50.0001"), ("0.1", "-0.2")])
  func theBalanceStaysAboveTheLimit(limit: String, amount: String) throws {
    try bench.open(overdraftLimit: try JSONValue(parsing: limit))
    try expectRefusal(
      CommandSample.transaction(try JSONValue(parsing: amount)), "InsufficientFunds",
      "The balance may not fall below the overdraft limit")
  }

  @Test func theLimitItselfIsReached() throws {
    try bench.open(overdraftLimit: .decimal("50.25"))
    #expect(try bench.send(CommandSample.transaction(.decimal("-50.25"))).status == 200)
  }

  /// In a batch the second is decided on the state after the first, the place is named, and nothing is written.
  @Test func oneOfSeveralIsRefused() throws {
    let reply = try bench.send(
      CommandSample.several(
        CommandSample.created(), CommandSample.transaction(10, id: "a"), CommandSample.transaction(-11, id: "b")))
    #expect(reply.status == 422)
    #expect(reply.body["rule"] == "InsufficientFunds")
    #expect(reply.body["field"] == "events[2]")
    #expect(bench.log.isEmpty && bench.memory.entries.isEmpty)
  }

  @Test(
    arguments: [
      ("100.50", "100.5"), ("0.0001", "0.0001"), ("999999999999999.9999", "999999999999999.9999"),
      ("1.005e2", "100.5"), ("1E-4", "0.0001"), ("100.0000000000", "100"), ("9007199254740993", nil),
      ("123456789012345.6789", "123456789012345.6789"), ("0.10", "0.1"),
    ])
  func sumsStayExact(sent: String, kept: String?) throws {
    try bench.open()
    let reply = try bench.send(CommandSample.transaction(try JSONValue(parsing: sent)))
    #expect(reply.status == (kept == nil ? 400 : 200))
    guard let kept else { return }
    #expect(bench.log.last?.data["amount"]?.number?.text == kept)
    // To the last digit: one ten-thousandth more than was paid in is not there.
    let more = try JSONValue(parsing: "-\(kept)")
    #expect(try bench.send(CommandSample.transaction(more, id: "out")).status == 200)
    #expect(try bench.send(CommandSample.transaction(.decimal("-0.0001"), id: "more")).status == 422)
  }

  @Test func tenthsAddUp() throws {
    try bench.open()
    for (number, amount) in ["0.1", "0.2", "-0.3"].enumerated() {
      let id = JSONValue.string("t\(number)")
      #expect(try bench.send(CommandSample.transaction(try JSONValue(parsing: amount), id: id)).status == 200)
    }
    let rest = CommandSample.transaction(.decimal("-0.0001"), id: "rest")
    #expect(try bench.send(rest).body["rule"] == "InsufficientFunds")
  }
}
