import DynamoDB
import Environment
import EventSourcing

/// Reads events straight from the text of their items, with the checks of ``EventItem/event(from:)``.
public struct StoredEventReader: ItemReader {
  private var fields = StoredFields()

  public init() {}

  public mutating func element(from item: Item) -> StoredEvent { StoredEvent(item) }

  public mutating func element(from wire: inout WireReader) -> StoredEvent? { event(from: &wire).map { .event($0) } }

  /// - Returns: nil for an item that is not of the form in which events are stored, or not quite.
  public mutating func event(from reader: inout WireReader) -> RecordedEvent? {
    guard let payload = fields.read(&reader),
      let eventID = fields.text(.eventID, reader),
      let aggregateID = fields.text(.aggregateID, reader).flatMap({ try? AggregateID($0) }),
      let sequence = fields.number(.sequence, reader).flatMap(SequenceNumber.init), sequence > .zero,
      let key = fields.text(.type, reader),
      let timestamp = fields[.timestamp].flatMap({ Timestamp(written: reader[$0]) }),
      let version = fields.text(.version, reader), let userID = fields.text(.userID, reader),
      let correlationID = fields.text(.correlationID, reader),
      let previousHash = fields[.previousHash].flatMap({ EventHash(digits: reader[$0]) }),
      let hash = fields[.hash].flatMap({ EventHash(digits: reader[$0]) })
    else { return nil }
    var batch: BatchPlace?
    if fields[.batchSize] != nil || fields[.batchIndex] != nil {
      guard let size = fields.number(.batchSize, reader), let index = fields.number(.batchIndex, reader),
        let place = BatchPlace(index: index, of: size)
      else { return nil }
      batch = place
    }
    let commandID = fields.text(.commandID, reader)
    let causationID = fields.text(.causationID, reader)
    if (commandID == nil) != (fields[.commandID] == nil) || (causationID == nil) != (fields[.causationID] == nil) {
      return nil
    }
    return RecordedEvent(
      eventID: eventID, aggregateID: aggregateID, sequence: sequence, type: EventTypeShards.type(ofKey: key),
      payload: payload, timestamp: timestamp, version: version, commandID: commandID, userID: userID,
      correlationID: correlationID, causationID: causationID, batch: batch, previousHash: previousHash, hash: hash)
  }
}
