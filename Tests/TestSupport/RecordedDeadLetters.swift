import AWSCore
import Environment
import JSON
import SQS

/// A dead-letter queue behind the real client: keeps the letters, or refuses them.
public final class RecordedDeadLetters {
  public static let arn = "arn:aws:sqs:us-east-1:123456789012:event-sourcing-dlq-x"

  /// What the queue answers; nil where it takes the letter.
  public var refusal: ScriptedTransport.Answer?
  /// The letters that it took.
  public private(set) var letters: [JSONValue] = []

  public init() {}

  /// The queue as a handler has it.
  public func queue(clock: any Clock, sleeper: any Sleeper) throws -> DeadLetterQueue {
    let transport = ScriptedTransport { [unowned self] request, _ in
      if let refusal { return refusal }
      let body = try? JSONValue(parsing: request.body)["MessageBody"]?.string
      letters.append(body.flatMap { try? JSONValue(parsing: $0) } ?? .null)
      return .response(200, #"{"MessageId":"letter-1"}"#)
    }
    let client = AWSClient(
      configuration: try AWSClientConfiguration(service: .sqs, environment: LocalAWS.scripted), transport: transport,
      clock: clock, sleeper: sleeper, randomness: SeededRandomness(seed: 1))
    return DeadLetterQueue(
      client: SQSClient(client: client),
      queueURL: "https://sqs.us-east-1.amazonaws.com/123456789012/event-sourcing-dlq-x")
  }
}
