import Environment
import EventSourcing

/// What came of projecting one aggregate.
public struct ProjectionReport: Sendable {
  /// What came of what one notice asked for.
  public enum Verdict: Hashable, Sendable {
    /// The event was applied here.
    case applied
    /// The event is in the read model: it was before, another projector put it there, or its log was folded anew.
    case duplicate
    case failed(ProjectionFailure)
  }

  public let aggregateID: AggregateID
  /// Where the summary stands, as far as it is known.
  public internal(set) var version: SequenceNumber = .zero
  /// How many events were applied.
  public internal(set) var events = 0
  /// How many events were folded anew, where the summary was not fit to build on.
  public internal(set) var refolded = 0
  /// What ended the work early. What stands in the read model is right all the same.
  public internal(set) var failure: ProjectionFailure?
  /// The times of those events applied here that had a notice.
  var times: [SequenceNumber: Timestamp] = [:]
  /// What the log holds at the places that have a notice, as far as it was read.
  var hashes: [SequenceNumber: EventHash] = [:]

  init(aggregateID: AggregateID) {
    self.aggregateID = aggregateID
  }

  /// Whether what a notice asked for is done.
  public func verdict(on notice: Notice) -> Verdict {
    if let hash = notice.hash, let known = hashes[notice.sequence], known != hash {
      return .failed(.notificationMismatch(notice.sequence))
    }
    if notice.sequence <= version { return times[notice.sequence] == nil ? .duplicate : .applied }
    return .failed(failure ?? .notInStore(notice.sequence))
  }
}
