import DynamoDB
import Environment
import EventSourcing

/// The short way from a message's text to the notice in it. Of the event's payload nothing is made, and nothing is looked at.
///
/// The plain way makes values of the whole event, of which five members are used: a twentieth of what projecting one event
/// took. This reads the form in which EventBridge delivers, and gives nil for every other one, which is then read the plain
/// way (``QueuedMessage``). Tests hold the two to each other.
struct DeliveredNotification {
  private var isEvent = false
  private var time: Range<Int>?
  private var replayName: Range<Int>?
  private var detail: Detail?

  /// What is used of the event.
  private struct Detail {
    var aggregateID: Range<Int>?
    var sequence: Range<Int>?
    var hash: Range<Int>?
    var eventType: Range<Int>?
    var correlationID: Range<Int>?
  }

  /// - Returns: nil for what has another form; it may be a notification all the same.
  static func notification(in body: String) -> BusNotification? {
    var body = body
    return body.withUTF8 { bytes in
      var wire = WireReader(bytes)
      var delivered = DeliveredNotification()
      guard delivered.read(&wire), wire.isAtEnd else { return nil }
      return delivered.notification(wire)
    }
  }

  private mutating func read(_ wire: inout WireReader) -> Bool {
    guard wire.take("{") else { return false }
    repeat {
      guard let name = wire.plainText(), wire.take(":") else { return false }
      if wire.equals(name, "detail") {
        guard detail == nil, let read = Self.detail(&wire) else { return false }
        detail = read
      } else if wire.equals(name, "detail-type") {
        guard !isEvent, wire.plainText() != nil else { return false }
        isEvent = true
      } else if wire.equals(name, "time") {
        guard Self.take(&time, &wire) else { return false }
      } else if wire.equals(name, "replay-name") {
        guard Self.take(&replayName, &wire) else { return false }
      } else {
        guard Self.isOfDelivery(name, wire), wire.value() != nil else { return false }
      }
    } while wire.take(",")
    return wire.take("}")
  }

  private static func detail(_ wire: inout WireReader) -> Detail? {
    var detail = Detail()
    guard wire.take("{") else { return nil }
    repeat {
      guard let name = wire.plainText(), wire.take(":") else { return nil }
      let isRead =
        if wire.equals(name, "AggregateId") { take(&detail.aggregateID, &wire) } else if wire.equals(name, "EventHash")
        { take(&detail.hash, &wire) } else if wire.equals(name, "EventType") {
          take(&detail.eventType, &wire)
        } else if wire.equals(name, "CorrelationId") {
          take(&detail.correlationID, &wire)
        } else if wire.equals(name, "EventSequence") { takeNumber(&detail.sequence, &wire) } else {
          wire.value() != nil
        }
      guard isRead else { return nil }
    } while wire.take(",")
    return wire.take("}") ? detail : nil
  }

  /// Takes a text that has not been there before.
  private static func take(_ place: inout Range<Int>?, _ wire: inout WireReader) -> Bool {
    guard place == nil, let text = wire.plainText() else { return false }
    place = text
    return true
  }

  private static func takeNumber(_ place: inout Range<Int>?, _ wire: inout WireReader) -> Bool {
    guard place == nil, let number = wire.value() else { return false }
    place = number
    return true
  }

  /// The members that EventBridge adds, and that say nothing here. With any other one the message may be something else.
  private static func isOfDelivery(_ name: Range<Int>, _ wire: WireReader) -> Bool {
    switch name.count {
    case 2: wire.equals(name, "id")
    case 6: wire.equals(name, "source") || wire.equals(name, "region")
    case 7: wire.equals(name, "version") || wire.equals(name, "account")
    case 9: wire.equals(name, "resources")
    default: false
    }
  }

  private func notification(_ wire: WireReader) -> BusNotification? {
    guard isEvent, let detail,
      let name = detail.aggregateID.flatMap(wire.string), let aggregateID = try? AggregateID(name),
      let sequence = detail.sequence.flatMap({ wire.wholeNumber($0) }).flatMap(SequenceNumber.init),
      let hash = detail.hash.flatMap({ EventHash(digits: wire[$0]) })
    else { return nil }
    return BusNotification(
      notice: Notice(aggregateID: aggregateID, sequence: sequence, hash: hash),
      eventType: detail.eventType.flatMap(wire.string), correlationID: detail.correlationID.flatMap(wire.string),
      time: time.flatMap(wire.string).flatMap(Timestamp.init(rfc3339:)), replayName: replayName.flatMap(wire.string))
  }
}
