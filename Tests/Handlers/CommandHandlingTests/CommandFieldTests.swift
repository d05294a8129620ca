import JSON
import Testing

/// Every field of a command, wrong in every way, gets a 400 that names it and says what it must be.
@Suite struct CommandFieldTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let path: String
    /// JSON text; nil for a field that is not there.
    let value: String?
    let message: String
    let field: String

    var testDescription: String { "\(path) = \((value ?? "absent").prefix(40))" }
  }

  private func check(_ wrong: Case, in command: JSONValue, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let bench = CommandBench()
    let value = try wrong.value.map { try JSONValue(parsing: $0) }
    let reply = try bench.send(command.setting(wrong.path, value))
    #expect(reply.status == 400, sourceLocation: sourceLocation)
    let expected: JSONValue = [
      "error": .string(wrong.message), "type": "ValidationError", "field": .string(wrong.field),
    ]
    #expect(reply.body == expected, sourceLocation: sourceLocation)
    #expect(bench.output.metrics == ["CommandsByOutcome ValidationError": 1], sourceLocation: sourceLocation)
    #expect(bench.memory.logs.isEmpty && bench.memory.itemsRead == 0, sourceLocation: sourceLocation)
  }

  @Test(arguments: texts("aggregateId", bytes: 256, required: true))
  func aggregateID(_ wrong: Case) throws { try check(wrong, in: CommandSample.transaction()) }

  @Test(arguments: texts("eventType", bytes: 256, required: true) + unknownTypes("eventType"))
  func eventType(_ wrong: Case) throws { try check(wrong, in: CommandSample.transaction()) }

  @Test(arguments: texts("commandId", bytes: 128) + texts("userId", bytes: 256) + texts("correlationId", bytes: 256))
  func optionalTexts(_ wrong: Case) throws { try check(wrong, in: CommandSample.transaction()) }

  @Test(
    arguments: [
      ("-1", ""), ("1.5", ""), ("1e16", ""), ("1000000000000001", ""), ("1e-1", ""), (#""1""#, ", not a string"),
      ("true", ", not a truth value"), ("[1]", ", not an array"), ("{}", ", not an object"),
    ])
  func expectedSequence(value: String, type: String) throws {
    let message = "Invalid field expectedSequence: must be a whole number from 0 to 1000000000000000\(type)"
    let wrong = Case(path: "expectedSequence", value: value, message: message, field: "expectedSequence")
    try check(wrong, in: CommandSample.transaction())
  }

  @Test(arguments: objects("eventData"))
  func eventData(_ wrong: Case) throws { try check(wrong, in: CommandSample.transaction()) }

  @Test(
    arguments: [
      ("[]", ""), ("[\(Array(repeating: "{}", count: 51).joined(separator: ","))]", ""), ("{}", ", not an object"),
      ("7", ", not a number"), (#""x""#, ", not a string"), ("false", ", not a truth value"),
    ])
  func events(value: String, type: String) throws {
    let message = "Invalid field events: must be an array of 1 to 50 elements\(type)"
    let command: JSONValue = ["aggregateId": "account-123"]
    try check(Case(path: "events", value: value, message: message, field: "events"), in: command)
  }

  @Test(arguments: ["null", "1", "true", #""x""#, "[]"])
  func anElementThatIsNoObject(value: String) throws {
    let bench = CommandBench()
    let command = CommandSample.several(CommandSample.created(), CommandSample.transaction())
    let reply = try bench.send(command.setting("events.1", try JSONValue(parsing: value)))
    #expect(reply.status == 400)
    #expect(reply.body["field"] == "events[1]")
    #expect(reply.body["error"]?.string?.hasPrefix("Invalid field events[1]: must be an object, not ") == true)
  }

  @Test(arguments: ["eventType", "eventData"])
  func eventsBesideASingleEvent(_ field: String) throws {
    let command = CommandSample.several(CommandSample.created())
    let value = field == "eventType" ? #""AccountClosed""# : "{}"
    let message = "Invalid field \(field): must be absent where there is events"
    try check(Case(path: field, value: value, message: message, field: field), in: command)
  }

  @Test(
    arguments: texts("events[1].eventType", path: "events.1.eventType", bytes: 256, required: true)
      + unknownTypes("events[1].eventType", path: "events.1.eventType")
      + objects("events[1].eventData", path: "events.1.eventData"))
  func fieldsOfOneEventOfSeveral(_ wrong: Case) throws {
    try check(wrong, in: CommandSample.several(CommandSample.created(), CommandSample.transaction()))
  }

  // MARK: Cases

  private static func texts(
    _ field: String, path: String? = nil, bytes: Int, required: Bool = false
  ) -> [Case] {
    let rule = "Invalid field \(field): must be a string of 1 to \(bytes) bytes of UTF-8 without control characters"
    let tooLong = String(repeating: "a", count: bytes + 1)
    let tooManyBytes = String(repeating: "é", count: bytes / 2 + 1)
    let wrong = [
      (#""""#, rule), (#""\#(tooLong)""#, rule), (#""\#(tooManyBytes)""#, rule), (#""a\u0000b""#, rule),
      (#""a\nb""#, rule), (#""a\u007f""#, rule), (#""\u0085""#, rule), ("1", rule + ", not a number"),
      ("true", rule + ", not a truth value"), ("[]", rule + ", not an array"), ("{}", rule + ", not an object"),
    ]
    let cases = wrong.map { Case(path: path ?? field, value: $0.0, message: $0.1, field: field) }
    return required ? cases + missing(field, path: path) : cases
  }

  private static func objects(_ field: String, path: String? = nil) -> [Case] {
    let types = [("1", "a number"), ("true", "a truth value"), ("[]", "an array"), (#""{}""#, "a string")]
    return missing(field, path: path)
      + types.map { value, type in
        Case(
          path: path ?? field, value: value, message: "Invalid field \(field): must be an object, not \(type)",
          field: field)
      }
  }

  private static func missing(_ field: String, path: String?) -> [Case] {
    [nil, "null"].map {
      Case(path: path ?? field, value: $0, message: "Missing required field: \(field)", field: field)
    }
  }

  private static func unknownTypes(_ field: String, path: String? = nil) -> [Case] {
    ["accountCreated", "AccountCreated ", "MoneyLost", "AccountCreated#1"].map { name in
      Case(
        path: path ?? field, value: #""\#(name)""#,
        message: "Invalid field \(field): must be one of AccountCreated, TransactionProcessed, AccountClosed",
        field: field)
    }
  }
}
