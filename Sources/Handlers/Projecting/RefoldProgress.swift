import Environment
import EventSourcing
import JSON
import ReadModel

/// How far a refold has come. A long log is folded in slices, and `AccountRebuild` keeps what has been reached, so that
/// another invocation goes on from there.
struct RefoldProgress<Model: Domain> {
  private static var runAttribute: String { "Run" }

  private(set) var fold = Fold<Model>()
  /// Events folded here.
  private(set) var count = 0
  /// Whether an item of the progress is there.
  private(set) var isKept = false

  private let stores: ProjectionStores
  private let aggregateID: AggregateID
  private let audited: SequenceNumber
  private let run: String
  private let deadline: Timestamp?

  /// Goes on from the progress that an earlier invocation kept, if that was of the same run and stands in the log.
  ///
  /// - Parameter audited: through which event no audit items are written.
  init(
    stores: ProjectionStores, aggregateID: AggregateID, audited: SequenceNumber, run: String, deadline: Timestamp?
  ) throws(ProjectionFailure) {
    self.stores = stores
    self.aggregateID = aggregateID
    self.audited = audited
    self.run = run
    self.deadline = deadline
    guard let stored = try stores.item(.rebuild, of: aggregateID, deadline: deadline) else { return }
    isKept = true
    guard
      stored[Self.runAttribute]?.string == run, let copy = FoldedCopy<Model>(attributes: stored, of: aggregateID),
      try stores.hash(of: copy.head.sequence, of: aggregateID, deadline: deadline) == copy.head.hash
    else { return }
    fold = Fold(after: copy)
  }

  /// - Returns: what ended the fold before the log's end: an event that cannot be folded.
  /// - Throws: ``ProjectionFailure/outOfTime(reached:)`` once too little time is left for another slice.
  mutating func foldToEnd(afterSlice: (Int) -> Bool) throws(ProjectionFailure) -> ProjectionFailure? {
    while true {
      let read = try stores.slice(of: aggregateID, from: fold.head.sequence.next, deadline: deadline)
      let slice = FoldedSlice(
        read.events[...], onto: fold, snapshotInterval: stores.settings.snapshotInterval, audited: audited)
      try stores.put(slice.items, deadline: deadline)
      fold = slice.fold
      count += slice.events.count
      if let failure = slice.failure ?? read.failure { return failure }
      guard read.hasMore, !read.events.isEmpty else { return nil }
      try keep()
      guard afterSlice(slice.events.count), stores.hasTime(until: deadline) else {
        throw .outOfTime(reached: fold.head.sequence)
      }
    }
  }

  private mutating func keep() throws(ProjectionFailure) {
    var content = fold.copy(of: aggregateID).attributes
    content[Self.runAttribute] = .string(run)
    let item = ReadModelItem(aggregateID: aggregateID, projection: .rebuild, content: content, noun: Model.noun)
    try stores.put([item], deadline: deadline)
    isKept = true
  }
}
