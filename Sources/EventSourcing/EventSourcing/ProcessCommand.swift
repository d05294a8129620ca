import JSON

/// A command that a process sends, by the names that any caller would use: it need not know the other domain.
public struct ProcessCommand: Hashable, Sendable {
  public let aggregateID: AggregateID
  /// The name of the event that is to happen.
  public let eventType: String
  public let eventData: JSONObject
  /// What it is for, which tells the commands after one event apart: letters only.
  public let purpose: String

  public init(to aggregateID: AggregateID, eventType: String, eventData: JSONObject, purpose: String) {
    self.aggregateID = aggregateID
    self.eventType = eventType
    self.eventData = eventData
    self.purpose = purpose
  }
}
