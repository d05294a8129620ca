import Environment
import EventSourcing
import JSON

/// What the body of a message asks for, by whoever put it into its queue.
enum QueuedMessage {
  /// An event of the bus: from a rule, from a rule that could not deliver it, or from Lambda, after an invocation with it
  /// had failed.
  case notification(BusNotification)
  /// A letter of the projection's own about an aggregate, or the publisher's about a stored event that it could not put
  /// on the bus. The log says what there is to do; an event that the letter names has to be in it.
  case letter(AggregateID, Notice?)
  /// An action that had been invoked asynchronously and failed, or that was sent here.
  case action(ProjectionAction)
  /// A part of a rebuild of all aggregates.
  case part(RebuildMessage)

  /// - Throws: ``QueuedMessageError`` for a message that names nothing to do, or in a form that cannot be read.
  init(body: String, projector: any AggregateProjecting) throws(QueuedMessageError) {
    if let notification = DeliveredNotification.notification(in: body) {
      self = .notification(notification)
      return
    }
    let parsed: JSONValue
    do {
      parsed = try JSONValue(parsing: body)
    } catch {
      throw .unreadable("the body is no JSON: \(error)")
    }
    guard let object = parsed.object else { throw .unreadable("the body is no JSON object") }
    if object["DDBStreamBatchInfo"] != nil { throw .streamBatch }
    if let letter = object[Letter.member]?.object {
      self = try Self.letter(letter)
    } else if let record = object["poisonRecord"]?.object {
      self = try Self.storedEvent(named: record)
    } else if object["requestContext"] != nil, let payload = object["requestPayload"]?.object {
      // Lambda's on-failure record: what the function had been invoked with.
      self = try Self.failedInvocation(payload, projector: projector)
    } else {
      self = try Self.payload(object, projector: projector)
    }
  }

  private static func failedInvocation(
    _ payload: JSONObject, projector: any AggregateProjecting
  ) throws(QueuedMessageError) -> QueuedMessage {
    // A command stands alone or, as HTTP carries it, as the text of a body; neither an event nor an action has these.
    if payload["aggregateId"] != nil || payload["body"] != nil { throw .command }
    do {
      return try Self.payload(payload, projector: projector)
    } catch {
      throw .notRepairable("the invocation that failed was neither an event's nor an action's: \(error)")
    }
  }

  private static func payload(_ object: JSONObject, projector: any AggregateProjecting) throws(QueuedMessageError)
    -> QueuedMessage
  {
    if let message = RebuildMessage(object) { return .part(message) }
    if object["action"] != nil { return .action(try action(object, projector: projector)) }
    guard BusNotification.isOne(object) else { throw .unreadable("the message is of no known form") }
    do {
      return .notification(try BusNotification(object))
    } catch {
      throw .event(error)
    }
  }

  private static func action(_ object: JSONObject, projector: any AggregateProjecting) throws(QueuedMessageError)
    -> ProjectionAction
  {
    do {
      return try ProjectionAction(object, projector: projector)
    } catch {
      throw .unreadable(error.message)
    }
  }

  private static func letter(_ letter: JSONObject) throws(QueuedMessageError) -> QueuedMessage {
    guard let aggregateID = letter["aggregateId"]?.string.flatMap({ try? AggregateID($0) }) else {
      throw .notRepairable("the letter names no aggregate")
    }
    return .letter(aggregateID, sequence("sequence", in: letter).map { Notice(aggregateID: aggregateID, sequence: $0) })
  }

  private static func storedEvent(named record: JSONObject) throws(QueuedMessageError) -> QueuedMessage {
    guard
      let name = record["AggregateId"]?.string, let aggregateID = try? AggregateID(name),
      let sequence = sequence("EventSequence", in: record)
    else { throw .notRepairable("the poison record names no event") }
    return .letter(aggregateID, Notice(aggregateID: aggregateID, sequence: sequence))
  }

  private static func sequence(_ member: String, in object: JSONObject) -> SequenceNumber? {
    object[member]?.number?.int.flatMap(SequenceNumber.init).flatMap { $0 > .zero ? $0 : nil }
  }
}

extension QueuedMessage {
  /// The aggregate to be projected; nil for a rebuild.
  var projected: AggregateID? {
    switch self {
    case .notification(let notification): notification.notice.aggregateID
    case .letter(let aggregateID, _): aggregateID
    case .action, .part: nil
    }
  }

  /// The event that has to be in the read model; nil where the log's end is all that is asked for.
  var notice: Notice? {
    switch self {
    case .notification(let notification): notification.notice
    case .letter(_, let notice): notice
    case .action, .part: nil
    }
  }

  var isReplay: Bool {
    if case .notification(let notification) = self { notification.replayName != nil } else { false }
  }

  /// The type of the bus's event, as it is told.
  var eventType: String? {
    if case .notification(let notification) = self { notification.eventType } else { nil }
  }

  /// When the bus's event happened.
  var time: Timestamp? { if case .notification(let notification) = self { notification.time } else { nil } }
}
