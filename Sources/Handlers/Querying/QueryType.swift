/// The questions that the query function answers, by their names in the contract (section 5).
public enum QueryType: String, CaseIterable, Hashable, Sendable {
  case accountSummary = "getAccountSummary"
  case auditTrail = "getAuditTrail"
  case aggregateEvents = "getAggregateEvents"
  case reconstructState = "reconstructState"
  case eventsByType = "getEventsByType"
  case eventsByTimeRange = "getEventsByTimeRange"
  case verifyIntegrity = "verifyIntegrity"
}
