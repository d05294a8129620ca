import Environment
import JSON

/// An event as it stands in the log, and as it travels on the bus: the same attributes in both places.
public struct RecordedEvent: Hashable, Sendable {
  /// A UUID of its own.
  public let eventID: String
  public let aggregateID: AggregateID
  /// Its place in the aggregate's log, from 1.
  public let sequence: SequenceNumber
  /// The name of its type, such as `AccountCreated`.
  public let type: String
  /// What the domain has to say; fields that it does not know are kept.
  public let payload: EventPayload
  /// When it was recorded, in whole microseconds; within an aggregate at least one after the event before it.
  public let timestamp: Timestamp
  /// The version of the payload's schema, `1.0` at first.
  public let version: String
  /// The idempotency key of the command that caused it, where there was one.
  public let commandID: String?
  public let userID: String
  public let correlationID: String
  /// The id of the event that caused it, where a process did and not a caller.
  public let causationID: String?
  /// Its place among the events of one command; nil for an event that came alone.
  public let batch: BatchPlace?
  /// The hash of the event before it.
  public let previousHash: EventHash
  /// The hash over everything above (``EventHash``).
  public internal(set) var hash: EventHash

  /// Records a new event behind `head` and seals it with its hash.
  public init(
    _ event: NewEvent, eventID: String, aggregateID: AggregateID, after head: LogHead, at now: Timestamp,
    metadata: EventMetadata, batch: BatchPlace? = nil
  ) {
    self.init(
      eventID: eventID, aggregateID: aggregateID, sequence: head.sequence.next, type: event.type,
      payload: EventPayload(event.data),
      timestamp: head.earliestSuccessor(at: now), version: event.version,
      commandID: metadata.commandID?.text, userID: metadata.userID, correlationID: metadata.correlationID ?? eventID,
      causationID: metadata.causationID, batch: batch, previousHash: head.hash, hash: .genesis)
    hash = computedHash
  }

  package init(
    eventID: String, aggregateID: AggregateID, sequence: SequenceNumber, type: String, payload: EventPayload,
    timestamp: Timestamp, version: String, commandID: String?, userID: String, correlationID: String,
    causationID: String?, batch: BatchPlace?, previousHash: EventHash, hash: EventHash
  ) {
    self.eventID = eventID
    self.aggregateID = aggregateID
    self.sequence = sequence
    self.type = type
    self.payload = payload
    self.timestamp = timestamp
    self.version = version
    self.commandID = commandID
    self.userID = userID
    self.correlationID = correlationID
    self.causationID = causationID
    self.batch = batch
    self.previousHash = previousHash
    self.hash = hash
  }

  /// The head of the log once this event is in it.
  public var head: LogHead { LogHead(sequence: sequence, hash: hash, timestamp: timestamp, eventID: eventID) }

  /// The payload's members, with their numbers in canonical form (``CanonicalJSON``).
  public var data: JSONObject { payload.object }

  /// The stored item and the bus's `detail`, as JSON.
  public var detail: JSONObject {
    var members: [(key: String, value: JSONValue)] = [
      ("EventId", .string(eventID)),
      ("AggregateId", .string(aggregateID.text)),
      ("EventSequence", .number(JSONNumber(sequence.value))),
      ("EventType", .string(type)),
      ("EventData", .object(data)),
      ("Timestamp", .string(timestamp.rfc3339)),
      ("Version", .string(version)),
      ("UserId", .string(userID)),
      ("CorrelationId", .string(correlationID)),
      ("PreviousHash", .string(previousHash.text)),
      ("EventHash", .string(hash.text)),
    ]
    if let commandID { members.append(("CommandId", .string(commandID))) }
    if let causationID { members.append(("CausationId", .string(causationID))) }
    if let batch {
      members.append(("BatchSize", .number(JSONNumber(batch.size))))
      members.append(("BatchIndex", .number(JSONNumber(batch.index))))
    }
    return JSONObject(unique: members)
  }
}
