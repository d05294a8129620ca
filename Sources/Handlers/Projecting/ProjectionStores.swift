import Environment
import EventSourcing
import JSON
import ReadModel

/// The log that is read and the read model that is written, within one invocation.
struct ProjectionStores {
  let log: any ProjectionLog
  let readModel: any ReadModelStore
  let clock: any Clock
  let settings: ProjectionSettings

  /// Events from `from` on, at most one slice of them.
  ///
  /// An event that cannot be read ends the slice before it, so that it holds up only what comes behind it.
  func slice(
    of aggregateID: AggregateID, from: SequenceNumber, deadline: Timestamp?
  ) throws(ProjectionFailure) -> ReadableEvents {
    do {
      return try log.readableEvents(
        of: aggregateID, from: from, through: .last, limit: settings.sliceSize, deadline: deadline)
    } catch {
      throw .eventStore(error)
    }
  }

  /// The hash of one event; nil where there is none.
  func hash(
    of sequence: SequenceNumber, of aggregateID: AggregateID, deadline: Timestamp?
  ) throws(ProjectionFailure) -> EventHash? {
    do {
      return try log.events(of: aggregateID, from: sequence, through: sequence, limit: 1, deadline: deadline)
        .events.first?.hash
    } catch {
      throw .eventStore(error)
    }
  }

  /// Replaces the write side's own copy, whatever it is: the commands decide on it.
  func replaceCheckpoint<Model>(
    with copy: FoldedCopy<Model>, deadline: Timestamp?
  ) throws(ProjectionFailure) {
    do {
      try log.replaceCheckpoint(with: copy.attributes, of: copy.aggregateID, deadline: deadline)
    } catch {
      throw .eventStore(error)
    }
  }

  func item(
    _ projection: ProjectionType, of aggregateID: AggregateID, deadline: Timestamp?
  ) throws(ProjectionFailure) -> JSONObject? {
    do {
      return try readModel.item(projection, of: aggregateID, deadline: deadline)
    } catch {
      throw .readModel(error)
    }
  }

  func put(_ items: [ReadModelItem], deadline: Timestamp?) throws(ProjectionFailure) {
    for result in readModel.put([items], deadline: deadline) {
      if case .failure(let error) = result { throw .readModel(error) }
    }
  }

  func replace(_ replacement: SummaryReplacement, deadline: Timestamp?) throws(ProjectionFailure) -> Bool {
    var isReplaced = false
    for result in readModel.replace([replacement], deadline: deadline) {
      do { isReplaced = try result.get() } catch { throw .readModel(error) }
    }
    return isReplaced
  }

  func remove(
    _ projection: ProjectionType, of aggregateID: AggregateID, deadline: Timestamp?
  ) throws(ProjectionFailure) {
    do {
      try readModel.remove(projection, of: aggregateID, deadline: deadline)
    } catch {
      throw .readModel(error)
    }
  }

  /// Whether there is time to begin something more.
  func hasTime(until deadline: Timestamp?) -> Bool {
    guard let deadline else { return true }
    return deadline.milliseconds(since: clock.now()) >= settings.reserve
  }
}

extension ReadableEvents {
  /// Why the event behind the last one was not projected.
  var failure: ProjectionFailure? { fault.map { .eventStore($0) } }
}
