import Accounts
import EventSourcing
import ReadModel

/// A run of events folded one after the other, with the items that they leave beside the summary.
struct FoldedSlice {
  /// The account behind the last event that could be applied.
  private(set) var fold: AccountFold
  /// Audit items, and snapshots behind each multiple of the interval.
  private(set) var items: [ReadModelItem] = []
  /// How many events were applied.
  private(set) var count = 0
  /// What ended the run early: the events before it are applied.
  private(set) var failure: ProjectionFailure?

  init(_ events: [RecordedEvent], onto start: AccountFold, snapshotInterval: Int) {
    fold = start
    items.reserveCapacity(events.count + events.count / snapshotInterval + 1)
    for event in events {
      do throws(ProjectionFailure) {
        try fold.apply(event)
      } catch {
        failure = error
        return
      }
      items.append(ReadModelItem(auditing: event, noun: Account.noun))
      if event.sequence.value % snapshotInterval == 0 {
        items.append(fold.item(.snapshot(event.sequence), of: event.aggregateID))
      }
      count += 1
    }
  }
}
