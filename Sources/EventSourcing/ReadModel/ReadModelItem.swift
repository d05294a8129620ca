import Accounts
import EventSourcing
import JSON

/// One item of the read-model table, with its keys among its attributes.
public struct ReadModelItem: Hashable, Sendable {
  public let accountID: AggregateID
  public let projection: ProjectionType
  /// All attributes, `AccountId` and `ProjectionType` first.
  public let attributes: JSONObject

  public init(accountID: AggregateID, projection: ProjectionType, content: JSONObject) {
    self.accountID = accountID
    self.projection = projection
    var attributes: JSONObject = [
      "AccountId": .string(accountID.text), "ProjectionType": .string(projection.text),
    ]
    for (name, value) in content { attributes[name] = value }
    self.attributes = attributes
  }

  /// A folded account: the summary, a snapshot, or the progress of a refold.
  public init(_ copy: FoldedCopy<Account>, as projection: ProjectionType) {
    self.init(accountID: copy.aggregateID, projection: projection, content: copy.attributes)
  }

  /// The audit item of one event.
  public init(auditing event: RecordedEvent) {
    self.init(
      accountID: event.aggregateID, projection: .auditTrail(event.sequence),
      content: [
        "EventId": .string(event.eventID),
        "EventType": .string(event.type),
        "Timestamp": .string(event.timestamp.rfc3339),
        "Data": .object(event.data),
      ])
  }
}
