import EventSourcing
import JSON

/// A ``RebuildMessage`` as the queue delivered it.
struct RebuildDelivery {
  let message: RebuildMessage
  let messageID: String
  /// How often the queue has delivered it, from 1.
  let receiveCount: Int

  /// - Returns: nil for a record of the queue that holds anything else.
  init?(_ record: JSONValue, messageID: String) {
    guard
      let body = record["body"]?.string, let object = try? JSONValue(parsing: body).object,
      let message = RebuildMessage(object)
    else { return nil }
    self.message = message
    self.messageID = messageID
    receiveCount = record["attributes"]?["ApproximateReceiveCount"]?.string.flatMap { Int($0) } ?? 1
  }
}
