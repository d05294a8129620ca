import Environment
import EventSourcing
import JSON
import ReadModel

/// Where answers come from.
struct QuerySources {
  let log: any EventStore
  let index: any EventIndex
  let readModel: any ReadModelReader
  let checkpoints: any CheckpointStore
  let clock: any Clock
  /// The room in one answer.
  var budget = AnswerBudget(for: .bare)

  func summary(of accountID: AggregateID, deadline: Timestamp?) throws(QueryFailure) -> JSONObject? {
    do {
      return try readModel.item(.summary, of: accountID, deadline: deadline)
    } catch {
      throw .readModel(error)
    }
  }

  func checkpoint(of accountID: AggregateID, deadline: Timestamp?) throws(QueryFailure) -> JSONObject? {
    do {
      return try checkpoints.checkpoint(of: accountID, deadline: deadline)
    } catch {
      throw .eventStore(error)
    }
  }

  func auditTrail(
    of accountID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, deadline: Timestamp?
  ) throws(QueryFailure) -> AuditTrailPage {
    do {
      return try readModel.auditTrail(of: accountID, from: from, through: through, limit: limit, deadline: deadline)
    } catch {
      throw .readModel(error)
    }
  }

  func events(
    of aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, deadline: Timestamp?
  ) throws(QueryFailure) -> EventPage {
    do {
      return try log.events(of: aggregateID, from: from, through: through, limit: limit, deadline: deadline)
    } catch {
      throw .eventStore(error)
    }
  }
}
