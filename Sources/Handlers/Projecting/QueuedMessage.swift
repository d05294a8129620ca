import EventSourcing
import JSON

/// What the body of a message in the dead-letter queue holds, by whoever put it there.
enum QueuedMessage {
  /// An event: from the bus, which could not deliver it, or from Lambda, after the projection had failed on it.
  case event(BusEvent)
  /// A rebuild that had been invoked asynchronously and failed.
  case rebuild(AggregateID, force: Bool)
  /// The publisher's report of a stored event that it could not put on the bus.
  case storedEvent(AggregateID, SequenceNumber)

  /// - Throws: ``QueuedMessageError`` for a message that names no event, or names one in a form that cannot be read.
  init(body: String) throws(QueuedMessageError) {
    let parsed: JSONValue
    do {
      parsed = try JSONValue(parsing: body)
    } catch {
      throw .unreadable("the body is no JSON: \(error)")
    }
    guard let object = parsed.object else { throw .unreadable("the body is no JSON object") }
    if object["DDBStreamBatchInfo"] != nil { throw .streamBatch }
    if let record = object["poisonRecord"]?.object {
      self = try Self.storedEvent(named: record)
    } else if object["requestContext"] != nil, let payload = object["requestPayload"]?.object {
      // Lambda's on-failure record: what the function had been invoked with.
      if Self.isCommand(payload) { throw .command }
      self = try Self.payload(payload)
    } else {
      self = try Self.payload(object)
    }
  }

  /// A command stands alone or, as HTTP carries it, as the text of a body; neither an event nor an action has these members.
  private static func isCommand(_ object: JSONObject) -> Bool {
    object["aggregateId"] != nil || object["body"] != nil
  }

  private static func payload(_ object: JSONObject) throws(QueuedMessageError) -> QueuedMessage {
    if case .rebuild(let accountID, _, let force) = try? ProjectionAction(object) {
      return .rebuild(accountID, force: force)
    }
    guard BusEvent.isOne(object) else { throw .unreadable("the message is of no known form") }
    do {
      return .event(try BusEvent(object))
    } catch {
      throw .event(error)
    }
  }

  private static func storedEvent(named record: JSONObject) throws(QueuedMessageError) -> QueuedMessage {
    guard
      let name = record["AggregateId"]?.string, let aggregateID = try? AggregateID(name),
      let sequence = record["EventSequence"]?.number?.int.flatMap(SequenceNumber.init), sequence > .zero
    else { throw .unreadable("the poison record names no event") }
    return .storedEvent(aggregateID, sequence)
  }
}
