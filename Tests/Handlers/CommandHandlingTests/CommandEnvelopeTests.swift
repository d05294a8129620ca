import Foundation
import JSON
import LambdaRuntime
import TestSupport
import Testing

/// The same command in every wrapping, and wrappings without a command.
@Suite struct CommandEnvelopeTests {
  private static let command = CommandSample.created().text
  private static let base64 = Data(command.utf8).base64EncodedString()
  private static let http = #""headers":{},"requestContext""#

  static let envelopes: [(name: String, event: String)] = [
    ("bare", command),
    ("body text", #"{"body":\#(JSONValue.string(command).text)}"#),
    ("body text, flag false", #"{"isBase64Encoded":false,"body":\#(JSONValue.string(command).text)}"#),
    ("base64", #"{"isBase64Encoded":true,"body":"\#(base64)"}"#),
    ("REST API", #"{"httpMethod":"POST","path":"/commands",\#(http):{},"body":\#(JSONValue.string(command).text)}"#),
    (
      "HTTP API",
      #"{"version":"2.0",\#(http):{"http":{"method":"POST","path":"/commands"},"domainName":"x.execute-api.us-east-1"#
        + #".amazonaws.com"},"isBase64Encoded":true,"body":"\#(base64)"}"#
    ),
    (
      "function URL",
      #"{"version":"2.0",\#(http):{"http":{"method":"POST","path":"/"},"domainName":"x.lambda-url.us-east-1.on.aws"},"#
        + #""isBase64Encoded":false,"body":\#(JSONValue.string(command).text)}"#
    ),
    (
      "load balancer",
      #"{"httpMethod":"POST","path":"/",\#(http):{"elb":{"targetGroupArn":"arn"}},"#
        + #""body":\#(JSONValue.string(command).text)}"#
    ),
  ]

  @Test(arguments: envelopes)
  func carriesTheCommand(name: String, event: String) throws {
    let bench = CommandBench()
    let reply = try bench.send(text: event)
    #expect(reply.status == 200)
    #expect(reply.body["aggregateId"] == "account-123")
    #expect(bench.log.count == 1)
    let headers: JSONValue = ["Content-Type": "application/json", "Access-Control-Allow-Origin": "*"]
    #expect(reply.json["headers"] == headers)
    #expect((reply.json["statusDescription"] == "200 OK") == (name == "load balancer"))
  }

  /// Refusals keep the form that the caller expects, too.
  @Test(arguments: envelopes)
  func carriesARefusal(name: String, event: String) throws {
    let bench = CommandBench()
    try bench.open()
    let reply = try bench.send(text: event)
    #expect(reply.status == 422)
    #expect((reply.json["statusDescription"] == "422 Unprocessable Content") == (name == "load balancer"))
  }

  private static func functionURL(_ method: String, _ path: String, body: String = "") -> String {
    #"{"version":"2.0",\#(http):{"http":{"method":"\#(method)","path":"\#(path)"},"domainName":"x.lambda-url.us-east-1"#
      + #".on.aws"},"rawPath":"\#(path)","isBase64Encoded":false,"body":\#(JSONValue.string(body).text)}"#
  }

  @Test("health and methods are answered without a table, a metric or a log line")
  func health() throws {
    let bench = CommandBench()
    let health = try bench.send(text: Self.functionURL("GET", "/health"))
    #expect(health.status == 200)
    #expect(health.body == ["status": "ok"])
    let head = try bench.send(text: Self.functionURL("HEAD", "/health"))
    #expect(head.status == 200)
    #expect(head.json["body"] == "")
    let options = try bench.send(text: Self.functionURL("OPTIONS", "/commands"))
    #expect(options.status == 405)
    #expect(options.json["headers"]?["Allow"] == "POST")
    #expect(try bench.send(text: Self.functionURL("GET", "/")).status == 404)
    #expect(bench.memory.itemsRead == 0)
    #expect(bench.memory.logs.isEmpty)
    #expect(bench.output.metrics.isEmpty)
    #expect(bench.output.text.isEmpty)
  }

  @Test(
    arguments: [
      ("", "event is not valid JSON: "), ("{", "event is not valid JSON: "), ("{}{}", "event is not valid JSON: "),
      (#"{"aggregateId":"a","aggregateId":"b"}"#, "event is not valid JSON: "), ("nul", "event is not valid JSON: "),
      (#"{"a":01}"#, "event is not valid JSON: "), (#"{"a":NaN}"#, "event is not valid JSON: "),
      (#"{"a":"\ud800"}"#, "event is not valid JSON: "), ("'{}'", "event is not valid JSON: "),
      ("[]", "event is not a JSON object"), ("7", "event is not a JSON object"),
      (#""x""#, "event is not a JSON object"),
      ("null", "event is not a JSON object"), (#"{"body":"{"}"#, "body is not valid JSON: "),
      (#"{"body":"[]"}"#, "body is not a JSON object"), (#"{"body":7}"#, "body is not a string"),
      (#"{"body":{}}"#, "body is not a string"), (#"{"body":""}"#, "body is missing or empty"),
      (#"{"body":null}"#, "body is missing or empty"),
      (#"{"body":"e30","isBase64Encoded":true}"#, "body is not valid base64"),
      (#"{"body":"%%%%","isBase64Encoded":true}"#, "body is not valid base64"),
      (#"{"body":"{}","isBase64Encoded":"yes"}"#, "isBase64Encoded is neither true nor false"),
      (#"{"body":"bm8=","isBase64Encoded":true}"#, "body is not valid JSON: "),
      ("{}", "Missing required field: aggregateId"), (#"{"body":"{}"}"#, "Missing required field: aggregateId"),
      (#"{"aggregateId":"a"}"#, "Missing required field: eventType"),
    ])
  func malformed(event: String, message: String) throws {
    let bench = CommandBench()
    let reply = try bench.send(text: event)
    #expect(reply.status == 400)
    #expect(reply.body["type"] == "ValidationError")
    let error = try #require(reply.body["error"]?.string)
    #expect(message.hasSuffix(": ") && !message.hasPrefix("Missing") ? error.hasPrefix(message) : error == message)
    #expect(bench.output.metrics == ["CommandsByOutcome ValidationError": 1])
  }

  @Test(
    arguments: [[0x80], [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D], [0xEF, 0xBB, 0xBF, 0x7B, 0x7D], [0]] as [[UInt8]])
  func notText(bytes: [UInt8]) throws {
    let reply = try CommandBench().send(bytes: bytes)
    #expect(reply.status == 400)
    #expect(reply.body["error"]?.string?.hasPrefix("event is not valid JSON: ") == true)
  }

  /// A 400 would acknowledge a batch that nobody has looked at.
  @Test(
    arguments: [
      (#"{"Records":[{"eventSource":"aws:sqs","messageId":"1","body":"{}"}]}"#, "a batch of records (aws:sqs)"),
      (#"{"Records":[{"eventSource":"aws:dynamodb"}]}"#, "a batch of records (aws:dynamodb)"),
      (#"{"Records":[{"EventSource":"aws:sns"}]}"#, "a batch of records (aws:sns)"),
      (#"{"Records":[]}"#, "a batch of records (of another service)"),
      (#"{"detail-type":"x","detail":{},"source":"y"}"#, "an EventBridge event"),
      (#"{"awslogs":{"data":"x"}}"#, "a CloudWatch Logs batch"),
    ])
  func eventsOfOtherServicesFail(event: String, words: String) throws {
    let bench = CommandBench()
    let error = #expect(throws: FunctionError.self) { try bench.send(text: event) }
    #expect(error?.type == "UnsupportedEvent")
    #expect(error?.message == "this function takes requests, not \(words)")
    #expect(bench.output.metrics == ["CommandsByOutcome UnsupportedEvent": 1])
    #expect(bench.memory.itemsRead == 0)
  }

  @Test(
    .conformance("lambda-events"),
    arguments: ["aws-lambda-go", "powertools-python", "swift-aws-lambda-events"].flatMap { folder in
      ConformanceData.files(in: "lambda-events/\(folder)").filter { $0.hasSuffix(".json") }
        .map { "lambda-events/\(folder)/\($0)" }
    })
  func noSampleIsTakenForACommand(file: String) throws {
    let bench = CommandBench()
    do {
      let status = try bench.send(text: try ConformanceData.text(file)).status
      #expect(status == 400 || status == 404)
    } catch let error as FunctionError {
      #expect(error.type == "UnsupportedEvent")
    }
    #expect(bench.memory.logs.isEmpty)
  }
}
