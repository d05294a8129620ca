/// One type of a domain's events.
public struct EventType: Sendable {
  /// The versions of its payload.
  public let schema: EventSchema
  /// Whether a log begins with an event of this type. All aggregates of a domain are found by these in the index.
  public let startsLog: Bool

  public init(_ schema: EventSchema, startsLog: Bool = false) {
    self.schema = schema
    self.startsLog = startsLog
  }

  /// The name that the table and the bus carry.
  public var name: String { schema.type }
}
