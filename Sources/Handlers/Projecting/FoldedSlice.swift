import EventSourcing
import ReadModel

/// A run of events folded one after the other, with the items that they leave beside the summary.
struct FoldedSlice<Model: Domain> {
  /// The aggregate behind the last event that could be applied.
  private(set) var fold: Fold<Model>
  /// Audit items, and snapshots behind each multiple of the interval.
  private(set) var items: [ReadModelItem] = []
  /// The events that were applied.
  private(set) var events: ArraySlice<RecordedEvent>
  /// What ended the run early: the events before it are applied.
  private(set) var failure: ProjectionFailure?

  /// - Parameter audited: through which event the audit items are there and need not be written.
  init(
    _ run: ArraySlice<RecordedEvent>, onto start: Fold<Model>, snapshotInterval: Int, audited: SequenceNumber = .zero
  ) {
    fold = start
    events = run
    for (place, event) in zip(run.indices, run) {
      do {
        try fold.advance(over: event)
      } catch {
        failure = ProjectionFailure(error)
        events = run[..<place]
        return
      }
      if event.sequence > audited { items.append(ReadModelItem(auditing: event, noun: Model.noun)) }
      if event.sequence.value % snapshotInterval == 0 {
        items.append(ReadModelItem(fold.copy(of: event.aggregateID), as: .snapshot(event.sequence)))
      }
    }
  }
}
