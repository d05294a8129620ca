import Environment
import EventSourcing
import JSON
import ReadModel

/// Where answers come from. A failure of any of them is a ``QueryFailure``.
struct QuerySources {
  let log: any EventStore
  let index: any EventIndex
  let readModel: any ReadModelQueries
  let checkpoints: any CheckpointStore
  let clock: any Clock
  /// The room in one answer.
  var budget = AnswerBudget(for: .bare)

  func summary(
    of aggregateID: AggregateID, consistent: Bool, deadline: Timestamp?
  ) throws(QueryFailure) -> JSONObject? {
    try read { model throws(ReadModelError) in
      try model.summary(of: aggregateID, consistent: consistent, deadline: deadline)
    }
  }

  func summaries(
    of aggregateIDs: [AggregateID], deadline: Timestamp?
  ) throws(QueryFailure) -> [AggregateID: JSONObject] {
    try read { model throws(ReadModelError) in
      try model.summaries(of: aggregateIDs, consistent: false, deadline: deadline)
    }
  }

  func list(
    _ view: String, of owner: OwnerKey, isRanked: Bool, after: String?, limit: Int, deadline: Timestamp?
  ) throws(QueryFailure) -> ViewPage {
    try read { model throws(ReadModelError) in
      try model.list(view, of: owner, isRanked: isRanked, after: after, limit: limit, deadline: deadline)
    }
  }

  func standing(_ rows: Set<ViewRow>, deadline: Timestamp?) throws(QueryFailure) -> Set<ViewRow> {
    try read { model throws(ReadModelError) in try model.standing(rows, deadline: deadline) }
  }

  func auditTrail(
    of aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, consistent: Bool,
    deadline: Timestamp?
  ) throws(QueryFailure) -> AuditTrailPage {
    try read { model throws(ReadModelError) in
      try model.auditTrail(
        of: aggregateID, from: from, through: through, limit: limit, consistent: consistent, deadline: deadline)
    }
  }

  func checkpoint(of aggregateID: AggregateID, deadline: Timestamp?) throws(QueryFailure) -> JSONObject? {
    do {
      return try checkpoints.checkpoint(of: aggregateID, deadline: deadline)
    } catch {
      throw .eventStore(error)
    }
  }

  func snapshot(
    of aggregateID: AggregateID, atOrBelow end: SequenceNumber, deadline: Timestamp?
  ) throws(QueryFailure) -> JSONObject? {
    do {
      return try log.snapshot(of: aggregateID, atOrBelow: end, deadline: deadline)
    } catch {
      throw .eventStore(error)
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

  private func read<Value>(
    _ body: (any ReadModelQueries) throws(ReadModelError) -> Value
  ) throws(QueryFailure) -> Value {
    do {
      return try body(readModel)
    } catch {
      throw .readModel(error)
    }
  }
}
