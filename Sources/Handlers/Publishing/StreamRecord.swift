import DynamoDB
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
  private let image: JSONValue?

  /// - Returns: nil for a record without a sequence number, which could not be reported as failed.
  init?(_ json: JSONValue) {
    guard let sequenceNumber = json["dynamodb"]?["SequenceNumber"]?.string else { return nil }
    self.sequenceNumber = sequenceNumber
    change = json["eventName"]?.string.flatMap(Change.init(rawValue:))
    keys = (json["dynamodb"]?["Keys"].flatMap { try? Item(wire: $0) })?.json ?? [:]
    image = json["dynamodb"]?["NewImage"]
  }

  /// The item as it was written.
  ///
  /// - Throws: `AttributeValueError` where there is none or it cannot be read.
  func item() throws(AttributeValueError) -> Item {
    guard let image else { throw AttributeValueError(.missing, path: "NewImage") }
    return try Item(wire: image)
  }
}
