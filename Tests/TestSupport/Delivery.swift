import Environment
import EventSourcing
import JSON

/// Events as functions get them from the bus and from queues.
public enum Delivery {
  /// An event as EventBridge delivers it.
  public static func event(_ event: RecordedEvent, replay: String? = nil) -> JSONValue {
    var object: JSONObject = [
      "version": "0", "id": "1", "detail-type": .string(event.type), "source": "event-sourcing.financial",
      "time": .string(event.timestamp.rfc3339), "detail": .object(event.detail),
    ]
    if let replay { object["replay-name"] = .string(replay) }
    return .object(object)
  }

  /// Messages as SQS delivers them: `message-0`, `message-1`, and so on.
  public static func batch(_ bodies: [String], from queueARN: String, sentAt: Timestamp) -> JSONValue {
    [
      "Records": .array(
        bodies.enumerated().map { place, body in
          [
            "messageId": .string("message-\(place)"), "eventSource": "aws:sqs", "body": .string(body),
            "eventSourceARN": .string(queueARN),
            "attributes": ["SentTimestamp": .string(String(sentAt.millisecondsSinceEpoch))],
          ]
        })
    ]
  }

  /// The answer that reports some of the messages.
  public static func failed(_ places: Int...) -> JSONValue {
    ["batchItemFailures": .array(places.map { ["itemIdentifier": .string("message-\($0)")] })]
  }
}
