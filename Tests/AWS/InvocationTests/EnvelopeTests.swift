import Invocation
import JSON
import Testing

struct EnvelopeTests {
  private func envelope(_ event: JSONObject) throws(EnvelopeError) -> Envelope {
    try Envelope(SampleEvents.bytes(event))
  }

  @Test func findsABareRequest() throws {
    let found = try Envelope(Array(SampleEvents.command.utf8))
    #expect(found.kind == .bare)
    #expect(found.http == nil)
    #expect(try found.request()["aggregateId"] == "a-1")
  }

  static let wrapped: [(JSONObject, EnvelopeKind)] = [
    (["body": .string(SampleEvents.command)], .bodyOnly),
    (["body": .string(SampleEvents.commandBase64), "isBase64Encoded": true], .bodyOnly),
    (["body": .string(SampleEvents.command), "requestContext": [:]], .bodyOnly),
    (SampleEvents.restAPI(), .restAPI),
    (SampleEvents.restAPI(body: .string(SampleEvents.commandBase64), isBase64: true), .restAPI),
    (SampleEvents.httpAPI(), .httpAPI),
    (SampleEvents.functionURL(method: "POST", path: "/", body: .string(SampleEvents.command)), .functionURL),
    (SampleEvents.loadBalancer(multiValue: false), .loadBalancer(multiValueHeaders: false)),
    (SampleEvents.loadBalancer(multiValue: true), .loadBalancer(multiValueHeaders: true)),
  ]

  @Test(arguments: wrapped)
  func findsTheBody(event: JSONObject, kind: EnvelopeKind) throws {
    let found = try envelope(event)
    #expect(found.kind == kind)
    #expect(try found.request() == ["aggregateId": "a-1", "eventType": "AccountCreated"])
  }

  @Test func anEventThatIsNoObjectIsRefused() {
    #expect(throws: EnvelopeError(.malformedJSON(.event, JSONError(.unexpectedEnd, offset: 7)), kind: .bare)) {
      try Envelope(Array(#"{"a":1,"#.utf8))
    }
    for text in ["[]", "1", "\"x\"", "null"] {
      #expect(throws: EnvelopeError(.notAnObject(.event), kind: .bare)) { try Envelope(Array(text.utf8)) }
    }
  }

  static let bodies: [(JSONValue, Bool, EnvelopeError.Reason)] = [
    ("{", false, .malformedJSON(.body, JSONError(.unexpectedEnd, offset: 1))),
    ("Hello!", false, .malformedJSON(.body, JSONError(.unexpectedCharacter, offset: 0))),
    ("[1]", false, .notAnObject(.body)),
    ("\"x\"", false, .notAnObject(.body)),
    (["a": 1], false, .bodyNotText),
    (1, false, .bodyNotText),
    ("not base64!", true, .invalidBase64),
    ("eyJ9", true, .malformedJSON(.body, JSONError(.unexpectedEnd, offset: 3))),
    ("//79", true, .malformedJSON(.body, JSONError(.unexpectedCharacter, offset: 0))),
  ]

  @Test(arguments: bodies)
  func aBadBodyIsRefusedInTheCallersForm(body: JSONValue, isBase64: Bool, reason: EnvelopeError.Reason) {
    #expect(throws: EnvelopeError(reason, kind: .restAPI)) {
      try envelope(SampleEvents.restAPI(body: body, isBase64: isBase64))
    }
    #expect(throws: EnvelopeError(reason, kind: .bodyOnly)) {
      try envelope(["body": body, "isBase64Encoded": .bool(isBase64)])
    }
  }

  @Test func theFlagMustBeATruthValue() {
    #expect(throws: EnvelopeError(.flagNotBoolean, kind: .bodyOnly)) {
      try envelope(["body": "{}", "isBase64Encoded": "true"])
    }
  }

  @Test(arguments: [JSONValue.null, ""])
  func aMissingBodyIsAnErrorOnlyWhenARequestIsWanted(body: JSONValue) throws {
    let found = try envelope(SampleEvents.restAPI(body: body))
    #expect(found.body == nil)
    #expect(throws: EnvelopeError(.bodyMissing, kind: .restAPI)) { try found.request() }
  }

  private static let otherRecords = "this function takes requests, not a batch of records (of another service)"

  static let foreign: [(String, String)] = [
    (#"{"Records":[{"eventSource":"aws:sqs"}]}"#, "this function takes requests, not a batch of records (aws:sqs)"),
    (#"{"Records":[{"EventSource":"aws:sns"}]}"#, "this function takes requests, not a batch of records (aws:sns)"),
    (#"{"Records":[{"eventSource":"x"}]}"#, otherRecords),
    (#"{"Records":[]}"#, otherRecords),
    (#"{"detail-type":"x","detail":{}}"#, "this function takes requests, not an EventBridge event"),
    (#"{"awslogs":{"data":""}}"#, "this function takes requests, not a CloudWatch Logs batch"),
    (#"{"alarmData":{}}"#, "this function takes requests, not a CloudWatch alarm"),
    (#"{"requestContext":{"connectionId":"x"},"body":"{}"}"#, "this function takes requests, not a WebSocket message"),
  ]

  @Test(arguments: foreign)
  func otherServicesEventsAreNamed(event: String, words: String) throws {
    let error = try #require(throws: EnvelopeError.self) { try Envelope(Array(event.utf8)) }
    #expect(error.description == words)
  }

  @Test func saysWhatIsWrongAndWhere() {
    #expect(EnvelopeError(.invalidBase64, kind: .bare).requestError.message == "body is not valid base64")
    let malformed = EnvelopeError(.malformedJSON(.body, JSONError(.unexpectedCharacter, offset: 12)), kind: .bare)
    #expect(malformed.description == "body is not valid JSON: unexpected character at byte 12")
  }
}
