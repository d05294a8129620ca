import EventSourcing
import JSON

/// One item of the read-model table, with its keys among its attributes.
public struct ReadModelItem: Hashable, Sendable {
  public let aggregateID: AggregateID
  public let projection: ProjectionType
  /// All attributes, the keys first: `AccountId` and `ProjectionType` where the aggregates are accounts.
  public let attributes: JSONObject

  /// - Parameter noun: what the domain calls its aggregates.
  public init(aggregateID: AggregateID, projection: ProjectionType, content: JSONObject, noun: Noun) {
    self.aggregateID = aggregateID
    self.projection = projection
    var attributes = JSONObject([
      (noun.idAttribute, .string(aggregateID.text)),
      (ProjectionType.attribute, .string(projection.text(of: noun))),
    ])
    for (name, value) in content { attributes[name] = value }
    self.attributes = attributes
  }

  /// A folded aggregate: the summary, a snapshot, or the progress of a refold.
  public init<Model: Domain>(_ copy: FoldedCopy<Model>, as projection: ProjectionType) {
    self.init(aggregateID: copy.aggregateID, projection: projection, content: copy.attributes, noun: Model.noun)
  }

  /// The audit item of one event.
  public init(auditing event: RecordedEvent, noun: Noun) {
    self.init(
      aggregateID: event.aggregateID, projection: .auditTrail(event.sequence),
      content: [
        "EventId": .string(event.eventID),
        "EventType": .string(event.type),
        "Timestamp": .string(event.timestamp.rfc3339),
        "Data": .object(event.data),
      ], noun: noun)
  }
}
