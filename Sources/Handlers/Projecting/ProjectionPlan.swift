import EventSourcing

/// What a round is about to do for one aggregate.
enum ProjectionPlan<Model: Domain> {
  /// To write events that are at hand.
  case write(ProjectionStretch<Model>)
  /// To read the log from the summary on, which is too far behind, and to write that.
  case read(place: Int, StoredSummary<Model>)

  /// Among the work of the rounds.
  var place: Int {
    switch self {
    case .write(let stretch): stretch.place
    case .read(let place, _): place
    }
  }

  /// The summary's `Version`.
  var start: SequenceNumber {
    switch self {
    case .write(let stretch): stretch.summary.fold.head.sequence
    case .read(_, let summary): summary.fold.head.sequence
    }
  }

  var needsClaim: Bool {
    switch self {
    case .write(let stretch): stretch.needsClaim
    case .read: true
    }
  }
}
