import DynamoDB
import EventSourcing
import EventStore

/// The short way from a stream's batch to its events: nothing of it is made a JSON value.
extension StreamRecord {
  /// - Returns: nil where anything but inserted events of the usual form is in the batch.
  static func batch(_ wire: inout WireReader) -> [StreamRecord]? {
    guard wire.take("{"), let name = wire.plainText(), wire.equals(name, "Records"), wire.take(":"), wire.take("[")
    else {
      return nil
    }
    var events = StoredEventReader()
    var records: [StreamRecord] = []
    repeat {
      guard let record = inserted(&wire, &events) else { return nil }
      records.append(record)
    } while wire.take(",")
    return wire.take("]") && wire.take("}") && wire.isAtEnd ? records : nil
  }

  private static func inserted(_ wire: inout WireReader, _ events: inout StoredEventReader) -> StreamRecord? {
    var isInsertion = false
    var change: StreamRecord?
    guard wire.take("{") else { return nil }
    repeat {
      guard let name = wire.plainText(), wire.take(":") else { return nil }
      if wire.equals(name, "eventName") {
        guard let text = wire.plainText(), wire.equals(text, "INSERT") else { return nil }
        isInsertion = true
      } else if wire.equals(name, "dynamodb") {
        guard change == nil, let read = written(&wire, &events) else { return nil }
        change = read
      } else if wire.value() == nil {
        return nil
      }
    } while wire.take(",")
    return wire.take("}") && isInsertion ? change : nil
  }

  /// The member `dynamodb` of a record.
  private static func written(_ wire: inout WireReader, _ events: inout StoredEventReader) -> StreamRecord? {
    var sequenceNumber: String?
    var event: RecordedEvent?
    guard wire.take("{") else { return nil }
    repeat {
      guard let name = wire.plainText(), wire.take(":") else { return nil }
      if wire.equals(name, "SequenceNumber") {
        guard sequenceNumber == nil, let text = wire.plainText() else { return nil }
        sequenceNumber = wire.string(text)
      } else if wire.equals(name, "NewImage") {
        guard event == nil, let read = events.event(from: &wire) else { return nil }
        event = read
      } else if wire.value() == nil {
        return nil
      }
    } while wire.take(",")
    guard wire.take("}"), let sequenceNumber, let event else { return nil }
    return StreamRecord(event, sequenceNumber: sequenceNumber)
  }
}
