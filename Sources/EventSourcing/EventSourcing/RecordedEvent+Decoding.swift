import Environment
import JSON

extension RecordedEvent {
  /// Reads an event from a stored item or from the bus's `detail`.
  ///
  /// - Throws: ``EventDecodingError/malformed(field:reason:)`` naming the attribute. The hash is read, not checked.
  public init(detail: JSONObject) throws(EventDecodingError) {
    self.init(
      eventID: try Self.text("EventId", in: detail),
      aggregateID: try Self.aggregateID(in: detail),
      sequence: try Self.sequence(in: detail),
      type: try Self.text("EventType", in: detail),
      payload: try Self.payload(in: detail),
      timestamp: try Self.timestamp(in: detail),
      version: try Self.text("Version", in: detail),
      commandID: try Self.optionalText("CommandId", in: detail),
      userID: try Self.text("UserId", in: detail),
      correlationID: try Self.text("CorrelationId", in: detail),
      causationID: try Self.optionalText("CausationId", in: detail),
      batch: try Self.batch(in: detail),
      previousHash: try Self.hash("PreviousHash", in: detail),
      hash: try Self.hash("EventHash", in: detail))
  }

  /// What a notification says of an event: whose it is, its place, and its hash. Nothing else is looked at.
  ///
  /// - Throws: ``EventDecodingError/malformed(field:reason:)`` naming the attribute.
  public static func place(
    in detail: JSONObject
  ) throws(EventDecodingError) -> (aggregateID: AggregateID, sequence: SequenceNumber, hash: EventHash) {
    (try aggregateID(in: detail), try sequence(in: detail), try hash("EventHash", in: detail))
  }

  private static func text(_ field: String, in detail: JSONObject) throws(EventDecodingError) -> String {
    guard let value = detail[field] else { throw .malformed(field: field, reason: "is missing") }
    guard let text = value.string else { throw .malformed(field: field, reason: "must be a string") }
    return text
  }

  private static func optionalText(_ field: String, in detail: JSONObject) throws(EventDecodingError) -> String? {
    detail[field] == nil ? nil : try text(field, in: detail)
  }

  private static func aggregateID(in detail: JSONObject) throws(EventDecodingError) -> AggregateID {
    let text = try text("AggregateId", in: detail)
    do {
      return try AggregateID(text)
    } catch {
      throw .malformed(field: "AggregateId", reason: error.reason)
    }
  }

  private static func sequence(in detail: JSONObject) throws(EventDecodingError) -> SequenceNumber {
    guard let number = detail["EventSequence"]?.number?.int, number > 0, let sequence = SequenceNumber(number) else {
      throw .malformed(field: "EventSequence", reason: "must be a whole number from 1 to \(SequenceNumber.maximum)")
    }
    return sequence
  }

  private static func batch(in detail: JSONObject) throws(EventDecodingError) -> BatchPlace? {
    if detail["BatchSize"] == nil, detail["BatchIndex"] == nil { return nil }
    guard
      let size = detail["BatchSize"]?.number?.int, let index = detail["BatchIndex"]?.number?.int,
      let place = BatchPlace(index: index, of: size)
    else {
      throw .malformed(
        field: "BatchIndex", reason: "must stand beside BatchSize, as one of 1 to it, up to \(BatchPlace.maximumSize)")
    }
    return place
  }

  private static func payload(in detail: JSONObject) throws(EventDecodingError) -> EventPayload {
    guard let data = detail["EventData"]?.object else {
      throw .malformed(field: "EventData", reason: "must be an object")
    }
    return EventPayload(data)
  }

  private static func timestamp(in detail: JSONObject) throws(EventDecodingError) -> Timestamp {
    let text = try text("Timestamp", in: detail)
    guard let timestamp = Timestamp(rfc3339: text), timestamp.rfc3339 == text else {
      throw .malformed(field: "Timestamp", reason: "must be RFC 3339 in UTC with six fraction digits")
    }
    return timestamp
  }

  private static func hash(_ field: String, in detail: JSONObject) throws(EventDecodingError) -> EventHash {
    guard let hash = EventHash(try text(field, in: detail)) else {
      throw .malformed(field: field, reason: "must be 64 lower-case hexadecimal digits")
    }
    return hash
  }
}
