import JSON
import Testing

/// Every field of every payload, wrong in every way.
@Suite struct CommandPayloadTests {
  private static let instant = "must be an RFC 3339 date and time, such as 2024-01-15T10:30:00Z"
  private static let amount = "must not be zero, and have at most 15 integer and 4 fraction digits"
  private static let limit = "must not be negative, and have at most 15 integer and 4 fraction digits"
  static let range = "must have at most 38 significant digits and a magnitude of 1E-130 to 9.9E+125"
  static let wholeNumber = "must be within 64 bits, as it is a whole number"
  static let digits39 = "1.00000000000000000000000000000000000001"

  private func check(_ command: JSONValue, _ field: String, _ value: String, _ reason: String) throws {
    let bench = CommandBench()
    let reply = try bench.send(command.setting("eventData.\(field)", try JSONValue(parsing: value)))
    #expect(reply.status == 400)
    let expected: JSONValue = [
      "error": .string("Invalid field eventData.\(field): \(reason)"), "type": "ValidationError",
      "field": .string("eventData.\(field)"),
    ]
    #expect(reply.body == expected)
    #expect(bench.memory.logs.isEmpty)
  }

  @Test(
    arguments: [
      ("0", amount), ("-0.0", amount), ("0e5", amount), ("0.00001", amount), ("1.00001", amount),
      ("1000000000000000", amount), ("-1e15", amount), ("999999999999999.99999", amount), ("1e125", wholeNumber),
      ("1e-130", amount), ("1e126", range), ("1e-131", range), ("1e999999999999999999999", range), (digits39, range),
      (#""100.50""#, "must be a number"), ("true", "must be a number"), ("[]", "must be a number"),
      ("{}", "must be a number"),
    ])
  func amounts(value: String, reason: String) throws {
    try check(CommandSample.transaction(), "amount", value, reason)
  }

  @Test(arguments: [nil, "null"])
  func noAmount(value: String?) throws {
    let bench = CommandBench()
    let command = CommandSample.transaction().setting("eventData.amount", try value.map { try JSONValue(parsing: $0) })
    let reply = try bench.send(command)
    #expect(reply.status == 400)
    #expect(reply.body["error"] == "Missing required field: eventData.amount")
    #expect(reply.body["field"] == "eventData.amount")
  }

  @Test(
    arguments: [
      (#""""#, "must not be empty"), (#""a\nb""#, "must not hold control characters"),
      (#""\#(String(repeating: "t", count: 129))""#, "must be at most 128 bytes of UTF-8, and is 129"),
      (#""\#(String(repeating: "é", count: 65))""#, "must be at most 128 bytes of UTF-8, and is 130"),
      (#""\#(String(repeating: "t", count: 1_025))""#, "must be at most 1024 bytes of UTF-8"),
      ("7", "must be a string"), ("{}", "must be a string"), ("[]", "must be a string"), ("true", "must be a string"),
    ])
  func transactionID(value: String, reason: String) throws {
    try check(CommandSample.transaction(), "transactionId", value, reason)
  }

  /// Only as an idempotency key it has to be short: with a `commandId` it may be any text of its length.
  @Test func aLongTransactionIDBesideACommandID() throws {
    let bench = CommandBench()
    try bench.open()
    let name = JSONValue.string(String(repeating: "t", count: 1_024))
    let reply = try bench.send(CommandSample.transaction(id: name).setting("commandId", "c-1"))
    #expect(reply.status == 200)
    #expect(reply.body["commandId"] == "c-1")
  }

  @Test(
    arguments: [
      ("AccountCreated", "createdAt"), ("TransactionProcessed", "timestamp"), ("AccountClosed", "closedAt"),
    ])
  func instants(type: String, field: String) throws {
    let wrong = [
      "2024-01-15", "2024-01-15T10:30:00", "2024-02-30T10:30:00Z", "2024-01-15T24:00:00Z", "2024-01-15T10:30:60Z",
      "15.01.2024", "", "now", "1705314600", "2024-01-15T10:30:00+24:00", "2024-01-15T10:30Z",
    ]
    for text in wrong { try check(try command(type), field, JSONValue.string(text).text, Self.instant) }
    for value in ["1705314600", "true", "[]", "{}"] { try check(try command(type), field, value, "must be a string") }
    for text in ["2016-12-31T23:59:60Z", "2017-01-01T00:59:60+01:00"] {
      let bench = CommandBench()
      if type != "AccountCreated" { try bench.open() }
      let command = try command(type)
      #expect(try bench.send(command.setting("eventData.\(field)", .string(text))).status == 200)
      #expect(bench.log.last?.data[field] == .string(text))
    }
  }

  @Test(
    arguments: [
      ("AccountCreated", "accountId"), ("AccountCreated", "customerId"), ("AccountCreated", "accountType"),
      ("TransactionProcessed", "type"), ("AccountClosed", "reason"),
    ])
  func texts(type: String, field: String) throws {
    for value in ["1", "true", "[]", "{}"] { try check(try command(type), field, value, "must be a string") }
    for text in [String(repeating: "x", count: 1_025), String(repeating: "é", count: 513)] {
      try check(try command(type), field, #""\#(text)""#, "must be at most 1024 bytes of UTF-8")
    }
  }

  @Test(
    arguments: [
      ("-1", limit), ("-0.0001", limit), ("0.00001", limit), ("1000000000000000", limit), ("1e126", range),
      (#""0""#, "must be a number"), ("false", "must be a number"), ("[0]", "must be a number"),
    ])
  func overdraftLimit(value: String, reason: String) throws {
    try check(CommandSample.created(), "overdraftLimit", value, reason)
  }

  @Test func aRepeatedTransactionInOneCommand() throws {
    let command = CommandSample.several(
      CommandSample.created(), CommandSample.transaction(1), CommandSample.transaction(2))
    let reply = try CommandBench().send(command)
    #expect(reply.status == 400)
    #expect(reply.body["field"] == "events[2].eventData.transactionId")
    let message =
      "Invalid field events[2].eventData.transactionId: must be different for each event, as it is the event's "
      + "idempotency key"
    #expect(reply.body["error"] == .string(message))
  }

  private func command(_ type: String) throws -> JSONValue {
    switch type {
    case "AccountCreated": CommandSample.created()
    case "TransactionProcessed": CommandSample.transaction()
    default: CommandSample.closed
    }
  }
}
