import Accounts
import Environment
import EventSourcing
import JSON
import ReadModel

/// The log that is read and the read model that is written, for one account within one invocation.
struct ProjectionStores {
  let log: any EventStore
  let checkpoints: any CheckpointStore
  let readModel: any ReadModelStore
  let clock: any Clock
  let settings: ProjectionSettings

  /// Events from `from` on, at most one slice of them.
  ///
  /// An event that cannot be read ends the slice before it, so that it holds up only what comes behind it.
  func slice(
    of accountID: AggregateID, from: SequenceNumber, through: SequenceNumber, deadline: Timestamp?
  ) throws(ProjectionFailure) -> EventPage {
    do {
      return try log.events(
        of: accountID, from: from, through: through, limit: settings.sliceSize, deadline: deadline)
    } catch {
      guard case .corrupt(let sequence, _) = error.kind, sequence > from, sequence <= through else {
        throw .eventStore(error)
      }
      let before = try slice(of: accountID, from: from, through: sequence.previous, deadline: deadline)
      return EventPage(events: before.events, hasMore: true)
    }
  }

  /// Replaces the write side's own copy, whatever it is: the commands decide on it.
  func replaceCheckpoint(
    with copy: FoldedCopy<Account>, deadline: Timestamp?
  ) throws(ProjectionFailure) {
    do {
      try checkpoints.replaceCheckpoint(with: copy.attributes, of: copy.aggregateID, deadline: deadline)
    } catch {
      throw .eventStore(error)
    }
  }

  func item(
    _ projection: ProjectionType, of accountID: AggregateID, deadline: Timestamp?
  ) throws(ProjectionFailure) -> JSONObject? {
    do {
      return try readModel.item(projection, of: accountID, deadline: deadline)
    } catch {
      throw .readModel(error)
    }
  }

  func put(_ items: [ReadModelItem], deadline: Timestamp?) throws(ProjectionFailure) {
    if items.isEmpty { return }
    do {
      try readModel.put(items, deadline: deadline)
    } catch {
      throw .readModel(error)
    }
  }

  func replace(
    _ item: ReadModelItem, ifStill read: JSONObject?, deadline: Timestamp?
  ) throws(ProjectionFailure) -> Bool {
    do {
      return try readModel.replace(item, ifStill: read, deadline: deadline)
    } catch {
      throw .readModel(error)
    }
  }

  func remove(
    _ projection: ProjectionType, of accountID: AggregateID, deadline: Timestamp?
  ) throws(ProjectionFailure) {
    do {
      try readModel.remove(projection, of: accountID, deadline: deadline)
    } catch {
      throw .readModel(error)
    }
  }

  /// Whether there is time for another slice.
  func hasTime(until deadline: Timestamp?) -> Bool {
    guard let deadline else { return true }
    return deadline.milliseconds(since: clock.now()) >= settings.reserve
  }
}
