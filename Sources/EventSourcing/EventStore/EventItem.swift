import DynamoDB
import EventSourcing
import JSON

/// How an event stands in the event store's table: the bus's `detail`, with the type replaced by its index key.
public enum EventItem {
  /// The names of the table's and the index's keys (contract, section 2).
  public static let aggregateID = "AggregateId"
  public static let sequence = "EventSequence"
  public static let eventType = "EventType"
  public static let timestamp = "Timestamp"
  public static let indexName = "EventType-Timestamp-index"

  static func attributes(of event: RecordedEvent, shards: EventTypeShards) -> JSONObject {
    var attributes = event.detail
    attributes[eventType] = .string(shards.key(of: event))
    return attributes
  }

  /// The table's keys of an event.
  public static func key(of event: RecordedEvent) -> JSONObject {
    [aggregateID: .string(event.aggregateID.text), sequence: .number(JSONNumber(event.sequence.value))]
  }

  /// Reads an item of the table, or the new image of its stream.
  ///
  /// - Throws: ``EventDecodingError`` naming the attribute that is missing or not of its form.
  public static func event(from attributes: JSONObject) throws(EventDecodingError) -> RecordedEvent {
    var detail = attributes
    if let key = attributes[eventType]?.string {
      let type = EventTypeShards.type(ofKey: key)
      // Where a type has one key, that is its name, and nothing needs to be copied.
      if !ByteText.sameBytes(type, key) { detail[eventType] = .string(type) }
    }
    return try RecordedEvent(detail: detail)
  }
}
