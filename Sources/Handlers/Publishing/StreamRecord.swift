import DynamoDB
import EventSourcing
import EventStore
import JSON

/// One change of the event store, as its DynamoDB stream delivers it.
///
/// Reference: Amazon DynamoDB Streams API, "Record" and "StreamRecord".
struct StreamRecord: Sendable {
  /// What happened to the item.
  enum Change: String, Sendable {
    case insert = "INSERT"
    case modify = "MODIFY"
    case remove = "REMOVE"
  }

  /// The record's place in its shard, which a failure is reported by.
  let sequenceNumber: String
  let change: Change?
  /// The item's keys, as JSON; empty where the record has none that can be read.
  let keys: JSONObject
  private let content: Content

  private enum Content: Sendable {
    case event(RecordedEvent)
    case image(JSONValue?)
  }

  /// - Returns: nil for a record without a sequence number, which could not be reported as failed.
  init?(_ json: JSONValue) {
    guard let sequenceNumber = json["dynamodb"]?["SequenceNumber"]?.string else { return nil }
    self.sequenceNumber = sequenceNumber
    change = json["eventName"]?.string.flatMap(Change.init(rawValue:))
    keys = (json["dynamodb"]?["Keys"].flatMap { try? Item(wire: $0) })?.json ?? [:]
    content = .image(json["dynamodb"]?["NewImage"])
  }

  /// An inserted event.
  init(_ event: RecordedEvent, sequenceNumber: String) {
    self.sequenceNumber = sequenceNumber
    change = .insert
    keys = EventItem.key(of: event)
    content = .event(event)
  }

  /// The event of an inserted item; nil for a change that is none of ours.
  ///
  /// - Throws: ``Unpublishable``, saying why it can never be published.
  func event() throws(Unpublishable) -> RecordedEvent? {
    switch (change, content) {
    case (nil, _): throw Unpublishable(reason: "the record does not say what happened to the item")
    case (.modify, _), (.remove, _): return nil
    case (.insert, .event(let event)): return event
    case (.insert, .image(let image)): return try Self.event(in: image)
    }
  }

  /// Why a record can never be published.
  struct Unpublishable: Error {
    let reason: String
  }

  private static func event(in image: JSONValue?) throws(Unpublishable) -> RecordedEvent {
    let item: Item
    do {
      guard let image else { throw AttributeValueError(.missing, path: "NewImage") }
      item = try Item(wire: image)
    } catch {
      throw Unpublishable(reason: "the record's item cannot be read: \(error)")
    }
    do {
      return try EventItem.event(from: item.json)
    } catch {
      throw Unpublishable(reason: "\(error.name): \(error)")
    }
  }
}
