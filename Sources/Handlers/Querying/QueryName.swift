import EventSourcing

/// The names of the questions that do not depend on a domain (contract, section 5).
enum QueryName {
  static let auditTrail = "getAuditTrail"
  static let aggregateEvents = "getAggregateEvents"
  static let state = "reconstructState"
  static let eventsByType = "getEventsByType"
  static let eventsByTimeRange = "getEventsByTimeRange"
  static let integrity = "verifyIntegrity"
}
