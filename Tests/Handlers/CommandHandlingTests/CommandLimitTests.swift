import JSON
import Testing

/// A payload outside its limits is refused with the place of what is too much, and nothing is written.
@Suite struct CommandLimitTests {
  /// A value of a field that no domain knows, and what is said of it.
  struct Excess: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// JSON text.
    let value: String
    let field: String
    let reason: String

    init(_ name: String, _ value: String, at field: String, _ reason: String) {
      testDescription = name
      self.value = value
      self.field = field
      self.reason = reason
    }
  }

  private static let names = "must have names of 1 to 255 bytes of UTF-8"
  private static let excesses = [
    Excess("magnitude", "1e126", at: "eventData.extra", CommandPayloadTests.range),
    Excess("smallness", #"{"deep":[0,{"n":1e-131}]}"#, at: "eventData.extra.deep[1].n", CommandPayloadTests.range),
    Excess("precision", "[[\(CommandPayloadTests.digits39)]]", at: "eventData.extra[0][0]", CommandPayloadTests.range),
    Excess("64 bits", #"[0,{"x":9223372036854775808}]"#, at: "eventData.extra[1].x", CommandPayloadTests.wholeNumber),
    Excess("64 bits in another notation", "1E+19", at: "eventData.extra", CommandPayloadTests.wholeNumber),
    Excess("no name", #"{"":1}"#, at: "eventData.extra", names),
    Excess("a long name", #"{"a":{"\#(String(repeating: "n", count: 65_536))":1}}"#, at: "eventData.extra.a", names),
    Excess(
      "many values", "[" + Array(repeating: "1", count: 4_096).joined(separator: ",") + "]", at: "eventData",
      "must not hold more than 4096 values in all, and holds 4102"),
    Excess(
      "a long text", #""\#(String(repeating: "x", count: 65_536))""#, at: "eventData",
      "must be at most 65536 bytes as JSON, and is 65681"),
    Excess(
      "a text of escapes", #""\#(String(repeating: #"\u0001"#, count: 11_000))""#, at: "eventData",
      "must be at most 65536 bytes as JSON, and is 66145"),
  ]

  /// Also in fields that no domain knows: what no table, bus or queue downstream takes is not stored at all.
  @Test(arguments: excesses)
  func outsideTheLimits(_ excess: Excess) throws {
    let value = try JSONValue(parsing: excess.value)
    try checkLimit(CommandSample.created().setting("eventData.extra", value), excess.field, excess.reason)
    let several = CommandSample.several(CommandSample.created(), CommandSample.created())
    try checkLimit(several.setting("events.1.eventData.extra", value), "events[1].\(excess.field)", excess.reason)
  }

  private func checkLimit(_ command: JSONValue, _ field: String, _ reason: String) throws {
    let bench = CommandBench()
    let reply = try bench.send(command)
    #expect(reply.status == 400)
    let expected: JSONValue = [
      "error": .string("Invalid field \(field): \(reason)"), "type": "ValidationError", "field": .string(field),
    ]
    #expect(reply.body == expected)
    #expect(bench.memory.logs.isEmpty)
  }

  @Test(arguments: [("[", "]"), (#"{"a":"#, "}")])
  func nesting(open: String, close: String) throws {
    func reply(_ depth: Int) throws -> CommandBench.Reply {
      let value = String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
      return try CommandBench().send(CommandSample.created().setting("eventData.x", try JSONValue(parsing: value)))
    }
    #expect(try reply(29).status == 200)
    let refused = try reply(30)
    #expect(refused.status == 400)
    #expect(refused.body["field"]?.string?.hasPrefix("eventData.x") == true)
    #expect(refused.body["error"]?.string?.hasSuffix(": must not be nested more than 30 levels deep") == true)
  }
}
