import Environment
import EventSourcing
import Invocation
import JSON

/// A message that names a run of a process, by whoever put it into the queue: an event of the bus, from a rule or from one
/// that could not deliver it, a letter of this function's own, or an operator's `resume`.
struct ProcessMessage {
  let aggregateID: AggregateID
  /// An event that the run has at least.
  let sequence: SequenceNumber
  /// When that was recorded, where it is told.
  let time: Timestamp?
  /// What that belongs to, where it is told.
  let correlationID: String?

  /// - Throws: ``ProcessMessageError``.
  init(body: String, noun: Noun) throws(ProcessMessageError) {
    let parsed: JSONValue
    do {
      parsed = try JSONValue(parsing: body)
    } catch {
      throw .unreadable("the message is no JSON: \(error)")
    }
    guard let object = parsed.object else { throw .unreadable("the message is no JSON object") }
    if BusNotification.isOne(object) {
      do {
        let notification = try BusNotification(object)
        self.init(
          notification.notice.aggregateID, notification.notice.sequence, notification.time, notification.correlationID)
      } catch {
        throw .event(error)
      }
      return
    }
    let name = object[ProcessLetter.member]?["aggregateId"] ?? object[noun.idMember]
    guard let aggregateID = name?.string.flatMap({ try? AggregateID($0) }) else {
      throw .unreadable("the message is of no known form")
    }
    self.init(aggregateID, .zero.next, nil, nil)
  }

  private init(
    _ aggregateID: AggregateID, _ sequence: SequenceNumber, _ time: Timestamp?, _ correlationID: String?
  ) {
    self.aggregateID = aggregateID
    self.sequence = sequence
    self.time = time
    self.correlationID = correlationID
  }
}
