import AWSCore
import JSON
import SQS
import TestSupport
import Testing

@Suite("SQS client")
struct SQSClientTests {
  @Test("sends body and attributes in the JSON protocol")
  func sends() throws {
    let transport = ScriptedTransport([.response(200, #"{"MessageId":"m-1","MD5OfMessageBody":"x"}"#)])
    let id = try client(transport).send(
      "{\"a\":1}", attributes: [("Reason", "Malformed")], toQueue: "https://sqs.us-east-1.amazonaws.com/1/q",
      deadline: nil)
    #expect(id == "m-1")
    let request = try #require(transport.requests.first)
    #expect(request.url == "https://sqs.us-east-1.amazonaws.com/")
    #expect(request.headers.first { $0.name.lowercased() == "x-amz-target" }?.value == "AmazonSQS.SendMessage")
    let body = try JSONValue(parsing: request.body)
    #expect(body["QueueUrl"] == "https://sqs.us-east-1.amazonaws.com/1/q")
    #expect(body["MessageBody"] == "{\"a\":1}")
    #expect(body["MessageAttributes"]?["Reason"] == ["DataType": "String", "StringValue": "Malformed"])
  }

  @Test("a delay is sent where there is one", arguments: [nil, 0, 900])
  func delay(seconds: Int?) throws {
    let transport = ScriptedTransport([.response(200, #"{"MessageId":"m-1"}"#)])
    _ = try client(transport).send("x", delaySeconds: seconds, toQueue: "q", deadline: nil)
    let body = try JSONValue(parsing: try #require(transport.requests.first).body)
    #expect(body["DelaySeconds"] == seconds.map { .number(JSONNumber($0)) })
  }

  @Test("an answer without an id is no success")
  func withoutID() throws {
    let client = try client(ScriptedTransport([.response(200, "{}")]))
    #expect(throws: AWSError.self) { try client.send("x", toQueue: "q", deadline: nil) }
  }

  @Test("a queue that is not there is a typed error")
  func missingQueue() throws {
    let body = #"{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"no such queue"}"#
    let client = try client(ScriptedTransport([.response(400, body)]))
    #expect { try client.send("x", toQueue: "q", deadline: nil) } throws: {
      ($0 as? AWSError)?.serviceError?.code == "QueueDoesNotExist"
    }
  }

  private func client(_ transport: ScriptedTransport) throws -> SQSClient {
    let endpoint = try #require(Endpoint(service: .sqs, region: "us-east-1"))
    let configuration = AWSClientConfiguration(
      service: .sqs, region: "us-east-1", endpoint: endpoint,
      credentials: Credentials(accessKeyID: "AKID", secretAccessKey: "secret"))
    return SQSClient(
      client: AWSClient(
        configuration: configuration, transport: transport, clock: ManualClock(), sleeper: RecordingSleeper(),
        randomness: SeededRandomness(seed: 1)))
  }
}
