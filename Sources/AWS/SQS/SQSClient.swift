import AWSCore
import Environment
import JSON

/// Sends messages to SQS queues over the AWS JSON protocol.
public final class SQSClient {
  private let client: AWSClient

  public init(client: AWSClient) {
    self.client = client
  }

  /// Puts one message into a queue. Sent twice, it is there twice.
  ///
  /// - Parameters:
  ///   - body: at most 256 KiB of UTF-8, which every queue takes.
  ///   - attributes: string attributes by name, at most ten.
  ///   - delaySeconds: before anybody can receive it, 0 to 900; a standard queue's own delay if nil.
  /// - Returns: the message's id.
  public func send(
    _ body: String, attributes: [(String, String)] = [], delaySeconds: Int? = nil, toQueue queueURL: String,
    deadline: Timestamp?
  ) throws(AWSError) -> String {
    var input = JSONObject([("QueueUrl", .string(queueURL)), ("MessageBody", .string(body))])
    input["DelaySeconds"] = delaySeconds.map { .number(JSONNumber($0)) }
    if !attributes.isEmpty {
      input["MessageAttributes"] = .object(
        JSONObject(
          attributes.map { name, value in
            (name, .object(JSONObject([("DataType", "String"), ("StringValue", .string(value))])))
          }))
    }
    let output = try client.call("SendMessage", .object(input), deadline: deadline)
    guard let id = output["MessageId"]?.string else {
      throw AWSError(
        kind: .malformedResponse("SendMessage answered without a MessageId"), call: "sqs SendMessage", attempts: 1,
        mayHaveExecuted: true)
    }
    return id
  }
}
