import Accounts
import Environment
import EventSourcing
import Projecting
import Transfers

/// The domains by their names alone, as whoever reads a message needs them: nothing is projected.
struct NamedDomains: AggregateProjecting, Sendable {
  var noun: Noun { Account.noun }
  var nouns: [Noun] { [Account.noun, Transfer.noun] }
  var eventTypes: [EventType] { Account.eventTypes + Transfer.eventTypes }
  var lagSeconds: Int { 0 }

  func project(_ demands: [ProjectionDemand], deadline: Timestamp?) -> [ProjectionReport] { [] }

  func rebuild(
    _ aggregateID: AggregateID, run: String, force: Bool, pace: RebuildPace?, deadline: Timestamp?
  ) throws(ProjectionFailure) -> RebuildOutcome {
    RebuildOutcome(reached: .zero, events: 0)
  }

  func hasTime(until deadline: Timestamp?) -> Bool { true }
}
