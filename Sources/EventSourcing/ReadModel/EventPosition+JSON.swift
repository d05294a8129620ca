import Environment
import EventSourcing
import JSON

extension EventPosition {
  /// The position as part of a page token's place.
  public var json: JSONValue {
    [
      "k": .string(partition), "a": .string(aggregateID.text), "s": .number(JSONNumber(sequence.value)),
      "t": .string(timestamp.rfc3339),
    ]
  }

  /// - Returns: nil for anything that ``json`` does not write.
  public init?(json: JSONValue) {
    guard
      let partition = json["k"]?.string,
      let aggregateID = json["a"]?.string.flatMap({ try? AggregateID($0) }),
      let sequence = json["s"]?.number?.int.flatMap(SequenceNumber.init),
      let timestamp = json["t"]?.string.flatMap(Timestamp.init(rfc3339:))
    else { return nil }
    self.init(partition: partition, aggregateID: aggregateID, sequence: sequence, timestamp: timestamp)
  }
}
