import EventSourcing

/// Events of one log as one `Query` gave them.
///
/// A transaction's items are written as one, and a `Query` is only read-committed: it may show some of them and not yet
/// the others (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html, "Isolation levels").
/// Sequences without a gap and ``BatchPlace`` tell such a reading from a whole one.
struct EventRun {
  /// In order of sequence.
  let events: [RecordedEvent]
  private let from: SequenceNumber?
  private let isEnd: Bool

  /// - Parameters:
  ///   - from: where the reading began; nil where it was read backwards from the log's end.
  ///   - isEnd: whether no event stands behind the last one.
  init(_ events: [RecordedEvent], from: SequenceNumber?, isEnd: Bool) {
    self.events = events
    self.from = from
    self.isEnd = isEnd
  }

  /// Whether nothing is missing below an event that is there, and no batch lacks its end.
  var isWhole: Bool {
    guard let first = events.first, let last = events.last else { return true }
    if let from, first.sequence != from { return false }
    if last.sequence != first.sequence.advanced(by: events.count - 1) { return false }
    return !isEnd || last.batch?.next == nil
  }

  /// The events before a batch that goes on behind the last one, so that the next page has all of it; all events where
  /// there is nothing else.
  var upToOpenBatch: [RecordedEvent] {
    guard let last = events.last, let batch = last.batch, batch.next != nil, batch.index < events.count else {
      return events
    }
    return events.dropLast(batch.index)
  }
}
